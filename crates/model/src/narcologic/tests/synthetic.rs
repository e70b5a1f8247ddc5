//! On made-up networks: conservation, repeatability, every arm of the rules, bad input.

use super::super::choice::{Candidate, Choice, Valuation};
use super::super::interdiction::interpolated_quantile;
use super::super::memory::{Memory, Weighting};
use super::super::network::distance_km;
use super::super::organisation::{MonthView, NetworkContext, Organisation, Preferences};
use super::*;
use crate::alone::InputValues;
use crate::alone::narcologic::{INPUTS, grid, run as run_alone};
use proptest::prelude::*;

/// Cumulated deliveries and seizures of a run.
fn run(network: &Network, parameters: &NarcoLogicParameters, rules: Rules, seed: u64, months: u32) -> (f64, f64, f64) {
    let mut simulation = Simulation::new(network, parameters, rules);
    let (mut delivered, mut seized) = (0.0, 0.0);
    for _ in 0..months {
        let totals = simulation.step(&|draw| hashed(seed, draw));
        delivered += totals.delivered_kg;
        seized += totals.seized_kg;
    }
    let stock: f64 = simulation.stock_kg().iter().sum();
    (delivered, seized, (simulation.supplied_kg() - delivered - seized - stock) / simulation.supplied_kg())
}

proptest! {
    // What the source gets is delivered, seized or in stock, to 1e-9 of it.
    #[test]
    fn prop_mass_is_conserved(columns in 1_usize..8, rows in 2_usize..6, seed in 0_u64..1000, capacity in 50.0..1e6,
        multiplier in 0.0..20.0) {
        let parameters = NarcoLogicParameters {
            edge_capacity_kg_per_month: capacity,
            interception_multiplier: multiplier,
            ..parameters()
        };
        let network = grid(columns, rows, 150.0, &parameters).expect("a grid");
        for rules in [Rules::EXACT_2018, Rules::REPAIRED] {
            let (_, _, imbalance) = run(&network, &parameters, rules, seed, 60);
            prop_assert!(imbalance.abs() < 1e-9, "{imbalance}");
        }
    }

    // Without interception nothing is seized.
    #[test]
    fn prop_no_interception_no_seizures(columns in 1_usize..8, rows in 2_usize..6, seed in 0_u64..1000) {
        let parameters = NarcoLogicParameters { interception_multiplier: 0.0, ..parameters() };
        let network = grid(columns, rows, 150.0, &parameters).expect("a grid");
        let (delivered, seized, _) = run(&network, &parameters, Rules::REPAIRED, seed, 40);
        prop_assert_eq!(seized, 0.0);
        prop_assert!(delivered > 0.0);
    }

    // No edge carries more than its capacity.
    #[test]
    fn prop_capacity_holds(capacity in 20.0..300.0, seed in 0_u64..1000) {
        let parameters = NarcoLogicParameters { edge_capacity_kg_per_month: capacity, ..parameters() };
        let network = grid(4, 4, 150.0, &parameters).expect("a grid");
        for rules in [Rules::EXACT_2018, Rules::REPAIRED] {
            let mut simulation = Simulation::new(&network, &parameters, rules);
            for _ in 0..40 {
                simulation.step(&|draw| hashed(seed, draw));
                let passages = simulation.flow_kg().iter().zip(simulation.seized_kg());
                let mut carried = passages.map(|(flow, seized)| flow + seized);
                prop_assert!(carried.all(|kg| kg <= capacity * (1.0 + 1e-12)));
            }
        }
    }

    // Random networks have the published shape: source to all, all to the market, in-degree sets p.
    #[test]
    fn prop_random_networks_are_well_formed(seed in any::<u64>()) {
        let parameters = parameters();
        let base = grid(5, 4, 150.0, &parameters).expect("a grid");
        let network = random_network(seed, &base, &parameters).expect("a network");
        for node in 1..network.market() {
            prop_assert!(network.edge_between(Network::SOURCE, node).is_some());
            prop_assert!(network.edge_between(node, network.market()).is_some());
            let expected = 1.0 / network.edges_into(node).len() as f64;
            prop_assert_eq!(network.nodes()[node].interception_probability, expected);
            // At least one drawn edge, at most the share of the nodes ahead rounded up, and the market.
            let most = (parameters.new_edge_share * (network.market() - node) as f64).ceil() as usize + 1;
            prop_assert!((1..=most).contains(&network.edges_out_of(node).len()));
        }
        prop_assert_eq!(&network, &random_network(seed, &base, &parameters).expect("a network"));
    }
}

#[test]
fn same_draws_give_the_same_run() {
    let parameters = parameters();
    let network = grid(6, 4, 150.0, &parameters).expect("a grid");
    let run = |seed| run(&network, &parameters, Rules::REPAIRED, seed, 100);
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn costs_relax_only_when_repaired() {
    let parameters = parameters();
    let network = grid(6, 4, 150.0, &parameters).expect("a grid");
    let dearest = |rules| {
        let mut simulation = Simulation::new(&network, &parameters, rules);
        (0..170).for_each(|_| _ = simulation.step(&|draw| hashed(1, draw)));
        let first = &simulation.geography().transport_cost_usd_per_kg;
        simulation.cost_usd_per_kg().iter().zip(first).map(|(cost, first)| cost / first).fold(0.0, f64::max)
    };
    // The premium cannot exceed (r/r0)^2 with r below 1.
    let ceiling = parameters.risk_threshold_share.powi(-2);
    assert!(dearest(Rules::REPAIRED) <= ceiling);
    assert!(dearest(Rules::EXACT_2018) > 1e6 * ceiling);
}

#[test]
fn a_degree_on_the_equator_is_an_arc_of_a_degree() {
    let parameters = parameters();
    let network = grid(1, 2, parameters.earth_radius_km.to_radians(), &parameters).expect("a grid");
    let nodes = network.nodes();
    let got = distance_km(&nodes[1], &nodes[2], parameters.earth_radius_km);
    assert!((got - parameters.earth_radius_km.to_radians()).abs() < 1e-9, "{got}");
}

#[test]
fn quantiles_interpolate_between_half_ranks() {
    let check = |values: &[f64], quantile, expected| {
        assert_eq!(interpolated_quantile(&mut values.to_vec(), quantile), expected);
    };
    check(&[], 0.5, None);
    check(&[3.0], 0.75, Some(3.0));
    check(&[4.0, 1.0, 3.0, 2.0], 0.5, Some(2.5));
    check(&[4.0, 1.0, 3.0, 2.0], 0.75, Some(3.5));
    check(&[4.0, 1.0, 3.0, 2.0], 0.0, Some(1.0));
    check(&[4.0, 1.0, 3.0, 2.0], 1.0, Some(4.0));
}

/// A choice between receivers given as (owner, margin, risk, preferred), all free to reach.
fn decide(receivers: &[(u8, f64, f64, bool)], stock_kg: f64) -> Vec<f64> {
    let valuation = Valuation { local_thinking: 1.0, salience_offset_usd: 1.0, capacity_kg: f64::INFINITY };
    let mut choice = Choice::default();
    choice.candidates.extend(receivers.iter().enumerate().map(
        |(edge, &(organisation, margin, risk, is_preferred))| Candidate {
            edge,
            organisation,
            margin_usd_per_kg: margin,
            cost_usd_per_kg: 0.0,
            risk,
            is_preferred,
            value_usd: 0.0,
            share: 0.0,
        },
    ));
    choice.decide(stock_kg, &valuation);
    choice.candidates.iter().map(|candidate| candidate.share).collect()
}

#[test]
fn every_arm_of_the_selection() {
    // All worth something and preferred: in proportion to value.
    assert_eq!(decide(&[(1, 30.0, 0.0, true), (1, 10.0, 0.0, true)], 2.0), [0.75, 0.25]);
    // Nothing preferred: all, as their products are equally 0.
    assert_eq!(decide(&[(1, 30.0, 0.0, false), (1, 10.0, 0.0, false)], 2.0), [0.75, 0.25]);
    // Preferred ones first.
    assert_eq!(decide(&[(1, 30.0, 0.0, false), (1, 10.0, 0.0, true)], 2.0), [0.0, 1.0]);
    // Nothing is worth it: the one of least risk.
    assert_eq!(decide(&[(1, -30.0, 0.5, true), (1, -10.0, 0.25, true)], 2.0), [0.0, 1.0]);
    // Some worth nothing: in proportion to safety.
    assert_eq!(decide(&[(1, -5.0, 0.0, true), (1, 10.0, 0.25, true), (1, 10.0, 0.25, true)], 2.0), [0.0, 0.5, 0.5]);
    // Two organisations choose apart; the market joins only if it is worth something.
    assert_eq!(decide(&[(1, -5.0, 0.0, true), (2, -5.0, 0.0, true), (0, -1.0, 0.0, true)], 2.0), [0.5, 0.5, 0.0]);
    assert_eq!(decide(&[(1, 5.0, 0.0, true), (2, 5.0, 0.0, true), (0, 10.0, 0.0, true)], 2.0), [0.25, 0.25, 0.5]);
}

#[test]
fn local_thinking_overweights_the_salient_state() {
    let value = |local_thinking| {
        let valuation = Valuation { local_thinking, salience_offset_usd: 1.0, capacity_kg: f64::INFINITY };
        let mut choice = Choice::default();
        let candidate = Candidate {
            edge: 0,
            organisation: 1,
            margin_usd_per_kg: 10.0,
            cost_usd_per_kg: 1.0,
            risk: 0.5,
            is_preferred: true,
            value_usd: 0.0,
            share: 0.0,
        };
        choice.candidates.push(candidate);
        choice.decide(1.0, &valuation);
        choice.candidates[0].value_usd
    };
    // Expected value: 0.5 x 9 - 0.5 x 1. A single candidate has "arrives" as the salient state:
    // weights 0.5 and 0.25 over 0.375, so 2/3 x 9 - 1/3 x 1.
    assert!((value(1.0) - 4.0).abs() < 1e-12);
    assert!((value(0.5) - 17.0 / 3.0).abs() < 1e-12);
}

#[test]
fn memory_follows_the_beta_prior_and_fades() {
    let parameters = parameters();
    let mut memory = Memory::new(1, &parameters, Weighting::NewestFirst);
    assert!((memory.initial_risk() - 1.0 / 13.5).abs() < 1e-15);
    memory.begin_month();
    memory.record(0, 1.0);
    assert!((memory.risk(0) - 3.0 / 15.5).abs() < 1e-15);
    (0..12).for_each(|_| memory.begin_month());
    assert!((memory.risk(0) - 3.0 / 15.5).abs() < 1e-15);
    memory.begin_month();
    assert!((memory.risk(0) - 2.0 / 15.5).abs() < 1e-15);
}

#[test]
fn time_weights_favour_one_end_of_the_window() {
    let parameters = NarcoLogicParameters { time_weight: 0.5, ..parameters() };
    let risk_after = |weighting, months| {
        let mut memory = Memory::new(1, &parameters, weighting);
        memory.begin_month();
        memory.record(0, 1.0);
        (0..months).for_each(|_| memory.begin_month());
        memory.risk(0)
    };
    assert!(risk_after(Weighting::NewestFirst, 0) > risk_after(Weighting::NewestFirst, 12));
    assert!(risk_after(Weighting::OldestFirst, 0) < risk_after(Weighting::OldestFirst, 12));
}

/// Preferences after one organisation of a grid of 2 x 2 looked back on the given edges:
/// (from, to, flow, seized, risk).
fn look_back(edges: &[(usize, usize, f64, f64, f64)]) -> (Network, Preferences) {
    let parameters = NarcoLogicParameters { expansion_max_nodes_per_month: 1.0, ..parameters() };
    let network = grid(2, 2, 150.0, &parameters).expect("a grid");
    let geography = Geography::new(&network, &parameters, UnpricedSender::LeftOut);
    let zero = || vec![0.0; network.edges().len()];
    let (mut flow, mut seized, mut risk) = (zero(), zero(), zero());
    let mut preferences = Preferences {
        edge: vec![false; network.edges().len()],
        prefers_a_non_edge: vec![false; network.nodes().len()],
    };
    for &(from, to, arrived, lost, perceived) in edges {
        let edge = network.edge_between(from, to).expect("an edge");
        (flow[edge], seized[edge], risk[edge]) = (arrived, lost, perceived);
        preferences.edge[edge] = true;
    }
    let cost = &geography.transport_cost_usd_per_kg;
    let month = MonthView { flow_kg: &flow, seized_kg: &seized, cost_usd_per_kg: cost, risk: &risk };
    let setting = NetworkContext { network: &network, geography: &geography, parameters: &parameters };
    Organisation::new(&network, 1).optimise(&setting, &month, Indexing::Corrected, &mut preferences);
    (network, preferences)
}

#[test]
fn organisations_expand_after_large_losses_and_consolidate_after_small_ones() {
    // Node 1 (first column) and node 3 (second column) belong to organisation 1; the market is node 5.
    let prefers = |(network, preferences): &(Network, Preferences), from, to| {
        preferences.edge[network.edge_between(from, to).expect("an edge")]
    };
    let expanded = look_back(&[(0, 1, 100.0, 0.0, 0.2), (1, 5, 40.0, 60.0, 0.2)]);
    assert!(prefers(&expanded, 0, 3) || prefers(&expanded, 1, 3));
    assert!(prefers(&expanded, 3, 5));
    // Without loss nothing changes.
    let calm = look_back(&[(0, 1, 100.0, 0.0, 0.2), (1, 5, 100.0, 0.0, 0.2)]);
    assert!(prefers(&calm, 0, 1) && prefers(&calm, 1, 5) && !prefers(&calm, 0, 3));
    // A small loss cuts the riskiest edge; the safest primary edge and its onward edges are spared.
    let cut =
        look_back(&[(0, 1, 100.0, 0.0, 0.2), (1, 5, 100.0, 0.0, 0.2), (0, 3, 50.0, 0.0, 0.6), (3, 5, 46.0, 4.0, 0.9)]);
    assert!(prefers(&cut, 0, 1) && prefers(&cut, 1, 5));
    assert!(!prefers(&cut, 3, 5) && !prefers(&cut, 0, 3));
}

#[test]
fn sea_routes_go_and_the_direct_edge_comes() {
    let nodes = "ID,Lat,Lon,DeptCode,DTO,pintcpt,CoastDist,PopSuit,DistBorderSuit\n\
                 0,7,-77,1,0,0,0,0,0\n1,10,-80,5,1,1,30,0,0\n2,18,-92,2,0,0.5,0,0,0\n3,2,-88,3,1,0.01,0,0,0\n";
    let edges = "EndNodes_1,EndNodes_2\n0,1\n1,2\n0,3\n3,2\n";
    let network = parse_network(nodes, edges).expect("valid tables");
    assert!(!network.is_end(3) && network.is_end(2));
    let land = network.without_sea_routes().expect("a network");
    let expected = [(0, 1), (0, 2), (1, 2)].map(|(from, to)| Edge { from, to });
    assert_eq!(land.edges(), expected);
}

#[test]
fn bad_tables_are_named() {
    const NODES: &str = "ID,Lat,Lon,DeptCode,DTO,pintcpt,CoastDist,PopSuit,DistBorderSuit\n\
                         0,7,-77,1,0,0,0,0,0\n1,18,-92,2,0,0.5,0,0,0\n";
    const EDGES: &str = "EndNodes_1,EndNodes_2\n0,1\n";
    assert!(parse_network(NODES, EDGES).is_ok());
    let check = |nodes: &str, edges: &str, expected: NetworkError| {
        assert_eq!(parse_network(nodes, edges), Err(expected));
    };
    check(&NODES.replace("Lat", "Latitude"), EDGES, NetworkError::MissingColumn { table: "nodes", column: "Lat" });
    let bad = |column, text: &str| NetworkError::BadCell { table: "nodes", row: 2, column, text: text.to_owned() };
    check(&NODES.replace("1,18", "1,north"), EDGES, bad("Lat", "north"));
    check(&NODES.replace("0.5", "1.5"), EDGES, bad("pintcpt", "1.5"));
    check(&NODES.replace("1,18,-92,2,0,0.5,0,0,0", "1,18"), EDGES, NetworkError::BadRow { table: "nodes", row: 2 });
    check(&NODES.replace("1,18", "7,18"), EDGES, NetworkError::NodeOrder { row: 2, id: 7 });
    check(&NODES.replace("-92,2,0", "-92,9,0"), EDGES, NetworkError::SourceOrMarket);
    check(&NODES.replace("-92,2,0", "-92,2,3"), EDGES, NetworkError::Organisation { node: 1, organisation: 3 });
    check(NODES, "EndNodes_1,EndNodes_2\n0,5\n", NetworkError::UnknownNode { from: 0, to: 5 });
    check(NODES, "EndNodes_1,EndNodes_2\n0,1\n0,1\n", NetworkError::BadEdge { from: 0, to: 1 });
    check(NODES, "EndNodes_1,EndNodes_2\n1,1\n", NetworkError::BadEdge { from: 1, to: 1 });
}

#[test]
fn the_module_runs_alone() {
    let parameters = parameters();
    let inputs = InputValues::new(INPUTS, &[]).expect("defaults");
    let series = run_alone(&parameters, &inputs, 48);
    assert!(
        series.iter().all(|series| series.values.len() == 48 && series.values.iter().all(|value| value.is_finite()))
    );
    let total = |name: &str| -> f64 {
        series.iter().filter(|series| series.name == name).flat_map(|series| &series.values).sum()
    };
    assert!(total("delivered") > 0.0 && total("seized") > 0.0);
    // Inputs beyond the limits are moved to them, and nonsense does not panic.
    let extreme = [("columns", 0.0), ("rows", f64::NAN), ("spacing_km", 1e9), ("seed", -3.0)]
        .map(|(key, value)| (key.to_owned(), value));
    let inputs = InputValues::new(INPUTS, &extreme).expect("known keys");
    assert!(run_alone(&parameters, &inputs, 6).iter().all(|series| series.values.len() == 6));
}

#[test]
fn records_and_declarations_agree() {
    let table: toml::Table = include_str!("../../../../../data/evidence/narcologic.toml").parse().expect("valid TOML");
    assert_eq!(table.len(), NarcoLogicParameters::DECLARATIONS.len());
    for declaration in NarcoLogicParameters::DECLARATIONS {
        assert_eq!(table[declaration.name]["unit"].as_str(), Some(declaration.unit), "{}", declaration.name);
    }
}
