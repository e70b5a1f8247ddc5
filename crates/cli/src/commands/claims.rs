//! `counterflow claims`: what levers and mixes are said to do.

use super::Context;
use crate::failure::Failure;
use crate::output::{print, print_json, versioned};
use crate::session::Session;
use crate::shipped::Folder;
use crate::table::{Column, Table};
use clap::Args;
use counterflow_evidence::diagnostics::{Problem, Problems, SourceFile, nearest};
use counterflow_study::claims::{Claim, Promise, SeriesRef, parse};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Options of `claims`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow claims --list
  counterflow claims --list --claims my-claims.toml --json")]
pub struct ClaimsArguments {
    /// Lists the claims, after checking them
    #[arg(long, required = true)]
    list: bool,
    /// Only the claim of this id; may be repeated
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Claims file [default: those beside the data]
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn execute(options: &ClaimsArguments, context: &Context<'_>) -> Result<(), Failure> {
    debug_assert!(options.list, "the option is required");
    let session = context.session()?;
    let claims = load(options.claims.as_deref(), &session, context)?;
    let claims = only(claims, &options.only)?;
    list(&claims, options.json, context)
}

/// The claims of a file, or of all files beside the data.
fn load(file: Option<&Path>, session: &Session, context: &Context<'_>) -> Result<Vec<Claim>, Failure> {
    let files = match file {
        Some(path) => vec![SourceFile::read(path)?],
        None => context.source.files(Folder::Claims)?,
    };
    let scenarios: Vec<&str> = session.scenarios.iter().map(SourceFile::stem).collect();
    let mut claims = Vec::new();
    let mut problems = Problems::default();
    for file in &files {
        match parse(file, &session.model, &scenarios) {
            Ok(found) => claims.extend(found),
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
        Problem::new("E0801", format!("unknown claim `{id}`")).expect("an id of `counterflow claims --list`").suggest(nearest(id, known))
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
        ("Promised", Column::Left),
        ("Indicator", Column::Left),
        ("Window", Column::Left),
        ("Statement", Column::Wrap),
    ]);
    for claim in claims {
        let window = format!("{}..{}", claim.from, claim.until);
        table.push([claim.id.clone(), claim.scenario.clone(), claim.promised.word().to_owned(), series_text(&claim.series), window, claim.statement.clone()]);
    }
    print(&format!("{}\n{} claims.\n", table.render(context.terminal), claims.len()))
}

fn series_text(series: &SeriesRef) -> String {
    format!("{}@{}", series.indicator, series.place)
}

fn claim_json(claim: &Claim) -> Value {
    let side = |(series, welcome): &(SeriesRef, Promise)| json!({"series": series_text(series), "welcome": welcome.word()});
    json!({
        "id": claim.id, "lever": claim.lever.map(|id| id.lever().key), "outcome": claim.outcome, "scenario": claim.scenario,
        "statement": claim.statement, "indicator": claim.series.indicator, "place": claim.series.place,
        "promised": claim.promised.word(), "from": claim.from.to_string(), "until": claim.until.to_string(),
        "side_effects": claim.side_effects.iter().map(side).collect::<Value>(),
    })
}
