//! Problems whose answer is a mixture or an expectation: inspections, patrols, attempts that may fail.

use super::{Estimated, Solved, arc_name};
use counterflow_planner::flow_interdiction::FlowInterdiction;
use counterflow_planner::inspection::inspect;
use counterflow_planner::instance::Attempts;
use counterflow_planner::path_interdiction::PathInterdiction;
use counterflow_planner::patrol::{PatrolProblem, plan_patrol};
use counterflow_planner::uncertain::{UncertainAnswer, interdict_flow_uncertain, interdict_path_uncertain};
use counterflow_planner::{Graph, Limits, PlannerError};
use counterflow_report::number::percent;

pub(super) fn inspection(
    graph: &Graph,
    source: usize,
    target: usize,
    detection_probability: &[f64],
    nodes: &[String],
) -> Result<Solved, PlannerError> {
    let plan = inspect(graph, source, target, detection_probability)?;
    let inspected = plan.inspection_probability.iter().enumerate().filter(|(_, probability)| **probability > 0.0);
    let arcs = inspected
        .map(|(arc, probability)| format!("{} ({})", arc_name(graph, arc, nodes), percent(*probability)))
        .collect();
    Ok(Solved { lists: vec![("inspected", arcs)], ..Solved::new("detection probability", plan.detection_probability) })
}

pub(super) fn patrol(problem: &PatrolProblem, nodes: &[String], limits: Limits) -> Result<Solved, PlannerError> {
    let plan = plan_patrol(problem, limits)?;
    let walk = |walked: &[usize]| walked.iter().map(|&node| nodes[node].as_str()).collect::<Vec<&str>>().join(" -> ");
    let schedules = plan
        .schedules
        .iter()
        .map(|schedule| format!("{} ({})", walk(&schedule.nodes), percent(schedule.probability)))
        .collect();
    let picked = plan.adversary_probability.iter().enumerate().filter(|(_, probability)| **probability > 0.0);
    let attacked = picked.map(|(node, probability)| format!("{} ({})", nodes[node], percent(*probability))).collect();
    Ok(Solved {
        lists: vec![("schedules", schedules), ("attacked", attacked)],
        ..Solved::new("adversary's gain", plan.adversary_gain)
    })
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
