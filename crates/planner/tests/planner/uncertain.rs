//! Uncertain success: sample problems against enumeration of placements and outcomes.

use counterflow_planner::flow_interdiction::{FlowInterdiction, interdict_flow, remaining_flow};
use counterflow_planner::path_interdiction::{PathInterdiction, interdict_path, shortest_path_under};
use counterflow_planner::uncertain::{Sampling, interdict_flow_uncertain, interdict_path_uncertain};
use counterflow_planner::{Graph, Limits};
use proptest::prelude::*;

use crate::support::{close, thousand_cases};

const SAMPLING: Sampling = Sampling { outcomes: 2, replications: 2, evaluation_outcomes: 2, seed: 7 };

/// Two diamonds in a row: eight arcs.
fn diamonds() -> Graph {
    Graph::new(7, &[(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (3, 5), (4, 6), (5, 6)]).unwrap()
}

fn numbers() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec((1..10_i32).prop_map(f64::from), 8)
}

/// Expected value over all outcomes of the attempts, best placement of at most `budget` attempts.
fn best_expectation(success: &[f64], budget: u32, value: impl Fn(&[usize]) -> f64, larger: bool) -> f64 {
    let arcs = |set: u32| (0..8).filter(|arc| set >> arc & 1 == 1).collect::<Vec<usize>>();
    let chance = |attempted: u32, hit: u32| -> f64 {
        arcs(attempted).iter().map(|&arc| if hit >> arc & 1 == 1 { success[arc] } else { 1.0 - success[arc] }).product()
    };
    let values: Vec<f64> = (0..256).map(|hit| value(&arcs(hit))).collect();
    let expectation = |attempted: u32| -> f64 {
        (0..256_u32).filter(|hit| hit & !attempted == 0).map(|hit| chance(attempted, hit) * values[hit as usize]).sum()
    };
    let all = (0..256_u32).filter(|set| set.count_ones() <= budget).map(expectation);
    if larger { all.fold(0.0, f64::max) } else { all.fold(f64::INFINITY, f64::min) }
}

proptest! {
    #![proptest_config(thousand_cases())]

    /// With certain success every outcome is the same and the sample problem is the certain problem.
    #[test]
    fn prop_certain_success_is_the_certain_problem(first in numbers(), second in numbers(), budget in 0..4_usize) {
        let success = vec![1.0; 8];
        let flow = FlowInterdiction { graph: diamonds(), source: 0, sink: 6, capacity: first.clone(), interdiction_cost: vec![Some(1.0); 8] };
        let found = interdict_flow_uncertain(&flow, &success, budget as f64, SAMPLING, Limits::PROVE).unwrap();
        let certain = interdict_flow(&flow, budget, Limits::PROVE).unwrap().remaining_flow.value;
        prop_assert!(close(found.bound.mean, certain, 1e-6) && close(found.value.mean, certain, 1e-9));
        let path = PathInterdiction { graph: diamonds(), source: 0, target: 6, length: first, delay: second, interdiction_cost: vec![Some(1.0); 8] };
        let found = interdict_path_uncertain(&path, &success, budget as f64, SAMPLING, Limits::PROVE).unwrap();
        let certain = interdict_path(&path, budget as f64, Limits::PROVE).unwrap().path_length.value;
        prop_assert!(close(found.bound.mean, certain, 1e-6) && close(found.value.mean, certain, 1e-9));
    }
}

/// Six standard errors: a true interval fails once in 10^9 draws, and the seed is fixed.
const WIDE: f64 = 6.0;

#[test]
fn prop_intervals_hold_the_expectation() {
    let sampling = Sampling { outcomes: 40, replications: 8, evaluation_outcomes: 4_000, seed: 11 };
    let success = [0.9, 0.5, 0.7, 0.3, 0.8, 0.6, 0.4, 0.75];
    let numbers = vec![7.0, 4.0, 6.0, 5.0, 9.0, 3.0, 8.0, 2.0];
    let flow = FlowInterdiction { graph: diamonds(), source: 0, sink: 6, capacity: numbers.clone(), interdiction_cost: vec![Some(1.0); 8] };
    let best = best_expectation(&success, 2, |hit| remaining_flow(&flow, hit).unwrap(), false);
    let found = interdict_flow_uncertain(&flow, &success, 2.0, sampling, Limits::PROVE).unwrap();
    assert!(found.value.mean >= best - WIDE * found.value.standard_error, "{found:?} {best}");
    assert!(found.bound.mean <= best + WIDE * found.bound.standard_error, "{found:?} {best}");
    let path = PathInterdiction { graph: diamonds(), source: 0, target: 6, length: numbers.clone(), delay: numbers, interdiction_cost: vec![Some(1.0); 8] };
    let best = best_expectation(&success, 2, |hit| shortest_path_under(&path, hit).0, true);
    let found = interdict_path_uncertain(&path, &success, 2.0, sampling, Limits::PROVE).unwrap();
    assert!(found.value.mean <= best + WIDE * found.value.standard_error, "{found:?} {best}");
    assert!(found.bound.mean >= best - WIDE * found.bound.standard_error, "{found:?} {best}");
}
