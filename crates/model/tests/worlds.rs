//! Invariants over randomly generated worlds, random parameter draws and random policies.

#![allow(clippy::panic, reason = "a test fails with the loader's own words")]

#[path = "common/mod.rs"]
mod common;
#[path = "common/random_world.rs"]
mod random_world;

use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::indicators::INDICATORS;
use counterflow_model::policy::scenario::Amount;
use counterflow_model::policy::{LEVERS, Scenario};
use counterflow_model::random::{Purpose, Stream};
use counterflow_model::world::{BaseFlow, World};
use counterflow_model::{Hold, Model, Parameters, Run, RunOptions, run};
use proptest::prelude::*;
use random_world::Dice;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static EVIDENCE: LazyLock<Evidence> = LazyLock::new(common::evidence);
const HELD: Hold = Hold { users: true, groups: true };

fn parameters(seed: u64) -> Parameters {
    let stream = Stream { seed, member: 7 };
    Parameters::of(&EVIDENCE, &EVIDENCE.sample(&mut |entity| stream.uniform(0, Purpose::Parameter, entity)))
}

fn drawn(seed: u64) -> RunOptions {
    RunOptions { stream: Some(Stream { seed, member: 1 }), ..RunOptions::default() }
}

/// Some levers at random budgets from the second year on, or none.
fn policy(seed: u64, world: &World) -> Scenario {
    let dice = Dice::new(seed ^ 0x5ca1_ab1e);
    let mut text = String::from("name = \"Random\"\nabout = \"Test\"\nuntil = \"2029-12\"\n");
    for lever in LEVERS {
        if dice.between(0.0, 1.0) < 0.4 {
            let millions = dice.between(10.0, 500.0);
            text += &format!(
                "[[lever]]\nid = \"{}\"\nbudget = \"{millions:.3} million USD/year\"\nfrom = \"2025-02\"\n",
                lever.key
            );
            text += if lever.key == "production_strikes" { "country = \"producer_0\"\nconsent = false\n" } else { "" };
        }
    }
    Scenario::parse(&[SourceFile::new("random.toml", text)], "random", world)
        .unwrap_or_else(|problems| panic!("{problems}"))
}

fn model(world: World) -> Model {
    Model::new(world).expect("layers have no loop")
}

/// Series by indicator and place.
fn by_name(model: &Model, run: &Run) -> BTreeMap<(&'static str, String), Vec<f64>> {
    let named = model.layout.series().enumerate();
    named
        .map(|(position, (indicator, place))| ((indicator.id, place.to_owned()), run.series(position).collect()))
        .collect()
}

/// Largest difference between two series, over the size of the first.
fn difference(one: &[f64], other: &[f64]) -> f64 {
    let size = one.iter().fold(0.0_f64, |size, value| size.max(value.abs())).max(1e-9);
    one.iter().zip(other).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) / size
}

/// Quantities that cannot fall below zero.
const NOT_NEGATIVE: [&str; 18] = [
    "coca_area",
    "potential_output",
    "processed_output",
    "laboratory_capacity",
    "flow",
    "seized",
    "arrivals",
    "stock",
    "wholesale_price",
    "retail_price",
    "purity",
    "light_users",
    "heavy_users",
    "consumption",
    "group_members",
    "recruits",
    "violent_deaths",
    "cooperation",
];

/// Reverses the order in which a world names its countries, places, routes, groups, markets, regions and corridors.
fn relabelled(world: &World) -> World {
    let mut other = world.clone();
    let flip = |position: usize, count: usize| count - 1 - position;
    let (countries, places, groups) = (world.countries.len(), world.places.len(), world.groups.len());
    let (corridors, organisations, regions) = (world.corridors.len(), world.organisations.len(), world.regions.len());
    other.countries.reverse();
    other.places.reverse();
    other.groups.reverse();
    other.corridors.reverse();
    other.organisations.reverse();
    other.regions.reverse();
    other.routes.reverse();
    other.markets.reverse();
    other.lead_state = flip(world.lead_state, countries);
    for place in &mut other.places {
        place.country = place.country.map(|country| flip(country, countries));
    }
    for region in &mut other.regions {
        region.country = flip(region.country, countries);
        region.place = flip(region.place, places);
        region.group = region.group.map(|group| flip(group, groups));
    }
    for flow in &mut other.base_flows {
        flow.from = flip(flow.from, regions);
        flow.to = flip(flow.to, regions);
    }
    other.base_flows.sort_by_key(|flow| flow.from);
    for route in &mut other.routes {
        route.from = flip(route.from, places);
        route.to = flip(route.to, places);
        route.corridor = flip(route.corridor, corridors);
        route.organisation = flip(route.organisation, organisations);
        route.jurisdiction = route.jurisdiction.map(|country| flip(country, countries));
    }
    for market in &mut other.markets {
        market.place = flip(market.place, places);
    }
    for group in &mut other.groups {
        group.country = flip(group.country, countries);
    }
    for pair in &mut other.conflict {
        pair.group = flip(pair.group, groups);
        pair.rival = flip(pair.rival, groups);
    }
    other.actors = world.actors.iter().rev().map(|&country| flip(country, countries)).collect();
    // Actors stay in rising order, so the matrix turns round as a whole.
    let count = other.actors.len();
    for a in 0..count {
        for b in 0..count {
            let turned = flip(a, count) * count + flip(b, count);
            other.relations[a * count + b] = world.relations[turned];
            other.land_borders[a * count + b] = world.land_borders[turned];
        }
    }
    other
}

/// A pair of states may be named either way round.
fn either_way(names: &BTreeMap<(&'static str, String), Vec<f64>>, indicator: &'static str, place: &str) -> Vec<f64> {
    let turned = place.split_once(':').map_or_else(|| place.to_owned(), |(a, b)| format!("{b}:{a}"));
    names.get(&(indicator, place.to_owned())).or_else(|| names.get(&(indicator, turned))).expect(place).clone()
}

/// Series that are expected to agree whatever the labels or the fineness of the map.
fn compared(indicator: &str) -> bool {
    indicator != "mass_balance_error"
}

/// Splits route `number` into two halves that differ in name only.
fn split_route(world: &World, number: usize) -> World {
    let mut finer = world.clone();
    let half = &mut finer.routes[number];
    half.share /= 2.0;
    half.capacity_kg_per_month /= 2.0;
    let mut twin = half.clone();
    twin.id.push_str("_twin");
    finer.routes.push(twin);
    finer
}

/// Splits a transit place into two halves: half of every way in, the same ways out.
fn split_place(world: &World, number: usize) -> World {
    let mut finer = world.clone();
    let twin = finer.places.len();
    let mut place = finer.places[number].clone();
    place.id.push_str("_twin");
    finer.places.push(place);
    for route in world.routes.iter().enumerate().filter(|(_, route)| route.to == number).map(|(route, _)| route) {
        let half = &mut finer.routes[route];
        half.share /= 2.0;
        half.capacity_kg_per_month /= 2.0;
        let mut other = half.clone();
        other.id.push_str("_twin");
        other.to = twin;
        finer.routes.push(other);
    }
    for route in world.routes.iter().enumerate().filter(|(_, route)| route.from == number).map(|(route, _)| route) {
        finer.routes[route].capacity_kg_per_month /= 2.0;
        let mut other = finer.routes[route].clone();
        other.id.push_str("_twin");
        other.from = twin;
        finer.routes.push(other);
    }
    finer
}

/// Splits a region into two halves with the same laboratories' door.
fn split_region(world: &World, number: usize) -> World {
    let mut finer = world.clone();
    let twin = finer.regions.len();
    let half = &mut finer.regions[number];
    half.coca_area_ha /= 2.0;
    half.households /= 2.0;
    half.eradication_ha_per_year /= 2.0;
    let mut other = half.clone();
    other.id.push_str("_twin");
    finer.regions.push(other);
    finer.base_flows = world
        .base_flows
        .iter()
        .flat_map(|flow| {
            let froms = if flow.from == number { vec![number, twin] } else { vec![flow.from] };
            let tos = if flow.to == number { vec![(number, 0.5), (twin, 0.5)] } else { vec![(flow.to, 1.0)] };
            froms.into_iter().flat_map(move |from| {
                tos.clone().into_iter().map(move |(to, part)| BaseFlow { from, to, share: flow.share * part })
            })
        })
        .collect();
    finer.base_flows.sort_by_key(|flow| flow.from);
    finer
}

/// Splits a group into two halves that fight the same rivals.
fn split_group(world: &World, number: usize) -> World {
    let mut finer = world.clone();
    let twin = finer.groups.len();
    let half = &mut finer.groups[number];
    half.members /= 2.0;
    half.effective_groups /= 2.0;
    half.arrests_per_week /= 2.0;
    half.conflict_deaths_per_week /= 2.0;
    half.dropout_per_week /= 2.0;
    let mut other = half.clone();
    other.id.push_str("_twin");
    finer.groups.push(other);
    for pair in &world.conflict {
        let mut pair = pair.clone();
        if pair.group == number {
            pair.group = twin;
            finer.conflict.push(pair);
        } else if pair.rival == number {
            pair.rival = twin;
            finer.conflict.push(pair);
        }
    }
    finer
}

/// Aggregates agree: every series that does not name what was split.
fn assert_same_aggregates(
    coarse: &Model,
    fine: &Model,
    scenario: &Scenario,
    p: &Parameters,
    options: RunOptions,
    tolerance: f64,
) {
    let one = by_name(coarse, &run(coarse, p, scenario, options));
    let other = by_name(fine, &run(fine, p, scenario, options));
    let split: Vec<String> = other
        .keys()
        .filter(|(_, place)| place.ends_with("_twin"))
        .map(|(_, place)| place.trim_end_matches("_twin").to_owned())
        .collect();
    for ((indicator, place), values) in &one {
        if !compared(indicator) || split.contains(place) {
            continue;
        }
        let gap = difference(values, &other[&(*indicator, place.clone())]);
        assert!(gap < tolerance, "{indicator}@{place} differs by {gap:e}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Invariant 1, and every series a finite number; stocks, flows and prices never negative.
    #[test]
    fn prop_kilograms_are_conserved_in_any_world(seed in any::<u64>()) {
        let model = model(random_world::world(seed));
        let result = run(&model, &parameters(seed), &policy(seed, &model.world), drawn(seed));
        for (position, (indicator, place)) in model.layout.series().enumerate() {
            for (month, value) in result.series(position).enumerate() {
                prop_assert!(value.is_finite(), "{}@{place} month {month}: {value}", indicator.id);
                if indicator.id == "mass_balance_error" {
                    prop_assert!(value.abs() < 1e-9, "month {month}: {value}");
                }
                if NOT_NEGATIVE.contains(&indicator.id) {
                    prop_assert!(value >= 0.0, "{}@{place} month {month}: {value}", indicator.id);
                }
            }
        }
    }

    /// Invariant of the coupling: with users and groups held, nothing moves without policy.
    #[test]
    fn prop_any_undisturbed_world_stands_still(seed in any::<u64>()) {
        let model = model(random_world::world(seed));
        let baseline = Scenario::baseline(model.world.start.plus_months(119));
        let still = run(&model, &parameters(seed), &baseline, RunOptions { hold: HELD, ..RunOptions::default() });
        for (position, (indicator, place)) in model.layout.series().enumerate().filter(|(_, (i, _))| compared(i.id)) {
            let values: Vec<f64> = still.series(position).collect();
            let gap = difference(&vec![values[0]; values.len()], &values);
            prop_assert!(gap < 1e-7, "{}@{place} drifts by {gap:e}", indicator.id);
        }
    }

    /// Invariant 6: levers at their baseline effort give the baseline bit for bit.
    #[test]
    fn prop_no_policy_is_the_baseline(seed in any::<u64>()) {
        let model = model(random_world::world(seed));
        let mut idle = policy(seed, &model.world);
        for lever in &mut idle.levers {
            lever.amount = Amount::BudgetUsdPerYear(0.0);
        }
        let baseline = Scenario { levers: Vec::new(), ..idle.clone() };
        let p = parameters(seed);
        prop_assert_eq!(run(&model, &p, &idle, drawn(seed)).values, run(&model, &p, &baseline, drawn(seed)).values);
    }

    /// Invariant 7: names are names. Every series follows its name when the order of everything is reversed.
    #[test]
    fn prop_labels_do_not_matter(seed in any::<u64>()) {
        let world = random_world::world(seed);
        let (one, other) = (model(world.clone()), model(relabelled(&world)));
        let p = parameters(seed);
        let first = by_name(&one, &run(&one, &p, &policy(seed, &one.world), RunOptions::default()));
        let second = by_name(&other, &run(&other, &p, &policy(seed, &other.world), RunOptions::default()));
        for ((indicator, place), values) in first.iter().filter(|((indicator, _), _)| compared(indicator)) {
            let gap = difference(values, &either_way(&second, indicator, place));
            prop_assert!(gap < 1e-7, "{indicator}@{place} differs by {gap:e}");
        }
    }

    /// Invariant 9: how finely a map is drawn changes no aggregate.
    #[test]
    fn prop_refinement_changes_nothing(seed in any::<u64>()) {
        let world = random_world::world(seed);
        let dice = Dice::new(seed ^ 9);
        let coarse = model(world.clone());
        let p = parameters(seed);
        let scenario = policy(seed, &coarse.world);
        let inner: Vec<usize> = (0..world.places.len())
            .filter(|&place| world.routes.iter().any(|r| r.from == place) && world.routes.iter().any(|r| r.to == place))
            .collect();
        for fine in [
            split_route(&world, dice.whole(0, world.routes.len() - 1)),
            split_place(&world, dice.pick(&inner)),
            split_region(&world, dice.whole(0, world.regions.len() - 1)),
            split_group(&world, dice.whole(0, world.groups.len() - 1)),
        ] {
            assert_same_aggregates(&coarse, &model(fine), &scenario, &p, RunOptions::default(), 1e-7);
        }
        // Routes and places share their pools of consignments, so the draws agree too.
        let finer = split_route(&world, dice.whole(0, world.routes.len() - 1));
        assert_same_aggregates(&coarse, &model(finer), &scenario, &p, drawn(seed), 1e-6);
    }
}

/// The combined mix of the shipped scenarios, until 2028.
fn shipped_policy(world: &World) -> Scenario {
    let mut scenario =
        Scenario::parse(&common::scenario_files(), "combined", world).unwrap_or_else(|problems| panic!("{problems}"));
    scenario.until.year = 2028;
    scenario
}

/// Invariant 7 in the shipped world: the order of everything reversed, every name keeps its series.
#[test]
fn prop_labels_do_not_matter_in_the_shipped_world() {
    let world = common::world();
    let (one, other) = (model(world.clone()), model(relabelled(&world)));
    let p = common::central();
    let first = by_name(&one, &run(&one, &p, &shipped_policy(&one.world), RunOptions::default()));
    let second = by_name(&other, &run(&other, &p, &shipped_policy(&other.world), RunOptions::default()));
    for ((indicator, place), values) in first.iter().filter(|((indicator, _), _)| compared(indicator)) {
        let gap = difference(values, &either_way(&second, indicator, place));
        assert!(gap < 1e-7, "{indicator}@{place} differs by {gap:e}");
    }
}

/// Invariant 9 in the shipped world: a route, a place, a region and a group drawn twice as finely.
#[test]
fn prop_refinement_changes_nothing_in_the_shipped_world() {
    let world = common::world();
    let coarse = model(world.clone());
    let p = common::central();
    let scenario = shipped_policy(&coarse.world);
    let place = world.places.iter().position(|place| place.id == "western_caribbean_south_sea").expect("a sea area");
    for fine in [split_route(&world, 100), split_place(&world, place), split_region(&world, 0), split_group(&world, 2)]
    {
        assert_same_aggregates(&coarse, &model(fine), &scenario, &p, RunOptions::default(), 1e-7);
    }
    let finer = model(split_route(&world, 100));
    assert_same_aggregates(&coarse, &finer, &scenario, &p, drawn(1), 1e-6);
}

#[test]
fn every_indicator_that_must_not_be_negative_exists() {
    assert!(NOT_NEGATIVE.iter().all(|id| INDICATORS.iter().any(|indicator| indicator.id == *id)));
}
