//! Paths no longer than a limit, by A* with the distances of the network without interdiction.
//!
//! Delays only lengthen arcs, so those distances never overestimate and stay consistent; nodes from
//! which the target is out of reach within the limit are never looked at.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::PathInterdiction;
use crate::shortest_path::ShortestPaths;

/// Non-negative doubles order like their bits.
fn sortable(length: f64) -> u64 {
    length.to_bits()
}

/// Buffers of the search.
pub(super) struct NearbyPath<'p> {
    problem: &'p PathInterdiction,
    to_target: ShortestPaths,
    distance: Vec<f64>,
    arrival: Vec<usize>,
    touched: Vec<usize>,
    queue: BinaryHeap<Reverse<(u64, usize)>>,
}

impl<'p> NearbyPath<'p> {
    pub(super) fn new(problem: &'p PathInterdiction) -> Self {
        let to_target =
            ShortestPaths::from_source(&problem.graph.reversed(), problem.target, |arc| problem.length[arc]);
        let nodes = problem.graph.node_count();
        Self {
            problem,
            to_target,
            distance: vec![f64::INFINITY; nodes],
            arrival: vec![usize::MAX; nodes],
            touched: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    /// The shortest path of length at most `limit` where `delayed` arcs take longer: its length, its
    /// arcs from the target back. `None` when every path is longer.
    pub(super) fn find(&mut self, limit: f64, delayed: &[bool], arcs: &mut Vec<usize>) -> Option<f64> {
        let problem = self.problem;
        self.reset();
        self.reach(problem.source, 0.0, usize::MAX, limit);
        while let Some(Reverse((priority, node))) = self.queue.pop() {
            let travelled = self.distance[node];
            if priority > sortable(travelled + self.to_target.distance(node)) {
                continue;
            }
            if node == problem.target {
                self.trace(arcs);
                return Some(travelled);
            }
            for &arc in problem.graph.arcs_from(node) {
                let delay = if delayed[arc] { problem.delay[arc] } else { 0.0 };
                self.reach(problem.graph.head(arc), travelled + problem.length[arc] + delay, arc, limit);
            }
        }
        None
    }

    fn reset(&mut self) {
        for &node in &self.touched {
            self.distance[node] = f64::INFINITY;
        }
        self.touched.clear();
        self.queue.clear();
    }

    fn reach(&mut self, node: usize, travelled: f64, arc: usize, limit: f64) {
        let estimate = travelled + self.to_target.distance(node);
        if estimate > limit || travelled >= self.distance[node] {
            return;
        }
        self.touched.push(node);
        self.distance[node] = travelled;
        self.arrival[node] = arc;
        self.queue.push(Reverse((sortable(estimate), node)));
    }

    fn trace(&self, arcs: &mut Vec<usize>) {
        arcs.clear();
        let mut node = self.problem.target;
        while node != self.problem.source {
            let arc = self.arrival[node];
            arcs.push(arc);
            node = self.problem.graph.tail(arc);
        }
    }
}
