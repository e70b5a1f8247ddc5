//! JSON Schema of a question of `plan solve`.

use super::DRAFT;
use counterflow_planner::instance::{KINDS, KeyInfo, KindInfo, Takes};
use serde_json::{Map, Value, json};

/// One alternative per kind, so that an editor completes the keys of the kind at hand.
pub fn schema() -> Value {
    json!({
        "$schema": DRAFT,
        "title": "Question of counterflow plan solve",
        "oneOf": KINDS.iter().map(kind_schema).collect::<Vec<Value>>(),
    })
}

fn kind_schema(kind: &KindInfo) -> Value {
    let kind_key = ("kind".to_owned(), json!({ "const": kind.kind }));
    let properties: Map<String, Value> =
        std::iter::once(kind_key).chain(kind.keys.iter().map(|key| (key.key.to_owned(), key_schema(key)))).collect();
    let required: Vec<&str> =
        std::iter::once("kind").chain(kind.keys.iter().filter(|key| key.required).map(|key| key.key)).collect();
    json!({
        "description": kind.about,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
        "x-table-columns": kind.columns,
        "x-table-columns-that-may-be-empty": kind.optional_columns,
        "x-second-file": kind.second_file.map(|(what, columns)| json!({ "option": format!("--{what}"),
            "columns": columns })),
    })
}

fn key_schema(key: &KeyInfo) -> Value {
    match key.takes {
        Takes::Node => json!({ "type": "string", "description": key.about }),
        Takes::Number => json!({ "type": "number", "minimum": 0, "description": key.about }),
        Takes::Whole => json!({ "type": "integer", "minimum": 0, "description": key.about }),
    }
}
