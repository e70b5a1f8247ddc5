//! The `counterflow` command.
//!
//! Start reading at [`arguments`] (what a user can type), then the command of interest in
//! [`commands`]. A command gets a [`context::Context`], asks `counterflow-app`, and prints the result through
//! [`output`], or answers a [`failure::Failure`].
//!
//! Results go to standard output or to a named file, everything else to standard error. The exit
//! status is 0, 1 when a result fell short, or 2 when the input was bad and nothing was written.

// A `Problem` is built once per fault of a user's file, never in a hot loop.
#![allow(clippy::result_large_err)]

mod arguments;
mod command_line;
mod commands;
mod context;
mod failure;
mod options;
mod output;
mod overrides;
mod progress;
mod report_folder;
mod terminal;
mod timeline;

use clap::{CommandFactory, Parser};
use context::Context;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return failure::usage(&error),
    };
    let terminal = terminal::Terminal::new(&arguments.global);
    match commands::execute(
        &arguments.command,
        arguments::Arguments::command(),
        &Context::new(&arguments.global, &terminal),
    ) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.show(&terminal),
    }
}
