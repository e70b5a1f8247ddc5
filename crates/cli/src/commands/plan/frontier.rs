//! `plan frontier`: the best placement and its values by amount.

use super::efforts::method_words;
use super::page::{Answer, Head, columns};
use super::request::PlacementOptions;
use super::values::{BY_REACTION, by_reaction};
use super::watch::SearchProgress;
use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use counterflow_app::plan::frontier::{frontier_result, search_frontier};
use counterflow_app::plan::task::PlacementTask;
use counterflow_app::plan::words::{TRIALS, changed, in_one_line, reaction_words, within};
use counterflow_app::results::plan::FrontierPoint;
use counterflow_model::interdiction::Enforcement;
use counterflow_report::analysis_charts::Bar;
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{money, quantity, significant};
use counterflow_report::plan_charts::{RangeLine, range_lines};
use counterflow_report::text_table::{Column, Table};

/// Places every multiple of a step up to the whole amount.
pub fn frontier(
    options: &PlacementOptions,
    asked: &PlacementTask<'_>,
    steps: usize,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let watch = SearchProgress::new("trying placements", asked.request.seconds, context);
    let placed = search_frontier(asked, steps, &watch)?;
    drop(watch);
    let found = frontier_result(asked, &placed, steps, &Progress::new(0, "three values", context.terminal))?;
    let rows = &found.frontier;
    let mut answer = Answer {
        short: found.in_short.clone(),
        text: vec![placements_text(rows, asked, context), values_text(rows, asked, context)],
        ..Answer::default()
    };
    if found.amounts_left_out > 0 {
        let words = left_out(found.amounts_left_out);
        answer.text.insert(0, words.clone());
        answer.section("Amounts left out", vec![AnalysisPart::Text(words)]);
    }
    answer.section("Frontier", vec![chart(rows, asked)?, values_part(rows, asked)]);
    answer.section("Placements", vec![placements_part(rows, asked)]);
    answer.deliver(&Head::of("What more effort buys", options, asked), &found)
}

fn left_out(amounts: usize) -> String {
    format!("Stopped: {amounts} larger amounts were not reached.")
}

fn placement_cells(row: &FrontierPoint, asked: &PlacementTask<'_>) -> [String; 4] {
    [
        quantity(row.effort, &asked.unit()),
        money(row.cost_usd_per_year, "USD/year"),
        in_one_line(&row.placement),
        method_words(&row.search),
    ]
}

fn placements_text(rows: &[FrontierPoint], asked: &PlacementTask<'_>, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("More effort", Column::Right),
        ("Cost", Column::Right),
        ("Placement", Column::Wrap),
        ("Search", Column::Wrap),
    ]);
    rows.iter().for_each(|row| table.push(placement_cells(row, asked)));
    table.render(context.terminal.style())
}

fn placements_part(rows: &[FrontierPoint], asked: &PlacementTask<'_>) -> AnalysisPart {
    let cells = rows.iter().map(|row| Vec::from(placement_cells(row, asked))).collect();
    AnalysisPart::Table {
        caption: "Best placement by amount".to_owned(),
        columns: columns([("More effort", true), ("Cost", true), ("Placement", false), ("Search", false)]),
        rows: cells,
    }
}

/// One line per amount and kind of enforcement.
fn value_cells(row: &FrontierPoint) -> impl Iterator<Item = Vec<String>> {
    let effort = significant(row.effort);
    by_reaction(&row.values).into_iter().map(move |cells| std::iter::once(effort.clone()).chain(cells).collect())
}

fn value_headings() -> impl Iterator<Item = (&'static str, bool)> {
    [("More effort", true)].into_iter().chain(BY_REACTION)
}

fn values_caption(asked: &PlacementTask<'_>) -> String {
    format!(
        "Change of {}, by effort in {}",
        within(&changed(&asked.objective_words(), &asked.yearly_unit())),
        asked.unit()
    )
}

fn values_text(rows: &[FrontierPoint], asked: &PlacementTask<'_>, context: &Context<'_>) -> String {
    let mut table = Table::new(
        value_headings().map(|(heading, is_number)| (heading, if is_number { Column::Right } else { Column::Left })),
    );
    rows.iter().flat_map(value_cells).for_each(|cells| table.push(cells));
    format!("{}\n\n{}", values_caption(asked), table.render(context.terminal.style()))
}

fn values_part(rows: &[FrontierPoint], asked: &PlacementTask<'_>) -> AnalysisPart {
    let columns = value_headings().map(|(heading, is_number)| (heading.to_owned(), is_number)).collect();
    AnalysisPart::Table { caption: values_caption(asked), columns, rows: rows.iter().flat_map(value_cells).collect() }
}

/// Change by effort, one line per reaction, under the enforcement that the plan was made for.
fn chart(rows: &[FrontierPoint], asked: &PlacementTask<'_>) -> Result<AnalysisPart, Failure> {
    let planned_for = asked.planned_for().enforcement;
    let line = |(number, trial): (usize, _)| {
        let nothing = (0.0, Bar { value: 0.0, interval: (0.0, 0.0) });
        let point = |row: &FrontierPoint| {
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
            "Points: central parameters, expected values, while the rest of enforcement {words}. Strokes: 90 % of \
             members."
        ),
    })
}
