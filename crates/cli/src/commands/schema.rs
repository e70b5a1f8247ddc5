//! `counterflow schema`: what can be written and what can be read, from the model's declarations.

mod files;
mod levers;
mod question;
mod study;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_result};
use clap::{Args, Subcommand};
use counterflow_app::catalogue::indicators as catalogue;
use counterflow_model::indicators::{INDICATORS, Total};
use counterflow_model::policy::switches::SWITCHES;
use counterflow_report::text_table::{Column, Table};

/// Options of `schema`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow schema levers                        units, costs and limits of the levers
  counterflow schema levers --json
  counterflow schema scenario                      how to write a scenario
  counterflow schema scenario --json > scenario.schema.json
  counterflow schema study                         how to write a study file
  counterflow schema question                      how to write a question for plan solve
  counterflow schema indicators

With --json, `scenario`, `claims`, `study` and `question` are JSON Schemas (draft 2020-12); editors check and complete
TOML with them.")]
pub struct SchemaArguments {
    #[command(subcommand)]
    command: SchemaCommand,
}

#[derive(Debug, Subcommand)]
enum SchemaCommand {
    /// Scenario files: every key with what it takes, and an example; JSON Schema with --json
    #[command(after_long_help = "Examples:\n  counterflow schema scenario\n  counterflow schema scenario --json > \
            scenario.schema.json")]
    Scenario(Format),
    /// Claims files: every key with what it takes, and an example; JSON Schema with --json
    #[command(after_long_help = "Examples:\n  counterflow schema claims\n  counterflow schema claims --json > \
            claims.schema.json")]
    Claims(Format),
    /// Study files: every key with what it takes, its default and an example; JSON Schema with --json
    #[command(
        after_long_help = "Examples:\n  counterflow schema study\n  counterflow schema study --json > study.schema.json"
    )]
    Study(Format),
    /// Questions of `plan solve`: kinds, keys and columns; JSON Schema with --json
    #[command(after_long_help = "Examples:\n  counterflow schema question\n  counterflow schema question --json > \
            question.schema.json")]
    Question(Format),
    /// The levers: unit, unit cost, baseline, feasible maximum, example, claim
    #[command(after_long_help = "Example:\n  counterflow schema levers --json | jq '.levers[] | {id, units, targets}'")]
    Levers(Format),
    /// The indicators: unit, places, definition
    #[command(after_long_help = "Example:\n  counterflow schema indicators --json | jq '.indicators[].id'")]
    Indicators(Format),
    /// The structural switches and their settings
    #[command(after_long_help = "Example:\n  counterflow schema switches")]
    Switches(Format),
}

#[derive(Clone, Copy, Debug, Args)]
struct Format {
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn execute(options: &SchemaArguments, context: &Context<'_>) -> Result<(), Failure> {
    match &options.command {
        SchemaCommand::Scenario(format) => files::print_scenario(format.json, context),
        SchemaCommand::Claims(format) => files::print_claims(format.json, context),
        SchemaCommand::Study(format) => study::print_study(format.json, context),
        SchemaCommand::Question(format) => question::print_question(format.json, context),
        SchemaCommand::Levers(format) => levers::print_levers(format.json, context),
        SchemaCommand::Indicators(format) => indicators(format.json, context),
        SchemaCommand::Switches(format) => switches(format.json, context),
    }
}

fn indicators(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if json {
        return print_result(catalogue::indicators(&context.session()?));
    }
    let mut table = Table::new([
        ("Indicator", Column::Left),
        ("Unit", Column::Left),
        ("By", Column::Left),
        ("Definition", Column::Wrap),
    ]);
    for indicator in INDICATORS {
        let by = catalogue::scope_words(indicator.scope).to_owned()
            + if indicator.total == Total::Sum { ", world" } else { "" };
        table.push([indicator.id.to_owned(), indicator.unit.to_owned(), by, indicator.definition.to_owned()]);
    }
    print(&table.render(context.terminal.style()))
}

fn switches(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if json {
        return print_result(catalogue::switches());
    }
    let mut table =
        Table::new([("Switch", Column::Left), ("Settings, default first", Column::Wrap), ("About", Column::Wrap)]);
    for switch in &SWITCHES {
        table.push([switch.id.to_owned(), switch.settings.join(", "), switch.about.to_owned()]);
    }
    print(&table.render(context.terminal.style()))
}
