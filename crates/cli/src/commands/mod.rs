//! The commands: one file each, with its options, its examples and its code.

pub mod assess;
pub mod claims;
pub mod compare;
pub mod completions;
pub mod discover;
pub mod evidence;
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

use crate::arguments::{Arguments, Command};
use crate::context::Context;
use crate::failure::Failure;
use crate::terminal::Terminal;

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
        Command::Scenarios(options) => scenarios::execute(options, &context),
        Command::Schema(options) => schema::execute(options, &context),
        Command::Study(options) => study::execute(options, &context),
        Command::Serve(options) => serve::execute(options, &context),
        Command::Module(options) => module::execute(options, &context),
        Command::Plan(options) => plan::execute(options, &context),
        Command::Validate(options) => validate::execute(options, &context),
        Command::Completions(options) => completions::execute(options),
    }
}
