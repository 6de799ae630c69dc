//! Two aggregators, made of the published parts of real ones: they open their shares, verify them
//! together, and sum up what they took.
//! Leaves out HTTP, storage, replays and noise.
#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod cheat;

use homekept::dice::{Dice, NoDice};
use homekept::time::Minute;
use homekept_dap09::{AggregatorFile, DapError, Fetched, Task, TaskFile, Vdaf, make_report};
use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, Serializable, single_shot_open};
use janus_messages::{
    HpkeAeadId, HpkeCiphertext, HpkeConfig, HpkeConfigId, HpkeConfigList, HpkeKdfId, HpkeKemId,
    HpkePublicKey, InputShareAad, PlaintextInputShare, Report, Role, TaskId,
};
use prio::codec::{Decode, Encode, ParameterizedDecode};
use prio::flp::Type;
use prio::vdaf::prio3::{Prio3, Prio3InputShare, Prio3PublicShare};
use prio::vdaf::xof::XofTurboShake128;
use prio::vdaf::{Aggregator as _, Collector as _, OutputShare, PrepareTransition};
use serde_json::json;
use sha2::{Digest, Sha256};

/// The leader or the helper.
pub(crate) struct Aggregator {
    role: Role,
    secret: <X25519HkdfSha256 as Kem>::PrivateKey,
    pub(crate) config: HpkeConfig,
}

/// Both, and the task that they have agreed on.
pub(crate) struct Pair {
    pub(crate) file: TaskFile,
    pub(crate) leader: Aggregator,
    pub(crate) helper: Aggregator,
    verify_key: [u8; 16],
}

/// A Prio3 as DAP-09 has it.
pub(crate) type Dap09<T> = Prio3<T, XofTurboShake128, 16>;

impl Aggregator {
    fn new(role: Role, id: u8) -> Aggregator {
        let mut chance = [0; 32];
        getrandom::fill(&mut chance).expect("the platform has chance");
        let (secret, public) = X25519HkdfSha256::derive_keypair(&chance);
        let config = HpkeConfig::new(
            HpkeConfigId::from(id),
            HpkeKemId::X25519HkdfSha256,
            HpkeKdfId::HkdfSha256,
            HpkeAeadId::Aes128Gcm,
            HpkePublicKey::from(public.to_bytes().to_vec()),
        );
        Aggregator { role, secret, config }
    }

    /// What its `hpke_config` resource answers.
    pub(crate) fn list(&self) -> Vec<u8> {
        listed(std::slice::from_ref(&self.config))
    }

    /// The plaintext of a share, or why there is none.
    fn open(&self, share: &HpkeCiphertext, aad: &[u8]) -> Result<Vec<u8>, String> {
        if share.config_id() != self.config.id() {
            return Err("another key".into());
        }
        let encapsulated =
            <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(share.encapsulated_key())
                .map_err(|error| error.to_string())?;
        let plaintext = single_shot_open::<AesGcm128, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.secret,
            &encapsulated,
            &[b"dap-09 input share", [1, self.role as u8].as_slice()].concat(),
            share.payload(),
            aad,
        )
        .map_err(|error| error.to_string())?;
        let plaintext =
            PlaintextInputShare::get_decoded(&plaintext).map_err(|error| error.to_string())?;
        assert_eq!(plaintext.extensions(), []);
        Ok(plaintext.payload().to_vec())
    }
}

impl Pair {
    /// New keys, and a task that is safe.
    pub(crate) fn new(vdaf: Vdaf) -> Pair {
        let leader = Aggregator::new(Role::Leader, 7);
        let helper = Aggregator::new(Role::Helper, 200);
        let [mut id, mut verify_key] = [[0; 32], [0; 32]];
        for bytes in [&mut id, &mut verify_key] {
            getrandom::fill(bytes).expect("the platform has chance");
        }
        let file = TaskFile {
            id: TaskId::from(id).to_string(),
            vdaf: if vdaf == Vdaf::Count { "count".into() } else { "histogram".into() },
            length: (vdaf != Vdaf::Count).then_some(vdaf.buckets()),
            leader: AggregatorFile {
                url: "https://leader.example/dap".into(),
                keys: vec![pin_of(&leader.config)],
            },
            helper: AggregatorFile {
                url: "https://helper.example".into(),
                keys: vec![pin_of(&helper.config)],
            },
            time_precision: 3_600,
            min_batch_size: 100,
            eps: Some(1.0),
        };
        let [verify_key, _] = verify_key.as_chunks::<16>().0 else { unreachable!("twice 16") };
        Pair { file, leader, helper, verify_key: *verify_key }
    }

    /// A report on a bucket, by the module's code.
    pub(crate) fn report(&self, bucket: u32) -> Result<Vec<u8>, DapError> {
        let (leader, helper) = (self.leader.list(), self.helper.list());
        let fetched = Fetched { leader: &leader, helper: &helper };
        make_report(&Task::of(&self.file)?, fetched, bucket, NOW, &mut Platform)
    }

    fn aad_of(&self, report: &Report) -> Vec<u8> {
        let id = self.file.id.parse().expect("it is an identifier");
        let aad = InputShareAad::new(id, report.metadata().clone(), report.public_share().to_vec());
        aad.get_encoded().expect("it is short")
    }

    /// Both input shares of a report as they were before they were sealed, or why there are none.
    pub(crate) fn open(&self, report: &Report) -> Result<[Vec<u8>; 2], String> {
        let aad = self.aad_of(report);
        let leader = self.leader.open(report.leader_encrypted_input_share(), &aad)?;
        let helper = self.helper.open(report.helper_encrypted_input_share(), &aad)?;
        Ok([leader, helper])
    }

    /// Opens and verifies a report, as both do before they take it: each has a share of the sum then.
    pub(crate) fn take<T: Type>(
        &self,
        vdaf: &Dap09<T>,
        report: &[u8],
    ) -> Result<[OutputShare<T::Field>; 2], String> {
        let report = Report::get_decoded(report).map_err(|error| error.to_string())?;
        let inputs = self.open(&report)?;
        self.verify(vdaf, &report, &inputs)
    }

    /// Verifies two input shares together.
    pub(crate) fn verify<T: Type>(
        &self,
        vdaf: &Dap09<T>,
        report: &Report,
        inputs: &[Vec<u8>; 2],
    ) -> Result<[OutputShare<T::Field>; 2], String> {
        let told = |error: &dyn std::fmt::Display| error.to_string();
        let nonce = report.metadata().id().as_ref();
        let public = Prio3PublicShare::get_decoded_with_param(vdaf, report.public_share())
            .map_err(|error| told(&error))?;
        let mut states = Vec::new();
        let mut prepared = Vec::new();
        for (aggregator, input) in inputs.iter().enumerate() {
            let input = Prio3InputShare::get_decoded_with_param(&(vdaf, aggregator), input)
                .map_err(|error| told(&error))?;
            let (state, share) = vdaf
                .prepare_init(&self.verify_key, aggregator, &(), nonce, &public, &input)
                .map_err(|error| told(&error))?;
            states.push(state);
            prepared.push(share);
        }
        let message =
            vdaf.prepare_shares_to_prepare_message(&(), prepared).map_err(|error| told(&error))?;
        let shares = states.into_iter().map(|state| {
            match vdaf.prepare_next(state, message.clone()).map_err(|error| told(&error))? {
                PrepareTransition::Finish(share) => Ok(share),
                PrepareTransition::Continue(..) => Err("Prio3 has one round".to_owned()),
            }
        });
        let shares: Result<Vec<_>, String> = shares.collect();
        shares.map(|shares| shares.try_into().expect("there are two aggregators"))
    }

    /// The result of a batch: each sums up its own shares, and the collector adds the two sums.
    pub(crate) fn result<T: Type>(
        &self,
        vdaf: &Dap09<T>,
        reports: &[Vec<u8>],
    ) -> Result<T::AggregateResult, String> {
        let (mut leaders, mut helpers) = (Vec::new(), Vec::new());
        for report in reports {
            let [leader, helper] = self.take(vdaf, report)?;
            leaders.push(leader);
            helpers.push(helper);
        }
        let sums = [leaders, helpers].map(|shares| vdaf.aggregate(&(), shares).expect("it adds"));
        vdaf.unshard(&(), sums, reports.len()).map_err(|error| error.to_string())
    }
}

/// A list of configurations, encoded.
pub(crate) fn listed(configs: &[HpkeConfig]) -> Vec<u8> {
    HpkeConfigList::new(configs.to_vec()).get_encoded().expect("it is short")
}

/// The hash by which a task names a configuration.
pub(crate) fn pin_of(config: &HpkeConfig) -> String {
    let hash = Sha256::digest(config.get_encoded().expect("it is short"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A task as a policy writes it.
pub(crate) fn json(file: &TaskFile) -> String {
    let TaskFile { id, vdaf, length, leader, helper, time_precision, min_batch_size, eps } = file;
    let [leader, helper] =
        [leader, helper].map(|AggregatorFile { url, keys }| json!({ "url": url, "keys": keys }));
    json!({
        "id": id,
        "vdaf": vdaf,
        "length": length,
        "leader": leader,
        "helper": helper,
        "time_precision": time_precision,
        "min_batch_size": min_batch_size,
        "eps": eps,
    })
    .to_string()
}

/// The buckets of 200 customers, none alike in number but those that nobody is in.
pub(crate) fn two_hundred(buckets: u32) -> Vec<u32> {
    (0..200).map(|customer: u32| (customer * customer + customer / 7) % buckets).collect()
}

/// How many of them are in each bucket.
pub(crate) fn counted(answers: &[u32], buckets: u32) -> Vec<u128> {
    let of = |bucket| answers.iter().filter(|answer| **answer == bucket).count() as u128;
    (0..buckets).map(of).collect()
}

/// The platform's own chance.
pub(crate) struct Platform;

impl Dice for Platform {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        getrandom::fill(bytes).map_err(|_| NoDice)
    }
}

/// 27 November 2026, 21:03.
pub(crate) const NOW: Minute = Minute(29_930_223);
