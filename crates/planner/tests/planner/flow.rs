//! Maximum-flow interdiction against enumeration and certified values.

use counterflow_planner::flow_interdiction::{
    FlowInterdiction, interdict_flow, interdict_flow_frontier, remaining_flow,
};
use counterflow_planner::{Graph, Limits, PlannerError};
use proptest::prelude::*;

use crate::support::{NumberTable, reference_file, small_graph, thousand_cases};

fn problems() -> impl Strategy<Value = FlowInterdiction> {
    small_graph(6, 8).prop_flat_map(|graph| {
        let arcs = graph.arc_count();
        let capacity = proptest::collection::vec((0..20_i32).prop_map(f64::from), arcs);
        let cost = proptest::option::weighted(0.8, (0..5_i32).prop_map(f64::from));
        (Just(graph), capacity, proptest::collection::vec(cost, arcs)).prop_map(
            |(graph, capacity, interdiction_cost)| FlowInterdiction {
                graph,
                source: 0,
                sink: 5,
                capacity,
                interdiction_cost,
            },
        )
    })
}

/// Maximum flow as the least capacity of all cuts.
fn least_cut(problem: &FlowInterdiction, removed: u32) -> f64 {
    let nodes = problem.graph.node_count();
    let sides = (0..1_u32 << nodes).filter(|side| side & 1 == 1 && side >> (nodes - 1) == 0);
    let crosses = |side: u32, arc: usize| {
        side >> problem.graph.tail(arc) & 1 == 1 && side >> problem.graph.head(arc) & 1 == 0 && removed >> arc & 1 == 0
    };
    let arcs = 0..problem.graph.arc_count();
    sides
        .map(|side| arcs.clone().filter(|&arc| crosses(side, arc)).map(|arc| problem.capacity[arc]).sum())
        .fold(f64::INFINITY, f64::min)
}

/// Least remaining flow for every budget up to `largest`, by trying every set of arcs.
fn enumerate(problem: &FlowInterdiction, largest: usize) -> Vec<f64> {
    let mut best = vec![f64::INFINITY; largest + 1];
    for removed in 0..1_u32 << problem.graph.arc_count() {
        let chosen = (0..problem.graph.arc_count()).filter(|arc| removed >> arc & 1 == 1);
        let Some(cost) = chosen.map(|arc| problem.interdiction_cost[arc]).sum::<Option<f64>>() else { continue };
        if cost as usize <= largest {
            let flow = least_cut(problem, removed);
            best[cost as usize..].iter_mut().for_each(|value| *value = value.min(flow));
        }
    }
    best
}

proptest! {
    #![proptest_config(thousand_cases())]

    #[test]
    fn prop_the_frontier_equals_enumeration(problem in problems()) {
        const LARGEST: usize = 7;
        let points = interdict_flow_frontier(&problem, LARGEST, Limits::PROVE).unwrap();
        for (point, expected) in points.iter().zip(enumerate(&problem, LARGEST)) {
            prop_assert_eq!(point.remaining_flow.value, expected);
            prop_assert_eq!(point.remaining_flow.bound, expected);
            prop_assert_eq!(remaining_flow(&problem, &point.interdicted).unwrap(), expected);
            let spent: f64 = point.interdicted.iter().filter_map(|&arc| problem.interdiction_cost[arc]).sum();
            prop_assert!(spent <= point.budget as f64);
        }
    }
}

fn grid(file: &str) -> Option<FlowInterdiction> {
    let table = NumberTable::parse(&reference_file(file)?);
    Some(FlowInterdiction {
        graph: table.graph(),
        source: table.setting("s"),
        sink: table.setting("t"),
        capacity: table.column(2),
        interdiction_cost: table.column(4).into_iter().map(|cost| Some(cost).filter(|cost| *cost > 0.0)).collect(),
    })
}

#[test]
fn val_grid_frontiers() {
    let Some(text) = reference_file("reference_mxfi.csv") else { return };
    for file in ["mxfi_10x10_seed1.csv", "mxfi_20x20_seed1.csv"] {
        let problem = grid(file).unwrap();
        let rows: Vec<Vec<&str>> =
            text.lines().map(|line| line.split(',').collect()).filter(|row: &Vec<&str>| row[0] == file).collect();
        let largest = rows.iter().map(|row| row[1].parse().unwrap()).max().unwrap();
        let points = interdict_flow_frontier(&problem, largest, Limits::PROVE).unwrap();
        for row in rows {
            let (budget, expected): (usize, f64) = (row[1].parse().unwrap(), row[3].parse().unwrap());
            assert_eq!(points[budget].remaining_flow.value, expected, "{file} budget {budget}");
            assert_eq!(points[budget].remaining_flow.bound, expected, "{file} budget {budget}");
        }
    }
}

#[test]
fn limits_leave_an_answer_and_a_bound() {
    let Some(problem) = grid("mxfi_10x10_seed1.csv") else { return };
    let none = Limits { nodes: Some(0), ..Limits::PROVE };
    let early = interdict_flow(&problem, 10, none).unwrap().remaining_flow;
    let proven = interdict_flow(&problem, 10, Limits::PROVE).unwrap().remaining_flow;
    assert!(early.bound <= proven.value && proven.value <= early.value, "{early:?} {proven:?}");
}

#[test]
fn faults_are_named() {
    let graph = Graph::new(3, &[(0, 1), (1, 2)]).unwrap();
    let good =
        FlowInterdiction { graph, source: 0, sink: 2, capacity: vec![1.0, 2.0], interdiction_cost: vec![Some(1.0); 2] };
    let fault = |problem: FlowInterdiction| interdict_flow(&problem, 1, Limits::PROVE).unwrap_err();
    let negative = fault(FlowInterdiction { capacity: vec![1.0, -2.0], ..good.clone() });
    assert_eq!(negative.to_string(), "capacity of arc 1 is -2; it must be a whole number of at least zero");
    let huge = fault(FlowInterdiction { capacity: vec![1e16, 2.0], ..good.clone() });
    assert_eq!(huge, PlannerError::Overflow { item: "total capacity times total interdiction cost" });
    let apart = fault(FlowInterdiction { source: 2, sink: 0, ..good.clone() });
    assert_eq!(apart, PlannerError::Disconnected { source_node: 2, target_node: 0 });
    let short = fault(FlowInterdiction { capacity: vec![1.0], ..good });
    assert_eq!(short, PlannerError::WrongLength { item: "capacities", found: 1, expected: 2 });
}
