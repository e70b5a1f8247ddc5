//! What scenario and claims files look like: pages to read, made from their JSON Schemas.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_json};
use counterflow_app::schemas::files;
use counterflow_report::text_table::{Column, Table};
use serde_json::{Map, Value};

/// Most words of a list that are shown; `--json` holds all.
const MOST_WORDS: usize = 24;

/// Prints the keys of a scenario file with an example, or its JSON Schema.
pub fn print_scenario(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let schema = files::scenario(&context.session()?);
    if as_json {
        return print_json(&schema);
    }
    let root = &schema["properties"];
    let levers = merged(&root["lever"]["items"]["oneOf"]);
    let shocks = merged(&root["shock"]["items"]["oneOf"]);
    let page = |heading: &str, properties: &Map<String, Value>, required: &[&str]| {
        format!("{heading}\n\n{}\n", keys(properties, required, context))
    };
    let empty = Map::new();
    let top: Map<String, Value> = root
        .as_object()
        .unwrap_or(&empty)
        .iter()
        .filter(|(key, _)| !["lever", "shock", "switches", "parameters"].contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let switches = root["switches"]["properties"].as_object().unwrap_or(&empty);
    print(&format!(
        "{}{}{}{}[parameters]  Assumptions set for this scenario: \"module.parameter\" = number (`counterflow evidence \
         list`)\n\n\
         Example (`counterflow new scenario --out my-scenario.toml`)\n\n{}",
        page("A scenario file", &top, &["name"]),
        page(
            "[[lever]]  A lever in use, once for each; either effort or budget. `counterflow schema levers` has units \
             and costs",
            &levers,
            &["id"]
        ),
        page("[[shock]]  A shock from outside; may be left out", &shocks, &["kind", "size"]),
        page("[switches]  Structural assumptions; may be left out", switches, &[]),
        include_str!("../../templates/scenario.toml")
    ))
}

/// Prints the keys of a claims file with an example, or its JSON Schema.
pub fn print_claims(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let schema = files::claims(&context.session()?);
    if as_json {
        return print_json(&schema);
    }
    let claim = &schema["properties"]["claim"]["items"];
    let empty = Map::new();
    let required: Vec<&str> = claim["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    print(&format!(
        "A claims file\n\nside_effects = [...]  Series to watch in every claim; the sign says which way would be \
         welcome\n\n\
         [[claim]]  A claim, with a lever or an outcome that it belongs to\n\n{}\n\
         Example (`counterflow new claims --out my-claims.toml`)\n\n{}",
        keys(claim["properties"].as_object().unwrap_or(&empty), &required, context),
        include_str!("../../templates/claims.toml")
    ))
}

/// The keys of several variants as one table: a key that all know, or only some; constants become a choice.
fn merged(variants: &Value) -> Map<String, Value> {
    let mut keys: Map<String, Value> = Map::new();
    for variant in variants.as_array().into_iter().flatten() {
        for (key, value) in variant["properties"].as_object().into_iter().flatten() {
            match (keys.get_mut(key), value.get("const")) {
                (None, Some(constant)) => {
                    keys.insert(key.clone(), serde_json::json!({ "enum": [constant] }));
                }
                (Some(known), Some(constant)) => {
                    if let Some(words) = known["enum"].as_array_mut() {
                        words.push(constant.clone());
                    }
                }
                (None, None) => {
                    keys.insert(key.clone(), value.clone());
                }
                (Some(_), None) => {}
            }
        }
    }
    // What an effort looks like is the same for all levers; what differs stands in the table of levers.
    if let Some(effort) = keys.get_mut("effort") {
        effort["description"] = Value::from(
            "A level, the base year's effort included (\"3,000 patrol days/year\"), or a change of it (\"+100 patrol \
             days/year\", \"+50 %\", \"double\")",
        );
    }
    if let Some(size) = keys.get_mut("size") {
        size["description"] = Value::from("A factor, or hectares a year for eradication");
    }
    keys
}

fn keys(properties: &Map<String, Value>, required: &[&str], context: &Context<'_>) -> String {
    let mut table =
        Table::new([("Key", Column::Left), ("Takes", Column::Wrap), ("", Column::Left), ("Meaning", Column::Wrap)]);
    for (key, value) in properties {
        let must = if required.contains(&key.as_str()) { "required" } else { "" };
        let meaning = value["description"].as_str().unwrap_or_default();
        table.push([key.clone(), takes(value), must.to_owned(), meaning.to_owned()]);
    }
    table.render(context.terminal.style())
}

/// What a value may be, in words.
fn takes(value: &Value) -> String {
    let words = |list: &Value| {
        let all: Vec<&str> = list.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        // Places go by identifier or by name; the identifiers are enough.
        let lower = all.iter().filter(|word| word.chars().all(|letter| !letter.is_uppercase())).count();
        let shown: Vec<&str> = if lower > 0 && lower < all.len() {
            all.iter()
                .copied()
                .filter(|word| word.chars().all(|letter| !letter.is_uppercase() && letter != ' '))
                .collect()
        } else {
            all
        };
        let more = if shown.len() > MOST_WORDS { ", ..." } else { "" };
        format!("{}{more}", shown.iter().take(MOST_WORDS).copied().collect::<Vec<&str>>().join(", "))
    };
    if value["enum"].is_array() {
        return words(&value["enum"]);
    }
    if let Some(one) = value["oneOf"].as_array().and_then(|forms| forms.first()) {
        return format!("one or a list of: {}", words(&one["enum"]));
    }
    match (value["type"].as_str(), value["pattern"].as_str()) {
        (Some("string"), Some(pattern)) if pattern.contains("[0-9]{4}") => "month such as \"2030-01\"".to_owned(),
        (Some("string"), _) => "text".to_owned(),
        (Some("array"), _) => "list of texts".to_owned(),
        (Some("boolean"), _) => "true or false".to_owned(),
        (Some(other), _) => other.to_owned(),
        (None, _) => String::new(),
    }
}
