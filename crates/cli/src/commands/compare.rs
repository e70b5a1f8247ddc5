//! `counterflow compare`: scenarios side by side, member by member.
//!
//! A member shares its parameters and its random numbers between scenarios, so the difference is
//! taken within each member and the interval is that of the differences.

use super::{Context, EnsembleOptions};
use crate::failure::Failure;
use crate::headline::{Chosen, headlines};
use crate::months::yearly_unit;
use crate::output::{print, print_json, to_json, versioned};
use crate::progress::Progress;
use crate::record::run_record;
use crate::session::{Named, Session};
use crate::table::{Column, Table};
use clap::Args;
use counterflow_report::comparison::MONTHS;
use counterflow_report::number::{change, change_range, percent_change, quantity};
use counterflow_study::ensemble::{Ensemble, EnsembleError, Keep, Observer, Sample};
use counterflow_study::statistics::{quantile, sorted};
use serde::Serialize;
use serde_json::{Value, json};

const MONTHS_PER_YEAR: f64 = 12.0;

/// Options of `compare`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow compare baseline military multilateral
  counterflow compare baseline my-scenario.toml --members 500 --json

Differences are taken to the first scenario, member by member: each member shares its parameters and
its random numbers between the scenarios. The window is the last 36 months that all of them cover.")]
pub struct CompareArguments {
    /// Names of scenarios or paths of .toml files; the first is the one compared with
    #[arg(value_name = "SCENARIO", required = true, num_args = 2..)]
    scenarios: Vec<String>,
    #[command(flatten)]
    ensemble: EnsembleOptions,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Median and the interval that holds 90 % of the members.
#[derive(Clone, Copy, Debug, Serialize)]
struct Spread {
    median: f64,
    p05: f64,
    p95: f64,
}

impl Spread {
    fn of(values: impl IntoIterator<Item = f64>) -> Self {
        const INTERVAL: (f64, f64) = (0.05, 0.95);
        let sorted = sorted(values);
        Self { median: quantile(&sorted, 0.5), p05: quantile(&sorted, INTERVAL.0), p95: quantile(&sorted, INTERVAL.1) }
    }
}

/// One indicator in one scenario.
#[derive(Debug, Serialize)]
struct Cell {
    scenario: String,
    level: Spread,
    change: Option<Change>,
}

#[derive(Debug, Serialize)]
struct Change {
    #[serde(flatten)]
    absolute: Spread,
    relative: Option<Spread>,
}

/// One indicator in all scenarios.
#[derive(Debug, Serialize)]
struct Row {
    indicator: &'static str,
    title: &'static str,
    place: String,
    unit: String,
    scenarios: Vec<Cell>,
}

/// Runs the command.
pub fn execute(options: &CompareArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let scenarios = session.scenarios_named(&options.scenarios)?;
    let progress = Progress::new(0, "comparing", context.terminal);
    if options.json {
        return print_json(&json(&options.ensemble, &session, &scenarios, &progress)?);
    }
    let (_, rows) = compared(&options.ensemble, &session, &scenarios, &progress)?;
    drop(progress);
    print(&table_text(&rows, &scenarios, options, context))
}

/// The comparison with its record, as JSON, as long as the observer wants it.
pub fn json(
    options: &EnsembleOptions,
    session: &Session,
    scenarios: &[Named],
    observer: &dyn Observer,
) -> Result<Value, Failure> {
    let (window, rows) = compared(options, session, scenarios, observer)?;
    let record = run_record(session, scenarios, options.seed, options.members);
    let start = session.model.world.start;
    let months = json!([
        start.plus_months(window.start as i64).to_string(),
        start.plus_months(window.end as i64 - 1).to_string()
    ]);
    Ok(versioned([("run", to_json(&record)?), ("window", months), ("indicators", to_json(&rows)?)]))
}

/// The months compared, and one row per headline series.
fn compared(
    options: &EnsembleOptions,
    session: &Session,
    scenarios: &[Named],
    observer: &dyn Observer,
) -> Result<(std::ops::Range<usize>, Vec<Row>), Failure> {
    let chosen = headlines(&session.model);
    let samples = sample(options, session, scenarios, &chosen, observer)?;
    let rows = chosen.iter().enumerate().map(|(series, chosen)| row(scenarios, &samples, series, chosen)).collect();
    Ok((window(&samples), rows))
}

fn sample(
    options: &EnsembleOptions,
    session: &Session,
    scenarios: &[Named],
    chosen: &[Chosen],
    observer: &dyn Observer,
) -> Result<Vec<Sample>, Failure> {
    let EnsembleOptions { members, seed, .. } = *options;
    let ensemble = Ensemble { model: &session.model, evidence: &session.evidence, members, seed };
    let keep = Keep { series: chosen.iter().map(|chosen| chosen.position).collect(), ..Keep::default() };
    observer.expect(u64::from(members) * scenarios.len() as u64);
    options.on_threads(|| {
        let one = |named: &Named| ensemble.sample(&named.scenario, &keep, observer);
        Ok(scenarios.iter().map(one).collect::<Result<Vec<Sample>, EnsembleError>>()?)
    })
}

/// The last months that all scenarios cover.
fn window(samples: &[Sample]) -> std::ops::Range<usize> {
    let end = samples.iter().map(|sample| sample.months).min().unwrap_or(0);
    end.saturating_sub(MONTHS)..end
}

/// Yearly value of each member over the window.
fn levels(sample: &Sample, series: usize, chosen: &Chosen, window: &std::ops::Range<usize>) -> Vec<f64> {
    let factor = if chosen.indicator.flow { MONTHS_PER_YEAR } else { 1.0 };
    let mean = |member| {
        sample.series(member, series)[window.clone()].iter().sum::<f64>() / window.len().max(1) as f64 * factor
    };
    (0..sample.members()).map(mean).collect()
}

fn row(scenarios: &[Named], samples: &[Sample], series: usize, chosen: &Chosen) -> Row {
    let window = window(samples);
    let values: Vec<Vec<f64>> = samples.iter().map(|sample| levels(sample, series, chosen, &window)).collect();
    let cell = |(position, (named, values_here)): (usize, (&Named, &Vec<f64>))| {
        let differences = || values_here.iter().zip(&values[0]).map(|(here, first)| here - first);
        Cell {
            scenario: named.scenario.id.clone(),
            level: Spread::of(values_here.iter().copied()),
            change: (position > 0).then(|| Change {
                absolute: Spread::of(differences()),
                relative: relative(values_here, &values[0], chosen),
            }),
        }
    };
    Row {
        indicator: chosen.indicator.id,
        title: chosen.indicator.title,
        place: chosen.place.clone(),
        unit: yearly_unit(chosen.indicator),
        scenarios: scenarios.iter().zip(&values).enumerate().map(cell).collect(),
    }
}

/// The members' relative changes; none where a level may be zero or has no natural zero.
fn relative(here: &[f64], first: &[f64], chosen: &Chosen) -> Option<Spread> {
    let has_zero = !matches!(chosen.indicator.unit, "index" | "share" | "point");
    let all_positive = first.iter().all(|value| *value > 0.0);
    (has_zero && all_positive).then(|| Spread::of(here.iter().zip(first).map(|(here, first)| here / first - 1.0)))
}

fn table_text(rows: &[Row], scenarios: &[Named], options: &CompareArguments, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Indicator", Column::Wrap),
        ("Scenario", Column::Left),
        ("Level", Column::Right),
        ("Change", Column::Right),
        ("90 % of members", Column::Right),
    ]);
    for row in rows {
        for (position, cell) in row.scenarios.iter().enumerate() {
            let place = if row.place == counterflow_model::indicators::WORLD {
                String::new()
            } else {
                format!(", {}", row.place)
            };
            let heading = if position == 0 { format!("{}{place}", row.title) } else { String::new() };
            let (moved, interval) =
                cell.change.as_ref().map_or_else(Default::default, |found| change_texts(found, &row.unit));
            table.push([heading, cell.scenario.clone(), quantity(cell.level.median, &row.unit), moved, interval]);
        }
    }
    let first = scenarios.first().map_or("", |named| named.scenario.id.as_str());
    format!(
        "{}\nMedians of {} members over the last {MONTHS} months in common; changes against `{first}`, member by member.\n",
        table.render(context.terminal),
        options.ensemble.members
    )
}

/// The median change and its interval: relative where that means something.
fn change_texts(found: &Change, unit: &str) -> (String, String) {
    match found.relative {
        Some(Spread { median, p05, p95 }) => {
            (percent_change(median), format!("{} to {}", percent_change(p05), percent_change(p95)))
        }
        None => (change(found.absolute.median, unit), change_range(found.absolute.p05, found.absolute.p95, unit)),
    }
}
