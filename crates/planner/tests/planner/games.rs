//! Security, inspection and patrol games against brute force.

use counterflow_planner::inspection::inspect;
use counterflow_planner::patrol::{PatrolProblem, Schedule, check_patrol, largest_gain, plan_patrol};
use counterflow_planner::quantal_response::{commit_against_quantal_response, expected_utility};
use counterflow_planner::stackelberg::{SecurityTarget, check_commitment, commit, defender_bound};
use counterflow_planner::{Graph, Limits, PlannerError};
use proptest::prelude::*;

use crate::support::{close, simple_paths, small_graph, thousand_cases};

fn targets() -> impl Strategy<Value = Vec<SecurityTarget>> {
    let target = (0..10_i32, -10..0_i32, 0..10_i32, -10..=0_i32).prop_map(
        |(defender_covered, defender_uncovered, attacker_uncovered, attacker_covered)| SecurityTarget {
            defender_covered: f64::from(defender_covered),
            defender_uncovered: f64::from(defender_uncovered),
            attacker_uncovered: f64::from(attacker_uncovered),
            attacker_covered: f64::from(attacker_covered),
        },
    );
    proptest::collection::vec(target, 1..=3)
}

/// Every coverage of three targets or fewer in steps of a twentieth that the resources allow.
fn coverage_grid(targets: usize, resources: f64) -> Vec<Vec<f64>> {
    const STEPS: i32 = 20;
    let levels = |used: bool| if used { 0..=STEPS } else { 0..=0 };
    let mut grid = Vec::new();
    for first in levels(true) {
        for second in levels(targets > 1) {
            for third in levels(targets > 2) {
                if f64::from(first + second + third) <= resources * f64::from(STEPS) {
                    let coverage = [first, second, third].map(|level| f64::from(level) / f64::from(STEPS));
                    grid.push(coverage[..targets].to_vec());
                }
            }
        }
    }
    grid
}

/// What the defender gets when the attacker best-responds and breaks ties for the defender.
fn defender_value(targets: &[SecurityTarget], coverage: &[f64]) -> f64 {
    let attacker = |target: usize| targets[target].attacker_utility(coverage[target]);
    let best = (0..targets.len()).map(attacker).fold(f64::NEG_INFINITY, f64::max);
    (0..targets.len())
        .filter(|&target| attacker(target) >= best - 1e-12)
        .map(|target| targets[target].defender_utility(coverage[target]))
        .fold(f64::NEG_INFINITY, f64::max)
}

proptest! {
    #![proptest_config(thousand_cases())]

    #[test]
    fn prop_no_commitment_on_a_grid_is_better(targets in targets(), resources in 0.0..3.0_f64) {
        let answer = commit(&targets, resources).unwrap();
        check_commitment(&targets, resources, &answer).unwrap();
        prop_assert!(
            close(defender_bound(&targets, resources, answer.attacker_utility), answer.defender_utility, 1e-9),
            "{answer:?}"
        );
        for coverage in coverage_grid(targets.len(), resources) {
            prop_assert!(defender_value(&targets, &coverage) <= answer.defender_utility + 1e-9, "{coverage:?} \
                {answer:?}");
        }
    }

    #[test]
    fn prop_no_coverage_on_a_grid_is_better_against_quantal_response(
        targets in targets(), resources in 0.0..3.0_f64, rationality in 0.0..2.0_f64,
    ) {
        let answer = commit_against_quantal_response(&targets, resources, rationality).unwrap();
        let found = answer.defender_utility;
        for coverage in coverage_grid(targets.len(), resources) {
            prop_assert!(expected_utility(&targets, rationality, &coverage) <= found.value + 1e-9, "{coverage:?}");
        }
        prop_assert!(close(expected_utility(&targets, rationality, &answer.coverage), found.value, 1e-12));
        prop_assert!(answer.coverage.iter().sum::<f64>() <= resources + 1e-9);
        prop_assert!(found.bound >= found.value && close(found.bound, found.value, 1e-7), "{found:?}");
    }

    #[test]
    fn prop_inspection_and_evasion_are_best_responses(
        (graph, detection) in small_graph(6, 9).prop_flat_map(|graph| {
            let arcs = graph.arc_count();
            (Just(graph), proptest::collection::vec(0.0..1.0_f64, arcs))
        }),
    ) {
        let plan = inspect(&graph, 0, 5, &detection).unwrap();
        let paths = simple_paths(&graph, 0, 5);
        let caught = |path: &Vec<usize>| -> f64 {
            path.iter().map(|&arc| plan.inspection_probability[arc] * detection[arc]).sum()
        };
        let least = paths.iter().map(caught).fold(f64::INFINITY, f64::min);
        prop_assert!(close(least, plan.detection_probability.value, 1e-9));
        let used = |arc: usize| -> f64 {
            plan.evader_paths.iter().filter(|path| path.arcs.contains(&arc)).map(|path| path.probability).sum()
        };
        let most = (0..graph.arc_count()).map(|arc| used(arc) * detection[arc]).fold(0.0, f64::max);
        prop_assert!(close(most, plan.detection_probability.value, 1e-9));
    }

    #[test]
    fn prop_patrol_mixtures_are_best_responses(
        (graph, node_value, periods) in small_graph(5, 7).prop_flat_map(|graph| {
            (Just(graph), proptest::collection::vec(0.0..9.0_f64, 4), 1..=4_usize)
        }),
    ) {
        let node_value = [vec![1.0], node_value].concat();
        let problem = PatrolProblem { graph, base: 0, periods, node_value };
        let plan = plan_patrol(&problem, Limits::PROVE).unwrap();
        let gain = plan.adversary_gain;
        prop_assert!(close(gain.value, gain.bound, 1e-9), "{gain:?}");
        prop_assert!(close(largest_gain(&problem, &plan.schedules), gain.value, 1e-9));
        check_patrol(&problem, &plan).unwrap();
        let missed = |walk: &Vec<usize>| missed_value(&problem, walk, &plan.adversary_probability);
        let least = all_walks(&problem).iter().map(missed).fold(f64::INFINITY, f64::min);
        prop_assert!(close(least, gain.value, 1e-9), "{least} {gain:?}");
    }
}

fn all_walks(problem: &PatrolProblem) -> Vec<Vec<usize>> {
    let mut walks = vec![vec![problem.base]];
    for _ in 0..problem.periods {
        walks = walks.iter().flat_map(|walk| extended(problem, walk)).collect();
    }
    walks
}

fn extended(problem: &PatrolProblem, walk: &[usize]) -> Vec<Vec<usize>> {
    let last = walk[walk.len() - 1];
    let heads = problem.graph.arcs_from(last).iter().map(|&arc| problem.graph.head(arc)).chain([last]);
    heads.map(|head| [walk, &[head]].concat()).collect()
}

fn missed_value(problem: &PatrolProblem, walk: &[usize], adversary: &[f64]) -> f64 {
    (0..adversary.len())
        .filter(|node| !walk.contains(node))
        .map(|node| adversary[node] * problem.node_value[node])
        .sum()
}

proptest! {
    #![proptest_config(thousand_cases())]

    /// However early it is stopped, a patrol concedes what it says and the adversary secures the bound.
    #[test]
    fn prop_stopped_patrols_keep_bounds_on_both_sides(
        graph in small_graph(5, 7), node_value in proptest::collection::vec(0.1..9.0_f64, 5), nodes in 0..12_u64,
    ) {
        let problem = PatrolProblem { graph, base: 0, periods: 3, node_value };
        let early = plan_patrol(&problem, Limits { nodes: Some(nodes), ..Limits::PROVE }).unwrap();
        let value = plan_patrol(&problem, Limits::PROVE).unwrap().adversary_gain.value;
        prop_assert!(
            early.adversary_gain.bound <= value + 1e-9 && value <= early.adversary_gain.value + 1e-9,
            "{:?} {}", early, value
        );
        let missed = |walk: &Vec<usize>| missed_value(&problem, walk, &early.adversary_probability);
        let least = all_walks(&problem).iter().map(missed).fold(f64::INFINITY, f64::min);
        prop_assert!(early.adversary_gain.bound <= least + 1e-9, "{:?} {}", early, least);
    }
}

/// By hand: two targets of values 6 and 3 on opposite sides of the base, one move. The patrol visits the
/// dearer one with probability p; 6 (1 - p) = 3 p gives p = 2/3 and a gain of 2.
#[test]
fn val_a_patrol_between_two_targets() {
    let graph = Graph::new(3, &[(0, 1), (0, 2)]).unwrap();
    let problem = PatrolProblem { graph, base: 0, periods: 1, node_value: vec![0.0, 6.0, 3.0] };
    let plan = plan_patrol(&problem, Limits::PROVE).unwrap();
    assert!(close(plan.adversary_gain.value, 2.0, 1e-12) && close(plan.adversary_gain.bound, 2.0, 1e-12), "{plan:?}");
    assert!(close(plan.adversary_probability[1], 1.0 / 3.0, 1e-12), "{plan:?}");
    let mut forged = plan.clone();
    forged.schedules.push(Schedule { nodes: vec![1, 1], probability: 0.0 });
    assert!(matches!(check_patrol(&problem, &forged), Err(PlannerError::CertificateRejected { .. })));
    let optimistic = counterflow_planner::Bounded { value: 1.5, bound: 1.5 };
    let forged = counterflow_planner::patrol::PatrolPlan { adversary_gain: optimistic, ..plan };
    assert!(matches!(check_patrol(&problem, &forged), Err(PlannerError::CertificateRejected { .. })));
    let dearer = PatrolProblem { node_value: vec![0.0, 6e12, 3e12], ..problem.clone() };
    assert!(close(plan_patrol(&dearer, Limits::PROVE).unwrap().adversary_gain.value, 2e12, 1e-12));
    let huge = PatrolProblem { node_value: vec![0.0, 1e300, 1e300], ..problem.clone() };
    assert_eq!(plan_patrol(&huge, Limits::PROVE), Err(PlannerError::Overflow { item: "sum of node values" }));
    let endless = PatrolProblem { periods: usize::MAX, ..problem };
    assert!(matches!(plan_patrol(&endless, Limits::PROVE), Err(PlannerError::OutOfRange { .. })));
}

/// Washburn and Wood's game on two parallel arcs: the value is 1 / (1/p + 1/q).
#[test]
fn val_two_parallel_arcs() {
    let graph = Graph::new(2, &[(0, 1), (0, 1)]).unwrap();
    let plan = inspect(&graph, 0, 1, &[0.5, 0.25]).unwrap();
    assert!(close(plan.detection_probability.value, 1.0 / 6.0, 1e-15));
    assert!(close(plan.inspection_probability[0], 1.0 / 3.0, 1e-15));
}

#[test]
fn faults_are_named() {
    let graph = Graph::new(3, &[(0, 1)]).unwrap();
    assert_eq!(inspect(&graph, 0, 2, &[0.5]), Err(PlannerError::Disconnected { source_node: 0, target_node: 2 }));
    assert_eq!(
        inspect(&graph, 0, 7, &[0.5]).unwrap_err().to_string(),
        "the target names node 7, but nodes run from 0 to 2"
    );
    assert_eq!(inspect(&graph, 1, 1, &[0.5]), Err(PlannerError::SameTerminals { node: 1 }));
    let fault = inspect(&graph, 0, 1, &[1.5]).unwrap_err().to_string();
    assert_eq!(fault, "detection probability of arc 0 is 1.5; it must be from 0 to 1");
    assert_eq!(Graph::new(1, &[(0, 1)]).unwrap_err().to_string(), "arc 0 names node 1, but nodes run from 0 to 0");
}
