//! Where effort lies, and which states it concerns.

use super::declaration::Spread;
use crate::world::{Role, World};

/// Whether a state grows coca or lies on its way, and has relations.
fn is_partner(world: &World, country: usize) -> bool {
    matches!(world.countries[country].role, Role::Producer | Role::Transit) && world.actor(country).is_some()
}

/// Base that a region's fields can make, kg/year.
pub(crate) fn field_weights(world: &World) -> Vec<f64> {
    world.regions.iter().map(|region| region.coca_area_ha * region.potential_kg_per_ha_year).collect()
}

/// Base that reaches a region's laboratories, kg/year.
pub(crate) fn laboratory_weights(world: &World) -> Vec<f64> {
    let fields = field_weights(world);
    let mut weights = vec![0.0; world.regions.len()];
    for flow in &world.base_flows {
        weights[flow.to] += fields[flow.from] * flow.share;
    }
    weights
}

/// A weight for each country.
pub(super) fn by_country(world: &World, weight: impl Fn(usize) -> f64) -> Spread {
    (0..world.countries.len()).map(|country| (country, weight(country))).collect()
}

/// A weight for each region, summed over the countries.
pub(super) fn by_regions(world: &World, weights: &[f64]) -> Spread {
    by_country(world, |country| {
        world
            .regions
            .iter()
            .zip(weights)
            .filter(|(region, _)| region.country == country)
            .map(|(_, weight)| weight)
            .sum()
    })
}

/// Countries by what their laboratories receive.
pub(super) fn laboratories(world: &World) -> Spread {
    by_regions(world, &laboratory_weights(world))
}

/// Producers and transit states that have relations, alike.
pub(super) fn partners(world: &World) -> Spread {
    by_country(world, |country| if is_partner(world, country) { 1.0 } else { 0.0 })
}

/// The lead state's market, whose health system acts at home; every market by its heavy users where
/// the lead state is none.
pub(super) fn home_market(world: &World) -> Spread {
    let home = world.market(&world.countries[world.lead_state].id);
    let weight = |(position, heavy_users): (usize, f64)| {
        (position, if Some(position) == home || home.is_none() { heavy_users } else { 0.0 })
    };
    world.markets.iter().map(|market| market.heavy_users).enumerate().map(weight).collect()
}

/// Nowhere in particular.
pub(super) fn nowhere(_: &World) -> Spread {
    Spread::new()
}

/// The targeted countries that have relations, but for the lead state.
pub(super) fn targets_with_relations(world: &World, spread: &Spread) -> Spread {
    let is_other = |country: usize| world.actor(country).is_some() && country != world.lead_state;
    spread.iter().copied().filter(|&(country, _)| is_other(country)).collect()
}

/// The partner states at the ends of the targeted corridors' routes, alike.
pub(super) fn states_of_corridors(world: &World, spread: &Spread) -> Spread {
    let corridors: Vec<usize> = spread.iter().map(|&(corridor, _)| corridor).collect();
    let mut states: Vec<usize> = world
        .routes
        .iter()
        .filter(|route| corridors.contains(&route.corridor))
        .flat_map(|route| [world.places[route.from].country, world.places[route.to].country])
        .flatten()
        .filter(|&country| is_partner(world, country))
        .collect();
    states.sort_unstable();
    states.dedup();
    states.into_iter().map(|country| (country, 1.0)).collect()
}

/// The producers that have relations, alike.
pub(super) fn producers(world: &World, _: &Spread) -> Spread {
    (0..world.countries.len())
        .filter(|&country| world.countries[country].role == Role::Producer && is_partner(world, country))
        .map(|country| (country, 1.0))
        .collect()
}

/// No state.
pub(super) fn no_state(_: &World, _: &Spread) -> Spread {
    Spread::new()
}
