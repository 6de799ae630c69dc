//! Tokens: made, listed, replaced and ended at the machine that the collector runs on.
//! Leaves out what each role may do.

use crate::access::Role;
use crate::clock;
use crate::error::CollectorError;
use crate::store::open_any;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use homekept::time::Minute;
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;

/// The tokens of a database.
#[derive(Debug)]
pub struct Tokens {
    connection: Connection,
}

/// A token, shown once: the database keeps its hash.
pub struct Token(String);

/// What can be told of a token afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Its number, for `rotate` and `end`.
    pub id: i64,
    /// What it is for.
    pub role: String,
    /// When it was made.
    pub made: Minute,
    /// When it ends, if that is settled.
    pub ends: Option<Minute>,
}

impl Tokens {
    /// Those of a database, which may be in use.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn open(path: &Path) -> Result<Self, CollectorError> {
        Ok(Self { connection: open_any(path)? })
    }

    /// Makes a token.
    ///
    /// # Errors
    /// When the database refuses, or the system gives no randomness.
    pub fn make(&self, role: Role) -> Result<Token, CollectorError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| CollectorError::NoRandomness)?;
        let token = format!("hk-{}-{}", role.name(), BASE64_URL_SAFE_NO_PAD.encode(bytes));
        self.connection.execute(
            "INSERT INTO tokens (role, hash, made) VALUES (?1, ?2, ?3)",
            (role.name(), hash_of(&token), clock::system().0),
        )?;
        Ok(Token(token))
    }

    /// Makes another token of the same role; the old one ends so many hours from now.
    ///
    /// # Errors
    /// As [`Tokens::make`], and when there is no such token.
    pub fn rotate(&self, id: i64, overlap_hours: u32) -> Result<Token, CollectorError> {
        let role = self
            .connection
            .query_row("SELECT role FROM tokens WHERE id = ?1", [id], |row| row.get::<_, String>(0))
            .optional()?;
        let role = role.as_deref().and_then(Role::from_name).ok_or(CollectorError::NoToken)?;
        let token = self.make(role)?;
        self.end(id, overlap_hours)?;
        Ok(token)
    }

    /// Ends a token so many hours from now.
    ///
    /// # Errors
    /// When the database refuses, or there is no such token.
    pub fn end(&self, id: i64, hours: u32) -> Result<(), CollectorError> {
        let ends = clock::system().0.saturating_add(hours.saturating_mul(60));
        let changed =
            self.connection.execute("UPDATE tokens SET ends = ?2 WHERE id = ?1", (id, ends))?;
        if changed == 0 { Err(CollectorError::NoToken) } else { Ok(()) }
    }

    /// All tokens, the oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn list(&self) -> Result<Vec<TokenRow>, CollectorError> {
        let mut statement =
            self.connection.prepare("SELECT id, role, made, ends FROM tokens ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            let ends: Option<u32> = row.get(3)?;
            let made = Minute(row.get(2)?);
            Ok(TokenRow { id: row.get(0)?, role: row.get(1)?, made, ends: ends.map(Minute) })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Token {
    /// The token itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token")
    }
}

/// Tokens are 256 random bits: nothing is gained by a slow hash.
pub(crate) fn hash_of(token: &str) -> [u8; 32] {
    let hash = Sha256::digest(token.as_bytes());
    std::array::from_fn(|at| hash[at])
}
