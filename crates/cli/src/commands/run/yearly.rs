//! Expected values by year with the band of an ensemble.

use super::RunArguments;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Format, deliver, deliver_chart, result_line};
use crate::progress::Progress;
use crate::timeline::{self, Line};
use counterflow_app::months::year_number;
use counterflow_app::results::yearly_run::{YearlyRun, YearlySeries};
use counterflow_app::series::SeriesRef;
use counterflow_app::session::{NamedScenario, Session};
use counterflow_app::yearly_run::yearly_run;
use counterflow_model::indicators::WORLD;
use counterflow_model::policy::Scenario;
use counterflow_report::analysis_charts::Bar;
use counterflow_report::number::significant;
use counterflow_report::path_charts::{PathLine, PathPanel, path_panels};
use counterflow_report::tables::csv_text;
use counterflow_study::statistics::Spread;

/// Columns of the CSV table.
const COLUMNS: [&str; 9] = ["scenario", "year", "indicator", "where", "unit", "expected", "median", "p05", "p95"];

/// Runs it and delivers the answer.
pub fn execute(
    options: &RunArguments,
    format: Format,
    session: &Session,
    named: &NamedScenario,
    chosen: &[SeriesRef],
    context: &Context<'_>,
) -> Result<(), Failure> {
    let progress = Progress::new(0, "running", context.terminal);
    let found = yearly_run(options.size(session)?, session, named, chosen, &progress)?;
    drop(progress);
    let text = match format {
        Format::Json => result_line(found)?,
        Format::Csv => csv_text(&COLUMNS, rows(&named.scenario.id, &found))?,
        Format::Table => table(options, &named.scenario, session, &found, context),
        Format::Chart => {
            let svg = chart(&named.scenario, &found)?;
            return options.out.as_deref().map_or(Ok(()), |path| deliver_chart(&svg, path));
        }
    };
    deliver(&text, options.out.as_deref())
}

/// A row per series and year, and one for the window.
fn rows(scenario: &str, found: &YearlyRun) -> Vec<Vec<String>> {
    let window = found.window.join("..");
    let row = |one: &YearlySeries, year: &str, expected: f64, band: Spread| {
        let texts = [scenario, year, one.indicator, &one.place, &one.unit].map(str::to_owned);
        let numbers = [expected, band.median, band.p05, band.p95].map(|value| value.to_string());
        texts.into_iter().chain(numbers).collect()
    };
    let of_series = |one: &YearlySeries| -> Vec<Vec<String>> {
        let years = found.years.iter().zip(one.expected.iter().zip(&one.band));
        let years = years.map(|(year, (expected, band))| row(one, year, *expected, *band));
        years.chain([row(one, &window, one.window.expected, one.window.band)]).collect()
    };
    found.series.iter().flat_map(of_series).collect()
}

fn title(one: &YearlySeries) -> String {
    if one.place == WORLD { one.title.to_owned() } else { format!("{}, {}", one.title, one.place) }
}

fn table(
    options: &RunArguments,
    scenario: &Scenario,
    session: &Session,
    found: &YearlyRun,
    context: &Context<'_>,
) -> String {
    let line = |one: &YearlySeries| {
        let band = one.window.band;
        Line {
            title: title(one),
            unit: one.unit.clone(),
            values: one.expected.clone(),
            tail: vec![
                significant(one.window.expected),
                format!("{} to {}", significant(band.p05), significant(band.p95)),
            ],
        }
    };
    // Who asks for a series wants its band year by year.
    let ends = |one: &YearlySeries| {
        let end = |title: &str, value: fn(&Spread) -> f64| Line {
            title: format!("  {title}"),
            values: one.band.iter().map(value).collect(),
            tail: vec![String::new(); 2],
            ..Line::default()
        };
        [end("95 % of members below", |band| band.p95), end("5 % of members below", |band| band.p05)]
    };
    let asked = !options.series.is_empty();
    let lines: Vec<Line> = found
        .series
        .iter()
        .flat_map(|one| std::iter::once(line(one)).chain(asked.then(|| ends(one)).into_iter().flatten()))
        .collect();
    let tail = [format!("{}..{}", found.window[0], found.window[1]), "90 % of members".to_owned()];
    let (table, shortened) = timeline::render(&found.years, &tail, &lines, context.terminal);
    let left_out = if shortened { " Years are left out to fit the terminal." } else { "" };
    format!(
        "{}: {}\n{} to {}, expected values at central parameters; band of {} members of seed {}\n\n{table}\n\
         Flows count per year; levels are means. The last columns are over the window that `compare` and the report \
         use.{left_out}\n",
        scenario.name, scenario.about, session.model.world.start, scenario.until, found.members, options.seed
    )
}

fn chart(scenario: &Scenario, found: &YearlyRun) -> Result<String, Failure> {
    let panel = |one: &YearlySeries| {
        let point = |(year, (expected, band)): (&String, (&f64, &Spread))| {
            (year_number(year), Bar { value: *expected, interval: (band.p05, band.p95) })
        };
        let points = found.years.iter().zip(one.expected.iter().zip(&one.band)).map(point).collect();
        PathPanel {
            title: title(one),
            unit: one.unit.clone(),
            is_change: false,
            lines: vec![PathLine { name: 0, points }],
        }
    };
    let panels: Vec<PathPanel> = found.series.iter().map(panel).collect();
    let name = format!("{}: expected values, band of 90 % of {} members", scenario.name, found.members);
    Ok(path_panels(&name, &[&scenario.id], &panels, panels.len().min(2))?)
}
