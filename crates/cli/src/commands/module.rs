//! `counterflow module`: one module of the model alone, without the rest of the chain.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{deliver, print, print_result, result_line};
use crate::overrides;
use crate::timeline::{self, Line};
use clap::{Args, Subcommand};
use counterflow_app::module_alone::{describe, find, modules, run};
use counterflow_app::results::module::{ModuleDescription, ModuleRun};
use counterflow_report::number::quantity;
use counterflow_report::text_table::{Column, Table};
use std::path::PathBuf;

/// Options of `module`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow module list
  counterflow module show demand
  counterflow module run market --set arrivals_ratio=0.8 --months 24
  counterflow module run demand --set retail_price_ratio=1.5 --set light_to_heavy_per_year=0.03 --csv")]
pub struct ModuleArguments {
    #[command(subcommand)]
    command: ModuleCommand,
}

#[derive(Debug, Subcommand)]
enum ModuleCommand {
    /// Lists the modules that run alone
    #[command(after_long_help = "Example:\n  counterflow module list --json")]
    List {
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Shows the inputs and parameters of a module
    #[command(after_long_help = "Example:\n  counterflow module show states")]
    Show {
        /// Module
        #[arg(value_name = "NAME")]
        name: String,
        /// Prints JSON
        #[arg(long)]
        json: bool,
    },
    /// Runs a module alone
    #[command(after_long_help = "\
Examples:
  counterflow module run market --set arrivals_ratio=0.8 --set shock_months=6
  counterflow module run justice --set justice.certainty_elasticity=-0.5 --months 120 --json")]
    Run(RunModule),
}

#[derive(Debug, Args)]
struct RunModule {
    /// Module
    #[arg(value_name = "NAME")]
    name: String,
    /// Sets an input of the module, or one of its parameters; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Months to run
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=1200))]
    months: u16,
    /// Prints JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Prints CSV: month, series, unit, value
    #[arg(long)]
    csv: bool,
    /// Writes to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub fn execute(options: &ModuleArguments, context: &Context<'_>) -> Result<(), Failure> {
    match &options.command {
        ModuleCommand::List { json } => list(*json, context),
        ModuleCommand::Show { name, json } => show(name, *json, context),
        ModuleCommand::Run(options) => run_alone(options, context),
    }
}

fn list(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let found = modules();
    if json {
        return print_result(found);
    }
    let mut table = Table::new([("Module", Column::Left), ("About", Column::Wrap)]);
    for module in found.modules {
        table.push([module.name.to_owned(), module.about.to_owned()]);
    }
    print(&table.render(context.terminal.style()))
}

fn show(name: &str, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let module = find(name)?;
    let (evidence, _) = context.evidence()?;
    let found = describe(module, &evidence);
    if json { print_result(found) } else { print(&description(&found, context)) }
}

fn description(found: &ModuleDescription, context: &Context<'_>) -> String {
    let columns = || [("Key", Column::Left), ("Value", Column::Right), ("About", Column::Wrap)];
    let mut inputs = Table::new(columns());
    for input in &found.inputs {
        inputs.push([input.name.to_owned(), quantity(input.default, input.unit), input.about.to_owned()]);
    }
    let mut numbers = Table::new(columns());
    for record in &found.parameters {
        let name = record.id.split_once('.').map_or(record.id.as_str(), |(_, name)| name);
        numbers.push([name.to_owned(), quantity(record.value, &record.unit), record.title.clone()]);
    }
    let (inputs, numbers) = (inputs.render(context.terminal.style()), numbers.render(context.terminal.style()));
    format!("{}: {}\n\nInputs\n\n{inputs}\nParameters\n\n{numbers}", found.module, found.about)
}

fn run_alone(options: &RunModule, context: &Context<'_>) -> Result<(), Failure> {
    let module = find(&options.name)?;
    let set = overrides::parse(&options.set)?;
    let (evidence, hash) = context.evidence()?;
    let found = run(module, set, options.months, &evidence, hash)?;
    let text = if options.json {
        result_line(found)?
    } else if options.csv {
        csv_text(&found)
    } else {
        table_text(&found, module.about, context)
    };
    deliver(&text, options.out.as_deref())
}

fn csv_text(found: &ModuleRun) -> String {
    // Names and units hold no commas or quotes: the modules declare them.
    let mut text = "month,series,unit,value\n".to_owned();
    for one in &found.series {
        for (month, value) in one.values.iter().enumerate() {
            text += &format!("{},{},{},{value}\n", month + 1, one.name, one.unit);
        }
    }
    text
}

fn table_text(found: &ModuleRun, about: &str, context: &Context<'_>) -> String {
    let moments: Vec<String> = (1..=found.months).map(|month| format!("month {month}")).collect();
    let lines: Vec<Line> = found
        .series
        .iter()
        .map(|one| Line {
            title: one.name.clone(),
            unit: one.unit.to_owned(),
            values: one.values.clone(),
            ..Line::default()
        })
        .collect();
    let (table, shortened) = timeline::render(&moments, &[], &lines, context.terminal);
    let left_out =
        if shortened { "\nMonths are left out to fit the terminal; --csv and --json hold all.\n" } else { "" };
    format!("{}: {about}\n\n{table}{left_out}", found.module)
}
