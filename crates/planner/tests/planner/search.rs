//! Search effort against a fine grid of splits, covering against enumeration.

use counterflow_planner::covering::{CoveringProblem, cover, covered_weight};
use counterflow_planner::search_effort::{SearchCell, allocate_search, detection_probability, dual_bound};
use counterflow_planner::{Limits, PlannerError};
use proptest::prelude::*;

use crate::support::{NumberTable, close, reference_file, thousand_cases};

fn cells() -> impl Strategy<Value = Vec<SearchCell>> {
    let cell = (0.0..0.3_f64, 0.0..3.0_f64)
        .prop_map(|(probability, detection_rate_per_hour)| SearchCell { probability, detection_rate_per_hour });
    proptest::collection::vec(cell, 1..=3)
}

/// Every split of the effort over three cells or fewer in steps of a fortieth.
fn best_on_grid(cells: &[SearchCell], effort: f64) -> f64 {
    const STEPS: usize = 40;
    let share = |steps: usize| effort * steps as f64 / STEPS as f64;
    let mut best = 0.0_f64;
    for first in 0..=STEPS {
        for second in 0..=STEPS - first {
            let split = [share(first), share(second), share(STEPS - first - second)];
            best = best.max(detection_probability(cells, &split[..cells.len()]));
        }
    }
    best
}

proptest! {
    #![proptest_config(thousand_cases())]

    #[test]
    fn prop_no_split_on_a_grid_finds_more(cells in cells(), effort in 0.0..20.0_f64) {
        let plan = allocate_search(&cells, effort).unwrap();
        let found = plan.detection_probability;
        prop_assert!(best_on_grid(&cells, effort) <= found.value + 1e-12);
        prop_assert!(found.bound - found.value <= 1e-12, "{found:?}");
        prop_assert!(close(detection_probability(&cells, &plan.effort_hours), found.value, 1e-12));
        prop_assert!(plan.effort_hours.iter().sum::<f64>() <= effort * (1.0 + 1e-12));
    }

    #[test]
    fn prop_any_price_gives_a_bound(cells in cells(), effort in 0.0..20.0_f64, price in 0.0..1.0_f64) {
        prop_assert!(dual_bound(&cells, effort, price) >= best_on_grid(&cells, effort) - 1e-12);
    }
}

fn covering_problems() -> impl Strategy<Value = CoveringProblem> {
    let weight = proptest::collection::vec((0..10_i32).prop_map(f64::from), 6);
    let sites = proptest::collection::vec(proptest::collection::vec(0..6_usize, 0..4), 1..=7);
    (weight, sites).prop_map(|(weight, covered_by_site)| CoveringProblem { weight, covered_by_site })
}

fn best_cover(problem: &CoveringProblem, count: usize) -> f64 {
    let sites = |set: u32| (0..problem.covered_by_site.len()).filter(|site| set >> site & 1 == 1).collect::<Vec<_>>();
    (0..1_u32 << problem.covered_by_site.len())
        .filter(|set| set.count_ones() as usize <= count)
        .map(|set| covered_weight(problem, &sites(set)))
        .fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(thousand_cases())]

    #[test]
    fn prop_covering_equals_enumeration(problem in covering_problems(), count in 0..5_usize) {
        let plan = cover(&problem, count, Limits::PROVE).unwrap();
        let expected = best_cover(&problem, count);
        prop_assert!(plan.sites.len() <= count);
        prop_assert!(plan.covered_weight.bound >= expected - 1e-6);
        prop_assert!(plan.covered_weight.value <= expected);
        if cfg!(feature = "highs") {
            prop_assert_eq!(plan.covered_weight.value, expected);
            prop_assert!(close(plan.covered_weight.bound, expected, 1e-6), "{:?}", plan);
        } else {
            prop_assert!(plan.covered_weight.value >= (1.0 - (-1.0_f64).exp()) * expected);
        }
    }
}

#[test]
fn val_covering_of_a_thousand_points() {
    let Some(text) = reference_file("reference_mclp.json") else { return };
    let reference: serde_json::Value = serde_json::from_str(&text).unwrap();
    let read = |name: &str| NumberTable::parse(&reference_file(name).unwrap()).rows;
    let (demand, sites) = (read("mclp_n1000_demand.csv"), read("mclp_n1000_sites.csv"));
    let radius = reference[0]["radius"].as_f64().unwrap();
    let within = |site: &[f64], point: &[f64]| (site[0] - point[0]).hypot(site[1] - point[1]) <= radius;
    let points_of = |site: &Vec<f64>| (0..demand.len()).filter(|&point| within(site, &demand[point])).collect();
    let problem = CoveringProblem {
        weight: demand.iter().map(|row| row[2]).collect(),
        covered_by_site: sites.iter().map(points_of).collect(),
    };
    let plan = cover(&problem, reference[0]["p"].as_u64().unwrap() as usize, Limits::PROVE).unwrap();
    assert!(close(plan.covered_weight.value, reference[0]["obj"].as_f64().unwrap(), 1e-6), "{plan:?}");
    assert!(!cfg!(feature = "highs") || plan.covered_weight.relative_gap() <= 1e-6);
}

#[test]
fn faults_are_named() {
    let cell = SearchCell { probability: 0.5, detection_rate_per_hour: 1.0 };
    assert_eq!(allocate_search(&[], 1.0), Err(PlannerError::Empty { item: "cells" }));
    let negative = allocate_search(&[cell], -1.0).unwrap_err().to_string();
    assert_eq!(negative, "effort in hours is -1; it must be a finite number of at least zero");
    let improbable = allocate_search(&[cell, SearchCell { probability: 1.5, ..cell }], 1.0).unwrap_err().to_string();
    assert_eq!(improbable, "probability of cell 1 is 1.5; it must be from 0 to 1");
}

/// Two equal cells share the effort; the values follow from the formula by hand.
#[test]
fn val_equal_cells_share_the_effort() {
    let cell = SearchCell { probability: 0.5, detection_rate_per_hour: 1.0 };
    let plan = allocate_search(&[cell, cell], 2.0).unwrap();
    assert_eq!(plan.effort_hours, [1.0, 1.0]);
    assert!(close(plan.detection_probability.value, 1.0 - (-1.0_f64).exp(), 1e-15));
}
