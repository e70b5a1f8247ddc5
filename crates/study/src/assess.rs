//! The assessment: every claim on every scenario, paired with the baseline, as one report.
//!
//! Each scenario is compared with its own baseline: the same world, switches, parameters and shocks
//! without its levers, or without its shocks where it has no lever. A member shares its parameter draw and its random
//! numbers between the two (common
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
mod outcomes;
mod paired;
mod pathways;
pub mod rules;
mod structures;

use crate::claims::{AtHand, Claim, stopped};
use crate::ensemble::{Ensemble, EnsembleError, Observer, Sample};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::Model;
use counterflow_model::policy::Scenario;
use counterflow_report::tables::TidyRow;
use counterflow_report::{ClaimResult, Displacement, Follows, Report, ReportError, RunRecord, ScenarioResult};
use drivers::Draws;
use kept_series::KeptSeries;
use pathways::Pathways;
use rayon::prelude::*;
use std::collections::BTreeSet;

pub use describe::yearly_indicators;
pub use structures::Structures;

/// What is to be assessed.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// World, evidence, members and seed.
    pub ensemble: Ensemble<'a>,
    /// The scenarios, in the order of the report; of them, those that [`assessed`] names are reported.
    pub scenarios: &'a [Scenario],
    /// The claims of a file; [`AtHand`] says which of them are evaluated on which scenario.
    pub claims: &'a [Claim],
    /// Over which structural settings the members are spread.
    pub structures: Structures,
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

/// Number of runs of an assessment; the few on expected values are not counted.
fn runs(members: u32, scenarios: &[&Scenario], claims: &[Claim]) -> u64 {
    let baselines = baselines(scenarios).len();
    let stopped: usize = scenarios.iter().map(|scenario| stop_dates(claims, scenario).len()).sum();
    u64::from(members) * (scenarios.len() + baselines + stopped) as u64
}

fn of_scenario<'a>(claims: &'a [Claim], scenario: &'a Scenario) -> impl Iterator<Item = &'a Claim> {
    claims.iter().filter(|claim| claim.scenario == scenario.id)
}

/// The stop dates that the claims on a scenario ask for.
fn stop_dates(claims: &[Claim], scenario: &Scenario) -> BTreeSet<YearMonth> {
    of_scenario(claims, scenario).filter_map(|claim| claim.stops).collect()
}

/// Runs the assessment under an observer; `rows` receives yearly values by member.
///
/// # Errors
/// A scenario that sets an unknown parameter, rows that cannot be written, or an observer who wants no more.
pub fn assess(request: &Request<'_>, rows: &mut RowSink<'_>, observer: &dyn Observer) -> Result<Report, AssessError> {
    let at_hand = AtHand::of(request.claims, &request.scenarios.iter().collect::<Vec<_>>());
    let claims = at_hand.claims.as_slice();
    let scenarios = assessed(request.scenarios, claims);
    let ensemble = &request.ensemble;
    observer.expect(runs(ensemble.members, &scenarios, claims));
    let draws = Draws::new(ensemble);
    let mut parts: Vec<Option<Part>> = scenarios.iter().map(|_| None).collect();
    let mut map = flow_map::MapBuilder::new(ensemble.model);
    for (number, (baseline, members)) in baselines(&scenarios).iter().enumerate() {
        let group: Vec<&Scenario> = members.iter().map(|&position| scenarios[position]).collect();
        let keep = KeptSeries::new(ensemble.model, baseline, claims, &group);
        let (settings, variants) = request.structures.variants(baseline);
        let before = ensemble.sample_in_turn(&variants, keep.keep(), observer)?;
        member_table::write(ensemble.model, &baseline_name(baseline, number), &keep, &before, rows)?;
        if number == 0 {
            map.before(&before);
        }
        let is_emergent = |claim: &Claim| claim.follows == Follows::Emergent;
        let through = group.iter().any(|scenario| of_scenario(claims, scenario).any(is_emergent));
        let pathways = through.then(|| Pathways::new(ensemble, baseline)).transpose().map_err(EnsembleError::from)?;
        for &position in members {
            let scenario = scenarios[position];
            let mut run = |scenario: &Scenario| -> Result<Sample, AssessError> {
                let (_, variants) = request.structures.variants(scenario);
                let after = ensemble.sample_in_turn(&variants, keep.keep(), observer)?;
                member_table::write(ensemble.model, &scenario.id, &keep, &after, rows)?;
                Ok(after)
            };
            let after = run(scenario)?;
            if number == 0 {
                map.after(position, &scenario.id, &after);
            }
            let pair = Pair {
                model: ensemble.model,
                scenario,
                settings: &settings,
                keep: &keep,
                before: &before,
                after: &after,
            };
            let mut part = Part::new(&pair);
            part.evaluate(
                &pair,
                of_scenario(claims, scenario).filter(|claim| claim.stops.is_none()),
                pathways.as_ref(),
                &draws,
            );
            for stops in stop_dates(claims, scenario) {
                let scenario = stopped(scenario, stops);
                let after = run(&scenario)?;
                let pair = Pair { scenario: &scenario, after: &after, ..pair };
                let own = of_scenario(claims, scenarios[position]).filter(|claim| claim.stops == Some(stops));
                part.evaluate(&pair, own, pathways.as_ref(), &draws);
            }
            parts[position] = Some(part);
        }
    }
    let parts: Vec<Part> = parts.into_iter().flatten().collect();
    Ok(gather(request, &at_hand, &scenarios, parts, map.finish(), &draws))
}

/// A scenario's runs and those of its baseline, member by member.
#[derive(Clone, Copy)]
struct Pair<'a> {
    model: &'a Model,
    scenario: &'a Scenario,
    /// Names of the structural settings; member `i` runs in setting `i` modulo their number.
    settings: &'a [String],
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
    fn new(pair: &Pair<'_>) -> Self {
        Self {
            scenario: ScenarioResult {
                id: pair.scenario.id.clone(),
                title: pair.scenario.name.clone(),
                about: pair.scenario.about.clone(),
                cost_usd_per_year: paired::cost_usd_per_year(pair, paired::policy_window(pair)),
                outcomes: outcomes::of(pair),
                charts: charts::of(pair),
            },
            displacement: displacement::of(pair),
            claims: Vec::new(),
        }
    }

    /// Evaluates claims on a pair of samples: the scenario's, or those with its levers stopped.
    fn evaluate<'a>(
        &mut self,
        pair: &Pair<'_>,
        claims: impl Iterator<Item = &'a Claim>,
        pathways: Option<&Pathways<'_>>,
        draws: &Draws<'_>,
    ) {
        let own: Vec<&Claim> = claims.collect();
        let is_emergent = |claim: &&Claim| claim.follows == Follows::Emergent;
        let cuts = pathways.filter(|_| own.iter().any(is_emergent)).map(|pathways| pathways.of(pair.scenario));
        let one = |claim: &&Claim| claim::evaluate(pair, claim, cuts.as_ref().filter(|_| is_emergent(claim)), draws);
        let results: Vec<(ClaimResult, Vec<f64>)> = own.par_iter().map(one).collect();
        self.claims.extend(results);
    }
}

/// Joins the parts; claims keep the order of the claims file.
fn gather(
    request: &Request<'_>,
    at_hand: &AtHand,
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
    let place = |result: &ClaimResult| at_hand.claims.iter().position(|claim| claim.id == result.id);
    claims.sort_by_key(place);
    let assumptions = drivers::assumptions(draws, &importance);
    // Every scenario has as many settings; those of the first are named.
    let first = scenarios.first().copied().cloned();
    let (settings, _) =
        request.structures.variants(&first.unwrap_or_else(|| Scenario::baseline(YearMonth { year: 0, month: 1 })));
    Report {
        title: request.title.clone(),
        run: request.run.clone(),
        warnings: Vec::new(),
        indicators: describe::indicators(&results, &claims),
        sources: describe::sources(request.ensemble.evidence, &claims, &assumptions),
        scenarios: results,
        claims,
        not_applicable: at_hand.not_applicable.clone(),
        structures: structures::told(&settings, request.ensemble.members),
        displacement,
        map,
        assumptions,
        responses: impulse::responses(&request.ensemble, scenarios),
        notes: rules::notes(request.ensemble.members, draws.parameters.len(), settings.len()),
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
