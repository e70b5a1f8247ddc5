//! Problems that choose coverage, effort or sites.

use super::Solved;
use counterflow_planner::covering::{CoveringProblem, cover, covered_weight};
use counterflow_planner::quantal_response::{commit_against_quantal_response, expected_utility};
use counterflow_planner::search_effort::{SearchCell, allocate_search, detection_probability};
use counterflow_planner::stackelberg::{SecurityTarget, check_commitment, commit};
use counterflow_planner::{Bounded, Limits, PlannerError};
use counterflow_report::number::{percent, significant};

pub(super) fn security_game(
    targets: &[SecurityTarget],
    resources: f64,
    names: &[String],
) -> Result<Solved, PlannerError> {
    let found = commit(targets, resources)?;
    check_commitment(targets, resources, &found)?;
    let attacked = vec![names[found.attacked].clone()];
    Ok(Solved {
        lists: vec![("covered", shares(&found.coverage, names)), ("attacked", attacked)],
        ..Solved::new("defender's utility", found.bounded(targets, resources))
    })
}

pub(super) fn quantal_response(
    targets: &[SecurityTarget],
    resources: f64,
    rationality: f64,
    names: &[String],
) -> Result<Solved, PlannerError> {
    let found = commit_against_quantal_response(targets, resources, rationality)?;
    recheck(found.defender_utility, expected_utility(targets, rationality, &found.coverage))?;
    let lists =
        vec![("covered", shares(&found.coverage, names)), ("attacked", shares(&found.attack_probability, names))];
    Ok(Solved { lists, ..Solved::new("defender's utility", found.defender_utility) })
}

pub(super) fn search_effort(cells: &[SearchCell], effort_hours: f64, names: &[String]) -> Result<Solved, PlannerError> {
    let found = allocate_search(cells, effort_hours)?;
    recheck(found.detection_probability, detection_probability(cells, &found.effort_hours))?;
    let hours = chosen(&found.effort_hours, names, |hours| format!("{} h", significant(hours)));
    Ok(Solved { lists: vec![("searched", hours)], ..Solved::new("detection probability", found.detection_probability) })
}

pub(super) fn covering(
    problem: &CoveringProblem,
    sites: usize,
    names: &[String],
    limits: Limits,
) -> Result<Solved, PlannerError> {
    let found = cover(problem, sites, limits)?;
    recheck(found.covered_weight, covered_weight(problem, &found.sites))?;
    let sites = found.sites.iter().map(|&site| names[site].clone()).collect();
    Ok(Solved { lists: vec![("sites", sites)], ..Solved::new("covered weight", found.covered_weight) })
}

/// Refuses an answer whose value another computation does not give.
pub(super) fn recheck(claimed: Bounded, again: f64) -> Result<(), PlannerError> {
    if (claimed.value - again).abs() <= Limits::PROVEN_GAP * again.abs().max(1.0) {
        return Ok(());
    }
    Err(PlannerError::CertificateRejected { what: format!("the value is {again}, not {}", claimed.value) })
}

fn shares(amounts: &[f64], names: &[String]) -> Vec<String> {
    chosen(amounts, names, percent)
}

/// The items of an amount above zero, each with it.
fn chosen(amounts: &[f64], names: &[String], write: impl Fn(f64) -> String) -> Vec<String> {
    let used = names.iter().zip(amounts).filter(|(_, amount)| **amount > 0.0);
    used.map(|(name, &amount)| format!("{name} ({})", write(amount))).collect()
}
