//! Reports as two real aggregators see them, natively. `browser.rs` has the same in a browser.
#![cfg(not(target_arch = "wasm32"))]

mod aggregators;

use aggregators::cheat::claiming;
use aggregators::{NOW, Pair, Platform, counted, json, listed, pin_of, two_hundred};
use homekept::dice::{Dice, NoDice};
use homekept_dap09::{DapError, Fetched, Task, TaskFile, Vdaf, make_report};
use janus_messages::{
    HpkeAeadId, HpkeConfig, HpkeConfigId, HpkeKdfId, HpkeKemId, HpkePublicKey, Report,
};
use prio::codec::{Decode, Encode};
use prio::field::{Field128, FieldElementWithInteger};
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};
use prio::vdaf::prio3_test::{check_test_vec, check_test_vec_custom_de};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

#[test]
fn sig_01_two_hundred_answers_add_up_exactly() {
    for buckets in [2, 3, 64, 256] {
        let pair = Pair::new(Vdaf::Histogram { length: buckets });
        let answers = two_hundred(buckets);
        let reports: Vec<_> =
            answers.iter().map(|bucket| pair.report(*bucket).expect("a report")).collect();
        let chunk = optimal_chunk_length(buckets as usize);
        let vdaf = Prio3::new_histogram(2, buckets as usize, chunk).expect("it is one");
        let result = pair.result(&vdaf, &reports).expect("all are taken");
        assert_eq!(result, counted(&answers, buckets), "{buckets}");
    }
    let pair = Pair::new(Vdaf::Count);
    let answers = two_hundred(2);
    let reports: Vec<_> =
        answers.iter().map(|bucket| pair.report(*bucket).expect("a report")).collect();
    let result = pair.result(&Prio3::new_count(2).expect("it is one"), &reports);
    assert_eq!(result, Ok(answers.iter().sum::<u32>().into()));
}

#[test]
fn sig_01_a_report_holds_what_dap_09_names_and_nothing_else() {
    let pair = Pair::new(Vdaf::Histogram { length: 64 });
    let bytes = pair.report(5).expect("a report");
    let report = Report::get_decoded(&bytes).expect("it is one, and nothing follows");
    assert_eq!(report.get_encoded().expect("it is short"), bytes);
    assert_eq!(report.public_share().len(), 32);
    // The shares have no extensions: `open` asserts it.
    assert!(pair.open(&report).is_ok());
    let time = report.metadata().time().as_seconds_since_epoch();
    assert_eq!(time, u64::from(NOW.0) * 60 / 3_600 * 3_600);
    assert_ne!(time, u64::from(NOW.0) * 60, "it is not the full hour");
}

#[test]
fn sig_11_no_number_repeats_and_no_answer_changes_the_length() {
    for (vdaf, length) in [
        (Vdaf::Count, 230),
        (Vdaf::Histogram { length: 4 }, 486),
        (Vdaf::Histogram { length: 64 }, 1_830),
        (Vdaf::Histogram { length: 256 }, 5_414),
    ] {
        let pair = Pair::new(vdaf);
        let mut seen = BTreeSet::new();
        for answer in 0..400 {
            let report = pair.report(answer % vdaf.buckets()).expect("a report");
            assert_eq!(report.len(), length, "{vdaf:?}, {answer}");
            let report = Report::get_decoded(&report).expect("it is one");
            // Neither its number nor a key is ever another report's.
            for once in [
                report.metadata().id().as_ref().as_slice(),
                report.leader_encrypted_input_share().encapsulated_key(),
                report.helper_encrypted_input_share().encapsulated_key(),
            ] {
                assert!(seen.insert(once.to_vec()), "{vdaf:?}, {answer}");
            }
        }
    }
}

#[test]
fn a_report_that_was_changed_in_any_byte_is_not_taken() {
    let chunk = optimal_chunk_length(4);
    let histogram = Prio3::new_histogram(2, 4, chunk).expect("it is one");
    let pair = Pair::new(Vdaf::Histogram { length: 4 });
    let report = pair.report(3).expect("a report");
    assert!(pair.take(&histogram, &report).is_ok());
    for at in 0..report.len() {
        let mut changed = report.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(pair.take(&histogram, &changed).is_err(), "byte {at}");
    }
    assert!(pair.take(&histogram, &report[1..]).is_err());
    assert!(pair.take(&histogram, &[report.as_slice(), &[0]].concat()).is_err());
    // Nor one of another task, with the same keys.
    let mut elsewhere = pair;
    elsewhere.file.id = Pair::new(Vdaf::Count).file.id;
    assert!(elsewhere.take(&histogram, &report).is_err());
}

#[test]
fn a_share_that_claims_more_than_one_answer_is_found() {
    let chunk = optimal_chunk_length(4);
    let histogram = Prio3::new_histogram(2, 4, chunk).expect("it is one");
    let pair = Pair::new(Vdaf::Histogram { length: 4 });
    let report = Report::get_decoded(&pair.report(3).expect("a report")).expect("it is one");
    let honest = pair.open(&report).expect("it opens");
    assert!(pair.verify(&histogram, &report, &honest).is_ok());
    // The leader's share begins with its part of each bucket, 16 bytes little-endian.
    for bucket in 0..4 {
        let mut forged = honest.clone();
        let byte = &mut forged[0][16 * bucket];
        *byte = byte.wrapping_add(1);
        let refused = pair.verify(&histogram, &report, &forged);
        assert!(refused.is_err(), "one more in bucket {bucket}");
    }
}

#[test]
fn a_client_that_proves_by_the_book_what_no_answer_is_is_found() {
    let histogram = Prio3::new_histogram(2, 4, optimal_chunk_length(4)).expect("it is one");
    let pair = Pair::new(Vdaf::Histogram { length: 4 });
    let is_taken = |numbers: &[u128]| {
        let (report, inputs) = claiming(numbers);
        pair.verify(&histogram, &report, &inputs).is_ok()
    };
    // The same way with an answer is an honest client's.
    assert!(is_taken(&[0, 1, 0, 0]));
    let less_one = Field128::modulus() - 1;
    for numbers in [[1, 1, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0], [100, 0, 0, 0], [2, less_one, 0, 0]] {
        assert!(!is_taken(&numbers), "{numbers:?}");
    }
}

#[test]
fn sig_02_sig_03_an_unsafe_task_is_refused_by_a_code_that_says_which() {
    let safe = || Pair::new(Vdaf::Histogram { length: 4 }).file;
    assert!(Task::of(&safe()).is_ok());
    let with = |change: &dyn Fn(&mut TaskFile)| {
        let mut file = safe();
        change(&mut file);
        file
    };
    let at = |leader: &str, helper: &str| {
        with(&|file| {
            file.leader.url = leader.into();
            file.helper.url = helper.into();
        })
    };
    for (file, code) in [
        (with(&|file| file.min_batch_size = 99), "dap-batch"),
        (with(&|file| file.min_batch_size = 0), "dap-batch"),
        (with(&|file| file.eps = None), "dap-epsilon"),
        (with(&|file| file.eps = Some(0.0)), "dap-epsilon"),
        (with(&|file| file.eps = Some(1.001)), "dap-epsilon"),
        (with(&|file| file.eps = Some(f64::NAN)), "dap-epsilon"),
        (with(&|file| file.time_precision = 3_599), "dap-precision"),
        (with(&|file| file.time_precision = 0), "dap-precision"),
        (at("https://one.example/a", "https://one.example/b"), "dap-aggregators"),
        // The same origin, written in another way.
        (at("https://one.example", "https://one.example:443"), "dap-aggregators"),
        (at("https://one.example", "https://ONE.example"), "dap-aggregators"),
        (at("https://one.example", "https://me@one.example"), "dap-aggregators"),
        (at("https://one.example", "https://one.example."), "dap-aggregators"),
        (at("https://one.example", "https://one.example:0443"), "dap-aggregators"),
        (at("https://one.example", "https://one.example\\@two.example"), "dap-aggregators"),
        (at("https://one.example", "http://two.example"), "dap-aggregators"),
        (at("https://one.example", "https://two.example/?for=me"), "dap-aggregators"),
        (at("https://one.example", "/helper"), "dap-aggregators"),
        (at("https://one.example", "https://"), "dap-aggregators"),
        (with(&|file| file.id = "AAAA".into()), "dap-malformed"),
        (with(&|file| file.id.push('=')), "dap-malformed"),
        (with(&|file| file.vdaf = "sum".into()), "dap-malformed"),
        (with(&|file| file.vdaf = "count".into()), "dap-malformed"),
        (with(&|file| file.length = None), "dap-malformed"),
        (with(&|file| file.length = Some(1)), "dap-malformed"),
        (with(&|file| file.length = Some(257)), "dap-malformed"),
        (with(&|file| file.leader.keys.clear()), "dap-malformed"),
        (with(&|file| file.helper.keys[0].make_ascii_uppercase()), "dap-malformed"),
        (with(&|file| file.helper.keys[0].push('0')), "dap-malformed"),
    ] {
        let found = Task::of(&file).map(|_| ()).map_err(|error| error.code());
        assert_eq!(found, Err(code), "{file:?}");
    }
    // Another port is another origin.
    assert!(Task::of(&at("https://one.example", "https://one.example:8443")).is_ok());
}

#[test]
fn a_task_is_read_as_it_is_written() {
    for vdaf in [Vdaf::Count, Vdaf::Histogram { length: 4 }] {
        let file = Pair::new(vdaf).file;
        let read: TaskFile = serde_json::from_str(&json(&file)).expect("it is of that form");
        assert_eq!(read, file);
    }
}

#[test]
fn sig_11_no_other_suite_is_taken() {
    let pair = Pair::new(Vdaf::Count);
    let good = &pair.leader.config;
    let suite =
        |kem, kdf, aead| HpkeConfig::new(*good.id(), kem, kdf, aead, good.public_key().clone());
    let (kem, kdf, aead) =
        (HpkeKemId::X25519HkdfSha256, HpkeKdfId::HkdfSha256, HpkeAeadId::Aes128Gcm);
    for other in [
        suite(HpkeKemId::P256HkdfSha256, kdf, aead),
        suite(HpkeKemId::Other(0), kdf, aead),
        suite(kem, HpkeKdfId::HkdfSha512, aead),
        suite(kem, HpkeKdfId::Other(0), aead),
        suite(kem, kdf, HpkeAeadId::Aes256Gcm),
        suite(kem, kdf, HpkeAeadId::ChaCha20Poly1305),
        // It exports keys and seals nothing (RFC 9180, section 7.3).
        suite(kem, kdf, HpkeAeadId::Other(0xffff)),
    ] {
        // A pin does not make it good.
        let mut file = pair.file.clone();
        file.leader.keys.push(pin_of(&other));
        assert_eq!(
            answered(&pair, &file, &listed(std::slice::from_ref(&other))),
            Err("dap-suite"),
            "{other:?}"
        );
        // Nor does it stand in the way of the good one.
        assert_eq!(answered(&pair, &file, &listed(&[other, good.clone()])), Ok(()));
    }
    assert_eq!(answered(&pair, &pair.file, &listed(&[])), Err("dap-suite"));
}

#[test]
fn sig_12_a_key_that_was_made_for_one_customer_is_refused() {
    let pair = Pair::new(Vdaf::Count);
    let mine = Pair::new(Vdaf::Count).leader;
    assert_eq!(answered(&pair, &pair.file, &mine.list()), Err("dap-key"));
    // The helper's key is no leader's, and an identifier of its own is a mark, too.
    assert_eq!(answered(&pair, &pair.file, &pair.helper.list()), Err("dap-key"));
    let good = &pair.leader.config;
    let marked = HpkeConfig::new(
        HpkeConfigId::from(8),
        *good.kem_id(),
        *good.kdf_id(),
        *good.aead_id(),
        good.public_key().clone(),
    );
    assert_eq!(answered(&pair, &pair.file, &listed(&[marked])), Err("dap-key"));
    // The pinned one is found beside others, and a second pin is for the key to come.
    assert_eq!(answered(&pair, &pair.file, &listed(&[mine.config, good.clone()])), Ok(()));
    let next = Pair::new(Vdaf::Count).leader;
    let mut file = pair.file.clone();
    file.leader.keys.push(pin_of(&next.config));
    assert_eq!(answered(&pair, &file, &next.list()), Ok(()));
    // The helper's is looked at no less.
    let (leader, helper) = (pair.leader.list(), pair.leader.list());
    let fetched = Fetched { leader: &leader, helper: &helper };
    let task = Task::of(&pair.file).expect("it is safe");
    assert_eq!(make_report(&task, fetched, 1, NOW, &mut Platform), Err(DapError::UnpinnedKey));
}

#[test]
fn sig_12_a_list_that_was_changed_in_any_bit_gives_no_report() {
    let pair = Pair::new(Vdaf::Count);
    let list = pair.leader.list();
    for bit in 0..8 * list.len() {
        let mut changed = list.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let code = answered(&pair, &pair.file, &changed).expect_err("it is another list");
        let known = ["dap-configurations", "dap-suite", "dap-key"].contains(&code);
        assert!(known, "bit {bit}: {code}");
        assert!(answered(&pair, &pair.file, &list[..bit / 8]).is_err(), "cut at {}", bit / 8);
    }
}

#[test]
fn sig_02_one_key_for_both_is_refused() {
    let pair = Pair::new(Vdaf::Count);
    // Under an identifier of its own, so that it is not one hash.
    let leader = &pair.leader.config;
    let again = HpkeConfig::new(
        HpkeConfigId::from(8),
        *leader.kem_id(),
        *leader.kdf_id(),
        *leader.aead_id(),
        leader.public_key().clone(),
    );
    let mut file = pair.file.clone();
    file.helper.keys = vec![pin_of(&again)];
    let (leader, helper) = (pair.leader.list(), listed(&[again]));
    let fetched = Fetched { leader: &leader, helper: &helper };
    let task = Task::of(&file).expect("it is safe, as far as it says");
    assert_eq!(make_report(&task, fetched, 1, NOW, &mut Platform), Err(DapError::NotTwo));
}

#[test]
fn lists_that_are_none_and_answers_that_no_task_has_are_refused() {
    let pair = Pair::new(Vdaf::Count);
    let good = pair.leader.list();
    let short = HpkeConfig::new(
        *pair.leader.config.id(),
        HpkeKemId::X25519HkdfSha256,
        HpkeKdfId::HkdfSha256,
        HpkeAeadId::Aes128Gcm,
        HpkePublicKey::from(vec![1; 31]),
    );
    let mut file = pair.file.clone();
    file.leader.keys.push(pin_of(&short));
    for (list, code) in [
        (Vec::new(), "dap-configurations"),
        (good[..good.len() - 1].to_vec(), "dap-configurations"),
        ([good.as_slice(), &[0]].concat(), "dap-configurations"),
        (b"<!doctype html>".to_vec(), "dap-configurations"),
        (listed(&[short]), "dap-configurations"),
    ] {
        assert_eq!(answered(&pair, &file, &list), Err(code), "{list:?}");
    }
    for (vdaf, beyond) in [(Vdaf::Count, 2), (Vdaf::Histogram { length: 64 }, 64)] {
        let pair = Pair::new(vdaf);
        assert_eq!(pair.report(beyond), Err(DapError::UnknownBucket));
        assert_eq!(pair.report(u32::MAX), Err(DapError::UnknownBucket));
    }
}

#[test]
fn without_chance_there_is_no_report() {
    struct Broken(u32);
    impl Dice for Broken {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
            self.0 = self.0.checked_sub(1).ok_or(NoDice)?;
            Platform.fill(bytes)
        }
    }
    let pair = Pair::new(Vdaf::Count);
    let task = Task::of(&pair.file).expect("it is safe");
    let (leader, helper) = (pair.leader.list(), pair.helper.list());
    let fetched = Fetched { leader: &leader, helper: &helper };
    // A number, and a key for each of the two.
    for draws in 0..3 {
        let found = make_report(&task, fetched, 1, NOW, &mut Broken(draws));
        assert_eq!(found, Err(DapError::NoDice), "{draws}");
    }
    assert!(make_report(&task, fetched, 1, NOW, &mut Broken(3)).is_ok());
}

#[test]
fn prio3_gives_what_the_published_vectors_of_vdaf_08_have() {
    #[derive(Clone, Deserialize)]
    struct Bit(u8);
    impl From<Bit> for bool {
        fn from(Bit(bit): Bit) -> bool {
            bit == 1
        }
    }
    for name in ["Prio3Count_0", "Prio3Count_1"] {
        check_test_vec_custom_de::<Bit, _, _, _, _, 16>(&vector(name), |_, shares| {
            Prio3::new_count(shares).expect("it is one")
        });
    }
    for name in ["Prio3Histogram_0", "Prio3Histogram_1"] {
        check_test_vec(&vector(name), |parameters, shares| {
            let [length, chunk] = ["length", "chunk_length"]
                .map(|name| parameters[name].as_u64().expect("a number") as usize);
            Prio3::new_histogram(shares, length, chunk).expect("it is one")
        });
    }
}

/// A vector that ships with the source of `prio`.
fn vector(name: &str) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let prio = packages.iter().find(|one| one["name"] == "prio").expect("it is used");
    let manifest = PathBuf::from(prio["manifest_path"].as_str().expect("a path"));
    let vector = format!("src/vdaf/test_vec/08/{name}.json");
    fs::read_to_string(manifest.with_file_name(vector)).expect("it ships with the source")
}

/// Whether there is a report where the leader answered with this list.
fn answered(pair: &Pair, file: &TaskFile, leader: &[u8]) -> Result<(), &'static str> {
    let task = Task::of(file).expect("it is safe");
    let helper = pair.helper.list();
    let fetched = Fetched { leader, helper: &helper };
    let report = make_report(&task, fetched, 1, NOW, &mut Platform);
    report.map(|_| ()).map_err(|error| error.code())
}
