//! A task: what two aggregators and all their clients agree on (draft-ietf-ppm-dap-09, section 4.2).
//! Leaves out what the aggregators alone know: the key that they verify by, and who collects.

use crate::DapError;
use homekept::signals::Epsilon;
use janus_messages::TaskId;
use serde::Deserialize;

/// A task within the bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub(crate) id: TaskId,
    pub(crate) vdaf: Vdaf,
    /// In seconds, [`LEAST_PRECISION`] or more.
    pub(crate) time_precision: u64,
    pub(crate) leader: Vec<Pin>,
    pub(crate) helper: Vec<Pin>,
}

/// How an answer is split and summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vdaf {
    /// Prio3Count: bucket 0 adds nothing, bucket 1 adds one.
    Count,
    /// Prio3Histogram: each bucket has a sum of its own. Its chunk length is the one of the shortest
    /// proof, `prio`'s `optimal_chunk_length`; the aggregators are to be set up with the same.
    Histogram {
        /// How many buckets; 2 to 256.
        length: u32,
    },
}

/// The SHA-256 of one HPKE configuration as it is encoded, identifier and suite with it.
pub(crate) type Pin = [u8; 32];

/// [`Task`] as a file has it, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct TaskFile {
    /// The task's identifier: 32 bytes as base64url, without padding.
    pub id: String,
    /// `count` or `histogram`.
    pub vdaf: String,
    /// How many buckets, for a histogram.
    pub length: Option<u32>,
    /// The aggregator that reports go to.
    pub leader: AggregatorFile,
    /// The other one.
    pub helper: AggregatorFile,
    /// In seconds.
    pub time_precision: u64,
    /// The fewest reports that a result is released on.
    pub min_batch_size: u64,
    /// What a released result may tell of one customer, by the noise that each aggregator adds.
    pub eps: Option<f64>,
}

/// An aggregator as a file has it, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct AggregatorFile {
    /// Its https address.
    pub url: String,
    /// The SHA-256 of each HPKE configuration that may be used, in lower-case hexadecimal digits; more
    /// than one while a key is replaced.
    pub keys: Vec<String>,
}

impl Task {
    /// Checks every bound.
    ///
    /// # Errors
    /// A [`DapError`] that names what is unsafe.
    pub fn of(file: &TaskFile) -> Result<Task, DapError> {
        let TaskFile { id, vdaf, length, leader, helper, time_precision, min_batch_size, eps } =
            file;
        let id = id.parse().map_err(|_| DapError::Malformed)?;
        let vdaf = match (vdaf.as_str(), *length) {
            ("count", None) => Vdaf::Count,
            ("histogram", Some(length)) if (2..=MOST_BUCKETS).contains(&length) => {
                Vdaf::Histogram { length }
            }
            _ => return Err(DapError::Malformed),
        };
        // Two origins are not yet two operators, but one origin is one.
        match (origin_of(&leader.url), origin_of(&helper.url)) {
            (Some(leader), Some(helper)) if leader != helper => {}
            _ => return Err(DapError::NotTwo),
        }
        if *time_precision < LEAST_PRECISION {
            return Err(DapError::FineTime);
        }
        if *min_batch_size < LEAST_BATCH {
            return Err(DapError::SmallBatch);
        }
        let epsilon = eps.and_then(Epsilon::of_number).ok_or(DapError::BadEpsilon)?;
        if epsilon.thousandths() > MOST_EPSILON {
            return Err(DapError::BadEpsilon);
        }
        Ok(Task {
            id,
            vdaf,
            time_precision: *time_precision,
            leader: pins_of(&leader.keys)?,
            helper: pins_of(&helper.keys)?,
        })
    }
}

impl Vdaf {
    /// How many buckets there are.
    pub fn buckets(self) -> u32 {
        match self {
            Vdaf::Count => 2,
            Vdaf::Histogram { length } => length,
        }
    }
}

/// Host and port of an https address that can be written in one way only, so that two texts that
/// differ are two origins.
fn origin_of(address: &str) -> Option<&str> {
    let authority = address.strip_prefix("https://")?.split('/').next()?;
    let (host, port) = authority.split_once(':').unwrap_or((authority, "1"));
    let label = |label: &str| {
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        !label.is_empty() && label.bytes().all(plain)
    };
    // A port that is written and need not be is another way to write the same.
    let own = port != "443" && port.parse().is_ok_and(|number: u16| number.to_string() == port);
    let odd = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'?' | b'#' | b'\\');
    (own && host.split('.').all(label) && !address.bytes().any(odd)).then_some(authority)
}

fn pins_of(keys: &[String]) -> Result<Vec<Pin>, DapError> {
    if !(1..=MOST_KEYS).contains(&keys.len()) {
        return Err(DapError::Malformed);
    }
    keys.iter().map(|key| pin_of(key).ok_or(DapError::Malformed)).collect()
}

fn pin_of(digits: &str) -> Option<Pin> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?)).collect();
    bytes.filter(|_| rest.is_empty())?.try_into().ok()
}

/// As for signals behind local noise.
const MOST_BUCKETS: u32 = 256;
/// In seconds: an hour.
const LEAST_PRECISION: u64 = 3_600;
const LEAST_BATCH: u64 = 100;
/// In thousandths.
const MOST_EPSILON: u32 = 1_000;
/// One in use, one to come, and room to spare.
const MOST_KEYS: usize = 8;
