//! Benders' decomposition of one set of outcomes.

use std::collections::BTreeSet;

use highs::{Col, RowProblem, Sense};

use super::adversary::{Adversary, Response};
use super::outcomes::Outcome;
use crate::answer::{Limits, Stopwatch};
use crate::error::PlannerError;
use crate::programme;

/// A cut counts as violated beyond this, relative to the adversary's value.
const CUT_TOLERANCE: f64 = 1e-7;

pub(super) struct Decomposition<'p> {
    /// Cost of an attempt on each arc; `None` where none can be made.
    pub(super) costs: &'p [Option<f64>],
    pub(super) budget: f64,
    pub(super) limits: Limits,
    pub(super) clock: Stopwatch,
}

/// An optimal point of the master programme, and its bound.
struct Trial {
    attempted: Vec<usize>,
    estimates: Vec<f64>,
    bound: f64,
}

impl Decomposition<'_> {
    /// The best attempts met, and the bound on all attempts in these outcomes.
    pub(super) fn solve<A: Adversary>(
        &self,
        adversary: &mut A,
        outcomes: &[Outcome],
    ) -> Result<(Vec<usize>, f64), PlannerError> {
        let mut cuts: Vec<(usize, Response)> = Vec::new();
        let mut bound = self.bound_of_every_hit(adversary, outcomes);
        let mut trial = Trial { attempted: Vec::new(), estimates: Vec::new(), bound };
        let mut best: Option<(Vec<usize>, f64)> = None;
        let mut met = BTreeSet::new();
        loop {
            let known = cuts.len();
            let value = cut_off(adversary, outcomes, &trial, &mut cuts);
            if best.as_ref().is_none_or(|(_, least)| A::is_better(value, *least)) {
                best = Some((trial.attempted.clone(), value));
            }
            // Attempts met before have all their cuts: the master's point is right up to rounding.
            let is_done = cuts.len() == known || !met.insert(trial.attempted.clone()) || self.clock.is_over();
            let next = if is_done { None } else { self.master::<A>(outcomes, &cuts)? };
            let Some(next) = next else { break };
            if A::is_better(bound, next.bound) {
                bound = next.bound;
            }
            trial = next;
        }
        let (attempted, value) = best.ok_or(PlannerError::Empty { item: "attempts" })?;
        Ok((attempted, if A::is_better(value, bound) { value } else { bound }))
    }

    /// Value if every attempt were made and paid for by nobody: no attempts beat it.
    fn bound_of_every_hit<A: Adversary>(&self, adversary: &mut A, outcomes: &[Outcome]) -> f64 {
        let all: Vec<usize> = (0..self.costs.len()).filter(|&arc| self.costs[arc].is_some()).collect();
        outcomes.iter().map(|outcome| outcome.weight * adversary.respond(&outcome.hits(&all)).value).sum()
    }

    /// The master programme over the cuts so far; `None` when the time was over before it had a point.
    fn master<A: Adversary>(
        &self,
        outcomes: &[Outcome],
        cuts: &[(usize, Response)],
    ) -> Result<Option<Trial>, PlannerError> {
        let mut programme = RowProblem::default();
        let estimates: Vec<Col> = outcomes.iter().map(|outcome| programme.add_column(outcome.weight, 0.0..)).collect();
        let choices: Vec<Option<Col>> =
            self.costs.iter().map(|cost| cost.map(|_| programme.add_integer_column(0.0, 0.0..=1.0))).collect();
        programme.add_row(
            ..=self.budget,
            choices.iter().zip(self.costs).filter_map(|(choice, cost)| Some(((*choice)?, (*cost)?))),
        );
        for (number, response) in cuts {
            let effects = response.effects.iter().filter(|(arc, _)| outcomes[*number].succeeds[*arc]);
            let row =
                effects.filter_map(|&(arc, effect)| Some((choices[arc]?, -effect))).chain([(estimates[*number], 1.0)]);
            match A::SENSE {
                Sense::Minimise => programme.add_row(response.untouched.., row.collect::<Vec<_>>()),
                Sense::Maximise => programme.add_row(..=response.untouched, row.collect::<Vec<_>>()),
            };
        }
        let found = programme::solve(programme, A::SENSE, self.limits, &self.clock)?;
        let trial = |columns: Vec<f64>| {
            let is_chosen =
                |arc: &usize| choices[*arc].is_some_and(|column| programme::is_one(columns[column.index()]));
            Trial {
                attempted: (0..choices.len()).filter(is_chosen).collect(),
                estimates: columns[..outcomes.len()].to_vec(),
                bound: found.bound,
            }
        };
        Ok(found.columns.map(trial))
    }
}

/// The trial's true value; outcomes whose estimate is too hopeful get a cut.
fn cut_off<A: Adversary>(
    adversary: &mut A,
    outcomes: &[Outcome],
    trial: &Trial,
    cuts: &mut Vec<(usize, Response)>,
) -> f64 {
    let mut total = 0.0;
    for (number, outcome) in outcomes.iter().enumerate() {
        let response = adversary.respond(&outcome.hits(&trial.attempted));
        total += outcome.weight * response.value;
        let margin = CUT_TOLERANCE * response.value.abs().max(1.0);
        let is_violated = trial.estimates.get(number).is_none_or(|estimate| match A::SENSE {
            Sense::Minimise => *estimate < response.value - margin,
            Sense::Maximise => *estimate > response.value + margin,
        });
        if is_violated {
            cuts.push((number, response));
        }
    }
    total
}
