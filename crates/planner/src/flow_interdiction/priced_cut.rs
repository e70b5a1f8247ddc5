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
        let mut line = CutLine { paid: 0.0, spent: 0.0, removed: Vec::new() };
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

impl PricedCuts<'_> {
    /// Maximises min-cut(price) - price x budget over the price: the crossing of the two lines is
    /// tried until no cut lies below it (the secant method on a concave function).
    pub(super) fn dual_bound(&mut self, states: &[ArcState], budget: f64, incumbents: &mut Incumbents) -> DualBound {
        let free = Price { numerator: 0.0, denominator: 1.0 };
        let mut overspending = self.cut(states, free, incumbents);
        if overspending.spent <= budget {
            return DualBound { bound: overspending.paid, overspending: None, affordable: overspending };
        }
        let dear = Price { numerator: f64::INFINITY, denominator: 1.0 };
        let mut affordable = self.cut(states, dear, incumbents);
        loop {
            let price = Price {
                numerator: affordable.paid - overspending.paid,
                denominator: overspending.spent - affordable.spent,
            };
            let at_crossing = |line: &CutLine| line.paid * price.denominator + price.numerator * line.spent;
            let line = self.cut(states, price, incumbents);
            if at_crossing(&line) >= at_crossing(&affordable) {
                let numerator = at_crossing(&affordable) - price.numerator * budget;
                let bound = (numerator / price.denominator).ceil();
                return DualBound { bound, overspending: Some(overspending), affordable };
            }
            if line.spent > budget { overspending = line } else { affordable = line }
        }
    }
}
