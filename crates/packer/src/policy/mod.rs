//! The shop's policy file, read and checked as the page checks it.

mod record;
mod write;

use std::path::Path;

use homekept::policy::{Policy, PolicyError, PolicyFile};
use homekept::signals::{Signals, SignalsError, SignalsFile};
use serde::Deserialize;
use serde_json::Value;

use crate::PackError;
pub use record::write_record;
pub use write::{PolicyOptions, write_policy};

/// The policy of a file, checked as the page checks it; without a file the one of a shop that names
/// nothing but itself. Beside it what the file says of the table's source.
pub(crate) fn read(path: Option<&Path>) -> Result<(Policy, Option<String>), PackError> {
    let Some(path) = path else {
        let file = PolicyFile {
            version: 1,
            site: "audit".to_owned(),
            notice: "1".to_owned(),
            ..PolicyFile::default()
        };
        return Ok((Policy::of(file).map_err(|source| refused(Path::new(""), source))?, None));
    };
    let json = read_json(path)?;
    let source = json.get("tableSource").and_then(Value::as_str).map(str::to_owned);
    Ok((check(path, &json)?, source))
}

fn read_json(path: &Path) -> Result<Value, PackError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| PackError::Read { path: path.to_owned(), source })?;
    let json: Value =
        serde_json::from_str(&text).map_err(|error| unclear(path, error.to_string()))?;
    if !json.is_object() {
        return Err(unclear(path, "is not an object".to_owned()));
    }
    Ok(json)
}

/// What the module would make of it. On a site for children nothing is offered, whatever else it says.
fn check(path: &Path, json: &Value) -> Result<Policy, PackError> {
    if let Some(placement) = deciding(json) {
        return Err(unclear(path, format!("picks may not decide about a person: {placement}")));
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let purposes = match json.get("purposes") {
        _ if json.get("audience").and_then(Value::as_str) == Some("child") => Some(Vec::new()),
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
    let policy = Policy::of(file).map_err(|source| refused(path, source))?;
    check_signals(json).map_err(|source| PackError::Signals { path: path.to_owned(), source })?;
    Ok(policy)
}

fn check_signals(json: &Value) -> Result<(), SignalsError> {
    let Some(signals) = json.get("signals") else {
        return Ok(());
    };
    let file = SignalsFile::deserialize(signals).map_err(|_| SignalsError::Malformed)?;
    Signals::of(file).map(drop)
}

/// A placement that decides about a person, of those that the file names.
fn deciding(json: &Value) -> Option<&str> {
    let placements = json.get("placements")?.as_array()?.iter().filter_map(Value::as_str);
    placements.into_iter().find(|name| DECISIONS.iter().any(|decision| name.contains(decision)))
}

/// What has legal or similar effects on a person is no place for picks (GDPR, article 22). The page
/// refuses the same: `www/src/policy.ts`.
const DECISIONS: [&str; 5] = ["credit", "employment", "housing", "insurance", "price"];

fn unclear(path: &Path, reason: String) -> PackError {
    PackError::PolicyUnclear { path: path.to_owned(), reason }
}

fn refused(path: &Path, source: PolicyError) -> PackError {
    PackError::Policy { path: path.to_owned(), source }
}
