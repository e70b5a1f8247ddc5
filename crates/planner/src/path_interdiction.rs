//! Shortest-path interdiction: delay arcs within a budget so that the shortest path is longest.
//!
//! Model (Israeli and Wood 2002, Networks 40(2)): maximise over x with r x <= R the shortest path
//! from source to target with lengths c_a + d_a x_a.
//!
//! Algorithms behind [`interdict_path`]:
//! - *Cover search* (`cover`): can any x make the path longer than z? Every path of length at most z
//!   needs a further arc, a covering constraint (the covering decomposition and super-valid
//!   inequalities of Israeli and Wood). A dual ascent over such constraints bounds the budget
//!   needed; a tree search branches on the smallest of them; every success raises z.
//! - *Dual programme* (feature `highs`): maximise p_t - p_s with p_j - p_i <= c_a + d_a x_a.
//!
//! Choice: a short cover search, which ends on easy problems; then the linear relaxation of the dual
//! programme. Where that is tight, the programme takes over; where it is not, the cover search goes
//! on from the rounded relaxation, and the programme follows only if it gets stuck. Both are exact, so
//! the choice affects time only. Without the feature `highs` the cover search runs to the end.
//!
//! Domain: one origin-destination pair, certain success, finite delays. See
//! [`fortify_path`] for a defender who protects arcs first.

mod cover;
#[cfg(feature = "highs")]
mod dual_programme;
mod fortification;
mod nearby_path;

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

impl PathInterdiction {
    /// Whether interdicting the arc can matter.
    fn can_delay(&self, arc: usize) -> bool {
        self.interdiction_cost[arc].is_some() && self.delay[arc] > 0.0
    }
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

/// Nodes of the first cover search. Easy problems end within them; on others they cost little. This
/// and the two constants below change the time only; `docs/planner/path-interdiction.md` has the
/// measurements behind them.
#[cfg(feature = "highs")]
const FIRST_COVER_NODES: u64 = 100;

/// Nodes of the second cover search before the dual programme is tried after all.
#[cfg(feature = "highs")]
const SECOND_COVER_NODES: u64 = 3_000_000;

/// When the linear relaxation of the dual programme lies within this share of a rounded solution,
/// the programme is the better engine: 0.2 to 5 % on road-like networks, 8 to 24 % on grids.
#[cfg(feature = "highs")]
const TIGHT_RELAXATION: f64 = 0.06;

/// The best attack on arcs that are not fortified.
#[cfg(not(feature = "highs"))]
fn attack(problem: &PathInterdiction, budget: f64, fortified: &[bool], limits: Limits) -> Result<PathAnswer, PlannerError> {
    let mut clock = limits.start();
    let found = cover::search(problem, budget, fortified, &[], limits.relative_gap, &mut clock);
    answer(problem, found.interdicted, found.bound)
}

/// The best attack on arcs that are not fortified.
#[cfg(feature = "highs")]
fn attack(problem: &PathInterdiction, budget: f64, fortified: &[bool], limits: Limits) -> Result<PathAnswer, PlannerError> {
    let clock = limits.start();
    let cover = |nodes: u64, start: &[usize]| {
        let mut search_clock = clock.with_nodes(limits.nodes.unwrap_or(nodes).min(nodes));
        cover::search(problem, budget, fortified, start, limits.relative_gap, &mut search_clock)
    };
    let mut found = cover(FIRST_COVER_NODES, &[]);
    let may_go_on = limits.nodes.is_none_or(|nodes| nodes > FIRST_COVER_NODES);
    if !found.complete && may_go_on && !clock.is_over() {
        let (relaxed, rounded) = dual_programme::relax(problem, budget, fortified)?;
        let best = longer(problem, rounded, found.interdicted);
        let length = shortest_path_under(problem, &best).0;
        let bound = relaxed.min(found.bound);
        found = if relaxed - length > TIGHT_RELAXATION * length {
            cover(SECOND_COVER_NODES, &best)
        } else {
            cover::CoverAnswer { interdicted: best, bound, complete: false }
        };
        found.bound = found.bound.min(bound);
        if !found.complete && !clock.is_over() {
            let proven = found.bound;
            found = dual_programme::solve(problem, budget, fortified, &found.interdicted, limits, &clock)?;
            found.bound = found.bound.min(proven);
        }
    }
    answer(problem, found.interdicted, found.bound)
}

/// The interdiction under which the shortest path is longer; the first on a tie.
#[cfg(feature = "highs")]
fn longer(problem: &PathInterdiction, first: Vec<usize>, second: Vec<usize>) -> Vec<usize> {
    let length = |interdicted: &[usize]| shortest_path_under(problem, interdicted).0;
    if length(&second) > length(&first) { second } else { first }
}

/// Shortest path under an interdiction, by Dijkstra's algorithm: the re-check of every answer.
pub fn shortest_path_under(problem: &PathInterdiction, interdicted: &[usize]) -> (f64, Vec<usize>) {
    let mut length = problem.length.clone();
    interdicted.iter().for_each(|&arc| length[arc] += problem.delay[arc]);
    let paths = ShortestPaths::from_source(&problem.graph, problem.source, |arc| length[arc]);
    (paths.distance(problem.target), paths.path_to(&problem.graph, problem.target))
}

fn answer(problem: &PathInterdiction, mut interdicted: Vec<usize>, bound: f64) -> Result<PathAnswer, PlannerError> {
    interdicted.sort_unstable();
    let (value, path) = shortest_path_under(problem, &interdicted);
    Ok(PathAnswer { path_length: Bounded { value, bound: bound.max(value) }, interdicted, path })
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
        require_non_negative(|| format!("interdiction cost of arc {arc}"), problem.interdiction_cost[arc].unwrap_or(0.0))?;
    }
    if shortest_path_under(problem, &[]).0.is_infinite() {
        return Err(PlannerError::Disconnected { source_node: problem.source, target_node: problem.target });
    }
    Ok(())
}
