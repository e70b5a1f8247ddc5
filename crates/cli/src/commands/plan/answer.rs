//! Placements, their proofs and frontiers, as text and JSON.

use super::question::Question;
use crate::commands::Context;
use crate::table::{Column, Table};
use counterflow_planner::simulated::{Placed, Proof, RandomisedPlan};
use counterflow_report::number::{change, percent, quantity};
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
            format!("All {} placements in these steps were tried: bound = value, gap 0. Finer steps were not.\n", placed.tried)
        } else {
            format!("{} placements were tried; none that moves one step is better. No bound.\n", placed.tried)
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
    pub fn of_game(plan: &RandomisedPlan, asked: &Question<'_>) -> Self {
        let (value, bound) = (yearly(plan.cost.value, asked), yearly(plan.cost.bound, asked));
        let proven = plan.proof == Proof::Enumerated;
        let gap = (value - bound).abs() / value.abs().max(f64::MIN_POSITIVE);
        let kind = if proven { "best response tried over all placements" } else { "best response by descent, not a proof" };
        Self {
            method: "double oracle",
            tried: plan.rounds,
            value,
            bound: proven.then_some(bound),
            gap: proven.then_some(gap),
            certificate: kind,
            words: format!("Double oracle, {} rounds: at worst {}, no placement gets below {} (gap {}; {kind}).\n", plan.rounds, asked.level(value), asked.level(bound), percent(gap)),
        }
    }

    /// In words.
    pub fn text(&self) -> String {
        self.words.clone()
    }
}

/// A cost as the objective's value, over a year where months add up.
fn yearly(cost: f64, asked: &Question<'_>) -> f64 {
    asked.problem.cost(cost) * if asked.indicator.flow { MONTHS_PER_YEAR } else { 1.0 }
}

/// One amount of a frontier.
#[derive(Debug, Serialize)]
pub struct FrontierRow {
    /// Effort a year on top of the base year's.
    pub effort: f64,
    /// Where it goes.
    pub placement: Vec<Effort>,
    /// Change of the objective: no reaction, once, full.
    pub changes: [f64; 3],
    /// What the search proved.
    pub search: Search,
}

/// One week of a schedule.
#[derive(Debug, Serialize)]
pub struct Week {
    /// Number of the week.
    pub week: u16,
    /// Effort in it, as an annual rate.
    pub placement: Vec<Effort>,
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

fn in_one_line(efforts: &[Effort]) -> String {
    efforts.iter().map(|effort| format!("{} {}", effort.title, counterflow_report::number::significant(effort.effort))).collect::<Vec<String>>().join(", ")
}

/// A frontier as a table with bars of the change after full adaptation.
pub fn frontier_text(rows: &[FrontierRow], asked: &Question<'_>, context: &Context<'_>) -> String {
    let unit = crate::months::yearly_unit(asked.indicator);
    let largest = rows.iter().map(|row| row.changes[2].abs()).fold(0.0, f64::max);
    let headings = [("More effort", Column::Right), ("No reaction", Column::Right), ("Once", Column::Right), ("Full", Column::Right), ("", Column::Left), ("Placement", Column::Wrap)];
    let mut table = Table::new(headings);
    for row in rows {
        let [none, once, full] = row.changes.map(|value| change(value, &unit));
        table.push([quantity(row.effort, &asked.unit()), none, once, full, bar(row.changes[2], largest), in_one_line(&row.placement)]);
    }
    let proofs = rows.iter().map(|row| row.search.text()).next_back().unwrap_or_default();
    format!("{}\nLargest amount: {proofs}", table.render(context.terminal))
}

/// A mixture and the weeks drawn from it.
pub fn mixture_text(mixture: &[(f64, Vec<Effort>)], weeks: &[Week], context: &Context<'_>) -> String {
    let mut odds = Table::new([("Probability in a week", Column::Right), ("Placement (annual rate)", Column::Wrap)]);
    for (probability, efforts) in mixture {
        odds.push([percent(*probability), in_one_line(efforts)]);
    }
    let mut drawn = Table::new([("Week", Column::Right), ("Placement drawn", Column::Wrap)]);
    for week in weeks {
        drawn.push([week.week.to_string(), in_one_line(&week.placement)]);
    }
    format!("{}\n{}", odds.render(context.terminal), drawn.render(context.terminal))
}
