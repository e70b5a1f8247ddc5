//! Rolling horizon: a placement is chosen anew at every review, seeing what the last ones led to.

use counterflow_evidence::reader::YearMonth;
use counterflow_model::policy::LeverUse;

use super::{Lattice, Member, Placed, PlacementProblem, Proof, Trial, search};
use crate::answer::Watch;
use crate::error::{PlannerError, require};

/// What is decided at one review.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// First month of the placement.
    pub from: YearMonth,
    /// Last month of the placement.
    pub until: Option<YearMonth>,
    /// The placement, and its cost if it were kept to the end.
    pub placed: Placed,
}

/// Placements review by review.
#[derive(Clone, Debug, PartialEq)]
pub struct RollingPlan {
    /// The stages. Where time was over the last one is kept to the end.
    pub stages: Vec<Stage>,
    /// Whether later reviews were left out because time was over.
    pub left_out: bool,
}

impl RollingPlan {
    /// Whether time was over before every review had searched to its end.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.left_out || self.stages.iter().any(|stage| stage.placed.proof == Proof::Stopped)
    }

    /// The levers of all stages; their effort is the same in every member.
    #[must_use]
    pub fn uses(&self, problem: &PlacementProblem<'_>, member: &Member) -> Vec<LeverUse> {
        self.stages
            .iter()
            .flat_map(|stage| problem.uses_between(member, &in_steps(&stage.placed.steps), stage.from, stage.until))
            .collect()
    }
}

/// When and for what a rolling plan is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reviews {
    /// Months between two reviews.
    pub months: usize,
    /// How placements are tried out.
    pub trial: Trial,
}

/// Chooses at every review the placement that is best if it is kept to the end of the run, given
/// those before. The simulator's traffickers carry what they have learned from stage to stage.
///
/// # Errors
/// Faults of the problem, or reviews without months between them.
pub fn plan_rolling(
    problem: &PlacementProblem<'_>,
    member: &Member,
    lattice: Lattice,
    limit: usize,
    reviews: Reviews,
    watch: &dyn Watch,
) -> Result<RollingPlan, PlannerError> {
    problem.check()?;
    require(reviews.months > 0, || "months between reviews".to_owned(), reviews.months as f64, "above zero")?;
    let end = problem.lever.until.unwrap_or(problem.scenario.until);
    let mut plan = RollingPlan { stages: Vec::new(), left_out: false };
    let mut from = problem.lever.from;
    while from <= end {
        if watch.is_over()
            && let Some(kept) = plan.stages.last_mut()
        {
            kept.until = problem.lever.until;
            plan.left_out = true;
            break;
        }
        let last = from.plus_months(reviews.months as i64 - 1);
        let until = if last < end { Some(last) } else { problem.lever.until };
        let decided = plan.uses(problem, member);
        let cost = |steps: &[usize]| {
            let kept = problem.uses_between(member, &in_steps(steps), from, problem.lever.until);
            problem.cost(problem.value(member, &[decided.as_slice(), &kept].concat(), reviews.trial))
        };
        let placed = search(lattice, limit, watch, &cost)?;
        plan.stages.push(Stage { from, until, placed });
        from = last.plus_months(1);
    }
    Ok(plan)
}

fn in_steps(steps: &[usize]) -> Vec<f64> {
    steps.iter().map(|&count| count as f64).collect()
}
