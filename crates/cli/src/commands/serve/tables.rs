//! Tables that the command line does not print in this form: scenarios, evidence with its sources, the world.

use super::request::refusal;
use crate::commands::evidence::{record_json, source_json};
use crate::commands::world::summary_json;
use crate::output::versioned;
use crate::session::{Named, Session};
use counterflow_evidence::stable_hash;
use counterflow_model::policy::levers::TargetKind;
use counterflow_model::policy::scenario::{Amount, LeverUse};
use counterflow_model::world::World;
use counterflow_server::Refusal;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The scenarios at hand, with their levers spelled out.
pub fn scenarios(session: &Session) -> Result<Value, Refusal> {
    let named = session.all_scenarios().map_err(refusal)?;
    let entry = |named: &Named| {
        let scenario = &named.scenario;
        let uses: Vec<Value> = scenario.levers.iter().map(|used| use_json(used, &session.model.world)).collect();
        let switches: Map<String, Value> =
            scenario.switches.settings().into_iter().map(|(id, setting)| (id.to_owned(), json!(setting))).collect();
        let parameters: Map<String, Value> =
            scenario.parameters.iter().map(|(id, value)| (id.clone(), json!(value))).collect();
        json!({
            "id": scenario.id, "name": scenario.name, "about": scenario.about, "until": scenario.until.to_string(), "hash": named.hash,
            "levers": uses, "shocks": scenario.shocks.len(), "switches": switches, "parameters": parameters,
        })
    };
    Ok(versioned([("scenarios", named.iter().map(entry).collect::<Value>())]))
}

/// A lever in use, spelled out.
fn use_json(used: &LeverUse, world: &World) -> Value {
    let lever = used.id.lever();
    let (effort, budget) = match used.amount {
        Amount::Effort(level) => (Some(level), None),
        Amount::BudgetUsdPerYear(usd) => (None, Some(usd)),
    };
    let targets: Vec<&str> = used.targets.iter().map(|target| target_id(world, lever.targets, *target)).collect();
    json!({
        "id": lever.key, "effort": effort, "budget_usd_per_year": budget, "from": used.from.to_string(),
        "until": used.until.map(|until| until.to_string()), "ramp_months": used.ramp_months, "targets": targets,
        "consent": used.consent, "lethal_force": used.lethal_force,
    })
}

fn target_id(world: &World, kind: TargetKind, target: usize) -> &str {
    match kind {
        TargetKind::Country => &world.countries[target].id,
        TargetKind::Corridor => &world.corridors[target].id,
        TargetKind::Market => &world.markets[target].id,
        TargetKind::Worldwide => "",
    }
}

/// Every parameter and every source.
pub fn evidence(session: &Session) -> Value {
    versioned([
        ("parameters", session.evidence.records().iter().map(record_json).collect()),
        ("sources", session.evidence.sources().iter().map(source_json).collect()),
    ])
}

/// The world with what a map and a target list need.
pub fn worlds(session: &Session) -> Value {
    let world = &session.model.world;
    let Value::Object(mut one) = summary_json(session) else { return Value::Null };
    one.insert("places".to_owned(), world.places.iter().map(|place| place_json(world, place)).collect());
    one.insert("routes".to_owned(), world.routes.iter().map(|route| route_json(world, route)).collect());
    one.insert("countries".to_owned(), world.countries.iter().map(|country| json!({"id": country.id, "name": country.name, "latitude": country.latitude, "longitude": country.longitude, "role": format!("{:?}", country.role).to_lowercase()})).collect());
    let region = |region: &counterflow_model::world::Region| {
        let place = &world.places[region.place];
        json!({"id": region.id, "name": region.name, "country": world.countries[region.country].id, "latitude": place.latitude, "longitude": place.longitude})
    };
    one.insert("regions".to_owned(), world.regions.iter().map(region).collect());
    let outlines: BTreeMap<&str, &[String]> =
        world.outlines.iter().map(|outlines| (outlines.place.as_str(), outlines.codes.as_slice())).collect();
    one.insert("outlines".to_owned(), json!(outlines));
    one.insert("fingerprints".to_owned(), json!(fingerprints(session)));
    let version = one.shift_remove("counterflow").unwrap_or_default();
    json!({"counterflow": version, "worlds": [one]})
}

/// Four digits for the world and for every module of the evidence, in the order of their names, so that an
/// old link can say which of them has changed since. What a parameter is called or cites does not count.
fn fingerprints(session: &Session) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::from([("world_data".to_owned(), session.world_hash.clone())]);
    for record in session.evidence.records() {
        let text = json!([
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

fn place_json(world: &World, place: &counterflow_model::world::Place) -> Value {
    json!({
        "id": place.id, "name": place.name, "country": place.country.map(|country| &world.countries[country].id),
        "kind": format!("{:?}", place.kind).to_lowercase(), "latitude": place.latitude, "longitude": place.longitude,
    })
}

fn route_json(world: &World, route: &counterflow_model::world::Route) -> Value {
    json!({
        "id": route.id, "from": world.places[route.from].id, "to": world.places[route.to].id,
        "corridor": world.corridors[route.corridor].id, "mode": route.mode.id(),
    })
}
