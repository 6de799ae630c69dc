//! The policy file as the page parsed it: the few fields that the core checks.

use super::js::{field, texts};
use crate::policy::PolicyFile;
use wasm_bindgen::JsValue;

/// Reads the fields. What is of another type is read as a value that the core
/// refuses, never as missing: a default may be wider than what was meant.
pub(super) fn read_policy(policy: &JsValue) -> PolicyFile {
    let text = |of: &JsValue, key| field(of, key).as_string();
    let there = |key| Some(field(policy, key)).filter(|value| !value.is_undefined());
    let number = |key| there(key).map(|value| value.as_f64().unwrap_or(f64::NAN));
    PolicyFile {
        version: number("version").unwrap_or_default() as u32,
        site: text(policy, "site").unwrap_or_default(),
        notice: text(&field(policy, "notice"), "version").unwrap_or_default(),
        purposes: there("purposes").map(|list| texts(&list).unwrap_or_else(|| vec![String::new()])),
        jurisdiction: text(policy, "jurisdiction"),
        retention_days: number("retentionDays"),
        boost: number("boost"),
        off: field(policy, "off").is_truthy(),
    }
}
