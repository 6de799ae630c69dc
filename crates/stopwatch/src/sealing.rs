//! Seals, as the vault seals its records.

use homekept::vault::cipher::{DataKey, seal};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A data key.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sealer(DataKey);

#[wasm_bindgen]
impl Sealer {
    /// The key of these 32 bytes.
    ///
    /// # Errors
    /// When there are more or less.
    #[wasm_bindgen(constructor)]
    pub fn new(key: &[u8]) -> Result<Sealer, JsError> {
        let key = key.try_into().map_err(|_| JsError::new("a key has 32 bytes"))?;
        Ok(Sealer(DataKey::new(key)))
    }

    /// Ciphertext and tag.
    ///
    /// # Errors
    /// When the nonce is not 12 bytes.
    pub fn seal(&self, nonce: &[u8], plain: &[u8]) -> Result<Vec<u8>, JsError> {
        let nonce = nonce.try_into().map_err(|_| JsError::new("a nonce has 12 bytes"))?;
        Ok(seal(&self.0, &nonce, b"", plain))
    }
}
