//! One scenario, one member.

use crate::draws::DrawsFrom;
use crate::failure::Failure;
use crate::months::labels;
use crate::record::run_record;
use crate::results::run::{RunResult, RunSeries, SingleRunRecord};
use crate::series::SeriesRef;
use crate::session::{NamedScenario, Session};
use crate::warnings::warnings;
use counterflow_model::policy::Scenario;
use counterflow_model::{Run, RunOptions};
use counterflow_report::RunRecord;

/// Which member of a scenario's ensemble runs, and whether chance decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunChoice {
    /// Seed of the random draws.
    pub seed: u64,
    /// Member of the ensemble.
    pub member: u32,
    /// Whether it runs on expected values.
    pub expected: bool,
    /// Where the member takes its parameters from.
    pub draws: DrawsFrom,
}

/// Runs the scenario.
///
/// # Errors
/// The scenario sets a parameter that does not exist.
pub fn simulate(choice: &RunChoice, session: &Session, scenario: &Scenario) -> Result<Run, Failure> {
    let ensemble = session.ensemble(1, choice.seed, choice.draws);
    let parameters = ensemble.parameters(scenario, choice.member)?;
    let stream = (!choice.expected).then(|| ensemble.stream(choice.member));
    Ok(counterflow_model::run(&session.model, &parameters, scenario, RunOptions { stream, ..RunOptions::default() }))
}

/// The run with its record and the series asked for.
pub fn result(
    choice: &RunChoice,
    session: &Session,
    named: &NamedScenario,
    run: &Run,
    series: &[SeriesRef],
) -> RunResult {
    let one = |series: &SeriesRef| RunSeries {
        indicator: series.indicator.id,
        title: series.indicator.title,
        unit: series.indicator.unit,
        place: series.place.clone(),
        definition: series.indicator.definition,
        source: series.indicator.source(),
        values: run.series(series.position).collect(),
    };
    RunResult {
        run: record(choice, session, named, run),
        warnings: warnings(session, std::slice::from_ref(named)),
        months: labels(session.model.world.start, run.months),
        series: series.iter().map(one).collect(),
    }
}

/// What reproduces a run.
pub(crate) fn record(choice: &RunChoice, session: &Session, named: &NamedScenario, run: &Run) -> SingleRunRecord {
    let RunRecord {
        version,
        git_commit,
        seed,
        draws,
        members: _,
        months: _,
        start,
        world_hash,
        evidence_hash,
        scenario_hashes,
        switches,
        command,
    } = run_record(session, std::slice::from_ref(named), choice.seed, 1, choice.draws);
    let scenario = &named.scenario;
    SingleRunRecord {
        version,
        git_commit,
        seed,
        draws,
        command,
        months: run.months,
        start,
        world_hash,
        evidence_hash,
        scenario_hashes,
        switches,
        world: session.model.world.name.clone(),
        scenario: scenario.id.clone(),
        name: scenario.name.clone(),
        until: scenario.until.to_string(),
        member: choice.member,
        expected: choice.expected,
        parameters: scenario.parameters.iter().map(|(id, value)| (id.clone(), *value)).collect(),
    }
}
