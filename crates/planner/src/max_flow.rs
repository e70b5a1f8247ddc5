//! Maximum flow by blocking flows on level graphs (Dinitz 1970), and the check of flow and cut.
//!
//! Every augmentation empties at least one arc exactly (`x - x = 0`), so the algorithm ends for
//! real capacities as well. Whole capacities below 2^53 in sum are computed exactly.

use crate::answer::agree;
use crate::error::PlannerError;
use crate::graph::Graph;

/// Relative difference at which a sum of real capacities counts as equal to another.
const FLOW_TOLERANCE: f64 = 1e-9;

/// A residual network, built once per graph and solved for many capacities.
#[derive(Clone, Debug)]
pub struct FlowNetwork {
    /// Head of each half-edge; `2 * arc` runs along the arc, `2 * arc + 1` against it.
    heads: Vec<usize>,
    residual: Vec<f64>,
    row_start: Vec<usize>,
    row_edges: Vec<usize>,
    level: Vec<u32>,
    next: Vec<usize>,
    queue: Vec<usize>,
    path: Vec<usize>,
}

/// Level of a node that the source does not reach.
const UNREACHED: u32 = u32::MAX;

impl FlowNetwork {
    /// The residual network of a graph, with no capacity yet.
    pub fn new(graph: &Graph) -> Self {
        let nodes = graph.node_count();
        let mut heads = Vec::with_capacity(2 * graph.arc_count());
        let mut row_start = vec![0; nodes + 1];
        for arc in 0..graph.arc_count() {
            heads.extend([graph.head(arc), graph.tail(arc)]);
            row_start[graph.tail(arc) + 1] += 1;
            row_start[graph.head(arc) + 1] += 1;
        }
        for node in 0..nodes {
            row_start[node + 1] += row_start[node];
        }
        let mut fill = row_start.clone();
        let mut row_edges = vec![0; heads.len()];
        for edge in 0..heads.len() {
            let tail = heads[edge ^ 1];
            row_edges[fill[tail]] = edge;
            fill[tail] += 1;
        }
        let residual = vec![0.0; heads.len()];
        Self { heads, residual, row_start, row_edges, level: vec![UNREACHED; nodes], next: vec![0; nodes], queue: Vec::new(), path: Vec::new() }
    }

    /// Largest flow from source to sink; infinite when a path of infinite capacities joins them.
    pub fn solve(&mut self, source: usize, sink: usize, capacity: impl Fn(usize) -> f64) -> f64 {
        for arc in 0..self.heads.len() / 2 {
            self.residual[2 * arc] = capacity(arc);
            self.residual[2 * arc + 1] = 0.0;
        }
        let mut total = 0.0;
        while total < f64::INFINITY && self.reaches(source, sink) {
            let nodes = self.next.len();
            self.next.copy_from_slice(&self.row_start[..nodes]);
            total += self.block(source, sink);
        }
        total
    }

    /// Flow on an arc after [`Self::solve`].
    pub fn flow(&self, arc: usize) -> f64 {
        self.residual[2 * arc + 1]
    }

    /// Whether the node lies on the source's side of the minimum cut that is nearest the source.
    pub fn is_on_source_side(&self, node: usize) -> bool {
        self.level[node] != UNREACHED
    }

    /// Levels by breadth from the source, as far as the sink; whether the sink has one.
    fn reaches(&mut self, source: usize, sink: usize) -> bool {
        self.level.fill(UNREACHED);
        self.level[source] = 0;
        self.queue.clear();
        self.queue.push(source);
        let mut first = 0;
        while let Some(&node) = self.queue.get(first) {
            first += 1;
            for &edge in &self.row_edges[self.row_start[node]..self.row_start[node + 1]] {
                let head = self.heads[edge];
                if self.residual[edge] > 0.0 && self.level[head] == UNREACHED {
                    self.level[head] = self.level[node] + 1;
                    if head == sink {
                        return true;
                    }
                    self.queue.push(head);
                }
            }
        }
        false
    }

    /// Flow along the levels until none is left: walks forward, backs out of dead ends, and after
    /// each augmentation goes on from the first edge that it emptied.
    fn block(&mut self, source: usize, sink: usize) -> f64 {
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
                node = path.last().map_or(source, |&edge| self.heads[edge]);
            }
            if let Some(edge) = self.next_edge(node) {
                path.push(edge);
                node = self.heads[edge];
            } else if let Some(edge) = path.pop() {
                node = self.heads[edge ^ 1];
                self.next[node] += 1;
            } else {
                break;
            }
        }
        self.path = path;
        total
    }

    /// Sends what fits along a path; gives the amount and the position of the first edge emptied.
    fn push(&mut self, path: &[usize]) -> (f64, usize) {
        let pushed = path.iter().map(|&edge| self.residual[edge]).fold(f64::INFINITY, f64::min);
        let mut emptied = path.len();
        for (position, &edge) in path.iter().enumerate().rev() {
            self.residual[edge] -= pushed;
            self.residual[edge ^ 1] += pushed;
            if self.residual[edge] <= 0.0 {
                emptied = position;
            }
        }
        (pushed, emptied)
    }

    fn next_edge(&mut self, node: usize) -> Option<usize> {
        while self.next[node] < self.row_start[node + 1] {
            let edge = self.row_edges[self.next[node]];
            if self.residual[edge] > 0.0 && self.level[self.heads[edge]] == self.level[node] + 1 {
                return Some(edge);
            }
            self.next[node] += 1;
        }
        None
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
