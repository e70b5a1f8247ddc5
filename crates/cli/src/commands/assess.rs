//! `counterflow assess`: every claim on every scenario, as a report.

use super::{Context, EnsembleOptions, claims};
use crate::failure::Failure;
use crate::output::{print, print_json, to_json, versioned};
use crate::progress::Progress;
use crate::record::run_record;
use crate::report_folder::ReportFolder;
use crate::session::{Named, Session};
use clap::Args;
use counterflow_evidence::diagnostics::Problem;
use counterflow_model::policy::Scenario;
use counterflow_report::folder::PAGE;
use counterflow_report::tables::{TidyMetadata, TidyRow};
use counterflow_report::text::claims_table;
use counterflow_report::{Report, ReportError};
use counterflow_study::assess::{AssessError, Request, RowSink, Structures, assess, assessed, yearly_indicators};
use counterflow_study::claims::{AtHand, Claim};
use counterflow_study::ensemble::{Ensemble, Observer};
use serde_json::{Map, Value};
use std::path::PathBuf;

const TITLE: &str = "What the levers do, and at what price";
/// Where the report goes unless the user says otherwise.
const DEFAULT_FOLDER: &str = "assessment";

/// Options of `assess`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow assess                         every claim and scenario, into ./assessment
  counterflow assess --members 2000 --out out/full
  counterflow assess --scenarios military multilateral --out out/two
  counterflow assess --scenarios my-scenario.toml --claims my-claims.toml
  counterflow assess --scenarios military --json | jq '.claims[] | {id, median, p05, p95}'

Each scenario is paired with its own baseline, member by member. Its runs are spread over the
structural settings, every switch's one at a time; a claim holds only if it holds under all. A
scenario that no claim names gets those that fit its levers, targets, consent and dates. The folder
holds report.html, report.json, run.json, the tables as CSV and members.parquet with yearly values of
every member. It appears when it is complete, and replaces an earlier report but no other folder.")]
pub struct AssessArguments {
    /// Names of scenarios or paths of .toml files [default: all at hand]
    #[arg(long, value_name = "SCENARIO", num_args = 1..)]
    scenarios: Vec<String>,
    /// Claims file [default: those beside the data]
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    #[command(flatten)]
    ensemble: AssessmentOptions,
    /// Folder of the report [default: assessment; none with --json]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Prints the results as JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Size of an assessment, and the structural settings over which it is spread.
#[derive(Clone, Debug, Args)]
pub struct AssessmentOptions {
    /// Runs per scenario: member 0 has central parameters, the others draw every uncertain one
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    members: u32,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Structural settings that the runs are spread over: the scenario's own, or every switch's, one at a time
    #[arg(long, value_name = "WHICH", default_value = ALL, value_parser = [OWN, ALL])]
    structures: String,
}

const OWN: &str = "default";
const ALL: &str = "all";

impl AssessmentOptions {
    /// The ensemble and its structural settings.
    pub fn split(&self) -> (EnsembleOptions, Structures) {
        let structures = if self.structures == OWN { Structures::Default } else { Structures::All };
        (EnsembleOptions { members: self.members, seed: self.seed, threads: self.threads }, structures)
    }
}

/// Runs the command.
pub fn execute(options: &AssessArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let known = known_scenarios(&options.scenarios, &session)?;
    let claims = claims::load(options.claims.as_deref(), &known.all, &session, context)?;
    check(&known.asked, &claims, context)?;
    let wanted = || options.out.clone().or_else(|| (!options.json).then(|| PathBuf::from(DEFAULT_FOLDER)));
    let report = match wanted() {
        None => {
            let size = options.ensemble.split();
            run(&session, &known.asked, &claims, size, &mut nobody_wants_rows, &progress(context))?
        }
        Some(path) => write(options, &session, &known.asked, &claims, ReportFolder::prepare(&path)?, context)?,
    };
    let page = wanted().map(|path| format!("Report: {}", path.join(PAGE).display()));
    if options.json {
        print_json(&results_json(&report)?)?;
        page.iter().for_each(|page| context.terminal.remark(page));
        return Ok(());
    }
    print(&claims_table(&report, context.terminal.style()))?;
    page.map_or(Ok(()), |page| print(&format!("{page}\n")))
}

/// The scenarios asked for, and all that a claim may name.
struct Known {
    asked: Vec<Named>,
    all: Vec<Named>,
}

/// Without a choice, mixes come before levers alone. A file of the user's takes the place of a shipped scenario of its name.
fn known_scenarios(asked: &[String], session: &Session) -> Result<Known, Failure> {
    let mut shipped = session.all_scenarios()?;
    shipped.sort_by_key(|named| named.scenario.levers.len() == 1);
    if asked.is_empty() {
        return Ok(Known { asked: shipped.clone(), all: shipped });
    }
    let asked = session.scenarios_named(asked)?;
    refuse_repetition(&asked)?;
    let others = shipped.into_iter().filter(|named| asked.iter().all(|one| one.scenario.id != named.scenario.id));
    let all = asked.iter().cloned().chain(others).collect();
    Ok(Known { asked, all })
}

/// Results are told apart by the scenario's name.
fn refuse_repetition(asked: &[Named]) -> Result<(), Problem> {
    let id = |position: usize| &asked[position].scenario.id;
    match (0..asked.len()).find(|&later| (0..later).any(|earlier| id(earlier) == id(later))) {
        Some(repeated) => {
            Err(Problem::new("E0807", format!("two scenarios are called `{}`", id(repeated)))
                .expect("each scenario once"))
        }
        None => Ok(()),
    }
}

/// Refuses what has nothing to assess, and says where no claim applies.
fn check(asked: &[Named], claims: &[Claim], context: &Context<'_>) -> Result<(), Failure> {
    let scenarios: Vec<Scenario> = asked.iter().map(|named| named.scenario.clone()).collect();
    if assessed(&scenarios, claims).is_empty() {
        return Err(Problem::new("E0806", "there is nothing to assess: no scenario has a lever, a shock or a claim")
            .expect("a scenario that differs from the baseline")
            .into());
    }
    if AtHand::of(claims, &scenarios.iter().collect::<Vec<_>>()).claims.is_empty() {
        context
            .terminal
            .remark("No claim is about these scenarios; the report holds their paths, displacement and map.");
    }
    Ok(())
}

/// Runs the assessment and writes the folder.
fn write(
    options: &AssessArguments,
    session: &Session,
    scenarios: &[Named],
    claims: &[Claim],
    folder: ReportFolder,
    context: &Context<'_>,
) -> Result<Report, Failure> {
    let size = options.ensemble.split();
    let record = run_record(session, scenarios, size.0.seed, size.0.members);
    let metadata = TidyMetadata { indicators: yearly_indicators(), run: record };
    let mut table = folder.member_table(&metadata)?;
    let report = run(session, scenarios, claims, size, &mut |rows| table.append(rows), &progress(context))?;
    table.close()?;
    folder.finish(&report)?;
    Ok(report)
}

/// A sink for results that only their summary is wanted of.
pub fn nobody_wants_rows(_rows: &[TidyRow<'_>]) -> Result<(), ReportError> {
    Ok(())
}

/// Counts the runs on the terminal.
pub fn progress(context: &Context<'_>) -> Progress {
    Progress::new(0, "assessing", context.terminal)
}

/// Runs the assessment on the threads asked for, as long as the observer wants it.
pub fn run(
    session: &Session,
    named: &[Named],
    claims: &[Claim],
    (options, structures): (EnsembleOptions, Structures),
    rows: &mut RowSink<'_>,
    observer: &dyn Observer,
) -> Result<Report, Failure> {
    let scenarios: Vec<Scenario> = named.iter().map(|named| named.scenario.clone()).collect();
    let EnsembleOptions { members, seed, .. } = options;
    let request = Request {
        ensemble: Ensemble { model: &session.model, evidence: &session.evidence, members, seed },
        scenarios: &scenarios,
        claims,
        structures,
        run: run_record(session, named, seed, members),
        title: TITLE.to_owned(),
    };
    options.on_threads(|| {
        assess(&request, rows, observer).map_err(|error| match error {
            AssessError::Ensemble(error) => error.into(),
            AssessError::Rows(error) => error.into(),
        })
    })
}

/// The results without the paths of charts and map, which the report's own JSON holds.
pub fn results_json(report: &Report) -> Result<Value, Failure> {
    let Value::Object(mut fields) = to_json(report)? else { return to_json(report) };
    fields.shift_remove("map");
    if let Some(Value::Array(scenarios)) = fields.get_mut("scenarios") {
        scenarios.iter_mut().filter_map(Value::as_object_mut).for_each(without_charts);
    }
    let Value::Object(mut object) = versioned([]) else { return Ok(Value::Object(fields)) };
    object.extend(fields);
    Ok(Value::Object(object))
}

fn without_charts(scenario: &mut Map<String, Value>) {
    scenario.shift_remove("charts");
}
