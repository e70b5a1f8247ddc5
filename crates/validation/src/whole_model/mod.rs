//! Runs of the whole model on the shipped world, as several checks need them.

pub mod campaign;
pub mod cost_effectiveness;
pub mod experiment;
pub mod members;
pub mod pathways;
pub mod reform;
pub mod responses;
pub mod rest;
pub mod violence;

use crate::computed::{Case, Missing};
use counterflow_model::policy::Scenario;
use counterflow_model::{Hold, Parameters, Run, RunOptions, run};

/// A run on expected values of a scenario that differs from the baseline by `change`.
pub fn run_changed(case: &Case<'_>, hold: Hold, months: i64, change: impl FnOnce(&mut Scenario)) -> Run {
    run_changed_with(case, case.parameters(), hold, months, change)
}

/// The same with other parameters.
pub fn run_changed_with(
    case: &Case<'_>,
    parameters: &Parameters,
    hold: Hold,
    months: i64,
    change: impl FnOnce(&mut Scenario),
) -> Run {
    let until = case.inputs.model.world.start.plus_months(months);
    let mut scenario = Scenario::baseline(until);
    change(&mut scenario);
    run(&case.inputs.model, parameters, &scenario, RunOptions { hold, ..RunOptions::default() })
}

/// A series of a run by indicator and place.
pub fn series(case: &Case<'_>, run: &Run, indicator: &str, place: &str) -> Result<Vec<f64>, Missing> {
    let position = case.inputs.model.layout.find(indicator, place);
    let position = position.ok_or_else(|| Missing::Unusable(format!("no series {indicator} at {place}")))?;
    Ok(run.series(position).collect())
}
