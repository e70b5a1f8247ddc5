//! The best plain formulations, as a modeller would hand them to HiGHS.

use counterflow_planner::evasion::EvasionProblem;
use counterflow_planner::flow_interdiction::FlowInterdiction;
use counterflow_planner::path_interdiction::PathInterdiction;
use counterflow_planner::shortest_path::ShortestPaths;
use counterflow_planner::stackelberg::SecurityTarget;
use highs::{Col, HighsModelStatus, RowProblem, Sense};

/// What HiGHS reports: best objective, bound, whether it proved the optimum.
pub struct PlainAnswer {
    pub objective: f64,
    pub bound: f64,
    pub proven: bool,
}

fn solve(programme: RowProblem, sense: Sense, seconds: f64) -> PlainAnswer {
    let mut model = programme.optimise(sense);
    model.make_quiet();
    model.set_option("threads", 1);
    model.set_option("time_limit", seconds);
    model.set_option("mip_rel_gap", crate::table::RELATIVE_GAP);
    let solved = model.try_solve().expect("HiGHS solves");
    PlainAnswer {
        objective: solved.objective_value(),
        bound: solved.double_info_value(c"mip_dual_bound").expect("a bound"),
        proven: solved.status() == HighsModelStatus::Optimal,
    }
}

/// Dual programme of shortest-path interdiction.
pub fn paths(problem: &PathInterdiction, budget: f64, seconds: f64) -> PlainAnswer {
    let mut programme = RowProblem::default();
    let graph = &problem.graph;
    let potential: Vec<Col> = (0..graph.node_count())
        .map(|node| {
            programme.add_column(
                f64::from(u8::from(node == problem.target)),
                f64::NEG_INFINITY..=if node == problem.source { 0.0 } else { f64::INFINITY },
            )
        })
        .collect();
    programme.add_row(0.0..=0.0, [(potential[problem.source], 1.0)]);
    let mut costs = Vec::new();
    for arc in 0..graph.arc_count() {
        let mut row = vec![(potential[graph.head(arc)], 1.0), (potential[graph.tail(arc)], -1.0)];
        if let Some(cost) = problem.interdiction_cost[arc] {
            let choice = programme.add_integer_column(0.0, 0.0..=1.0);
            row.push((choice, -problem.delay[arc]));
            costs.push((choice, cost));
        }
        programme.add_row(..=problem.length[arc], row);
    }
    programme.add_row(..=budget, costs);
    solve(programme, Sense::Maximise, seconds)
}

/// Wood's programme of maximum-flow interdiction.
pub fn flow(problem: &FlowInterdiction, budget: f64, seconds: f64) -> PlainAnswer {
    let mut programme = RowProblem::default();
    let graph = &problem.graph;
    let side: Vec<Col> = (0..graph.node_count())
        .map(|node| match node {
            node if node == problem.source => programme.add_integer_column(0.0, 0.0..=0.0),
            node if node == problem.sink => programme.add_integer_column(0.0, 1.0..=1.0),
            _ => programme.add_integer_column(0.0, 0.0..=1.0),
        })
        .collect();
    let mut costs = Vec::new();
    for arc in 0..graph.arc_count() {
        let paid = programme.add_integer_column(problem.capacity[arc], 0.0..=1.0);
        let mut row = vec![(side[graph.tail(arc)], 1.0), (side[graph.head(arc)], -1.0), (paid, 1.0)];
        if let Some(cost) = problem.interdiction_cost[arc] {
            let removed = programme.add_integer_column(0.0, 0.0..=1.0);
            row.push((removed, 1.0));
            costs.push((removed, cost));
        }
        programme.add_row(0.0.., row);
    }
    programme.add_row(..=budget, costs);
    solve(programme, Sense::Minimise, seconds)
}

/// The compact form of sensor placement: one copy of the node probabilities per destination.
pub fn evasion(problem: &EvasionProblem, budget: f64, seconds: f64) -> PlainAnswer {
    let mut programme = RowProblem::default();
    let graph = &problem.graph;
    let mut site_of_arc = vec![None; graph.arc_count()];
    let choice: Vec<Col> = problem.sites.iter().map(|_| programme.add_integer_column(0.0, 0.0..=1.0)).collect();
    problem.sites.iter().enumerate().for_each(|(number, site)| site_of_arc[site.arc] = Some(number));
    programme.add_row(..=budget, choice.iter().zip(&problem.sites).map(|(&column, site)| (column, site.cost)));
    let mut destinations: Vec<usize> = problem.scenarios.iter().map(|scenario| scenario.destination).collect();
    destinations.sort_unstable();
    destinations.dedup();
    let reversed = graph.reversed();
    for destination in destinations {
        let bare = ShortestPaths::from_source(&reversed, destination, |arc| -problem.evasion[arc].ln());
        let mut weight = vec![0.0; graph.node_count()];
        let here = problem.scenarios.iter().filter(|scenario| scenario.destination == destination);
        here.for_each(|scenario| weight[scenario.origin] += scenario.probability);
        let reach: Vec<Col> = (0..graph.node_count())
            .map(|node| programme.add_column(weight[node], f64::from(u8::from(node == destination))..=1.0))
            .collect();
        for arc in 0..graph.arc_count() {
            let (tail, head) = (reach[graph.tail(arc)], reach[graph.head(arc)]);
            let from_here = (-bare.distance(graph.head(arc))).exp();
            if tail == head || from_here == 0.0 {
                continue;
            }
            let evasion = problem.evasion[arc];
            match site_of_arc[arc] {
                None => {
                    programme.add_row(0.0.., [(tail, 1.0), (head, -evasion)]);
                }
                Some(number) => {
                    let watched = problem.sites[number].evasion_with_sensor;
                    programme.add_row(0.0.., [(tail, 1.0), (head, -watched)]);
                    programme.add_row(
                        0.0..,
                        [(tail, 1.0), (head, -evasion), (choice[number], (evasion - watched) * from_here)],
                    );
                }
            }
        }
    }
    solve(programme, Sense::Minimise, seconds)
}

/// ERASER (Kiekintveld et al. 2009).
pub fn security(targets: &[SecurityTarget], resources: f64, seconds: f64) -> PlainAnswer {
    const LARGE: f64 = 1_000.0;
    let mut programme = RowProblem::default();
    let defender = programme.add_column(1.0, f64::NEG_INFINITY..);
    let attacker = programme.add_column(0.0, f64::NEG_INFINITY..);
    let coverage: Vec<Col> = targets.iter().map(|_| programme.add_column(0.0, 0.0..=1.0)).collect();
    let attacked: Vec<Col> = targets.iter().map(|_| programme.add_integer_column(0.0, 0.0..=1.0)).collect();
    programme.add_row(1.0..=1.0, attacked.iter().map(|&column| (column, 1.0)));
    programme.add_row(..=resources, coverage.iter().map(|&column| (column, 1.0)));
    for (number, target) in targets.iter().enumerate() {
        let (cover, attack) = (coverage[number], attacked[number]);
        let defender_gain = target.defender_covered - target.defender_uncovered;
        let attacker_loss = target.attacker_uncovered - target.attacker_covered;
        programme
            .add_row(..=LARGE + target.defender_uncovered, [(defender, 1.0), (cover, -defender_gain), (attack, LARGE)]);
        programme.add_row(target.attacker_uncovered.., [(attacker, 1.0), (cover, attacker_loss)]);
        programme
            .add_row(..=LARGE + target.attacker_uncovered, [(attacker, 1.0), (cover, attacker_loss), (attack, LARGE)]);
    }
    solve(programme, Sense::Maximise, seconds)
}
