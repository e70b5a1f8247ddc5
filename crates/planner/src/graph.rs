//! Directed graphs in compressed rows: nodes and arcs are numbers, arcs keep the order given.

use crate::error::PlannerError;

/// A directed graph. Parallel arcs and loops are allowed.
///
/// ```
/// use counterflow_planner::Graph;
///
/// let graph = Graph::new(3, &[(0, 1), (1, 2), (0, 2)])?;
/// assert_eq!(graph.arcs_from(0), [0, 2]);
/// assert_eq!(Graph::new(2, &[(0, 5)]).unwrap_err().to_string(), "arc 0 names node 5, but nodes run from 0 to 1");
/// # Ok::<(), counterflow_planner::PlannerError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    tails: Vec<usize>,
    heads: Vec<usize>,
    row_start: Vec<usize>,
    row_arcs: Vec<usize>,
}

impl Graph {
    /// A graph of `nodes` nodes, numbered from 0, and arcs as (tail, head).
    pub fn new(nodes: usize, arcs: &[(usize, usize)]) -> Result<Self, PlannerError> {
        for (arc, &(tail, head)) in arcs.iter().enumerate() {
            for node in [tail, head] {
                require_node(nodes, node, || format!("arc {arc}"))?;
            }
        }
        Ok(Self::from_known_nodes(nodes, arcs))
    }

    /// A graph whose arcs are known to join its nodes.
    pub(crate) fn from_known_nodes(nodes: usize, arcs: &[(usize, usize)]) -> Self {
        let tails: Vec<usize> = arcs.iter().map(|arc| arc.0).collect();
        let heads = arcs.iter().map(|arc| arc.1).collect();
        let (row_start, row_arcs) = rows(nodes, &tails);
        Self { tails, heads, row_start, row_arcs }
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.row_start.len() - 1
    }

    /// Number of arcs.
    pub fn arc_count(&self) -> usize {
        self.tails.len()
    }

    /// Node from which the arc leads.
    pub fn tail(&self, arc: usize) -> usize {
        self.tails[arc]
    }

    /// Node to which the arc leads.
    pub fn head(&self, arc: usize) -> usize {
        self.heads[arc]
    }

    /// Arcs that leave the node, in the order given.
    pub fn arcs_from(&self, node: usize) -> &[usize] {
        &self.row_arcs[self.row_start[node]..self.row_start[node + 1]]
    }

    /// The graph with every arc turned round; arcs keep their numbers.
    pub fn reversed(&self) -> Self {
        let (row_start, row_arcs) = rows(self.node_count(), &self.heads);
        Self { tails: self.heads.clone(), heads: self.tails.clone(), row_start, row_arcs }
    }

    /// Refuses terminals that do not exist or coincide.
    pub(crate) fn require_terminals(&self, source: usize, target: usize) -> Result<(), PlannerError> {
        require_node(self.node_count(), source, || "the source".to_owned())?;
        require_node(self.node_count(), target, || "the target".to_owned())?;
        if source == target { Err(PlannerError::SameTerminals { node: source }) } else { Ok(()) }
    }
}

/// Refuses a node that does not exist.
pub(crate) fn require_node(nodes: usize, node: usize, item: impl FnOnce() -> String) -> Result<(), PlannerError> {
    if node < nodes {
        return Ok(());
    }
    Err(PlannerError::UnknownNode { item: item(), node, last: nodes.saturating_sub(1) })
}

/// Arcs grouped by tail: where each node's group starts, and the arcs.
fn rows(nodes: usize, tails: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut start = vec![0; nodes + 1];
    for &tail in tails {
        start[tail + 1] += 1;
    }
    for node in 0..nodes {
        start[node + 1] += start[node];
    }
    let mut next = start.clone();
    let mut arcs = vec![0; tails.len()];
    for (arc, &tail) in tails.iter().enumerate() {
        arcs[next[tail]] = arc;
        next[tail] += 1;
    }
    (start, arcs)
}
