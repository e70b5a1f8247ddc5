//! Placements, their proofs and frontiers, as text and JSON.

use super::page::columns;
use super::question::Question;
use super::refused;
use super::schedule::Opponent;
use super::values::{MONTHS_PER_YEAR, PlanValue, TRIALS};
use crate::context::Context;
use crate::failure::Failure;
use crate::table::{Column, Table};
use counterflow_model::interdiction::Enforcement;
use counterflow_planner::simulated::{Placed, Proof, RandomisedPlan, Reaction, Trial};
use counterflow_planner::{Limits, PlannerError};
use counterflow_report::analysis_charts::{Bar, bars};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{percent, quantity, significant};
use serde::Serialize;

/// Characters of the longest bar.
const BAR: f64 = 24.0;

/// Effort on a place.
#[derive(Clone, Debug, Serialize)]
pub struct Effort {
    /// Identifier of the place.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Effort a year on top of the base year's.
    pub effort: f64,
    /// Unit of effort.
    pub unit: String,
}

/// What the search proved.
#[derive(Debug, Serialize)]
pub struct Search {
    method: &'static str,
    /// Placements tried.
    tried: usize,
    /// Placements that there are, where the search would have tried them all.
    all: Option<usize>,
    /// Whether time was over before the search had ended.
    stopped: bool,
    value: f64,
    bound: Option<f64>,
    gap: Option<f64>,
    certificate: &'static str,
    explanation: String,
}

/// What every value of a search is checked by.
const SECOND_RUN: &str = "value computed again by the runs of the three values";
/// What a search that ended early leaves open.
const MAY_DIFFER: &str = "a faster machine may find a better one";

impl Search {
    /// Of a placement; `values` are its three values, whose runs check the search.
    pub fn new(placed: &Placed, values: &[PlanValue], asked: &Question<'_>) -> Result<Self, Failure> {
        let search = Self::unchecked(placed, asked);
        search.check(level(values, asked.planned_for()), asked).map(|()| search)
    }

    /// Of a placement that is not kept to the end, so that no value of the plan is its own.
    pub fn unchecked(placed: &Placed, asked: &Question<'_>) -> Self {
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
        Self {
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
    pub fn of_game(
        plan: &RandomisedPlan,
        values: &[PlanValue],
        opponent: Opponent,
        asked: &Question<'_>,
    ) -> Result<Self, Failure> {
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
            Opponent::Learners => format!(
                "Once traffickers have settled against the odds: {};{bound_words} {searched}.",
                asked.level(value)
            ),
            Opponent::Worst => format!(
                "Double oracle, {} rounds: {} at worst;{bound_words} {searched}.",
                plan.rounds,
                asked.level(value)
            ),
        };
        let method = if opponent == Opponent::Learners { "commitment" } else { "double oracle" };
        let search = Self {
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
        if is_kept { Ok(search) } else { search.check(once, asked).map(|()| search) }
    }

    /// Refuses a value that the runs of the three values do not give.
    fn check(&self, again: f64, asked: &Question<'_>) -> Result<(), Failure> {
        if (again - self.value).abs() <= Limits::PROVEN_GAP * self.value.abs() {
            return Ok(());
        }
        let what = format!("the search claims {}, a second run gives {}", asked.level(self.value), asked.level(again));
        Err(refused(&PlannerError::CertificateRejected { what }).into())
    }

    /// In words.
    pub fn text(&self) -> String {
        self.explanation.clone()
    }

    /// In a few words.
    pub fn method_words(&self) -> String {
        match (self.stopped, self.gap) {
            (true, _) => format!("stopped, no bound, {} tried", self.tried),
            (false, Some(_)) => format!("all of {}", self.tried),
            (false, None) => format!("descent, no bound, {} tried", self.tried),
        }
    }
}

fn stopped_words(asked: &Question<'_>) -> String {
    format!("Stopped after {} seconds:", asked.options.seconds.map_or_else(String::new, significant))
}

/// A gap for readers: rounding is none.
pub fn gap_words(gap: f64) -> String {
    percent(if gap <= Limits::PROVEN_GAP { 0.0 } else { gap })
}

/// How many of how many were tried.
fn of_all(placed: &Placed, asked: &Question<'_>) -> String {
    match placed.all {
        Some(all) => format!("{} of {all}", placed.tried),
        None => format!("{} of more than {}", placed.tried, asked.options.runs),
    }
}

/// Level of the objective with the plan in a trial.
fn level(values: &[PlanValue], wanted: Trial) -> f64 {
    TRIALS.iter().zip(values).find(|(trial, _)| **trial == wanted).map_or(f64::NAN, |(_, value)| value.with())
}

/// A cost as the objective's value, over a year where months add up.
fn yearly(cost: f64, asked: &Question<'_>) -> f64 {
    asked.problem.cost(cost) * if asked.indicator.flow { MONTHS_PER_YEAR } else { 1.0 }
}

/// A bar of blocks, in proportion to the largest.
fn bar(value: f64, largest: f64) -> String {
    let length = if largest > 0.0 { (value.abs() / largest * BAR).round() } else { 0.0 };
    "\u{2588}".repeat(length as usize)
}

/// A placement as a table with bars.
pub fn efforts_text(efforts: &[Effort], context: &Context<'_>) -> String {
    let largest = efforts.iter().map(|effort| effort.effort).fold(0.0, f64::max);
    let mut table = Table::new([("Place", Column::Left), ("More effort", Column::Right), ("", Column::Left)]);
    for effort in efforts {
        table.push([effort.title.clone(), quantity(effort.effort, &effort.unit), bar(effort.effort, largest)]);
    }
    table.render(context.terminal)
}

/// A placement in one line.
pub fn in_one_line(efforts: &[Effort]) -> String {
    efforts
        .iter()
        .map(|effort| format!("{} {}", effort.title, significant(effort.effort)))
        .collect::<Vec<String>>()
        .join(", ")
}

/// A placement as chart and table of a page.
pub fn efforts_parts(efforts: &[Effort]) -> Result<Vec<AnalysisPart>, Failure> {
    let unit = efforts.first().map_or("", |effort| effort.unit.as_str());
    let chart: Vec<(String, Vec<Bar>)> = efforts
        .iter()
        .map(|effort| {
            (effort.title.clone(), vec![Bar { value: effort.effort, interval: (effort.effort, effort.effort) }])
        })
        .collect();
    let svg = bars("More effort by place", unit, &["effort on top of the base year's"], &chart)?;
    let rows = efforts.iter().map(|effort| vec![effort.title.clone(), quantity(effort.effort, &effort.unit)]).collect();
    Ok(vec![
        AnalysisPart::Chart { svg, caption: "Places that receive nothing are left out.".to_owned() },
        AnalysisPart::Table {
            caption: "Placement".to_owned(),
            columns: columns([("Place", false), ("More effort", true)]),
            rows,
        },
    ])
}
