//! `counterflow discover`: where in a table of cases those of interest lie.

mod boxes;
mod charts;

use crate::context::Context;
use crate::data_table::{Condition, DataTable};
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{chart_path, deliver_chart, print, print_json};
use clap::{Args, ValueEnum};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_report::number::significant;
use counterflow_study::discovery::cart::{TreeOptions, leaves};
use counterflow_study::discovery::prim::{Objective, Options, PrimBox, trajectory};
use counterflow_study::discovery::quasi_p::quasi_p;
use counterflow_study::discovery::validate::{Choice, Further, HeldOut, choose, covering, cross_validate};
use counterflow_study::discovery::{Cases, DiscoveryError};
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
    #[arg(
        long,
        value_name = "X",
        allow_negative_numbers = true,
        conflicts_with = "below",
        required_unless_present = "below"
    )]
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
    /// Draws density against coverage of every box on the way to this .svg, .png or .pdf file
    #[arg(long, value_name = "FILE", value_parser = chart_path)]
    out: Option<PathBuf>,
    /// Draws the limits of the boxes to this .svg, .png or .pdf file
    #[arg(long, value_name = "FILE", value_parser = chart_path)]
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
    if options.method == Method::Cart && options.last {
        return Err(Problem::new("E0813", "a tree has no last box").expect("--density, or --method prim").into());
    }
    let table = DataTable::read(&options.table)?.only(&options.only)?;
    let names = inputs(options, &table)?;
    let cases = cases(options, &table, &names)?;
    let found = match options.method {
        Method::Prim => find(options, names, cases),
        Method::Cart => grow(options, names, cases),
    };
    let found = found.map_err(|fault| Problem::new("E0813", fault.to_string()))?;
    if let Some(path) = &options.out {
        deliver_chart(&charts::trajectory_chart(options, &found)?, path)?;
    }
    if let Some(path) = &options.limits {
        deliver_chart(&charts::limits_chart(options, &found)?, path)?;
    }
    if options.json {
        print_json(&boxes::json_of(options, &found)?)?
    } else {
        print(&boxes::text_of(options, &found, context)?)?
    }
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
            Err(found) => problems.extend(
                found.into_iter().map(|problem| problem.expect("a finite number; --without leaves columns out")),
            ),
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
    let of_interest = |outcome: &f64| {
        options.above.is_none_or(|least| *outcome >= least) && options.below.is_none_or(|most| *outcome <= most)
    };
    let of_interest = outcome.iter().map(of_interest).collect();
    Cases::new(columns, of_interest).map_err(|fault| {
        let (smallest, largest) = outcome
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
        let problem = table.at_file(Problem::new("E0813", fault.to_string()));
        let about_outcome =
            matches!(fault, DiscoveryError::NothingOfInterest { .. } | DiscoveryError::AllOfInterest { .. });
        let expected = if about_outcome {
            format!("a threshold within the outcome, {} to {}", significant(smallest), significant(largest))
        } else {
            "columns of inputs".to_owned()
        };
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
    let held_out = if options.folds == 0 {
        Vec::new()
    } else {
        cross_validate(&cases, &boxes, &search, options.folds, options.seed)?
    };
    let chosen = choose(&boxes, &held_out, choice(options));
    let further = match chosen {
        Some(chosen) if options.boxes > 1 => {
            covering(&cases, &boxes[chosen], &search, choice(options), usize::from(options.boxes) - 1)?
        }
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
    let dense: Vec<&PrimBox> =
        boxes.iter().filter(|leaf| leaf.density >= options.density.unwrap_or(MAJORITY)).collect();
    let further = |leaf: &PrimBox| Further { found: leaf.clone(), quasi_p: quasi_p(&cases, leaf) };
    let further =
        dense.iter().skip(1).take(usize::from(options.boxes.max(LEAVES)) - 1).map(|leaf| further(leaf)).collect();
    let chosen = dense.first().and_then(|first| boxes.iter().position(|leaf| leaf == *first));
    Ok(Found { names, cases, boxes, held_out: Vec::new(), chosen, further })
}
