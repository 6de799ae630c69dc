//! Everything that a browser stores for an origin, as text.

use serde_json::Value;

/// What is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Names of databases, caches and workers, keys of storage, cookies, files.
    pub places: Vec<String>,
    /// Every key and value, bytes as Latin-1.
    pub contents: String,
}

impl Stored {
    pub(crate) fn from_json(value: &Value) -> Stored {
        let places = value["places"].as_array().into_iter().flatten();
        Stored {
            places: places.map(|place| place.as_str().unwrap_or_default().to_owned()).collect(),
            contents: value["contents"].as_str().unwrap_or_default().to_owned(),
        }
    }
}

pub(crate) const READ: &str = r#"
const places = [], contents = [];
const text = (value) => {
  if (value instanceof ArrayBuffer) value = new Uint8Array(value);
  if (value instanceof Uint8Array) return String.fromCharCode(...value);
  return value instanceof Object && !(value instanceof CryptoKey) ? JSON.stringify(value) : String(value);
};
for (const [name, storage] of [["localStorage", localStorage], ["sessionStorage", sessionStorage]]) {
  for (const [key, value] of Object.entries(storage)) {
    places.push(`${name} ${key}`);
    contents.push(key, value);
  }
}
if (document.cookie) places.push(`cookie ${document.cookie}`);
contents.push(document.cookie);
// What a browser does not have holds nothing; which has what stands in the table of gaps.
for (const name of (await globalThis.caches?.keys()) ?? []) places.push(`cache ${name}`);
const workers = await navigator.serviceWorker?.getRegistrations();
for (const worker of workers ?? []) places.push(`worker ${worker.scope}`);
const files = await navigator.storage?.getDirectory?.();
for await (const name of files?.keys() ?? []) places.push(`file ${name}`);
for (const { name } of await indexedDB.databases()) {
  places.push(`database ${name}`);
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const store of database.objectStoreNames) {
    const cursor = database.transaction(store).objectStore(store).openCursor();
    await new Promise((resolve) => {
      cursor.onsuccess = () => {
        if (!cursor.result) return resolve();
        contents.push(store, text(cursor.result.key), text(cursor.result.value));
        cursor.result.continue();
      };
    });
  }
  database.close();
}
return { places, contents: contents.join("\n") };
"#;
