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
//! Choice: the cover search runs first, for a number of nodes that costs little; what it leaves open
//! goes to the dual programme with the bounds found. Both are exact, so the choice affects time
//! only. Without the feature `highs` the cover search runs to the end.
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

/// Nodes of the cover search before the dual programme takes over: where the search works it ends
/// well before, where it does not this costs a small part of what the programme does. The figure is
/// a choice of speed only; see `docs/planner/path-interdiction.md` for the measurements.
#[cfg(feature = "highs")]
const COVER_NODES_BEFORE_PROGRAMME: u64 = 20_000_000;

/// The best attack on arcs that are not fortified.
fn attack(problem: &PathInterdiction, budget: f64, fortified: &[bool], limits: Limits) -> Result<PathAnswer, PlannerError> {
    let mut clock = limits.start();
    #[cfg(feature = "highs")]
    let first = Limits { nodes: Some(limits.nodes.unwrap_or(u64::MAX).min(COVER_NODES_BEFORE_PROGRAMME)), ..limits };
    #[cfg(not(feature = "highs"))]
    let first = limits;
    let mut cover_clock = first.start();
    let found = cover::search(problem, budget, fortified, limits.relative_gap, &mut cover_clock);
    let (mut interdicted, mut bound) = (found.interdicted, found.bound);
    #[cfg(feature = "highs")]
    if !found.complete && clock.allows_node() {
        let improved = dual_programme::solve(problem, budget, fortified, &interdicted, limits, &clock)?;
        bound = bound.min(improved.bound);
        interdicted = improved.interdicted;
    }
    #[cfg(not(feature = "highs"))]
    let _ = clock.allows_node();
    interdicted.sort_unstable();
    answer(problem, interdicted, bound)
}

/// Shortest path under an interdiction, by Dijkstra's algorithm: the re-check of every answer.
pub fn shortest_path_under(problem: &PathInterdiction, interdicted: &[usize]) -> (f64, Vec<usize>) {
    let mut length = problem.length.clone();
    interdicted.iter().for_each(|&arc| length[arc] += problem.delay[arc]);
    let paths = ShortestPaths::from_source(&problem.graph, problem.source, |arc| length[arc]);
    (paths.distance(problem.target), paths.path_to(&problem.graph, problem.target))
}

fn answer(problem: &PathInterdiction, interdicted: Vec<usize>, bound: f64) -> Result<PathAnswer, PlannerError> {
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
