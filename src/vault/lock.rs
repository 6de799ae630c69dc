//! The lock's record: what brings the wrapping key back, where that is not this device's own.
//! Leaves out how a passphrase or a passkey becomes a key: `crates/lock` derives it.
//!
//! ```text
//!  0      2         3         5       6                              end - 28  end - 16
//!  +------+---------+---------+-------+------------------------------+---------+--------+
//!  | "HL" | version | minutes | count | ways, one after the other    | nonce   | tag    |
//!  | 2 B  | u8      | u16 LE  | u8    |                              | 12 B    | 16 B   |
//!  +------+---------+---------+-------+------------------------------+---------+--------+
//!  a way by passphrase: 2 u8 | memory in KiB u32 LE | passes u8 | lanes u8 | salt 16 B
//!  a way by passkey:    3 u8 | salt 32 B | credential id, behind its length u16 LE
//!  behind each:         nonce 12 B | the wrapping key, wrapped, and tag 32 + 16 B
//!  bound with a wrapped key (AAD), each behind its length:
//!  "homekept-lock-key", version, origin, site, the way's bytes before its nonce
//!  bound with the last tag, which is of no text, under the wrapping key:
//!  "homekept-lock", origin, site, everything before its nonce
//! ```
//!
//! Every way leads to the same wrapping key. `minutes` is after how long without use it locks by
//! itself, 0 is never. The last tag lets nobody change that, or take a way out, who cannot open it.

use super::VaultError;
use super::cipher::{self, DataKey};
use super::envelope::Scope;
use crate::bytes::{Reader, put_bytes};
use crate::dice::{Dice, NoDice, draw};

/// The decoded record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    minutes: u16,
    ways: Vec<Way>,
    nonce: [u8; 12],
    tag: [u8; 16],
}

/// One way to the wrapping key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// By what.
    pub by: By,
    nonce: [u8; 12],
    wrapped: [u8; 48],
}

/// What somebody has to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A passphrase.
    Passphrase {
        /// What guessing it costs.
        cost: Cost,
        /// Makes equal passphrases unlike.
        salt: [u8; 16],
    },
    /// A passkey with a secret of its own (WebAuthn PRF).
    Passkey {
        /// What the authenticator makes its secret from.
        salt: [u8; 32],
        /// Names the passkey.
        id: Vec<u8>,
    },
}

/// What Argon2id takes for one guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// KiB of memory: more makes guessing in parallel dearer. 19 to 256 MiB.
    pub memory: u32,
    /// Passes over that memory: more takes longer. 2 to 10.
    pub passes: u8,
    /// How many parts of it can be filled at a time. 1 to 4.
    pub lanes: u8,
}

impl Cost {
    /// The second recommended option of RFC 9106: for where memory is short.
    pub const RECOMMENDED: Cost = Cost { memory: 65_536, passes: 3, lanes: 4 };

    /// Whether it is neither so little that guessing is cheap nor so much that a page would stand
    /// still: a record may have been tampered with (SEC-06).
    pub fn is_within_bounds(self) -> bool {
        (19 * 1024..=256 * 1024).contains(&self.memory)
            && (2..=10).contains(&self.passes)
            && (1..=4).contains(&self.lanes)
    }
}

impl Lock {
    /// A lock with these ways, each with the key that is derived by it, to `key`.
    ///
    /// # Errors
    /// [`VaultError::NoDice`] without randomness, [`VaultError::Damaged`] where no later reading
    /// would take it.
    pub fn make(
        minutes: u16,
        ways: Vec<(By, DataKey)>,
        key: &DataKey,
        scope: &Scope,
        dice: &mut impl Dice,
    ) -> Result<Lock, VaultError> {
        let wrap = |(by, derived): (By, DataKey)| Way::make(by, &derived, key, scope, dice);
        let ways = ways.into_iter().map(wrap).collect::<Result<_, NoDice>>()?;
        Lock { minutes, ways, nonce: [0; 12], tag: [0; 16] }.seal(key, scope, dice)
    }

    /// The ways in.
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// Minutes without use after which it locks by itself; 0 is never.
    pub fn minutes(&self) -> u16 {
        self.minutes
    }

    /// The wrapping key, by the `way` that `derived` belongs to. `None` when anything differs.
    pub fn open(&self, way: &Way, derived: &DataKey, scope: &Scope) -> Option<DataKey> {
        let key = way.open(derived, scope)?;
        cipher::open(&key, &self.nonce, &self.aad(scope), &self.tag)?;
        Some(key)
    }

    /// The bytes that are stored.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.body();
        out.extend_from_slice(&self.nonce);
        out.extend_from_slice(&self.tag);
        out
    }

    /// Reads [`Lock::encode`]. What it asks for is within bounds then.
    ///
    /// # Errors
    /// [`VaultError::UnknownVersion`] when a newer Homekept wrote it, [`VaultError::Damaged`] for
    /// everything else.
    pub fn decode(bytes: &[u8]) -> Result<Lock, VaultError> {
        let mut reader = Reader::new(bytes);
        if reader.array() != Some(*MAGIC) {
            return Err(VaultError::Damaged);
        }
        match reader.u8() {
            Some(VERSION) => {}
            Some(found) => return Err(VaultError::UnknownVersion { found }),
            None => return Err(VaultError::Damaged),
        }
        (|| {
            let minutes = u16::from_le_bytes(reader.array()?);
            let count = reader.u8()?;
            let ways = (0..count).map(|_| Way::read(&mut reader)).collect::<Option<_>>()?;
            let lock = Lock { minutes, ways, nonce: reader.array()?, tag: reader.array()? };
            reader.end()?;
            lock.is_within_bounds().then_some(lock)
        })()
        .ok_or(VaultError::Damaged)
    }

    fn seal(
        mut self,
        key: &DataKey,
        scope: &Scope,
        dice: &mut impl Dice,
    ) -> Result<Lock, VaultError> {
        self.nonce = draw(dice)?;
        self.tag = cipher::seal(key, &self.nonce, &self.aad(scope), &[])
            .try_into()
            .expect("what is sealed is as long as the text, which is empty, and the tag");
        self.is_within_bounds().then_some(self).ok_or(VaultError::Damaged)
    }

    fn is_within_bounds(&self) -> bool {
        MINUTES.contains(&self.minutes)
            && (1..=MOST_WAYS).contains(&self.ways.len())
            && self.ways.iter().all(|way| way.by.is_within_bounds())
    }

    /// Everything before the last nonce.
    fn body(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(VERSION);
        out.extend_from_slice(&self.minutes.to_le_bytes());
        out.push(self.ways.len() as u8);
        for way in &self.ways {
            out.extend(way.by.encode());
            out.extend_from_slice(&way.nonce);
            out.extend_from_slice(&way.wrapped);
        }
        out
    }

    fn aad(&self, scope: &Scope) -> Vec<u8> {
        let mut aad = Vec::new();
        put_bytes(&mut aad, b"homekept-lock");
        put_bytes(&mut aad, scope.origin.as_bytes());
        put_bytes(&mut aad, scope.site.as_bytes());
        put_bytes(&mut aad, &self.body());
        aad
    }
}

impl Way {
    fn make(
        by: By,
        derived: &DataKey,
        key: &DataKey,
        scope: &Scope,
        dice: &mut impl Dice,
    ) -> Result<Way, NoDice> {
        let nonce = draw(dice)?;
        let wrapped = cipher::seal(derived, &nonce, &by.aad(scope), key.dangerous_bytes())
            .try_into()
            .expect("what is sealed is as long as the key and the tag");
        Ok(Way { by, nonce, wrapped })
    }

    fn open(&self, derived: &DataKey, scope: &Scope) -> Option<DataKey> {
        let mut bytes = cipher::open(derived, &self.nonce, &self.by.aad(scope), &self.wrapped)?;
        let key = bytes.as_slice().try_into().ok().map(DataKey::new);
        zeroize::Zeroize::zeroize(&mut bytes);
        key
    }

    fn read(reader: &mut Reader<'_>) -> Option<Way> {
        Some(Way { by: By::read(reader)?, nonce: reader.array()?, wrapped: reader.array()? })
    }
}

impl By {
    fn encode(&self) -> Vec<u8> {
        match self {
            By::Passphrase { cost, salt } => {
                let mut out = vec![BY_PASSPHRASE];
                out.extend_from_slice(&cost.memory.to_le_bytes());
                out.extend_from_slice(&[cost.passes, cost.lanes]);
                out.extend_from_slice(salt);
                out
            }
            By::Passkey { salt, id } => {
                let mut out = vec![BY_PASSKEY];
                out.extend_from_slice(salt);
                out.extend_from_slice(&(id.len() as u16).to_le_bytes());
                out.extend_from_slice(id);
                out
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<By> {
        match reader.u8()? {
            BY_PASSPHRASE => {
                let memory = u32::from_le_bytes(reader.array()?);
                let [passes, lanes] = reader.array()?;
                let cost = Cost { memory, passes, lanes };
                Some(By::Passphrase { cost, salt: reader.array()? })
            }
            BY_PASSKEY => {
                let salt = reader.array()?;
                let length = u16::from_le_bytes(reader.array()?);
                Some(By::Passkey { salt, id: reader.bytes(length.into())?.to_vec() })
            }
            _ => None,
        }
    }

    fn is_within_bounds(&self) -> bool {
        match self {
            By::Passphrase { cost, salt: _ } => cost.is_within_bounds(),
            By::Passkey { salt: _, id } => (1..=LONGEST_ID).contains(&id.len()),
        }
    }

    fn aad(&self, scope: &Scope) -> Vec<u8> {
        let mut aad = Vec::new();
        put_bytes(&mut aad, b"homekept-lock-key");
        put_bytes(&mut aad, &[VERSION]);
        put_bytes(&mut aad, scope.origin.as_bytes());
        put_bytes(&mut aad, scope.site.as_bytes());
        put_bytes(&mut aad, &self.encode());
        aad
    }
}

/// What a customer may choose from: never, 5 and 15 minutes, an hour, a day.
pub const MINUTES: [u16; 5] = [0, 5, 15, 60, 1440];

const MAGIC: &[u8; 2] = b"HL";
const VERSION: u8 = 1;
const BY_PASSPHRASE: u8 = 2;
const BY_PASSKEY: u8 = 3;
/// A passphrase and a handful of passkeys.
const MOST_WAYS: usize = 8;
/// By WebAuthn, a credential's id is no longer.
const LONGEST_ID: usize = 1023;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::memory::CountingDice;

    fn scope() -> Scope {
        Scope { origin: "https://shop.example".into(), site: "shop".into() }
    }

    fn passphrase() -> By {
        By::Passphrase { cost: Cost::RECOMMENDED, salt: [3; 16] }
    }

    fn passkey() -> By {
        By::Passkey { salt: [4; 32], id: vec![5; 20] }
    }

    fn key() -> DataKey {
        DataKey::new([1; 32])
    }

    fn derived() -> DataKey {
        DataKey::new([2; 32])
    }

    fn lock() -> Lock {
        let ways = vec![(passphrase(), derived()), (passkey(), DataKey::new([6; 32]))];
        Lock::make(15, ways, &key(), &scope(), &mut CountingDice::default()).unwrap()
    }

    fn opened(lock: &Lock, at: usize, derived: &DataKey, scope: &Scope) -> Option<[u8; 32]> {
        let way = lock.ways().get(at)?;
        lock.open(way, derived, scope).map(|key| *key.dangerous_bytes())
    }

    #[test]
    fn every_way_leads_to_the_same_key() {
        let lock = Lock::decode(&lock().encode()).unwrap();
        assert_eq!(lock.minutes(), 15);
        assert_eq!(opened(&lock, 0, &derived(), &scope()), Some([1; 32]));
        assert_eq!(opened(&lock, 1, &DataKey::new([6; 32]), &scope()), Some([1; 32]));
        assert_eq!(opened(&lock, 1, &derived(), &scope()), None);
    }

    #[test]
    fn sec_09_any_flipped_bit_any_cut_and_any_other_place_opens_nothing() {
        let bytes = lock().encode();
        for at in 0..bytes.len() {
            assert!(Lock::decode(&bytes[..at]).is_err(), "cut at {at}");
            for bit in 0..8 {
                let mut bad = bytes.clone();
                bad[at] ^= 1 << bit;
                let open = Lock::decode(&bad).ok();
                let open = open.and_then(|lock| opened(&lock, 0, &derived(), &scope()));
                assert_eq!(open, None, "bit {bit} of byte {at}");
            }
        }
        assert_eq!(Lock::decode(&[&bytes[..], &[0]].concat()), Err(VaultError::Damaged));
        let elsewhere = Scope { site: "shops".into(), ..scope() };
        assert_eq!(opened(&lock(), 0, &derived(), &elsewhere), None);
    }

    #[test]
    fn sec_06_what_is_out_of_bounds_is_neither_read_nor_made() {
        let cost = Cost::RECOMMENDED;
        for bad in [
            Cost { memory: 19 * 1024 - 1, ..cost },
            Cost { memory: 256 * 1024 + 1, ..cost },
            Cost { memory: 4 * 1024 * 1024, ..cost },
            Cost { passes: 1, ..cost },
            Cost { passes: 11, ..cost },
            Cost { lanes: 0, ..cost },
            Cost { lanes: 5, ..cost },
        ] {
            let way = (By::Passphrase { cost: bad, salt: [3; 16] }, derived());
            let made = Lock::make(0, vec![way], &key(), &scope(), &mut CountingDice::default());
            assert_eq!(made, Err(VaultError::Damaged), "{bad:?}");
            let mut bytes = lock().encode();
            bytes[7..11].copy_from_slice(&bad.memory.to_le_bytes());
            bytes[11..13].copy_from_slice(&[bad.passes, bad.lanes]);
            assert_eq!(Lock::decode(&bytes), Err(VaultError::Damaged), "{bad:?}");
        }
        for (minutes, ways) in [(7, 1), (0, 0), (0, 9)] {
            let ways = (0..ways).map(|_| (passphrase(), derived())).collect();
            let made = Lock::make(minutes, ways, &key(), &scope(), &mut CountingDice::default());
            assert_eq!(made, Err(VaultError::Damaged), "{minutes}");
        }
    }

    #[test]
    fn a_newer_lock_is_named() {
        let mut bytes = lock().encode();
        bytes[2] = 9;
        assert_eq!(Lock::decode(&bytes), Err(VaultError::UnknownVersion { found: 9 }));
    }
}
