//! The policy file as the page parsed it: the few fields that the core checks.

use super::js::field;
use crate::policy::PolicyFile;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

/// Reads the fields. What is of another type is read as a value that the core
/// refuses, never as missing: a default may be wider than what was meant.
pub(super) fn read_policy(policy: &JsValue) -> PolicyFile {
    let text = |of: &JsValue, key| field(of, key).as_string();
    let there = |key| Some(field(policy, key)).filter(|value| !value.is_undefined());
    let number = |key| there(key).map(|value| value.as_f64().unwrap_or(f64::NAN));
    let names = |list: &JsValue| -> Vec<String> {
        let list =
            list.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_else(|| vec![JsValue::NULL]);
        list.iter().map(|name| name.as_string().unwrap_or_default()).collect()
    };
    PolicyFile {
        version: number("version").unwrap_or_default() as u32,
        site: text(policy, "site").unwrap_or_default(),
        notice: text(&field(policy, "notice"), "version").unwrap_or_default(),
        purposes: there("purposes").as_ref().map(names),
        jurisdiction: text(policy, "jurisdiction"),
        retention_days: number("retentionDays"),
        boost: number("boost"),
        off: field(policy, "off").is_truthy(),
    }
}
