//! Branch and bound for one budget.

use super::FlowInterdiction;
use super::knapsack::Incumbents;
use super::priced_cut::{ArcState, CutLine, DualBound, DualStart, PricedCuts};
use crate::answer::Stopwatch;

/// A subproblem whose bound is known.
struct Open {
    states: Vec<ArcState>,
    budget: f64,
    bound: f64,
    overspending: CutLine,
    affordable: CutLine,
    branch_on: usize,
}

impl Open {
    /// The parent's cuts as lines of a child, where they still lie on their side of the budget.
    fn start(&self, problem: &FlowInterdiction, state: ArcState, budget: f64, enough: f64) -> DualStart {
        let arc = self.branch_on;
        let (capacity, cost) = (problem.capacity[arc], problem.interdiction_cost[arc].unwrap_or(0.0));
        let overspending = Some(self.overspending.after(arc, state, capacity, cost)).filter(|line| line.spent > budget);
        let affordable = Some(self.affordable.after(arc, state, capacity, cost)).filter(|line| line.spent <= budget);
        DualStart { budget, overspending, affordable, enough }
    }
}

/// Searches until the incumbent of `budget` is proven or a limit is reached; gives the bound.
pub(super) fn close(
    problem: &FlowInterdiction,
    cuts: &mut PricedCuts<'_>,
    incumbents: &mut Incumbents,
    states: &[ArcState],
    budget: usize,
    relative_gap: f64,
    clock: &mut Stopwatch,
) -> f64 {
    let mut open: Vec<Open> = Vec::new();
    let enough = |incumbents: &Incumbents| incumbents.value(budget) * (1.0 - relative_gap);
    let start = DualStart { budget: budget as f64, overspending: None, affordable: None, enough: enough(incumbents) };
    let root = cuts.dual_bound(states, start, incumbents);
    let mut proven = f64::INFINITY;
    keep(problem, root, states.to_vec(), budget as f64, &mut open, &mut proven);
    while let Some(node) = open.pop() {
        let target = incumbents.value(budget);
        if node.bound >= enough(incumbents) {
            proven = proven.min(node.bound);
            continue;
        }
        if !clock.allows_node() {
            return open.iter().map(|left| left.bound).fold(proven.min(node.bound), f64::min).min(target);
        }
        for state in [ArcState::Kept, ArcState::Removed] {
            let mut states = node.states.clone();
            states[node.branch_on] = state;
            let cost = problem.interdiction_cost[node.branch_on].unwrap_or(0.0);
            let left = if state == ArcState::Removed { node.budget - cost } else { node.budget };
            if left >= 0.0 {
                let start = node.start(problem, state, left, enough(incumbents));
                let dual = cuts.dual_bound(&states, start, incumbents);
                keep(problem, dual, states, left, &mut open, &mut proven);
            }
        }
    }
    proven.min(incumbents.value(budget))
}

/// Keeps a subproblem for branching, or notes its value when the bound is attained.
fn keep(
    problem: &FlowInterdiction,
    dual: DualBound,
    states: Vec<ArcState>,
    budget: f64,
    open: &mut Vec<Open>,
    proven: &mut f64,
) {
    match dual.overspending {
        Some(overspending) => {
            let branch_on = arc_in_dispute(problem, &overspending, &dual.affordable);
            open.push(Open { states, budget, bound: dual.bound, overspending, affordable: dual.affordable, branch_on });
        }
        None => *proven = proven.min(dual.bound),
    }
}

/// The widest arc that the overspending cut removes and the affordable one does not. There is one,
/// because the first spends more.
fn arc_in_dispute(problem: &FlowInterdiction, overspending: &CutLine, affordable: &CutLine) -> usize {
    let disputed = overspending.removed.iter().copied().filter(|arc| !affordable.removed.contains(arc));
    disputed
        .max_by(|&left, &right| problem.capacity[left].total_cmp(&problem.capacity[right]).then(right.cmp(&left)))
        .unwrap_or(overspending.removed[0])
}
