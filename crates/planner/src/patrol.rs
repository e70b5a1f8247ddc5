//! Randomised patrol schedules on a graph: double oracle with an exact schedule oracle.
//!
//! Model: a patrol starts at a base, moves along one arc or waits in each of H periods, and has
//! visited a set of nodes when it is done. The adversary picks one node t and gains its value v_t
//! unless the patrol visits it. Zero-sum, simultaneous, both randomise. The patrol minimises.
//!
//! Algorithm (McMahan, Gordon and Blum 2003): solve the game over the schedules and targets found so
//! far; add each side's best response to the other's mixture; stop when neither improves. The
//! patrol's best response is the walk that collects most of v_t times the adversary's probability,
//! found by labels (node, visited set) per period. A label is dropped when another at the same node
//! has visited a superset, or when even collecting everything within reach cannot beat the best.
//!
//! Limits: the schedule oracle is exact and its labels may grow exponentially with H; targets of
//! value zero do not count towards the visited set. At most 64 targets have a value.

use std::collections::BTreeMap;

use crate::answer::{Bounded, Limits, Stopwatch};
use crate::error::{PlannerError, require, require_length, require_non_negative};
use crate::graph::{Graph, require_node};
use crate::matrix_game::{self, MatrixGame};
use crate::shortest_path::ShortestPaths;

/// Improvement below which a best response counts as none, relative to the largest value.
const NO_IMPROVEMENT: f64 = 1e-10;

/// Bits of a visited set.
const MOST_TARGETS: usize = 64;

/// A patrol problem.
#[derive(Clone, Debug, PartialEq)]
pub struct PatrolProblem {
    /// Where the patrol can move; waiting is always allowed.
    pub graph: Graph,
    /// Node at which every schedule starts.
    pub base: usize,
    /// Number of moves.
    pub periods: usize,
    /// The adversary's gain from each node when it is not visited; zero for no target.
    pub node_value: Vec<f64>,
}

/// One schedule and the probability with which it is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Nodes in order, the base first.
    pub nodes: Vec<usize>,
    /// Probability.
    pub probability: f64,
}

/// Optimal mixed strategies of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct PatrolPlan {
    /// Schedules of positive probability.
    pub schedules: Vec<Schedule>,
    /// Probability with which the adversary picks each node.
    pub adversary_probability: Vec<f64>,
    /// Adversary's expected gain: what the schedules concede at most (value) and what the
    /// adversary's mixture secures against every schedule (bound).
    pub adversary_gain: Bounded,
}

/// Solves the patrol game.
pub fn plan_patrol(problem: &PatrolProblem, limits: Limits) -> Result<PatrolPlan, PlannerError> {
    let targets = check(problem)?;
    let oracle = ScheduleOracle::new(problem, &targets);
    let mut clock = limits.start();
    let mut walks = vec![vec![problem.base; problem.periods + 1]];
    let (mut secured, mut secured_by) = (0.0, vec![0.0; problem.graph.node_count()]);
    let tolerance = NO_IMPROVEMENT * problem.node_value.iter().copied().fold(0.0, f64::max);
    loop {
        let game = restricted_game(problem, &targets, &walks);
        let adversary = spread(problem, &targets, &game.row_strategy);
        let response = oracle.best_walk(&adversary, &mut clock);
        if let Some((walk, collected)) = &response {
            let total: f64 = targets.iter().map(|&node| adversary[node] * problem.node_value[node]).sum();
            if total - collected > secured || secured_by.iter().all(|&share| share == 0.0) {
                (secured, secured_by) = ((total - collected).max(0.0), adversary);
            }
            let conceded = game.value;
            if conceded - secured > tolerance && !walks.contains(walk) {
                walks.push(walk.clone());
                continue;
            }
        }
        return Ok(finish(problem, &walks, &game, secured, secured_by));
    }
}

/// Largest expected gain of an adversary who knows the mixture of schedules: the re-check of a value.
pub fn largest_gain(problem: &PatrolProblem, schedules: &[Schedule]) -> f64 {
    let missed = |node: usize| -> f64 {
        schedules.iter().filter(|schedule| !schedule.nodes.contains(&node)).map(|schedule| schedule.probability).sum()
    };
    (0..problem.graph.node_count()).map(|node| problem.node_value[node] * missed(node)).fold(0.0, f64::max)
}

fn check(problem: &PatrolProblem) -> Result<Vec<usize>, PlannerError> {
    let nodes = problem.graph.node_count();
    require_node(nodes, problem.base, || "the base".to_owned())?;
    require_length("node values", problem.node_value.len(), nodes)?;
    for (node, &value) in problem.node_value.iter().enumerate() {
        require_non_negative(|| format!("value of node {node}"), value)?;
    }
    let targets: Vec<usize> = (0..nodes).filter(|&node| problem.node_value[node] > 0.0).collect();
    if targets.is_empty() {
        return Err(PlannerError::Empty { item: "nodes of positive value" });
    }
    let few = targets.len() <= MOST_TARGETS;
    require(few, || "number of targets".to_owned(), targets.len() as f64, "at most 64")?;
    Ok(targets)
}

/// The game over the walks found so far; rows are targets (the adversary maximises).
fn restricted_game(problem: &PatrolProblem, targets: &[usize], walks: &[Vec<usize>]) -> MatrixGame {
    let gain = |node: usize, walk: &Vec<usize>| if walk.contains(&node) { 0.0 } else { problem.node_value[node] };
    let payoff: Vec<Vec<f64>> =
        targets.iter().map(|&node| walks.iter().map(|walk| gain(node, walk)).collect()).collect();
    matrix_game::solve(&payoff)
}

fn spread(problem: &PatrolProblem, targets: &[usize], strategy: &[f64]) -> Vec<f64> {
    let mut probability = vec![0.0; problem.graph.node_count()];
    targets.iter().zip(strategy).for_each(|(&node, &share)| probability[node] = share);
    probability
}

fn finish(
    problem: &PatrolProblem,
    walks: &[Vec<usize>],
    game: &MatrixGame,
    secured: f64,
    adversary_probability: Vec<f64>,
) -> PatrolPlan {
    let schedules: Vec<Schedule> = walks
        .iter()
        .zip(&game.column_strategy)
        .filter(|(_, probability)| **probability > 0.0)
        .map(|(walk, &probability)| Schedule { nodes: walk.clone(), probability })
        .collect();
    let value = largest_gain(problem, &schedules);
    PatrolPlan { schedules, adversary_probability, adversary_gain: Bounded { value, bound: secured.min(value) } }
}

/// The patrol's exact best response.
struct ScheduleOracle<'p> {
    problem: &'p PatrolProblem,
    /// Bit of each node; `None` for nodes without value.
    bit: Vec<Option<u32>>,
    targets: &'p [usize],
    /// Fewest moves from each node to each target.
    moves: Vec<Vec<f64>>,
}

/// Visited sets at one node, each with the walk's previous label.
#[derive(Clone, Copy, Debug)]
struct Label {
    node: usize,
    visited: u64,
    collected: f64,
    previous: usize,
}

impl<'p> ScheduleOracle<'p> {
    fn new(problem: &'p PatrolProblem, targets: &'p [usize]) -> Self {
        let mut bit = vec![None; problem.graph.node_count()];
        for (position, &node) in targets.iter().enumerate() {
            bit[node] = Some(position as u32);
        }
        let moves = (0..problem.graph.node_count())
            .map(|node| {
                let paths = ShortestPaths::from_source(&problem.graph, node, |_| 1.0);
                targets.iter().map(|&target| paths.distance(target)).collect()
            })
            .collect();
        Self { problem, bit, targets, moves }
    }

    /// The walk that collects most, and what it collects; `None` when a limit stopped the search.
    fn best_walk(&self, adversary: &[f64], clock: &mut Stopwatch) -> Option<(Vec<usize>, f64)> {
        let worth: Vec<f64> = self.targets.iter().map(|&node| adversary[node] * self.problem.node_value[node]).collect();
        let mut layers = vec![vec![self.label(&worth, self.problem.base, 0, 0.0, 0)]];
        for period in 0..self.problem.periods {
            if !clock.allows_node() {
                return None;
            }
            let next = self.step(&worth, &layers[period], self.problem.periods - period - 1);
            layers.push(next);
        }
        let last = layers.last().into_iter().flatten();
        let (position, best) = last.enumerate().max_by(|left, right| left.1.collected.total_cmp(&right.1.collected))?;
        Some((trace(&layers, position), best.collected))
    }

    fn label(&self, worth: &[f64], node: usize, visited: u64, collected: f64, previous: usize) -> Label {
        match self.bit[node] {
            Some(bit) if visited & (1 << bit) == 0 && worth[bit as usize] > 0.0 => {
                Label { node, visited: visited | (1 << bit), collected: collected + worth[bit as usize], previous }
            }
            _ => Label { node, visited, collected, previous },
        }
    }

    /// All undominated labels one move later.
    fn step(&self, worth: &[f64], labels: &[Label], moves_left: usize) -> Vec<Label> {
        let mut reached: BTreeMap<(usize, u64), Label> = BTreeMap::new();
        let mut best_collected = 0.0_f64;
        for (previous, label) in labels.iter().enumerate() {
            let heads = self.problem.graph.arcs_from(label.node).iter().map(|&arc| self.problem.graph.head(arc));
            for node in heads.chain([label.node]) {
                let next = self.label(worth, node, label.visited, label.collected, previous);
                best_collected = best_collected.max(next.collected);
                reached.entry((next.node, next.visited)).or_insert(next);
            }
        }
        let hopeful = reached.into_values().filter(|label| self.reach(worth, label, moves_left) >= best_collected);
        undominated(hopeful.collect())
    }

    /// What the walk would collect if it could visit every target that is near enough.
    fn reach(&self, worth: &[f64], label: &Label, moves_left: usize) -> f64 {
        let near = |position: usize| self.moves[label.node][position] <= moves_left as f64;
        let open = |position: &usize| label.visited & (1 << *position) == 0 && near(*position);
        label.collected + (0..worth.len()).filter(open).map(|position| worth[position]).sum::<f64>()
    }
}

/// Labels, ordered by node, without those whose visited set another at the node includes.
fn undominated(labels: Vec<Label>) -> Vec<Label> {
    let mut kept: Vec<Label> = Vec::new();
    for group in labels.chunk_by(|left, right| left.node == right.node) {
        let mut by_size = group.to_vec();
        by_size.sort_by_key(|label| std::cmp::Reverse(label.visited.count_ones()));
        let first = kept.len();
        for label in by_size {
            if !kept[first..].iter().any(|other| other.visited & label.visited == label.visited) {
                kept.push(label);
            }
        }
    }
    kept
}

fn trace(layers: &[Vec<Label>], last: usize) -> Vec<usize> {
    let mut position = last;
    let mut nodes: Vec<usize> = Vec::with_capacity(layers.len());
    for layer in layers.iter().rev() {
        nodes.push(layer[position].node);
        position = layer[position].previous;
    }
    nodes.reverse();
    nodes
}
