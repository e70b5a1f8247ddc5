//! The shipped world and evidence, read through the production loaders.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::panic, reason = "a test fails with the loader's own words")]

use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::policy::Scenario;
use counterflow_model::world::{EFFORTS_FILE, World};
use counterflow_model::{Hold, Model, Parameters, RunOptions, run};
use std::path::{Path, PathBuf};

/// The shipped world.
pub const WORLD: &str = "data/worlds/2024";

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn files(folder: &str, endings: &[&str]) -> Vec<SourceFile> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join(folder))
        .expect("folder")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|end| endings.iter().any(|e| end == *e)))
        .collect();
    paths.sort();
    paths.iter().map(|path| SourceFile::read(path).expect("readable")).collect()
}

/// Scenario files that are of no other world than 2024.
pub fn scenario_files() -> Vec<SourceFile> {
    let files = files("scenarios", &["toml"]);
    let is_of = |file: &SourceFile| file.text.lines().find_map(|line| line.strip_prefix("world = ")).map(str::to_owned);
    files.into_iter().filter(|file| is_of(file).is_none_or(|world| world == "\"2024\"")).collect()
}

/// Files of a world on 2024: its own, and of 2024's those that it lacks.
pub fn files_on_2024(world: &str) -> Vec<SourceFile> {
    let mut found = files(&format!("data/worlds/{world}"), &["toml", "csv"]);
    let base = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let known: Vec<String> = found.iter().map(|file| base(&file.name)).collect();
    found.extend(files(WORLD, &["toml", "csv"]).into_iter().filter(|file| !known.contains(&base(&file.name))));
    found
}

pub fn evidence() -> Evidence {
    evidence_of(WORLD)
}

/// The evidence with the efforts of a world.
pub fn evidence_of(world: &str) -> Evidence {
    let bib = SourceFile::read(&root().join("data/sources.bib")).expect("bib");
    let mut evidence = files("data/evidence", &["toml"]);
    evidence.push(SourceFile::read(&root().join(world).join(EFFORTS_FILE)).expect("efforts"));
    Evidence::load(&evidence, &bib, &Parameters::declarations()).unwrap_or_else(|problems| panic!("{problems}"))
}

pub fn world() -> World {
    World::parse(&files(WORLD, &["toml", "csv"])).unwrap_or_else(|problems| panic!("{problems}"))
}

pub fn model() -> Model {
    Model::new(world()).expect("no loop")
}

pub fn central() -> Parameters {
    let evidence = evidence();
    Parameters::of(&evidence, &evidence.central())
}

/// Nothing but rounding moves in a run without policy; the balance of kilograms is rounding itself.
pub fn assert_stands_still(model: &Model, p: &Parameters, hold: Hold, months: usize) {
    let baseline = Scenario::baseline(model.world.start.plus_months(months as i64 - 1));
    let still = run(model, p, &baseline, RunOptions { hold, ..RunOptions::default() });
    for (series, (indicator, place)) in model.layout.series().enumerate() {
        if indicator.id == "mass_balance_error" {
            continue;
        }
        let first = still.value(0, series);
        let drift = still.series(series).map(|value| (value - first).abs()).fold(0.0, f64::max);
        assert!(drift <= 1e-9 * first.abs().max(1e-6), "{}@{place} drifts by {drift}", indicator.id);
    }
}
