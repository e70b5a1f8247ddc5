//! Integer programmes through HiGHS, with the settings that make answers repeatable.
//!
//! The number of threads is a setting of the whole process in HiGHS: every model here uses one.
//! HiGHS repeats itself exactly for a fixed seed unless a time limit stops it.

use highs::{HighsModelStatus, HighsSolutionStatus, Model, RowProblem, Sense};

use crate::answer::{Limits, Stopwatch, agree};
use crate::error::PlannerError;

/// What HiGHS found for an integer programme.
pub(crate) struct ProgrammeAnswer {
    /// Values of the columns; `None` when no feasible point was found.
    pub(crate) columns: Option<Vec<f64>>,
    /// Bound that HiGHS proved on the objective.
    pub(crate) bound: f64,
    /// Whether HiGHS says that it went to the end.
    proven: bool,
}

/// A model with the common settings.
pub(crate) fn quiet_model(problem: RowProblem, sense: Sense) -> Result<Model, PlannerError> {
    let mut model = problem.try_optimise(sense).map_err(|status| solver_error(format!("{status:?}")))?;
    model.make_quiet();
    model.try_set_option("threads", 1_i32).map_err(|error| solver_error(format!("threads: {error:?}")))?;
    Ok(model)
}

/// Solves an integer programme within the limits from a starting point. `objective` gives the value of
/// a point.
pub(crate) fn solve_from(
    start: &[f64],
    objective: impl Fn(&[f64]) -> f64,
    problem: RowProblem,
    sense: Sense,
    limits: Limits,
    clock: &Stopwatch,
) -> Result<ProgrammeAnswer, PlannerError> {
    let found = solve_once(problem.clone(), sense, Some(start), limits, clock)?;
    // Where presolve alone solves a programme, HiGHS can hand back the starting point beside the bound of
    // the solution that it found (as in its issue 907). Such programmes are small.
    let is_lost = |columns: &Vec<f64>| !agree(objective(columns), found.bound, LOST_SOLUTION.max(limits.relative_gap));
    if found.proven && found.columns.as_ref().is_some_and(is_lost) {
        return solve(problem, sense, limits, clock);
    }
    Ok(found)
}

/// Relative difference of value and bound of a programme solved to the end that rounding cannot explain.
const LOST_SOLUTION: f64 = 1e-5;

/// Solves an integer programme within the limits.
pub(crate) fn solve(
    problem: RowProblem,
    sense: Sense,
    limits: Limits,
    clock: &Stopwatch,
) -> Result<ProgrammeAnswer, PlannerError> {
    solve_once(problem, sense, None, limits, clock)
}

fn solve_once(
    problem: RowProblem,
    sense: Sense,
    start: Option<&[f64]>,
    limits: Limits,
    clock: &Stopwatch,
) -> Result<ProgrammeAnswer, PlannerError> {
    let mut model = quiet_model(problem, sense)?;
    let set = |model: &mut Model, name: &'static str, value: f64| {
        model.try_set_option(name, value).map_err(|error| solver_error(format!("{name}: {error:?}")))
    };
    set(&mut model, "mip_rel_gap", limits.relative_gap)?;
    set(&mut model, "mip_abs_gap", 0.0)?;
    if let Some(seconds) = clock.seconds_left() {
        set(&mut model, "time_limit", seconds)?;
    }
    if let Some(nodes) = limits.nodes {
        let nodes = i32::try_from(nodes).unwrap_or(i32::MAX);
        model
            .try_set_option("mip_max_nodes", nodes)
            .map_err(|error| solver_error(format!("mip_max_nodes: {error:?}")))?;
    }
    if let Some(columns) = start {
        model
            .try_set_solution(Some(columns), None, None, None)
            .map_err(|status| solver_error(format!("{status:?}")))?;
    }
    let solved = model.try_solve().map_err(|status| solver_error(format!("{status:?}")))?;
    let status = solved.status();
    let known = [HighsModelStatus::Optimal, HighsModelStatus::ReachedTimeLimit, HighsModelStatus::ReachedSolutionLimit];
    if !known.contains(&status) {
        return Err(solver_error(format!("{status:?}")));
    }
    let bound = solved.double_info_value(c"mip_dual_bound").map_err(|status| solver_error(format!("{status:?}")))?;
    let found = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let columns = found.then(|| solved.get_solution().columns().to_vec());
    Ok(ProgrammeAnswer { columns, bound, proven: status == HighsModelStatus::Optimal })
}

pub(crate) fn solver_error(status: String) -> PlannerError {
    PlannerError::Solver { status }
}

/// A binary column counts as one from here; HiGHS's integrality tolerance is far smaller.
pub(crate) fn is_one(value: f64) -> bool {
    value > 0.5
}
