//! Golden files of what is stored: each version is opened for ever. To write
//! the file of today, under a name that is not there yet, run once with `HOMEKEPT_BLESS=1`.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::{apply, choosing, engine, kept, record, view};
use futures_executor::block_on;
use homekept::consent::Purpose;
use homekept::engine::{Command, Engine, Save};
use homekept::profile::{EventKind, Stance, Topic};
use homekept::vault::cipher::DataKey;
use homekept::vault::lock::{By, Cost, Lock};
use homekept::vault::memory::{CountingDice, MemoryCustody, MemoryStore};
use homekept::vault::{Keeper, Kept, Scope, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// Somebody who allowed both purposes, did a little of everything, and looked
/// at one more book after the vault was last folded.
fn customer() -> (Engine, CountingDice, Command) {
    let (mut engine, mut dice) = (engine(), CountingDice::default());
    let topic = Topic { kind: "subject".into(), label: "All about sea".into() };
    let commands = [
        choosing(&[Purpose::Remember, Purpose::Learn], &[]),
        view("gothic-0"),
        record(EventKind::Cart, "gothic-1"),
        record(EventKind::Purchase, "gothic-1"),
        record(EventKind::Like, "poetry-3"),
        record(EventKind::Dismiss, "poetry-4"),
        Command::State { topic, stance: Some(Stance::Never) },
        Command::Plain(true),
    ];
    apply(&mut engine, &mut dice, &commands);
    (engine, dice, view("gothic-2"))
}

#[test]
fn sec_05_a_vault_of_version_1_opens() {
    if std::env::var_os("HOMEKEPT_BLESS").is_some() {
        write_todays();
    }
    for name in [FIRST, TODAY] {
        let store = MemoryStore::default();
        store.tamper(|kept| *kept = Some(from_text(&read(name))));
        let contents = block_on(keeper(store).open()).expect("it opens").expect("it is there");
        assert_eq!((contents.batches.len(), contents.damaged), (2, 0), "{name}");
        let mut engine = engine();
        assert_eq!(engine.restore(&contents.batches), 0, "{name}");
        let expected: serde_json::Value =
            serde_json::from_str(&read("vault-v1.export.json")).expect("it is JSON");
        assert_eq!(kept(&engine), expected, "{name}");
    }
}

#[test]
fn sec_05_a_lock_of_version_1_opens_and_today_the_same_one_is_made() {
    let (scope, key) = (scope(), DataKey::new([7; 32]));
    let cost = Cost::RECOMMENDED;
    let ways = vec![
        (By::Passphrase { cost, salt: [1; 16] }, DataKey::new([2; 32])),
        (By::Passkey { salt: [3; 32], id: vec![4; 20] }, DataKey::new([5; 32])),
    ];
    let made = Lock::make(15, ways, &key, &scope, &mut CountingDice::default());
    let made = hex(&made.expect("it is made").encode()) + "\n";
    if std::env::var_os("HOMEKEPT_BLESS").is_some() {
        fs::write(golden(LOCK), &made).expect("it is written");
    }
    assert_eq!(made, read(LOCK), "a changed format is a new version");
    let lock = Lock::decode(&unhex(read(LOCK).trim())).expect("it is read");
    assert_eq!(lock.minutes(), 15);
    for (way, derived) in lock.ways().iter().zip([2, 5]) {
        let opened = lock.open(way, &DataKey::new([derived; 32]), &scope).expect("it opens");
        assert_eq!(opened.dangerous_bytes(), key.dangerous_bytes());
    }
}

/// By passphrase and by passkey.
const LOCK: &str = "lock-v1.txt";
/// Its snapshot has the order number of the batch after it.
const FIRST: &str = "vault-v1.txt";
/// Its snapshot comes before every batch that follows it.
const TODAY: &str = "vault-v1-ordered.txt";

#[test]
fn today_the_same_customer_makes_the_same_bytes() {
    let (stored, _) = written();
    assert_eq!(to_text(&stored), read(TODAY), "a changed format is a new version");
}

fn written() -> (Kept, Engine) {
    let (mut engine, mut dice, last) = customer();
    let mut keeper = keeper(MemoryStore::default());
    block_on(keeper.create(&engine.snapshot(), &mut dice)).expect("it starts");
    let Save::Append(batch) = apply(&mut engine, &mut dice, &[last]) else {
        panic!("an event is appended");
    };
    block_on(keeper.append(&batch, &mut dice)).expect("it is appended");
    let kept = block_on(keeper.store().load()).expect("it loads").expect("it is there");
    (kept, engine)
}

fn keeper(store: MemoryStore) -> Keeper<MemoryStore, MemoryCustody> {
    Keeper::new(store, MemoryCustody::default(), scope())
}

fn scope() -> Scope {
    Scope { origin: "https://shop.example".into(), site: "bookshop".into() }
}

fn write_todays() {
    let (stored, engine) = written();
    let export = serde_json::to_string_pretty(&kept(&engine)).expect("it is JSON");
    fs::write(golden(TODAY), to_text(&stored)).expect("it is written");
    fs::write(golden("vault-v1.export.json"), export + "\n").expect("it is written");
}

/// A line each: `epoch N`, `header HEX`, `snapshot HEX`, `record ID HEX`.
fn to_text(kept: &Kept) -> String {
    let Kept { header, high_water, snapshot, spare, journal } = kept;
    assert!([&Vec::new(), snapshot].contains(&spare), "it is the same once more, or not there");
    let mut text =
        format!("epoch {high_water}\nheader {}\nsnapshot {}\n", hex(header), hex(snapshot));
    for (id, record) in journal {
        text += &format!("record {} {}\n", hex(id), hex(record));
    }
    text
}

fn from_text(text: &str) -> Kept {
    let mut kept = Kept::default();
    for line in text.lines() {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["epoch", epoch] => kept.high_water = epoch.parse().expect("a number"),
            ["header", bytes] => kept.header = unhex(bytes),
            ["snapshot", bytes] => kept.snapshot = unhex(bytes),
            ["record", id, bytes] => {
                let id = unhex(id).try_into().expect("16 bytes");
                kept.journal.push((id, unhex(bytes)));
            }
            _ => panic!("{line}"),
        }
    }
    kept
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")).collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(golden(name)).expect("the golden file is there")
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}
