//! What a search for a placement proved, checked by the runs of the three values.

use crate::failure::Failure;
use crate::plan::refused;
use crate::plan::task::PlacementTask;
use crate::plan::words::{TRIALS, gap_words};
use crate::results::plan::{PlacementSearch, PlanValue};
use crate::series::per_year;
use counterflow_model::interdiction::Enforcement;
use counterflow_planner::simulated::{Placed, Proof, RandomisedPlan, Reaction, Trial};
use counterflow_planner::{Limits, PlannerError};
use counterflow_report::number::significant;

/// Whom a schedule is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opponent {
    /// Traffickers who learn the odds and settle on their routes.
    Learners,
    /// Traffickers who might hold any routes that they could settle on.
    Worst,
}

/// What every value of a search is checked by.
const SECOND_RUN: &str = "value computed again by the runs of the three values";
/// What a search that ended early leaves open.
const MAY_DIFFER: &str = "a faster machine may find a better one";

/// Of a placement; `values` are its three values, whose runs check the search.
///
/// # Errors
/// The runs of the three values give another value.
pub fn of_placement(
    placed: &Placed,
    values: &[PlanValue],
    asked: &PlacementTask<'_>,
) -> Result<PlacementSearch, Failure> {
    let search = unchecked(placed, asked);
    check(&search, level(values, asked.planned_for()), asked).map(|()| search)
}

/// Of a placement that is not kept to the end, so that no value of the plan is its own.
pub fn unchecked(placed: &Placed, asked: &PlacementTask<'_>) -> PlacementSearch {
    let value = yearly(placed.cost, asked);
    let is_proven = placed.proof == Proof::Enumerated;
    let (method, explanation) = match placed.proof {
        Proof::Enumerated => (
            "enumeration",
            format!(
                "All {} placements in these steps were tried: bound = value, gap 0. Finer steps were not tried.",
                placed.tried
            ),
        ),
        Proof::LocalOptimum => (
            "descent",
            format!(
                "{} placements were tried; none that moves one step is better. No bound: others were not ruled out.",
                placed.tried
            ),
        ),
        Proof::Stopped => (
            "stopped",
            format!(
                "{} {} placements were tried, the others were not. No bound; {MAY_DIFFER}.",
                stopped_words(asked),
                of_all(placed, asked)
            ),
        ),
    };
    PlacementSearch {
        method,
        tried: placed.tried,
        all: placed.all,
        stopped: placed.proof == Proof::Stopped,
        value,
        bound: is_proven.then_some(value),
        gap: is_proven.then_some(0.0),
        certificate: SECOND_RUN,
        explanation,
    }
}

/// Of a randomised plan; `values` are those of its mean, whose runs check the search.
///
/// # Errors
/// The runs of the three values give another value.
pub fn of_game(
    plan: &RandomisedPlan,
    values: &[PlanValue],
    opponent: Opponent,
    asked: &PlacementTask<'_>,
) -> Result<PlacementSearch, Failure> {
    let value = yearly(plan.cost.value, asked);
    let bound = Some(plan.cost.bound).filter(|bound| bound.is_finite()).map(|bound| yearly(bound, asked));
    let gap = bound.map(|_| plan.cost.relative_gap());
    let stopped = plan.proof == Proof::Stopped;
    let searched = match plan.proof {
        Proof::Enumerated => "all mean placements in these parts tried".to_owned(),
        Proof::LocalOptimum => "by descent: no bound".to_owned(),
        Proof::Stopped => format!("{} {MAY_DIFFER}", stopped_words(asked).to_lowercase()),
    };
    let bound_words = bound.zip(gap).map_or_else(String::new, |(bound, gap)| {
        format!(" no odds in these parts do better than {} (gap {});", asked.level(bound), gap_words(gap))
    });
    let explanation = match opponent {
        Opponent::Learners => {
            format!("Once traffickers have settled against the odds: {};{bound_words} {searched}.", asked.level(value))
        }
        Opponent::Worst => {
            format!("Double oracle, {} rounds: {} at worst;{bound_words} {searched}.", plan.rounds, asked.level(value))
        }
    };
    let method = if opponent == Opponent::Learners { "commitment" } else { "double oracle" };
    let search = PlacementSearch {
        method,
        tried: plan.tried,
        all: None,
        stopped,
        value,
        bound,
        gap,
        certificate: SECOND_RUN,
        explanation,
    };
    let once = level(values, Trial { reaction: Reaction::Once, enforcement: Enforcement::Fixed });
    // The routes on which traffickers settle are one of the patterns that the worst is taken over.
    let is_kept = opponent == Opponent::Worst && asked.problem.cost(once) <= asked.problem.cost(value);
    if is_kept { Ok(search) } else { check(&search, once, asked).map(|()| search) }
}

/// Refuses a value that the runs of the three values do not give.
fn check(search: &PlacementSearch, recomputed: f64, asked: &PlacementTask<'_>) -> Result<(), Failure> {
    if (recomputed - search.value).abs() <= Limits::PROVEN_GAP * search.value.abs() {
        return Ok(());
    }
    let what =
        format!("the search claims {}, a second run gives {}", asked.level(search.value), asked.level(recomputed));
    Err(refused(&PlannerError::CertificateRejected { what }).into())
}

fn stopped_words(asked: &PlacementTask<'_>) -> String {
    format!("Stopped after {} seconds:", asked.request.seconds.map_or_else(String::new, significant))
}

/// How many of how many were tried.
fn of_all(placed: &Placed, asked: &PlacementTask<'_>) -> String {
    match placed.all {
        Some(all) => format!("{} of {all}", placed.tried),
        None => format!("{} of more than {}", placed.tried, asked.request.runs),
    }
}

/// Level of the objective with the plan in a trial.
fn level(values: &[PlanValue], wanted: Trial) -> f64 {
    TRIALS.iter().zip(values).find(|(trial, _)| **trial == wanted).map_or(f64::NAN, |(_, value)| value.with())
}

/// A cost as the objective's value, over a year where months add up.
fn yearly(cost: f64, asked: &PlacementTask<'_>) -> f64 {
    asked.problem.cost(cost) * per_year(asked.indicator)
}
