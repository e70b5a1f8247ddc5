//! Shortest-path interdiction and fortification against enumeration and certified values.

use counterflow_planner::path_interdiction::{PathInterdiction, fortify_path, interdict_path, shortest_path_under};
use counterflow_planner::{Graph, Limits, PlannerError};
use proptest::prelude::*;

use crate::support::{NumberTable, close, reference_file, simple_paths, small_graph, thousand_cases};

fn problems(extra_arcs: usize) -> impl Strategy<Value = PathInterdiction> {
    small_graph(6, extra_arcs).prop_flat_map(|graph| {
        let arcs = graph.arc_count();
        let lengths = proptest::collection::vec((0..10_i32).prop_map(f64::from), arcs);
        let delays = proptest::collection::vec((0..10_i32).prop_map(f64::from), arcs);
        let cost = proptest::option::weighted(0.8, (0..4_i32).prop_map(f64::from));
        (Just(graph), lengths, delays, proptest::collection::vec(cost, arcs)).prop_map(
            |(graph, length, delay, interdiction_cost)| PathInterdiction {
                graph,
                source: 0,
                target: 5,
                length,
                delay,
                interdiction_cost,
            },
        )
    })
}

/// Sets of arcs that the budget allows and that avoid `spared`.
fn affordable(problem: &PathInterdiction, budget: f64, spared: u32) -> Vec<u32> {
    let cost = |set: u32| -> Option<f64> {
        (0..problem.graph.arc_count()).filter(|arc| set >> arc & 1 == 1).map(|arc| problem.interdiction_cost[arc]).sum()
    };
    (0..1_u32 << problem.graph.arc_count())
        .filter(|set| set & spared == 0 && cost(*set).is_some_and(|cost| cost <= budget))
        .collect()
}

/// Longest shortest path over every affordable set, lengths by listing simple paths.
fn enumerate(problem: &PathInterdiction, paths: &[Vec<usize>], budget: f64, spared: u32) -> f64 {
    let arc_length =
        |arc: usize, set: u32| problem.length[arc] + if set >> arc & 1 == 1 { problem.delay[arc] } else { 0.0 };
    let path_length = |path: &Vec<usize>, set: u32| -> f64 { path.iter().map(|&arc| arc_length(arc, set)).sum() };
    let shortest = |set: u32| paths.iter().map(|path| path_length(path, set)).fold(f64::INFINITY, f64::min);
    affordable(problem, budget, spared).into_iter().map(shortest).fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(thousand_cases())]

    #[test]
    fn prop_interdiction_equals_enumeration(problem in problems(8), budget in 0..6_i32) {
        let budget = f64::from(budget);
        let found = interdict_path(&problem, budget, Limits::PROVE).unwrap();
        let expected = enumerate(&problem, &simple_paths(&problem.graph, 0, 5), budget, 0);
        prop_assert_eq!(found.path_length.value, expected);
        prop_assert!(close(found.path_length.bound, expected, 1e-6));
        prop_assert_eq!(shortest_path_under(&problem, &found.interdicted).0, expected);
        let cost: f64 = found.interdicted.iter().filter_map(|&arc| problem.interdiction_cost[arc]).sum();
        prop_assert!(cost <= budget);
    }

    #[test]
    fn prop_fortification_equals_enumeration(problem in problems(3), budget in 0..5_i32, protections in 0..3_u32) {
        let budget = f64::from(budget);
        let found = fortify_path(&problem, budget, protections as usize, Limits::PROVE).unwrap();
        let paths = simple_paths(&problem.graph, 0, 5);
        let expected = (0..1_u32 << problem.graph.arc_count())
            .filter(|spared| spared.count_ones() <= protections)
            .map(|spared| enumerate(&problem, &paths, budget, spared))
            .fold(f64::INFINITY, f64::min);
        prop_assert_eq!(found.path_length.value, expected);
        prop_assert_eq!(found.path_length.bound, expected);
        prop_assert!(found.fortified.len() <= protections as usize);
    }

    #[test]
    fn prop_lengths_need_not_be_whole(problem in problems(7), budget in 0..6_i32, scale in 0.1..3.0_f64) {
        let uneven = |numbers: &[f64]| -> Vec<f64> {
            numbers.iter().enumerate().map(|(arc, number)| number * scale.powf(0.3 + 0.1 * arc as f64)).collect()
        };
        let problem = PathInterdiction { length: uneven(&problem.length), delay: uneven(&problem.delay), ..problem };
        let budget = f64::from(budget) + 0.5;
        let found = interdict_path(&problem, budget, Limits::PROVE).unwrap().path_length;
        let expected = enumerate(&problem, &simple_paths(&problem.graph, 0, 5), budget, 0);
        prop_assert!(
            close(found.value, expected, 1e-9) && close(found.bound, expected, 1e-9),
            "{:?} {}", found, expected
        );
    }

    #[test]
    fn prop_a_gap_asked_for_is_a_gap_proven(problem in problems(8), budget in 0..6_i32, gap in 0.0..0.5_f64) {
        let limits = Limits { relative_gap: gap, ..Limits::PROVE };
        let found = interdict_path(&problem, f64::from(budget), limits).unwrap().path_length;
        let expected = enumerate(&problem, &simple_paths(&problem.graph, 0, 5), f64::from(budget), 0);
        prop_assert!(found.value <= expected && expected <= found.bound + 1e-9, "{:?} {}", found, expected);
        prop_assert!(found.relative_gap() <= gap + 1e-9, "{:?}", found);
    }

    #[test]
    fn prop_limits_leave_bounds_on_both_sides(problem in problems(8), budget in 0..6_i32, nodes in 0..3_u64) {
        let limits = Limits { nodes: Some(nodes), ..Limits::PROVE };
        let early = interdict_path(&problem, f64::from(budget), limits).unwrap().path_length;
        let proven = interdict_path(&problem, f64::from(budget), Limits::PROVE).unwrap().path_length.value;
        prop_assert!(early.value <= proven && proven <= early.bound + 1e-9, "{:?} {}", early, proven);
    }
}

#[test]
fn val_grids() {
    let Some(text) = reference_file("reference_spi.csv") else { return };
    for row in text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
        let table = NumberTable::parse(&reference_file(row[0]).unwrap());
        let problem = PathInterdiction {
            graph: table.graph(),
            source: table.setting("s"),
            target: table.setting("t"),
            length: table.column(2),
            delay: table.column(3),
            interdiction_cost: table.column(4).into_iter().map(|cost| Some(cost).filter(|cost| *cost > 0.0)).collect(),
        };
        let expected: f64 = row[3].parse().unwrap();
        let found = interdict_path(&problem, row[1].parse().unwrap(), Limits::PROVE).unwrap().path_length;
        assert_eq!(found.value, expected, "{row:?}");
        assert!(found.relative_gap() <= 1e-6, "{row:?} {found:?}");
    }
}

#[test]
fn faults_are_named() {
    let graph = Graph::new(3, &[(0, 1), (1, 2)]).unwrap();
    let good = PathInterdiction {
        graph,
        source: 0,
        target: 2,
        length: vec![1.0; 2],
        delay: vec![1.0; 2],
        interdiction_cost: vec![Some(1.0); 2],
    };
    let budget = interdict_path(&good, -1.0, Limits::PROVE).unwrap_err().to_string();
    assert_eq!(budget, "budget is -1; it must be a finite number of at least zero");
    let endless = PathInterdiction { delay: vec![f64::INFINITY, 1.0], ..good.clone() };
    let endless = interdict_path(&endless, 1.0, Limits::PROVE).unwrap_err().to_string();
    assert_eq!(endless, "delay of arc 0 is inf; it must be a finite number of at least zero");
    let apart = interdict_path(&PathInterdiction { source: 2, target: 0, ..good }, 1.0, Limits::PROVE).unwrap_err();
    assert_eq!(apart, PlannerError::Disconnected { source_node: 2, target_node: 0 });
}
