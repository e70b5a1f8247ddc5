//! JSON Schema of a study file.

use super::{DRAFT, month, versioned};
use crate::session::Session;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::indicators::INDICATORS;
use counterflow_study::study_file::keys::{Form, StudyKey, StudyTable, TABLES, keys_of};
use serde_json::{Map, Value, json};

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
    let one = json!({"type": "object", "required": required_of(table), "additionalProperties": false,
        "properties": properties_of(table, session)});
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
            json!({"type": "object", "propertyNames": {"enum": parameters(session, false)},
                "additionalProperties": shares})
        }
        Form::Month => month(""),
    }
}

fn one_or_more(one: &Value) -> Value {
    json!({"oneOf": [one, {"type": "array", "minItems": 1, "items": one}]})
}

fn scenario(session: &Session) -> Value {
    let examples: Vec<&str> = session.scenarios.iter().map(SourceFile::stem).collect();
    json!({"type": "string", "minLength": 1, "examples": examples})
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
