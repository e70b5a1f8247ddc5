//! Which share of prior draws stands still undisturbed and comes back from any shock of a year, under every structural
//! setting: `make stability`.
//!
//! `stability [DRAWS]`, 60 draws unless said otherwise. Prints a row per setting as it is done, with the draws that do
//! not come back and the parameters in which they differ most from the others.

// A `Problem` is built once per fault of a file, never in a hot loop.
#![allow(clippy::result_large_err)]

use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::world::{EFFORTS_FILE, World};
use counterflow_model::{Model, Parameters};
use counterflow_validation::whole_model::rest::{Apart, Restless, at_rest, settings};
use std::error::Error;
use std::path::{Path, PathBuf};

const DRAWS: u32 = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let draws = std::env::args().nth(1).map_or(Ok(DRAWS), |text| text.parse())?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let world_files = files(&root.join("data/worlds/2024"))?;
    let efforts = world_files.iter().filter(|file| file.name.ends_with(EFFORTS_FILE)).cloned();
    let evidence_files: Vec<SourceFile> = files(&root.join("data/evidence"))?.into_iter().chain(efforts).collect();
    let bibliography = SourceFile::read(&root.join("data/sources.bib"))?;
    let evidence = Evidence::load(&evidence_files, &bibliography, &Parameters::declarations())?;
    let model = Model::new(World::parse(&world_files)?)?;
    println!(
        "| setting | draws | still for 20 years | back within 5 % ten years after any shock | furthest | differ in |"
    );
    println!("|---|---|---|---|---|---|");
    for (setting, switches) in settings() {
        let found = at_rest(&model, &evidence, switches, setting, draws);
        let share = |count: u32| format!("{:.0} %", 100.0 * f64::from(count) / f64::from(found.draws.max(1)));
        let furthest =
            |one: &Restless| format!("{} ({}, {}: {:.0} %)", one.member, one.shock, one.series, 100.0 * one.distance);
        let apart = |one: &Apart| format!("`{}` {:+.1} sd", one.parameter, one.deviations);
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            found.setting,
            found.draws,
            share(found.undisturbed),
            share(found.returning),
            found.restless.iter().map(furthest).collect::<Vec<_>>().join("; "),
            found.apart.iter().map(apart).collect::<Vec<_>>().join(", ")
        );
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<SourceFile>, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "csv"));
    paths.sort();
    Ok(paths.iter().map(|path| SourceFile::read(path)).collect::<Result<_, _>>()?)
}
