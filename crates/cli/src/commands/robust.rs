//! `counterflow robust`: how policies do across many states of the world.

use crate::context::Context;
use crate::data_table::DataTable;
use crate::failure::Failure;
use crate::output::{chart_path, deliver_chart, print, print_json, versioned};
use clap::{Args, ValueEnum};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_report::analysis_charts::heat_map;
use counterflow_report::number::{count, percent, significant};
use counterflow_report::text_table::{Column, Table};
use counterflow_study::robustness::{Better, Criteria, Measures, Values, measures};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Column of the scenarios in a table with one row per value, and the others unless named.
const SCENARIO: &str = "scenario";
const STATE: &str = "state";
const VALUE: &str = "value";

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

/// Names and values of a table.
struct Named {
    scenarios: Vec<String>,
    states: Vec<String>,
    values: Values,
}

/// Runs the command.
pub fn execute(options: &RobustArguments, context: &Context<'_>) -> Result<(), Failure> {
    let table = DataTable::read(&options.table)?;
    let columns = Columns::of(options);
    let named = if columns.asked || columns.are_in(&table) { long(&table, &columns)? } else { wide(&table)? };
    let better = match options.better {
        Direction::More => Better::More,
        Direction::Less => Better::Less,
    };
    let criteria =
        Criteria { better, pessimism: options.pessimism, percentile: options.percentile, threshold: options.threshold };
    let found = measures(&named.values, &criteria).map_err(|fault| Problem::new("E0811", fault.to_string()))?;
    let regrets = named.values.regrets(better);
    if let Some(path) = &options.out {
        deliver_chart(&regret_chart(&named, &regrets)?, path)?;
    }
    if options.json {
        print_json(&json_of(&named, &found, &regrets, &criteria))
    } else {
        print(&text_of(&named, &found, &criteria, context))
    }
}

/// Most states that are drawn one by one.
const DRAWN_STATES: usize = 40;
/// Columns into which more states are gathered.
const GATHERED_COLUMNS: usize = 100;

/// Regret by scenario and state. Many states are put in order of their mean regret, and each column is the
/// mean of equally many.
fn regret_chart(named: &Named, regrets: &[f64]) -> Result<String, Failure> {
    let states = named.states.len();
    let unit = "in the unit of the table";
    if states <= DRAWN_STATES {
        return Ok(heat_map(
            "Regret by scenario and state of the world",
            unit,
            &named.scenarios,
            &named.states,
            regrets,
        )?);
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
    Ok(heat_map(&title, unit, &named.scenarios, &columns, &cells)?)
}

/// One row per scenario, its name first.
fn wide(table: &DataTable) -> Result<Named, Problems> {
    let Some((first, states)) = table.names().split_first().filter(|(_, states)| !states.is_empty()) else {
        return Err(table
            .at_file(Problem::new("E0812", "the table has no column of a state"))
            .expect("the scenario's name, then one column per state")
            .into());
    };
    let scenarios = table.texts(first)?;
    if let Some(repeated) = (0..scenarios.len()).find(|&row| scenarios[..row].contains(&scenarios[row])) {
        let problem = Problem::new("E0807", format!("two rows are called `{}`", scenarios[repeated]))
            .expect("each scenario once");
        return Err(table.at_row(repeated, problem).into());
    }
    let mut problems = Problems::default();
    let mut columns = Vec::new();
    for state in states {
        match table.numbers(state) {
            Ok(column) => columns.push(column),
            Err(found) => problems.extend(found),
        }
    }
    problems.into_result(())?;
    let cells = (0..scenarios.len()).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
    named(table, scenarios, states.to_vec(), cells)
}

/// Columns of a table with one row per value.
struct Columns<'o> {
    value: &'o str,
    state: Vec<&'o str>,
    /// Whether the user has named one of them.
    asked: bool,
}

impl<'o> Columns<'o> {
    fn of(options: &'o RobustArguments) -> Self {
        let named: Vec<&str> = options.state.iter().map(String::as_str).collect();
        let asked = options.value.is_some() || !named.is_empty();
        Self {
            value: options.value.as_deref().unwrap_or(VALUE),
            state: if named.is_empty() { vec![STATE] } else { named },
            asked,
        }
    }

    fn are_in(&self, table: &DataTable) -> bool {
        let mut names = self.state.iter().chain([&self.value, &SCENARIO]);
        names.all(|name| table.names().iter().any(|found| found == name))
    }

    /// The state of every row: the texts of its columns.
    fn states(&self, table: &DataTable) -> Result<Vec<String>, Problem> {
        let columns = self.state.iter().map(|name| table.texts(name)).collect::<Result<Vec<_>, _>>()?;
        let rows = columns.first().map_or(0, |column| column.len());
        Ok((0..rows)
            .map(|row| columns.iter().map(|column| column[row].as_str()).collect::<Vec<&str>>().join(" "))
            .collect())
    }
}

/// One row per value.
fn long(table: &DataTable, columns: &Columns<'_>) -> Result<Named, Problems> {
    let numbers = table.numbers(columns.value)?;
    let (scenario_of, scenarios) = numbered(&table.texts(SCENARIO)?);
    let (state_of, states) = numbered(&columns.states(table)?);
    let mut cells: Vec<Option<f64>> = vec![None; scenarios.len() * states.len()];
    for (row, value) in numbers.iter().enumerate() {
        if cells[scenario_of[row] * states.len() + state_of[row]].replace(*value).is_some() {
            let message =
                format!("`{}` has a second value in state `{}`", scenarios[scenario_of[row]], states[state_of[row]]);
            return Err(table
                .at_row(row, Problem::new("E0807", message))
                .expect("one value per scenario and state")
                .into());
        }
    }
    if let Some(cell) = cells.iter().position(Option::is_none) {
        let message =
            format!("`{}` has no value in state `{}`", scenarios[cell / states.len()], states[cell % states.len()]);
        return Err(table.at_file(Problem::new("E0812", message)).expect("a value per scenario and state").into());
    }
    named(table, scenarios, states, cells.into_iter().flatten().collect())
}

/// Number of each text's name, and the names in the order of their first use.
fn numbered(texts: &[String]) -> (Vec<usize>, Vec<String>) {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = Vec::new();
    let mut number_of = Vec::with_capacity(texts.len());
    for text in texts {
        let number = *known.entry(text).or_insert(names.len());
        if number == names.len() {
            names.push(text.clone());
        }
        number_of.push(number);
    }
    (number_of, names)
}

fn named(table: &DataTable, scenarios: Vec<String>, states: Vec<String>, cells: Vec<f64>) -> Result<Named, Problems> {
    match Values::new(scenarios.len(), states.len(), cells) {
        Ok(values) => Ok(Named { scenarios, states, values }),
        Err(fault) => Err(table.at_file(Problem::new("E0811", fault.to_string())).into()),
    }
}

/// A measure with its name, its value, and whether more of it is better.
struct Measure {
    id: &'static str,
    heading: &'static str,
    of: fn(&Measures) -> Option<f64>,
    /// Whether it is a value of the table, for which the user says what is better.
    is_value: bool,
    more_is_better: bool,
    is_share: bool,
}

const fn value(id: &'static str, heading: &'static str, of: fn(&Measures) -> Option<f64>) -> Measure {
    Measure { id, heading, of, is_value: true, more_is_better: true, is_share: false }
}

const fn regret(id: &'static str, heading: &'static str, of: fn(&Measures) -> Option<f64>) -> Measure {
    Measure { id, heading, of, is_value: false, more_is_better: false, is_share: false }
}

const fn share(id: &'static str, heading: &'static str, of: fn(&Measures) -> Option<f64>) -> Measure {
    Measure { id, heading, of, is_value: false, more_is_better: true, is_share: true }
}

const MEASURES: [Measure; 10] = [
    value("worst", "Worst", |m| Some(m.worst)),
    value("percentile", "Percentile", |m| Some(m.percentile)),
    value("mean", "Mean", |m| Some(m.mean)),
    value("hurwicz", "Hurwicz", |m| Some(m.hurwicz)),
    value("best", "Best", |m| Some(m.best)),
    regret("largest_regret", "Largest regret", |m| Some(m.largest_regret)),
    regret("percentile_regret", "Percentile", |m| Some(m.percentile_regret)),
    regret("mean_regret", "Mean", |m| Some(m.mean_regret)),
    share("share_best", "Best in", |m| Some(m.share_best)),
    share("satisficing", "Satisfies in", |m| m.satisficing),
];

/// The best scenario's value of a measure.
fn best_of(measure: &Measure, found: &[Measures], better: Better) -> Option<f64> {
    let more = if measure.is_value { better == Better::More } else { measure.more_is_better };
    found.iter().filter_map(measure.of).reduce(if more { f64::max } else { f64::min })
}

fn text_of(named: &Named, found: &[Measures], criteria: &Criteria, context: &Context<'_>) -> String {
    let shown: Vec<&Measure> =
        MEASURES.iter().filter(|measure| found.iter().any(|one| (measure.of)(one).is_some())).collect();
    let headings =
        std::iter::once(("Scenario", Column::Left)).chain(shown.iter().map(|measure| (measure.heading, Column::Right)));
    let mut table = Table::new(headings);
    for (scenario, measures) in named.scenarios.iter().zip(found) {
        let cell = |measure: &&Measure| {
            let value = (measure.of)(measures).unwrap_or(f64::NAN);
            let mark = if best_of(measure, found, criteria.better) == Some(value) { "*" } else { " " };
            let shown = if measure.is_share { percent(value) } else { significant(value) };
            format!("{shown}{mark}")
        };
        table.push(std::iter::once(scenario.clone()).chain(shown.iter().map(cell)));
    }
    let better = if criteria.better == Better::More { "more" } else { "less" };
    format!(
        "{} scenarios in {} states; {better} is better\n\n{}\nPercentile: the worst {} of the states left out. Hurwicz: {} worst, {} best.\n",
        named.scenarios.len(),
        named.states.len(),
        table.render(context.terminal.style()),
        percent(criteria.percentile),
        percent(criteria.pessimism),
        percent(1.0 - criteria.pessimism),
    )
}

fn json_of(named: &Named, found: &[Measures], regrets: &[f64], criteria: &Criteria) -> Value {
    let states = named.states.len();
    let scenario = |(row, (name, measures)): (usize, (&String, &Measures))| {
        let values: serde_json::Map<String, Value> =
            MEASURES.iter().map(|measure| (measure.id.to_owned(), json!((measure.of)(measures)))).collect();
        json!({ "scenario": name, "measures": values, "regret": regrets[row * states..(row + 1) * states] })
    };
    let scenarios: Vec<Value> = named.scenarios.iter().zip(found).enumerate().map(scenario).collect();
    let better = if criteria.better == Better::More { "more" } else { "less" };
    versioned([
        ("better", json!(better)),
        ("pessimism", json!(criteria.pessimism)),
        ("percentile", json!(criteria.percentile)),
        ("threshold", json!(criteria.threshold)),
        ("states", json!(named.states)),
        ("scenarios", json!(scenarios)),
    ])
}
