//! The three values of a plan as tables and charts.

use crate::context::Context;
use crate::failure::Failure;
use counterflow_app::plan::words::{SHARE, TRIALS, enforcement_words, reaction_words, within};
use counterflow_app::results::plan::PlanValue;
use counterflow_model::interdiction::Enforcement;
use counterflow_planner::simulated::{Reaction, Trial};
use counterflow_report::analysis_charts::{Bar, bars};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{change as change_words, change_range, percent_change, quantity, unit_words};
use counterflow_report::text_table::{Column, Table};

fn bar(value: &PlanValue) -> Bar {
    Bar { value: value.change, interval: (value.p05, value.p95) }
}

/// The values as a table of words: headings, and cells by row.
fn cells(values: &[PlanValue], objective: &str) -> ([String; 6], Vec<[String; 6]>) {
    let headings = [
        format!("Change of {}", within(objective)),
        "Enforcement".to_owned(),
        "Without".to_owned(),
        "Expected".to_owned(),
        String::new(),
        "90 % of members".to_owned(),
    ];
    let row = |(value, trial): (&PlanValue, &Trial)| {
        let relative = if value.without == 0.0 { String::new() } else { percent_change(value.change / value.without) };
        let interval = change_range(value.p05, value.p95, &value.unit);
        let words = [reaction_words(trial.reaction), enforcement_words(trial.enforcement)].map(str::to_owned);
        let [reaction, enforcement] = words;
        [
            reaction,
            enforcement,
            quantity(value.without, &value.unit),
            change_words(value.change, &value.unit),
            relative,
            interval,
        ]
    };
    (headings, values.iter().zip(&TRIALS).map(row).collect())
}

/// The values as a table.
pub fn text(values: &[PlanValue], objective: &str, context: &Context<'_>) -> String {
    let (headings, rows) = cells(values, objective);
    // The level without the plan is left to the page and the JSON: it does not fit the line.
    let shown = |position: &usize| *position != 2;
    let kinds = [Column::Left, Column::Left, Column::Right, Column::Right, Column::Right, Column::Right];
    let mut table = Table::new((0..6).filter(shown).map(|position| (headings[position].clone(), kinds[position])));
    for row in rows {
        table.push((0..6).filter(shown).map(|position| row[position].clone()));
    }
    table.render(context.terminal.style())
}

/// Headings of [`by_reaction`], and whether the column holds numbers.
pub const BY_REACTION: [(&str, bool); 5] = [
    ("Enforcement", false),
    ("No reaction", true),
    ("Re-routed once", true),
    ("Full adaptation", true),
    ("90 % of members, full", true),
];

/// One line per kind of enforcement: three changes, and the interval of the last.
pub fn by_reaction(values: &[PlanValue]) -> [[String; 5]; 2] {
    [(Enforcement::Fixed, 0), (Enforcement::Adaptive, 1)].map(|(enforcement, offset)| {
        let [none, once, full] = [0, 2, 4].map(|first| &values[first + offset]);
        let unit = if full.unit == SHARE { SHARE } else { "" };
        let range = change_range(full.p05, full.p95, unit);
        let [none, once, full] = [none, once, full].map(|value| change_words(value.change, unit));
        [enforcement_words(enforcement).to_owned(), none, once, full, range]
    })
}

/// The values as chart and table of a page.
pub fn parts(values: &[PlanValue], objective: &str) -> Result<Vec<AnalysisPart>, Failure> {
    let unit = values.first().map_or("", |value| value.unit.as_str());
    let row = |(reaction, pair): (&Reaction, &[PlanValue])| {
        (reaction_words(*reaction).to_owned(), pair.iter().map(bar).collect())
    };
    let rows: Vec<(String, Vec<Bar>)> = Reaction::ALL.iter().zip(values.chunks(2)).map(row).collect();
    let title = format!("Change of {}", within(objective));
    let svg = bars(&title, &unit_words(unit), &["enforcement at its posts", "follows success"], &rows)?;
    let (headings, rows) = cells(values, objective);
    let columns = headings.into_iter().enumerate().map(|(position, heading)| (heading, position > 1)).collect();
    let caption = "The plan's effect under three reactions, against the same runs without the plan".to_owned();
    Ok(vec![
        AnalysisPart::Chart {
            svg,
            caption: "Bars: central parameters, expected values. Strokes: 90 % of members, which differ in parameters \
            and chance."
                .to_owned(),
        },
        AnalysisPart::Table { caption, columns, rows: rows.into_iter().map(Vec::from).collect() },
    ])
}
