//! The header: which generation is in force, and its data key, wrapped.
//!
//! ```text
//!  0      2         3       4      5        9        17       29
//!  +------+---------+-------+------+--------+--------+--------+-----------------------------+
//!  | "HH" | version | suite | lock | epoch  | key id | nonce  | data key, wrapped, and tag  |
//!  | 2 B  | u8      | u8    | u8   | u32 LE | 8 B    | 12 B   | 32 + 16 B                   |
//!  +------+---------+-------+------+--------+--------+--------+-----------------------------+
//!  bound with the wrapped key (AAD), each behind its length:
//!  "homekept-header", bytes 2..5, origin, site, epoch, key id
//! ```
//!
//! `lock` says what protects the data key: 1 is the key in this database, which
//! script can use but not copy. Whether it stays there, or somebody has to bring it
//! back, is the lock's to say (`lock.rs`): the header is the same. Other numbers are
//! for what this Homekept would not understand.

use super::VaultError;
use super::envelope::Scope;
use crate::bytes::{Reader, put_bytes};

/// The decoded header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Counts generations; each compaction starts the next.
    pub epoch: u32,
    /// Names the data key of this generation.
    pub key_id: [u8; 8],
    /// Of the wrapping.
    pub nonce: [u8; 12],
    /// The data key as its custodian wrapped it.
    pub wrapped: [u8; 48],
}

impl Header {
    /// The bytes that are stored.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(LENGTH);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&[VERSION, SUITE, LOCK_KEY]);
        out.extend_from_slice(&self.epoch.to_le_bytes());
        out.extend_from_slice(&self.key_id);
        out.extend_from_slice(&self.nonce);
        out.extend_from_slice(&self.wrapped);
        out
    }

    /// Reads [`Header::encode`].
    ///
    /// # Errors
    /// [`VaultError::UnknownVersion`] when a newer Homekept wrote it,
    /// [`VaultError::Damaged`] for everything else.
    pub fn decode(bytes: &[u8]) -> Result<Header, VaultError> {
        let mut reader = Reader::new(bytes);
        if reader.array() != Some(*MAGIC) {
            return Err(VaultError::Damaged);
        }
        match reader.array() {
            Some([VERSION, SUITE, LOCK_KEY]) => {}
            Some([found, ..]) => return Err(VaultError::UnknownVersion { found }),
            None => return Err(VaultError::Damaged),
        }
        (|| {
            let header = Header {
                epoch: u32::from_le_bytes(reader.array()?),
                key_id: reader.array()?,
                nonce: reader.array()?,
                wrapped: reader.array()?,
            };
            reader.end().map(|()| header)
        })()
        .ok_or(VaultError::Damaged)
    }

    /// What the wrapped key is bound to.
    pub fn aad(scope: &Scope, epoch: u32, key_id: &[u8; 8]) -> Vec<u8> {
        let mut aad = Vec::with_capacity(96);
        put_bytes(&mut aad, b"homekept-header");
        put_bytes(&mut aad, &[VERSION, SUITE, LOCK_KEY]);
        put_bytes(&mut aad, scope.origin.as_bytes());
        put_bytes(&mut aad, scope.site.as_bytes());
        put_bytes(&mut aad, &epoch.to_le_bytes());
        put_bytes(&mut aad, key_id);
        aad
    }
}

const MAGIC: &[u8; 2] = b"HH";
const VERSION: u8 = 1;
/// AES-256-GCM.
const SUITE: u8 = 1;
const LOCK_KEY: u8 = 1;
const LENGTH: usize = 77;

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header { epoch: 5, key_id: [1; 8], nonce: [2; 12], wrapped: [3; 48] }
    }

    #[test]
    fn a_header_comes_back_and_nothing_else_does() {
        let bytes = header().encode();
        assert_eq!(bytes.len(), LENGTH);
        assert_eq!(Header::decode(&bytes), Ok(header()));
        for at in 0..bytes.len() {
            assert!(Header::decode(&bytes[..at]).is_err());
        }
        assert_eq!(Header::decode(&[&bytes[..], &[0]].concat()), Err(VaultError::Damaged));
    }

    #[test]
    fn a_newer_header_is_named() {
        for at in 2..5 {
            let mut bytes = header().encode();
            bytes[at] = 7;
            assert!(matches!(Header::decode(&bytes), Err(VaultError::UnknownVersion { .. })));
        }
    }
}
