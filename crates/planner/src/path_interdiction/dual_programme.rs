//! The dual programme: maximise p_t with p_s = 0, p_j - p_i <= c_a + d_a x_a, r x <= R, x binary.
//!
//! Problems come prepared (`prepared`): an arc with a cost is affordable, delayed and not free.

use highs::{HighsModelStatus, Integrality, RowProblem, Sense};

use super::PathInterdiction;
use super::core::{by_falling_share, longer};
use super::cover::CoverAnswer;
use crate::answer::{Limits, Stopwatch};
use crate::error::PlannerError;
use crate::programme;
use crate::shortest_path::ShortestPaths;

/// Solves the programme from a known interdiction; gives the better of the two and the bound. No
/// interdiction leads above `ceiling`.
pub(super) fn solve(
    problem: &PathInterdiction,
    budget: f64,
    known: &[usize],
    ceiling: f64,
    limits: Limits,
    clock: &Stopwatch,
) -> Result<CoverAnswer, PlannerError> {
    let programme = formulate(problem, budget, ceiling, Integrality::Integer);
    let start = starting_point(problem, known, ceiling);
    let found =
        programme::solve_from(&start, |columns| columns[problem.target], programme, Sense::Maximise, limits, clock)?;
    let chosen = found.columns.map(|columns| {
        let shares = arcs_of_columns(problem).zip(&columns[problem.graph.node_count()..]);
        shares.filter(|(_, share)| programme::is_one(**share)).map(|(arc, _)| arc).collect()
    });
    let interdicted = longer(problem, known.to_vec(), chosen.unwrap_or_default());
    Ok(CoverAnswer { interdicted, bound: found.bound, complete: true })
}

/// The linear relaxation: its bound, and the arcs by falling share while the budget allows.
pub(super) fn relax(problem: &PathInterdiction, budget: f64) -> Result<(f64, Vec<usize>), PlannerError> {
    let programme = formulate(problem, budget, f64::INFINITY, Integrality::Continuous);
    let model = programme::quiet_model(programme, Sense::Maximise)?;
    let solved = model.try_solve().map_err(|status| programme::solver_error(format!("{status:?}")))?;
    if solved.status() != HighsModelStatus::Optimal {
        return Err(programme::solver_error(format!("{:?}", solved.status())));
    }
    let solution = solved.get_solution();
    let shares = solution.columns()[problem.graph.node_count()..].iter().copied().zip(arcs_of_columns(problem));
    let (rounded, _) = by_falling_share(problem, budget, shares);
    Ok((solved.objective_value(), rounded))
}

/// Arcs that have a column, in the order of their columns.
fn arcs_of_columns(problem: &PathInterdiction) -> impl Iterator<Item = usize> {
    (0..problem.graph.arc_count()).filter(|&arc| problem.interdiction_cost[arc].is_some())
}

fn formulate(problem: &PathInterdiction, budget: f64, ceiling: f64, integrality: Integrality) -> RowProblem {
    let mut programme = RowProblem::default();
    let potentials: Vec<_> = (0..problem.graph.node_count())
        .map(|node| match node {
            node if node == problem.target => programme.add_column(1.0, 0.0..=ceiling),
            node if node == problem.source => programme.add_column(0.0, 0.0..=0.0),
            _ => programme.add_column(0.0, 0.0..),
        })
        .collect();
    let mut choice = vec![None; problem.graph.arc_count()];
    for arc in arcs_of_columns(problem) {
        choice[arc] = Some(programme.add_column_with_integrality_kind(0.0, 0.0..=1.0, integrality));
    }
    for arc in 0..problem.graph.arc_count() {
        let (tail, head) = (potentials[problem.graph.tail(arc)], potentials[problem.graph.head(arc)]);
        if tail == head {
            continue;
        }
        let difference = [(head, 1.0), (tail, -1.0)].into_iter();
        programme
            .add_row(..=problem.length[arc], difference.chain(choice[arc].map(|column| (column, -problem.delay[arc]))));
    }
    let costs = choice.iter().zip(&problem.interdiction_cost).filter_map(|(column, cost)| Some(((*column)?, (*cost)?)));
    programme.add_row(..=budget, costs);
    programme
}

fn starting_point(problem: &PathInterdiction, known: &[usize], ceiling: f64) -> Vec<f64> {
    let mut length = problem.length.clone();
    known.iter().for_each(|&arc| length[arc] += problem.delay[arc]);
    let paths = ShortestPaths::from_source(&problem.graph, problem.source, |arc| length[arc]);
    let farthest = paths.distance(problem.target).min(ceiling);
    let potentials = (0..problem.graph.node_count()).map(|node| paths.distance(node).min(farthest));
    let choices = arcs_of_columns(problem).map(|arc| if known.contains(&arc) { 1.0 } else { 0.0 });
    potentials.chain(choices).collect()
}
