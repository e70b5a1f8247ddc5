//! Problems that only the solver answers: sensors against evaders, attempts that may fail.

use super::items::recheck;
use super::{Estimated, Solved, arc_name};
use counterflow_planner::evasion::{EvasionProblem, evasion_probability, place_sensors};
use counterflow_planner::flow_interdiction::FlowInterdiction;
use counterflow_planner::instance::Attempts;
use counterflow_planner::path_interdiction::PathInterdiction;
use counterflow_planner::uncertain::{UncertainAnswer, interdict_flow_uncertain, interdict_path_uncertain};
use counterflow_planner::{Graph, Limits, PlannerError};

pub(super) fn evasion(
    problem: &EvasionProblem,
    budget: f64,
    nodes: &[String],
    limits: Limits,
) -> Result<Solved, PlannerError> {
    let found = place_sensors(problem, budget, limits)?;
    recheck(found.evasion_probability, evasion_probability(problem, &found.sensors))?;
    let sensors = found.sensors.iter().map(|&site| arc_name(&problem.graph, problem.sites[site].arc, nodes)).collect();
    Ok(Solved { lists: vec![("sensors", sensors)], ..Solved::new("evasion probability", found.evasion_probability) })
}

pub(super) fn uncertain_path(
    problem: &PathInterdiction,
    attempts: &Attempts,
    nodes: &[String],
    limits: Limits,
) -> Result<Solved, PlannerError> {
    let found =
        interdict_path_uncertain(problem, &attempts.success_probability, attempts.budget, attempts.sampling, limits)?;
    Ok(attempted(&found, "expected shortest path", false, &problem.graph, nodes))
}

pub(super) fn uncertain_flow(
    problem: &FlowInterdiction,
    attempts: &Attempts,
    nodes: &[String],
    limits: Limits,
) -> Result<Solved, PlannerError> {
    let found =
        interdict_flow_uncertain(problem, &attempts.success_probability, attempts.budget, attempts.sampling, limits)?;
    Ok(attempted(&found, "expected remaining flow", true, &problem.graph, nodes))
}

fn attempted(
    found: &UncertainAnswer,
    what: &'static str,
    smaller_is_better: bool,
    graph: &Graph,
    nodes: &[String],
) -> Solved {
    let arcs = found.attempted.iter().map(|&arc| arc_name(graph, arc, nodes)).collect();
    let estimated = Estimated {
        value_standard_error: found.value.standard_error,
        bound_standard_error: found.bound.standard_error,
        is_exact: found.is_exact,
        is_stopped: found.is_stopped,
    };
    Solved {
        lists: vec![("attempted", arcs)],
        estimated: Some(estimated),
        ..Solved::new(what, found.bounded(smaller_is_better))
    }
}
