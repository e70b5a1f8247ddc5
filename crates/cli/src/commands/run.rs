//! `counterflow run`: one scenario, one member.

use crate::context::Context;
use crate::failure::Failure;
use crate::options::{DrawsOptions, month};
use crate::output::{deliver, result_line};
use crate::overrides;
use crate::timeline::{self, Line};
use clap::Args;
use counterflow_app::months::{labels, over, years};
use counterflow_app::run::{RunChoice, result, simulate};
use counterflow_app::series::{SeriesRef, every_series, find_all, headlines, yearly_unit};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::policy::Scenario;
use counterflow_model::{Model, Run};
use counterflow_report::tables::{TidyCsvWriter, TidyRow};
use std::path::PathBuf;

/// Longest run that may be asked for.
const MAX_MONTHS: i64 = 1200;

/// Options of `run`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow run military
  counterflow run my-scenario.toml --expected --json --out run.json
  counterflow run multilateral --series seized --series retail_price@united_states --csv
  counterflow run baseline --set market.pass_through_inside_market=0.8 --until 2030-12
  counterflow run military --member 17          the 17th draw of every uncertain parameter

The table shows flows added up over the year and levels of its last month. --csv and --json hold
every month; --json holds every series with unit and definition unless --series picks some.")]
pub struct RunArguments {
    /// Name of a scenario (`counterflow scenarios`), or path of a .toml file
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Member of the ensemble: 0 has central parameters, others draw every uncertain one
    #[arg(long, value_name = "M", default_value_t = 0)]
    member: u32,
    #[command(flatten)]
    draws: DrawsOptions,
    /// Runs on expected values, without random draws of events
    #[arg(long)]
    expected: bool,
    /// Last month, instead of the scenario's
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    until: Option<YearMonth>,
    /// Sets a parameter, in the unit that `counterflow evidence show` names; may be repeated
    #[arg(long, value_name = "MODULE.PARAMETER=VALUE")]
    set: Vec<String>,
    /// Shows this series instead of the headlines; without a place, all places; may be repeated
    #[arg(long, value_name = "INDICATOR[@PLACE]")]
    series: Vec<String>,
    /// Prints JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Prints CSV: scenario, member, month, indicator, where, value
    #[arg(long)]
    csv: bool,
    /// Writes to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn execute(options: &RunArguments, context: &Context<'_>) -> Result<(), Failure> {
    let set = overrides::parse(&options.set)?;
    let session = context.session_for(std::slice::from_ref(&options.scenario))?;
    let named = prepare(options, set, &session)?;
    let chosen = choose(options, &session.model)?;
    let choice = options.choice(&session)?;
    let run = simulate(&choice, &session, &named.scenario)?;
    let text = if options.json {
        // One line: a run holds some hundred thousand numbers.
        result_line(result(&choice, &session, &named, &run, &chosen))?
    } else if options.csv {
        csv_text(options, &session, &named.scenario, &run, &chosen)?
    } else {
        table_text(options, &session, &named.scenario, &run, &chosen, context)
    };
    deliver(&text, options.out.as_deref())
}

/// The scenario with the changes of the command line.
fn prepare(options: &RunArguments, set: Vec<(String, f64)>, session: &Session) -> Result<NamedScenario, Failure> {
    let mut named = session.scenario(&options.scenario)?;
    named.scenario.parameters.extend(session.checked_parameters(set)?);
    if let Some(until) = options.until {
        let start = session.model.world.start;
        let last = start.plus_months(MAX_MONTHS - 1);
        if until < start || until > last {
            return Err(Problem::new("E0804", format!("--until {until} lies outside the run"))
                .expect(format!("a month from {start} to {last}"))
                .into());
        }
        named.scenario.until = until;
    }
    Ok(named)
}

/// The series asked for; headlines for a table and everything for files otherwise.
fn choose(options: &RunArguments, model: &Model) -> Result<Vec<SeriesRef>, Problems> {
    match options.series.is_empty() {
        true if options.json || options.csv => Ok(every_series(&model.layout)),
        true => Ok(headlines(model)),
        false => find_all(&options.series, model),
    }
}

impl RunArguments {
    fn choice(&self, session: &Session) -> Result<RunChoice, Failure> {
        let draws = self.draws.over(session)?;
        Ok(RunChoice { seed: self.seed, member: self.member, expected: self.expected, draws })
    }
}

fn csv_text(
    options: &RunArguments,
    session: &Session,
    scenario: &Scenario,
    run: &Run,
    chosen: &[SeriesRef],
) -> Result<String, Failure> {
    let months = labels(session.model.world.start, run.months);
    let mut bytes = Vec::new();
    let mut writer = TidyCsvWriter::create(&mut bytes)?;
    for chosen in chosen {
        let rows: Vec<TidyRow<'_>> = run
            .series(chosen.position)
            .zip(&months)
            .map(|(value, month)| TidyRow {
                scenario: &scenario.id,
                member: options.member,
                month,
                indicator: chosen.indicator.id,
                place: &chosen.place,
                value,
            })
            .collect();
        writer.append(&rows)?;
    }
    writer.close()?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn table_text(
    options: &RunArguments,
    session: &Session,
    scenario: &Scenario,
    run: &Run,
    chosen: &[SeriesRef],
    context: &Context<'_>,
) -> String {
    let start = session.model.world.start;
    let years = years(start, run.months);
    let line = |chosen: &SeriesRef| {
        let values: Vec<f64> = run.series(chosen.position).collect();
        Line {
            title: chosen.title(),
            unit: yearly_unit(chosen.indicator),
            values: years.iter().map(|year| over(chosen.indicator, &values[year.months.clone()])).collect(),
        }
    };
    let lines: Vec<Line> = chosen.iter().map(line).collect();
    let moments: Vec<String> = years.iter().map(|year| year.label.clone()).collect();
    let (table, shortened) = timeline::render(&moments, &lines, context.terminal);
    let draws = if options.expected { "expected values".to_owned() } else { format!("seed {}", options.seed) };
    let member = if options.member == 0 {
        "central parameters".to_owned()
    } else {
        format!("parameters of member {}", options.member)
    };
    let left_out = if shortened { " Years are left out to fit the terminal." } else { "" };
    format!(
        "{}: {}\n{start} to {}, {draws}, {member}\n\n{table}\nFlows add up over the year; levels are those of its last month.{left_out}\n",
        scenario.name, scenario.about, scenario.until
    )
}
