//! What leaves the device: one report, always of one length.
//!
//! ```text
//!  0   4   magic and version: "HKR" 1
//!  4   4   period, u32 little-endian: 30-day periods since 1970
//!  8   8   measure: the first bytes of the SHA-256 of its definition
//! 16  16   number of the report: random, drawn for it alone
//! 32  32   set: 256 bits, bucket b at bit b % 8 of byte b / 8
//! 64
//! ```

use super::measure::MeasureId;
use super::subset::{Set, Subset};
use crate::bytes::Reader;

/// One report. There is nothing else in it: no time but the period, and no
/// name but a number that is used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// The period that it is of.
    pub period: u32,
    /// The measure that it is on.
    pub measure: MeasureId,
    /// Random, so that the same report sent again is told from another one.
    pub number: [u8; 16],
    /// The answer, behind its noise.
    pub set: Set,
}

/// Why bytes are no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReportError {
    /// Not 64 bytes.
    WrongLength,
    /// Something else.
    NotAReport,
    /// Of a later Homekept.
    UnknownVersion {
        /// The version found.
        found: u8,
    },
    /// A set that this measure never gives: a bucket that it has not, or too many or too few.
    ImpossibleSet,
}

impl Report {
    /// How many bytes every report has.
    pub const LEN: usize = 64;

    /// Writes it.
    pub fn encode(&self) -> [u8; Report::LEN] {
        let Report { period, measure, number, set } = self;
        let mut bytes = [0; Report::LEN];
        bytes[..3].copy_from_slice(&MAGIC);
        bytes[3] = VERSION;
        bytes[4..8].copy_from_slice(&period.to_le_bytes());
        bytes[8..16].copy_from_slice(measure);
        bytes[16..32].copy_from_slice(number);
        bytes[32..].copy_from_slice(&set.0);
        bytes
    }

    /// Reads what [`Report::encode`] wrote. Whether the set is a possible one
    /// shows once the measure is known: [`Report::fits`].
    ///
    /// # Errors
    /// A [`ReportError`] for all other bytes.
    pub fn decode(bytes: &[u8]) -> Result<Report, ReportError> {
        if bytes.len() != Report::LEN {
            return Err(ReportError::WrongLength);
        }
        let mut reader = Reader::new(bytes);
        if reader.array() != Some(MAGIC) {
            return Err(ReportError::NotAReport);
        }
        match reader.u8() {
            Some(VERSION) => {}
            Some(found) => return Err(ReportError::UnknownVersion { found }),
            None => return Err(ReportError::WrongLength),
        }
        let mut read = || {
            let period = u32::from_le_bytes(reader.array()?);
            let (measure, number) = (reader.array()?, reader.array()?);
            let set = Set(reader.array()?);
            reader.end().map(|()| Report { period, measure, number, set })
        };
        read().ok_or(ReportError::WrongLength)
    }

    /// Whether the set is one that the measure's draw gives.
    ///
    /// # Errors
    /// [`ReportError::ImpossibleSet`].
    pub fn fits(&self, subset: Subset) -> Result<(), ReportError> {
        let known = self.set.buckets().all(|bucket| bucket < subset.d());
        if known && self.set.len() == subset.k() { Ok(()) } else { Err(ReportError::ImpossibleSet) }
    }
}

impl ReportError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            ReportError::WrongLength => "report-length",
            ReportError::NotAReport => "report-not-a-report",
            ReportError::UnknownVersion { found: _ } => "report-version-unknown",
            ReportError::ImpossibleSet => "report-set",
        }
    }
}

const MAGIC: [u8; 3] = *b"HKR";
const VERSION: u8 = 1;
