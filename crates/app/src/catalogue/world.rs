//! The world, summed up or with what a map and a list of targets need.

use crate::data_source::DataSource;
use crate::failure::{Failure, Problems};
use crate::results::world::{
    CorridorEntry, CountryEntry, GroupEntry, MarketEntry, PlaceEntry, RegionEntry, RelationEntry, RouteEntry,
    WorldAtHandEntry, WorldCounts, WorldList, WorldSummary, WorldTables, WorldsAtHand,
};
use crate::session::Session;
use counterflow_evidence::stable_hash;
use counterflow_model::calibration::Calibration;
use counterflow_model::policy::Switches;
use counterflow_model::world::{Corridor, Country, Group, Market, Place, Region, Route, World};
use counterflow_model::{Hold, Parameters};
use std::collections::BTreeMap;

/// The worlds at hand, each checked by itself.
///
/// # Errors
/// Worlds that cannot be read.
pub fn list(source: &DataSource) -> Result<WorldsAtHand, Failure> {
    let mut worlds = Vec::new();
    let mut problems = Problems::default();
    for found in source.worlds()? {
        match World::parse(&found.files) {
            Ok(world) => worlds.push(WorldAtHandEntry {
                id: found.name,
                name: world.name,
                about: world.about,
                start: world.start.to_string(),
                default: found.is_default,
            }),
            Err(more) => problems.extend(more),
        }
    }
    Ok(WorldsAtHand { worlds: problems.into_result(worlds)? })
}

/// What a world is made of, with the flows of its calibrated base year.
pub fn summary(session: &Session) -> WorldSummary {
    let world = &session.model.world;
    let p = Parameters::of(&session.evidence, &session.evidence.central());
    let calibration = Calibration::new(&session.model, &p, &Switches::default(), Hold::default());
    let corridor = |(position, corridor): (usize, &Corridor)| CorridorEntry {
        id: corridor.id.clone(),
        name: corridor.name.clone(),
        flow_kg_per_month: calibration.corridor_flow_kg[position],
        loss_share: calibration.corridor_loss_share[position],
        patrol_days_per_year: corridor.patrol_days_per_year,
        surveillance_hours_per_year: corridor.surveillance_hours_per_year,
    };
    let market = |(market, arrivals): (&Market, &f64)| MarketEntry {
        id: market.id.clone(),
        name: market.name.clone(),
        arrivals_kg_per_month: *arrivals,
        light_users: market.light_users,
        heavy_users: market.heavy_users,
        wholesale_usd_per_kg: market.wholesale_usd_per_kg,
        retail_usd_per_kg: market.retail_usd_per_kg,
        purity: market.purity,
    };
    let group = |group: &Group| GroupEntry {
        id: group.id.clone(),
        name: group.name.clone(),
        country: world.countries[group.country].id.clone(),
        members: group.members,
    };
    WorldSummary {
        world: world.name.clone(),
        about: world.about.clone(),
        world_hash: session.world_hash.clone(),
        start: world.start.to_string(),
        lead_state: world.countries[world.lead_state].id.clone(),
        counts: counts(world),
        corridors: world.corridors.iter().enumerate().map(corridor).collect(),
        markets: world.markets.iter().zip(&calibration.trafficking.arrivals_kg).map(market).collect(),
        groups: world.groups.iter().map(group).collect(),
        relations_with_lead: relations(world),
    }
}

fn counts(world: &World) -> WorldCounts {
    WorldCounts {
        countries: world.countries.len(),
        regions: world.regions.len(),
        places: world.places.len(),
        routes: world.routes.len(),
        corridors: world.corridors.len(),
        organisations: world.organisations.len(),
        markets: world.markets.len(),
        groups: world.groups.len(),
        actors: world.actors.len(),
    }
}

/// Relation of each actor with the lead state.
fn relations(world: &World) -> Vec<RelationEntry> {
    let Some(lead) = world.actor(world.lead_state) else { return Vec::new() };
    let count = world.actors.len();
    let others = (0..count).filter(|&actor| actor != lead);
    others
        .map(|actor| RelationEntry {
            country: world.countries[world.actors[actor]].id.clone(),
            relation: world.relations[lead * count + actor],
        })
        .collect()
}

/// The world with what a map and a list of targets need.
pub fn tables(session: &Session) -> WorldList {
    let world = &session.model.world;
    let country = |country: &Country| CountryEntry {
        id: country.id.clone(),
        name: country.name.clone(),
        latitude: country.latitude,
        longitude: country.longitude,
        role: format!("{:?}", country.role).to_lowercase(),
    };
    let region = |region: &Region| {
        let place = &world.places[region.place];
        RegionEntry {
            id: region.id.clone(),
            name: region.name.clone(),
            country: world.countries[region.country].id.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
        }
    };
    let outlines: BTreeMap<String, Vec<String>> =
        world.outlines.iter().map(|outlines| (outlines.place.clone(), outlines.codes.to_vec())).collect();
    let one = WorldTables {
        summary: summary(session),
        places: world.places.iter().map(|place| place_entry(world, place)).collect(),
        routes: world.routes.iter().map(|route| route_entry(world, route)).collect(),
        countries: world.countries.iter().map(country).collect(),
        regions: world.regions.iter().map(region).collect(),
        outlines: outlines.into_iter().collect(),
        fingerprints: fingerprints(session).into_iter().collect(),
    };
    WorldList { worlds: vec![one] }
}

/// Four digits for the world and for every module of the evidence, in the order of their names, so that an old link
/// can say which of them has changed since. What a parameter is called or cites does not count.
fn fingerprints(session: &Session) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::from([("world_data".to_owned(), session.world_hash.clone())]);
    for record in session.evidence.records() {
        let text = serde_json::json!([
            record.id(),
            record.value,
            record.unit,
            record.low,
            record.high,
            format!("{:?}", record.distribution)
        ]);
        texts.entry(record.module.to_string()).or_default().push_str(&text.to_string());
    }
    const SHOWN_BITS: u32 = 16;
    texts
        .into_iter()
        .map(|(part, text)| (part, format!("{:04x}", stable_hash(&text) >> (u64::BITS - SHOWN_BITS))))
        .collect()
}

fn place_entry(world: &World, place: &Place) -> PlaceEntry {
    PlaceEntry {
        id: place.id.clone(),
        name: place.name.clone(),
        country: place.country.map(|country| world.countries[country].id.clone()),
        kind: format!("{:?}", place.kind).to_lowercase(),
        latitude: place.latitude,
        longitude: place.longitude,
    }
}

fn route_entry(world: &World, route: &Route) -> RouteEntry {
    RouteEntry {
        id: route.id.clone(),
        from: world.places[route.from].id.clone(),
        to: world.places[route.to].id.clone(),
        corridor: world.corridors[route.corridor].id.clone(),
        mode: route.mode.id(),
    }
}
