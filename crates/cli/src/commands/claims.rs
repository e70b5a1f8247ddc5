//! `counterflow claims`: what levers and mixes are said to do.

use super::assess::AssessmentOptions;
use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_result};
use crate::progress::Progress;
use clap::Args;
use counterflow_app::assessment::{AssessmentScenarios, discard_rows, load_claims, run, too_few};
use counterflow_app::results::assessment::Assessment;
use counterflow_app::results::claims::{ClaimList, ListedClaim};
use counterflow_app::session::NamedScenario;
use counterflow_app::warnings::warnings;
use counterflow_evidence::diagnostics::{Problem, Problems, nearest};
use counterflow_report::Verdict;
use counterflow_report::text::claims_table;
use counterflow_report::text_table::{Column, Table};
use counterflow_study::claims::Claim;
use std::path::PathBuf;

/// Options of `claims`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow claims                                        every claim with its verdict
  counterflow claims --only vessel-patrols-seizures --members 500
  counterflow claims --claims my-claims.toml --check        exits with 1 unless every claim holds
  counterflow claims --list --json

Only the scenarios that the claims name are run. `counterflow assess` writes the same results with
charts, side effects and sources as a report; `counterflow schema claims` describes the file.")]
pub struct ClaimsArguments {
    /// Lists the claims, after checking them, and runs nothing
    #[arg(long, conflicts_with = "check")]
    list: bool,
    /// Exits with 1 unless every claim holds
    #[arg(long)]
    check: bool,
    /// Only the claim of this id; may be repeated
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Claims file [default: those beside the data]
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    #[command(flatten)]
    ensemble: AssessmentOptions,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn execute(options: &ClaimsArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let known = AssessmentScenarios::choose(&[], options.claims.as_deref(), &session)?;
    let claims = load_claims(options.claims.as_deref(), &known.all, &session, &context.source)?;
    let claims = only(claims, &options.only)?;
    if options.list {
        return list(&claims, options.json, context);
    }
    let named: Vec<NamedScenario> =
        known.all.into_iter().filter(|named| claims.iter().any(|claim| claim.scenario == named.scenario.id)).collect();
    let (size, structures) = options.ensemble.split(&session)?;
    too_few(size.members).iter().for_each(|words| context.terminal.remark(words));
    context.terminal.warn(&warnings(&session, &named));
    let progress = Progress::new(0, "assessing", context.terminal);
    let report = run(&session, &named, &claims, size, structures, &mut discard_rows, &progress)?;
    drop(progress);
    if options.json {
        print_result(Assessment::from(&report))?;
    } else {
        print(&claims_table(&report, context.terminal.style()))?;
    }
    let all_hold = report.claims.iter().all(|claim| claim.verdict == Verdict::Holds);
    if options.check && !all_hold { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

/// The claims asked for; all of them where none is named.
fn only(claims: Vec<Claim>, ids: &[String]) -> Result<Vec<Claim>, Problems> {
    let unknown = |id: &&String| !claims.iter().any(|claim| claim.id == **id);
    let problem = |id: &String| {
        let known = claims.iter().map(|claim| claim.id.as_str());
        Problem::new("E0801", format!("unknown claim `{id}`"))
            .expect("an id of `counterflow claims --list`")
            .suggest(nearest(id, known))
    };
    let problems = Problems(ids.iter().filter(unknown).map(problem).collect());
    let wanted = |claim: &Claim| ids.is_empty() || ids.contains(&claim.id);
    problems.into_result(()).map(|()| claims.into_iter().filter(wanted).collect())
}

fn list(claims: &[Claim], json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if json {
        return print_result(ClaimList { claims: claims.iter().map(ListedClaim::from).collect() });
    }
    let mut table = Table::new([
        ("Claim", Column::Left),
        ("Scenario", Column::Left),
        ("Follows", Column::Left),
        ("Promised", Column::Left),
        ("Indicator", Column::Left),
        ("Window", Column::Left),
        ("Statement", Column::Wrap),
    ]);
    for claim in claims {
        let window = format!("{}..{}", claim.from, claim.until);
        table.push([
            claim.id.clone(),
            claim.scenario.clone(),
            claim.follows.word().to_owned(),
            claim.promised.word().to_owned(),
            claim.series.name(),
            window,
            claim.statement.clone(),
        ]);
    }
    print(&format!("{}\n{} claims.\n", table.render(context.terminal.style()), claims.len()))
}
