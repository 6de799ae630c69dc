//! The fields of a JSON object.

use serde_json::Value;

use crate::input::fields::{Columns, Fields};

/// Puts what an object says under the names it says it by. A list becomes a text with `|` between
/// its parts, as in CSV; what an object within holds goes by both names with a point between.
pub(crate) fn fill(
    value: &Value,
    columns: &mut Columns,
    fields: &mut Fields,
) -> Result<(), String> {
    let Value::Object(object) = value else {
        return Err("is not a JSON object".to_owned());
    };
    for (name, value) in object {
        fill_one(name, value, DEEPEST, columns, fields);
    }
    Ok(())
}

fn fill_one(name: &str, value: &Value, deep: usize, columns: &mut Columns, fields: &mut Fields) {
    if let (Value::Object(object), true) = (value, deep > 0) {
        for (inner, value) in object {
            fill_one(&format!("{name}.{inner}"), value, deep - 1, columns, fields);
        }
        return;
    }
    let Some(place) = columns.place(name) else { return };
    match value {
        Value::String(text) => fields.put(place, text),
        value => fields.put(place, &text(value).unwrap_or_default()),
    }
}

/// A value as a text; none where it is none or has parts with names.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(value) => Some(value.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(text).collect();
            (!texts.is_empty()).then(|| texts.join("|"))
        }
    }
}

/// How many objects within objects are looked into.
const DEEPEST: usize = 2;
