//! `counterflow compare`: scenarios side by side, member by member.

mod files;
mod table;

use super::run::{checked_end, drawn};
use crate::context::Context;
use crate::failure::Failure;
use crate::options::{EnsembleOptions, month};
use crate::output::{Format, deliver, deliver_chart, print, print_result};
use crate::overrides;
use crate::progress::Progress;
use clap::Args;
use counterflow_app::compare::{Case, CompareQuestion, compare_cases};
use counterflow_app::series::{SeriesRef, chart_series, find_all};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::Problem;
use counterflow_evidence::reader::YearMonth;
use std::path::PathBuf;

/// Options of `compare`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow compare baseline military multilateral
  counterflow compare baseline my-scenario.toml --members 500 --json
  counterflow compare baseline military --series seized --series overdose_deaths --from 2028-01 --until 2032-12
  counterflow compare baseline military multilateral --series seized --out seized.svg
  counterflow compare baseline military --csv --out paths.csv
  counterflow compare baseline military --assume market.pass_through_inside_market=0.8

Differences are taken to the first scenario, member by member: each member shares its parameters and
its random numbers between the scenarios. What differs is said above the table. A change is one of
policy: a scenario that sets parameters or switches, or has shocks beside its levers, is compared with
the first one under the same assumptions, and what those do by themselves stands in a line of its own.
The window is the last 36 months that all scenarios cover, unless --from and --until say otherwise.
--csv and charts hold yearly paths with the interval of 90 % of the members.")]
pub struct CompareArguments {
    /// Names of scenarios or paths of .toml files; the first is the one compared with
    #[arg(value_name = "SCENARIO", required = true, num_args = 2..)]
    scenarios: Vec<String>,
    #[command(flatten)]
    ensemble: EnsembleOptions,
    /// Compares this series instead of the headlines; without a place, all places; may be repeated
    #[arg(long, alias = "indicator", value_name = "INDICATOR[@PLACE]")]
    series: Vec<String>,
    /// First month of the window
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    from: Option<YearMonth>,
    /// Last month of the runs and of the window
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    until: Option<YearMonth>,
    /// Sets a parameter in every scenario; may be repeated
    #[arg(long, value_name = "MODULE.PARAMETER=VALUE")]
    set: Vec<String>,
    /// Compares the scenarios under this assumption too, beside the world as it is; may be repeated
    #[arg(long, value_name = "MODULE.PARAMETER=VALUE")]
    assume: Vec<String>,
    /// Compares the scenarios in these worlds too
    #[arg(long, value_name = "WORLD", num_args = 1..)]
    worlds: Vec<PathBuf>,
    /// Prints JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Prints CSV: yearly paths and the window, levels and changes with their intervals
    #[arg(long)]
    csv: bool,
    /// Writes to this file; without --csv or --json its name tells how: .txt, .csv, .json, or a chart as .svg, .png,
    /// .pdf
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn execute(options: &CompareArguments, context: &Context<'_>) -> Result<(), Failure> {
    let format = Format::choose(options.json, options.csv, options.out.as_deref())?;
    let set = overrides::parse(&options.set)?;
    let assumed = overrides::parse(&options.assume)?;
    check_window(options)?;
    let session = context.session_for(&options.scenarios)?;
    let worlds = options.worlds.iter().map(|world| context.session_of(Some(world))).collect::<Result<Vec<_>, _>>()?;
    let mut cases = vec![case(options, String::new(), &session, &set)?];
    for world in &worlds {
        cases.push(case(options, format!("world {}", world.model.world.name), world, &set)?);
    }
    for one in &assumed {
        let both: Vec<(String, f64)> = set.iter().chain([one]).cloned().collect();
        cases.push(case(options, format!("{} = {}", one.0, one.1), &session, &both)?);
    }
    let question = CompareQuestion {
        size: options.ensemble.size(&session)?,
        series: series(options, format, &session)?,
        from: options.from,
        paths: format != Format::Table && !(format == Format::Json && options.series.is_empty()),
    };
    let progress = Progress::new(0, "comparing", context.terminal);
    let found = compare_cases(&question, &cases, &progress)?;
    drop(progress);
    context.terminal.warn(&found.warnings);
    let text = match format {
        Format::Json if options.out.is_none() => return print_result(found),
        Format::Json => crate::output::result_line(found)?,
        Format::Csv => files::csv(&found)?,
        Format::Table => table::text(&found, &cases[0], &set, options.ensemble.members, context),
        Format::Chart => {
            let svg = files::chart(&found, options.ensemble.members)?;
            return options.out.as_deref().map_or(Ok(()), |path| deliver_chart(&svg, path));
        }
    };
    match &options.out {
        Some(path) => deliver(&text, Some(path)),
        None => print(&text),
    }
}

/// The scenarios in a world, with parameters set in all of them and cut to the window.
fn case<'a>(
    options: &CompareArguments,
    label: String,
    session: &'a Session,
    set: &[(String, f64)],
) -> Result<Case<'a>, Failure> {
    let set = session.checked_parameters(set.to_vec())?;
    let mut scenarios: Vec<NamedScenario> = session.scenarios_named(&options.scenarios)?;
    for named in &mut scenarios {
        named.scenario.parameters.extend(set.iter().cloned());
        if let Some(until) = options.until {
            named.scenario.until = checked_end(until, session)?;
        }
    }
    Ok(Case { label, session, scenarios })
}

fn check_window(options: &CompareArguments) -> Result<(), Problem> {
    match (options.from, options.until) {
        (Some(from), Some(until)) if until < from => {
            Err(Problem::new("E0804", format!("--until {until} lies before --from {from}"))
                .expect(format!("a month from {from} on")))
        }
        _ => Ok(()),
    }
}

/// The series asked for; none for the headlines.
fn series(options: &CompareArguments, format: Format, session: &Session) -> Result<Vec<SeriesRef>, Failure> {
    match (options.series.is_empty(), format) {
        (true, Format::Chart) => Ok(chart_series(&session.model)),
        (true, _) => Ok(Vec::new()),
        (false, Format::Chart) => Ok(drawn(&options.series, &session.model)?),
        (false, _) => Ok(find_all(&options.series, &session.model)?),
    }
}
