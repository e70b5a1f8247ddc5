//! `counterflow manual`: manual pages, generated from the declarations of the commands.

use crate::failure::Failure;
use clap::Args;
use std::path::PathBuf;

/// Options of `manual`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow manual --out man
  man ./man/counterflow-assess.1")]
pub struct ManualOptions {
    /// Folder for the pages
    #[arg(long, value_name = "DIR", default_value = "man")]
    out: PathBuf,
}

/// Writes a page for the program and for each of its commands that help lists.
pub fn execute(options: &ManualOptions, whole: clap::Command) -> Result<(), Failure> {
    let fault = |error: std::io::Error| Failure::unwritable(&options.out, &error);
    std::fs::create_dir_all(&options.out).map_err(fault)?;
    clap_mangen::generate_to(whole, &options.out).map_err(fault)?;
    Ok(())
}
