//! The module's code inside a real browser, with the browser's own chance: its reports are taken and add
//! up, and what `two_party.rs` shows of them natively holds there.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod aggregators;

use aggregators::{NOW, Pair, counted, json, two_hundred};
use homekept_dap09::{Vdaf, door};
use prio::vdaf::prio3::{Prio3, optimal_chunk_length};
use std::collections::BTreeSet;
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn sig_01_two_hundred_reports_of_a_browser_add_up_exactly() {
    let pair = Pair::new(Vdaf::Histogram { length: 64 });
    let answers = two_hundred(64);
    let reports: Vec<_> = answers.iter().map(|bucket| asked(&pair, *bucket)).collect();
    let vdaf = Prio3::new_histogram(2, 64, optimal_chunk_length(64)).unwrap();
    assert_eq!(pair.result(&vdaf, &reports).unwrap(), counted(&answers, 64));

    let pair = Pair::new(Vdaf::Count);
    let answers = two_hundred(2);
    let reports: Vec<_> = answers.iter().map(|bucket| asked(&pair, *bucket)).collect();
    let sum = pair.result(&Prio3::new_count(2).unwrap(), &reports).unwrap();
    assert_eq!(sum, u64::from(answers.iter().sum::<u32>()));
}

#[wasm_bindgen_test]
fn sig_11_no_number_of_a_browser_repeats_and_all_reports_have_one_length() {
    let pair = Pair::new(Vdaf::Histogram { length: 4 });
    let reports: Vec<_> = (0..200).map(|answer| asked(&pair, answer % 4)).collect();
    let numbers: BTreeSet<&[u8]> = reports.iter().map(|report| &report[..16]).collect();
    assert_eq!(numbers.len(), 200);
    assert!(reports.iter().all(|report| report.len() == 486));
}

#[wasm_bindgen_test]
fn what_was_changed_on_its_way_out_of_a_browser_is_not_taken() {
    let pair = Pair::new(Vdaf::Count);
    let count = Prio3::new_count(2).unwrap();
    let report = asked(&pair, 1);
    assert!(pair.take(&count, &report).is_ok());
    for at in 0..report.len() {
        let mut changed = report.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(pair.take(&count, &changed).is_err(), "byte {at}");
    }
}

#[wasm_bindgen_test]
fn sig_02_sig_12_the_door_refuses_by_the_code() {
    let pair = Pair::new(Vdaf::Count);
    let (leader, helper) = (pair.leader.list(), pair.helper.list());
    let mut unsafe_task = pair.file.clone();
    unsafe_task.min_batch_size = 99;
    for (task, leader, code) in [
        (json(&unsafe_task), &leader, "dap-batch"),
        ("{}".into(), &leader, "dap-malformed"),
        (json(&pair.file), &helper, "dap-key"),
    ] {
        let refused = door::report(&task, leader, &helper, 1, NOW.0).err().unwrap();
        let error = js_sys::Error::from(wasm_bindgen::JsValue::from(refused));
        assert_eq!(error.message(), code);
    }
}

/// A report through the door, as a page has it.
fn asked(pair: &Pair, bucket: u32) -> Vec<u8> {
    let (leader, helper) = (pair.leader.list(), pair.helper.list());
    door::report(&json(&pair.file), &leader, &helper, bucket, NOW.0).ok().unwrap()
}
