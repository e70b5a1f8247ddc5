//! `counterflow claims`: what levers and mixes are said to do.

use super::Context;
use super::assess::{AssessmentOptions, nobody_wants_rows, progress, results_json, run};
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_json, versioned};
use crate::session::{Named, Session};
use crate::shipped::Folder;
use crate::table::{Column, Table};
use clap::Args;
use counterflow_evidence::diagnostics::{Problem, Problems, SourceFile, nearest};
use counterflow_model::policy::Scenario;
use counterflow_report::text::claims_table;
use counterflow_report::{Report, Verdict};
use counterflow_study::claims::{Claim, Promise, SeriesRef, parse};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

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
    let scenarios = session.all_scenarios()?;
    let claims = load(options.claims.as_deref(), &scenarios, &session, context)?;
    let claims = only(claims, &options.only)?;
    if options.list {
        return list(&claims, options.json, context);
    }
    let named: Vec<Named> =
        scenarios.into_iter().filter(|named| claims.iter().any(|claim| claim.scenario == named.scenario.id)).collect();
    let report = run(&session, &named, &claims, options.ensemble.split(), &mut nobody_wants_rows, &progress(context))?;
    show(&report, options.json, context)?;
    let all_hold = report.claims.iter().all(|claim| claim.verdict == Verdict::Holds);
    if options.check && !all_hold { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

fn show(report: &Report, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if json { print_json(&results_json(report)?) } else { print(&claims_table(report, context.terminal.style())) }
}

/// The claims of a file, or of all files beside the data. An id may occur once in all of them.
pub fn load(
    file: Option<&Path>,
    scenarios: &[Named],
    session: &Session,
    context: &Context<'_>,
) -> Result<Vec<Claim>, Failure> {
    let files = match file {
        Some(path) => vec![SourceFile::read(path)?],
        None => context.source.files(Folder::Claims)?,
    };
    let scenarios: Vec<&Scenario> = scenarios.iter().map(|named| &named.scenario).collect();
    let mut claims: Vec<Claim> = Vec::new();
    let mut problems = Problems::default();
    for file in &files {
        match parse(file, &session.model, &scenarios) {
            Ok(found) => {
                let twice = found.iter().filter(|claim| claims.iter().any(|known| known.id == claim.id));
                twice.for_each(|claim| {
                    problems.push(
                        Problem::new("E0706", format!("`{}` appears in two files", claim.id))
                            .in_file(file.name.clone())
                            .expect("each id once"),
                    )
                });
                claims.extend(found);
            }
            Err(found) => problems.extend(found),
        }
    }
    Ok(problems.into_result(claims)?)
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
        return print_json(&versioned([("claims", claims.iter().map(claim_json).collect())]));
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
            series_text(&claim.series),
            window,
            claim.statement.clone(),
        ]);
    }
    print(&format!("{}\n{} claims.\n", table.render(context.terminal), claims.len()))
}

fn series_text(series: &SeriesRef) -> String {
    format!("{}@{}", series.indicator, series.place)
}

fn claim_json(claim: &Claim) -> Value {
    let side =
        |(series, welcome): &(SeriesRef, Promise)| json!({"series": series_text(series), "welcome": welcome.word()});
    json!({
        "id": claim.id, "lever": claim.lever.map(|id| id.lever().key), "outcome": claim.outcome, "scenario": claim.scenario,
        "statement": claim.statement, "indicator": claim.series.indicator, "place": claim.series.place,
        "promised": claim.promised.word(), "welcome": claim.welcome.word(), "kind": claim.kind.word(), "follows": claim.follows.word(),
        "matters": claim.matters.text(claim.indicator()), "stops": claim.stops.map(|stops| stops.to_string()), "needs": claim.needs.iter().map(|need| need.lever.lever().key).collect::<Value>(),
        "from": claim.from.to_string(), "until": claim.until.to_string(),
        "side_effects": claim.side_effects.iter().map(side).collect::<Value>(),
    })
}
