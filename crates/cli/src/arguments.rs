//! What a user can type: the global options and a command.
//!
//! Each command declares its own options beside its code in [`crate::commands`]. Help pages and
//! shell completions are generated from these declarations.

use crate::commands::Command;
use crate::options::Global;
use clap::Parser;

/// Simulates the cocaine trade and the policies against it, for policy analysis.
///
/// Counterflow runs policy scenarios on a world built from published aggregates, with every number
/// traced to its source and every uncertain number drawn from its range. It answers with changes
/// against a baseline, with intervals and side effects.
#[derive(Debug, Parser)]
#[command(
    name = "counterflow",
    version = counterflow_app::record::VERSION,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
#[command(after_long_help = "\
Examples:
  counterflow assess                     every claim on every scenario, as a report
  counterflow run military               one run, headline indicators by year
  counterflow compare baseline military multilateral
  counterflow schema levers              what can be set in a scenario
  counterflow evidence show demand.light_to_heavy_per_year

Results go to standard output, messages to standard error.
Exit status: 0 done, 1 a result fell short, 2 bad input (nothing is written).")]
pub struct Arguments {
    /// Options that every command knows.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn declarations_are_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_example_of_every_help_page_can_be_typed() {
        let mut pages = Vec::new();
        collect(&Arguments::command(), &mut pages);
        let examples: Vec<Vec<String>> = pages.iter().flat_map(|page| page.lines()).filter_map(words).collect();
        assert!(examples.len() > 25, "{}", examples.len());
        for example in examples {
            assert!(Arguments::try_parse_from(&example).is_ok(), "{example:?}");
        }
    }

    #[test]
    fn every_command_has_examples() {
        for command in Arguments::command().get_subcommands() {
            let page = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert!(page.contains(&format!("counterflow {}", command.get_name())), "{}", command.get_name());
        }
    }

    fn collect(command: &clap::Command, pages: &mut Vec<String>) {
        pages.extend(command.get_after_long_help().map(ToString::to_string));
        command.get_subcommands().for_each(|command| collect(command, pages));
    }

    /// Words of an example, without the remark, pipe or file after it.
    fn words(line: &str) -> Option<Vec<String>> {
        let typed = line.strip_prefix("  ").filter(|line| line.starts_with("counterflow "))?;
        let end = ["   ", " | ", " > "].iter().filter_map(|mark| typed.find(mark)).min().unwrap_or(typed.len());
        // Every second piece stands in quotes and is one word.
        let pieces = typed[..end].split('"').enumerate();
        let words = pieces
            .flat_map(|(number, piece)| if number % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() });
        Some(words.map(str::to_owned).collect())
    }
}
