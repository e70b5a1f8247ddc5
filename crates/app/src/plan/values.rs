//! The three values of a plan, with enforcement at its posts and following success.

use crate::failure::Failure;
use crate::plan::task::PlacementTask;
use crate::plan::words::TRIALS;
use crate::results::plan::PlanValue;
use crate::series::{per_year, yearly_unit};
use counterflow_model::interdiction::Enforcement;
use counterflow_model::policy::LeverUse;
use counterflow_planner::simulated::{Member, PlacementProblem, Reaction, Trial};
use counterflow_study::ensemble::Observer;
use counterflow_study::statistics::Spread;
use rayon::prelude::*;

/// Runs behind the six values of one member: two per reaction, and one that finds the settled routes.
pub const RUNS_OF_A_MEMBER: u64 = 7;

fn reaction_id(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::None => "none",
        Reaction::Once => "once",
        Reaction::Full => "full",
    }
}

/// Levels under the six trials, in their order.
fn levels(problem: &PlacementProblem<'_>, member: &Member, uses: &[LeverUse]) -> [f64; 6] {
    let settled = problem.settled_shares(member, uses);
    TRIALS.map(|trial| match trial.reaction {
        Reaction::Once => problem.value_at_shares(member, uses, &settled, trial.enforcement),
        Reaction::None | Reaction::Full => problem.value(member, uses, trial),
    })
}

/// Tries plans on every member against the same run without them.
pub struct Evaluation<'q> {
    asked: &'q PlacementTask<'q>,
    /// Member 0 stands for central parameters and expected values; it is no part of the interval.
    members: Vec<Member>,
    without: Vec<[f64; 6]>,
    observer: &'q dyn Observer,
}

impl<'q> Evaluation<'q> {
    /// Runs every member without a plan; `plans` is how many will be tried.
    ///
    /// # Errors
    /// The scenario sets a parameter that does not exist.
    pub fn new(asked: &'q PlacementTask<'q>, plans: usize, observer: &'q dyn Observer) -> Result<Self, Failure> {
        let drawn = (0..asked.request.size.members).map(|member| asked.member(member));
        let members: Vec<Member> = std::iter::once(Ok(asked.central.clone())).chain(drawn).collect::<Result<_, _>>()?;
        observer.expect((members.len() * (plans + 1)) as u64 * RUNS_OF_A_MEMBER);
        let mut evaluation = Self { asked, members, without: Vec::new(), observer };
        evaluation.without = evaluation.levels_of_all(&|_| Vec::new());
        Ok(evaluation)
    }

    fn levels_of_all(&self, uses: &(dyn Fn(&Member) -> Vec<LeverUse> + Sync)) -> Vec<[f64; 6]> {
        // Months add up over a year where they can.
        let yearly = per_year(self.asked.indicator);
        let of_member = |member: &Member| {
            let levels = levels(&self.asked.problem, member, &uses(member)).map(|level| level * yearly);
            done(self.observer);
            levels
        };
        self.members.par_iter().map(of_member).collect()
    }

    /// The six values of a plan.
    pub fn values(&self, uses: &(dyn Fn(&Member) -> Vec<LeverUse> + Sync)) -> Vec<PlanValue> {
        summarise(&self.levels_of_all(uses), &self.without, &yearly_unit(self.asked.indicator))
    }
}

/// Tells that the runs of a member are done.
pub(super) fn done(observer: &dyn Observer) {
    (0..RUNS_OF_A_MEMBER).for_each(|_| observer.done());
}

/// Six values from levels of members with and without a plan; the first member is the central one.
pub fn summarise(with: &[[f64; 6]], without: &[[f64; 6]], unit: &str) -> Vec<PlanValue> {
    let value = |(number, trial): (usize, &Trial)| {
        let changes: Vec<f64> =
            with.iter().zip(without).map(|(with, without)| with[number] - without[number]).collect();
        let Spread { median, p05, p95 } = Spread::of(changes[1..].iter().copied());
        PlanValue {
            reaction: reaction_id(trial.reaction),
            enforcement: if trial.enforcement == Enforcement::Fixed { "fixed" } else { "adaptive" },
            without: without[0][number],
            change: changes[0],
            median,
            p05,
            p95,
            unit: unit.to_owned(),
        }
    };
    TRIALS.iter().enumerate().map(value).collect()
}
