//! Shortest paths by label setting (Dijkstra 1959), with buffers that are used again.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::graph::Graph;

/// A tentative distance in the queue; the nearest comes first, ties by node number.
#[derive(Clone, Copy, Debug)]
struct Label {
    distance: f64,
    node: usize,
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        other.distance.total_cmp(&self.distance).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Label {}

/// Distances from one node and the tree of shortest paths.
#[derive(Clone, Debug, Default)]
pub struct ShortestPaths {
    distance: Vec<f64>,
    arrival: Vec<Option<usize>>,
    queue: BinaryHeap<Label>,
}

impl ShortestPaths {
    /// Distances from `source` for non-negative arc lengths; an infinite length closes the arc.
    pub fn from_source(graph: &Graph, source: usize, length: impl Fn(usize) -> f64) -> Self {
        let mut paths = Self::default();
        paths.run(graph, source, None, length);
        paths
    }

    /// Computes the distances afresh. With a `target` the search ends when its distance is known,
    /// and distances of nodes farther away are upper bounds only.
    pub fn run(&mut self, graph: &Graph, source: usize, target: Option<usize>, length: impl Fn(usize) -> f64) {
        self.distance.clear();
        self.distance.resize(graph.node_count(), f64::INFINITY);
        self.arrival.clear();
        self.arrival.resize(graph.node_count(), None);
        self.queue.clear();
        self.distance[source] = 0.0;
        self.queue.push(Label { distance: 0.0, node: source });
        while let Some(Label { distance, node }) = self.queue.pop() {
            if Some(node) == target {
                return;
            }
            if distance > self.distance[node] {
                continue;
            }
            for &arc in graph.arcs_from(node) {
                let (head, candidate) = (graph.head(arc), distance + length(arc));
                if candidate < self.distance[head] {
                    self.distance[head] = candidate;
                    self.arrival[head] = Some(arc);
                    self.queue.push(Label { distance: candidate, node: head });
                }
            }
        }
    }

    /// Distance to a node; infinite when no path leads there.
    pub fn distance(&self, node: usize) -> f64 {
        self.distance[node]
    }

    /// Arcs of the shortest path to a node, in the order travelled; empty for the source and for
    /// nodes that cannot be reached.
    pub fn path_to(&self, graph: &Graph, target: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut node = target;
        while let Some(arc) = self.arrival[node] {
            path.push(arc);
            node = graph.tail(arc);
        }
        path.reverse();
        path
    }
}
