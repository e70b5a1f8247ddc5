//! Whether a JSON value is what a schema says, for the part of JSON Schema that the description uses. Stricter than
//! the standard: an object holds no field that its schema does not name.

use serde_json::{Map, Value};

/// What is wrong with a value, with the path to it; none if nothing is.
pub fn fault(value: &Value, schema: &Value, definitions: &Map<String, Value>) -> Option<String> {
    check(value, schema, definitions, "$").err()
}

fn check(value: &Value, schema: &Value, definitions: &Map<String, Value>, path: &str) -> Result<(), String> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let definition = definitions.get(name).ok_or_else(|| format!("{path}: no definition {name}"))?;
        return check(value, definition, definitions, path);
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Value::Array(choices)) = schema.get(key) {
            let faults: Vec<String> =
                choices.iter().filter_map(|choice| check(value, choice, definitions, path).err()).collect();
            return if faults.len() < choices.len() { Ok(()) } else { Err(faults.join("; or ")) };
        }
    }
    if let Some(Value::Array(words)) = schema.get("enum") {
        return if words.contains(value) { Ok(()) } else { Err(format!("{path}: {value} is none of {words:?}")) };
    }
    if let Some(word) = schema.get("const") {
        return if word == value { Ok(()) } else { Err(format!("{path}: {value} is not {word}")) };
    }
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return Err(format!("{path}: the schema says nothing: {schema}")),
    };
    match value {
        // JSON has no NaN: a plain number that does not exist is null.
        Value::Null if kinds.contains(&"null") || kinds.contains(&"number") => Ok(()),
        Value::Bool(_) if kinds.contains(&"boolean") => Ok(()),
        Value::String(_) if kinds.contains(&"string") => Ok(()),
        Value::Number(number) if kinds.contains(&"number") || (kinds.contains(&"integer") && !number.is_f64()) => {
            Ok(())
        }
        Value::Array(items) if kinds.contains(&"array") => list(items, schema, definitions, path),
        Value::Object(fields) if kinds.contains(&"object") => object(fields, schema, definitions, path),
        other => Err(format!("{path}: {other} is no {kinds:?}")),
    }
}

fn list(items: &[Value], schema: &Value, definitions: &Map<String, Value>, path: &str) -> Result<(), String> {
    if let Some(Value::Array(schemas)) = schema.get("prefixItems") {
        if schemas.len() != items.len() {
            return Err(format!("{path}: {} items instead of {}", items.len(), schemas.len()));
        }
        return items.iter().zip(schemas).try_for_each(|(item, schema)| check(item, schema, definitions, path));
    }
    let bound = |key| schema.get(key).and_then(Value::as_u64).map(|bound| bound as usize);
    if bound("minItems").is_some_and(|least| items.len() < least)
        || bound("maxItems").is_some_and(|most| items.len() > most)
    {
        return Err(format!("{path}: {} items", items.len()));
    }
    let item_schema = schema.get("items").ok_or_else(|| format!("{path}: a list of what?"))?;
    let one = |(number, item): (usize, &Value)| check(item, item_schema, definitions, &format!("{path}[{number}]"));
    items.iter().enumerate().try_for_each(one)
}

fn object(
    fields: &Map<String, Value>,
    schema: &Value,
    definitions: &Map<String, Value>,
    path: &str,
) -> Result<(), String> {
    let required = schema.get("required").and_then(Value::as_array);
    for name in required.into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            return Err(format!("{path}: `{name}` is missing"));
        }
    }
    for (name, value) in fields {
        let of_name = schema.get("properties").and_then(|known| known.get(name));
        let of_any = schema.get("additionalProperties").filter(|schema| schema.is_object());
        let schema = of_name.or(of_any).ok_or_else(|| format!("{path}: `{name}` is not described"))?;
        check(value, schema, definitions, &format!("{path}.{name}"))?;
    }
    Ok(())
}

#[test]
fn faults_are_seen() {
    let schema = serde_json::json!({
        "type": "object", "required": ["a"],
        "properties": {"a": {"type": "array", "items": {"$ref": "#/components/schemas/B"}}},
    });
    let definitions = Map::from_iter([("B".to_owned(), serde_json::json!({"enum": ["x", "y"]}))]);
    let is_fine = |text: &str| fault(&serde_json::from_str(text).expect("JSON"), &schema, &definitions).is_none();
    assert!(is_fine(r#"{"a": ["x"]}"#));
    for wrong in [r#"{}"#, r#"{"a": ["z"]}"#, r#"{"a": "x"}"#, r#"{"a": [], "b": 1}"#, r#"[]"#] {
        assert!(!is_fine(wrong), "{wrong}");
    }
}
