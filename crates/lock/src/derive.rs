//! From what somebody knows or has to a key: Argon2id (RFC 9106) for passphrases, HKDF-SHA256
//! (RFC 5869) for the secrets of passkeys.
//! Leaves out how much a guess costs, which the lock's record says.

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use homekept::vault::cipher::DataKey;
use homekept::vault::lock::Cost;
use sha2::Sha256;
use zeroize::Zeroize;

/// The key of a passphrase; it takes as much time and memory as `cost` says. `None` where a
/// platform has not that much memory, or the cost makes no sense.
pub fn derive_from_passphrase(passphrase: &[u8], salt: &[u8; 16], cost: Cost) -> Option<DataKey> {
    let Cost { memory, passes, lanes } = cost;
    let mut key = [0; 32];
    let params = Params::new(memory, passes.into(), lanes.into(), Some(key.len())).ok()?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(passphrase, salt, &mut key).ok()?;
    Some(taken(&mut key))
}

/// The key of a passkey's secret. `None` where the secret is none: shorter than 32 bytes, or all
/// zeros, as an authenticator that only pretends may give (SEC-07).
pub fn derive_from_passkey(secret: &[u8]) -> Option<DataKey> {
    if secret.len() < 32 || secret.iter().all(|byte| *byte == 0) {
        return None;
    }
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, secret).expand(PASSKEY_LABEL, &mut key).ok()?;
    Some(taken(&mut key))
}

/// The key of these bytes, of which no copy stays.
fn taken(bytes: &mut [u8; 32]) -> DataKey {
    let key = DataKey::new(*bytes);
    bytes.zeroize();
    key
}

/// Keeps the key apart from whatever else is made of the same passkey.
const PASSKEY_LABEL: &[u8] = b"homekept passkey v1";
