//! The shipped world, evidence and scenarios, for tests.

use super::{Known, KnownScenario};
use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::policy::Scenario;
use counterflow_model::world::{EFFORTS_FILE, World};
use counterflow_model::{Model, Parameters};
use std::path::{Path, PathBuf};

pub(crate) struct Shipped {
    pub model: Model,
    pub evidence: Evidence,
    pub scenarios: Vec<KnownScenario>,
}

impl Shipped {
    pub fn load() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let bibliography = SourceFile::read(&root.join("data/sources.bib")).expect("the bibliography");
        let world_files = files(&root.join("data/worlds/2024"));
        let efforts = world_files.iter().filter(|file| file.name.ends_with(EFFORTS_FILE)).cloned();
        let evidence_files: Vec<SourceFile> = files(&root.join("data/evidence")).into_iter().chain(efforts).collect();
        let evidence =
            Evidence::load(&evidence_files, &bibliography, &Parameters::declarations()).expect("the evidence");
        let world = World::parse(&world_files).expect("the world");
        let scenario_files = files(&root.join("scenarios"));
        let scenario = |file: &SourceFile| {
            let scenario = Scenario::parse(&scenario_files, file.stem(), &world).expect("a scenario");
            KnownScenario { asked: scenario.id.clone(), scenario }
        };
        let of_this_world = |file: &&SourceFile| !file.text.contains("\nworld = \"2006\"");
        let scenarios = scenario_files.iter().filter(of_this_world).map(scenario).collect();
        Self { model: Model::new(world).expect("a network without circles"), evidence, scenarios }
    }

    pub fn known(&self) -> Known<'_> {
        Known { model: &self.model, evidence: &self.evidence, scenarios: &self.scenarios }
    }
}

/// TOML and CSV files of a folder.
fn files(folder: &Path) -> Vec<SourceFile> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "csv"));
    paths.sort();
    paths.iter().map(|path| SourceFile::read(path).expect("a file")).collect()
}
