//! The exports: convert, call, convert. Errors carry their code in the message.

use crate::{LockError, Passkey, Proof};
use homekept::dice::{Dice, NoDice};
use homekept::vault::cipher::DataKey;
use homekept::vault::lock::Lock;
use homekept::vault::{Scope, VaultError};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

/// A lock that was made or opened, and the wrapping key, to be given to the browser and forgotten.
#[wasm_bindgen]
pub struct Opened {
    lock: Lock,
    key: DataKey,
}

impl core::fmt::Debug for Opened {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Opened")
    }
}

#[wasm_bindgen]
impl Opened {
    /// The record, to be stored.
    pub fn record(&self) -> Vec<u8> {
        self.lock.encode()
    }

    /// Minutes without use after which it shuts by itself; 0 is never.
    pub fn minutes(&self) -> u16 {
        self.lock.minutes()
    }

    /// The wrapping key. Whoever takes it fills it with zeros.
    pub fn key(&self) -> Vec<u8> {
        self.key.dangerous_bytes().to_vec()
    }
}

/// A lock by passphrase, with a new key.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn make(
    minutes: u16,
    passphrase: Vec<u8>,
    origin: String,
    site: String,
) -> Result<Opened, JsError> {
    let passphrase = Zeroizing::new(passphrase);
    opened(crate::make(minutes, &passphrase, None, &Scope { origin, site }, &mut PlatformDice))
}

/// A lock by passphrase and by passkey, with a new key.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn make_with_passkey(
    minutes: u16,
    passphrase: Vec<u8>,
    salt: &[u8],
    id: &[u8],
    secret: Vec<u8>,
    origin: String,
    site: String,
) -> Result<Opened, JsError> {
    let (passphrase, secret) = (Zeroizing::new(passphrase), Zeroizing::new(secret));
    let salt = salt.try_into().map_err(|_| told(LockError::Unsuitable))?;
    let passkey = Some(Passkey { salt, id, secret: &secret });
    opened(crate::make(minutes, &passphrase, passkey, &Scope { origin, site }, &mut PlatformDice))
}

/// Opens a lock by passphrase.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn open_by_passphrase(
    lock: &[u8],
    passphrase: Vec<u8>,
    origin: String,
    site: String,
) -> Result<Opened, JsError> {
    let passphrase = Zeroizing::new(passphrase);
    opened(crate::open(lock, Proof::Passphrase(&passphrase), &Scope { origin, site }))
}

/// Opens a lock by the secret of a passkey.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn open_by_passkey(
    lock: &[u8],
    id: &[u8],
    secret: Vec<u8>,
    origin: String,
    site: String,
) -> Result<Opened, JsError> {
    let secret = Zeroizing::new(secret);
    let proof = Proof::Passkey { id, secret: &secret };
    opened(crate::open(lock, proof, &Scope { origin, site }))
}

/// What the header's wrapped data key is bound to.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn binding(header: &[u8], origin: String, site: String) -> Result<Vec<u8>, JsError> {
    crate::binding(header, &Scope { origin, site }).map_err(refused)
}

/// The header's nonce and wrapped data key.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn wrapping(header: &[u8]) -> Result<Vec<u8>, JsError> {
    crate::wrapping(header).map_err(refused)
}

/// The header with its data key wrapped anew.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn rewrapped(header: &[u8], wrapping: &[u8]) -> Result<Vec<u8>, JsError> {
    crate::rewrapped(header, wrapping).map_err(refused)
}

/// Seals a text under a passphrase.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn seal_file(text: Vec<u8>, passphrase: Vec<u8>) -> Result<Vec<u8>, JsError> {
    let (text, passphrase) = (Zeroizing::new(text), Zeroizing::new(passphrase));
    crate::seal_file(&text, &passphrase, &mut PlatformDice).map_err(told)
}

/// The text of a sealed file.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn open_file(file: &[u8], passphrase: Vec<u8>) -> Result<Vec<u8>, JsError> {
    crate::open_file(file, &Zeroizing::new(passphrase)).map_err(told)
}

fn opened(done: Result<(Lock, DataKey), LockError>) -> Result<Opened, JsError> {
    done.map(|(lock, key)| Opened { lock, key }).map_err(told)
}

fn refused(error: VaultError) -> JsError {
    told(error.into())
}

fn told(error: LockError) -> JsError {
    JsError::new(error.code())
}

/// Randomness from the browser.
struct PlatformDice;

impl Dice for PlatformDice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        getrandom::fill(bytes).map_err(|_| NoDice)
    }
}
