//! Sensor placement against enumeration and certified values.

use counterflow_planner::evasion::{EvaderScenario, EvasionProblem, SensorSite, evasion_probability, place_sensors};
use counterflow_planner::{Graph, Limits};
use proptest::prelude::*;

use crate::support::{close, reference_file, simple_paths, small_graph, thousand_cases};

fn problems() -> impl Strategy<Value = EvasionProblem> {
    small_graph(6, 8).prop_flat_map(|graph| {
        let arcs = graph.arc_count();
        let evasion = proptest::collection::vec(0.3..1.0_f64, arcs);
        let site = proptest::option::weighted(0.6, (prop_oneof![Just(0.0), 0.0..1.0_f64], 1..3_i32));
        let sites = proptest::collection::vec(site, arcs);
        let scenario = (0..6_usize, 0..6_usize, 0.0..0.3_f64)
            .prop_map(|(origin, destination, probability)| EvaderScenario { origin, destination, probability });
        let scenarios = proptest::collection::vec(scenario, 1..=3);
        (Just(graph), evasion, sites, scenarios).prop_map(|(graph, evasion, sites, scenarios)| {
            let sites = sites.iter().enumerate().filter_map(|(arc, site)| {
                let (factor, cost) = (*site)?;
                Some(SensorSite { arc, evasion_with_sensor: evasion[arc] * factor, cost: f64::from(cost) })
            });
            EvasionProblem { sites: sites.collect(), graph, evasion, scenarios }
        })
    })
}

/// Probability of evasion by listing simple paths.
fn by_listing(problem: &EvasionProblem, paths: &[Vec<Vec<usize>>], placed: u32) -> f64 {
    let mut evasion = problem.evasion.clone();
    for (number, site) in problem.sites.iter().enumerate().filter(|(number, _)| placed >> number & 1 == 1) {
        assert!(number < 32);
        evasion[site.arc] = site.evasion_with_sensor;
    }
    let success = |path: &Vec<usize>| path.iter().map(|&arc| evasion[arc]).product::<f64>();
    let scenarios = problem.scenarios.iter().zip(paths);
    scenarios.map(|(scenario, paths)| scenario.probability * paths.iter().map(success).fold(0.0, f64::max)).sum()
}

fn enumerate(problem: &EvasionProblem, budget: f64) -> f64 {
    let paths: Vec<Vec<Vec<usize>>> = problem
        .scenarios
        .iter()
        .map(|scenario| simple_paths(&problem.graph, scenario.origin, scenario.destination))
        .collect();
    let cost = |placed: u32| -> f64 {
        problem
            .sites
            .iter()
            .enumerate()
            .filter(|(number, _)| placed >> number & 1 == 1)
            .map(|(_, site)| site.cost)
            .sum()
    };
    (0..1_u32 << problem.sites.len())
        .filter(|&placed| cost(placed) <= budget)
        .map(|placed| by_listing(problem, &paths, placed))
        .fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(thousand_cases())]

    #[test]
    fn prop_placement_equals_enumeration(problem in problems(), budget in 0..6_i32) {
        let budget = f64::from(budget);
        let found = place_sensors(&problem, budget, Limits::PROVE).unwrap();
        let expected = enumerate(&problem, budget);
        prop_assert!(close(found.evasion_probability.value, expected, 1e-9), "{found:?} {expected}");
        prop_assert!(
            found.evasion_probability.bound <= expected + 1e-7
                && close(found.evasion_probability.bound, expected, 1e-6)
        );
        prop_assert!(close(evasion_probability(&problem, &found.sensors), expected, 1e-9));
        prop_assert!(found.sensors.iter().map(|&site| problem.sites[site].cost).sum::<f64>() <= budget);
    }
}

fn numbers(text: &str) -> Vec<Vec<f64>> {
    let lines = text.split(['\r', '\n']).filter(|line| !line.trim().is_empty());
    lines.map(|line| line.split_whitespace().map(|word| word.parse().unwrap()).collect()).collect()
}

/// The published network: instance 0 with the detection variants 1 (from file), 2 (half), 3 (a tenth).
pub fn published_network(variant: usize) -> Option<EvasionProblem> {
    let sites = numbers(&reference_file("snip/intd_arc0.txt")?);
    let others = numbers(&reference_file("snip/arcgain0.txt")?);
    let scenarios = numbers(&reference_file("snip/Scenarios.txt")?);
    let arcs: Vec<(usize, usize)> = sites.iter().chain(&others).map(|row| (row[0] as usize, row[1] as usize)).collect();
    let nodes = 1 + arcs.iter().map(|arc| arc.0.max(arc.1)).max().unwrap();
    let with_sensor = |row: &Vec<f64>| match variant {
        1 => row[3],
        2 => 0.5 * row[2],
        _ => 0.1 * row[2],
    };
    Some(EvasionProblem {
        graph: Graph::new(nodes, &arcs).unwrap(),
        evasion: sites.iter().chain(&others).map(|row| row[2]).collect(),
        sites: sites
            .iter()
            .enumerate()
            .map(|(arc, row)| SensorSite { arc, evasion_with_sensor: with_sensor(row), cost: 1.0 })
            .collect(),
        scenarios: scenarios
            .iter()
            .map(|row| EvaderScenario { origin: row[0] as usize, destination: row[1] as usize, probability: row[2] })
            .collect(),
    })
}

/// Proven rows are reproduced. On open rows, where the reference gives [lower bound, best value], the
/// root alone must leave bounds that overlap; the benchmark searches them to the end.
#[test]
fn val_published_network() {
    let Some(text) = reference_file("reference_snip.csv") else { return };
    for row in text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
        let (variant, budget) = (row[1].parse::<usize>().unwrap(), row[2].parse::<f64>().unwrap());
        let (best, lower): (f64, f64) = (row[4].parse().unwrap(), row[5].parse().unwrap());
        let problem = published_network(variant).unwrap();
        assert!(close(evasion_probability(&problem, &[]), row[7].parse().unwrap(), 1e-9));
        let is_proven = row[3] == "Optimal";
        let limits = Limits { relative_gap: 1e-7, nodes: (!is_proven).then_some(1), ..Limits::PROVE };
        let found = place_sensors(&problem, budget, limits).unwrap().evasion_probability;
        if is_proven {
            assert!(close(found.value, best, 1e-6) && close(found.bound, best, 1e-6), "{row:?} {found:?}");
        } else {
            assert!(found.value >= lower && found.bound <= best, "{row:?} {found:?}");
        }
    }
}
