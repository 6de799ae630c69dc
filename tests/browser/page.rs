//! What the tests need of the page that the web bindings do not give: a look
//! into storage, a hand on it, and storage that fails.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn names() -> Result<JsValue, JsValue>;
    pub(crate) fn clear_text() -> String;
    #[wasm_bindgen(catch)]
    async fn dump(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn flip(name: &str, store: &str, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn export_is_refused(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn web_seal(k: &[u8], iv: &[u8], aad: &[u8], p: &[u8]) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn web_open(k: &[u8], iv: &[u8], aad: &[u8], s: &[u8]) -> Result<JsValue, JsValue>;
    pub(crate) fn break_method(owner: &str, method: &str, error: &str);
    pub(crate) fn mend();
    #[wasm_bindgen(catch)]
    async fn fetch_bytes(url: &str) -> Result<JsValue, JsValue>;
}

/// Names of all databases of this origin.
pub(crate) async fn databases() -> String {
    names().await.expect("databases are listed").as_string().expect("a text")
}

/// Everything in a database, as text.
pub(crate) async fn dump_of(name: &str) -> String {
    dump(name).await.expect("the database is read").as_string().expect("a text")
}

pub(crate) async fn flip_last_bit(name: &str, store: &str, key: &str) {
    flip(name, store, key).await.expect("the record is changed");
}

pub(crate) async fn key_cannot_be_exported(name: &str) -> bool {
    export_is_refused(name).await.expect("the key is read").is_truthy()
}

pub(crate) async fn web_crypto_seals(k: &[u8], iv: &[u8], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    bytes(web_seal(k, iv, aad, plain).await.expect("WebCrypto seals"))
}

pub(crate) async fn web_crypto_opens(k: &[u8], iv: &[u8], aad: &[u8], sealed: &[u8]) -> Vec<u8> {
    bytes(web_open(k, iv, aad, sealed).await.expect("WebCrypto opens"))
}

pub(crate) async fn fetched(url: &str) -> Vec<u8> {
    bytes(fetch_bytes(url).await.expect("the file is served"))
}

/// Waits for what the door promised; a rejection comes back as its code.
pub(crate) async fn done(promise: js_sys::Promise) -> Result<JsValue, String> {
    JsFuture::from(promise).await.map_err(|error| field(&error, "code"))
}

/// A list of texts, as a page hands it over.
pub(crate) fn list(texts: &[&str]) -> JsValue {
    texts.iter().map(|text| JsValue::from(*text)).collect::<js_sys::Array>().into()
}

/// A field of a view, as text.
pub(crate) fn field(object: &JsValue, name: &str) -> String {
    let value = js_sys::Reflect::get(object, &name.into()).expect("an object");
    value
        .as_string()
        .or_else(|| value.as_f64().map(|number| number.to_string()))
        .or_else(|| value.as_bool().map(|truth| truth.to_string()))
        .unwrap_or_default()
}

fn bytes(value: JsValue) -> Vec<u8> {
    value.unchecked_into::<js_sys::Uint8Array>().to_vec()
}
