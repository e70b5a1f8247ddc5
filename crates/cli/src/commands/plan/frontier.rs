//! `plan frontier`: the best placement and its values by amount.

use super::answer::{Effort, Search, in_one_line};
use super::page::{Answer, columns};
use super::question::Question;
use super::values::{Evaluation, PlanValue, TRIALS, reaction_words};
use super::{TryOut, in_steps, refused};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::to_json;
use crate::table::{Column, Table};
use counterflow_model::interdiction::Enforcement;
use counterflow_planner::simulated::{Placed, search};
use counterflow_report::analysis_charts::Bar;
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{change_range, money, quantity, signed, significant};
use counterflow_report::plan_charts::{RangeLine, range_lines};
use serde::Serialize;

/// One amount.
#[derive(Debug, Serialize)]
struct FrontierRow {
    /// Effort a year on top of the base year's.
    effort: f64,
    /// What it costs at the central unit cost.
    cost_usd_per_year: f64,
    placement: Vec<Effort>,
    /// Three reactions, each with fixed and adaptive enforcement.
    values: Vec<PlanValue>,
    search: Search,
}

/// Places every multiple of a step up to the whole amount.
pub fn frontier(asked: &Question<'_>, steps: usize, context: &Context<'_>) -> Result<(), Failure> {
    let problem = &asked.problem;
    let progress = TryOut::new("trying placements", context);
    let cost = |steps: &[usize]| problem.cost(problem.value(&asked.central, &problem.uses(&asked.central, &in_steps(steps)), asked.planned_for()));
    let placed = (1..=steps).map(|amount| search(asked.lattice(amount, amount), asked.options.runs, &progress, &cost).map_err(|error| refused(&error)));
    let placed: Vec<Placed> = placed.collect::<Result<_, _>>()?;
    drop(progress);
    let evaluation = Evaluation::new(asked, steps, context)?;
    let row = |(amount, placed): (usize, &Placed)| {
        let effort = (amount + 1) as f64 * problem.step_effort;
        FrontierRow {
            effort,
            cost_usd_per_year: effort * asked.unit_cost_usd(),
            placement: asked.efforts(&in_steps(&placed.steps)),
            values: evaluation.values(&|member| problem.uses(member, &in_steps(&placed.steps))),
            search: Search::new(placed, asked),
        }
    };
    let rows: Vec<FrontierRow> = placed.iter().enumerate().map(row).collect();
    let mut answer = Answer {
        text: vec![placements_text(&rows, asked, context), values_text(&rows, asked, context)],
        fields: vec![("question", asked.to_json()), ("run", asked.record()?), ("frontier", to_json(&rows)?)],
        ..Answer::default()
    };
    answer.section("Frontier", vec![chart(&rows, asked)?, values_part(&rows, asked)]);
    answer.section("Placements", vec![placements_part(&rows, asked)]);
    answer.deliver(&asked.head("What more effort buys"))
}

fn placement_cells(row: &FrontierRow, asked: &Question<'_>) -> [String; 4] {
    [quantity(row.effort, &asked.unit()), money(row.cost_usd_per_year, "USD/year"), in_one_line(&row.placement), row.search.method_words()]
}

fn placements_text(rows: &[FrontierRow], asked: &Question<'_>, context: &Context<'_>) -> String {
    let mut table = Table::new([("More effort", Column::Right), ("Cost", Column::Right), ("Placement", Column::Wrap), ("Search", Column::Wrap)]);
    rows.iter().for_each(|row| table.push(placement_cells(row, asked)));
    table.render(context.terminal)
}

fn placements_part(rows: &[FrontierRow], asked: &Question<'_>) -> AnalysisPart {
    let cells = rows.iter().map(|row| Vec::from(placement_cells(row, asked))).collect();
    AnalysisPart::Table { caption: "Best placement by amount".to_owned(), columns: columns([("More effort", true), ("Cost", true), ("Placement", false), ("Search", false)]), rows: cells }
}

/// One line per amount and kind of enforcement: three changes, and the interval of the last.
fn value_cells(row: &FrontierRow) -> [[String; 6]; 2] {
    [("at its posts", 0), ("follows success", 1)].map(|(words, offset)| {
        let [none, once, full] = [0, 2, 4].map(|first| &row.values[first + offset]);
        let range = change_range(full.p05, full.p95, "");
        let [none, once, full] = [none, once, full].map(|value| signed(value.change));
        [significant(row.effort), words.to_owned(), none, once, full, range]
    })
}

const VALUE_HEADINGS: [(&str, bool); 6] = [("More effort", true), ("Enforcement", false), ("No reaction", true), ("Re-routed once", true), ("Full adaptation", true), ("90 % of members, full", true)];

fn values_text(rows: &[FrontierRow], asked: &Question<'_>, context: &Context<'_>) -> String {
    let mut table = Table::new(VALUE_HEADINGS.map(|(heading, is_number)| (heading, if is_number { Column::Right } else { Column::Left })));
    rows.iter().flat_map(value_cells).for_each(|cells| table.push(cells));
    format!("Change of {} in {}; effort in {}\n\n{}", asked.options.objective, asked.yearly_unit(), asked.unit(), table.render(context.terminal))
}

fn values_part(rows: &[FrontierRow], asked: &Question<'_>) -> AnalysisPart {
    let cells = rows.iter().flat_map(value_cells).map(Vec::from).collect();
    AnalysisPart::Table { caption: format!("Change of {} in {}, by effort in {}", asked.options.objective, asked.yearly_unit(), asked.unit()), columns: columns(VALUE_HEADINGS), rows: cells }
}

/// Change by effort, one line per reaction, under the enforcement that the plan was made for.
fn chart(rows: &[FrontierRow], asked: &Question<'_>) -> Result<AnalysisPart, Failure> {
    let planned_for = asked.planned_for().enforcement;
    let line = |(number, trial): (usize, _)| {
        let nothing = (0.0, Bar { value: 0.0, interval: (0.0, 0.0) });
        let point = |row: &FrontierRow| (row.effort, Bar { value: row.values[number].change, interval: (row.values[number].p05, row.values[number].p95) });
        RangeLine { name: reaction_words(trial).to_lowercase(), points: std::iter::once(nothing).chain(rows.iter().map(point)).collect() }
    };
    let lines: Vec<RangeLine> = TRIALS.iter().enumerate().filter(|(_, trial)| trial.enforcement == planned_for).map(|(number, trial)| line((number, trial.reaction))).collect();
    let svg = range_lines(&format!("Change of {}", asked.options.objective), (&format!("more effort, {}", asked.unit()), &asked.yearly_unit()), &lines)?;
    let words = if planned_for == Enforcement::Fixed { "stays at its posts" } else { "follows success" };
    Ok(AnalysisPart::Chart { svg, caption: format!("Points: central parameters, expected values, while the rest of enforcement {words}. Strokes: 90 % of members.") })
}
