//! AES-256-GCM, the one cipher (SEC-02): 96-bit nonce, 128-bit tag.
//! Leaves out nonces and keys: both are arguments.

use super::one_block::OneBlock;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::aes::cipher::consts::U12;
use aes_gcm::{AesGcm, KeyInit};
use core::fmt;
use zeroize::Zeroize;

type Gcm = AesGcm<OneBlock, U12>;

/// The key that seals records. It lives in the module's memory while the
/// vault is open, and is wiped when dropped.
pub struct DataKey([u8; 32]);

impl DataKey {
    /// The key of these bytes.
    pub fn new(bytes: [u8; 32]) -> DataKey {
        DataKey(bytes)
    }

    /// The bytes, to be wrapped by the key that protects this one.
    pub fn dangerous_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Drop for DataKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey")
    }
}

/// Encrypts `plain` and binds `aad`; the answer is ciphertext and tag.
/// The caller sees to it that no nonce is used twice under one key.
pub fn seal(key: &DataKey, nonce: &[u8; 12], aad: &[u8], plain: &[u8]) -> Vec<u8> {
    Gcm::new((&key.0).into())
        .encrypt(nonce.into(), Payload { msg: plain, aad })
        .expect("a record is far below the 64 GiB that GCM can seal")
}

/// Decrypts what [`seal`] made; `None` when anything at all differs.
pub fn open(key: &DataKey, nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    Gcm::new((&key.0).into()).decrypt(nonce.into(), Payload { msg: sealed, aad }).ok()
}
