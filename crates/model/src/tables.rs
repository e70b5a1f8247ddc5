//! The world's tables, drawn: group sizes, homicide shares, relations and route shares are not known either.
//!
//! ```text
//! group size         members x exp(sd z_country), and with them arrests, deaths and dropout
//! homicide share     odds x exp(sd z_country)
//! relation           clamp(relation + sd z_pair, -1, 1)
//! route share        w_e = share_e exp(sd z_key) h(to_e) / sum over the routes out of the place
//!                    h(place) = sum_e share_e exp(sd z_key) h(to_e) / sum_e share_e exp(sd z_key),  h(market) = lambda_m
//! ```
//! z are standard normal numbers, keyed by `table_draw` and by names: of a country, of a pair, and of what routes have
//! in common (corridor, mode, the states at both ends), so that a route, place, region or group drawn more finely, or
//! named in another order, draws the same. A draw of 0, that of the central member, is the table as it stands, bit for
//! bit.
//!
//! Route shares are tilted jointly: what leaves a place adds up to one, and lambda is found so that each market keeps its
//! part of all arrivals, because use by market is better known than the ways to it. The tilt is that of a Markov chain
//! conditioned on where it ends (Doob's h-transform; Akamatsu 1996 for its use on networks). A route's capacity moves
//! with its share, which leaves its room as it is.

use crate::parameter_set::WorldParameters;
use crate::random::{Purpose, Stream};
use crate::trafficking::Network;
use crate::world::{Route, World};
use counterflow_evidence::stable_hash;

/// Rounds of matching arrivals; each takes the error down by about a factor of three.
const ROUNDS: usize = 12;

/// The tables that a draw moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables {
    /// Members of armed groups over the table's, by country.
    pub group_size_ratio: Vec<f64>,
    /// Share of homicides tied to the drug trade, by country.
    pub drug_related_homicide_share: Vec<f64>,
    /// Relation of each pair of actors, row by row.
    pub relations: Vec<f64>,
    /// Share of each route in what leaves its place.
    pub route_share: Vec<f64>,
}

impl Tables {
    /// The tables as they stand.
    #[must_use]
    pub fn as_given(world: &World) -> Self {
        Self {
            group_size_ratio: vec![1.0; world.countries.len()],
            drug_related_homicide_share: world.countries.iter().map(|c| c.drug_related_homicide_share).collect(),
            relations: world.relations.clone(),
            route_share: world.routes.iter().map(|route| route.share).collect(),
        }
    }

    /// The tables of a draw.
    #[must_use]
    pub fn drawn(p: &WorldParameters, world: &World, network: &Network, processed_kg: &[f64]) -> Self {
        let mut tables = Self::as_given(world);
        if p.table_draw == 0.0 {
            return tables;
        }
        let stream = Stream { seed: p.table_draw.to_bits(), member: 0 };
        let z = |key: String| stream.normal(0, Purpose::WorldTable, stable_hash(&key));
        for (country, spec) in world.countries.iter().enumerate() {
            tables.group_size_ratio[country] = (p.group_size_log_sd * z(format!("group_size/{}", spec.id))).exp();
            let odds_ratio = (p.homicide_share_log_sd * z(format!("homicide_share/{}", spec.id))).exp();
            let share = &mut tables.drug_related_homicide_share[country];
            *share = *share * odds_ratio / (1.0 - *share + *share * odds_ratio);
        }
        let count = world.actors.len();
        for a in 0..count {
            for b in a + 1..count {
                let (one, other) = (&world.countries[world.actors[a]].id, &world.countries[world.actors[b]].id);
                let (first, second) = if one < other { (one, other) } else { (other, one) };
                let moved = p.relation_sd * z(format!("relation/{first}/{second}"));
                let relation = (world.relations[a * count + b] + moved).clamp(-1.0, 1.0);
                tables.relations[a * count + b] = relation;
                tables.relations[b * count + a] = relation;
            }
        }
        let tilt: Vec<f64> =
            world.routes.iter().map(|route| (p.route_share_log_sd * z(route_key(world, route))).exp()).collect();
        tables.route_share = close(world, network, processed_kg, &tables.route_share, &tilt);
        tables
    }
}

/// What routes have in common that a finer drawing keeps.
fn route_key(world: &World, route: &Route) -> String {
    let state =
        |place: usize| world.places[place].country.map_or("sea", |country| world.countries[country].id.as_str());
    let corridor = &world.corridors[route.corridor].id;
    format!("route_share/{corridor}/{}/{}/{}", route.mode.id(), state(route.from), state(route.to))
}

/// Tilted shares under which each market keeps its part of all arrivals.
fn close(world: &World, network: &Network, processed_kg: &[f64], shares: &[f64], tilt: &[f64]) -> Vec<f64> {
    let wanted = parts_of_arrivals(world, network, processed_kg, shares);
    let tilted: Vec<f64> = shares.iter().zip(tilt).map(|(share, tilt)| share * tilt).collect();
    let mut pull = vec![1.0; world.markets.len()];
    let mut closed = pulled(world, network, &tilted, &pull);
    for _ in 0..ROUNDS {
        let got = parts_of_arrivals(world, network, processed_kg, &closed);
        for ((pull, wanted), got) in pull.iter_mut().zip(&wanted).zip(&got) {
            if *got > 0.0 {
                *pull *= wanted / got;
            }
        }
        closed = pulled(world, network, &tilted, &pull);
    }
    closed
}

/// Shares that lean towards the markets that pull.
fn pulled(world: &World, network: &Network, tilted: &[f64], pull: &[f64]) -> Vec<f64> {
    let mut reach = vec![1.0; world.places.len()];
    for (market, pull) in world.markets.iter().zip(pull) {
        reach[market.place] = *pull;
    }
    let stops: Vec<_> = network.routes_out().collect();
    let mut shares = vec![0.0; tilted.len()];
    for (place, routes) in stops.into_iter().rev() {
        let weight = |route: usize| tilted[route] * reach[world.routes[route].to];
        let weights: f64 = routes.clone().map(weight).sum();
        let all: f64 = routes.clone().map(|route| tilted[route]).sum();
        for route in routes {
            shares[route] = if weights > 0.0 { weight(route) / weights } else { tilted[route] };
        }
        reach[place] = if all > 0.0 { weights / all } else { 1.0 };
    }
    shares
}

/// Part of each market in what arrives.
fn parts_of_arrivals(world: &World, network: &Network, processed_kg: &[f64], shares: &[f64]) -> Vec<f64> {
    let mut at_place = vec![0.0; world.places.len()];
    for (region, kg) in world.regions.iter().zip(processed_kg) {
        at_place[region.place] += kg;
    }
    for (place, routes) in network.routes_out() {
        for route in routes {
            let spec = &world.routes[route];
            at_place[spec.to] += at_place[place] * shares[route] * (1.0 - spec.loss_share);
        }
    }
    let total: f64 = world.markets.iter().map(|market| at_place[market.place]).sum();
    world.markets.iter().map(|market| if total > 0.0 { at_place[market.place] / total } else { 0.0 }).collect()
}
