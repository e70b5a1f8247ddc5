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
//!
//! ```
//! use counterflow_planner::patrol::{PatrolProblem, check_patrol, plan_patrol};
//! use counterflow_planner::{Graph, Limits};
//!
//! // One move reaches one of two targets, of values 6 and 3: the patrol visits the first in two weeks of three.
//! let graph = Graph::new(3, &[(0, 1), (0, 2)])?;
//! let problem = PatrolProblem { graph, base: 0, periods: 1, node_value: vec![0.0, 6.0, 3.0] };
//! let plan = plan_patrol(&problem, Limits::PROVE)?;
//! assert!((plan.adversary_gain.value - 2.0).abs() < 1e-9 && plan.adversary_gain.relative_gap() < 1e-9);
//! check_patrol(&problem, &plan)?;
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

use std::collections::BTreeMap;

use crate::answer::{Bounded, Limits, Stopwatch, agree};
use crate::error::{PlannerError, require, require_exact_sum, require_length, require_non_negative};
use crate::graph::{Graph, require_node};
use crate::matrix_game::{self, MatrixGame};
use crate::shortest_path::ShortestPaths;

/// Improvement below which a best response counts as none, relative to the largest value.
const NO_IMPROVEMENT: f64 = 1e-10;

/// Relative tolerance of the re-check.
const TOLERANCE: f64 = 1e-9;

/// Bits of a visited set.
const MOST_TARGETS: usize = 64;

/// Most moves of a schedule; all layers of a walk are held in memory.
const MOST_PERIODS: usize = 10_000;

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
    let (mut secured, mut secured_by) = (0.0, Vec::new());
    let tolerance = NO_IMPROVEMENT * problem.node_value.iter().copied().fold(0.0, f64::max);
    loop {
        let game = restricted_game(problem, &targets, &walks);
        let adversary = spread(problem, &targets, &game.row_strategy);
        let response = oracle.best_walk(&adversary, &mut clock);
        let total: f64 = targets.iter().map(|&node| adversary[node] * problem.node_value[node]).sum();
        // A response that a limit stopped secures nothing, but the adversary has a mixture to show.
        let least = response.as_ref().map_or(0.0, |(_, collected)| (total - collected).max(0.0));
        if least > secured || secured_by.is_empty() {
            (secured, secured_by) = (least, adversary);
        }
        if let Some((walk, _)) = &response {
            let conceded = game.value;
            if conceded - secured > tolerance && !walks.contains(walk) {
                walks.push(walk.clone());
                continue;
            }
        }
        return finish(problem, &walks, &game, secured, secured_by);
    }
}

/// Largest expected gain of an adversary who knows the mixture of schedules: the re-check of a value.
pub fn largest_gain(problem: &PatrolProblem, schedules: &[Schedule]) -> f64 {
    let missed = |node: usize| -> f64 {
        schedules.iter().filter(|schedule| !schedule.nodes.contains(&node)).map(|schedule| schedule.probability).sum()
    };
    (0..problem.graph.node_count()).map(|node| problem.node_value[node] * missed(node)).fold(0.0, f64::max)
}

/// Nodes of positive value, or what is wrong with the problem.
pub(crate) fn check(problem: &PatrolProblem) -> Result<Vec<usize>, PlannerError> {
    let nodes = problem.graph.node_count();
    require(
        problem.periods <= MOST_PERIODS,
        || "number of periods".to_owned(),
        problem.periods as f64,
        "at most 10000",
    )?;
    require_node(nodes, problem.base, || "the base".to_owned())?;
    require_length("node values", problem.node_value.len(), nodes)?;
    for (node, &value) in problem.node_value.iter().enumerate() {
        require_non_negative(|| format!("value of node {node}"), value)?;
    }
    require_exact_sum("sum of node values", problem.node_value.iter().sum())?;
    let targets: Vec<usize> = (0..nodes).filter(|&node| problem.node_value[node] > 0.0).collect();
    if targets.is_empty() {
        return Err(PlannerError::Empty { item: "nodes of positive value" });
    }
    let few = targets.len() <= MOST_TARGETS;
    require(few, || "number of targets".to_owned(), targets.len() as f64, "at most 64")?;
    Ok(targets)
}

/// The game over the walks found so far, in shares of the largest value, for the sake of the simplex
/// method's tolerances; rows are targets (the adversary maximises).
fn restricted_game(problem: &PatrolProblem, targets: &[usize], walks: &[Vec<usize>]) -> MatrixGame {
    let largest = problem.node_value.iter().copied().fold(0.0, f64::max);
    let gain =
        |node: usize, walk: &Vec<usize>| if walk.contains(&node) { 0.0 } else { problem.node_value[node] / largest };
    let payoff: Vec<Vec<f64>> =
        targets.iter().map(|&node| walks.iter().map(|walk| gain(node, walk)).collect()).collect();
    let game = matrix_game::solve(&payoff);
    MatrixGame { value: game.value * largest, ..game }
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
) -> Result<PatrolPlan, PlannerError> {
    let schedules: Vec<Schedule> = walks
        .iter()
        .zip(&game.column_strategy)
        .filter(|(_, probability)| **probability > 0.0)
        .map(|(walk, &probability)| Schedule { nodes: walk.clone(), probability })
        .collect();
    let value = largest_gain(problem, &schedules);
    let plan =
        PatrolPlan { schedules, adversary_probability, adversary_gain: Bounded { value, bound: secured.min(value) } };
    check_patrol(problem, &plan)?;
    Ok(plan)
}

/// Re-checks a plan without the search: every schedule can be walked, both mixtures are probabilities,
/// the value is what the schedules concede, and none of them concedes less than the bound to the
/// adversary's mixture. That no other walk does either rests on the exact oracle.
///
/// # Errors
/// The claim that does not hold.
pub fn check_patrol(problem: &PatrolProblem, plan: &PatrolPlan) -> Result<(), PlannerError> {
    let reject = |what: String| Err(PlannerError::CertificateRejected { what });
    let leads = |from: usize, to: usize| {
        from == to || problem.graph.arcs_from(from).iter().any(|&arc| problem.graph.head(arc) == to)
    };
    for schedule in &plan.schedules {
        let is_walk = schedule.nodes.first() == Some(&problem.base)
            && schedule.nodes.windows(2).all(|pair| leads(pair[0], pair[1]));
        if !is_walk || schedule.nodes.len() != problem.periods + 1 {
            return reject(format!("schedule {:?} cannot be walked", schedule.nodes));
        }
        let missed = (0..problem.graph.node_count()).filter(|node| !schedule.nodes.contains(node));
        let conceded: f64 = missed.map(|node| plan.adversary_probability[node] * problem.node_value[node]).sum();
        if conceded < plan.adversary_gain.bound && !agree(conceded, plan.adversary_gain.bound, TOLERANCE) {
            return reject(format!("schedule {:?} concedes {conceded}, less than the bound", schedule.nodes));
        }
    }
    let scheduled: f64 = plan.schedules.iter().map(|schedule| schedule.probability).sum();
    let picked: f64 = plan.adversary_probability.iter().sum();
    let gain = largest_gain(problem, &plan.schedules);
    if !agree(scheduled, 1.0, TOLERANCE)
        || !agree(picked, 1.0, TOLERANCE)
        || !agree(gain, plan.adversary_gain.value, TOLERANCE)
    {
        return reject(format!(
            "schedules sum to {scheduled}, the adversary's mixture to {picked}, the gain is {gain}"
        ));
    }
    Ok(())
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
        let worth: Vec<f64> =
            self.targets.iter().map(|&node| adversary[node] * self.problem.node_value[node]).collect();
        let mut layers = vec![vec![self.label(&worth, self.problem.base, 0, 0.0, 0)]];
        for period in 0..self.problem.periods {
            if !clock.allows_node() {
                return None;
            }
            let next = self.step(&worth, &layers[period], self.problem.periods - period - 1, clock)?;
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

    /// All undominated labels one move later; `None` when time is over.
    fn step(&self, worth: &[f64], labels: &[Label], moves_left: usize, clock: &Stopwatch) -> Option<Vec<Label>> {
        let mut reached: BTreeMap<(usize, u64), Label> = BTreeMap::new();
        let mut best_collected = 0.0_f64;
        for (previous, label) in labels.iter().enumerate() {
            if clock.is_over() {
                return None;
            }
            let heads = self.problem.graph.arcs_from(label.node).iter().map(|&arc| self.problem.graph.head(arc));
            for node in heads.chain([label.node]) {
                let next = self.label(worth, node, label.visited, label.collected, previous);
                best_collected = best_collected.max(next.collected);
                reached.entry((next.node, next.visited)).or_insert(next);
            }
        }
        let hopeful = reached.into_values().filter(|label| self.reach(worth, label, moves_left) >= best_collected);
        undominated(hopeful.collect(), clock)
    }

    /// What the walk would collect if it could visit every target that is near enough.
    fn reach(&self, worth: &[f64], label: &Label, moves_left: usize) -> f64 {
        let near = |position: usize| self.moves[label.node][position] <= moves_left as f64;
        let open = |position: &usize| label.visited & (1 << *position) == 0 && near(*position);
        label.collected + (0..worth.len()).filter(open).map(|position| worth[position]).sum::<f64>()
    }
}

/// Labels, ordered by node, without those whose visited set another at the node includes; `None` when
/// time is over.
fn undominated(labels: Vec<Label>, clock: &Stopwatch) -> Option<Vec<Label>> {
    let mut kept: Vec<Label> = Vec::new();
    for group in labels.chunk_by(|left, right| left.node == right.node) {
        let mut by_size = group.to_vec();
        by_size.sort_by_key(|label| std::cmp::Reverse(label.visited.count_ones()));
        let first = kept.len();
        for label in by_size {
            if clock.is_over() {
                return None;
            }
            if !kept[first..].iter().any(|other| other.visited & label.visited == label.visited) {
                kept.push(label);
            }
        }
    }
    Some(kept)
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
