//! `counterflow run`: one scenario, as expected values with a band, or one draw.

mod single;
mod yearly;

use crate::context::Context;
use crate::failure::Failure;
use crate::options::{DrawsOptions, month};
use crate::output::Format;
use crate::overrides;
use clap::Args;
use counterflow_app::ensemble::EnsembleSize;
use counterflow_app::run::RunChoice;
use counterflow_app::series::{SeriesRef, chart_series, every_series, find, find_all, headlines};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_app::warnings::warnings;
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::Model;
use std::path::PathBuf;

/// Longest run that may be asked for.
const MAX_MONTHS: i64 = 1200;

/// Options of `run`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow run military
  counterflow run my-scenario.toml --json --out run.json
  counterflow run multilateral --series seized --series retail_price@united_states --csv
  counterflow run military --series seized --out seized.svg
  counterflow run baseline --set market.pass_through_inside_market=0.8 --until 2030-12
  counterflow run military --expected --csv     every month on expected values, without a band
  counterflow run military --random --member 17   one draw: member 17's parameters and chance

Values are yearly: flows count per year, levels are means. The line is central parameters on expected
values; the band holds 90 % of 50 members, each with a draw of every uncertain parameter and of chance.
The last columns are means over the last 36 months, the window of `compare` and of the report. --csv
and --json hold every series by year with its band, unless --series picks some; with --expected or
--random they hold every month of that one run.")]
pub struct RunArguments {
    /// Name of a scenario (`counterflow scenarios`), or path of a .toml file; - reads it from standard input
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    draws: DrawsOptions,
    /// Members of the band
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(2..=1_000_000),
        conflicts_with_all = ["random", "member", "expected"])]
    members: u32,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Runs one random draw of events instead; no single one is the answer
    #[arg(long, conflicts_with = "expected")]
    random: bool,
    /// The draw's member of the ensemble: 0 has central parameters, others draw every uncertain one
    #[arg(long, value_name = "M")]
    member: Option<u32>,
    /// Runs on expected values alone, without the band
    #[arg(long)]
    expected: bool,
    /// Last month, instead of the scenario's
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    until: Option<YearMonth>,
    /// Sets a parameter, in the unit that `counterflow evidence show` names; may be repeated
    #[arg(long, value_name = "MODULE.PARAMETER=VALUE")]
    set: Vec<String>,
    /// Shows this series instead of the headlines; without a place, all places; may be repeated
    #[arg(long, alias = "indicator", value_name = "INDICATOR[@PLACE]")]
    series: Vec<String>,
    /// Prints JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Prints CSV
    #[arg(long)]
    csv: bool,
    /// Writes to this file; without --csv or --json its name tells how: .txt, .csv, .json, or a chart as .svg, .png,
    /// .pdf
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn execute(options: &RunArguments, context: &Context<'_>) -> Result<(), Failure> {
    let format = Format::choose(options.json, options.csv, options.out.as_deref())?;
    let set = overrides::parse(&options.set)?;
    let session = context.session_for(std::slice::from_ref(&options.scenario))?;
    let named = prepare(options, set, &session)?;
    let chosen = choose(options, format, &session.model)?;
    context.terminal.warn(&warnings(&session, std::slice::from_ref(&named)));
    match options.single(&session)? {
        Some(choice) => single::execute(options, format, &choice, &session, &named, &chosen, context),
        None => yearly::execute(options, format, &session, &named, &chosen, context),
    }
}

/// The scenario with the changes of the command line.
fn prepare(options: &RunArguments, set: Vec<(String, f64)>, session: &Session) -> Result<NamedScenario, Failure> {
    let mut named = session.scenario(&options.scenario)?;
    named.scenario.parameters.extend(session.checked_parameters(set)?);
    if let Some(until) = options.until {
        named.scenario.until = checked_end(until, session)?;
    }
    Ok(named)
}

/// The last month of a run, if it may be asked for.
pub fn checked_end(until: YearMonth, session: &Session) -> Result<YearMonth, Problem> {
    let start = session.model.world.start;
    let last = start.plus_months(MAX_MONTHS - 1);
    if until < start || until > last {
        return Err(Problem::new("E0804", format!("--until {until} lies outside the run"))
            .expect(format!("a month from {start} to {last}")));
    }
    Ok(until)
}

/// The series asked for; without any, headlines for a table, a few for a chart, and everything for files.
fn choose(options: &RunArguments, format: Format, model: &Model) -> Result<Vec<SeriesRef>, Problems> {
    if !options.series.is_empty() {
        return if format == Format::Chart { drawn(&options.series, model) } else { find_all(&options.series, model) };
    }
    Ok(match format {
        Format::Table => headlines(model),
        Format::Chart => chart_series(model),
        Format::Json | Format::Csv => every_series(&model.layout),
    })
}

/// Series of a chart: of an indicator without a place its total, where it has one, since a panel for each of its
/// places would be no chart to read.
pub fn drawn(asked: &[String], model: &Model) -> Result<Vec<SeriesRef>, Problems> {
    let mut found = Vec::new();
    for asked in asked {
        match find("--series", asked, model) {
            Ok(total) => found.push(total),
            Err(_) => found.extend(find_all(std::slice::from_ref(asked), model)?),
        }
    }
    Ok(found)
}

impl RunArguments {
    /// The one run asked for; none where the answer is expected values with a band.
    fn single(&self, session: &Session) -> Result<Option<RunChoice>, Failure> {
        let draws = self.draws.over(session)?;
        let one = self.expected || self.random || self.member.is_some();
        let member = self.member.unwrap_or(0);
        Ok(one.then_some(RunChoice { seed: self.seed, member, expected: self.expected, draws }))
    }

    fn size(&self, session: &Session) -> Result<EnsembleSize, Failure> {
        let draws = self.draws.over(session)?;
        Ok(EnsembleSize { members: self.members, seed: self.seed, threads: self.threads, draws })
    }
}
