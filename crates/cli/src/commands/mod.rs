//! The commands: one file each, with its options, its examples and its code.

pub mod assess;
pub mod claims;
pub mod compare;
pub mod completions;
pub mod data;
pub mod discover;
pub mod evidence;
pub mod manual;
pub mod module;
pub mod plan;
pub mod robust;
pub mod run;
pub mod scenarios;
pub mod schema;
pub mod sensitivity;
pub mod serve;
pub mod study;
pub mod validate;
pub mod world;

use crate::arguments::{Arguments, Command, Global};
use crate::failure::Failure;
use crate::output::Terminal;
use crate::session::{Session, load_evidence};
use crate::shipped::{DataSource, Folder};
use clap::Args;
use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::Problems;
use std::path::PathBuf;

/// What every command gets.
#[derive(Debug)]
pub struct Context<'a> {
    /// Where the data come from.
    pub source: DataSource,
    /// Data folder, where the user named one.
    pub data: Option<PathBuf>,
    /// World folder, where the user named one.
    pub world: Option<PathBuf>,
    /// What the terminal can show.
    pub terminal: &'a Terminal,
}

impl<'a> Context<'a> {
    fn new(global: &Global, terminal: &'a Terminal) -> Self {
        Self {
            source: DataSource::choose(global.data.as_deref()),
            data: global.data.clone(),
            world: global.world.clone(),
            terminal,
        }
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

    /// The checked world, evidence and scenario files.
    pub fn session(&self) -> Result<Session, Failure> {
        Session::load(&self.source, self.world.as_deref(), self.terminal)
    }
}

/// Runs the command.
pub fn execute(arguments: &Arguments, terminal: &Terminal) -> Result<(), Failure> {
    let context = Context::new(&arguments.global, terminal);
    match &arguments.command {
        Command::Assess(options) => assess::execute(options, &context),
        Command::Run(options) => run::execute(options, &context),
        Command::Compare(options) => compare::execute(options, &context),
        Command::Claims(options) => claims::execute(options, &context),
        Command::Sensitivity(options) => sensitivity::execute(options, &context),
        Command::Discover(options) => discover::execute(options, &context),
        Command::Robust(options) => robust::execute(options, &context),
        Command::Evidence(options) => evidence::execute(options, &context),
        Command::World(options) => world::execute(options, &context),
        Command::Data(options) => data::execute(options),
        Command::Scenarios(options) => scenarios::execute(options, &context),
        Command::Schema(options) => schema::execute(options, &context),
        Command::Study(options) => study::execute(options, &context),
        Command::Serve(options) => serve::execute(options, &context),
        Command::Module(options) => module::execute(options, &context),
        Command::Plan(options) => plan::execute(options, &context),
        Command::Validate(options) => validate::execute(options, &context),
        Command::Completions(options) => completions::execute(options),
        Command::Manual(options) => manual::execute(options),
    }
}

/// Size of an ensemble.
#[derive(Clone, Copy, Debug, Args)]
pub struct EnsembleOptions {
    /// Runs per scenario: member 0 has central parameters, the others draw every uncertain one
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub members: u32,
    /// Seed of the random draws
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl EnsembleOptions {
    /// Runs `work` on the threads asked for.
    pub fn on_threads<T: Send>(&self, work: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
        on_threads(self.threads, work)
    }
}

/// Runs `work` on a number of threads, or on all cores.
pub fn on_threads<T: Send>(
    threads: Option<u16>,
    work: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Failure> {
    match rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build() {
        Ok(pool) => pool.install(work),
        // The result is the same on one thread, only later.
        Err(_) => work(),
    }
}
