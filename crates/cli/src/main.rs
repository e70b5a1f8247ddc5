//! The `counterflow` command.
//!
//! Start reading at [`arguments`] (what a user can type), then the command of interest in
//! [`commands`]. A command gets a [`session::Session`] with the checked world and evidence, prints
//! its result through [`output`], and answers a [`failure::Failure`] otherwise.
//!
//! Results go to standard output or to a named file, everything else to standard error. The exit
//! status is 0, 1 when a result fell short, or 2 when the input was bad and nothing was written.

// A `Problem` is built once per fault of a user's file, never in a hot loop.
#![allow(clippy::result_large_err)]

mod arguments;
mod commands;
mod data_table;
mod failure;
mod headline;
mod months;
mod output;
mod overrides;
mod progress;
mod reconciliation;
mod record;
mod report_folder;
mod session;
mod shipped;
mod table;
mod timeline;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return failure::usage(&error),
    };
    let terminal = output::Terminal::new(&arguments.global);
    match commands::execute(&arguments, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.show(&terminal),
    }
}
