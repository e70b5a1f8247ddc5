//! Problems whose answer is a mixture: inspections, patrols.

use super::{Solved, arc_name};
use counterflow_planner::inspection::inspect;
use counterflow_planner::patrol::{PatrolProblem, plan_patrol};
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
