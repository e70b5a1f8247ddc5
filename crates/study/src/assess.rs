//! The assessment: every claim on every scenario, paired with the baseline, as one report.
//!
//! Each scenario is compared with its own baseline: the same world, switches, parameters and shocks
//! without its levers, or without its shocks where it has no lever. A member shares its parameter draw and its random numbers between the two (common
//! random numbers), so that a difference is a difference of policy. Scenarios are run one after the
//! other, their members in parallel; one baseline and one scenario are in memory at a time. No result
//! depends on the number of threads, because members are gathered in their order.
//!
//! Start reading at [`assess`]; the rules by which results are judged stand in [`rules`].

mod charts;
mod claim;
mod describe;
mod displacement;
pub(crate) mod drivers;
mod flow_map;
mod impulse;
mod kept_series;
mod member_table;
mod paired;
pub mod rules;

use crate::claims::Claim;
use crate::ensemble::{Ensemble, EnsembleError, Observer, Sample};
use counterflow_model::Model;
use counterflow_model::policy::Scenario;
use counterflow_report::tables::TidyRow;
use counterflow_report::{ClaimResult, Displacement, Report, ReportError, RunRecord, ScenarioResult};
use drivers::Draws;
use kept_series::KeptSeries;
use rayon::prelude::*;

pub use describe::yearly_indicators;

/// What is to be assessed.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// World, evidence, members and seed.
    pub ensemble: Ensemble<'a>,
    /// The scenarios, in the order of the report; of them, those that [`assessed`] names are reported.
    pub scenarios: &'a [Scenario],
    /// The claims; those on a scenario that is not among `scenarios` are left out.
    pub claims: &'a [Claim],
    /// What reproduces the numbers.
    pub run: RunRecord,
    /// Heading of the report.
    pub title: String,
}

/// Receives rows of member-level results, a scenario at a time.
pub type RowSink<'a> = dyn FnMut(&[TidyRow<'_>]) -> Result<(), ReportError> + Send + 'a;

/// Why an assessment ended early.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// A scenario sets a parameter that does not exist, or nobody wanted the rest.
    #[error(transparent)]
    Ensemble(#[from] EnsembleError),
    /// The rows could not be written.
    #[error(transparent)]
    Rows(#[from] ReportError),
}

/// The scenarios that have something to assess: a lever, a shock, or a claim.
#[must_use]
pub fn assessed<'a>(scenarios: &'a [Scenario], claims: &[Claim]) -> Vec<&'a Scenario> {
    let differs = |scenario: &&Scenario| !scenario.levers.is_empty() || !scenario.shocks.is_empty();
    let claimed = |scenario: &&Scenario| claims.iter().any(|claim| claim.scenario == scenario.id);
    scenarios.iter().filter(|scenario| differs(scenario) || claimed(scenario)).collect()
}

/// Number of runs of an assessment; the few impulse responses are not counted.
fn runs(request: &Request<'_>) -> u64 {
    let scenarios = assessed(request.scenarios, request.claims);
    let baselines = baselines(&scenarios).len();
    u64::from(request.ensemble.members) * (scenarios.len() + baselines) as u64
}

/// Runs the assessment under an observer; `rows` receives yearly values by member.
///
/// # Errors
/// A scenario that sets an unknown parameter, rows that cannot be written, or an observer who wants no more.
pub fn assess(request: &Request<'_>, rows: &mut RowSink<'_>, observer: &dyn Observer) -> Result<Report, AssessError> {
    let scenarios = assessed(request.scenarios, request.claims);
    observer.expect(runs(request));
    let draws = Draws::new(&request.ensemble);
    let mut parts: Vec<Option<Part>> = scenarios.iter().map(|_| None).collect();
    let mut map = flow_map::MapBuilder::new(request.ensemble.model);
    for (number, (baseline, members)) in baselines(&scenarios).iter().enumerate() {
        let group: Vec<&Scenario> = members.iter().map(|&position| scenarios[position]).collect();
        let keep = KeptSeries::new(request.ensemble.model, baseline, request.claims, &group);
        let before = request.ensemble.sample(baseline, keep.keep(), observer)?;
        member_table::write(request.ensemble.model, &baseline_name(baseline, number), &keep, &before, rows)?;
        if number == 0 {
            map.before(&before);
        }
        for &position in members {
            let scenario = scenarios[position];
            let after = request.ensemble.sample(scenario, keep.keep(), observer)?;
            member_table::write(request.ensemble.model, &scenario.id, &keep, &after, rows)?;
            if number == 0 {
                map.after(position, &scenario.id, &after);
            }
            let pair = Pair { model: request.ensemble.model, scenario, keep: &keep, before: &before, after: &after };
            parts[position] = Some(Part::new(&pair, request.claims, &draws));
        }
    }
    let parts: Vec<Part> = parts.into_iter().flatten().collect();
    Ok(gather(request, &scenarios, parts, map.finish(), &draws))
}

/// A scenario's runs and those of its baseline, member by member.
struct Pair<'a> {
    model: &'a Model,
    scenario: &'a Scenario,
    keep: &'a KeptSeries,
    before: &'a Sample,
    after: &'a Sample,
}

/// What one scenario adds to the report.
struct Part {
    scenario: ScenarioResult,
    displacement: Vec<Displacement>,
    claims: Vec<(ClaimResult, Vec<f64>)>,
}

impl Part {
    fn new(pair: &Pair<'_>, claims: &[Claim], draws: &Draws<'_>) -> Self {
        let own: Vec<&Claim> = claims.iter().filter(|claim| claim.scenario == pair.scenario.id).collect();
        Self {
            scenario: ScenarioResult {
                id: pair.scenario.id.clone(),
                title: pair.scenario.name.clone(),
                about: pair.scenario.about.clone(),
                cost_usd_per_year: paired::cost_usd_per_year(pair, paired::policy_window(pair)),
                charts: charts::of(pair),
            },
            displacement: displacement::of(pair),
            claims: own.par_iter().map(|claim| claim::evaluate(pair, claim, draws)).collect(),
        }
    }
}

/// Joins the parts; claims keep the order of the claims file.
fn gather(
    request: &Request<'_>,
    scenarios: &[&Scenario],
    parts: Vec<Part>,
    map: counterflow_report::FlowMap,
    draws: &Draws<'_>,
) -> Report {
    let mut claims: Vec<ClaimResult> = Vec::new();
    let mut importance = vec![0.0_f64; draws.parameters.len()];
    let (mut results, mut displacement) = (Vec::new(), Vec::new());
    for part in parts {
        results.push(part.scenario);
        displacement.extend(part.displacement);
        for (claim, correlations) in part.claims {
            claims.push(claim);
            importance.iter_mut().zip(correlations).for_each(|(largest, one)| *largest = largest.max(one.abs()));
        }
    }
    let place = |result: &ClaimResult| request.claims.iter().position(|claim| claim.id == result.id);
    claims.sort_by_key(place);
    let assumptions = drivers::assumptions(draws, &importance);
    Report {
        title: request.title.clone(),
        run: request.run.clone(),
        indicators: describe::indicators(&results, &claims),
        sources: describe::sources(request.ensemble.evidence, &claims, &assumptions),
        scenarios: results,
        claims,
        displacement,
        map,
        assumptions,
        responses: impulse::responses(&request.ensemble, scenarios),
        notes: rules::notes(request.ensemble.members, draws.parameters.len()),
    }
}

/// The distinct baselines and the positions of the scenarios that share each.
fn baselines(scenarios: &[&Scenario]) -> Vec<(Scenario, Vec<usize>)> {
    let mut found: Vec<(Scenario, Vec<usize>)> = Vec::new();
    for (position, scenario) in scenarios.iter().enumerate() {
        let baseline = baseline_of(scenario);
        match found.iter_mut().find(|(known, _)| *known == baseline) {
            Some((_, members)) => members.push(position),
            None => found.push((baseline, vec![position])),
        }
    }
    found
}

/// The same world without the scenario's levers; where it has none, without its shocks.
#[must_use]
pub fn baseline_of(scenario: &Scenario) -> Scenario {
    let shocks = if scenario.levers.is_empty() { Vec::new() } else { scenario.shocks.clone() };
    Scenario {
        switches: scenario.switches,
        parameters: scenario.parameters.clone(),
        shocks,
        ..Scenario::baseline(scenario.until)
    }
}

/// Name of a baseline's rows; worlds with other switches or lengths get a number.
fn baseline_name(baseline: &Scenario, number: usize) -> String {
    if number == 0 { baseline.id.clone() } else { format!("{}-{}", baseline.id, number + 1) }
}

#[cfg(test)]
mod tests;
