//! The key that protects the data key: a WebCrypto key in IndexedDB that
//! script can use but not copy (SEC-03).

use super::indexed_db::IndexedDb;
use crate::vault::cipher::DataKey;
use crate::vault::{Custody, StoreError};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};
use zeroize::Zeroize;

/// Custody on this device.
#[derive(Debug)]
pub struct DeviceCustody {
    database: IndexedDb,
}

impl DeviceCustody {
    /// Custody of the key in `database`.
    pub fn new(database: IndexedDb) -> DeviceCustody {
        DeviceCustody { database }
    }

    async fn key(&self) -> Result<Option<CryptoKey>, StoreError> {
        Ok(self.database.meta(KEY).await?.dyn_into().ok())
    }

    async fn make_key(&self) -> Result<CryptoKey, StoreError> {
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let algorithm = algorithm();
        set(&algorithm, "length", &256.into());
        let made = subtle()?.generate_key_with_object(&algorithm, false, &usages);
        let key: CryptoKey = settled(made).await?.unchecked_into();
        self.database.put_meta(KEY, &key).await?;
        // Some browsers take a key and give back nothing: use what came back.
        self.key().await?.ok_or(StoreError::KeyRefused)
    }
}

impl Custody for DeviceCustody {
    async fn wrap(
        &self,
        key: &DataKey,
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<[u8; 48], StoreError> {
        let kek = match self.key().await? {
            Some(kek) => kek,
            None => self.make_key().await?,
        };
        let mut plain = *key.dangerous_bytes();
        let sealed = subtle()?.encrypt_with_object_and_u8_array(&gcm(nonce, aad), &kek, &plain);
        plain.zeroize();
        let sealed = Uint8Array::new(&settled(sealed).await?).to_vec();
        sealed.try_into().map_err(|_| StoreError::Failed)
    }

    async fn unwrap(
        &self,
        wrapped: &[u8; 48],
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<Option<DataKey>, StoreError> {
        let Some(kek) = self.key().await? else {
            return Ok(None);
        };
        let opened = subtle()?.decrypt_with_object_and_u8_array(&gcm(nonce, aad), &kek, wrapped);
        let Ok(opened) = settled(opened).await else {
            return Ok(None);
        };
        let opened = Uint8Array::new(&opened);
        let mut bytes = [0; 32];
        if opened.length() != 32 {
            return Ok(None);
        }
        opened.copy_to(&mut bytes);
        opened.fill(0, 0, 32);
        let key = DataKey::new(bytes);
        bytes.zeroize();
        Ok(Some(key))
    }
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, StoreError> {
    let promise = promise.map_err(|_| StoreError::KeyRefused)?;
    JsFuture::from(promise).await.map_err(|_| StoreError::KeyRefused)
}

/// Missing where the page is not a secure context.
fn subtle() -> Result<SubtleCrypto, StoreError> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let subtle = crypto.map(|crypto| crypto.subtle());
    subtle.filter(|subtle| !subtle.is_undefined()).ok_or(StoreError::Unavailable)
}

fn gcm(nonce: &[u8; 12], aad: &[u8]) -> Object {
    let parameters = algorithm();
    set(&parameters, "iv", &Uint8Array::from(&nonce[..]));
    set(&parameters, "additionalData", &Uint8Array::from(aad));
    parameters
}

fn algorithm() -> Object {
    let algorithm = Object::new();
    set(&algorithm, "name", &"AES-GCM".into());
    algorithm
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

const KEY: &str = "key";
