//! Plans on the simulator: a lever's scarce effort over places, or a budget over levers, against traffickers who
//! respond. Start reading at [`task`] (what is asked) and [`values`] (the three values of a plan).

pub mod deadline;
pub mod frontier;
pub mod placement;
pub mod portfolio;
pub mod proof;
pub mod schedule;
pub mod solve;
pub mod task;
pub mod values;
pub mod words;

use counterflow_evidence::diagnostics::Problem;
use counterflow_planner::PlannerError;

/// Months of the world before the effort begins, where the user names none.
const MONTHS_BEFORE: i64 = 12;

/// The planner's complaint as a problem.
pub fn refused(error: &PlannerError) -> Problem {
    Problem::new("E0816", error.to_string())
}

fn in_steps(steps: &[usize]) -> Vec<f64> {
    steps.iter().map(|&count| count as f64).collect()
}
