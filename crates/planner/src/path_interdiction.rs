//! Shortest-path interdiction: delay arcs within a budget so that the shortest path is longest.
//!
//! Model (Israeli and Wood 2002, Networks 40(2)): maximise over x with r x <= R the shortest path
//! from source to target with lengths c_a + d_a x_a.
//!
//! Algorithms behind [`interdict_path`], on the part of the network that can matter (`core`):
//! - *Cover search* (`cover`): can any x make the path longer than z? Every path of length at most z
//!   needs a further arc, a covering constraint (the covering decomposition and super-valid
//!   inequalities of Israeli and Wood). A dual ascent over such constraints bounds the budget
//!   needed; a tree search branches on the smallest of them; every success raises z.
//! - *Cover branch and cut* (`cover_tree`, feature `highs`): the same question as a linear programme over
//!   covers, knapsack covers and their roundings (`cover_cuts`).
//! - *Dual programme* (`dual_programme`, feature `highs`): maximise p_t - p_s with
//!   p_j - p_i <= c_a + d_a x_a. Its relaxation gives the ceiling that cuts the network down.
//!
//! Choice: a short cover search, which ends on easy problems; the relaxation of the dual programme;
//! branch and cut below its bound. Only where that relaxation is tight and branch and cut gets stuck,
//! which takes a budget for many arcs on a road-like network, does the dual programme follow. All are
//! exact, so the choice affects time only. Without the feature `highs` the cover search runs to the end.
//!
//! Domain: one origin-destination pair, certain success, finite delays. See
//! [`fortify_path`] for a defender who protects arcs first.

#[cfg(feature = "highs")]
mod core;
mod cover;
#[cfg(feature = "highs")]
mod cover_cuts;
#[cfg(feature = "highs")]
mod cover_relaxation;
#[cfg(feature = "highs")]
mod cover_tree;
#[cfg(feature = "highs")]
mod dual_programme;
mod fortification;
mod nearby_path;
mod prepared;
#[cfg(all(test, feature = "highs"))]
mod tests;

use crate::answer::{Bounded, Limits};
use crate::error::{PlannerError, require_length, require_non_negative};
use crate::graph::Graph;
use crate::shortest_path::ShortestPaths;
pub use fortification::{FortifiedAnswer, fortify_path};

/// A shortest-path interdiction problem.
#[derive(Clone, Debug, PartialEq)]
pub struct PathInterdiction {
    /// The network.
    pub graph: Graph,
    /// Where the path starts.
    pub source: usize,
    /// Where it ends.
    pub target: usize,
    /// Length of each arc, in the user's unit (hours, cost, minus log of reliability).
    pub length: Vec<f64>,
    /// What interdiction adds to the length.
    pub delay: Vec<f64>,
    /// Cost of interdicting each arc; `None` when it cannot be interdicted.
    pub interdiction_cost: Vec<Option<f64>>,
}

/// The best interdiction found.
#[derive(Clone, Debug, PartialEq)]
pub struct PathAnswer {
    /// Length of the shortest path under the interdiction, and the proven bound above which no
    /// interdiction leads.
    pub path_length: Bounded,
    /// Arcs interdicted.
    pub interdicted: Vec<usize>,
    /// The path that the adversary then takes.
    pub path: Vec<usize>,
}

/// Interdicts within `budget`.
pub fn interdict_path(problem: &PathInterdiction, budget: f64, limits: Limits) -> Result<PathAnswer, PlannerError> {
    check(problem)?;
    require_non_negative(|| "budget".to_owned(), budget)?;
    let nothing_fortified = vec![false; problem.graph.arc_count()];
    attack(problem, budget, &nothing_fortified, limits)
}

/// Nodes of the cover search. Easy problems end within them; on others they cost little. This and the
/// two constants below change the time only; `docs/planner/path-interdiction.md` has the measurements
/// behind them.
#[cfg(feature = "highs")]
const COVER_NODES: u64 = 20;

/// When the linear relaxation of the dual programme lies within this share of the best solution known,
/// the programme is worth trying: 0.2 to 5 % on road-like networks, 8 to 24 % on grids.
#[cfg(feature = "highs")]
const TIGHT_RELAXATION: f64 = 0.06;

/// Branch and cut gives way to the dual programme where that is worth trying and the tree promises more
/// nodes than this: 300 to 900 on the problems that it ends within seconds, 3,000 to 9,000 on others.
#[cfg(feature = "highs")]
const LARGEST_TREE: f64 = 2_000.0;

/// Error tolerated in the bound of a linear programme, relative: ten times the feasibility tolerance of
/// HiGHS.
#[cfg(feature = "highs")]
const SOLVER_TOLERANCE: f64 = 1e-6;

/// The best attack on arcs that are not fortified.
fn attack(
    problem: &PathInterdiction,
    budget: f64,
    fortified: &[bool],
    limits: Limits,
) -> Result<PathAnswer, PlannerError> {
    let prepared = prepared::prepare(problem, budget, fortified);
    let found = solve(&prepared.problem, budget, limits)?;
    let mut interdicted = [prepared.free, found.interdicted].concat();
    interdicted.sort_unstable();
    let (value, path) = shortest_path_under(problem, &interdicted);
    Ok(PathAnswer { path_length: Bounded { value, bound: found.bound.max(value) }, interdicted, path })
}

#[cfg(not(feature = "highs"))]
fn solve(problem: &PathInterdiction, budget: f64, limits: Limits) -> Result<cover::CoverAnswer, PlannerError> {
    Ok(cover::search(problem, budget, prepared::Goal::new(problem, limits.relative_gap), &mut limits.start()))
}

#[cfg(feature = "highs")]
fn solve(problem: &PathInterdiction, budget: f64, limits: Limits) -> Result<cover::CoverAnswer, PlannerError> {
    let clock = limits.start();
    let goal = prepared::Goal::new(problem, limits.relative_gap);
    let within = |nodes: u64| clock.with_nodes(limits.nodes.unwrap_or(nodes).min(nodes));
    let mut found = cover::search(problem, budget, goal, &mut within(COVER_NODES));
    let may_go_on = limits.nodes.is_none_or(|nodes| nodes > COVER_NODES);
    if found.complete || !may_go_on || clock.is_over() {
        return Ok(found);
    }
    let (relaxed, rounded) = dual_programme::relax(problem, budget)?;
    found.interdicted = core::longer(problem, rounded, found.interdicted);
    let ceiling = goal.floor(found.bound.min(relaxed * (1.0 + SOLVER_TOLERANCE)));
    found.bound = ceiling;
    let length = shortest_path_under(problem, &found.interdicted).0;
    if length >= ceiling || clock.is_over() {
        return Ok(found);
    }
    let network = core::Core::below(problem, ceiling);
    let start = network.local(&found.interdicted);
    let tight = ceiling - length <= TIGHT_RELAXATION * length;
    let largest_tree = if tight { LARGEST_TREE } else { f64::INFINITY };
    let mut last = cover_tree::search(&network.problem, budget, start, goal, ceiling, largest_tree, clock)?;
    // A limit of nodes counts those of one tree.
    if !last.complete && tight && limits.nodes.is_none() && !clock.is_over() {
        last = dual_programme::solve(&network.problem, budget, &last.interdicted, ceiling, limits, &clock)?;
    }
    found.interdicted = core::longer(problem, network.original(&last.interdicted), found.interdicted);
    found.bound = found.bound.min(last.bound);
    Ok(found)
}

/// Shortest path under an interdiction, by Dijkstra's algorithm: the re-check of every answer.
pub fn shortest_path_under(problem: &PathInterdiction, interdicted: &[usize]) -> (f64, Vec<usize>) {
    let mut length = problem.length.clone();
    interdicted.iter().for_each(|&arc| length[arc] += problem.delay[arc]);
    let paths = ShortestPaths::from_source(&problem.graph, problem.source, |arc| length[arc]);
    (paths.distance(problem.target), paths.path_to(&problem.graph, problem.target))
}

pub(crate) fn check(problem: &PathInterdiction) -> Result<(), PlannerError> {
    let arcs = problem.graph.arc_count();
    problem.graph.require_terminals(problem.source, problem.target)?;
    require_length("lengths", problem.length.len(), arcs)?;
    require_length("delays", problem.delay.len(), arcs)?;
    require_length("interdiction costs", problem.interdiction_cost.len(), arcs)?;
    for arc in 0..arcs {
        require_non_negative(|| format!("length of arc {arc}"), problem.length[arc])?;
        require_non_negative(|| format!("delay of arc {arc}"), problem.delay[arc])?;
        require_non_negative(
            || format!("interdiction cost of arc {arc}"),
            problem.interdiction_cost[arc].unwrap_or(0.0),
        )?;
    }
    if shortest_path_under(problem, &[]).0.is_infinite() {
        return Err(PlannerError::Disconnected { source_node: problem.source, target_node: problem.target });
    }
    Ok(())
}
