//! `counterflow discover`: where in a table of cases those of interest lie.

use super::Context;
use crate::data_table::{Condition, DataTable};
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{deliver_chart, print, print_json, versioned};
use crate::table::{Column, Table};
use clap::{Args, ValueEnum};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_report::analysis_charts::{BoxRow, TradePoint, box_summary, trade_off};
use counterflow_report::number::{percent, significant};
use counterflow_study::discovery::cart::{TreeOptions, leaves};
use counterflow_study::discovery::prim::{Objective, Options, PrimBox, trajectory};
use counterflow_study::discovery::quasi_p::{QuasiP, quasi_p};
use counterflow_study::discovery::validate::{Choice, Further, HeldOut, Reproducibility, choose, covering, cross_validate, reproducibility};
use counterflow_study::discovery::{Cases, DiscoveryError};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Leaves of a tree that are told unless --boxes asks for more.
const LEAVES: u16 = 10;
/// Random halves in which limits are looked for again (Bryant and Lempert 2010).
const RESAMPLES: u32 = 10;

/// Options of `discover`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow discover runs.csv --outcome outcome --above 250
  counterflow discover runs.parquet --outcome change_of_deaths --above 0 --where scenario=military
  counterflow discover runs.csv --outcome outcome --above 250 --method cart --mass 0.1
  counterflow discover runs.csv --outcome failed --above 1 --input price demand --density 0.8
  counterflow discover runs.csv --outcome outcome --above 250 --boxes 3 --out trajectory.svg --limits boxes.png

The table has one row per case, with inputs and outcomes as columns of numbers; `study export` and
`sensitivity --table` write such tables. PRIM peels a box
off the space of inputs, 5 % of its cases at a time, and pastes back what raises its density.
Density is the share of interest among the cases in the box; coverage is the share of all cases of
interest that it holds. Unless told otherwise, the box with the best balance of both among held-out
cases is shown. Quasi-p: how likely a limit is by chance. Again: how often an input is limited again
in random halves of the cases. --method cart grows a classification tree instead and shows its dense
leaves, for cases of interest in several places.
Exit status 1: no box is as dense as --density asks.")]
pub struct DiscoverArguments {
    /// CSV or Parquet file with a row per case
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// Column of the outcome
    #[arg(long, value_name = "COLUMN")]
    outcome: String,
    /// Cases of this outcome or more are of interest
    #[arg(long, value_name = "X", allow_negative_numbers = true, conflicts_with = "below", required_unless_present = "below")]
    above: Option<f64>,
    /// Cases of this outcome or less are of interest
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    below: Option<f64>,
    /// Rows to read, such as scenario=military; several conditions must all hold
    #[arg(long = "where", value_name = "COLUMN=TEXT", num_args = 1.., value_parser = condition)]
    only: Vec<Condition>,
    /// Columns of the inputs [default: the inputs of an exported study; else all but the outcome]
    #[arg(long, value_name = "COLUMN", num_args = 1.., conflicts_with = "without")]
    input: Vec<String>,
    /// Columns that are no inputs
    #[arg(long, value_name = "COLUMN", num_args = 1..)]
    without: Vec<String>,
    /// How boxes are looked for
    #[arg(long, value_name = "METHOD", default_value = "prim")]
    method: Method,
    /// Shows the box of best coverage among those of this density or more; with cart, every leaf of this
    /// density or more [default with cart: 0.5]
    #[arg(long, value_name = "SHARE", conflicts_with = "last")]
    density: Option<f64>,
    /// Shows the last box
    #[arg(long)]
    last: bool,
    /// Most boxes; each later one is looked for among the cases that earlier ones leave
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=50))]
    boxes: u16,
    /// Share of its cases that a peel cuts off a box
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    peel: f64,
    /// Share of the cases beside a box that a paste adds
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    paste: f64,
    /// Smallest share of all cases that a box may hold
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    mass: f64,
    /// What a peel is to gain
    #[arg(long, value_name = "GOAL", default_value = "gain")]
    objective: Goal,
    /// Folds of the cross-validation; 0 for none
    #[arg(long, value_name = "K", default_value_t = 5)]
    folds: usize,
    /// Seed of folds and halves
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Prints JSON, with every box of the trajectory
    #[arg(long)]
    json: bool,
    /// Draws density against coverage of every box on the way to this .svg or .png file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Draws the limits of the boxes to this .svg or .png file
    #[arg(long, value_name = "FILE")]
    limits: Option<PathBuf>,
}

fn condition(text: &str) -> Result<Condition, String> {
    text.parse()
}

/// How boxes are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Peels one box after another.
    Prim,
    /// Grows a tree, whose leaves are boxes.
    Cart,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Goal {
    /// Gain in density per case cut off.
    Gain,
    /// Gain in density per case cut off, times the cases left.
    GainByMass,
    /// Density.
    Density,
}

/// What was found.
struct Found {
    names: Vec<String>,
    cases: Cases,
    boxes: Vec<PrimBox>,
    held_out: Vec<HeldOut>,
    chosen: Option<usize>,
    /// Boxes after the first.
    further: Vec<Further>,
}

/// Runs the command.
pub fn execute(options: &DiscoverArguments, context: &Context<'_>) -> Result<(), Failure> {
    let table = DataTable::read(&options.table)?.only(&options.only)?;
    let names = inputs(options, &table)?;
    let cases = cases(options, &table, &names)?;
    let found = match options.method {
        Method::Prim => find(options, names, cases),
        Method::Cart => grow(options, names, cases),
    };
    let found = found.map_err(|fault| Problem::new("E0813", fault.to_string()))?;
    if let Some(path) = &options.out {
        deliver_chart(&chart(options, &found)?, path)?;
    }
    if let Some(path) = &options.limits {
        deliver_chart(&limits_chart(options, &found)?, path)?;
    }
    if options.json { print_json(&json_of(options, &found)?)? } else { print(&text_of(options, &found, context)?)? }
    if found.chosen.is_none() { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

/// Columns of the inputs; unknown names come all at once.
fn inputs(options: &DiscoverArguments, table: &DataTable) -> Result<Vec<String>, Problems> {
    let mut problems = Problems::default();
    let known = options.input.iter().chain(&options.without).chain([&options.outcome]);
    problems.extend(known.filter_map(|name| table.texts(name).err()));
    let is_input = |name: &&String| {
        let asked = match (options.input.as_slice(), table.study_inputs()) {
            ([], []) => !options.without.contains(name),
            ([], inputs) => inputs.contains(name) && !options.without.contains(name),
            (inputs, _) => inputs.contains(name),
        };
        asked && **name != options.outcome
    };
    problems.into_result(table.names().iter().filter(is_input).cloned().collect())
}

fn cases(options: &DiscoverArguments, table: &DataTable, names: &[String]) -> Result<Cases, Problems> {
    let mut problems = Problems::default();
    let mut columns = Vec::new();
    for name in names {
        match table.numbers(name) {
            Ok(column) => columns.push(column),
            Err(found) => problems.extend(found.into_iter().map(|problem| problem.expect("a finite number; --without leaves columns out"))),
        }
    }
    let outcome = match table.numbers(&options.outcome) {
        Ok(outcome) => outcome,
        Err(found) => {
            problems.extend(found);
            Vec::new()
        }
    };
    problems.into_result(())?;
    let of_interest = |outcome: &f64| options.above.is_none_or(|least| *outcome >= least) && options.below.is_none_or(|most| *outcome <= most);
    let of_interest = outcome.iter().map(of_interest).collect();
    Cases::new(columns, of_interest).map_err(|fault| {
        let (smallest, largest) = outcome.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
        let problem = table.at_file(Problem::new("E0813", fault.to_string()));
        let about_outcome = matches!(fault, DiscoveryError::NothingOfInterest { .. } | DiscoveryError::AllOfInterest { .. });
        let expected = if about_outcome { format!("a threshold within the outcome, {} to {}", significant(smallest), significant(largest)) } else { "columns of inputs".to_owned() };
        problem.expect(expected).into()
    })
}

fn search_options(options: &DiscoverArguments) -> Options {
    let objective = match options.objective {
        Goal::Gain => Objective::GainPerCase,
        Goal::GainByMass => Objective::GainPerCaseByMass,
        Goal::Density => Objective::Density,
    };
    Options { peel_share: options.peel, paste_share: options.paste, least_mass: options.mass, objective }
}

fn choice(options: &DiscoverArguments) -> Choice {
    match options.density {
        Some(least) => Choice::Density(least),
        None if options.last => Choice::Last,
        None => Choice::Balanced,
    }
}

fn find(options: &DiscoverArguments, names: Vec<String>, cases: Cases) -> Result<Found, DiscoveryError> {
    let search = search_options(options);
    let boxes = trajectory(&cases, &search)?;
    let held_out = if options.folds == 0 { Vec::new() } else { cross_validate(&cases, &boxes, &search, options.folds, options.seed)? };
    let chosen = choose(&boxes, &held_out, choice(options));
    let further = match chosen {
        Some(chosen) if options.boxes > 1 => covering(&cases, &boxes[chosen], &search, choice(options), usize::from(options.boxes) - 1)?,
        _ => Vec::new(),
    };
    Ok(Found { names, cases, boxes, held_out, chosen, further })
}

/// Density from which a leaf is told: most of its cases are of interest.
const MAJORITY: f64 = 0.5;

/// The dense leaves of a tree, those of most coverage first.
fn grow(options: &DiscoverArguments, names: Vec<String>, cases: Cases) -> Result<Found, DiscoveryError> {
    let mut boxes = leaves(&cases, &TreeOptions { least_mass: options.mass })?;
    boxes.sort_by(|one, other| other.coverage.total_cmp(&one.coverage));
    let dense: Vec<&PrimBox> = boxes.iter().filter(|leaf| leaf.density >= options.density.unwrap_or(MAJORITY)).collect();
    let told = |leaf: &PrimBox| Further { found: leaf.clone(), quasi_p: quasi_p(&cases, leaf) };
    let further = dense.iter().skip(1).take(usize::from(options.boxes.max(LEAVES)) - 1).map(|leaf| told(leaf)).collect();
    let chosen = dense.first().and_then(|first| boxes.iter().position(|leaf| leaf == *first));
    Ok(Found { names, cases, boxes, held_out: Vec::new(), chosen, further })
}

/// What is told of one limited input.
struct Limited<'f> {
    name: &'f str,
    low: Option<f64>,
    high: Option<f64>,
    quasi_p: QuasiP,
    again: Option<Reproducibility>,
}

fn limited<'f>(found: &'f Found, one: &PrimBox, values: &[QuasiP], again: &[Reproducibility]) -> Vec<Limited<'f>> {
    let told = |input: usize| Limited { name: &found.names[input], low: one.limits[input].low, high: one.limits[input].high, quasi_p: values[input], again: again.get(input).copied() };
    (0..one.limits.len()).filter(|input| one.limits[*input].is_limited()).map(told).collect()
}

/// The first box with how often its limits come back, then the others.
fn told_boxes<'f>(options: &DiscoverArguments, found: &'f Found) -> Result<Vec<(&'f PrimBox, Vec<Limited<'f>>)>, Failure> {
    let Some(chosen) = found.chosen else { return Ok(Vec::new()) };
    let first = &found.boxes[chosen];
    let again = match options.method {
        Method::Prim => reproducibility(&found.cases, first, &search_options(options), RESAMPLES, options.seed).map_err(|fault| Problem::new("E0813", fault.to_string()))?,
        // A tree of half the cases has other leaves, not the same leaf again.
        Method::Cart => Vec::new(),
    };
    let further = found.further.iter().map(|one| (&one.found, limited(found, &one.found, &one.quasi_p, &[])));
    Ok(std::iter::once((first, limited(found, first, &quasi_p(&found.cases, first), &again))).chain(further).collect())
}

fn text_of(options: &DiscoverArguments, found: &Found, context: &Context<'_>) -> Result<String, Failure> {
    let cases = &found.cases;
    let mut text = format!("{} cases, {} of interest: {}\n", cases.count(), cases.count_of_interest(), interest(options));
    if found.chosen.is_none() {
        let densest = found.boxes.iter().map(|one| one.density).fold(0.0, f64::max);
        text.push_str(&format!("\nNo box is that dense; the densest holds {} of interest.\n", percent(densest)));
    }
    for (number, (one, limits)) in told_boxes(options, found)?.iter().enumerate() {
        text.push_str(&format!(
            "\nBox {}: density {}, coverage {}, {} cases ({} of all)\n",
            number + 1,
            percent(one.density),
            percent(one.coverage),
            one.cases,
            percent(one.mass)
        ));
        if let Some(held_out) = found.chosen.filter(|_| number == 0).and_then(|chosen| found.held_out.get(chosen)) {
            let density = held_out.density.map_or("none".to_owned(), percent);
            text.push_str(&format!("Held-out cases: density {density}, coverage {}\n", percent(held_out.coverage)));
        }
        text.push('\n');
        text.push_str(&limits_table(limits, number == 0 && options.method == Method::Prim).render(context.terminal));
    }
    Ok(text)
}

fn limits_table(limits: &[Limited<'_>], with_again: bool) -> Table {
    let again = with_again.then_some(("Again", Column::Right));
    let headings = [("Input", Column::Left), ("From", Column::Right), ("To", Column::Right), ("Quasi-p", Column::Right)];
    let mut table = Table::new(headings.into_iter().chain(again));
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.5e}").parse::<f64>().unwrap_or(value).to_string());
    for limit in limits {
        let probabilities: Vec<String> = [limit.quasi_p.low, limit.quasi_p.high].into_iter().flatten().map(|p| format!("{p:.1e}")).collect();
        let again = limit.again.map(|again| percent(again.by_coverage));
        table.push([limit.name.to_owned(), number(limit.low), number(limit.high), probabilities.join(", ")].into_iter().chain(again));
    }
    table
}

fn interest(options: &DiscoverArguments) -> String {
    match (options.above, options.below) {
        (Some(least), _) => format!("{} of {least} or more", options.outcome),
        (None, most) => format!("{} of {} or less", options.outcome, most.unwrap_or(f64::NAN)),
    }
}

fn json_of(options: &DiscoverArguments, found: &Found) -> Result<Value, Failure> {
    let limit = |one: &Limited<'_>| {
        json!({
            "input": one.name, "low": one.low, "high": one.high, "quasi_p_low": one.quasi_p.low, "quasi_p_high": one.quasi_p.high,
            "again_by_coverage": one.again.map(|again| again.by_coverage), "again_by_density": one.again.map(|again| again.by_density),
        })
    };
    let told = told_boxes(options, found)?;
    let boxes: Vec<Value> = told.iter().map(|(one, limits)| with_counts(one, json!({ "limits": limits.iter().map(limit).collect::<Vec<_>>() }))).collect();
    let step = |(number, one): (usize, &PrimBox)| {
        let held_out = found.held_out.get(number);
        with_counts(one, json!({ "limited_inputs": one.limited_inputs(), "held_out_density": held_out.and_then(|out| out.density), "held_out_coverage": held_out.map(|out| out.coverage) }))
    };
    Ok(versioned([
        ("outcome", json!(options.outcome)),
        ("above", json!(options.above)),
        ("below", json!(options.below)),
        ("cases", json!(found.cases.count())),
        ("of_interest", json!(found.cases.count_of_interest())),
        ("inputs", json!(found.names)),
        ("chosen", json!(found.chosen)),
        ("boxes", json!(boxes)),
        ("trajectory", json!(found.boxes.iter().enumerate().map(step).collect::<Vec<Value>>())),
    ]))
}

/// A box as JSON, its counts before further fields.
fn with_counts(one: &PrimBox, further: Value) -> Value {
    let mut object = json!({ "cases": one.cases, "of_interest": one.of_interest, "density": one.density, "coverage": one.coverage, "mass": one.mass });
    if let (Value::Object(object), Value::Object(further)) = (&mut object, further) {
        object.extend(further);
    }
    object
}

fn chart(options: &DiscoverArguments, found: &Found) -> Result<String, Failure> {
    let point = |(number, one): (usize, &PrimBox)| TradePoint { coverage: one.coverage, density: one.density, held_out_density: found.held_out.get(number).and_then(|out| out.density) };
    let points: Vec<TradePoint> = found.boxes.iter().enumerate().map(point).collect();
    let title = format!("Boxes: {}; grey rings: held-out cases; black ring: the box shown", interest(options));
    Ok(trade_off(&title, &points, found.chosen)?)
}

/// Inputs that a box limits, within the range of all cases.
fn limits_chart(options: &DiscoverArguments, found: &Found) -> Result<String, Failure> {
    let first = found.chosen.map(|chosen| &found.boxes[chosen]);
    let boxes: Vec<&PrimBox> = first.into_iter().chain(found.further.iter().map(|one| &one.found)).collect();
    let range = |values: &[f64]| values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    let row = |input: usize| BoxRow {
        name: found.names[input].clone(),
        range: range(&found.cases.inputs()[input]),
        limits: boxes.iter().map(|one| (one.limits[input].low, one.limits[input].high)).collect(),
    };
    let limited = (0..found.names.len()).filter(|input| boxes.iter().any(|one| one.limits[*input].is_limited()));
    let name = |(number, one): (usize, &&PrimBox)| format!("box {}: density {}, coverage {}", number + 1, percent(one.density), percent(one.coverage));
    let names: Vec<String> = boxes.iter().enumerate().map(name).collect();
    Ok(box_summary(&format!("Limits within the range of all cases; {}", interest(options)), &names, &limited.map(row).collect::<Vec<BoxRow>>())?)
}
