//! The key that protects the data key: a WebCrypto key in IndexedDB that
//! script can use but not copy (SEC-03).

use super::indexed_db::IndexedDb;
use super::js::{promised, set};
use crate::vault::cipher::DataKey;
use crate::vault::{Custody, StoreError};
use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::SubtleCrypto;
use zeroize::Zeroize;

/// Custody on this device.
#[derive(Debug)]
pub struct DeviceCustody {
    database: IndexedDb,
}

/// The two things that the key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    Encrypt,
    Decrypt,
}

impl DeviceCustody {
    /// Custody of the key in `database`.
    pub fn new(database: IndexedDb) -> DeviceCustody {
        DeviceCustody { database }
    }

    /// Encrypts, making the key at first use, or decrypts; `None` when there
    /// is no key to decrypt with. One function for both: an async function is
    /// a state machine, and costs a kilobyte.
    async fn apply(
        &self,
        verb: Verb,
        bytes: &[u8],
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<Option<Uint8Array>, StoreError> {
        let mut key = self.database.key(None).await?;
        if key.is_undefined() {
            if verb == Verb::Decrypt {
                return Ok(None);
            }
            let made = promised(make_key(&subtle()?)).await;
            self.database.key(Some(&made.map_err(|_| StoreError::KeyRefused)?)).await?;
            // Some browsers take a key and give back nothing: use what comes back.
            key = self.database.key(None).await?;
        }
        let done = promised(start(&subtle()?, verb, &key, bytes, &gcm(nonce, aad))).await;
        match (done, verb) {
            (Ok(done), _) => Ok(Some(Uint8Array::new(&done))),
            (Err(_), Verb::Encrypt) => Err(StoreError::KeyRefused),
            (Err(_), Verb::Decrypt) => Ok(None),
        }
    }
}

impl Custody for DeviceCustody {
    async fn wrap(
        &self,
        key: &DataKey,
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<[u8; 48], StoreError> {
        let wrapped = self.apply(Verb::Encrypt, key.dangerous_bytes(), nonce, aad).await?;
        wrapped.and_then(|wrapped| array(&wrapped)).ok_or(StoreError::Failed)
    }

    async fn unwrap(
        &self,
        wrapped: &[u8; 48],
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<Option<DataKey>, StoreError> {
        let opened = self.apply(Verb::Decrypt, wrapped, nonce, aad).await?;
        Ok(opened.and_then(|opened| {
            let mut bytes = array(&opened)?;
            opened.fill(0, 0, opened.length());
            let key = DataKey::new(bytes);
            bytes.zeroize();
            Some(key)
        }))
    }
}

/// Missing where the page is not a secure context.
fn subtle() -> Result<SubtleCrypto, StoreError> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let subtle = crypto.map(|crypto| crypto.subtle());
    subtle.filter(|subtle| !subtle.is_undefined()).ok_or(StoreError::Unavailable)
}

fn make_key(subtle: &SubtleCrypto) -> Result<Promise, JsValue> {
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let algorithm = algorithm();
    set(&algorithm, "length", &256.into());
    subtle.generate_key_with_object(&algorithm, false, &usages)
}

fn start(
    subtle: &SubtleCrypto,
    verb: Verb,
    key: &JsValue,
    bytes: &[u8],
    algorithm: &Object,
) -> Result<Promise, JsValue> {
    // What is no key is refused by the browser.
    let key = key.unchecked_ref();
    match verb {
        Verb::Encrypt => subtle.encrypt_with_object_and_u8_array(algorithm, key, bytes),
        Verb::Decrypt => subtle.decrypt_with_object_and_u8_array(algorithm, key, bytes),
    }
}

fn gcm(nonce: &[u8; 12], aad: &[u8]) -> Object {
    let algorithm = algorithm();
    set(&algorithm, "iv", &Uint8Array::from(&nonce[..]));
    set(&algorithm, "additionalData", &Uint8Array::from(aad));
    algorithm
}

fn algorithm() -> Object {
    let algorithm = Object::new();
    set(&algorithm, "name", &"AES-GCM".into());
    algorithm
}

fn array<const N: usize>(bytes: &Uint8Array) -> Option<[u8; N]> {
    let mut array = [0; N];
    (bytes.length() as usize == N).then(|| {
        bytes.copy_to(&mut array);
        array
    })
}
