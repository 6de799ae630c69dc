//! Generated shops: the same pack in little memory as in much, and memory as the documentation says.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says where it fails, and figures"
)]

mod common;
#[path = "../examples/feed/shop.rs"]
mod shop;

use std::sync::{Mutex, PoisonError};

use common::Folder;
use homekept_packer::{PackOptions, PackReport, Quiet, pack_files};
use peak_alloc::PeakAlloc;
use shop::{LogFormat, Shop};

/// Counts what is in use, and how much it was at most.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is counted for the whole process, so one test runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn little_memory_for_votes_and_another_format_of_the_log_give_the_same_pack() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = Folder::new("scale-same");
    let shop = Shop { items: 400, events: 8_000, seed: 7 };
    for log in [LogFormat::Csv, LogFormat::Parquet] {
        shop.write(&folder.path(""), log, &mut |_, _, _| ()).unwrap();
    }
    let pack = |log: &str, memory| {
        let report = pack(&folder, log, |options| options.memory = memory);
        assert!(report.rows > 300, "{}", report.rows);
        std::fs::read(folder.path("shop.hkp")).unwrap()
    };
    let expected = pack("events.csv.gz", 1 << 30);
    // A row at a time, and a few of them.
    assert!(pack("events.csv.gz", 0) == expected);
    assert!(pack("events.csv.gz", 40_000) == expected);
    assert!(pack("events.parquet", 1 << 30) == expected);
}

#[test]
fn memory_stays_below_what_is_documented() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    check_memory(4_000, 80_000);
}

#[test]
#[ignore = "a minute or two: a tenth of a shop of a million items"]
fn memory_of_a_large_shop_stays_below_what_is_documented() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    check_memory(100_000, 2_000_000);
}

/// Packs a shop with few bytes for votes, and holds the memory against the documented bound.
fn check_memory(items: u64, events: u64) {
    let folder = Folder::new(&format!("scale-{items}"));
    let shop = Shop { items, events, seed: 7 };
    shop.write(&folder.path(""), LogFormat::Csv, &mut |_, _, _| ()).unwrap();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let report = pack(&folder, "events.csv.gz", |options| options.memory = VOTES);
    let peak = (MEMORY.peak_usage() - before) as u64;
    assert_eq!(u64::from(report.items), items);
    let bound = FIXED + VOTES + items * OF_AN_ITEM + events * OF_AN_EVENT;
    println!("{items} items, {events} events: {peak} bytes of {bound}");
    assert!(peak < bound, "{peak} bytes, and {bound} are documented");
}

fn pack(folder: &Folder, log: &str, change: impl FnOnce(&mut PackOptions)) -> PackReport {
    let sessions = Some(folder.path(log));
    let mut options =
        PackOptions::new(folder.path("items.csv.gz"), sessions, folder.path("shop.hkp"));
    change(&mut options);
    pack_files(&options, &mut Quiet).unwrap()
}

/// What docs/packing.md says, in bytes.
const OF_AN_ITEM: u64 = 1_200;
const OF_AN_EVENT: u64 = 40;
const FIXED: u64 = 64 << 20;

/// What is held of votes, less than one row of a popular item needs.
const VOTES: u64 = 1 << 20;
