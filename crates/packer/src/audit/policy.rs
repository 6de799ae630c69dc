//! The shop's policy file, as far as an audit holds the shop to it.

use std::path::Path;

use homekept::policy::{Policy, PolicyError, PolicyFile};
use serde_json::Value;

use crate::PackError;

/// The policy of a file, checked as the page checks it; without a file the one of a shop that names
/// nothing but itself. Beside it what the file says of the table's source.
pub(super) fn read(path: Option<&Path>) -> Result<(Policy, Option<String>), PackError> {
    let Some(path) = path else {
        let file = PolicyFile {
            version: 1,
            site: "audit".to_owned(),
            notice: "1".to_owned(),
            ..PolicyFile::default()
        };
        return Ok((Policy::of(file).map_err(|source| refused(Path::new(""), source))?, None));
    };
    let text = std::fs::read_to_string(path)
        .map_err(|source| PackError::Read { path: path.to_owned(), source })?;
    let unclear = |reason: String| PackError::PolicyUnclear { path: path.to_owned(), reason };
    let json: Value = serde_json::from_str(&text).map_err(|error| unclear(error.to_string()))?;
    if !json.is_object() {
        return Err(unclear("is not an object".to_owned()));
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let purposes = match json.get("purposes") {
        None => None,
        Some(list) => Some(
            list.as_array()
                .and_then(|list| list.iter().map(text).collect())
                .ok_or_else(|| refused(path, PolicyError::UnknownPurpose))?,
        ),
    };
    let number = |field: &str, wrong| match json.get(field) {
        None => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or_else(|| refused(path, wrong)),
    };
    let file = PolicyFile {
        version: json.get("version").and_then(Value::as_u64).unwrap_or(0) as u32,
        site: json.get("site").and_then(text).unwrap_or_default(),
        notice: json.pointer("/notice/version").and_then(text).unwrap_or_default(),
        purposes,
        jurisdiction: json.get("jurisdiction").and_then(text),
        retention_days: number("retentionDays", PolicyError::BadRetention)?,
        boost: number("boost", PolicyError::BadBoost)?,
        off: json.get("off").and_then(Value::as_bool).unwrap_or(false),
    };
    let source = json.get("tableSource").and_then(text);
    Ok((Policy::of(file).map_err(|source| refused(path, source))?, source))
}

fn refused(path: &Path, source: PolicyError) -> PackError {
    PackError::Policy { path: path.to_owned(), source }
}
