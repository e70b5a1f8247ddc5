//! `counterflow completions`: generated from the declarations of the commands.

use crate::failure::Failure;
use crate::output::print;
use clap::Args;
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

/// Prints the completions of the whole command.
pub fn execute(options: &CompletionsArguments, mut whole: clap::Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut whole, "counterflow", &mut script);
    print(&String::from_utf8_lossy(&script))
}
