//! The key that protects the data key: a WebCrypto key in IndexedDB that
//! script can use but not copy (SEC-03).

use super::indexed_db::{IndexedDb, failure};
use super::waiting::promised;
use crate::vault::cipher::DataKey;
use crate::vault::{Custody, StoreError};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
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

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Verb::Encrypt => "encrypt",
            Verb::Decrypt => "decrypt",
        }
    }
}

impl DeviceCustody {
    /// Custody of the key in `database`.
    pub fn new(database: IndexedDb) -> DeviceCustody {
        DeviceCustody { database }
    }

    /// Encrypts for the next generation, under a key of its own unless a lock brings the key back;
    /// or decrypts. `None` when there is no key to do it with, or it does not do it. One function for
    /// both: an async function is a state machine, and costs a kilobyte.
    async fn apply(
        &self,
        verb: Verb,
        bytes: &[u8],
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<Option<Uint8Array>, StoreError> {
        let [mut key, lock] = self.database.key_and_lock.borrow().clone();
        if verb == Verb::Encrypt && lock.is_undefined() {
            key = promised(make_key()).await.map_err(refusal)?;
            self.database.key_and_lock.borrow_mut()[0].clone_from(&key);
        }
        let done = promised(apply(verb.name(), &key, bytes, nonce, aad)).await.ok();
        Ok(done.map(|done| Uint8Array::new(&done)))
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
        wrapped.and_then(|wrapped| array(&wrapped)).ok_or(StoreError::KeyRefused)
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

/// WebCrypto is missing where the page is not a secure context; otherwise it
/// refused to make a key.
fn refusal(error: JsValue) -> StoreError {
    match failure(error) {
        StoreError::Unavailable => StoreError::Unavailable,
        _ => StoreError::KeyRefused,
    }
}

#[wasm_bindgen(module = "/src/browser/web_crypto.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = makeKey)]
    fn make_key() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch)]
    fn apply(
        verb: &str,
        key: &JsValue,
        bytes: &[u8],
        iv: &[u8],
        aad: &[u8],
    ) -> Result<Promise, JsValue>;
}

fn array<const N: usize>(bytes: &Uint8Array) -> Option<[u8; N]> {
    let mut array = [0; N];
    (bytes.length() as usize == N).then(|| {
        bytes.copy_to(&mut array);
        array
    })
}
