//! The part of a problem that can matter once a ceiling is known, and interdictions made from shares.

use super::{PathInterdiction, shortest_path_under};
use crate::graph::Graph;
use crate::shortest_path::ShortestPaths;

/// The network of the paths shorter than a ceiling.
pub(super) struct Core {
    pub(super) problem: PathInterdiction,
    /// Arc of the original problem, for each arc here.
    pub(super) arcs: Vec<usize>,
}

impl Core {
    /// Keeps the arcs on a path shorter than `ceiling`, which no interdiction exceeds, and cuts each
    /// delay to what lifts every path through its arc to the ceiling. Whatever the interdiction, the
    /// shortest path is the original's, or both are at the ceiling or above.
    pub(super) fn below(problem: &PathInterdiction, ceiling: f64) -> Self {
        let graph = &problem.graph;
        let to_target = ShortestPaths::from_source(&graph.reversed(), problem.target, |arc| problem.length[arc]);
        let from_source = ShortestPaths::from_source(graph, problem.source, |arc| problem.length[arc]);
        let through = |arc: usize| {
            from_source.distance(graph.tail(arc)) + problem.length[arc] + to_target.distance(graph.head(arc))
        };
        let is_useful = |arc: &usize| {
            let (tail, head) = (graph.tail(*arc), graph.head(*arc));
            through(*arc) < ceiling && tail != head && head != problem.source && tail != problem.target
        };
        let arcs: Vec<usize> = (0..graph.arc_count()).filter(is_useful).collect();
        let mut number = vec![None; graph.node_count()];
        number[problem.source] = Some(0);
        number[problem.target] = Some(1);
        let mut nodes = 2;
        let mut node = |original: usize| {
            *number[original].get_or_insert_with(|| {
                nodes += 1;
                nodes - 1
            })
        };
        let ends: Vec<(usize, usize)> =
            arcs.iter().map(|&arc| (node(graph.tail(arc)), node(graph.head(arc)))).collect();
        let problem = PathInterdiction {
            graph: Graph::from_known_nodes(nodes, &ends),
            source: 0,
            target: 1,
            length: arcs.iter().map(|&arc| problem.length[arc]).collect(),
            delay: arcs.iter().map(|&arc| problem.delay[arc].min(ceiling - through(arc))).collect(),
            interdiction_cost: arcs.iter().map(|&arc| problem.interdiction_cost[arc]).collect(),
        };
        Self { problem, arcs }
    }

    /// The same arcs in the original's numbers.
    pub(super) fn original(&self, interdicted: &[usize]) -> Vec<usize> {
        interdicted.iter().map(|&arc| self.arcs[arc]).collect()
    }

    /// Those of the original's arcs that are left, in this network's numbers.
    pub(super) fn local(&self, interdicted: &[usize]) -> Vec<usize> {
        (0..self.arcs.len()).filter(|&arc| interdicted.contains(&self.arcs[arc])).collect()
    }
}

/// The interdiction under which the shortest path is longer; the first on a tie.
pub(super) fn longer(problem: &PathInterdiction, first: Vec<usize>, second: Vec<usize>) -> Vec<usize> {
    let length = |interdicted: &[usize]| shortest_path_under(problem, interdicted).0;
    if length(&second) > length(&first) { second } else { first }
}

/// Interdicts arcs by falling share while the budget lasts; gives them and what is left of it.
pub(super) fn by_falling_share(
    problem: &PathInterdiction,
    budget: f64,
    shares: impl Iterator<Item = (f64, usize)>,
) -> (Vec<usize>, f64) {
    let mut order: Vec<(f64, usize)> = shares.collect();
    order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let (mut left, mut interdicted) = (budget, Vec::new());
    for (_, arc) in order {
        take_if_affordable(problem, arc, &mut left, &mut interdicted);
    }
    (interdicted, left)
}

pub(super) fn take_if_affordable(problem: &PathInterdiction, arc: usize, left: &mut f64, interdicted: &mut Vec<usize>) {
    if let Some(cost) = problem.interdiction_cost[arc].filter(|cost| cost <= left) {
        *left -= cost;
        interdicted.push(arc);
    }
}
