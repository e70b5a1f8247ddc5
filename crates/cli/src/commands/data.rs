//! `counterflow data`: the data built into the program, written to a folder.

use crate::failure::Failure;
use clap::{Args, Subcommand};
use counterflow_app::data_source::built_in;
use counterflow_evidence::diagnostics::Problem;
use std::path::{Path, PathBuf};

/// Options of `data`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow data export my-data
  counterflow run baseline --data my-data

A data folder may hold only what differs: with base = \"built-in\" in its data.toml, files that it lacks are those built
in. Of two files of one name the nearer one counts, whole.")]
pub struct DataArguments {
    #[command(subcommand)]
    command: DataCommand,
}

#[derive(Debug, Subcommand)]
enum DataCommand {
    /// Writes evidence, worlds, public series, bibliography, scenarios, claims and lexicon to a new folder
    #[command(after_long_help = "Example:\n  counterflow data export my-data")]
    Export {
        /// Folder to write; it must be new or empty
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// Runs the command.
pub fn execute(options: &DataArguments) -> Result<(), Failure> {
    let DataCommand::Export { folder } = &options.command;
    let is_used = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_used || folder.is_file() {
        let problem = Problem::new("E0803", "the folder holds files already").in_file(folder.display().to_string());
        return Err(problem.expect("a new or empty folder").into());
    }
    for (path, text) in built_in() {
        write(&folder.join(path), text)?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    written.map_err(|error| Failure::unwritable(path, &error))
}
