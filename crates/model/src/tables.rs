//! The world's tables, drawn: group sizes, homicide shares, relations and route shares are not known either.
//!
//! ```text
//! group size         members x exp(sd z_country), and with them arrests, deaths and dropout
//! homicide share     odds x exp(sd z_country)
//! relation           clamp(relation + sd z_pair, -1, 1)
//! route share        w_e = share_e exp(sd z_key) h(to_e) / sum over the routes out of the place
//!                    h(place) = sum_e share_e exp(sd z_key) h(to_e) / sum_e share_e exp(sd z_key)
//!                    h(market) = lambda_m
//! ```
//! z are standard normal numbers, keyed by `table_draw` and by names: of a country, of a pair, and of what routes have
//! in common (corridor, mode, the states at both ends), so that a route, place, region or group drawn more finely, or
//! named in another order, draws the same. A draw of 0, that of the central member, is the table as it stands, bit for
//! bit.
//!
//! Route shares are tilted jointly: what leaves a place adds up to one, and lambda is found so that each market keeps
//! its part of all arrivals, because use by market is better known than the ways to it. The tilt is that of a Markov
//! chain conditioned on where it ends (Doob's h-transform; Akamatsu 1996 for its use on networks). A route's capacity
//! moves with its share, which leaves its room as it is.

use crate::parameter_set::WorldParameters;
use crate::random::{Purpose, Stream};
use crate::trafficking::Network;
use crate::world::{Route, World};
use counterflow_evidence::stable_hash;

/// Rounds of matching arrivals; each takes the error down by about a factor of three.
const ROUNDS: usize = 8;

/// Stable numbers of what is drawn, made once for a world.
#[derive(Clone, Debug)]
pub struct TableKeys {
    group_size: Vec<u64>,
    homicide_share: Vec<u64>,
    /// Pairs of actors, row by row above the diagonal.
    relation: Vec<u64>,
    route_share: Vec<u64>,
}

impl TableKeys {
    /// The keys of a world, by names alone.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let by_country = |table: &str| {
            world.countries.iter().map(|country| stable_hash(&format!("{table}/{}", country.id))).collect()
        };
        let ids: Vec<&str> = world.actors.iter().map(|&country| world.countries[country].id.as_str()).collect();
        let pair = |one: &str, other: &str| {
            let (first, second) = if one < other { (one, other) } else { (other, one) };
            stable_hash(&format!("relation/{first}/{second}"))
        };
        Self {
            group_size: by_country("group_size"),
            homicide_share: by_country("homicide_share"),
            relation: (0..ids.len())
                .flat_map(|a| (a + 1..ids.len()).map(move |b| (a, b)))
                .map(|(a, b)| pair(ids[a], ids[b]))
                .collect(),
            route_share: world.routes.iter().map(|route| stable_hash(&route_key(world, route))).collect(),
        }
    }
}

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
    pub fn drawn(
        p: &WorldParameters,
        world: &World,
        network: &Network,
        keys: &TableKeys,
        processed_kg: &[f64],
    ) -> Self {
        let mut tables = Self::as_given(world);
        if p.table_draw == 0.0 {
            return tables;
        }
        let stream = Stream { seed: p.table_draw.to_bits(), member: 0 };
        let z = |key: u64| stream.normal(0, Purpose::WorldTable, key);
        for (ratio, key) in tables.group_size_ratio.iter_mut().zip(&keys.group_size) {
            *ratio = (p.group_size_log_sd * z(*key)).exp();
        }
        for (share, key) in tables.drug_related_homicide_share.iter_mut().zip(&keys.homicide_share) {
            let odds_ratio = (p.homicide_share_log_sd * z(*key)).exp();
            *share = *share * odds_ratio / (1.0 - *share + *share * odds_ratio);
        }
        let count = world.actors.len();
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        for ((a, b), key) in pairs.zip(&keys.relation) {
            let relation = (world.relations[a * count + b] + p.relation_sd * z(*key)).clamp(-1.0, 1.0);
            tables.relations[a * count + b] = relation;
            tables.relations[b * count + a] = relation;
        }
        let tilt: Vec<f64> = keys.route_share.iter().map(|key| (p.route_share_log_sd * z(*key)).exp()).collect();
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
