//! A checked world and evidence, and the scenarios at hand: what most commands start from.

use crate::data_source::{DataSource, Folder, read_folder};
use crate::draws::{DrawsFrom, WorldPosterior};
use crate::failure::Failure;
use crate::hashes::{scenario_hash, sha256};
use crate::scenario_world::named_world;
use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::{Problem, Problems, SourceFile, nearest};
use counterflow_model::policy::Scenario;
use counterflow_model::world::{EFFORTS_FILE, World};
use counterflow_model::{Model, Parameters};
use counterflow_study::ensemble::{Ensemble, MemberDraws};
use std::path::Path;

/// A checked world and evidence with the scenarios at hand.
#[derive(Debug)]
pub struct Session {
    /// Parameters with provenance.
    pub evidence: Evidence,
    /// The prepared world.
    pub model: Model,
    /// What history made of its parameters.
    pub posterior: WorldPosterior,
    /// Scenario files of this world, and of any.
    pub scenarios: Vec<SourceFile>,
    /// Scenario files of other worlds.
    pub scenarios_elsewhere: Vec<SourceFile>,
    /// Names of the world, and of those that it varies.
    pub world_names: Vec<String>,
    /// Hash of the world's files.
    pub world_hash: String,
    /// Hash of the evidence files.
    pub evidence_hash: String,
    /// The command that asks, for the record of each result; empty where there is none.
    pub command: String,
    /// Whether a parameter may lie outside its range.
    pub beyond: bool,
    /// What a scenario called `-` holds; none where nobody reads it.
    pub standard_input: Option<String>,
}

impl Session {
    /// Loads and checks everything; all problems of all files come at once.
    ///
    /// # Errors
    /// Files that cannot be read, or that hold a fault.
    pub fn load(source: &DataSource, asked: Option<&Path>) -> Result<Self, Failure> {
        let mut problems = Problems::default();
        let world_files = keep(source.world(asked), &mut problems).unwrap_or_default();
        let (mut evidence, mut world) = (None, None);
        if world_files.is_empty() {
            // What is wrong with the other files is said all the same.
            keep(source.files(Folder::Evidence), &mut problems);
        } else {
            world = keep(load_world(&world_files), &mut problems);
            // Without the world's efforts, evidence would only say again what is missing.
            if efforts(&world_files).is_some() {
                evidence = keep(load_evidence(source, &world_files), &mut problems);
            }
        }
        let scenarios = keep(source.files(Folder::Scenarios), &mut problems);
        let (Some((evidence, evidence_hash)), Some((world, world_hash)), Some(scenarios)) =
            (evidence, world, scenarios)
        else {
            problems.sort();
            return Err(problems.into());
        };
        // World::parse has refused worlds whose routes lead in a circle.
        let model =
            Model::new(world).map_err(|error| Problem::new("E0605", format!("routes lead in a circle: {error:?}")))?;
        let posterior = WorldPosterior::among(&world_files, &evidence)?;
        let world_names = source.world_names(asked)?;
        let is_here = |file: &SourceFile| {
            named_world(&scenarios, file.stem()).is_none_or(|named| world_names.contains(&named.world))
        };
        let (here, elsewhere) = scenarios.iter().cloned().partition(is_here);
        Ok(Self {
            evidence,
            model,
            posterior,
            scenarios: here,
            scenarios_elsewhere: elsewhere,
            world_names,
            world_hash,
            evidence_hash,
            command: String::new(),
            beyond: false,
            standard_input: None,
        })
    }

    /// Where members take their parameters from: what was asked for, else the posterior where the world has one.
    ///
    /// # Errors
    /// A posterior that the world does not have.
    pub fn draws(&self, asked: Option<DrawsFrom>) -> Result<DrawsFrom, Problem> {
        self.posterior.choose(asked, &self.model.world.name)
    }

    /// Members of this world.
    pub fn ensemble(&self, members: u32, seed: u64, from: DrawsFrom) -> Ensemble<'_> {
        let fitted = self.posterior.fitted().filter(|_| from == DrawsFrom::Posterior);
        let draws = fitted.map(|fitted| &fitted.posterior as &dyn MemberDraws);
        Ensemble { model: &self.model, evidence: &self.evidence, members, seed, draws }
    }

    /// Reads a scenario by name, or by path where `asked` looks like one.
    pub fn scenario(&self, asked: &str) -> Result<NamedScenario, Failure> {
        if let (STANDARD_INPUT, Some(text)) = (asked, &self.standard_input) {
            return self.scenario_of_text(STANDARD_INPUT_NAME, text);
        }
        let (files, stem) = self.scenario_files(asked)?;
        self.parsed(&files, &stem)
    }

    /// Reads a scenario at hand by its name, which is never taken for a path.
    pub fn scenario_at_hand(&self, name: &str) -> Result<NamedScenario, Failure> {
        self.parsed(&self.scenarios, name)
    }

    /// Reads a scenario from its text; its base may be a scenario at hand.
    pub fn scenario_of_text(&self, id: &str, text: &str) -> Result<NamedScenario, Failure> {
        let others = self.scenarios.iter().filter(|file| file.stem() != id).cloned();
        let files: Vec<SourceFile> =
            std::iter::once(SourceFile::new(format!("{id}.toml"), text)).chain(others).collect();
        self.parsed(&files, id)
    }

    fn parsed(&self, files: &[SourceFile], stem: &str) -> Result<NamedScenario, Failure> {
        let all: Vec<SourceFile> = files.iter().chain(&self.scenarios_elsewhere).cloned().collect();
        if let Some(named) = named_world(&all, stem).filter(|named| !self.world_names.contains(&named.world)) {
            let running = self.world_names.first().map_or("", String::as_str);
            return Err(named.refusal(stem, running).into());
        }
        let scenario = Scenario::parse(files, stem, &self.model.world)?;
        self.check_overrides(&scenario, files)?;
        Ok(NamedScenario { scenario, hash: scenario_hash(files, stem) })
    }

    /// Reads several scenarios; problems of all of them come at once.
    pub fn scenarios_named(&self, asked: &[String]) -> Result<Vec<NamedScenario>, Failure> {
        let mut named = Vec::new();
        let mut problems = Problems::default();
        for name in asked {
            match self.scenario(name) {
                Ok(scenario) => named.push(scenario),
                Err(Failure::Problems(found)) => problems.extend(found),
                Err(other) => return Err(other),
            }
        }
        Ok(problems.into_result(named)?)
    }

    /// Every scenario at hand, checked.
    pub fn all_scenarios(&self) -> Result<Vec<NamedScenario>, Failure> {
        let names: Vec<String> = self.scenarios.iter().map(|file| file.stem().to_owned()).collect();
        self.scenarios_named(&names)
    }

    /// The files among which a scenario and its bases are looked up, and the scenario's name.
    pub fn scenario_files(&self, asked: &str) -> Result<(Vec<SourceFile>, String), Problems> {
        if !is_path(asked) {
            return Ok((self.scenarios.clone(), asked.to_owned()));
        }
        let path = Path::new(asked);
        let wanted = SourceFile::read(path).map_err(|problem| {
            let near = nearest(asked, self.scenarios.iter().map(SourceFile::stem)).map(str::to_owned);
            problem.expect("a scenario file, or the name of a shipped scenario").suggest(near.as_deref())
        })?;
        let stem = wanted.stem().to_owned();
        let mut files = vec![wanted];
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // A base may lie beside the file; a broken neighbour is no fault of this scenario.
        files.extend(
            read_folder(folder, Folder::Scenarios).unwrap_or_default().into_iter().filter(|file| file.stem() != stem),
        );
        files.extend(self.scenarios.iter().cloned());
        Ok((files, stem))
    }

    /// Parameters that a scenario sets must exist; the problem names the line.
    fn check_overrides(&self, scenario: &Scenario, files: &[SourceFile]) -> Result<(), Problems> {
        let mut problems = Problems::default();
        for (id, value) in &scenario.parameters {
            if let Some(problem) = self.parameter_problem(id, *value) {
                problems.push(located(problem, id, files));
            }
        }
        problems.into_result(())
    }

    /// Parameters of the command line, checked.
    pub fn checked_parameters(&self, overrides: Vec<(String, f64)>) -> Result<Vec<(String, f64)>, Problems> {
        let problem = |(id, value): &(String, f64)| self.parameter_problem(id, *value);
        let problems = Problems(overrides.iter().filter_map(problem).collect());
        problems.into_result(overrides)
    }

    /// What is wrong with the value of a parameter.
    fn parameter_problem(&self, id: &str, value: f64) -> Option<Problem> {
        if let Err(problem) = self.evidence.with_overrides(&self.evidence.central(), &[(id.to_owned(), value)]) {
            return Some(problem);
        }
        let range = self.outside_range(id, value).filter(|_| !self.beyond)?;
        Some(
            Problem::new("E0817", format!("`{id}` = {value} lies outside its range"))
                .expect(format!("{range}; `--beyond` insists")),
        )
    }

    /// The range of a parameter in words, if a value lies outside it. A parameter that is not uncertain has none.
    pub fn outside_range(&self, id: &str, value: f64) -> Option<String> {
        let record = self.evidence.get(id).filter(|record| record.is_uncertain())?;
        let outside = value < record.low || value > record.high;
        outside.then(|| {
            format!(
                "{} to {} {} ({}, grade {})",
                record.low,
                record.high,
                record.unit,
                record.title,
                record.grade.letter()
            )
        })
    }
}

/// A scenario and the hash of its files.
#[derive(Clone, Debug)]
pub struct NamedScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// Hash of its file and of its bases.
    pub hash: String,
}

impl NamedScenario {
    /// Months of its run.
    pub fn months(&self, session: &Session) -> usize {
        counterflow_model::run::months(&session.model, &self.scenario)
    }
}

/// Evidence, with the efforts of a world, and the hash of its own files.
pub fn load_evidence(source: &DataSource, world: &[SourceFile]) -> Result<(Evidence, String), Problems> {
    let mut files = source.files(Folder::Evidence)?;
    let hash = sha256(&files);
    files.extend(efforts(world).cloned());
    let evidence = Evidence::load(&files, &source.bibliography()?, &Parameters::declarations())?;
    Ok((evidence, hash))
}

/// A world and the hash of its files.
fn load_world(files: &[SourceFile]) -> Result<(World, String), Problems> {
    let world = World::parse(files)?;
    Ok((world, sha256(files)))
}

/// What each lever does in the base year, among the files of a world.
fn efforts(world: &[SourceFile]) -> Option<&SourceFile> {
    world.iter().find(|file| Path::new(&file.name).file_name().is_some_and(|name| name == EFFORTS_FILE))
}

/// The world that one of these scenarios names; none where they run on any.
pub fn world_of_scenarios(source: &DataSource, asked: &[String]) -> Option<String> {
    let at_hand = source.files(Folder::Scenarios).unwrap_or_default();
    asked.iter().find_map(|asked| {
        let beside = |path: &Path| read_folder(path.parent()?, Folder::Scenarios).ok();
        let mut files: Vec<SourceFile> = Vec::new();
        if is_path(asked) {
            files.extend(SourceFile::read(Path::new(asked)));
            files.extend(beside(Path::new(asked)).unwrap_or_default());
        }
        files.extend(at_hand.iter().cloned());
        let stem = if is_path(asked) { files.first()?.stem().to_owned() } else { asked.clone() };
        named_world(&files, &stem).map(|named| named.world)
    })
}
/// How a scenario from standard input is asked for, and what it is called.
pub const STANDARD_INPUT: &str = "-";
const STANDARD_INPUT_NAME: &str = "standard-input";

/// Whether a scenario is asked for by path rather than by name.
pub fn is_path(asked: &str) -> bool {
    asked.ends_with(".toml") || asked.contains(['/', '\\'])
}

fn keep<T>(result: Result<T, Problems>, problems: &mut Problems) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(found) => {
            problems.extend(found);
            None
        }
    }
}

/// Puts a problem at the first line that holds `key`.
fn located(problem: Problem, key: &str, files: &[SourceFile]) -> Problem {
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            if let Some(offset) = line.find(key) {
                let column = line[..offset].chars().count() + 1;
                return problem.at(file, number + 1, column);
            }
        }
    }
    problem
}
