//! A sealed file: a text under a passphrase, to be carried to another device.
//!
//! ```text
//!  0      2         3             7        8       9       25      37            end - 16
//!  +------+---------+-------------+--------+-------+-------+-------+-------------+------+
//!  | "HF" | version | memory, KiB | passes | lanes | salt  | nonce | sealed text | tag  |
//!  | 2 B  | u8      | u32 LE      | u8     | u8    | 16 B  | 12 B  |             | 16 B |
//!  +------+---------+-------------+--------+-------+-------+-------+-------------+------+
//!  the text before sealing: its length u32 LE | the text | zeros up to a multiple of 4,096
//!  bound with it (AAD): "homekept-file", everything before the nonce
//! ```
//!
//! The key is Argon2id's of the passphrase, the salt and the cost, for this file alone. Nothing binds
//! the file to a site or a device: the text says whose it is. Its length tells how long the text is,
//! to the next 4,096 bytes.

use crate::{LockError, derive_from_passphrase};
use homekept::dice::{Dice, draw};
use homekept::vault::VaultError;
use homekept::vault::cipher;
use homekept::vault::lock::Cost;
use zeroize::Zeroize;

/// Seals a text under a passphrase.
///
/// # Errors
/// [`LockError::Vault`] without randomness, [`LockError::Failed`] where there is not enough memory.
pub fn seal_file(
    text: &[u8],
    passphrase: &[u8],
    dice: &mut impl Dice,
) -> Result<Vec<u8>, LockError> {
    let (cost, salt) = (Cost::RECOMMENDED, draw(dice).map_err(VaultError::from)?);
    let nonce: [u8; NONCE] = draw(dice).map_err(VaultError::from)?;
    let mut file = MAGIC.to_vec();
    file.push(VERSION);
    file.extend_from_slice(&cost.memory.to_le_bytes());
    file.extend_from_slice(&[cost.passes, cost.lanes]);
    file.extend_from_slice(&salt);
    let key = derive_from_passphrase(passphrase, &salt, cost).ok_or(LockError::Failed)?;
    let mut plain = (text.len() as u32).to_le_bytes().to_vec();
    plain.extend_from_slice(text);
    plain.resize(plain.len().next_multiple_of(STEP), 0);
    let sealed = cipher::seal(&key, &nonce, &bound_with(&file), &plain);
    plain.zeroize();
    file.extend_from_slice(&nonce);
    file.extend(sealed);
    Ok(file)
}

/// The text of a sealed file.
///
/// # Errors
/// [`LockError::Failed`] for another passphrase and for a file that was changed, alike;
/// [`LockError::Vault`] when a newer Homekept wrote it.
pub fn open_file(file: &[u8], passphrase: &[u8]) -> Result<Vec<u8>, LockError> {
    if let Some([magic @ .., version]) = file.first_chunk::<3>()
        && magic == MAGIC
        && *version > VERSION
    {
        return Err(VaultError::UnknownVersion { found: *version }.into());
    }
    open(file, passphrase).ok_or(LockError::Failed)
}

fn open(file: &[u8], passphrase: &[u8]) -> Option<Vec<u8>> {
    let (head, rest) = file.split_at_checked(HEAD)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
    let (about, salt) = head.split_at(HEAD - SALT);
    let [b'H', b'F', VERSION, memory @ .., passes, lanes] = about else { return None };
    let memory = u32::from_le_bytes(memory.try_into().ok()?);
    let cost = Cost { memory, passes: *passes, lanes: *lanes };
    if sealed.len() > MOST_SEALED || !cost.is_within_bounds() {
        return None;
    }
    let key = derive_from_passphrase(passphrase, salt.try_into().ok()?, cost)?;
    let mut plain = cipher::open(&key, nonce, &bound_with(head), sealed)?;
    let length = u32::from_le_bytes(*plain.first_chunk()?) as usize;
    let text = plain.get(LENGTH..)?.get(..length)?.to_vec();
    plain.zeroize();
    Some(text)
}

fn bound_with(head: &[u8]) -> Vec<u8> {
    [LABEL, head].concat()
}

const MAGIC: &[u8; 2] = b"HF";
const VERSION: u8 = 1;
/// Bytes before the nonce.
const HEAD: usize = 2 + 1 + 4 + 2 + SALT;
const SALT: usize = 16;
const NONCE: usize = 12;
/// Bytes of the text's length.
const LENGTH: usize = 4;
/// The text is as long as a multiple of this, so that its length tells little.
const STEP: usize = 4_096;
/// A longer one is none of ours: documents have 4 MiB at the most.
const MOST_SEALED: usize = 5 << 20;
const LABEL: &[u8] = b"homekept-file";

#[cfg(test)]
mod tests {
    use super::*;
    use homekept::vault::memory::CountingDice;

    #[test]
    fn dsr_05_a_sealed_file_opens_with_its_passphrase_alone() {
        let text = b"{\"homekept\":1}";
        let file = seal_file(text, b"four words in a row", &mut CountingDice::default()).unwrap();
        assert_eq!(file.len(), HEAD + NONCE + STEP + 16, "its length tells nothing of the text's");
        assert!(!file.windows(8).any(|bytes| bytes == b"homekept"));
        assert_eq!(open_file(&file, b"four words in a row").unwrap(), text);
        assert_eq!(open_file(&file, b"four words in a roW"), Err(LockError::Failed));
        assert_eq!(open_file(&[], b"x"), Err(LockError::Failed));
    }

    #[test]
    fn a_file_that_was_changed_anywhere_does_not_open() {
        let file = seal_file(b"text", b"passphrase", &mut CountingDice::default()).unwrap();
        // Each place of what says how to open it, and some of the salt, the nonce, text and tag.
        let sealed = HEAD + NONCE;
        let ends =
            [HEAD - SALT, HEAD - 1, HEAD, sealed - 1, sealed, file.len() - 17, file.len() - 1];
        for place in (0..HEAD - SALT).chain(ends) {
            let mut changed = file.clone();
            changed[place] ^= 1;
            let opened = open_file(&changed, b"passphrase");
            assert!(opened.is_err(), "byte {place}");
        }
        for short in [0, 2, HEAD, HEAD + NONCE, file.len() - 1] {
            assert_eq!(open_file(&file[..short], b"passphrase"), Err(LockError::Failed));
        }
    }

    /// `HOMEKEPT_BLESS=1` writes it anew, for a new version.
    #[test]
    fn the_file_of_version_1_still_opens_and_is_still_made() {
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/sealed-v1.txt");
        let file = seal_file(b"{}", b"passphrase", &mut CountingDice::default()).unwrap();
        let hex: String = file.iter().map(|byte| format!("{byte:02x}")).collect();
        if std::env::var_os("HOMEKEPT_BLESS").is_some() {
            std::fs::write(golden, hex.clone() + "\n").unwrap();
        }
        let kept = std::fs::read_to_string(golden).unwrap();
        assert_eq!(hex, kept.trim(), "a changed format is a new version");
        let (pairs, _) = kept.as_bytes().as_chunks::<2>();
        let byte = |pair: &[u8; 2]| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16);
        let kept: Vec<u8> = pairs.iter().map(|pair| byte(pair).unwrap()).collect();
        assert_eq!(open_file(&kept, b"passphrase").unwrap(), b"{}");
    }

    #[test]
    fn a_newer_file_is_told_apart_and_a_cost_out_of_bounds_is_not_paid() {
        let mut file = seal_file(b"text", b"passphrase", &mut CountingDice::default()).unwrap();
        file[2] = 2;
        let newer = VaultError::UnknownVersion { found: 2 };
        assert_eq!(open_file(&file, b"passphrase"), Err(LockError::Vault(newer)));
        file[2] = 1;
        // Four terabytes of memory.
        file[3..7].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(open_file(&file, b"passphrase"), Err(LockError::Failed));
    }
}
