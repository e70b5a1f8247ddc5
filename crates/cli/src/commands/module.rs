//! `counterflow module`: one module of the model alone, without the rest of the chain.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{deliver, print, print_json, to_json, versioned};
use crate::overrides;
use crate::timeline::{self, Line};
use clap::{Args, Subcommand};
use counterflow_evidence::diagnostics::{Problem, Problems, nearest};
use counterflow_evidence::{Evidence, Record};
use counterflow_model::Parameters;
use counterflow_model::alone::{InputValues, MODULES, Module, ModuleInput, ModuleSeries};
use counterflow_report::number::quantity;
use counterflow_report::text_table::{Column, Table};
use serde::Serialize;
use serde_json::{Value, json};
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
        ModuleCommand::Show { name, json } => show(find(name)?, *json, context),
        ModuleCommand::Run(options) => run(find(&options.name)?, options, context),
    }
}

fn find(name: &str) -> Result<&'static Module, Problem> {
    MODULES.iter().find(|module| module.name == name).ok_or_else(|| {
        let names: Vec<&str> = MODULES.iter().map(|module| module.name).collect();
        Problem::new("E0801", format!("unknown module `{name}`"))
            .expect(names.join(", "))
            .suggest(nearest(name, names.iter().copied()))
    })
}

fn list(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if json {
        let entry =
            |module: &Module| json!({"name": module.name, "about": module.about, "inputs": module.inputs.len()});
        return print_json(&versioned([("modules", MODULES.iter().map(entry).collect::<Value>())]));
    }
    let mut table = Table::new([("Module", Column::Left), ("About", Column::Wrap)]);
    for module in MODULES {
        table.push([module.name.to_owned(), module.about.to_owned()]);
    }
    print(&table.render(context.terminal.style()))
}

fn parameters<'a>(evidence: &'a Evidence, module: &'a Module) -> impl Iterator<Item = &'a Record> {
    evidence.records().iter().filter(|record| record.module == module.name)
}

fn show(module: &Module, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let (evidence, _) = context.evidence()?;
    if json {
        let input = |input: &ModuleInput| json!({"name": input.name, "unit": input.unit, "default": input.default, "about": input.about});
        let parameter = |record: &Record| json!({"id": record.id(), "title": record.title, "unit": record.unit, "value": record.value, "grade": record.grade.letter().to_string()});
        return print_json(&versioned([
            ("module", json!(module.name)),
            ("about", json!(module.about)),
            ("inputs", module.inputs.iter().map(input).collect()),
            ("parameters", parameters(&evidence, module).map(parameter).collect()),
        ]));
    }
    let columns = || [("Key", Column::Left), ("Value", Column::Right), ("About", Column::Wrap)];
    let mut inputs = Table::new(columns());
    for input in module.inputs {
        inputs.push([input.name.to_owned(), quantity(input.default, input.unit), input.about.to_owned()]);
    }
    let mut numbers = Table::new(columns());
    for record in parameters(&evidence, module) {
        numbers.push([record.name.clone(), quantity(record.value, &record.unit), record.title.clone()]);
    }
    let (inputs, numbers) = (inputs.render(context.terminal.style()), numbers.render(context.terminal.style()));
    print(&format!("{}: {}\n\nInputs\n\n{inputs}\nParameters\n\n{numbers}", module.name, module.about))
}

/// What a run sets: inputs of the module and parameters by `module.name`.
#[derive(Debug, Default)]
struct Settings {
    inputs: Vec<(String, f64)>,
    parameters: Vec<(String, f64)>,
}

impl Settings {
    fn sort(set: Vec<(String, f64)>, module: &Module, evidence: &Evidence) -> Result<Self, Problems> {
        let mut settings = Self::default();
        let mut problems = Problems::default();
        for (key, value) in set {
            let name = key.strip_prefix(module.name).and_then(|rest| rest.strip_prefix('.')).unwrap_or(&key);
            let id = format!("{}.{name}", module.name);
            if module.inputs.iter().any(|input| input.name == key) {
                settings.inputs.push((key, value));
            } else if evidence.get(&id).is_some() {
                settings.parameters.push((id, value));
            } else {
                problems.push(unknown_key(&key, name, module, evidence));
            }
        }
        problems.into_result(settings)
    }
}

fn unknown_key(key: &str, name: &str, module: &Module, evidence: &Evidence) -> Problem {
    let inputs = module.inputs.iter().map(|input| input.name);
    let near = nearest(name, inputs.chain(parameters(evidence, module).map(|record| record.name.as_str())));
    let expected = format!("an input or a parameter of the module (`counterflow module show {}`)", module.name);
    Problem::new("E0801", format!("`{}` has no input or parameter `{key}`", module.name)).expect(expected).suggest(near)
}

fn run(module: &Module, options: &RunModule, context: &Context<'_>) -> Result<(), Failure> {
    let set = overrides::parse(&options.set)?;
    let (evidence, hash) = context.evidence()?;
    let settings = Settings::sort(set, module, &evidence)?;
    let draw = evidence.with_overrides(&evidence.central(), &settings.parameters)?;
    let inputs =
        InputValues::new(module.inputs, &settings.inputs).map_err(|key| unknown_key(&key, &key, module, &evidence))?;
    let series = (module.run)(&Parameters::of(&evidence, &draw), &inputs, usize::from(options.months));
    let text = if options.json {
        json_text(module, options, &inputs, &settings, &series, hash)?
    } else if options.csv {
        csv_text(&series)
    } else {
        table_text(module, options, &series, context)
    };
    deliver(&text, options.out.as_deref())
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    name: &'a str,
    unit: &'a str,
    values: &'a [f64],
}

fn json_text(
    module: &Module,
    options: &RunModule,
    inputs: &InputValues<'_>,
    settings: &Settings,
    series: &[ModuleSeries],
    hash: String,
) -> Result<String, Failure> {
    let all_inputs: serde_json::Map<String, Value> =
        module.inputs.iter().map(|input| (input.name.to_owned(), json!(inputs.get(input.name)))).collect();
    let set: serde_json::Map<String, Value> =
        settings.parameters.iter().map(|(id, value)| (id.clone(), json!(value))).collect();
    let lines: Vec<SeriesJson<'_>> =
        series.iter().map(|one| SeriesJson { name: &one.name, unit: one.unit, values: &one.values }).collect();
    let object = versioned([
        ("module", json!(module.name)),
        ("months", json!(options.months)),
        ("evidence_hash", json!(hash)),
        ("inputs", Value::Object(all_inputs)),
        ("parameters", Value::Object(set)),
        ("series", to_json(&lines)?),
    ]);
    Ok(format!("{object}\n"))
}

fn csv_text(series: &[ModuleSeries]) -> String {
    // Names and units hold no commas or quotes: the modules declare them.
    let mut text = "month,series,unit,value\n".to_owned();
    for one in series {
        for (month, value) in one.values.iter().enumerate() {
            text += &format!("{},{},{},{value}\n", month + 1, one.name, one.unit);
        }
    }
    text
}

fn table_text(module: &Module, options: &RunModule, series: &[ModuleSeries], context: &Context<'_>) -> String {
    let moments: Vec<String> = (1..=options.months).map(|month| format!("month {month}")).collect();
    let lines: Vec<Line> = series
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
    format!("{}: {}\n\n{table}{left_out}", module.name, module.about)
}
