//! The dual programme: maximise p_t with p_s = 0, p_j - p_i <= c_a + d_a x_a, r x <= R, x binary.

use highs::{RowProblem, Sense};

use super::cover::CoverAnswer;
use super::{PathInterdiction, shortest_path_under};
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
    let usable: Vec<usize> =
        (0..problem.graph.arc_count()).filter(|&arc| problem.can_delay(arc) && !fortified[arc]).collect();
    let programme = formulate(problem, budget, &usable);
    let start = starting_point(problem, &usable, known);
    let found = programme::solve(programme, Sense::Maximise, Some(&start), limits, clock)?;
    let nodes = problem.graph.node_count();
    let chosen = found.columns.map(|columns| {
        let positions = usable.iter().enumerate();
        positions.filter(|(position, _)| programme::is_one(columns[nodes + position])).map(|(_, &arc)| arc).collect()
    });
    let interdicted = [Some(known.to_vec()), chosen]
        .into_iter()
        .flatten()
        .max_by(|left: &Vec<usize>, right| length(problem, left).total_cmp(&length(problem, right)))
        .unwrap_or_default();
    Ok(CoverAnswer { interdicted, bound: found.bound, complete: true })
}

fn length(problem: &PathInterdiction, interdicted: &[usize]) -> f64 {
    shortest_path_under(problem, interdicted).0
}

/// No distance exceeds the longest way that a path can be delayed.
fn longest_distance(problem: &PathInterdiction) -> f64 {
    let paths =
        ShortestPaths::from_source(&problem.graph, problem.source, |arc| problem.length[arc] + problem.delay[arc]);
    paths.distance(problem.target)
}

fn formulate(problem: &PathInterdiction, budget: f64, usable: &[usize]) -> RowProblem {
    let mut programme = RowProblem::default();
    let most = longest_distance(problem);
    let potentials: Vec<_> = (0..problem.graph.node_count())
        .map(|node| {
            let objective = if node == problem.target { 1.0 } else { 0.0 };
            let upper = if node == problem.source { 0.0 } else { most };
            programme.add_column(objective, 0.0..=upper)
        })
        .collect();
    let mut choice = vec![None; problem.graph.arc_count()];
    for &arc in usable {
        choice[arc] = Some(programme.add_integer_column(0.0, 0.0..=1.0));
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
    let most = longest_distance(problem);
    let potentials = (0..problem.graph.node_count()).map(|node| paths.distance(node).min(most));
    let choices = usable.iter().map(|arc| if known.contains(arc) { 1.0 } else { 0.0 });
    potentials.chain(choices).collect()
}
