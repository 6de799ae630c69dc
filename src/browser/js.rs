//! What is done with JavaScript objects everywhere: look into one, and write to one.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A property; `undefined` where there is none.
pub(super) fn field(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or_default()
}

/// Sets a property; of the objects here that cannot fail.
pub(super) fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}
