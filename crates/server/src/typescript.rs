//! Definitions of JSON Schema as types of `TypeScript`, for the web app.
//!
//! Knows what [`crate::description`] uses: objects, maps, lists, tuples, unions, words and references.

use serde_json::{Map, Value};

const HEAD: &str = "\
/** What the API takes and answers. Generated from the server's types:
 * `cargo run -p counterflow-server --example generate_types` writes this file. */
";

/// Every definition as an exported type, in the order of their names.
#[must_use]
pub fn types(definitions: &Map<String, Value>) -> String {
    let one = |(name, schema): (&String, &Value)| {
        let about =
            schema.get("description").and_then(Value::as_str).map_or_else(String::new, |text| comment(text, ""));
        let body = expression(schema, "");
        if schema.get("properties").is_some() {
            format!("\n{about}export interface {name} {body}\n")
        } else {
            format!("\n{about}export type {name} = {body};\n")
        }
    };
    std::iter::once(HEAD.to_owned()).chain(definitions.iter().map(one)).collect()
}

fn comment(text: &str, indent: &str) -> String {
    format!("{indent}/** {} */\n", text.split_whitespace().collect::<Vec<&str>>().join(" "))
}

/// A schema as a type; `indent` is that of the line on which it stands.
fn expression(schema: &Value, indent: &str) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or("unknown").to_owned();
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(choices)) = schema.get(key) {
            return union(choices.iter().map(|choice| expression(choice, indent)));
        }
    }
    if let Some(Value::Array(words)) = schema.get("enum") {
        return union(words.iter().map(literal));
    }
    if let Some(word) = schema.get("const") {
        return literal(word);
    }
    match schema.get("type") {
        Some(Value::Array(kinds)) => {
            union(kinds.iter().filter_map(Value::as_str).map(|kind| of_kind(kind, schema, indent)))
        }
        Some(Value::String(kind)) => of_kind(kind, schema, indent),
        _ => "unknown".to_owned(),
    }
}

fn of_kind(kind: &str, schema: &Value, indent: &str) -> String {
    match kind {
        "string" | "boolean" | "null" => kind.to_owned(),
        "number" | "integer" => "number".to_owned(),
        "array" => list(schema, indent),
        "object" => object(schema, indent),
        _ => "unknown".to_owned(),
    }
}

fn list(schema: &Value, indent: &str) -> String {
    if let Some(Value::Array(items)) = schema.get("prefixItems") {
        let items: Vec<String> = items.iter().map(|item| expression(item, indent)).collect();
        return format!("[{}]", items.join(", "));
    }
    let item = schema.get("items").map_or_else(|| "unknown".to_owned(), |item| expression(item, indent));
    let bound = |key| schema.get(key).and_then(Value::as_u64);
    match (bound("minItems"), bound("maxItems")) {
        (Some(least), Some(most)) if least == most => format!("[{}]", vec![item; least as usize].join(", ")),
        _ if item.contains(" | ") => format!("({item})[]"),
        _ => format!("{item}[]"),
    }
}

fn object(schema: &Value, indent: &str) -> String {
    let Some(Value::Object(properties)) = schema.get("properties") else {
        let value = schema.get("additionalProperties").filter(|value| value.is_object());
        return format!(
            "Record<string, {}>",
            value.map_or_else(|| "unknown".to_owned(), |one| expression(one, indent))
        );
    };
    let inner = format!("{indent}  ");
    let required = |name: &str| {
        schema.get("required").and_then(Value::as_array).is_some_and(|names| names.iter().any(|known| known == name))
    };
    let field = |(name, schema): (&String, &Value)| {
        let about =
            schema.get("description").and_then(Value::as_str).map_or_else(String::new, |text| comment(text, &inner));
        let optional = if required(name) { "" } else { "?" };
        format!("{about}{inner}{name}{optional}: {};\n", expression(schema, &inner))
    };
    format!("{{\n{}{indent}}}", properties.iter().map(field).collect::<String>())
}

fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |word| format!("'{word}'"))
}

fn union(choices: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for choice in choices {
        if !once.contains(&choice) {
            once.push(choice);
        }
    }
    once.join(" | ")
}
