//! The part of a problem that can matter, and the step in which its value can rise.

use super::{PathInterdiction, shortest_path_under};
use crate::answer::Limits;
use crate::graph::Graph;
use crate::shortest_path::ShortestPaths;

/// The problem with everything decided that is plain from the start: arcs that are protected, too dear
/// or not delayed stay as they are, arcs that cost nothing are interdicted.
pub(super) struct Prepared {
    pub(super) problem: PathInterdiction,
    /// Arcs interdicted because they cost nothing.
    pub(super) free: Vec<usize>,
}

pub(super) fn prepare(problem: &PathInterdiction, budget: f64, fortified: &[bool]) -> Prepared {
    let mut prepared = Prepared { problem: problem.clone(), free: Vec::new() };
    for (arc, &is_fortified) in fortified.iter().enumerate() {
        let cost = problem.interdiction_cost[arc].filter(|&cost| !is_fortified && problem.delay[arc] > 0.0 && cost <= budget);
        if cost == Some(0.0) {
            prepared.problem.length[arc] += problem.delay[arc];
            prepared.free.push(arc);
        }
        prepared.problem.interdiction_cost[arc] = cost.filter(|&cost| cost > 0.0);
    }
    prepared
}

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
        let ends: Vec<(usize, usize)> = arcs.iter().map(|&arc| (node(graph.tail(arc)), node(graph.head(arc)))).collect();
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

/// What counts as longer than the longest path length known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    /// Whole lengths and delays make every path a multiple of this; `None` where they are not whole.
    unit: Option<f64>,
    relative_gap: f64,
}

impl Goal {
    pub(super) fn new(problem: &PathInterdiction, relative_gap: f64) -> Self {
        Self { unit: common_unit(problem), relative_gap: relative_gap.max(Limits::PROVEN_GAP) }
    }

    /// The length that every path must reach to improve on `longest`.
    pub(super) fn length(&self, longest: f64) -> f64 {
        let within_gap = longest * (1.0 + self.relative_gap);
        match self.unit {
            Some(unit) => (longest + unit).max((within_gap / unit).ceil() * unit),
            None => within_gap,
        }
    }

    /// Paths up to this length are too short.
    pub(super) fn too_short(&self, longest: f64) -> f64 {
        self.length(longest) - self.unit.unwrap_or(0.0) / 2.0
    }

    /// What is proven when no interdiction reaches the goal.
    pub(super) fn bound(&self, longest: f64) -> f64 {
        match self.unit {
            Some(unit) => self.length(longest) - unit,
            None if self.relative_gap <= Limits::PROVEN_GAP => longest,
            None => self.length(longest),
        }
    }

    /// The largest possible path length up to a bound.
    pub(super) fn floor(&self, bound: f64) -> f64 {
        let tolerated = bound * (1.0 + Limits::PROVEN_GAP);
        self.unit.map_or(bound, |unit| (tolerated / unit).floor() * unit)
    }
}

/// Greatest common divisor of all lengths and delays, if they are whole and their sums are exact.
fn common_unit(problem: &PathInterdiction) -> Option<f64> {
    let numbers = problem.length.iter().chain(&problem.delay);
    let exact = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    let total: f64 = numbers.clone().sum();
    if total >= exact || numbers.clone().any(|number| number.fract() != 0.0) {
        return None;
    }
    let divisor = numbers.fold(0, |divisor, &number| greatest_common_divisor(divisor, number as u64));
    (divisor > 0).then_some(divisor as f64)
}

fn greatest_common_divisor(mut left: u64, mut right: u64) -> u64 {
    while right > 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// The interdiction under which the shortest path is longer; the first on a tie.
pub(super) fn longer(problem: &PathInterdiction, first: Vec<usize>, second: Vec<usize>) -> Vec<usize> {
    let length = |interdicted: &[usize]| shortest_path_under(problem, interdicted).0;
    if length(&second) > length(&first) { second } else { first }
}
