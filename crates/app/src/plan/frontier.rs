//! The best placement and its values by amount.

use crate::failure::Failure;
use crate::plan::placement::search_placement;
use crate::plan::task::PlacementTask;
use crate::plan::values::Evaluation;
use crate::plan::words::{TRIALS, in_one_line};
use crate::plan::{in_steps, proof};
use crate::results::plan::{FrontierPoint, FrontierResult, SCOPE};
use counterflow_planner::Watch;
use counterflow_planner::simulated::Placed;
use counterflow_report::number::{change, quantity};
use counterflow_study::ensemble::Observer;

/// The best placement of each amount, until time is over; the first amount is always answered.
///
/// # Errors
/// What the planner refuses.
pub fn search_frontier(asked: &PlacementTask<'_>, steps: usize, watch: &dyn Watch) -> Result<Vec<Placed>, Failure> {
    let mut placed = Vec::new();
    for amount in 1..=steps {
        if watch.is_over() && !placed.is_empty() {
            break;
        }
        placed.push(search_placement(asked, asked.lattice(amount, amount), watch)?);
    }
    Ok(placed)
}

/// The placements of `steps` amounts with their values.
///
/// # Errors
/// A second run gives another value than the search.
pub fn frontier_result(
    asked: &PlacementTask<'_>,
    placed: &[Placed],
    steps: usize,
    observer: &dyn Observer,
) -> Result<FrontierResult, Failure> {
    let problem = &asked.problem;
    let evaluation = Evaluation::new(asked, placed.len(), observer)?;
    let point = |(amount, placed): (usize, &Placed)| {
        let effort = (amount + 1) as f64 * problem.step_effort;
        let values = evaluation.values(&|member| problem.uses(member, &in_steps(&placed.steps)));
        let search = proof::of_placement(placed, &values, asked)?;
        Ok(FrontierPoint {
            effort,
            cost_usd_per_year: effort * asked.unit_cost_usd(),
            placement: asked.efforts(&in_steps(&placed.steps)),
            values,
            search,
        })
    };
    let frontier: Vec<FrontierPoint> = placed.iter().enumerate().map(point).collect::<Result<_, Failure>>()?;
    Ok(FrontierResult {
        question: asked.question(),
        run: asked.record(),
        amounts_left_out: steps - frontier.len(),
        in_short: in_short(&frontier, asked),
        frontier,
        scope: SCOPE,
    })
}

/// What the largest amount does, and what each step adds to it.
fn in_short(frontier: &[FrontierPoint], asked: &PlacementTask<'_>) -> Vec<String> {
    let Some(last) = frontier.last() else { return Vec::new() };
    let full = TRIALS.iter().position(|trial| *trial == asked.planned_for()).unwrap_or_default();
    let changes: Vec<f64> = std::iter::once(0.0).chain(frontier.iter().map(|one| one.values[full].change)).collect();
    let added: Vec<String> = changes.windows(2).map(|pair| change(pair[1] - pair[0], &asked.yearly_unit())).collect();
    let step = quantity(asked.problem.step_effort, &asked.unit());
    let mut lines = asked.in_short(
        format!("With {} more: {}.", quantity(last.effort, &asked.unit()), in_one_line(&last.placement)),
        &last.values,
    );
    lines.push(format!("Each step of {step} adds, after full adaptation: {}.", added.join(", ")));
    lines
}
