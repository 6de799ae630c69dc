//! The sealed record.
//!
//! ```text
//!  0        2         3       4      5        6         10       18       30
//!  +--------+---------+-------+------+--------+---------+--------+--------+--------------------+
//!  | "HK"   | version | suite | kind | schema | epoch   | key id | nonce  | ciphertext and tag |
//!  | 2 B    | u8      | u8    | u8   | u8     | u32 LE  | 8 B    | 12 B   | 64 n + 16 B        |
//!  +--------+---------+-------+------+--------+---------+--------+--------+--------------------+
//!  plaintext: length u32 LE | content | zeros up to a multiple of 64 bytes
//!  bound with it (AAD), each behind its length: "homekept-record", bytes 2..6,
//!  origin, site, record id, epoch, key id
//! ```
//!
//! The padding hides the length of what is kept to within 64 bytes (SEC-08);
//! the binding makes a record unreadable under any other name, place or time
//! (SEC-04).

use super::VaultError;
use super::cipher::{self, DataKey};
use super::store::RecordId;
use crate::bytes::{Reader, put_bytes};
use crate::dice::{Dice, draw};

/// Whose vault it is: part of what every record is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The page's origin.
    pub origin: String,
    /// The site's name in its policy.
    pub site: String,
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One batch of facts in the journal.
    Journal = 1,
    /// Everything up to a compaction.
    Snapshot = 2,
}

/// The place and time a record is bound to.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// Whose vault.
    pub scope: &'a Scope,
    /// What the record is.
    pub kind: Kind,
    /// Under which name it is kept.
    pub id: &'a RecordId,
    /// Of which generation it is.
    pub epoch: u32,
    /// Which data key seals it.
    pub key_id: &'a [u8; 8],
}

/// Seals `content` where `binding` says.
///
/// # Errors
/// [`VaultError::NoDice`] when no nonce can be drawn.
pub(super) fn seal(
    content: &[u8],
    binding: &Binding<'_>,
    key: &DataKey,
    dice: &mut impl Dice,
) -> Result<Vec<u8>, VaultError> {
    let nonce: [u8; 12] = draw(dice).map_err(|_| VaultError::NoDice)?;
    let mut record = Vec::with_capacity(HEAD + padded(content.len()) + 16);
    record.extend_from_slice(MAGIC);
    record.extend_from_slice(&[VERSION, SUITE, binding.kind as u8, SCHEMA]);
    record.extend_from_slice(&binding.epoch.to_le_bytes());
    record.extend_from_slice(binding.key_id);
    record.extend_from_slice(&nonce);

    let mut plain = Vec::with_capacity(padded(content.len()));
    plain.extend_from_slice(&(content.len() as u32).to_le_bytes());
    plain.extend_from_slice(content);
    plain.resize(padded(content.len()), 0);
    record.extend(cipher::seal(key, &nonce, &aad(binding, SCHEMA), &plain));
    zeroize::Zeroize::zeroize(&mut plain);
    Ok(record)
}

/// Opens what [`seal`] made for exactly this `binding`.
///
/// # Errors
/// [`VaultError::UnknownVersion`] when a newer Homekept wrote the record, which
/// must then be left alone; [`VaultError::Damaged`] for everything else.
pub(super) fn open(
    record: &[u8],
    binding: &Binding<'_>,
    key: &DataKey,
) -> Result<Vec<u8>, VaultError> {
    let mut reader = Reader::new(record);
    if reader.array() != Some(*MAGIC) {
        return Err(VaultError::Damaged);
    }
    let head: [u8; 4] = reader.array().ok_or(VaultError::Damaged)?;
    if head[0] != VERSION || head[1] != SUITE {
        return Err(VaultError::UnknownVersion { found: head[0] });
    }
    if head[3] > SCHEMA {
        return Err(VaultError::UnknownVersion { found: head[3] });
    }
    (|| {
        let epoch = u32::from_le_bytes(reader.array()?);
        let key_id: [u8; 8] = reader.array()?;
        let nonce: [u8; 12] = reader.array()?;
        let expected =
            head[2] == binding.kind as u8 && epoch == binding.epoch && key_id == *binding.key_id;
        let sealed = reader.bytes(record.len().checked_sub(HEAD)?)?;
        let mut plain =
            cipher::open(key, &nonce, &aad(binding, head[3]), sealed).filter(|_| expected)?;
        let (length, content) = plain.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let proper = padded(length) == plain.len() && content[length..].iter().all(|b| *b == 0);
        let content = proper.then(|| content[..length].to_vec());
        zeroize::Zeroize::zeroize(&mut plain);
        content
    })()
    .ok_or(VaultError::Damaged)
}

fn aad(binding: &Binding<'_>, schema: u8) -> Vec<u8> {
    let mut aad = Vec::with_capacity(128);
    put_bytes(&mut aad, b"homekept-record");
    put_bytes(&mut aad, &[VERSION, SUITE, binding.kind as u8, schema]);
    put_bytes(&mut aad, binding.scope.origin.as_bytes());
    put_bytes(&mut aad, binding.scope.site.as_bytes());
    put_bytes(&mut aad, binding.id);
    put_bytes(&mut aad, &binding.epoch.to_le_bytes());
    put_bytes(&mut aad, binding.key_id);
    aad
}

/// The length of the plaintext that holds `length` bytes of content.
fn padded(length: usize) -> usize {
    (length + 4).next_multiple_of(STEP)
}

const MAGIC: &[u8; 2] = b"HK";
const VERSION: u8 = 1;
/// AES-256-GCM.
const SUITE: u8 = 1;
/// Of the facts inside; a newer one is refused, and the record left alone.
const SCHEMA: u8 = 1;
const HEAD: usize = 30;
const STEP: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::memory::CountingDice;

    fn scope() -> Scope {
        Scope { origin: "https://shop.example".into(), site: "shop".into() }
    }

    fn binding(scope: &Scope) -> Binding<'_> {
        Binding { scope, kind: Kind::Journal, id: &[7; 16], epoch: 3, key_id: &[9; 8] }
    }

    fn key() -> DataKey {
        DataKey::new([1; 32])
    }

    #[test]
    fn sec_08_lengths_fall_into_steps_of_64() {
        let scope = scope();
        for length in [0, 1, 59, 60, 61, 124, 125, 5000] {
            let content = vec![0xab; length];
            let record =
                seal(&content, &binding(&scope), &key(), &mut CountingDice::default()).unwrap();
            assert_eq!((record.len() - HEAD - 16) % 64, 0);
            assert_eq!(open(&record, &binding(&scope), &key()), Ok(content));
        }
    }

    #[test]
    fn sec_09_any_flipped_bit_and_any_cut_is_refused() {
        let scope = scope();
        let record =
            seal(b"frankenstein", &binding(&scope), &key(), &mut CountingDice::default()).unwrap();
        for at in 0..record.len() {
            assert!(open(&record[..at], &binding(&scope), &key()).is_err(), "cut at {at}");
            for bit in 0..8 {
                let mut bad = record.clone();
                bad[at] ^= 1 << bit;
                assert!(open(&bad, &binding(&scope), &key()).is_err(), "bit {bit} of byte {at}");
            }
        }
        let longer = [&record[..], &[0]].concat();
        assert_eq!(open(&longer, &binding(&scope), &key()), Err(VaultError::Damaged));
    }

    #[test]
    fn sec_04_a_record_opens_only_where_it_was_sealed() {
        let scope = scope();
        let record = seal(b"x", &binding(&scope), &key(), &mut CountingDice::default()).unwrap();
        let moved = Scope { origin: "https://shop.examples".into(), site: "hop".into() };
        for other in [
            Binding { scope: &moved, ..binding(&scope) },
            Binding { kind: Kind::Snapshot, ..binding(&scope) },
            Binding { id: &[8; 16], ..binding(&scope) },
            Binding { epoch: 4, ..binding(&scope) },
            Binding { key_id: &[8; 8], ..binding(&scope) },
        ] {
            assert_eq!(open(&record, &other, &key()), Err(VaultError::Damaged));
        }
        let other_key = DataKey::new([2; 32]);
        assert_eq!(open(&record, &binding(&scope), &other_key), Err(VaultError::Damaged));
    }

    #[test]
    fn sec_04_the_binding_is_unambiguous() {
        let one = Scope { origin: "a".into(), site: "bc".into() };
        let two = Scope { origin: "ab".into(), site: "c".into() };
        assert_ne!(aad(&binding(&one), SCHEMA), aad(&binding(&two), SCHEMA));
    }

    #[test]
    fn a_newer_version_is_named_and_not_called_damage() {
        let scope = scope();
        let mut record =
            seal(b"x", &binding(&scope), &key(), &mut CountingDice::default()).unwrap();
        record[2] = 9;
        assert_eq!(
            open(&record, &binding(&scope), &key()),
            Err(VaultError::UnknownVersion { found: 9 })
        );
    }

    #[test]
    fn sec_03_no_nonce_is_drawn_twice() {
        let scope = scope();
        let mut dice = CountingDice::default();
        let mut nonces: Vec<Vec<u8>> = (0..10_000)
            .map(|_| seal(b"", &binding(&scope), &key(), &mut dice).unwrap()[18..30].to_vec())
            .collect();
        nonces.sort();
        nonces.dedup();
        assert_eq!(nonces.len(), 10_000);
    }
}
