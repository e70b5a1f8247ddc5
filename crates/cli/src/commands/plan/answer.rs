//! Placements, their proofs and frontiers, as text and JSON.

use super::question::Question;
use crate::commands::Context;
use super::page::columns;
use super::schedule::Opponent;
use crate::failure::Failure;
use crate::table::{Column, Table};
use counterflow_planner::simulated::{Placed, Proof, RandomisedPlan};
use counterflow_report::analysis_charts::{Bar, bars};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{percent, quantity, significant};
use serde::Serialize;

const MONTHS_PER_YEAR: f64 = 12.0;
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
    tried: usize,
    value: f64,
    bound: Option<f64>,
    gap: Option<f64>,
    certificate: &'static str,
    #[serde(skip)]
    words: String,
}

impl Search {
    /// Of a placement.
    pub fn new(placed: &Placed, asked: &Question<'_>) -> Self {
        let value = yearly(placed.cost, asked);
        let proven = placed.proof == Proof::Enumerated;
        let words = if proven {
            format!("All {} placements in these steps were tried: bound = value, gap 0. Finer steps were not tried.", placed.tried)
        } else {
            format!("{} placements were tried; none that moves one step is better. No bound.", placed.tried)
        };
        Self {
            method: if proven { "enumeration" } else { "descent" },
            tried: placed.tried,
            value,
            bound: proven.then_some(value),
            gap: proven.then_some(0.0),
            certificate: if proven { "every placement of the lattice tried" } else { "no exchange of one step is better" },
            words,
        }
    }

    /// Of a randomised plan.
    pub fn of_game(plan: &RandomisedPlan, opponent: Opponent, asked: &Question<'_>) -> Self {
        let (value, bound) = (yearly(plan.cost.value, asked), yearly(plan.cost.bound, asked));
        let proven = plan.proof == Proof::Enumerated;
        let gap = (value - bound).abs() / value.abs().max(f64::MIN_POSITIVE);
        let kind = if proven { "all mean placements in these parts tried" } else { "by descent, not a proof" };
        let (level, least) = (asked.level(value), asked.level(bound));
        let words = match opponent {
            Opponent::Learners => format!("Once traffickers have settled against the odds: {level} ({kind})."),
            Opponent::Worst => format!("Double oracle, {} rounds: {level} at worst, no odds do better than {least} (gap {}; {kind}).", plan.rounds, percent(gap)),
        };
        let method = if opponent == Opponent::Learners { "commitment" } else { "double oracle" };
        Self { method, tried: plan.rounds, value, bound: proven.then_some(bound), gap: proven.then_some(gap), certificate: kind, words }
    }

    /// In words.
    pub fn text(&self) -> String {
        self.words.clone()
    }

    /// In a few words.
    pub fn method_words(&self) -> String {
        format!("{} of {}", if self.gap.is_some() { "all" } else { "descent, no bound," }, self.tried)
    }
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
    efforts.iter().map(|effort| format!("{} {}", effort.title, significant(effort.effort))).collect::<Vec<String>>().join(", ")
}

/// A placement as chart and table of a page.
pub fn efforts_parts(efforts: &[Effort]) -> Result<Vec<AnalysisPart>, Failure> {
    let unit = efforts.first().map_or("", |effort| effort.unit.as_str());
    let chart: Vec<(String, Vec<Bar>)> = efforts.iter().map(|effort| (effort.title.clone(), vec![Bar { value: effort.effort, interval: (effort.effort, effort.effort) }])).collect();
    let svg = bars("More effort by place", unit, &["effort on top of the base year's"], &chart)?;
    let rows = efforts.iter().map(|effort| vec![effort.title.clone(), quantity(effort.effort, &effort.unit)]).collect();
    Ok(vec![
        AnalysisPart::Chart { svg, caption: "Places that receive nothing are left out.".to_owned() },
        AnalysisPart::Table { caption: "Placement".to_owned(), columns: columns([("Place", false), ("More effort", true)]), rows },
    ])
}
