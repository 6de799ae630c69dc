//! Makes and opens the lock of a vault: a module of its own, which a worker loads when somebody
//! sets a passphrase or a passkey, or unlocks by one. What is stored is drawn in
//! `src/vault/lock.rs`.
//! It seals and opens the file that a customer carries to another device, too.
//! Leaves out storage, and keys that script can use but not copy: the page's scripts have those.

mod derive;
#[cfg(target_arch = "wasm32")]
pub mod door;
mod file;
mod header;

pub use derive::{derive_from_passkey, derive_from_passphrase};
pub use file::{open_file, seal_file};
pub use header::{binding, rewrapped, wrapping};
use homekept::dice::{Dice, draw};
use homekept::vault::cipher::DataKey;
use homekept::vault::lock::{By, Cost, Lock, Way};
use homekept::vault::{Scope, VaultError};

/// What somebody gives to get in.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// Their passphrase, as UTF-8.
    Passphrase(&'a [u8]),
    /// What their passkey makes of its salt.
    Passkey {
        /// Which passkey it is.
        id: &'a [u8],
        /// Its secret: WebAuthn's `prf.results.first`.
        secret: &'a [u8],
    },
}

impl core::fmt::Debug for Proof<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Proof")
    }
}

/// A passkey that is to open a lock, besides its passphrase.
#[derive(Clone, Copy)]
pub struct Passkey<'a> {
    /// What its secret is made from.
    pub salt: [u8; 32],
    /// Names it.
    pub id: &'a [u8],
    /// Its secret: WebAuthn's `prf.results.first`.
    pub secret: &'a [u8],
}

impl core::fmt::Debug for Passkey<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Passkey")
    }
}

/// A lock by passphrase, and by a passkey where there is one, to a wrapping key that is new.
///
/// # Errors
/// [`LockError::Unsuitable`] for a passkey without a secret that is worth it; [`LockError::Vault`]
/// without randomness, or where `minutes` is none that can be chosen.
pub fn make(
    minutes: u16,
    passphrase: &[u8],
    passkey: Option<Passkey<'_>>,
    scope: &Scope,
    dice: &mut impl Dice,
) -> Result<(Lock, DataKey), LockError> {
    let mut ways = Vec::new();
    if let Some(Passkey { salt, id, secret }) = passkey {
        let derived = derive_from_passkey(secret).ok_or(LockError::Unsuitable)?;
        ways.push((By::Passkey { salt, id: id.to_vec() }, derived));
    }
    let key = DataKey::new(draw(dice).map_err(VaultError::from)?);
    let (cost, salt) = (Cost::RECOMMENDED, draw(dice).map_err(VaultError::from)?);
    let derived = derive_from_passphrase(passphrase, &salt, cost).ok_or(LockError::Failed)?;
    ways.push((By::Passphrase { cost, salt }, derived));
    Ok((Lock::make(minutes, ways, &key, scope, dice)?, key))
}

/// The lock, and the wrapping key, for whoever can prove that it is theirs.
///
/// # Errors
/// [`LockError::Failed`] when they cannot, and when anything of the lock was changed, alike;
/// [`LockError::Vault`] when a newer Homekept made it.
pub fn open(lock: &[u8], proof: Proof<'_>, scope: &Scope) -> Result<(Lock, DataKey), LockError> {
    let lock = match Lock::decode(lock) {
        Ok(lock) => lock,
        Err(VaultError::UnknownVersion { found }) => {
            return Err(VaultError::UnknownVersion { found }.into());
        }
        Err(_) => return Err(LockError::Failed),
    };
    let key = lock
        .ways()
        .iter()
        .find_map(|way| lock.open(way, &derived(way, proof)?, scope))
        .ok_or(LockError::Failed)?;
    Ok((lock, key))
}

/// The key that a proof gives for a way, where it is one for that way.
fn derived(way: &Way, proof: Proof<'_>) -> Option<DataKey> {
    match (&way.by, proof) {
        (By::Passphrase { cost, salt }, Proof::Passphrase(passphrase)) => {
            derive_from_passphrase(passphrase, salt, *cost)
        }
        (By::Passkey { id: own, salt: _ }, Proof::Passkey { id, secret }) if own == id => {
            derive_from_passkey(secret)
        }
        _ => None,
    }
}

/// Why a lock did not open, or was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LockError {
    /// The passphrase or the passkey is another, or the lock was changed: nobody is told which.
    Failed,
    /// The passkey has no secret, or one that is none.
    Unsuitable,
    /// What the vault says.
    Vault(VaultError),
}

impl LockError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            LockError::Failed => "unlock-failed",
            LockError::Unsuitable => "passkey-unsuitable",
            LockError::Vault(error) => error.code(),
        }
    }
}

impl From<VaultError> for LockError {
    fn from(error: VaultError) -> Self {
        LockError::Vault(error)
    }
}
