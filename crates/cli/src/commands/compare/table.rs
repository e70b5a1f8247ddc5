//! The comparison as text: what differs, then levels and changes.

use crate::context::Context;
use counterflow_app::compare::Case;
use counterflow_app::results::comparison::{
    ComparedIndicator, ComparedScenario, Comparison, PairedChange, ScenarioDifference,
};
use counterflow_model::indicators::WORLD;
use counterflow_report::number::{change, change_range, percent_change, quantity};
use counterflow_report::text_table::{Column, Table};
use counterflow_study::statistics::Spread;

/// The text.
pub fn text(found: &Comparison, case: &Case<'_>, set: &[(String, f64)], members: u32, context: &Context<'_>) -> String {
    let first = case.scenarios.first().map_or("", |named| named.scenario.id.as_str());
    let mut text = what_differs(&found.differences, first);
    for (id, value) in set {
        text.push_str(&format!("Assumed in every scenario: {id} = {value}\n"));
    }
    text.push_str(&format!("\n{}", table(&found.indicators, first, false, context)));
    for further in &found.cases {
        text.push_str(&format!("\nUnder {}, an assumption and no policy:\n\n", further.label));
        text.push_str(&table(&further.indicators, first, true, context));
    }
    let [from, until] = &found.window;
    format!(
        "{text}\nMedians of {members} members, means from {from} to {until}; changes against `{first}`, member by \
         member.\n\
         Changes in brackets: the interval of 90 % of the members includes zero.\n"
    )
}

/// A line for each scenario's policy and for its assumptions.
fn what_differs(differences: &[ScenarioDifference], first: &str) -> String {
    let mut text = String::new();
    for one in differences {
        let policy = if one.policy.is_empty() { "no other policy".to_owned() } else { one.policy.join("\n  ") };
        text.push_str(&format!("{} against {first}:\n  {policy}\n", one.scenario));
        if !one.assumptions.is_empty() {
            text.push_str(&format!("  and other assumptions, told apart below: {}\n", one.assumptions.join("; ")));
        }
    }
    text
}

fn table(rows: &[ComparedIndicator], first: &str, is_further: bool, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Indicator", Column::Wrap),
        ("Scenario", Column::Left),
        ("Level", Column::Right),
        ("Change", Column::Right),
        ("90 % of members", Column::Right),
    ]);
    for row in rows {
        for (position, cell) in row.scenarios.iter().enumerate() {
            let place = if row.place == WORLD { String::new() } else { format!(", {}", row.place) };
            let heading = if position == 0 { format!("{}{place}", row.title) } else { String::new() };
            let (moved, interval) = cell.change.as_ref().map_or_else(Default::default, |found| texts(found, &row.unit));
            table.push([heading, cell.scenario.clone(), quantity(cell.level.median, &row.unit), moved, interval]);
            if let Some(assumed) = &cell.assumptions {
                let (moved, interval) = texts(assumed, &row.unit);
                let who = assumption_words(cell, first, is_further);
                table.push([String::new(), who, String::new(), moved, interval]);
            }
        }
    }
    table.render(context.terminal.style())
}

/// Whose assumptions a line is about.
fn assumption_words(cell: &ComparedScenario, first: &str, is_further: bool) -> String {
    if is_further && cell.scenario == first { "  the assumption".to_owned() } else { "  its assumptions".to_owned() }
}

/// The median change and its interval: relative where that means something, in brackets where it is no more than
/// noise.
fn texts(found: &PairedChange, unit: &str) -> (String, String) {
    let (moved, interval) = match found.relative {
        Some(Spread { median, p05, p95 }) => {
            (percent_change(median), format!("{} to {}", percent_change(p05), percent_change(p95)))
        }
        None => (change(found.absolute.median, unit), change_range(found.absolute.p05, found.absolute.p95, unit)),
    };
    let is_noise = found.absolute.p05 <= 0.0 && found.absolute.p95 >= 0.0;
    if is_noise { (format!("({moved})"), interval) } else { (moved, interval) }
}
