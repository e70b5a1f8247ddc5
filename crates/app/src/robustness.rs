//! How policies do across many states of the world.

use crate::data_table::DataTable;
use crate::failure::Failure;
use crate::results::robustness::{RobustnessResult, ScenarioRobustness};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_study::robustness::{Better, Criteria, Values, measures};
use std::collections::BTreeMap;

/// Column of the scenarios in a table with one row per value, and the others unless named.
const SCENARIO: &str = "scenario";
const STATE: &str = "state";
const VALUE: &str = "value";

/// What is asked of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct RobustnessRequest {
    /// Column of the value, in a table with one row per value.
    pub value: Option<String>,
    /// Columns that make up a state of the world, in a table with one row per value.
    pub state: Vec<String>,
    /// What is better, and how states are weighed.
    pub criteria: Criteria,
}

/// Names and values of a table.
struct Named {
    scenarios: Vec<String>,
    states: Vec<String>,
    values: Values,
}

/// Measures of every scenario of a table.
///
/// # Errors
/// A table without a value per scenario and state, and criteria outside their range.
pub fn robustness(request: &RobustnessRequest, table: &DataTable) -> Result<RobustnessResult, Failure> {
    let columns = Columns::of(request);
    let named = if columns.asked || columns.are_in(table) { long(table, &columns)? } else { wide(table)? };
    let criteria = &request.criteria;
    let found = measures(&named.values, criteria).map_err(|fault| Problem::new("E0811", fault.to_string()))?;
    let regrets = named.values.regrets(criteria.better);
    let rows = regrets.chunks_exact(named.states.len());
    let scenarios = named.scenarios.into_iter().zip(&found).zip(rows).map(|((scenario, measures), regret)| {
        ScenarioRobustness { scenario, measures: measures.into(), regret: regret.to_vec() }
    });
    Ok(RobustnessResult {
        better: if criteria.better == Better::More { "more" } else { "less" },
        pessimism: criteria.pessimism,
        percentile: criteria.percentile,
        threshold: criteria.threshold,
        scenarios: scenarios.collect(),
        states: named.states,
    })
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
    fn of(options: &'o RobustnessRequest) -> Self {
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
