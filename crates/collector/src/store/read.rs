//! Reading, on a connection of its own that never waits for the writer.

use super::{counts, measures};
use crate::tokens::hash_of;
use homekept::signals::{Measure, MeasureId};
use homekept::time::Minute;
use rusqlite::{Connection, OptionalExtension as _};
use std::sync::{Arc, Mutex, PoisonError};

/// The reading side.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    connection: Arc<Mutex<Connection>>,
}

/// A period that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    pub(crate) period: u32,
    pub(crate) measure: MeasureId,
    pub(crate) reports: u64,
    /// None where too few came.
    pub(crate) counts: Option<Vec<u64>>,
    /// Whether it has reached the webhook.
    pub(crate) sent: bool,
}

/// A period that is open: how many came, and not what they said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) period: u32,
    pub(crate) measure: MeasureId,
    pub(crate) reports: u64,
}

impl Reader {
    pub(crate) fn new(connection: Connection) -> Self {
        Self { connection: Arc::new(Mutex::new(connection)) }
    }

    fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        read(&self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn measures(&self) -> rusqlite::Result<Vec<(MeasureId, Measure)>> {
        self.with(measures::all)
    }

    /// All releases, the latest first.
    pub(crate) fn releases(&self) -> rusqlite::Result<Vec<Release>> {
        self.with(|connection| {
            let mut statement = connection.prepare(
                "SELECT period, measure, reports, counts, sent FROM releases ORDER BY period DESC",
            )?;
            let rows = statement.query_map([], |row| {
                let kept: Option<Vec<u8>> = row.get(3)?;
                Ok(Release {
                    period: row.get(0)?,
                    measure: row.get(1)?,
                    reports: row.get::<_, i64>(2)?.unsigned_abs(),
                    counts: kept.map(|bytes| counts::from_bytes(&bytes)),
                    sent: row.get(4)?,
                })
            })?;
            rows.collect()
        })
    }

    pub(crate) fn tallies(&self) -> rusqlite::Result<Vec<Tally>> {
        self.with(|connection| {
            let mut statement =
                connection.prepare("SELECT period, measure, reports FROM tallies")?;
            let rows = statement.query_map([], |row| {
                let reports = row.get::<_, i64>(2)?.unsigned_abs();
                Ok(Tally { period: row.get(0)?, measure: row.get(1)?, reports })
            })?;
            rows.collect()
        })
    }

    pub(crate) fn refusals(&self) -> rusqlite::Result<Vec<(String, u64)>> {
        self.with(|connection| {
            let mut statement = connection.prepare("SELECT code, times FROM refusals")?;
            let row =
                |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()));
            let rows = statement.query_map([], row)?;
            rows.collect()
        })
    }

    /// Minute, role and action, the latest first.
    pub(crate) fn accesses(&self) -> rusqlite::Result<Vec<(u32, String, String)>> {
        self.with(|connection| {
            let mut statement = connection.prepare(
                "SELECT minute, role, action FROM access ORDER BY minute DESC LIMIT 1000",
            )?;
            let rows =
                statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect()
        })
    }

    /// The role of a token that is in force.
    pub(crate) fn role_of(&self, token: &str, now: Minute) -> rusqlite::Result<Option<String>> {
        self.with(|connection| {
            connection
                .prepare_cached(
                    "SELECT role FROM tokens WHERE hash = ?1 AND (ends IS NULL OR ends > ?2)",
                )?
                .query_row((hash_of(token), now.0), |row| row.get(0))
                .optional()
        })
    }

    /// How far ahead a rehearsal's clock was left.
    pub(crate) fn ahead(&self) -> rusqlite::Result<u32> {
        self.with(|connection| {
            let found = connection
                .query_row("SELECT value FROM facts WHERE name = 'ahead'", [], |row| row.get(0))
                .optional()?;
            Ok(found.unwrap_or(0))
        })
    }
}
