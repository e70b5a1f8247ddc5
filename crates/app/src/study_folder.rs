//! What a study is made from, and how it is kept in the study's folder so that it can be resumed.

use crate::data_source::{Folder, read_folder};
use crate::failure::Failure;
use crate::hashes::{base_of, sha256};
use crate::record::commit;
use crate::session::{Session, is_path};
use counterflow_evidence::diagnostics::{Problem, Problems, SourceFile};
use counterflow_study::store::StoreError;
use counterflow_study::study_file::{Known, KnownScenario, StudyPlan, parse, scenarios_asked};
use std::collections::BTreeMap;
use std::path::Path;

/// The study file as kept in the folder.
pub const STUDY_FILE: &str = "study.toml";
const SCENARIOS: &str = "scenarios";

/// A study file with the scenarios that it asks for.
pub struct Sources {
    /// The study file.
    pub file: SourceFile,
    /// What it asks for.
    pub plan: StudyPlan,
    /// Scenario files with their bases, by name.
    scenarios: Vec<SourceFile>,
    /// What determines the numbers.
    pub depends_on: BTreeMap<String, String>,
}

impl Sources {
    /// Reads a study file; scenarios are looked up beside it, then among those at hand.
    pub fn of_file(path: &Path, session: &Session) -> Result<Self, Failure> {
        let file = SourceFile::read(path)?;
        let beside = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let place =
            |asked: &str| if is_path(asked) { beside.join(asked).display().to_string() } else { asked.to_owned() };
        Self::read(file, session, &place)
    }

    /// Reads the study that a folder keeps.
    pub fn of_folder(folder: &Path, session: &mut Session) -> Result<Self, Failure> {
        let file = SourceFile::read(&folder.join(STUDY_FILE))?;
        session.scenarios = read_folder(&folder.join(SCENARIOS), Folder::Scenarios)?;
        let stem = |asked: &str| {
            Path::new(asked).file_stem().map_or_else(|| asked.to_owned(), |stem| stem.to_string_lossy().into_owned())
        };
        Self::read(file, session, &stem)
    }

    fn read(file: SourceFile, session: &Session, place: &dyn Fn(&str) -> String) -> Result<Self, Failure> {
        let mut known = Vec::new();
        let mut scenarios: Vec<SourceFile> = Vec::new();
        let mut depends_on = BTreeMap::from([
            ("the program".to_owned(), program()),
            (
                "the study file".to_owned(),
                sha256(std::slice::from_ref(&SourceFile::new(STUDY_FILE, file.text.as_str()))),
            ),
            ("the world".to_owned(), session.world_hash.clone()),
            ("the evidence".to_owned(), session.evidence_hash.clone()),
        ]);
        for asked in scenarios_asked(&file) {
            let place = place(&asked);
            // An unknown name is reported with its line in the study file.
            if !is_path(&place) && !session.scenarios.iter().any(|file| file.stem() == place) {
                continue;
            }
            let named = session.scenario(&place)?;
            let (files, stem) = session.scenario_files(&place)?;
            keep(&mut scenarios, closure(&files, &stem))?;
            depends_on.insert(format!("the scenario `{stem}`"), named.hash);
            known.push(KnownScenario { asked, scenario: named.scenario });
        }
        let asked: Vec<String> = known.iter().map(|known| known.asked.clone()).collect();
        let others = session
            .all_scenarios()?
            .into_iter()
            .map(|named| KnownScenario { asked: named.scenario.id.clone(), scenario: named.scenario });
        known.extend(others.filter(|other| !asked.contains(&other.asked)));
        let plan = parse(&file, Known { model: &session.model, evidence: &session.evidence, scenarios: &known })?;
        Ok(Self { file, plan, scenarios, depends_on })
    }

    /// Files to keep in the study's folder.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let study = (STUDY_FILE.to_owned(), self.file.text.clone().into_bytes());
        let scenario =
            |file: &SourceFile| (format!("{SCENARIOS}/{}.toml", file.stem()), file.text.clone().into_bytes());
        std::iter::once(study).chain(self.scenarios.iter().map(scenario)).collect()
    }

    /// Names of the files that a study's folder keeps.
    pub fn kept_in(folder: &Path) -> Result<Vec<String>, Failure> {
        let scenarios = read_folder(&folder.join(SCENARIOS), Folder::Scenarios)?;
        Ok(std::iter::once(STUDY_FILE.to_owned())
            .chain(scenarios.iter().map(|file| format!("{SCENARIOS}/{}.toml", file.stem())))
            .collect())
    }
}

/// Version of the program, and the commit it was built from.
fn program() -> String {
    match commit() {
        Some(commit) => format!("{} ({commit})", env!("CARGO_PKG_VERSION")),
        None => env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// A scenario's file and those of its bases.
fn closure(files: &[SourceFile], stem: &str) -> Vec<SourceFile> {
    let mut found: Vec<SourceFile> = Vec::new();
    let mut next = Some(stem.to_owned());
    while let Some(name) = next.take().filter(|name| found.iter().all(|file| file.stem() != name)) {
        if let Some(file) = files.iter().find(|file| file.stem() == name) {
            next = base_of(file);
            found.push(file.clone());
        }
    }
    found
}

/// Files are kept by name, so two of one name must be the same.
fn keep(kept: &mut Vec<SourceFile>, more: Vec<SourceFile>) -> Result<(), Problems> {
    for file in more {
        match kept.iter().find(|known| known.stem() == file.stem()) {
            None => kept.push(file),
            Some(known) if known.text == file.text => {}
            Some(known) => {
                let problem = Problem::new("E0807", format!("two different scenarios are called `{}`", file.stem()));
                return Err(problem.in_file(known.name.clone()).expect("each name for one scenario").into());
            }
        }
    }
    Ok(())
}

/// Tells the user what is wrong with a study's folder.
pub fn fault(error: &StoreError) -> Failure {
    let expected = match error {
        StoreError::NoPaths { .. } => "a study whose file has a table [paths], or no --paths",
        StoreError::NoStudy { .. } => "the folder of a study that `counterflow study run` has started",
        StoreError::Occupied { .. } => "a new or empty folder; `counterflow study resume` goes on with a study",
        StoreError::Locked { .. } => "one session at a time; `counterflow study status` tells how far it is",
        StoreError::Changed { .. } => "the same program and data as at the start, or a new study",
        StoreError::Incomplete { .. } => "every shard of one study, each finished and undamaged",
        StoreError::Differs { .. } => "the same program and data as at the start",
        _ => "files that can be read, and room to write; `counterflow study resume` goes on",
    };
    Problem::new("E0815", error.to_string()).expect(expected).into()
}
