//! What every command gets.

use crate::command_line::command_line;
use crate::failure::Failure;
use crate::options::Global;
use crate::terminal::Terminal;
use counterflow_app::data_source::{DataSource, Folder};
use counterflow_app::draws::WorldPosterior;
use counterflow_app::session::{STANDARD_INPUT, Session, load_evidence, world_of_scenarios};
use counterflow_app::validation::ValidationData;
use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::{Problem, Problems};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What every command gets.
#[derive(Debug)]
pub struct Context<'a> {
    /// Where the data come from.
    pub source: DataSource,
    /// Data folder, where the user named one.
    pub data: Option<PathBuf>,
    /// World folder, where the user named one.
    pub world: Option<PathBuf>,
    /// Whether parameters may lie outside their ranges.
    pub beyond: bool,
    /// What the terminal can show.
    pub terminal: &'a Terminal,
}

impl<'a> Context<'a> {
    /// From the global options.
    pub fn new(global: &Global, terminal: &'a Terminal) -> Self {
        Self {
            source: DataSource::choose(global.data.as_deref()),
            data: global.data.clone(),
            world: global.world.clone(),
            beyond: global.beyond,
            terminal,
        }
    }

    /// Where the data of published results' checks lie.
    pub fn validation_data(&self) -> ValidationData {
        ValidationData { source: self.source.clone(), folder: self.data.clone(), world: self.world.clone() }
    }

    /// Evidence with the world's efforts, and its hash.
    pub fn evidence(&self) -> Result<(Evidence, String), Problems> {
        match self.source.world(self.world.as_deref()) {
            Ok(world) => load_evidence(&self.source, &world),
            Err(mut problems) => {
                problems.extend(self.source.files(Folder::Evidence).err().unwrap_or_default());
                problems.sort();
                Err(problems)
            }
        }
    }

    /// What history made of the world's parameters.
    pub fn posterior(&self, evidence: &Evidence) -> Result<WorldPosterior, Problems> {
        WorldPosterior::among(&self.source.world(self.world.as_deref())?, evidence)
    }

    /// The checked world, evidence and scenario files.
    pub fn session(&self) -> Result<Session, Failure> {
        self.session_of(self.world.as_deref())
    }

    /// The same for these scenarios: on the world that one of them names, where the user names none.
    pub fn session_for(&self, scenarios: &[String]) -> Result<Session, Failure> {
        let named = if self.world.is_none() { world_of_scenarios(&self.source, scenarios) } else { None };
        if let Some(world) = &named {
            self.terminal.remark(&format!("On the world {world}, for which the scenario was written."));
        }
        self.session_of(named.as_deref().map(Path::new).or(self.world.as_deref()))
    }

    /// The same with the world of a folder.
    pub fn session_of(&self, world: Option<&Path>) -> Result<Session, Failure> {
        self.terminal.detail(&self.source.describe());
        let session = Session::load(&self.source, world)?;
        Ok(Session { command: command_line(), beyond: self.beyond, standard_input: standard_input()?, ..session })
    }
}

/// What standard input holds, where an argument is `-`. It is read once, for whoever asks first.
fn standard_input() -> Result<Option<String>, Failure> {
    static TEXT: OnceLock<String> = OnceLock::new();
    if !std::env::args_os().any(|argument| argument == STANDARD_INPUT) {
        return Ok(None);
    }
    if TEXT.get().is_none() {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| {
            Problem::new("E0100", format!("cannot read standard input: {error}")).expect("a scenario as UTF-8 text")
        })?;
        let _ = TEXT.set(text);
    }
    Ok(TEXT.get().cloned())
}
