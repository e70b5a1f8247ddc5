//! One placement, or one at every review.

use crate::failure::Failure;
use crate::plan::task::PlacementTask;
use crate::plan::values::Evaluation;
use crate::plan::words::in_one_line;
use crate::plan::{in_steps, proof, refused};
use crate::results::plan::{PlacementResult, PlacementStage, ReviewedPlacementResult, SCOPE};
use counterflow_planner::Watch;
use counterflow_planner::simulated::{Lattice, Placed, Reviews, RollingPlan, plan_rolling, search};
use counterflow_study::ensemble::Observer;

/// The best placement of a lattice.
///
/// # Errors
/// What the planner refuses.
pub fn search_placement(asked: &PlacementTask<'_>, lattice: Lattice, watch: &dyn Watch) -> Result<Placed, Failure> {
    let problem = &asked.problem;
    let cost = |steps: &[usize]| {
        problem.cost(problem.value(
            &asked.central,
            &problem.uses(&asked.central, &in_steps(steps)),
            asked.planned_for(),
        ))
    };
    Ok(search(lattice, asked.request.runs, watch, &cost).map_err(|error| refused(&error))?)
}

/// A placement with its three values.
///
/// # Errors
/// A second run gives another value than the search.
pub fn placement_result(
    asked: &PlacementTask<'_>,
    placed: &Placed,
    observer: &dyn Observer,
) -> Result<PlacementResult, Failure> {
    let problem = &asked.problem;
    let placement = asked.efforts(&in_steps(&placed.steps));
    let values = Evaluation::new(asked, 1, observer)?.values(&|member| problem.uses(member, &in_steps(&placed.steps)));
    Ok(PlacementResult {
        question: asked.question(),
        run: asked.record(),
        search: proof::of_placement(placed, &values, asked)?,
        in_short: asked.in_short(format!("{} ({}).", in_one_line(&placement), asked.unit()), &values),
        placement,
        values,
        scope: SCOPE,
    })
}

/// A placement at every review, each chosen as if it were the last.
///
/// # Errors
/// What the planner refuses.
pub fn search_reviewed(
    asked: &PlacementTask<'_>,
    steps: usize,
    months: usize,
    watch: &dyn Watch,
) -> Result<RollingPlan, Failure> {
    let reviews = Reviews { months, trial: asked.planned_for() };
    let lattice = asked.lattice(steps, steps);
    let plan = plan_rolling(&asked.problem, &asked.central, lattice, asked.request.runs, reviews, watch);
    Ok(plan.map_err(|error| refused(&error))?)
}

/// The placements of all reviews with their three values.
///
/// # Errors
/// A second run gives another value than the search.
pub fn reviewed_result(
    asked: &PlacementTask<'_>,
    plan: &RollingPlan,
    observer: &dyn Observer,
) -> Result<ReviewedPlacementResult, Failure> {
    let values = Evaluation::new(asked, 1, observer)?.values(&|member| plan.uses(&asked.problem, member));
    if let Some(last) = plan.stages.last() {
        // The last placement is kept to the end: its cost is the whole plan's.
        proof::of_placement(&last.placed, &values, asked)?;
    }
    let stages: Vec<PlacementStage> = plan
        .stages
        .iter()
        .map(|stage| PlacementStage {
            from: stage.from.to_string(),
            placement: asked.efforts(&in_steps(&stage.placed.steps)),
            search: proof::unchecked(&stage.placed, asked),
        })
        .collect();
    let mut words: Vec<String> = Vec::new();
    let mut kept = String::new();
    for PlacementStage { from, placement, .. } in &stages {
        let placement = in_one_line(placement);
        words.push(if placement == kept {
            format!("from {from} the same")
        } else {
            format!("from {from} {placement}")
        });
        kept = placement;
    }
    Ok(ReviewedPlacementResult {
        question: asked.question(),
        run: asked.record(),
        stages,
        stopped: plan.is_stopped(),
        in_short: asked.in_short(format!("More effort {} ({}).", words.join(", "), asked.unit()), &values),
        values,
        scope: SCOPE,
    })
}
