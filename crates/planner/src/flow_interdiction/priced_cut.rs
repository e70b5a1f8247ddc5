//! Minimum cuts when removing an arc costs a price per unit of budget.

use super::FlowInterdiction;
use super::knapsack::{Incumbents, RemovableArc};
use crate::max_flow::FlowNetwork;

/// What a search has decided about an arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArcState {
    /// Removed when the price makes that cheaper.
    Free,
    /// Removed; its cost has been taken out of the budget.
    Removed,
    /// Never removed.
    Kept,
}

/// A cut as a line in the price: capacity paid + price x budget spent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CutLine {
    /// Capacity of the arcs that stay.
    pub(super) paid: f64,
    /// Budget spent on the arcs removed.
    pub(super) spent: f64,
    /// Arcs removed.
    pub(super) removed: Vec<usize>,
    /// Arcs that stay and are paid.
    pub(super) kept: Vec<usize>,
}

/// A price as a fraction, so that cuts are computed in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Price {
    pub(super) numerator: f64,
    pub(super) denominator: f64,
}

/// Solves priced cuts of one problem.
pub(super) struct PricedCuts<'p> {
    problem: &'p FlowInterdiction,
    network: FlowNetwork,
}

impl<'p> PricedCuts<'p> {
    pub(super) fn new(problem: &'p FlowInterdiction) -> Self {
        Self { problem, network: FlowNetwork::new(&problem.graph) }
    }

    /// The cheapest cut at a price. Its arcs also serve as answers for every budget.
    pub(super) fn cut(&mut self, states: &[ArcState], price: Price, incumbents: &mut Incumbents) -> CutLine {
        let problem = self.problem;
        let removal = |arc: usize| match (states[arc], problem.interdiction_cost[arc]) {
            (ArcState::Free, Some(cost)) => price.numerator * cost,
            _ => f64::INFINITY,
        };
        self.network.solve(problem.source, problem.sink, |arc| match states[arc] {
            ArcState::Removed => 0.0,
            _ => (problem.capacity[arc] * price.denominator).min(removal(arc)),
        });
        let mut line = CutLine { paid: 0.0, spent: 0.0, removed: Vec::new(), kept: Vec::new() };
        let (mut total, mut removable) = (0.0, Vec::new());
        for arc in self.cut_arcs() {
            let capacity = problem.capacity[arc];
            total += capacity;
            if let Some(cost) = problem.interdiction_cost[arc] {
                removable.push(RemovableArc { arc, capacity, cost: cost as usize });
            }
            if states[arc] == ArcState::Removed {
                continue;
            }
            if removal(arc) < capacity * price.denominator {
                line.spent += problem.interdiction_cost[arc].unwrap_or(0.0);
                line.removed.push(arc);
            } else {
                line.paid += capacity;
                line.kept.push(arc);
            }
        }
        incumbents.improve(total, &removable);
        line
    }

    fn cut_arcs(&self) -> Vec<usize> {
        let graph = &self.problem.graph;
        let side = |node: usize| self.network.is_on_source_side(node);
        (0..graph.arc_count()).filter(|&arc| side(graph.tail(arc)) && !side(graph.head(arc))).collect()
    }
}

/// The best Lagrangian bound for a budget, and two cuts that prove it: one spends more than the
/// budget, one at most the budget.
pub(super) struct DualBound {
    /// Smallest whole number that the remaining flow can have.
    pub(super) bound: f64,
    /// The cut that spends too much; `None` when the bound is attained by the other.
    pub(super) overspending: Option<CutLine>,
    /// The cut within the budget.
    pub(super) affordable: CutLine,
}

/// Where the search for a bound starts: a budget, what is known already, and when to stop.
pub(super) struct DualStart {
    pub(super) budget: f64,
    /// A cut that spends more than the budget, from the parent.
    pub(super) overspending: Option<CutLine>,
    /// A cut within the budget, from the parent.
    pub(super) affordable: Option<CutLine>,
    /// A bound of this size is enough.
    pub(super) enough: f64,
}

impl PricedCuts<'_> {
    /// Maximises min-cut(price) - price x budget over the price: the crossing of the two lines is
    /// tried until no cut lies below it (the secant method on a concave function).
    pub(super) fn dual_bound(
        &mut self,
        states: &[ArcState],
        start: DualStart,
        incumbents: &mut Incumbents,
    ) -> DualBound {
        let budget = start.budget;
        let free = Price { numerator: 0.0, denominator: 1.0 };
        let mut overspending = start.overspending.unwrap_or_else(|| self.cut(states, free, incumbents));
        if overspending.spent <= budget {
            return DualBound { bound: overspending.paid, overspending: None, affordable: overspending };
        }
        let dear = Price { numerator: f64::INFINITY, denominator: 1.0 };
        let mut affordable = start.affordable.unwrap_or_else(|| self.cut(states, dear, incumbents));
        loop {
            let price = Price {
                numerator: affordable.paid - overspending.paid,
                denominator: overspending.spent - affordable.spent,
            };
            if price.numerator <= 0.0 {
                // The parent's cut is not the cheapest here: the best price may be zero.
                let cheapest = self.cut(states, free, incumbents);
                let attained = if cheapest.spent <= budget { &cheapest } else { &affordable };
                if attained.paid <= cheapest.paid {
                    let affordable = attained.clone();
                    return DualBound { bound: affordable.paid, overspending: None, affordable };
                }
                overspending = cheapest;
                continue;
            }
            let at_crossing = |line: &CutLine| line.paid * price.denominator + price.numerator * line.spent;
            let line = self.cut(states, price, incumbents);
            let lowest = at_crossing(&line).min(at_crossing(&affordable));
            let bound = ((lowest - price.numerator * budget) / price.denominator).ceil();
            if at_crossing(&line) >= at_crossing(&affordable) || bound >= start.enough {
                return DualBound { bound, overspending: Some(overspending), affordable };
            }
            if line.spent > budget { overspending = line } else { affordable = line }
        }
    }
}

impl CutLine {
    /// The line of the same cut after an arc was decided; `cost` and `capacity` are the arc's.
    pub(super) fn after(&self, arc: usize, state: ArcState, capacity: f64, cost: f64) -> Self {
        let mut line = self.clone();
        if let Some(position) = line.removed.iter().position(|&removed| removed == arc) {
            line.removed.swap_remove(position);
            line.spent -= cost;
            if state == ArcState::Kept {
                line.paid += capacity;
                line.kept.push(arc);
            }
        } else if state == ArcState::Removed
            && let Some(position) = line.kept.iter().position(|&kept| kept == arc)
        {
            line.kept.swap_remove(position);
            line.paid -= capacity;
        }
        line
    }
}
