//! Maximum flow by blocking flows on level graphs (Dinitz 1970), and the check of flow and cut.
//!
//! Every augmentation empties at least one arc exactly (`x - x = 0`), so the algorithm ends for
//! real capacities as well. Whole capacities below 2^53 in sum are computed exactly.

use std::ops::Range;

use crate::answer::agree;
use crate::error::PlannerError;
use crate::graph::Graph;

/// Relative difference at which a sum of real capacities counts as equal to another.
const FLOW_TOLERANCE: f64 = 1e-9;

/// A residual network, built once per graph and solved for many capacities. Numbers of nodes and
/// half-edges take four bytes: a graph of two billion arcs fits no memory that it is meant for.
#[derive(Clone, Debug)]
pub struct FlowNetwork {
    row_start: Vec<u32>,
    /// The half-edges, those that leave a node side by side: a search reads memory from front to back.
    half_edges: Vec<HalfEdge>,
    /// What still fits through each half-edge.
    residual: Vec<f64>,
    /// Half-edge that runs along each arc.
    along: Vec<u32>,
    level: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
    path: Vec<u32>,
}

/// A direction of an arc.
#[derive(Clone, Copy, Debug)]
struct HalfEdge {
    head: u32,
    /// The other direction of the same arc.
    opposite: u32,
}

/// Level of a node that a search does not reach.
const UNREACHED: u32 = u32::MAX;

impl FlowNetwork {
    /// The residual network of a graph, with no capacity yet.
    pub fn new(graph: &Graph) -> Self {
        let (nodes, arcs) = (graph.node_count(), graph.arc_count());
        let mut row_start = vec![0; nodes + 1];
        for arc in 0..arcs {
            row_start[graph.tail(arc) + 1] += 1;
            row_start[graph.head(arc) + 1] += 1;
        }
        for node in 0..nodes {
            row_start[node + 1] += row_start[node];
        }
        let mut fill = row_start.clone();
        let mut place = |node: usize| {
            fill[node] += 1;
            fill[node] - 1
        };
        let mut half_edges = vec![HalfEdge { head: 0, opposite: 0 }; 2 * arcs];
        let mut along = Vec::with_capacity(arcs);
        for arc in 0..arcs {
            let (tail, head) = (graph.tail(arc), graph.head(arc));
            let (forth, back) = (place(tail), place(head));
            half_edges[forth as usize] = HalfEdge { head: head as u32, opposite: back };
            half_edges[back as usize] = HalfEdge { head: tail as u32, opposite: forth };
            along.push(forth);
        }
        Self {
            row_start,
            residual: vec![0.0; half_edges.len()],
            half_edges,
            along,
            level: vec![UNREACHED; nodes],
            next: vec![0; nodes],
            queue: Vec::new(),
            path: Vec::new(),
        }
    }

    /// Largest flow from source to sink; infinite when a path of infinite capacities joins them.
    pub fn solve(&mut self, source: usize, sink: usize, capacity: impl Fn(usize) -> f64) -> f64 {
        self.residual.fill(0.0);
        for (arc, &forth) in self.along.iter().enumerate() {
            self.residual[forth as usize] = capacity(arc);
        }
        let mut total = 0.0;
        while total < f64::INFINITY && self.measure(source as u32, sink as u32) {
            let nodes = self.next.len();
            self.next.copy_from_slice(&self.row_start[..nodes]);
            total += self.block(source as u32, sink as u32);
        }
        self.reach(source as u32);
        total
    }

    /// Flow on an arc after [`Self::solve`].
    pub fn flow(&self, arc: usize) -> f64 {
        self.residual[self.half_edges[self.along[arc] as usize].opposite as usize]
    }

    /// Whether the node lies on the source's side of the minimum cut that is nearest the source.
    pub fn is_on_source_side(&self, node: usize) -> bool {
        self.level[node] != UNREACHED
    }

    /// Levels by breadth from the sink back, as far as the source; whether the source has one. Measured
    /// this way, no walk from the source ends where the sink was never in reach.
    fn measure(&mut self, source: u32, sink: u32) -> bool {
        self.start_at(sink);
        let mut first = 0;
        while let Some(&node) = self.queue.get(first) {
            first += 1;
            let level = self.level[node as usize] + 1;
            for half_edge in &self.half_edges[self.row(node)] {
                let tail = half_edge.head;
                if self.level[tail as usize] == UNREACHED && self.residual[half_edge.opposite as usize] > 0.0 {
                    self.level[tail as usize] = level;
                    if tail == source {
                        return true;
                    }
                    self.queue.push(tail);
                }
            }
        }
        false
    }

    /// Gives a level to the nodes that the source still reaches.
    fn reach(&mut self, source: u32) {
        self.start_at(source);
        let mut first = 0;
        while let Some(&node) = self.queue.get(first) {
            first += 1;
            for edge in self.row(node) {
                let head = self.half_edges[edge].head;
                if self.level[head as usize] == UNREACHED && self.residual[edge] > 0.0 {
                    self.level[head as usize] = 0;
                    self.queue.push(head);
                }
            }
        }
    }

    fn start_at(&mut self, node: u32) {
        self.level.fill(UNREACHED);
        self.level[node as usize] = 0;
        self.queue.clear();
        self.queue.push(node);
    }

    /// Half-edges that leave a node.
    fn row(&self, node: u32) -> Range<usize> {
        self.row_start[node as usize] as usize..self.row_start[node as usize + 1] as usize
    }

    /// Flow along the levels until none is left: walks forward, backs out of dead ends, and after
    /// each augmentation goes on from the first edge that it emptied.
    fn block(&mut self, source: u32, sink: u32) -> f64 {
        let mut total = 0.0;
        let mut path = std::mem::take(&mut self.path);
        path.clear();
        let mut node = source;
        loop {
            if node == sink {
                let (pushed, emptied) = self.push(&path);
                total += pushed;
                if total == f64::INFINITY {
                    break;
                }
                path.truncate(emptied);
                node = path.last().map_or(source, |&edge| self.half_edges[edge as usize].head);
            }
            if let Some(edge) = self.next_edge(node as usize) {
                path.push(edge);
                node = self.half_edges[edge as usize].head;
            } else if let Some(edge) = path.pop() {
                let opposite = self.half_edges[edge as usize].opposite;
                node = self.half_edges[opposite as usize].head;
                self.next[node as usize] += 1;
            } else {
                break;
            }
        }
        self.path = path;
        total
    }

    /// Sends what fits along a path; gives the amount and the position of the first edge emptied.
    fn push(&mut self, path: &[u32]) -> (f64, usize) {
        let pushed = path.iter().map(|&edge| self.residual[edge as usize]).fold(f64::INFINITY, f64::min);
        let mut emptied = path.len();
        for (position, &edge) in path.iter().enumerate().rev() {
            let opposite = self.half_edges[edge as usize].opposite;
            self.residual[edge as usize] -= pushed;
            self.residual[opposite as usize] += pushed;
            if self.residual[edge as usize] <= 0.0 {
                emptied = position;
            }
        }
        (pushed, emptied)
    }

    fn next_edge(&mut self, node: usize) -> Option<u32> {
        let closer = self.level[node] - 1;
        let row = self.next[node]..self.row_start[node + 1];
        let fits = |&edge: &u32| {
            let edge = edge as usize;
            self.residual[edge] > 0.0 && self.level[self.half_edges[edge].head as usize] == closer
        };
        let found = row.clone().find(fits);
        self.next[node] = found.unwrap_or(row.end);
        found
    }
}

/// Re-checks a maximum flow without trusting the algorithm: the flow respects capacities and
/// conservation, and the cut around `source_side` has the same capacity. Gives the value.
pub fn check_flow_and_cut(
    graph: &Graph,
    terminals: (usize, usize),
    capacity: &[f64],
    flow: &[f64],
    source_side: &[bool],
) -> Result<f64, PlannerError> {
    let (source, sink) = terminals;
    let mut net_outflow = vec![0.0; graph.node_count()];
    let mut cut_capacity = 0.0;
    let largest = flow.iter().copied().fold(1.0, f64::max);
    for arc in 0..graph.arc_count() {
        if flow[arc] < 0.0 || flow[arc] > capacity[arc] + FLOW_TOLERANCE * largest {
            return rejected(format!("arc {arc} carries {} of a capacity of {}", flow[arc], capacity[arc]));
        }
        net_outflow[graph.tail(arc)] += flow[arc];
        net_outflow[graph.head(arc)] -= flow[arc];
        if source_side[graph.tail(arc)] && !source_side[graph.head(arc)] {
            cut_capacity += capacity[arc];
        }
    }
    let leaking = (0..graph.node_count())
        .find(|&node| node != source && node != sink && net_outflow[node].abs() > FLOW_TOLERANCE * largest);
    if let Some(node) = leaking {
        return rejected(format!("node {node} does not conserve flow"));
    }
    if !source_side[source] || source_side[sink] || !agree(cut_capacity, net_outflow[source], FLOW_TOLERANCE) {
        return rejected(format!("the cut holds {cut_capacity}, the flow is {}", net_outflow[source]));
    }
    Ok(net_outflow[source])
}

fn rejected<T>(what: String) -> Result<T, PlannerError> {
    Err(PlannerError::CertificateRejected { what })
}
