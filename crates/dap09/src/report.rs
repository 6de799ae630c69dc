//! One report, from an answer to the bytes that are uploaded (draft-ietf-ppm-dap-09, section 4.4.2):
//!
//! ```text
//!  0  16   number of the report: random, drawn for it alone
//! 16   8   time in seconds since 1970, rounded down to the task's precision; all numbers big-endian
//! 24   4   length of the public share
//! 28   .   public share: nothing for a count, 32 bytes for a histogram
//!  .   .   the leader's share, sealed, and then the helper's:
//!          1 byte identifier of the key, 2 + 32 encapsulated key, 4 + . ciphertext
//! ```
//!
//! All reports of a task have one length, whatever the answer.

use crate::DapError;
use crate::keys::pinned;
use crate::task::{Task, Vdaf};
use homekept::dice::{Dice, draw};
use homekept::time::Minute;
use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{CryptoRng, Error, RngCore};
use hpke::{Deserializable, Kem, OpModeS, Serializable, single_shot_seal};
use janus_messages::{
    HpkeCiphertext, HpkeConfig, InputShareAad, PlaintextInputShare, Report, ReportId,
    ReportMetadata, Role, Time,
};
use prio::codec::Encode;
use prio::vdaf::Client;
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};

/// The aggregators' HPKE configurations as they were fetched: an encoded list each.
#[derive(Debug, Clone, Copy)]
pub struct Fetched<'a> {
    /// The leader's.
    pub leader: &'a [u8],
    /// The helper's.
    pub helper: &'a [u8],
}

/// A report on the bucket that a customer is in. The shares are drawn by `prio`, which asks the platform
/// itself; the number and the keys that seal them are drawn by `dice`.
///
/// # Errors
/// A [`DapError`]; nothing of the answer is in it.
pub fn make_report(
    task: &Task,
    fetched: Fetched<'_>,
    bucket: u32,
    now: Minute,
    dice: &mut impl Dice,
) -> Result<Vec<u8>, DapError> {
    let leader = pinned(fetched.leader, &task.leader)?;
    let helper = pinned(fetched.helper, &task.helper)?;
    // Who opens the one would open the other.
    if leader.public_key() == helper.public_key() {
        return Err(DapError::NotTwo);
    }
    if bucket >= task.vdaf.buckets() {
        return Err(DapError::UnknownBucket);
    }
    let number: [u8; ReportId::LEN] = draw(dice)?;
    let seconds = u64::from(now.0) * 60;
    let time = Time::from_seconds_since_epoch(seconds - seconds % task.time_precision);
    let metadata = ReportMetadata::new(ReportId::from(number), time);

    let Shares { public, leader: leaders, helper: helpers } = match task.vdaf {
        Vdaf::Count => {
            let count = Prio3::new_count(AGGREGATORS).map_err(|_| DapError::Malformed)?;
            shares(&count, &(bucket == 1), &number)?
        }
        Vdaf::Histogram { length } => {
            let length = length as usize;
            let chunk = optimal_chunk_length(length);
            let histogram = Prio3::new_histogram(AGGREGATORS, length, chunk)
                .map_err(|_| DapError::Malformed)?;
            shares(&histogram, &(bucket as usize), &number)?
        }
    };
    let aad = encoded(&InputShareAad::new(task.id, metadata.clone(), public.clone()))?;
    let leaders = seal(leaders, &leader, Role::Leader, &aad, dice)?;
    let helpers = seal(helpers, &helper, Role::Helper, &aad, dice)?;
    encoded(&Report::new(metadata, public, leaders, helpers))
}

/// What Prio3 makes of an answer, encoded.
struct Shares {
    public: Vec<u8>,
    leader: Vec<u8>,
    helper: Vec<u8>,
}

/// Splits an answer; the report's number is the nonce (draft-ietf-ppm-dap-09, section 4.4.2).
fn shares<V: Client<{ ReportId::LEN }>>(
    vdaf: &V,
    measurement: &V::Measurement,
    number: &[u8; ReportId::LEN],
) -> Result<Shares, DapError> {
    // The answer is one that the task has, so what can fail is the platform's randomness.
    let (public, inputs) = vdaf.shard(measurement, number).map_err(|_| DapError::NoDice)?;
    let [leader, helper] = inputs.as_slice() else { return Err(DapError::Malformed) };
    Ok(Shares { public: encoded(&public)?, leader: encoded(leader)?, helper: encoded(helper)? })
}

/// Seals a share for one aggregator. There are no extensions: each would tell clients apart.
fn seal(
    share: Vec<u8>,
    config: &HpkeConfig,
    receiver: Role,
    aad: &[u8],
    dice: &mut impl Dice,
) -> Result<HpkeCiphertext, DapError> {
    let key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(config.public_key().as_ref())
        .map_err(|_| DapError::BadConfigurations)?;
    let info = [INFO, &[Role::Client as u8, receiver as u8]].concat();
    let plaintext = encoded(&PlaintextInputShare::new(Vec::new(), share))?;
    let mut drawn = Drawn(draw(dice)?);
    let (encapsulated, ciphertext) =
        single_shot_seal::<AesGcm128, HkdfSha256, X25519HkdfSha256, _>(
            &OpModeS::Base,
            &key,
            &info,
            &plaintext,
            aad,
            &mut drawn,
        )
        .map_err(|_| DapError::BadConfigurations)?;
    let encapsulated = encapsulated.to_bytes().to_vec();
    Ok(HpkeCiphertext::new(*config.id(), encapsulated, ciphertext))
}

/// The chance behind one encapsulated key, drawn before, since HPKE takes none that can fail.
struct Drawn([u8; 32]);

impl RngCore for Drawn {
    fn next_u32(&mut self) -> u32 {
        hpke::rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        hpke::rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        // X25519 takes these 32 bytes, once (RFC 9180, section 7.1.3). Given twice they would be no
        // chance any more.
        bytes.copy_from_slice(&core::mem::take(&mut self.0));
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Drawn {}

/// What is made here has lengths that its fields hold.
fn encoded(message: &impl Encode) -> Result<Vec<u8>, DapError> {
    message.get_encoded().map_err(|_| DapError::Malformed)
}

/// The beginning of what a share is bound to; its sender and its receiver follow
/// (draft-ietf-ppm-dap-09, section 4.4.2).
const INFO: &[u8] = b"dap-09 input share";
const AGGREGATORS: u8 = 2;
