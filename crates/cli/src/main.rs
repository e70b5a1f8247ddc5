//! The `counterflow` command.
//!
//! Results go to stdout, everything else to stderr. Exit codes: 0 done, 2 bad input.

// A `Problem` is built once per fault of a user's file, never in a hot loop.
#![allow(clippy::result_large_err)]

use clap::{Parser, Subcommand};
use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::{Problem, Problems, SourceFile};
use counterflow_model::policy::{LEVERS, Scenario};
use counterflow_model::random::Stream;
use counterflow_model::world::World;
use counterflow_model::{Model, Parameters, RunOptions, run};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flight simulator for counter-narcotics policy.
#[derive(Parser)]
#[command(version, about, after_help = "Example: counterflow run military --seed 1 --json > military.json")]
struct Arguments {
    /// Folder that holds data/ and scenarios/.
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run one scenario and print its monthly series.
    Run {
        /// Name of a file in scenarios/, without its ending.
        scenario: String,
        /// Seed of the random draws.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Run on expected values, without random draws.
        #[arg(long)]
        expected: bool,
        /// Print all series as JSON instead of yearly headlines.
        #[arg(long)]
        json: bool,
    },
    /// List the scenarios.
    Scenarios,
    /// List parameters with value, range, grade and source, after checking them all.
    Evidence {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the levers.
    Levers,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match execute(&arguments) {
        Ok(text) => {
            // A closed pipe is the reader's wish, not a failure.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::from(2)
        }
    }
}

fn execute(arguments: &Arguments) -> Result<String, Problems> {
    let root = &arguments.root;
    match &arguments.command {
        Command::Run { scenario, seed, expected, json } => simulate(root, scenario, *seed, *expected, *json),
        Command::Scenarios => Ok(files(&root.join("scenarios"))?.iter().map(|file| format!("{}\n", file.stem())).collect()),
        Command::Evidence { json } => Ok(list_evidence(&evidence(root)?, *json)),
        Command::Levers => Ok(LEVERS
            .iter()
            .map(|lever| format!("{:<24} {:<20} {}\n", lever.key, lever.units[0], lever.about))
            .collect()),
    }
}

fn files(folder: &Path) -> Result<Vec<SourceFile>, Problems> {
    let unreadable = |error: std::io::Error| {
        Problems(vec![
            Problem::new("E0100", format!("the folder cannot be read: {error}"))
                .in_file(folder.display().to_string())
                .expect("a folder with the project's data and scenarios (--root)"),
        ])
    };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).map_err(unreadable)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "csv"));
    paths.sort();
    paths.iter().map(|path| SourceFile::read(path).map_err(|problem| Problems(vec![problem]))).collect()
}

fn evidence(root: &Path) -> Result<Evidence, Problems> {
    let bib = SourceFile::read(&root.join("data/sources.bib")).map_err(|problem| Problems(vec![problem]))?;
    Evidence::load(&files(&root.join("data/evidence"))?, &bib, &Parameters::declarations())
}

fn list_evidence(evidence: &Evidence, json: bool) -> String {
    let records = evidence.records().iter();
    if json {
        let list: Vec<Value> = records
            .map(|r| {
                json!({"id": r.id(), "title": r.title, "value": r.value, "unit": r.unit, "low": r.low, "high": r.high,
                       "grade": r.grade.letter().to_string(), "source": r.sources, "note": r.note})
            })
            .collect();
        return format!("{}\n", json!({"counterflow": env!("CARGO_PKG_VERSION"), "evidence": list}));
    }
    records
        .map(|r| format!("{} {:<58} {} [{} to {}] {}  {}\n", r.grade.letter(), r.id(), r.value, r.low, r.high, r.unit, r.sources.join(", ")))
        .collect()
}

fn simulate(root: &Path, name: &str, seed: u64, expected: bool, json: bool) -> Result<String, Problems> {
    let evidence = evidence(root)?;
    let world = World::parse(&files(&root.join("data/world"))?)?;
    let model = Model::new(world).map_err(|error| Problems(vec![Problem::new("E0605", error.to_string())]))?;
    let scenario = Scenario::parse(&files(&root.join("scenarios"))?, name, &model.world)?;
    let draw = evidence
        .with_overrides(&evidence.central(), &scenario.parameters)
        .map_err(|problem| Problems(vec![problem]))?;
    let parameters = Parameters::of(&evidence, &draw);
    let stream = (!expected).then_some(Stream { seed, member: 0 });
    let result = run(&model, &parameters, &scenario, RunOptions { stream, ..RunOptions::default() });
    if json {
        let months: Vec<String> = (0..result.months).map(|m| model.world.start.plus_months(m as i64).to_string()).collect();
        let series: Vec<Value> = model
            .layout
            .series()
            .enumerate()
            .map(|(position, (indicator, place))| {
                json!({"indicator": indicator.id, "title": indicator.title, "unit": indicator.unit, "place": place,
                       "definition": indicator.definition, "values": result.series(position).collect::<Vec<f64>>()})
            })
            .collect();
        let record = json!({"scenario": scenario.id, "seed": seed, "expected": expected, "world": model.world.name});
        return Ok(format!("{}\n", json!({"counterflow": env!("CARGO_PKG_VERSION"), "run": record, "months": months, "series": series})));
    }
    Ok(headlines(&model, &scenario, &result))
}

/// Headline indicators at the end of every year.
fn headlines(model: &Model, scenario: &Scenario, result: &counterflow_model::Run) -> String {
    const MONTHS_PER_YEAR: usize = 12;
    const SHOWN: [(&str, &str); 8] = [
        ("coca_area", "world"),
        ("processed_output", "world"),
        ("seized", "world"),
        ("consumption", "world"),
        ("retail_price", "united_states"),
        ("heavy_users", "world"),
        ("group_members", "world"),
        ("violent_deaths", "world"),
    ];
    let mut text = format!("{}: {}\n\n{:<36}", scenario.name, scenario.about, "December of");
    let ends: Vec<usize> = (MONTHS_PER_YEAR - 1..result.months).step_by(MONTHS_PER_YEAR).collect();
    ends.iter().for_each(|&m| text += &format!("{:>11}", model.world.start.plus_months(m as i64).year));
    text.push('\n');
    for (indicator, place) in SHOWN {
        let Some(series) = model.layout.find(indicator, place) else { continue };
        let unit = model.layout.series().nth(series).map_or("", |(known, _)| known.unit);
        text += &format!("{:<36}", format!("{indicator} ({unit})"));
        ends.iter().for_each(|&m| text += &format!("{:>11.0}", result.value(m, series)));
        text.push('\n');
    }
    text
}
