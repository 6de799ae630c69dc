//! What the tests need of the page that the web bindings do not give: a look
//! into storage, a hand on it, and storage that fails.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(inline_js = r#"
const opened = (name) => new Promise((resolve, reject) => {
  const request = indexedDB.open(name);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const text = (value) => {
  if (value instanceof ArrayBuffer) value = new Uint8Array(value);
  if (value instanceof Uint8Array) return String.fromCharCode(...value);
  return String(value);
};
export async function names() {
  return (await indexedDB.databases()).map((database) => database.name).join();
}
export function clear_text() {
  return [localStorage, sessionStorage].flatMap((s) => Object.entries(s)).join() + document.cookie;
}
/** Every key and value of a database, bytes as Latin-1. */
export async function dump(name) {
  const database = await opened(name);
  // WebKit lists one whose making was called off, and opening it makes it, empty.
  if (database.objectStoreNames.length === 0) return database.close() ?? "";
  const transaction = database.transaction([...database.objectStoreNames]);
  const parts = [];
  for (const store of database.objectStoreNames) {
    const cursor = transaction.objectStore(store).openCursor();
    await new Promise((resolve) => {
      cursor.onsuccess = () => {
        if (!cursor.result) return resolve();
        parts.push(store, text(cursor.result.key), text(cursor.result.value));
        cursor.result.continue();
      };
    });
  }
  database.close();
  return parts.join("\n");
}
/** Flips one bit of every record of a store whose key is `key`, or of all. */
export async function flip(name, store, key) {
  const database = await opened(name);
  const transaction = database.transaction(store, "readwrite");
  const cursor = transaction.objectStore(store).openCursor();
  cursor.onsuccess = () => {
    if (!cursor.result) return;
    if (key === "" || cursor.result.key === key) {
      const bytes = cursor.result.value;
      bytes[bytes.length - 1] ^= 1;
      cursor.result.update(bytes);
    }
    cursor.result.continue();
  };
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  database.close();
}
export async function export_is_refused(name) {
  const database = await opened(name);
  const request = database.transaction("meta").objectStore("meta").get("key");
  const key = await new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  if (!(key instanceof CryptoKey) || key.extractable) return false;
  return crypto.subtle.exportKey("raw", key).then(() => false, () => true);
}
const gcm = async (key, usage) => crypto.subtle.importKey("raw", key, "AES-GCM", false, [usage]);
export async function web_seal(key, iv, additionalData, plain) {
  const parameters = { name: "AES-GCM", iv, additionalData };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, await gcm(key, "encrypt"), plain));
}
export async function web_open(key, iv, additionalData, sealed) {
  const parameters = { name: "AES-GCM", iv, additionalData };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, await gcm(key, "decrypt"), sealed));
}
const broken = new Map();
/** Puts something that throws in the place of a method, until `mend`. */
export function break_method(owner, method, error) {
  const prototype = globalThis[owner].prototype;
  broken.set(prototype, [method, prototype[method]]);
  prototype[method] = function () { throw new DOMException("broken by a test", error); };
}
export function mend() {
  for (const [prototype, [method, original]] of broken) prototype[method] = original;
  broken.clear();
}
export async function fetch_bytes(url) {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}
"#)]
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
