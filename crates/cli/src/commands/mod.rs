//! The commands: one file each, with its options, its examples and its code.

pub mod assess;
pub mod calibrate;
pub mod claims;
pub mod compare;
pub mod completions;
pub mod data;
pub mod discover;
pub mod evidence;
pub mod hindcast;
pub mod manual;
pub mod module;
pub mod new;
pub mod plan;
pub mod read;
pub mod record;
pub mod robust;
pub mod run;
pub mod scenarios;
pub mod schema;
pub mod sensitivity;
pub mod serve;
pub mod study;
pub mod validate;
pub mod world;

use crate::context::Context;
use crate::failure::Failure;
use clap::Subcommand;

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tests the claims on the scenarios and writes a report: the main job
    Assess(assess::AssessArguments),
    /// Runs one scenario once
    Run(run::RunArguments),
    /// Compares scenarios with the first one
    Compare(compare::CompareArguments),
    /// Writes a file to start from: scenario, claims, study, question or world
    New(new::NewArguments),
    /// Tests or lists what levers and mixes are said to do
    Claims(claims::ClaimsArguments),
    /// Reads an article and tests what it says policies will do
    Read(read::ReadArguments),
    /// Tells which parameters drive an outcome
    Sensitivity(sensitivity::SensitivityArguments),
    /// Finds where in a table of cases those of interest lie
    Discover(discover::DiscoverArguments),
    /// Ranks policies by how they do across many states of the world
    Robust(robust::RobustArguments),
    /// Fits a world's parameters to history and writes their posterior
    Calibrate(calibrate::CalibrateArguments),
    /// Foresees public series and scores that against what came
    Hindcast(hindcast::HindcastArguments),
    /// Lists, shows and checks the numbers behind the model
    Evidence(evidence::EvidenceArguments),
    /// Lists the worlds, checks one against published totals, or sums it up
    World(world::WorldArguments),
    /// Writes the data built into the program
    Data(data::DataArguments),
    /// Lists the scenarios
    Scenarios(scenarios::ScenariosArguments),
    /// Prints what scenario files, claims, levers, indicators and switches look like
    Schema(schema::SchemaArguments),
    /// Runs a study file: many scenarios, parameter draws and seeds, on disk and never lost
    Study(study::StudyArguments),
    /// Opens the web app and the API on this machine
    Serve(serve::ServeArguments),
    /// Runs one module of the model alone
    Module(module::ModuleArguments),
    /// Places a lever's scarce effort where it does most against traffickers who respond
    Plan(plan::PlanArguments),
    /// Sets published results beside the model's own
    Validate(validate::ValidateArguments),
    /// Prints how the coupled model answers to lasting changes, as elasticities
    Record(record::RecordArguments),
    /// Prints completions for a shell
    Completions(completions::CompletionsArguments),
    /// Writes a manual page for every command
    #[command(hide = true)]
    Manual(manual::ManualOptions),
}

/// Runs the command; `whole` declares all of them.
pub fn execute(command: &Command, whole: clap::Command, context: &Context<'_>) -> Result<(), Failure> {
    match command {
        Command::Assess(options) => assess::execute(options, context),
        Command::Run(options) => run::execute(options, context),
        Command::Compare(options) => compare::execute(options, context),
        Command::New(options) => new::execute(options, context),
        Command::Claims(options) => claims::execute(options, context),
        Command::Read(options) => read::execute(options, context),
        Command::Sensitivity(options) => sensitivity::execute(options, context),
        Command::Discover(options) => discover::execute(options, context),
        Command::Robust(options) => robust::execute(options, context),
        Command::Calibrate(options) => calibrate::execute(options, context),
        Command::Hindcast(options) => hindcast::execute(options, context),
        Command::Evidence(options) => evidence::execute(options, context),
        Command::World(options) => world::execute(options, context),
        Command::Data(options) => data::execute(options),
        Command::Scenarios(options) => scenarios::execute(options, context),
        Command::Schema(options) => schema::execute(options, context),
        Command::Study(options) => study::execute(options, context),
        Command::Serve(options) => serve::execute(options, context),
        Command::Module(options) => module::execute(options, context),
        Command::Plan(options) => plan::execute(options, context),
        Command::Validate(options) => validate::execute(options, context),
        Command::Record(options) => record::execute(options, context),
        Command::Completions(options) => completions::execute(options, whole),
        Command::Manual(options) => manual::execute(options, whole),
    }
}
