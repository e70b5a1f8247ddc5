//! `counterflow robust`: how policies do across many states of the world.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{chart_path, deliver_chart, print, print_result};
use clap::{Args, ValueEnum};
use counterflow_app::data_table::DataTable;
use counterflow_app::results::robustness::{MeasuresEntry, RobustnessResult};
use counterflow_app::robustness::{RobustnessRequest, robustness};
use counterflow_report::analysis_charts::heat_map;
use counterflow_report::number::{count, percent, significant};
use counterflow_report::text_table::{Column, Table};
use counterflow_study::robustness::{Better, Criteria};
use std::path::PathBuf;

/// Options of `robust`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow robust deaths.csv --better less
  counterflow robust seized.csv --better more --threshold 150000 --out regret.svg
  counterflow robust costs.parquet --better less --pessimism 0.8 --json
  counterflow robust runs.parquet --value deaths_2030 --state member pass_through --better less

The table has one row per scenario, its name first, and one column per state of the world:
  scenario,wet,dry,stormy
  military,120,80,95
or one row per value, with the columns scenario, state and value. --value and --state name these
columns in other tables, such as the rows of a study (`counterflow study export`).
Every scenario needs a value in every state. Regret is what a scenario falls short of the best one in
the same state. A * marks the best scenario of each measure. --out draws regret by scenario and state.")]
pub struct RobustArguments {
    /// CSV or Parquet file with a value per scenario and state
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// Whether more or less of the value is better
    #[arg(long, value_name = "WHICH")]
    better: Direction,
    /// Column of the value, in a table with one row per value
    #[arg(long, value_name = "COLUMN")]
    value: Option<String>,
    /// Columns that make up a state of the world, in a table with one row per value
    #[arg(long, value_name = "COLUMN", num_args = 1..)]
    state: Vec<String>,
    /// Counts the states whose value is at least (better more) or at most (better less) this
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    threshold: Option<f64>,
    /// Weight of the worst state in Hurwicz's rule
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    pessimism: f64,
    /// Share of the worst states that the percentile measures leave out
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    percentile: f64,
    /// Prints JSON, with the regret in every state
    #[arg(long)]
    json: bool,
    /// Draws the regret to this .svg, .png or .pdf file
    #[arg(long, value_name = "FILE", value_parser = chart_path)]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Direction {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

/// Runs the command.
pub fn execute(options: &RobustArguments, context: &Context<'_>) -> Result<(), Failure> {
    let better = match options.better {
        Direction::More => Better::More,
        Direction::Less => Better::Less,
    };
    let criteria =
        Criteria { better, pessimism: options.pessimism, percentile: options.percentile, threshold: options.threshold };
    let request = RobustnessRequest { value: options.value.clone(), state: options.state.clone(), criteria };
    let found = robustness(&request, &DataTable::read(&options.table)?)?;
    if let Some(path) = &options.out {
        deliver_chart(&regret_chart(&found)?, path)?;
    }
    if options.json { print_result(&found) } else { print(&text_of(&found, better, context)) }
}

/// Most states that are drawn one by one.
const DRAWN_STATES: usize = 40;
/// Columns into which more states are gathered.
const GATHERED_COLUMNS: usize = 100;

/// Regret by scenario and state. Many states are put in order of their mean regret, and each column is the
/// mean of equally many.
fn regret_chart(found: &RobustnessResult) -> Result<String, Failure> {
    let states = found.states.len();
    let scenarios: Vec<String> = found.scenarios.iter().map(|one| one.scenario.clone()).collect();
    let regrets: Vec<f64> = found.scenarios.iter().flat_map(|one| one.regret.iter().copied()).collect();
    let unit = "in the unit of the table";
    if states <= DRAWN_STATES {
        return Ok(heat_map("Regret by scenario and state of the world", unit, &scenarios, &found.states, &regrets)?);
    }
    let of_state = |state: usize| regrets.iter().skip(state).step_by(states).sum::<f64>();
    let mut order: Vec<usize> = (0..states).collect();
    order.sort_by(|one, other| of_state(*one).total_cmp(&of_state(*other)));
    let to_a_column = states.div_ceil(GATHERED_COLUMNS);
    let bins: Vec<&[usize]> = order.chunks(to_a_column).collect();
    let mean = |row: &[f64], bin: &[usize]| bin.iter().map(|state| row[*state]).sum::<f64>() / bin.len() as f64;
    let cells: Vec<f64> =
        regrets.chunks_exact(states).flat_map(|row| bins.iter().map(move |bin| mean(row, bin))).collect();
    let columns: Vec<String> = (1..=bins.len()).map(|column| column.to_string()).collect();
    let title = format!(
        "Regret by scenario; {} states from least to most, mean of {to_a_column} to a column",
        count(states as u64)
    );
    Ok(heat_map(&title, unit, &scenarios, &columns, &cells)?)
}

/// A measure with its name, its value, and whether more of it is better.
struct Measure {
    heading: &'static str,
    of: fn(&MeasuresEntry) -> Option<f64>,
    /// Whether it is a value of the table, for which the user says what is better.
    is_value: bool,
    more_is_better: bool,
    is_share: bool,
}

const fn value(heading: &'static str, of: fn(&MeasuresEntry) -> Option<f64>) -> Measure {
    Measure { heading, of, is_value: true, more_is_better: true, is_share: false }
}

const fn regret(heading: &'static str, of: fn(&MeasuresEntry) -> Option<f64>) -> Measure {
    Measure { heading, of, is_value: false, more_is_better: false, is_share: false }
}

const fn share(heading: &'static str, of: fn(&MeasuresEntry) -> Option<f64>) -> Measure {
    Measure { heading, of, is_value: false, more_is_better: true, is_share: true }
}

const MEASURES: [Measure; 10] = [
    value("Worst", |m| Some(m.worst)),
    value("Percentile", |m| Some(m.percentile)),
    value("Mean", |m| Some(m.mean)),
    value("Hurwicz", |m| Some(m.hurwicz)),
    value("Best", |m| Some(m.best)),
    regret("Largest regret", |m| Some(m.largest_regret)),
    regret("Percentile", |m| Some(m.percentile_regret)),
    regret("Mean", |m| Some(m.mean_regret)),
    share("Best in", |m| Some(m.share_best)),
    share("Satisfies in", |m| m.satisficing),
];

/// The best scenario's value of a measure.
fn best_of(measure: &Measure, found: &RobustnessResult, better: Better) -> Option<f64> {
    let more = if measure.is_value { better == Better::More } else { measure.more_is_better };
    found.scenarios.iter().filter_map(|one| (measure.of)(&one.measures)).reduce(if more { f64::max } else { f64::min })
}

fn text_of(found: &RobustnessResult, better: Better, context: &Context<'_>) -> String {
    let is_there = |measure: &&Measure| found.scenarios.iter().any(|one| (measure.of)(&one.measures).is_some());
    let shown: Vec<&Measure> = MEASURES.iter().filter(is_there).collect();
    let headings =
        std::iter::once(("Scenario", Column::Left)).chain(shown.iter().map(|measure| (measure.heading, Column::Right)));
    let mut table = Table::new(headings);
    for one in &found.scenarios {
        let cell = |measure: &&Measure| {
            let value = (measure.of)(&one.measures).unwrap_or(f64::NAN);
            let mark = if best_of(measure, found, better) == Some(value) { "*" } else { " " };
            let shown = if measure.is_share { percent(value) } else { significant(value) };
            format!("{shown}{mark}")
        };
        table.push(std::iter::once(one.scenario.clone()).chain(shown.iter().map(cell)));
    }
    let rules = format!(
        "Percentile: the worst {} of the states left out. Hurwicz: {} worst, {} best.",
        percent(found.percentile),
        percent(found.pessimism),
        percent(1.0 - found.pessimism),
    );
    format!(
        "{} scenarios in {} states; {} is better\n\n{}\n{rules}\n",
        found.scenarios.len(),
        found.states.len(),
        found.better,
        table.render(context.terminal.style()),
    )
}
