//! JSON Schemas (draft 2020-12) of the files that a user writes: scenarios, claims, studies, questions.

pub mod files;
pub mod question;
pub mod study;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
const MONTH: &str = "^[0-9]{4}-(0[1-9]|1[0-2])$";

/// Schema of a month.
fn month(description: impl Into<String>) -> serde_json::Value {
    serde_json::json!({"type": "string", "pattern": MONTH, "description": description.into()})
}

/// An object with the version of the program before its fields.
fn versioned(fields: impl IntoIterator<Item = (&'static str, serde_json::Value)>) -> serde_json::Value {
    let version = ("counterflow", env!("CARGO_PKG_VERSION").into());
    std::iter::once(version).chain(fields).map(|(key, value)| (key.to_owned(), value)).collect()
}
