//! The dual programme: maximise p_t with p_s = 0, p_j - p_i <= c_a + d_a x_a, r x <= R, x binary.

use highs::{HighsModelStatus, Integrality, RowProblem, Sense};

use super::cover::CoverAnswer;
use super::{PathInterdiction, longer};
use crate::answer::{Limits, Stopwatch};
use crate::error::PlannerError;
use crate::programme;
use crate::shortest_path::ShortestPaths;

/// Solves the programme from a known interdiction; gives the better of the two and the bound.
pub(super) fn solve(
    problem: &PathInterdiction,
    budget: f64,
    fortified: &[bool],
    known: &[usize],
    limits: Limits,
    clock: &Stopwatch,
) -> Result<CoverAnswer, PlannerError> {
    let usable = usable_arcs(problem, fortified);
    let programme = formulate(problem, budget, &usable, Integrality::Integer);
    let start = starting_point(problem, &usable, known);
    let found = programme::solve(programme, Sense::Maximise, Some(&start), limits, clock)?;
    let nodes = problem.graph.node_count();
    let chosen = found.columns.map(|columns| {
        let positions = usable.iter().enumerate();
        positions.filter(|(position, _)| programme::is_one(columns[nodes + position])).map(|(_, &arc)| arc).collect()
    });
    let interdicted = longer(problem, known.to_vec(), chosen.unwrap_or_default());
    Ok(CoverAnswer { interdicted, bound: found.bound, complete: true })
}

/// The linear relaxation: its bound, and the arcs by falling share while the budget allows.
pub(super) fn relax(problem: &PathInterdiction, budget: f64, fortified: &[bool]) -> Result<(f64, Vec<usize>), PlannerError> {
    let usable = usable_arcs(problem, fortified);
    let model = programme::quiet_model(formulate(problem, budget, &usable, Integrality::Continuous), Sense::Maximise)?;
    let solved = model.try_solve().map_err(|status| programme::solver_error(format!("{status:?}")))?;
    if solved.status() != HighsModelStatus::Optimal {
        return Err(programme::solver_error(format!("{:?}", solved.status())));
    }
    let solution = solved.get_solution();
    let shares = &solution.columns()[problem.graph.node_count()..];
    let mut order: Vec<usize> = (0..usable.len()).collect();
    order.sort_by(|&left, &right| shares[right].total_cmp(&shares[left]).then(left.cmp(&right)));
    let mut left = budget;
    let mut rounded = Vec::new();
    for arc in order.into_iter().map(|position| usable[position]) {
        let cost = problem.interdiction_cost[arc].unwrap_or(0.0);
        if cost <= left {
            left -= cost;
            rounded.push(arc);
        }
    }
    Ok((solved.objective_value(), rounded))
}

fn usable_arcs(problem: &PathInterdiction, fortified: &[bool]) -> Vec<usize> {
    (0..problem.graph.arc_count()).filter(|&arc| problem.can_delay(arc) && !fortified[arc]).collect()
}

fn formulate(problem: &PathInterdiction, budget: f64, usable: &[usize], integrality: Integrality) -> RowProblem {
    let mut programme = RowProblem::default();
    let potentials: Vec<_> = (0..problem.graph.node_count())
        .map(|node| {
            let objective = if node == problem.target { 1.0 } else { 0.0 };
            let upper = if node == problem.source { 0.0 } else { f64::INFINITY };
            programme.add_column(objective, 0.0..=upper)
        })
        .collect();
    let mut choice = vec![None; problem.graph.arc_count()];
    for &arc in usable {
        choice[arc] = Some(programme.add_column_with_integrality_kind(0.0, 0.0..=1.0, integrality));
    }
    for arc in 0..problem.graph.arc_count() {
        let (tail, head) = (potentials[problem.graph.tail(arc)], potentials[problem.graph.head(arc)]);
        if tail == head {
            continue;
        }
        let difference = [(head, 1.0), (tail, -1.0)].into_iter();
        programme.add_row(..=problem.length[arc], difference.chain(choice[arc].map(|column| (column, -problem.delay[arc]))));
    }
    let costs = usable.iter().filter_map(|&arc| Some((choice[arc]?, problem.interdiction_cost[arc]?)));
    programme.add_row(..=budget, costs);
    programme
}

fn starting_point(problem: &PathInterdiction, usable: &[usize], known: &[usize]) -> Vec<f64> {
    let mut length = problem.length.clone();
    known.iter().for_each(|&arc| length[arc] += problem.delay[arc]);
    let paths = ShortestPaths::from_source(&problem.graph, problem.source, |arc| length[arc]);
    let farthest = paths.distance(problem.target);
    let potentials = (0..problem.graph.node_count()).map(|node| paths.distance(node).min(farthest));
    let choices = usable.iter().map(|arc| if known.contains(arc) { 1.0 } else { 0.0 });
    potentials.chain(choices).collect()
}
