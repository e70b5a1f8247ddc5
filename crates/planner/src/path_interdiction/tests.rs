//! Each engine alone against enumeration: on small problems the first cover search would hide the others.

use proptest::prelude::*;

use super::core::Core;
use super::cover_cuts::Separation;
use super::prepared::{Goal, prepare};
use super::{PathInterdiction, cover, cover_tree, dual_programme, shortest_path_under};
use crate::answer::Limits;
use crate::graph::Graph;

const NODES: usize = 6;

/// Problems as `prepare` leaves them: every cost positive, every priced arc delayed. The first
/// arcs are a path, so that the target is in reach.
fn problems() -> impl Strategy<Value = PathInterdiction> {
    let ends = proptest::collection::vec((0..NODES, 0..NODES), 6);
    ends.prop_flat_map(|extra| {
        let arcs: Vec<(usize, usize)> = (1..NODES).map(|node| (node - 1, node)).chain(extra).collect();
        let count = arcs.len();
        let graph = Graph::new(NODES, &arcs).expect("ends are nodes");
        let length = proptest::collection::vec((0..8_i32).prop_map(f64::from), count);
        let delay = proptest::collection::vec((1..9_i32).prop_map(f64::from), count);
        let cost = proptest::collection::vec(proptest::option::weighted(0.8, (1..4_i32).prop_map(f64::from)), count);
        (Just(graph), length, delay, cost).prop_map(|(graph, length, delay, interdiction_cost)| PathInterdiction {
            graph,
            source: 0,
            target: NODES - 1,
            length,
            delay,
            interdiction_cost,
        })
    })
}

/// Every set of arcs within the budget.
fn affordable(problem: &PathInterdiction, budget: f64) -> Vec<Vec<usize>> {
    let priced: Vec<usize> =
        (0..problem.graph.arc_count()).filter(|&arc| problem.interdiction_cost[arc].is_some()).collect();
    let members = |set: u32| priced.iter().enumerate().filter(move |(bit, _)| set >> bit & 1 == 1).map(|(_, &arc)| arc);
    let cost = |set: u32| members(set).filter_map(|arc| problem.interdiction_cost[arc]).sum::<f64>();
    (0..1_u32 << priced.len()).filter(|&set| cost(set) <= budget).map(|set| members(set).collect()).collect()
}

fn length(problem: &PathInterdiction, interdicted: &[usize]) -> f64 {
    shortest_path_under(problem, interdicted).0
}

fn best(problem: &PathInterdiction, budget: f64) -> f64 {
    affordable(problem, budget).iter().map(|set| length(problem, set)).fold(0.0, f64::max)
}

/// A length above which no interdiction leads: every arc delayed.
fn everything(problem: &PathInterdiction) -> f64 {
    let priced: Vec<usize> =
        (0..problem.graph.arc_count()).filter(|&arc| problem.interdiction_cost[arc].is_some()).collect();
    length(problem, &priced)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn prop_branch_and_cut_equals_enumeration(problem in problems(), budget in 1..7_i32) {
        let budget = f64::from(budget);
        let problem = prepare(&problem, budget, &vec![false; problem.graph.arc_count()]).problem;
        let goal = Goal::new(&problem, 0.0);
        let ceiling = everything(&problem);
        let clock = Limits::PROVE.start();
        let found = cover_tree::search(&problem, budget, Vec::new(), goal, ceiling, f64::INFINITY, clock)
            .expect("HiGHS solves");
        let expected = best(&problem, budget);
        prop_assert!(found.complete);
        prop_assert_eq!(length(&problem, &found.interdicted), expected);
        prop_assert_eq!(found.bound, expected);
    }

    #[test]
    fn prop_dual_programme_equals_enumeration(problem in problems(), budget in 1..7_i32) {
        let budget = f64::from(budget);
        let limits = Limits::PROVE;
        let found = dual_programme::solve(&problem, budget, &[], everything(&problem), limits, &limits.start())
            .expect("HiGHS solves");
        let expected = best(&problem, budget);
        prop_assert_eq!(length(&problem, &found.interdicted), expected);
        prop_assert!((found.bound - expected).abs() <= 1e-6 * expected.max(1.0));
        let (relaxed, _) = dual_programme::relax(&problem, budget).expect("HiGHS solves");
        prop_assert!(relaxed >= expected - 1e-6);
    }

    #[test]
    fn prop_cover_search_equals_enumeration(problem in problems(), budget in 1..7_i32) {
        let budget = f64::from(budget);
        let problem = prepare(&problem, budget, &vec![false; problem.graph.arc_count()]).problem;
        let found = cover::search(&problem, budget, Goal::new(&problem, 0.0), &mut Limits::PROVE.start());
        prop_assert_eq!(length(&problem, &found.interdicted), best(&problem, budget));
        prop_assert_eq!(found.bound, best(&problem, budget));
    }

    #[test]
    fn prop_the_network_below_a_ceiling_has_the_same_paths_up_to_it(
        problem in problems(),
        budget in 0..7_i32,
        above in 1..6_i32,
    ) {
        let ceiling = length(&problem, &[]) + f64::from(above);
        let network = Core::below(&problem, ceiling);
        for interdicted in affordable(&problem, f64::from(budget)) {
            let here = length(&network.problem, &network.local(&interdicted));
            prop_assert_eq!(here.min(ceiling), length(&problem, &interdicted).min(ceiling));
        }
    }

    #[test]
    fn prop_no_cut_removes_an_interdiction_that_reaches_the_goal(
        problem in problems(),
        budget in 1..9_i32,
        shares in proptest::collection::vec(0.0..1.0_f64, 11),
        further in 1..8_i32,
    ) {
        let goal = length(&problem, &[]) + f64::from(further);
        let arcs = 0..problem.graph.arc_count();
        let arc_of: Vec<usize> = arcs.filter(|&arc| problem.interdiction_cost[arc].is_some()).collect();
        let cuts = Separation::new(&problem, &arc_of).cuts(&shares[..arc_of.len()], goal, goal - 0.5);
        for interdicted in affordable(&problem, f64::from(budget)) {
            let point: Vec<f64> = arc_of.iter().map(|arc| f64::from(u8::from(interdicted.contains(arc)))).collect();
            let reaches = length(&problem, &interdicted) >= goal;
            for cut in &cuts {
                prop_assert!(!reaches || cut.supply(&point) >= cut.demand - 1e-9, "{:?} {:?}", cut, interdicted);
            }
        }
    }
}

#[test]
fn a_gap_of_whole_lengths_is_counted_in_their_unit() {
    let graph = Graph::new(2, &[(0, 1)]).expect("ends are nodes");
    let problem = PathInterdiction {
        graph,
        source: 0,
        target: 1,
        length: vec![12.0],
        delay: vec![8.0],
        interdiction_cost: vec![Some(1.0)],
    };
    let goal = Goal::new(&problem, 0.0);
    assert_eq!((goal.length(12.0), goal.too_short(12.0), goal.bound(12.0), goal.floor(19.9)), (16.0, 14.0, 12.0, 16.0));
    let coarse = Goal::new(&problem, 0.5);
    assert_eq!((coarse.length(12.0), coarse.bound(12.0)), (20.0, 16.0));
    let uneven = Goal::new(&PathInterdiction { length: vec![12.5], ..problem }, 0.1);
    assert!((uneven.length(20.0) - 22.0).abs() < 1e-12 && (uneven.bound(20.0) - 22.0).abs() < 1e-12);
}

/// A programme that the presolve of HiGHS solves alone: it returns the starting point for it.
#[test]
fn regress_a_solution_that_the_solver_loses_is_found_again() {
    let arcs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 0), (0, 1), (4, 1), (5, 5), (0, 5), (2, 4)];
    let problem = PathInterdiction {
        graph: Graph::new(6, &arcs).expect("ends are nodes"),
        source: 0,
        target: 5,
        length: vec![0.0, 0.0, 2.0, 2.0, 5.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0],
        delay: vec![1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 6.0, 1.0],
        interdiction_cost: vec![Some(2.0), None, None, None, None, None, None, Some(2.0), None, Some(3.0), Some(1.0)],
    };
    let limits = Limits::PROVE;
    let found =
        dual_programme::solve(&problem, 4.0, &[], everything(&problem), limits, &limits.start()).expect("HiGHS solves");
    assert_eq!((length(&problem, &found.interdicted), found.bound), (6.0, 6.0));
}
