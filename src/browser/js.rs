//! What is done with JavaScript objects everywhere: look into one, and write to one.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

/// A property; `undefined` where there is none.
pub(super) fn field(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or_default()
}

/// Sets a property; of the objects here that cannot fail.
pub(super) fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}

/// The texts in a list; `None` where it is no list, or holds anything else.
pub(super) fn texts(list: &JsValue) -> Option<Vec<String>> {
    list.dyn_ref::<Array>()?.iter().map(|text| text.as_string()).collect()
}

/// Bytes; none where a value of another type lies in their place, which was not written by us, and
/// which no constructor may be handed unseen.
pub(super) fn bytes(value: &JsValue) -> Vec<u8> {
    let length = field(value, "byteLength").as_f64();
    length.map(|_| Uint8Array::new(value).to_vec()).unwrap_or_default()
}
