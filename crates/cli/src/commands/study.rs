//! `counterflow study`: studies on disk.

mod export;
mod report;
mod run;
mod status;

use crate::context::Context;
use crate::failure::Failure;
use clap::{Args, Subcommand};
use counterflow_study::store::Shard;
use std::path::PathBuf;

/// Options of `study`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow study run studies/coordination.toml --out out/coordination
  counterflow study status out/coordination          from any terminal, while it runs or later
  counterflow study resume out/coordination          after a kill, a full disk or a power cut
  counterflow study export out/coordination --out table.parquet
  counterflow study run studies/coordination.toml --shard 3/64 --out out/shard-3
  counterflow study merge out/shard-1 out/shard-2 --out out/whole

A study runs every scenario under every combination of switches for every member of a design over the
uncertain parameters. The folder holds the rows in Parquet parts, with a journal and checksums, and the
monthly paths too where the study file asks for them. `counterflow schema study` lists its keys.")]
pub struct StudyArguments {
    #[command(subcommand)]
    command: StudyCommand,
}

#[derive(Debug, Subcommand)]
enum StudyCommand {
    /// Starts a study
    #[command(after_long_help = "\
Examples:
  counterflow study run studies/coordination.toml --out out/coordination
  counterflow study run studies/coordination.toml --shard 3/64 --out out/shard-3

A shard is every n-th part of the study: 64 machines that run 1/64 to 64/64 make up the whole, which
`study merge` joins to the same bytes as one machine would have written. A member shares its parameters
and random events between scenarios; the columns change_of_... hold the differences from the baseline.
Exit status 1 if a row failed; the row says why.")]
    Run(RunOptions),
    /// Goes on with a study that was interrupted, and repairs damaged parts
    #[command(after_long_help = "\
Examples:
  counterflow study resume out/coordination
  counterflow study resume out/coordination --threads 2

Every finished part is checked against the journal; damaged ones are named and computed again. The
study ends with the same bytes as one that was never interrupted.")]
    Resume(ResumeOptions),
    /// Tells how far a study is
    #[command(after_long_help = "\
Examples:
  counterflow study status out/coordination
  counterflow study status out/coordination --verify --json

With --verify, exit status 1 if a finished part does not match the journal.")]
    Status(StatusOptions),
    /// Writes a study as one Parquet or CSV table
    #[command(after_long_help = "\
Examples:
  counterflow study export out/coordination --out table.parquet
  counterflow study export out/coordination --tidy --out table.csv
  counterflow study export out/coordination --paths --out paths.parquet")]
    Export(ExportOptions),
    /// Joins shards into the whole study
    #[command(after_long_help = "\
Example:
  counterflow study merge out/shard-1 out/shard-2 out/shard-3 --out out/whole

All shards must belong to one study and be complete and undamaged.")]
    Merge(MergeOptions),
}

/// Options of `study run`.
#[derive(Debug, Args)]
struct RunOptions {
    /// Study file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the study, new or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Runs one shard of several, such as 3/64
    #[arg(long, value_name = "N/OF", value_parser = shard)]
    shard: Option<Shard>,
    #[command(flatten)]
    how: HowOptions,
}

/// Options of `study resume`.
#[derive(Debug, Args)]
struct ResumeOptions {
    /// Folder of the study
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    how: HowOptions,
}

/// How a study runs and reports.
#[derive(Clone, Copy, Debug, Args)]
struct HowOptions {
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Prints the summary as JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Options of `study status`.
#[derive(Debug, Args)]
struct StatusOptions {
    /// Folder of the study
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Checks every finished part against the journal
    #[arg(long)]
    verify: bool,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Options of `study export`.
#[derive(Debug, Args)]
struct ExportOptions {
    /// Folder of the study
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Table to write: a name that ends in .parquet or .csv
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// One row per outcome instead of one column
    #[arg(long)]
    tidy: bool,
    /// The monthly paths instead: one row per run, series and month
    #[arg(long, conflicts_with = "tidy")]
    paths: bool,
}

/// Options of `study merge`.
#[derive(Debug, Args)]
struct MergeOptions {
    /// Folders of the shards
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,
    /// Folder of the whole study, new or empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Prints the summary as JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn execute(options: &StudyArguments, context: &Context<'_>) -> Result<(), Failure> {
    match &options.command {
        StudyCommand::Run(options) => run::start(options, context),
        StudyCommand::Resume(options) => run::resume(options, context),
        StudyCommand::Status(options) => status::execute(options, context),
        StudyCommand::Export(options) => export::export(options, context),
        StudyCommand::Merge(options) => export::merge(options, context),
    }
}

fn shard(text: &str) -> Result<Shard, String> {
    text.parse().map_err(|_| "a shard is a number and how many there are, such as 3/64".to_owned())
}
