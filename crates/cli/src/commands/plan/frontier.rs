//! `plan frontier`: the best placement and its values by amount.

use super::answer::{Effort, Search, in_one_line};
use super::page::{Answer, columns};
use super::question::Question;
use super::values::{BY_REACTION, Evaluation, PlanValue, TRIALS, by_reaction, changed, reaction_words, within};
use super::watch::TryOut;
use super::{in_steps, refused};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::to_json;
use crate::table::{Column, Table};
use counterflow_model::interdiction::Enforcement;
use counterflow_planner::Watch;
use counterflow_planner::simulated::{Placed, search};
use counterflow_report::analysis_charts::Bar;
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{change, money, quantity, significant};
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
    let placed = best_placements(asked, steps, context)?;
    let evaluation = Evaluation::new(asked, placed.len(), context)?;
    let row = |(amount, placed): (usize, &Placed)| {
        let effort = (amount + 1) as f64 * problem.step_effort;
        let values = evaluation.values(&|member| problem.uses(member, &in_steps(&placed.steps)));
        let search = Search::new(placed, &values, asked)?;
        Ok(FrontierRow {
            effort,
            cost_usd_per_year: effort * asked.unit_cost_usd(),
            placement: asked.efforts(&in_steps(&placed.steps)),
            values,
            search,
        })
    };
    let rows: Vec<FrontierRow> = placed.iter().enumerate().map(row).collect::<Result<_, Failure>>()?;
    let mut answer = Answer {
        short: short(&rows, asked),
        text: vec![placements_text(&rows, asked, context), values_text(&rows, asked, context)],
        fields: vec![
            ("question", asked.to_json()),
            ("run", asked.record()?),
            ("frontier", to_json(&rows)?),
            ("amounts_left_out", (steps - rows.len()).into()),
        ],
        ..Answer::default()
    };
    if rows.len() < steps {
        answer.text.insert(0, left_out(steps - rows.len()));
        answer.section("Amounts left out", vec![AnalysisPart::Text(left_out(steps - rows.len()))]);
    }
    answer.section("Frontier", vec![chart(&rows, asked)?, values_part(&rows, asked)]);
    answer.section("Placements", vec![placements_part(&rows, asked)]);
    answer.deliver(&asked.head("What more effort buys"))
}

/// The best placement of each amount, until time is over; the first amount is always answered.
fn best_placements(asked: &Question<'_>, steps: usize, context: &Context<'_>) -> Result<Vec<Placed>, Failure> {
    let problem = &asked.problem;
    let watch = TryOut::new("trying placements", asked.options.seconds, context);
    let cost = |steps: &[usize]| {
        problem.cost(problem.value(
            &asked.central,
            &problem.uses(&asked.central, &in_steps(steps)),
            asked.planned_for(),
        ))
    };
    let mut placed = Vec::new();
    for amount in 1..=steps {
        if watch.is_over() && !placed.is_empty() {
            break;
        }
        placed.push(
            search(asked.lattice(amount, amount), asked.options.runs, &watch, &cost)
                .map_err(|error| refused(&error))?,
        );
    }
    Ok(placed)
}

/// What the largest amount does, and what each step adds to it.
fn short(rows: &[FrontierRow], asked: &Question<'_>) -> Vec<String> {
    let Some(last) = rows.last() else { return Vec::new() };
    let full = TRIALS.iter().position(|trial| *trial == asked.planned_for()).unwrap_or_default();
    let changes: Vec<f64> = std::iter::once(0.0).chain(rows.iter().map(|row| row.values[full].change)).collect();
    let added: Vec<String> = changes.windows(2).map(|pair| change(pair[1] - pair[0], &asked.yearly_unit())).collect();
    let step = quantity(asked.problem.step_effort, &asked.unit());
    let mut lines = asked.in_short(
        format!("With {} more: {}.", quantity(last.effort, &asked.unit()), in_one_line(&last.placement)),
        &last.values,
    );
    lines.push(format!("Each step of {step} adds, after full adaptation: {}.", added.join(", ")));
    lines
}

fn left_out(amounts: usize) -> String {
    format!("Stopped: {amounts} larger amounts were not reached.")
}

fn placement_cells(row: &FrontierRow, asked: &Question<'_>) -> [String; 4] {
    [
        quantity(row.effort, &asked.unit()),
        money(row.cost_usd_per_year, "USD/year"),
        in_one_line(&row.placement),
        row.search.method_words(),
    ]
}

fn placements_text(rows: &[FrontierRow], asked: &Question<'_>, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("More effort", Column::Right),
        ("Cost", Column::Right),
        ("Placement", Column::Wrap),
        ("Search", Column::Wrap),
    ]);
    rows.iter().for_each(|row| table.push(placement_cells(row, asked)));
    table.render(context.terminal)
}

fn placements_part(rows: &[FrontierRow], asked: &Question<'_>) -> AnalysisPart {
    let cells = rows.iter().map(|row| Vec::from(placement_cells(row, asked))).collect();
    AnalysisPart::Table {
        caption: "Best placement by amount".to_owned(),
        columns: columns([("More effort", true), ("Cost", true), ("Placement", false), ("Search", false)]),
        rows: cells,
    }
}

/// One line per amount and kind of enforcement.
fn value_cells(row: &FrontierRow) -> impl Iterator<Item = Vec<String>> {
    let effort = significant(row.effort);
    by_reaction(&row.values).into_iter().map(move |cells| std::iter::once(effort.clone()).chain(cells).collect())
}

fn value_headings() -> impl Iterator<Item = (&'static str, bool)> {
    [("More effort", true)].into_iter().chain(BY_REACTION)
}

fn values_caption(asked: &Question<'_>) -> String {
    format!(
        "Change of {}, by effort in {}",
        within(&changed(&asked.objective_words(), &asked.yearly_unit())),
        asked.unit()
    )
}

fn values_text(rows: &[FrontierRow], asked: &Question<'_>, context: &Context<'_>) -> String {
    let mut table = Table::new(
        value_headings().map(|(heading, is_number)| (heading, if is_number { Column::Right } else { Column::Left })),
    );
    rows.iter().flat_map(value_cells).for_each(|cells| table.push(cells));
    format!("{}\n\n{}", values_caption(asked), table.render(context.terminal))
}

fn values_part(rows: &[FrontierRow], asked: &Question<'_>) -> AnalysisPart {
    let columns = value_headings().map(|(heading, is_number)| (heading.to_owned(), is_number)).collect();
    AnalysisPart::Table { caption: values_caption(asked), columns, rows: rows.iter().flat_map(value_cells).collect() }
}

/// Change by effort, one line per reaction, under the enforcement that the plan was made for.
fn chart(rows: &[FrontierRow], asked: &Question<'_>) -> Result<AnalysisPart, Failure> {
    let planned_for = asked.planned_for().enforcement;
    let line = |(number, trial): (usize, _)| {
        let nothing = (0.0, Bar { value: 0.0, interval: (0.0, 0.0) });
        let point = |row: &FrontierRow| {
            (
                row.effort,
                Bar { value: row.values[number].change, interval: (row.values[number].p05, row.values[number].p95) },
            )
        };
        RangeLine {
            name: reaction_words(trial).to_lowercase(),
            points: std::iter::once(nothing).chain(rows.iter().map(point)).collect(),
        }
    };
    let lines: Vec<RangeLine> = TRIALS
        .iter()
        .enumerate()
        .filter(|(_, trial)| trial.enforcement == planned_for)
        .map(|(number, trial)| line((number, trial.reaction)))
        .collect();
    let svg = range_lines(
        &format!("Change of {}", within(&asked.objective_words())),
        (&format!("more effort, {}", asked.unit()), &asked.yearly_unit()),
        &lines,
    )?;
    let words = if planned_for == Enforcement::Fixed { "stays at its posts" } else { "follows success" };
    Ok(AnalysisPart::Chart {
        svg,
        caption: format!(
            "Points: central parameters, expected values, while the rest of enforcement {words}. Strokes: 90 % of members."
        ),
    })
}
