//! JSON Schemas (draft 2020-12) of scenario and claims files, from the declarations of the model.

use super::{DRAFT, month, versioned};
use crate::catalogue::levers::{numbers, target_key, unit};
use crate::results::catalogue::TargetKey;
use crate::session::Session;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::indicators::INDICATORS;
use counterflow_model::policy::LEVERS;
use counterflow_model::policy::levers::{Lever, LeverId, LeverNumbers, TargetKind};
use counterflow_model::policy::scenario::ShockKind;
use counterflow_model::policy::switches::{SWITCHES, SwitchInfo};
use counterflow_model::world::World;
use counterflow_report::Follows;
use counterflow_report::number::significant;
use serde_json::{Map, Value, json};

const DURATION: &str = "^ *[0-9.]+ *(day|week|month|year)s? *$";
const CURRENCY: &str = "(USD|US\\$|\\$|dollars?|US dollars)";
const MULTIPLIER: &str = "(thousand|million|billion|[Mm]n|[Bb]n|[kKmMbB])";
const MONEY_PERIOD: &str = "(/ *(year|yr|month)| (per|a) (year|month)| p\\.a\\.)?";

const WORLD_WORDS: &str = "World that it was written for, and runs on where none is named; any if left out";
const LEVEL_WORDS: &str =
    "Hectares sprayed or uprooted a year in all, the base year's included; once for each country and time";

/// Schema of a scenario file.
pub fn scenario(session: &Session) -> Value {
    let world = &session.model.world;
    let levers: Vec<Value> =
        LEVERS.iter().zip(numbers(session)).map(|(lever, numbers)| lever_schema(lever, &numbers, world)).collect();
    let switches: Map<String, Value> = SWITCHES.iter().map(switch_schema).collect();
    let parameters: Map<String, Value> = session
        .evidence
        .records()
        .iter()
        .map(|record| {
            let words = format!("{} ({}), grade {}", record.title, record.unit, record.grade.letter());
            (record.id(), json!({"type": "number", "description": words, "default": record.value}))
        })
        .collect();
    let shocks: Vec<Value> = ShockKind::ALL.iter().map(|(key, kind)| shock_schema(key, *kind, world)).collect();
    versioned([
        ("$schema", json!(DRAFT)),
        ("title", json!("Counterflow scenario")),
        ("type", json!("object")),
        ("required", json!(["name"])),
        ("additionalProperties", json!(false)),
        (
            "properties",
            json!({
                "name": {"type": "string", "minLength": 1, "description": "Title for readers"},
                "about": {"type": "string", "description": "What the scenario does, in a sentence"},
                "world": {"type": "string", "description": WORLD_WORDS, "examples": session.world_names},
                "base": {"type": "string", "description": "Scenario whose levers, shocks and settings come first",
                    "examples": stems(session)},
                "until": month(format!("Last month of the run, from {} on", world.start)),
                "lever": {"type": "array", "description": "Levers in use, each a [[lever]] table",
                    "items": {"oneOf": levers}},
                "shock": {"type": "array", "description": "Shocks from outside, each a [[shock]] table",
                    "items": {"oneOf": shocks}},
                "switches": {"type": "object", "additionalProperties": false, "properties": switches},
                "parameters": {"type": "object", "description": "Parameters set for this scenario",
                    "additionalProperties": false, "properties": parameters},
            }),
        ),
    ])
}

fn stems(session: &Session) -> Vec<&str> {
    session.scenarios.iter().map(SourceFile::stem).collect()
}

fn lever_schema(lever: &Lever, numbers: &LeverNumbers, world: &World) -> Value {
    let limits = format!(
        "Level of effort, the baseline's included, in {}; or a change of it: \"+100 ...\", \"+50 %\", \"double\". \
         Baseline {}, extra at most {} ({}). {} USD a unit",
        unit(lever),
        significant(numbers.baseline),
        significant(numbers.maximum_extra),
        lever.example,
        significant(numbers.unit_cost_usd)
    );
    let mut properties = Map::new();
    properties.insert("id".to_owned(), json!({"const": lever.key}));
    let effort = json!({"type": "string", "pattern": effort_pattern(lever)});
    properties.insert("effort".to_owned(), or_by_year(&effort, &limits));
    let budget = json!({"type": "string", "pattern": money_pattern()});
    properties.insert(
        "budget".to_owned(),
        or_by_year(&budget, "Money on top of the baseline, such as \"120 million USD/year\" or \"1bn USD\""),
    );
    properties.insert("from".to_owned(), month("First month in force"));
    properties.insert("until".to_owned(), month("Last month in force; the end of the run if left out"));
    properties.insert(
        "ramp".to_owned(),
        json!({"type": "string", "pattern": DURATION, "description": "Time until full effort, such as \"12 months\""}),
    );
    if let Some((key, targets)) = targets(lever.targets, world) {
        properties.insert(key.to_owned(), targets);
    }
    if lever.can_lack_consent {
        properties.insert(
            "consent".to_owned(),
            json!({"type": "boolean", "default": true, "description": "Whether the states concerned consent"}),
        );
    }
    if lever.can_be_lethal {
        properties.insert(
            "lethal_force".to_owned(),
            json!({"type": "boolean", "default": false, "description": "Whether lethal force is authorised"}),
        );
    }
    let required = if lever.id == LeverId::ProductionStrikes { json!(["id", "country"]) } else { json!(["id"]) };
    json!({
        "type": "object", "title": lever.title, "description": format!("{} Claim: {}.", lever.about, lever.claim),
        "properties": properties, "required": required, "additionalProperties": false,
        "oneOf": [{"required": ["effort"]}, {"required": ["budget"]}],
    })
}

/// One value, or a value for each year named, which holds until the next one.
fn or_by_year(one: &Value, description: &str) -> Value {
    let by_year = json!({
        "type": "object", "minProperties": 1, "additionalProperties": false,
        "patternProperties": {"^[0-9]{4}$": one},
        "description": "By year: each value holds from January until the next one; without from and ramp",
    });
    json!({"description": description, "anyOf": [one, by_year]})
}

/// A level, an addition, a percentage or a word.
fn effort_pattern(lever: &Lever) -> String {
    let period = if lever.per_year { "(/ *| per | a )(year|month) *" } else { "" };
    let number = "[0-9][0-9_,.eE+]*( *(thousand|million|billion))?";
    format!(
        "^ *(\\+ *)?{number} *({}) *{period}$|^ *[-+] *[0-9][0-9_,.]* *(%|percent|per cent) *$|^ \
         *(double|twice|triple|quadruple|half|halve) *$",
        lever.units.join("|")
    )
}

fn money_pattern() -> String {
    let number = format!("[0-9][0-9_,.eE+]*( *{MULTIPLIER})?");
    format!("^ *(\\+ *)?({CURRENCY} *{number}|{number} *{CURRENCY}) *{MONEY_PERIOD} *$")
}

/// Key and schema of targets: identifiers and names of the world.
fn targets(kind: TargetKind, world: &World) -> Option<(&'static str, Value)> {
    let names: Vec<&str> = match kind {
        TargetKind::Country => world.countries.iter().flat_map(|c| [c.id.as_str(), c.name.as_str()]).collect(),
        TargetKind::Corridor => world.corridors.iter().flat_map(|c| [c.id.as_str(), c.name.as_str()]).collect(),
        TargetKind::Market => world.markets.iter().flat_map(|m| [m.id.as_str(), m.name.as_str()]).collect(),
        TargetKind::Worldwide => Vec::new(),
    };
    let one = json!({"type": "string", "enum": names});
    let key = match target_key(kind)? {
        TargetKey::Country => "country",
        TargetKey::Corridor => "corridor",
        TargetKey::Market => "market",
    };
    Some((
        key,
        json!({"description": "Where; everywhere if left out", "oneOf": [one, {"type": "array", "items": one}]}),
    ))
}

fn switch_schema(switch: &SwitchInfo) -> (String, Value) {
    (
        switch.id.to_owned(),
        json!({"enum": switch.settings, "default": switch.settings.first(), "description": switch.about}),
    )
}

fn shock_schema(key: &str, kind: ShockKind, world: &World) -> Value {
    let (size, target) = match kind {
        ShockKind::Output => ("Factor on processed output", None),
        ShockKind::LossShare => ("Factor on every loss share", None),
        ShockKind::Demand => ("Factor on desired consumption", targets(TargetKind::Market, world)),
        ShockKind::FarmGatePrice => ("Factor on farm-gate prices", None),
        ShockKind::SupplyCost => ("Factor on what it costs to supply a market", targets(TargetKind::Market, world)),
        ShockKind::Toxicity => ("Factor on deaths for the same use", targets(TargetKind::Market, world)),
        ShockKind::Eradication => ("Extra hectares sprayed or uprooted a year", targets(TargetKind::Country, world)),
        ShockKind::EradicationLevel => (LEVEL_WORDS, targets(TargetKind::Country, world)),
        ShockKind::Captures => (
            "Leaders of armed groups captured or killed a year beyond the base year's",
            targets(TargetKind::Country, world),
        ),
    };
    let mut properties = Map::new();
    properties.insert("kind".to_owned(), json!({"const": key}));
    properties.insert("size".to_owned(), or_by_year(&json!({"type": "number", "minimum": 0}), size));
    properties.insert("from".to_owned(), month("First month"));
    properties.insert("until".to_owned(), month("Last month; the end of the run if left out"));
    properties.extend(target.map(|(key, schema)| (key.to_owned(), schema)));
    json!({"type": "object", "properties": properties, "required": ["kind", "size"], "additionalProperties": false})
}

/// Schema of a claims file.
pub fn claims(session: &Session) -> Value {
    let keys: Vec<&str> = LEVERS.iter().map(|lever| lever.key).collect();
    let ids: Vec<&str> = INDICATORS.iter().map(|indicator| indicator.id).collect();
    let side_effects = json!({"type": "array", "items": {"type": "string", "pattern": format!("^[+-]?({})(@.+)?$",
        ids.join("|"))}, "description": "Indicators to watch; the sign says which way would be welcome"});
    let indicator = json!({"type": "string", "pattern": format!("^({})(@.+)?$", ids.join("|")),
        "description": "indicator (its world series) or indicator@place"});
    let claim = json!({
        "type": "object", "additionalProperties": false,
        "required": ["id", "scenario", "statement", "promised", "indicator"],
        "anyOf": [{"required": ["lever"]}, {"required": ["outcome"]}],
        "properties": {
            "id": {"type": "string", "minLength": 1, "description": "Unique identifier"},
            "lever": {"enum": keys, "description": "Lever whose promise it is"},
            "outcome": {"type": "string", "description": "Outcome it belongs to"},
            "scenario": {"type": "string", "minLength": 1, "examples": stems(session), "description": "Scenario that \
             tests it, against the baseline: a name, or the path of a .toml file"},
            "statement": {"type": "string", "minLength": 1, "description": "The claim in words"},
            "indicator": indicator,
            "promised": {"enum": ["rise", "fall"], "description": "Direction of the claim"},
            "kind": {"enum": ["benefit", "harm"], "description": "Promised benefit or predicted harm; a benefit if \
             left out"},
            "welcome": {"enum": ["rise", "fall"], "description": "Direction that public policy would welcome, which \
             follows from kind"},
            "follows": {"enum": Follows::ALL.map(Follows::word), "description": "By definition of the lever, within \
             one module, or through the coupled model; as much as lever and indicator allow if left out"},
            "matters": {"type": "string", "description": "Smallest change that matters: \"1 %\" of the baseline \
             (default), or an amount in the claim's unit"},
            "stops": month("Month in which the levers end for this claim, before its window"),
            "needs": {"type": "array", "items": {"enum": keys}, "description": "Levers that a scenario must use for \
             the claim to apply; of an outcome all those of the scenario that tests it if left out"},
            "from": month("First month of the window"),
            "until": month("Last month of the window"),
            "side_effects": side_effects,
        },
    });
    versioned([
        ("$schema", json!(DRAFT)),
        ("title", json!("Counterflow claims")),
        ("type", json!("object")),
        ("additionalProperties", json!(false)),
        (
            "properties",
            json!({"side_effects": side_effects, "claim": {"type": "array", "description": "Claims, each a [[claim]] \
                table", "items": claim}}),
        ),
    ])
}
