//! What a study file looks like: a page to read, and a JSON Schema.

use super::files::{DRAFT, month};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{print, print_json, versioned};
use crate::session::Session;
use crate::table::{Column, Table};
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::indicators::INDICATORS;
use counterflow_study::study_file::keys::{EXAMPLE, Form, StudyKey, StudyTable, TABLES, keys};
use serde_json::{Map, Value, json};

/// Prints the keys of a study file with an example, or its JSON Schema.
pub fn print_study(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if as_json {
        return print_json(&schema(&context.session()?));
    }
    let tables: String = TABLES.iter().map(|table| page_of(table, context)).collect();
    print(&format!("{tables}Example\n\n{EXAMPLE}"))
}

fn keys_of(table: &StudyTable) -> Vec<StudyKey> {
    keys().into_iter().filter(|key| key.table == table.name).collect()
}

fn page_of(table: &StudyTable, context: &Context<'_>) -> String {
    let heading = match (table.name, table.repeats) {
        ("", _) => table.about.to_owned(),
        (name, true) => format!("[[{name}]]  {}", table.about),
        (name, false) => format!("[{name}]  {}", table.about),
    };
    let optional = if table.required { "" } else { "; may be left out" };
    let mut rows = Table::new([
        ("Key", Column::Left),
        ("Takes", Column::Wrap),
        ("If left out", Column::Wrap),
        ("Meaning", Column::Wrap),
    ]);
    for key in keys_of(table) {
        rows.push([
            key.name.to_owned(),
            words(&key.form),
            key.default.unwrap_or_else(|| "required".to_owned()),
            key.about.to_owned(),
        ]);
    }
    format!("{heading}{optional}\n\n{}\n", rows.render(context.terminal))
}

/// What a form takes, in words.
fn words(form: &Form) -> String {
    match form {
        Form::Text => "text".to_owned(),
        Form::Word(words) => format!("one of {}", words.join(", ")),
        Form::Words(words) => format!("list of {}", words.join(", ")),
        Form::Scenario => "scenario, by name or path".to_owned(),
        Form::Scenarios => "scenarios, by name or path".to_owned(),
        Form::Series => "indicator or indicator@place".to_owned(),
        Form::SeriesList => "list of indicator or indicator@place".to_owned(),
        Form::Parameters => "list of module.parameter or module.*".to_owned(),
        Form::ParameterPair => "two of module.parameter".to_owned(),
        Form::Whole(bounds) if *bounds.end() == i64::MAX => format!("whole number from {}", bounds.start()),
        Form::Whole(bounds) => format!("whole number from {} to {}", bounds.start(), bounds.end()),
        Form::Between(low, high) => format!("number between {low} and {high}"),
        Form::Shares => "shares from 0 (low) to 1 (high)".to_owned(),
        Form::SharesOfEach => "table of \"module.parameter\" = shares".to_owned(),
        Form::Month => "month such as 2030-01".to_owned(),
    }
}

/// JSON Schema of a study file.
pub fn schema(session: &Session) -> Value {
    let [top, tables @ ..] = &TABLES;
    let mut properties = properties_of(top, session);
    properties.extend(tables.iter().map(|table| (table.name.to_owned(), table_schema(table, session))));
    let needed = tables.iter().filter(|table| table.required).map(|table| table.name);
    versioned([
        ("$schema", json!(DRAFT)),
        ("title", json!("Counterflow study")),
        ("type", json!("object")),
        ("required", json!(required_of(top).into_iter().chain(needed).collect::<Vec<&str>>())),
        ("additionalProperties", json!(false)),
        ("properties", Value::Object(properties)),
    ])
}

fn table_schema(table: &StudyTable, session: &Session) -> Value {
    let one = json!({"type": "object", "required": required_of(table), "additionalProperties": false, "properties": properties_of(table, session)});
    match table.repeats {
        true => json!({"type": "array", "description": table.about, "items": one}),
        false => with_about(one, table.about, None),
    }
}

fn required_of(table: &StudyTable) -> Vec<&'static str> {
    keys_of(table).iter().filter(|key| key.default.is_none()).map(|key| key.name).collect()
}

fn properties_of(table: &StudyTable, session: &Session) -> Map<String, Value> {
    let property = |key: StudyKey| {
        (key.name.to_owned(), with_about(form_schema(&key.form, session), key.about, key.default.as_deref()))
    };
    keys_of(table).into_iter().map(property).collect()
}

/// A schema with what the key means and what holds without it.
fn with_about(mut schema: Value, about: &str, default: Option<&str>) -> Value {
    if let Value::Object(schema) = &mut schema {
        let without = default.map_or_else(String::new, |default| format!(" (if left out: {default})"));
        schema.insert("description".to_owned(), json!(format!("{about}{without}")));
    }
    schema
}

fn form_schema(form: &Form, session: &Session) -> Value {
    let share = json!({"type": "number", "minimum": 0, "maximum": 1});
    let shares = json!({"type": "array", "minItems": 1, "items": share});
    match form {
        Form::Text => json!({"type": "string", "minLength": 1}),
        Form::Word(words) => json!({"enum": words}),
        Form::Words(words) => one_or_more(&json!({"enum": words})),
        Form::Scenario => scenario(session),
        Form::Scenarios => one_or_more(&scenario(session)),
        Form::Series => series(),
        Form::SeriesList => one_or_more(&series()),
        Form::Parameters => one_or_more(&json!({"enum": parameters(session, true)})),
        Form::ParameterPair => {
            json!({"type": "array", "minItems": 2, "maxItems": 2, "items": {"enum": parameters(session, false)}})
        }
        Form::Whole(bounds) => json!({"type": "integer", "minimum": bounds.start(), "maximum": bounds.end()}),
        Form::Between(low, high) => json!({"type": "number", "exclusiveMinimum": low, "exclusiveMaximum": high}),
        Form::Shares => shares,
        Form::SharesOfEach => {
            json!({"type": "object", "propertyNames": {"enum": parameters(session, false)}, "additionalProperties": shares})
        }
        Form::Month => month(""),
    }
}

fn one_or_more(one: &Value) -> Value {
    json!({"oneOf": [one, {"type": "array", "minItems": 1, "items": one}]})
}

fn scenario(session: &Session) -> Value {
    json!({"type": "string", "minLength": 1, "examples": session.scenarios.iter().map(SourceFile::stem).collect::<Vec<&str>>()})
}

fn series() -> Value {
    let ids: Vec<&str> = INDICATORS.iter().map(|indicator| indicator.id).collect();
    json!({"type": "string", "pattern": format!("^({})(@.+)?$", ids.join("|"))})
}

/// Names of the uncertain parameters, and of whole modules where these may stand for them.
fn parameters(session: &Session, with_modules: bool) -> Vec<String> {
    let uncertain = || session.evidence.records().iter().filter(|record| record.is_uncertain());
    let mut names: Vec<String> = uncertain().map(|record| record.id()).collect();
    if with_modules {
        names.extend(uncertain().map(|record| format!("{}.*", record.module)));
    }
    names.sort();
    names.dedup();
    names
}
