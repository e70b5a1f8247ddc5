//! Maximum-flow interdiction: remove arcs within a budget so that least can flow; the whole frontier.
//!
//! Model (Wood 1993): minimise over x with r x <= R the maximum flow from source to sink with
//! capacities u_a (1 - x_a). By maximum flow = minimum cut this is: choose a cut, pay u_a for its
//! arcs, and remove cut arcs for r_a out of the budget.
//!
//! Algorithm, after Royset and Wood 2007 (INFORMS J. Comput. 19(2)):
//! 1. A price p on the budget turns the problem into one minimum cut with capacities min(u_a, p r_a).
//!    Its breakpoints in p give the supported points of the frontier and a convex lower envelope.
//! 2. Every cut met is turned into answers for all budgets at once by a knapsack over its arcs.
//! 3. Budgets whose best answer lies above the envelope, rounded up to whole numbers, are closed by
//!    branch and bound on single arcs with the same priced cuts as bounds.
//!
//! Capacities and costs are whole numbers, prices are fractions, all products stay below 2^53:
//! every bound is exact. Domain: one source, one sink, certain success. For uncertain success see
//! the module `uncertain` (needs the feature `highs`).
//!
//! ```
//! use counterflow_planner::flow_interdiction::{FlowInterdiction, interdict_flow_frontier, remaining_flow};
//! use counterflow_planner::{Graph, Limits};
//!
//! // Two corridors in parallel: 5 through the middle (narrowed to 3), 2 directly.
//! let problem = FlowInterdiction {
//!     graph: Graph::new(3, &[(0, 1), (1, 2), (0, 2)])?,
//!     source: 0,
//!     sink: 2,
//!     capacity: vec![5.0, 3.0, 2.0],
//!     interdiction_cost: vec![Some(1.0); 3],
//! };
//! let frontier = interdict_flow_frontier(&problem, 2, Limits::PROVE)?;
//! let flows: Vec<f64> = frontier.iter().map(|point| point.remaining_flow.value).collect();
//! assert_eq!(flows, [5.0, 2.0, 0.0]);
//! assert!(frontier.iter().all(|point| point.remaining_flow.is_proven()));
//! // The certificate: a maximum flow with the arcs removed, and a cut of the same capacity.
//! assert_eq!(remaining_flow(&problem, &frontier[1].interdicted)?, 2.0);
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

mod knapsack;
mod priced_cut;
mod tree;

use crate::answer::{Bounded, Limits};
use crate::error::{PlannerError, require_exact_sum, require_length, require_whole};
use crate::graph::Graph;
use crate::max_flow::{FlowNetwork, check_flow_and_cut};
use crate::shortest_path::ShortestPaths;
use knapsack::Incumbents;
use priced_cut::{ArcState, PricedCuts};

/// A maximum-flow interdiction problem.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowInterdiction {
    /// The network.
    pub graph: Graph,
    /// Where flow starts.
    pub source: usize,
    /// Where flow ends.
    pub sink: usize,
    /// Capacity of each arc, a whole number of the user's unit of flow.
    pub capacity: Vec<f64>,
    /// Whole cost of removing each arc; `None` when it cannot be removed.
    pub interdiction_cost: Vec<Option<f64>>,
}

/// The best use of one budget.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPoint {
    /// Budget available.
    pub budget: usize,
    /// Largest flow that remains, and the proven bound below which no use of the budget leads.
    pub remaining_flow: Bounded,
    /// Arcs removed.
    pub interdicted: Vec<usize>,
}

/// The best use of every whole budget from zero to `largest_budget`.
pub fn interdict_flow_frontier(
    problem: &FlowInterdiction,
    largest_budget: usize,
    limits: Limits,
) -> Result<Vec<FrontierPoint>, PlannerError> {
    solve(problem, 0, largest_budget, limits)
}

/// The best use of one budget.
pub fn interdict_flow(
    problem: &FlowInterdiction,
    budget: usize,
    limits: Limits,
) -> Result<FrontierPoint, PlannerError> {
    let mut points = solve(problem, budget, budget, limits)?;
    points.pop().ok_or(PlannerError::Empty { item: "budgets" })
}

/// Largest flow that remains when `interdicted` arcs are removed, re-checked by flow and cut.
pub fn remaining_flow(problem: &FlowInterdiction, interdicted: &[usize]) -> Result<f64, PlannerError> {
    let mut capacity = problem.capacity.clone();
    interdicted.iter().for_each(|&arc| capacity[arc] = 0.0);
    let mut network = FlowNetwork::new(&problem.graph);
    network.solve(problem.source, problem.sink, |arc| capacity[arc]);
    let flow: Vec<f64> = (0..capacity.len()).map(|arc| network.flow(arc)).collect();
    let source_side: Vec<bool> = (0..problem.graph.node_count()).map(|node| network.is_on_source_side(node)).collect();
    check_flow_and_cut(&problem.graph, (problem.source, problem.sink), &capacity, &flow, &source_side)
}

/// Refuses unknown terminals, lists of the wrong length, capacities and costs that are not whole,
/// a disconnected pair, and sums beyond 2^53.
pub(crate) fn check(problem: &FlowInterdiction) -> Result<(), PlannerError> {
    let arcs = problem.graph.arc_count();
    problem.graph.require_terminals(problem.source, problem.sink)?;
    require_length("capacities", problem.capacity.len(), arcs)?;
    require_length("interdiction costs", problem.interdiction_cost.len(), arcs)?;
    for (arc, &capacity) in problem.capacity.iter().enumerate() {
        require_whole(|| format!("capacity of arc {arc}"), capacity)?;
    }
    for (arc, &cost) in problem.interdiction_cost.iter().enumerate() {
        require_whole(|| format!("interdiction cost of arc {arc}"), cost.unwrap_or(0.0))?;
    }
    let reach = ShortestPaths::from_source(&problem.graph, problem.source, |_| 1.0);
    if reach.distance(problem.sink).is_infinite() {
        return Err(PlannerError::Disconnected { source_node: problem.source, target_node: problem.sink });
    }
    Ok(())
}

fn check_exact(problem: &FlowInterdiction, largest_budget: usize) -> Result<(), PlannerError> {
    let capacity: f64 = problem.capacity.iter().sum();
    let cost: f64 = problem.interdiction_cost.iter().flatten().sum::<f64>() + largest_budget as f64;
    require_exact_sum("total capacity times total interdiction cost", (capacity + 1.0) * (cost + 1.0))
}

fn solve(
    problem: &FlowInterdiction,
    first: usize,
    last: usize,
    limits: Limits,
) -> Result<Vec<FrontierPoint>, PlannerError> {
    check(problem)?;
    check_exact(problem, last)?;
    let mut clock = limits.start();
    let mut cuts = PricedCuts::new(problem);
    let mut incumbents = Incumbents::new(last);
    let free = vec![ArcState::Free; problem.graph.arc_count()];
    let mut points = Vec::new();
    // From the largest budget down: cuts met for a large budget serve the smaller ones as well.
    for budget in (first..=last).rev() {
        let bound = tree::close(problem, &mut cuts, &mut incumbents, &free, budget, limits.relative_gap, &mut clock);
        points.push((budget, bound));
    }
    points.reverse();
    points.into_iter().map(|(budget, bound)| point(problem, &incumbents, budget, bound)).collect()
}

/// Later budgets may have improved an answer, so points are made when all searches are over.
fn point(
    problem: &FlowInterdiction,
    incumbents: &Incumbents,
    budget: usize,
    bound: f64,
) -> Result<FrontierPoint, PlannerError> {
    let (claimed, interdicted) = incumbents.best(budget);
    let value = remaining_flow(problem, interdicted)?;
    if value > claimed {
        let what = format!("a flow of {value} remains at budget {budget}, {claimed} was claimed");
        return Err(PlannerError::CertificateRejected { what });
    }
    let remaining_flow = Bounded { value, bound: bound.min(value) };
    Ok(FrontierPoint { budget, remaining_flow, interdicted: interdicted.to_vec() })
}
