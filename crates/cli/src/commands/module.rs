//! `counterflow module`: one module of the model alone, without the rest of the chain.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{deliver, print, print_json, to_json, versioned};
use crate::overrides;
use crate::timeline::{self, Line};
use clap::{Args, Subcommand};
use counterflow_app::session::load_evidence;
use counterflow_evidence::diagnostics::{Problem, Problems, nearest};
use counterflow_evidence::{Evidence, Record};
use counterflow_model::standalone::{InputValues, ModuleInput, ModuleSeries};
use counterflow_model::{
    Parameters, contest, demand, groups, interdiction, justice, market, narcologic, production, states, trafficking,
};
use counterflow_report::number::quantity;
use counterflow_report::text_table::{Column, Table};
use serde::Serialize;
use serde_json::{Value, json};
use std::path::PathBuf;

type RunAlone = fn(&Parameters, &InputValues<'_>, usize) -> Vec<ModuleSeries>;

/// A module that can run alone.
struct Card {
    name: &'static str,
    about: &'static str,
    inputs: &'static [ModuleInput],
    run: RunAlone,
}

const CARDS: &[Card] = &[
    Card {
        name: "production",
        about: "Fields, laboratories and precursors of two equal regions, one of them under pressure.",
        inputs: production::INPUTS,
        run: production::run_alone,
    },
    Card {
        name: "trafficking",
        about: "Route choice between two corridors to one market.",
        inputs: trafficking::INPUTS,
        run: trafficking::run_alone,
    },
    Card {
        name: "interdiction",
        about: "The way from a cue to a seizure in one corridor, by mode.",
        inputs: interdiction::INPUTS,
        run: |p, inputs, months| interdiction::run_alone(&p.interdiction, inputs, months),
    },
    Card {
        name: "market",
        about: "Stock and prices of one market under a shock of arrivals.",
        inputs: market::INPUTS,
        run: |p, inputs, months| market::run_alone(&p.market, inputs, months),
    },
    Card {
        name: "demand",
        about: "Light and heavy users of one market.",
        inputs: demand::INPUTS,
        run: |p, inputs, months| demand::run_alone(&p.demand, inputs, months),
    },
    Card {
        name: "groups",
        about: "Members, recruits and losses of armed groups.",
        inputs: groups::INPUTS,
        run: |p, inputs, months| groups::run_alone(&p.groups, inputs, months),
    },
    Card {
        name: "justice",
        about: "Sanctions and corruption in one country.",
        inputs: justice::INPUTS,
        run: |p, inputs, months| justice::run_alone(&p.justice, inputs, months),
    },
    Card {
        name: "states",
        about: "Relations of a lead state, a host and an outside power under events.",
        inputs: states::INPUTS,
        run: |p, inputs, months| states::run_alone(&p.states, inputs, months),
    },
    Card {
        name: "contest",
        about: "Land and route contest in closed form, a cross-check of production.",
        inputs: contest::INPUTS,
        run: |p, inputs, months| contest::run_alone(&p.contest, inputs, months),
    },
    Card {
        name: "narcologic",
        about: "NarcoLogic, the published rival model, on a made-up grid.",
        inputs: narcologic::INPUTS,
        run: |p, inputs, months| narcologic::run_alone(&p.narcologic, inputs, months),
    },
];

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

fn find(name: &str) -> Result<&'static Card, Problem> {
    CARDS.iter().find(|card| card.name == name).ok_or_else(|| {
        let names: Vec<&str> = CARDS.iter().map(|card| card.name).collect();
        Problem::new("E0801", format!("unknown module `{name}`"))
            .expect(names.join(", "))
            .suggest(nearest(name, names.iter().copied()))
    })
}

fn list(json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if json {
        let entry = |card: &Card| json!({"name": card.name, "about": card.about, "inputs": card.inputs.len()});
        return print_json(&versioned([("modules", CARDS.iter().map(entry).collect::<Value>())]));
    }
    let mut table = Table::new([("Module", Column::Left), ("About", Column::Wrap)]);
    for card in CARDS {
        table.push([card.name.to_owned(), card.about.to_owned()]);
    }
    print(&table.render(context.terminal.style()))
}

fn parameters<'a>(evidence: &'a Evidence, card: &'a Card) -> impl Iterator<Item = &'a Record> {
    evidence.records().iter().filter(|record| record.module == card.name)
}

fn show(card: &Card, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let (evidence, _) = load_evidence(&context.source)?;
    if json {
        let input = |input: &ModuleInput| json!({"name": input.name, "unit": input.unit, "default": input.default, "about": input.about});
        let parameter = |record: &Record| json!({"id": record.id(), "title": record.title, "unit": record.unit, "value": record.value, "grade": record.grade.letter().to_string()});
        return print_json(&versioned([
            ("module", json!(card.name)),
            ("about", json!(card.about)),
            ("inputs", card.inputs.iter().map(input).collect()),
            ("parameters", parameters(&evidence, card).map(parameter).collect()),
        ]));
    }
    let columns = || [("Key", Column::Left), ("Value", Column::Right), ("About", Column::Wrap)];
    let mut inputs = Table::new(columns());
    for input in card.inputs {
        inputs.push([input.name.to_owned(), quantity(input.default, input.unit), input.about.to_owned()]);
    }
    let mut numbers = Table::new(columns());
    for record in parameters(&evidence, card) {
        numbers.push([record.name.clone(), quantity(record.value, &record.unit), record.title.clone()]);
    }
    let (inputs, numbers) = (inputs.render(context.terminal.style()), numbers.render(context.terminal.style()));
    print(&format!("{}: {}\n\nInputs\n\n{inputs}\nParameters\n\n{numbers}", card.name, card.about))
}

/// What a run sets: inputs of the module and parameters by `module.name`.
#[derive(Debug, Default)]
struct Settings {
    inputs: Vec<(String, f64)>,
    parameters: Vec<(String, f64)>,
}

impl Settings {
    fn sort(set: Vec<(String, f64)>, card: &Card, evidence: &Evidence) -> Result<Self, Problems> {
        let mut settings = Self::default();
        let mut problems = Problems::default();
        for (key, value) in set {
            let name = key.strip_prefix(card.name).and_then(|rest| rest.strip_prefix('.')).unwrap_or(&key);
            let id = format!("{}.{name}", card.name);
            if card.inputs.iter().any(|input| input.name == key) {
                settings.inputs.push((key, value));
            } else if evidence.get(&id).is_some() {
                settings.parameters.push((id, value));
            } else {
                problems.push(unknown_key(&key, name, card, evidence));
            }
        }
        problems.into_result(settings)
    }
}

fn unknown_key(key: &str, name: &str, card: &Card, evidence: &Evidence) -> Problem {
    let inputs = card.inputs.iter().map(|input| input.name);
    let near = nearest(name, inputs.chain(parameters(evidence, card).map(|record| record.name.as_str())));
    let expected = format!("an input or a parameter of the module (`counterflow module show {}`)", card.name);
    Problem::new("E0801", format!("`{}` has no input or parameter `{key}`", card.name)).expect(expected).suggest(near)
}

fn run(card: &Card, options: &RunModule, context: &Context<'_>) -> Result<(), Failure> {
    let set = overrides::parse(&options.set)?;
    let (evidence, hash) = load_evidence(&context.source)?;
    let settings = Settings::sort(set, card, &evidence)?;
    let draw = evidence.with_overrides(&evidence.central(), &settings.parameters)?;
    let inputs =
        InputValues::new(card.inputs, &settings.inputs).map_err(|key| unknown_key(&key, &key, card, &evidence))?;
    let series = (card.run)(&Parameters::of(&evidence, &draw), &inputs, usize::from(options.months));
    let text = if options.json {
        json_text(card, options, &inputs, &settings, &series, hash)?
    } else if options.csv {
        csv_text(&series)
    } else {
        table_text(card, options, &series, context)
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
    card: &Card,
    options: &RunModule,
    inputs: &InputValues<'_>,
    settings: &Settings,
    series: &[ModuleSeries],
    hash: String,
) -> Result<String, Failure> {
    let all_inputs: serde_json::Map<String, Value> =
        card.inputs.iter().map(|input| (input.name.to_owned(), json!(inputs.get(input.name)))).collect();
    let set: serde_json::Map<String, Value> =
        settings.parameters.iter().map(|(id, value)| (id.clone(), json!(value))).collect();
    let lines: Vec<SeriesJson<'_>> =
        series.iter().map(|one| SeriesJson { name: &one.name, unit: one.unit, values: &one.values }).collect();
    let object = versioned([
        ("module", json!(card.name)),
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

fn table_text(card: &Card, options: &RunModule, series: &[ModuleSeries], context: &Context<'_>) -> String {
    let moments: Vec<String> = (1..=options.months).map(|month| format!("month {month}")).collect();
    let lines: Vec<Line> = series
        .iter()
        .map(|one| Line { title: one.name.clone(), unit: one.unit.to_owned(), values: one.values.clone() })
        .collect();
    let (table, shortened) = timeline::render(&moments, &lines, context.terminal);
    let left_out =
        if shortened { "\nMonths are left out to fit the terminal; --csv and --json hold all.\n" } else { "" };
    format!("{}: {}\n\n{table}{left_out}", card.name, card.about)
}
