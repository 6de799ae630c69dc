//! The module as it is shipped beside `@divviup/dap`, in one batch: the same aggregators take the reports
//! of both, and the result is exact.
//!
//! `cargo xtask test --long` installs that client and says where it is.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod aggregators;

use aggregators::{NOW, Pair, counted, json, two_hundred};
use homekept_dap09::Vdaf;
use janus_messages::Report;
use prio::codec::Decode;
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn the_module_and_divvi_ups_client_add_up_in_one_batch_of_a_histogram() {
    let Some(clients) = Clients::installed() else { return };
    for buckets in [3, 64] {
        let pair = Pair::new(Vdaf::Histogram { length: buckets });
        let answers = two_hundred(buckets);
        let chunk = optimal_chunk_length(buckets as usize);
        let reports = clients.report(&pair, Some(chunk), &answers);
        let vdaf = Prio3::new_histogram(2, buckets as usize, chunk).expect("it is one");
        let twice: Vec<u128> =
            counted(&answers, buckets).into_iter().map(|count| 2 * count).collect();
        assert_eq!(pair.result(&vdaf, &reports), Ok(twice), "{buckets}");
    }
}

#[test]
fn the_module_and_divvi_ups_client_add_up_in_one_batch_of_a_count() {
    let Some(clients) = Clients::installed() else { return };
    let pair = Pair::new(Vdaf::Count);
    let answers = two_hundred(2);
    let reports = clients.report(&pair, None, &answers);
    let result = pair.result(&Prio3::new_count(2).expect("it is one"), &reports);
    assert_eq!(result, Ok(2 * u64::from(answers.iter().sum::<u32>())));
}

/// Both clients, in Node.
struct Clients {
    /// Where `reports.mjs` and Divvi Up's client are.
    folder: OsString,
}

/// What they made, in hexadecimal digits.
#[derive(Deserialize)]
struct Made {
    ours: Vec<String>,
    theirs: Vec<String>,
}

impl Clients {
    fn installed() -> Option<Clients> {
        let folder = std::env::var_os("HOMEKEPT_DIVVIUP");
        if folder.is_none() {
            println!("skipped: Divvi Up's client is tried by `cargo xtask test --only package`");
        }
        folder.map(|folder| Clients { folder })
    }

    /// A report of each on every answer, in one batch. But for what is drawn they are alike.
    fn report(&self, pair: &Pair, chunk: Option<usize>, answers: &[u32]) -> Vec<Vec<u8>> {
        let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/src/wasm");
        let task: Value = serde_json::from_str(&json(&pair.file)).expect("it is JSON");
        let asked = json!({
            "module": module,
            "task": task,
            "chunk": chunk,
            "leader": hex::encode(pair.leader.list()),
            "helper": hex::encode(pair.helper.list()),
            "answers": answers,
            "minute": NOW.0,
        });
        let mut node = Command::new("node")
            .arg("reports.mjs")
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node is here");
        let mut input = node.stdin.take().expect("it was asked for");
        input.write_all(asked.to_string().as_bytes()).expect("it reads");
        drop(input);
        let output = node.wait_with_output().expect("it ends");
        assert!(output.status.success(), "Node says why");
        let made: Made = serde_json::from_slice(&output.stdout).expect("it is of that form");
        let [ours, theirs] = [made.ours, made.theirs].map(|reports| -> Vec<Vec<u8>> {
            assert_eq!(reports.len(), answers.len());
            reports.iter().map(|report| hex::decode(report).expect("hexadecimal")).collect()
        });
        let mut numbers = BTreeSet::new();
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours.len(), theirs.len());
            let [ours, theirs] =
                [ours, theirs].map(|report| Report::get_decoded(report).expect("it is one"));
            assert_eq!(ours.metadata().time(), theirs.metadata().time());
            for (ours, theirs) in [
                (ours.leader_encrypted_input_share(), theirs.leader_encrypted_input_share()),
                (ours.helper_encrypted_input_share(), theirs.helper_encrypted_input_share()),
            ] {
                assert_eq!(ours.config_id(), theirs.config_id());
            }
            assert!(
                numbers.insert(*ours.metadata().id()) && numbers.insert(*theirs.metadata().id())
            );
        }
        [ours, theirs].concat()
    }
}
