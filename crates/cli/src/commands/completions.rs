//! `counterflow completions`: generated from the declarations of the commands.

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::output::print;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Options of `completions`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow completions bash > ~/.local/share/bash-completion/completions/counterflow
  counterflow completions zsh > ~/.zfunc/_counterflow")]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the completions.
pub fn execute(options: &CompletionsArguments) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "counterflow", &mut script);
    print(&String::from_utf8_lossy(&script))
}
