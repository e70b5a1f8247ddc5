//! `counterflow assess`: every claim on every scenario, as a report.

use crate::context::Context;
use crate::failure::Failure;
use crate::options::DrawsOptions;
use crate::output::{print, print_result};
use crate::progress::Progress;
use crate::report_folder::ReportFolder;
use clap::Args;
use counterflow_app::assessment::{AssessmentScenarios, discard_rows, has_claims, load_claims, run, too_few};
use counterflow_app::ensemble::EnsembleSize;
use counterflow_app::record::run_record;
use counterflow_app::results::assessment::Assessment;
use counterflow_app::session::{NamedScenario, Session};
use counterflow_app::warnings::warnings;
use counterflow_report::Report;
use counterflow_report::folder::PAGE;
use counterflow_report::tables::TidyMetadata;
use counterflow_report::text::claims_table;
use counterflow_study::assess::{Structures, yearly_indicators};
use counterflow_study::claims::Claim;
use std::path::PathBuf;

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
  counterflow assess --claims my-claims.toml     the scenarios that these claims name, by name or path
  counterflow assess --scenarios military --json | jq '.claims[] | {id, median, p05, p95}'

Each scenario is paired with its own baseline, member by member. Its runs are spread over the
structural settings, every switch's one at a time; a claim holds only if it holds under all. A
scenario that no claim names gets those that fit its levers, targets, consent and dates. The folder
holds report.html, report.json, run.json, the tables as CSV and members.parquet with yearly values of
every member. It appears when it is complete, and replaces an earlier report but no other folder.")]
pub struct AssessArguments {
    /// Names of scenarios or paths of .toml files [default: all at hand, or those that --claims names]
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
    #[command(flatten)]
    draws: DrawsOptions,
}

const OWN: &str = "default";
const ALL: &str = "all";

impl AssessmentOptions {
    /// The ensemble and its structural settings.
    pub fn split(&self, session: &Session) -> Result<(EnsembleSize, Structures), Failure> {
        let structures = if self.structures == OWN { Structures::Default } else { Structures::All };
        let draws = self.draws.over(session)?;
        Ok((EnsembleSize { members: self.members, seed: self.seed, threads: self.threads, draws }, structures))
    }
}

/// Runs the command.
pub fn execute(options: &AssessArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session_for(&options.scenarios)?;
    let known = AssessmentScenarios::choose(&options.scenarios, options.claims.as_deref(), &session)?;
    let claims = load_claims(options.claims.as_deref(), &known.all, &session, &context.source)?;
    let asked = asked(options, known, &claims);
    too_few(options.ensemble.members).iter().for_each(|words| context.terminal.remark(words));
    if !has_claims(&asked, &claims)? {
        context
            .terminal
            .remark("No claim is about these scenarios; the report holds their paths, displacement and map.");
    }
    context.terminal.warn(&warnings(&session, &asked));
    let wanted = || options.out.clone().or_else(|| (!options.json).then(|| PathBuf::from(DEFAULT_FOLDER)));
    let report = match wanted() {
        None => {
            let size = options.ensemble.split(&session)?;
            run(&session, &asked, &claims, size.0, size.1, &mut discard_rows, &progress(context))?
        }
        Some(path) => write(options, &session, &asked, &claims, ReportFolder::prepare(&path)?, context)?,
    };
    let page = wanted().map(|path| format!("Report: {}", path.join(PAGE).display()));
    if options.json {
        print_result(Assessment::from(&report))?;
        page.iter().for_each(|page| context.terminal.remark(page));
        return Ok(());
    }
    print(&claims_table(&report, context.terminal.style()))?;
    page.map_or(Ok(()), |page| print(&format!("{page}\n")))
}

/// The scenarios to report: those named; of claims of the user's own, those that they are about.
fn asked(options: &AssessArguments, known: AssessmentScenarios, claims: &[Claim]) -> Vec<NamedScenario> {
    let is_claimed = |named: &NamedScenario| claims.iter().any(|claim| claim.scenario == named.scenario.id);
    let own = options.scenarios.is_empty() && options.claims.is_some();
    known.asked.into_iter().filter(|named| !own || is_claimed(named)).collect()
}

/// Runs the assessment and writes the folder.
fn write(
    options: &AssessArguments,
    session: &Session,
    scenarios: &[NamedScenario],
    claims: &[Claim],
    folder: ReportFolder,
    context: &Context<'_>,
) -> Result<Report, Failure> {
    let size = options.ensemble.split(session)?;
    let record = run_record(session, scenarios, size.0.seed, size.0.members, size.0.draws);
    let metadata = TidyMetadata { indicators: yearly_indicators(), run: record };
    let mut table = folder.member_table(&metadata)?;
    let report = run(session, scenarios, claims, size.0, size.1, &mut |rows| table.append(rows), &progress(context))?;
    table.close()?;
    folder.finish(&report)?;
    Ok(report)
}

/// Counts the runs on the terminal.
fn progress(context: &Context<'_>) -> Progress {
    Progress::new(0, "assessing", context.terminal)
}
