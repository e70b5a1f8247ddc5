//! `counterflow discover`: where in a table of cases those of interest lie.

mod charts;
mod text;

use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{chart_path, deliver_chart, print, print_result};
use clap::{Args, ValueEnum};
use counterflow_app::data_table::{Condition, DataTable};
use counterflow_app::discovery::{DiscoveryRequest, Method as Search, discover};
use counterflow_study::discovery::prim::{Objective, Options};
use std::path::PathBuf;

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

impl DiscoverArguments {
    fn request(&self) -> DiscoveryRequest {
        let objective = match self.objective {
            Goal::Gain => Objective::GainPerCase,
            Goal::GainByMass => Objective::GainPerCaseByMass,
            Goal::Density => Objective::Density,
        };
        DiscoveryRequest {
            outcome: self.outcome.clone(),
            above: self.above,
            below: self.below,
            inputs: self.input.clone(),
            without: self.without.clone(),
            method: match self.method {
                Method::Prim => Search::Prim,
                Method::Cart => Search::Cart,
            },
            density: self.density,
            last: self.last,
            boxes: self.boxes,
            search: Options { peel_share: self.peel, paste_share: self.paste, least_mass: self.mass, objective },
            folds: self.folds,
            seed: self.seed,
        }
    }
}

/// Runs the command.
pub fn execute(options: &DiscoverArguments, context: &Context<'_>) -> Result<(), Failure> {
    let table = DataTable::read(&options.table)?.only(&options.only)?;
    let found = discover(&options.request(), &table)?;
    if let Some(path) = &options.out {
        deliver_chart(&charts::trajectory_chart(&found.result)?, path)?;
    }
    if let Some(path) = &options.limits {
        deliver_chart(&charts::limits_chart(&found)?, path)?;
    }
    let is_found = found.result.chosen.is_some();
    if options.json {
        print_result(found.result)?
    } else {
        print(&text::text(&found.result, options.method == Method::Prim, context))?
    }
    if is_found { Ok(()) } else { Err(Failure::Shown(FELL_SHORT)) }
}
