//! What is answered: a type for every result, serialised as `--json` and the server give it.
//!
//! Months are written `2025-07`, shares lie in 0..1, hashes are SHA-256 in hexadecimal, and a value that does
//! not exist is `null`. Field order is the order of the JSON.

pub mod assessment;
pub mod bands;
pub mod calibration;
pub mod catalogue;
pub mod claims;
pub mod comparison;
pub mod contributions;
pub mod discovery;
pub mod evidence;
pub mod flow_map;
pub mod hindcast;
pub mod module;
mod ordered_map;
pub mod plan;
pub mod problem;
pub mod reconciliation;
pub mod record;
pub mod robustness;
pub mod run;
pub mod sensitivity;
pub mod study;
pub mod validation;
pub mod warning;
pub mod world;
pub mod yearly_run;

pub use ordered_map::OrderedMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// A result with the version of the program before its fields.
#[derive(Clone, Debug, Serialize)]
pub struct Versioned<T> {
    /// Version of the program.
    pub counterflow: &'static str,
    /// The result.
    #[serde(flatten)]
    pub result: T,
}

impl<T> Versioned<T> {
    /// A result of this program.
    pub fn new(result: T) -> Self {
        Self { counterflow: env!("CARGO_PKG_VERSION"), result }
    }
}

impl<T: JsonSchema> JsonSchema for Versioned<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Versioned{}", T::schema_name()).into()
    }

    /// The schema of the result, with the version before its fields.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        let object = schema.ensure_object();
        let version = json!({ "type": "string", "description": "Version of the program." });
        let mut properties = Map::from_iter([("counterflow".to_owned(), version)]);
        if let Some(Value::Object(fields)) = object.remove("properties") {
            properties.extend(fields);
        }
        object.insert("properties".to_owned(), Value::Object(properties));
        let mut required = vec![json!("counterflow")];
        if let Some(Value::Array(fields)) = object.remove("required") {
            required.extend(fields);
        }
        object.insert("required".to_owned(), Value::Array(required));
        schema
    }
}
