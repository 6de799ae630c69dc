//! The policy file as the page parsed it: the few fields that the core checks.

use super::js::field;
use crate::policy::PolicyFile;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

/// Reads the fields; what is missing or of another type is left empty, and
/// refused by the core where it is needed.
pub(super) fn read_policy(policy: &JsValue) -> PolicyFile {
    let text = |of: &JsValue, key| field(of, key).as_string();
    let number = |key| field(policy, key).as_f64();
    let purposes = field(policy, "purposes").dyn_into::<Array>().ok();
    PolicyFile {
        version: number("version").unwrap_or_default() as u32,
        site: text(policy, "site").unwrap_or_default(),
        notice: text(&field(policy, "notice"), "version").unwrap_or_default(),
        purposes: purposes
            .map(|names| names.iter().map(|name| name.as_string().unwrap_or_default()).collect()),
        jurisdiction: text(policy, "jurisdiction"),
        retention_days: number("retentionDays"),
        boost: number("boost"),
        off: field(policy, "off").is_truthy(),
    }
}
