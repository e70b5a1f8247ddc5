//! What a question of `plan solve` looks like: a page to read, and a JSON Schema of its TOML file.

use super::files::DRAFT;
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{print, print_json};
use crate::table::{Column, Table};
use counterflow_planner::HAS_SOLVER;
use counterflow_planner::instance::{KINDS, KeyInfo, KindInfo, Takes};
use serde_json::{Map, Value, json};

/// Prints the kinds of question with keys and columns, or the JSON Schema of a question.
pub fn print_question(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if as_json {
        return print_json(&schema());
    }
    print(&KINDS.iter().map(|kind| page_of(kind, context)).collect::<Vec<String>>().join("\n"))
}

fn page_of(kind: &KindInfo, context: &Context<'_>) -> String {
    let mut keys =
        Table::new([("Key", Column::Left), ("Takes", Column::Left), ("", Column::Left), ("Meaning", Column::Wrap)]);
    for key in kind.keys {
        keys.push([
            key.key.to_owned(),
            takes_words(key.takes).to_owned(),
            if key.required { "required".to_owned() } else { String::new() },
            key.about.to_owned(),
        ]);
    }
    let may_be_empty = if kind.optional_columns.is_empty() {
        String::new()
    } else {
        format!("; cells may be empty in {}", kind.optional_columns.join(", "))
    };
    let second =
        kind.second_file.map_or_else(String::new, |(what, columns)| format!("--{what} FILE  {}\n", columns.join(", ")));
    let left_out = if kind.needs_solver && !HAS_SOLVER { "\nThis program was built without its solver.\n" } else { "" };
    format!(
        "kind = \"{}\"  {}\n{left_out}\n{}\nTable  {}{may_be_empty}\n{second}",
        kind.kind,
        kind.about,
        keys.render(context.terminal),
        kind.columns.join(", ")
    )
}

fn takes_words(takes: Takes) -> &'static str {
    match takes {
        Takes::Node => "node",
        Takes::Number => "number",
        Takes::Whole => "whole number",
    }
}

/// One alternative per kind, so that an editor completes the keys of the kind at hand.
fn schema() -> Value {
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
        "x-second-file": kind.second_file.map(|(what, columns)| json!({ "option": format!("--{what}"), "columns": columns })),
    })
}

fn key_schema(key: &KeyInfo) -> Value {
    match key.takes {
        Takes::Node => json!({ "type": "string", "description": key.about }),
        Takes::Number => json!({ "type": "number", "minimum": 0, "description": key.about }),
        Takes::Whole => json!({ "type": "integer", "minimum": 0, "description": key.about }),
    }
}
