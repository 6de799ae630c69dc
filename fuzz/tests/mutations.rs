//! Every target on good inputs that were changed: no panic, no hang, bounded memory.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a failing test says where, and a hang is a matter of time"
)]

mod wrapped;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use homekept::catalogue::{Cut, FacetInput, ItemInput, PackInput, TableSource, Weights};
use homekept::consent::{Method, Purpose};
use homekept::engine::{Choosing, Command, Engine};
use homekept::policy::{Policy, PolicyFile};
use homekept::profile::{Stance, Topic};
use homekept::time::Minute;
use homekept::vault::cipher::DataKey;
use homekept::vault::lock::{By, Cost, Lock};
use homekept::vault::memory::CountingDice;
use homekept::vault::{Header, Scope};
use homekept_fuzz::mutate::{LONGEST, Mutator};
use peak_alloc::PeakAlloc;

/// Counts what is in use, and how much it was at most.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is counted for the whole process, so one target runs at a time.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs a target on so many inputs, fifty times as many in the long run.
fn check(name: &str, seeds: &[Vec<u8>], inputs: u64, target: fn(&[u8])) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(!seeds.is_empty(), "{name} has no seed");
    let mut mutator = Mutator::new(SEED);
    let (mut slowest, mut largest) = (Duration::ZERO, 0);
    let changed = (0..inputs).map(|_| mutator.input(seeds));
    for input in seeds.iter().cloned().chain(changed) {
        let (began, before) = (Instant::now(), MEMORY.current_usage());
        MEMORY.reset_peak_usage();
        if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
            panic!("{name}: {} makes it panic", kept(name, &input));
        }
        largest = largest.max(MEMORY.peak_usage().saturating_sub(before));
        slowest = slowest.max(began.elapsed());
        assert!(slowest < LONGEST_TIME, "{name}: {} takes {slowest:?}", kept(name, &input));
        assert!(largest < MOST_MEMORY, "{name}: {} takes {largest} bytes", kept(name, &input));
    }
    println!("{name}: {inputs} inputs, the slowest {slowest:?}, at most {largest} bytes");
}

/// Keeps an input for whoever has to find out what is wrong with it, and says where.
fn kept(name: &str, input: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"));
    std::fs::write(&path, input).unwrap();
    path.display().to_string()
}

/// The good inputs of a target, the names ascending.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// The seeds of a reader of files, as they are and in what they come in.
fn wrapped(target: &str, table: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    wrapped::all(&seeds(target), &std::fs::read(folder.join(table)).unwrap())
}

fn golden_pack() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/pack-v1.hkp");
    std::fs::read(path).unwrap()
}

/// The first leaf of a small shop in parts, and the shard that it is in.
fn parts() -> (Vec<u8>, Vec<u8>) {
    let item = |number: u32| ItemInput {
        id: format!("item-{number}"),
        title: format!("Thing {number}"),
        facets: vec![number % 2],
        ..ItemInput::default()
    };
    let facet = |label: &str| FacetInput { kind: 0, label: label.to_owned(), denied: false };
    let shop = PackInput {
        items: (0..9).map(item).collect(),
        kinds: vec!["kind".to_owned()],
        facets: vec![facet("even"), facet("odd")],
        display_keys: Vec::new(),
        rows: (0..9).map(|number| vec![((number + 1) % 9, 1.0)]).collect(),
        vintage_day: 20_000,
        source: TableSource::Sessions,
        support: 2,
        weights: Weights::default(),
    };
    let cut = Cut::of(&shop);
    let leaf = cut.leaf(0).unwrap();
    let shard = cut.shard(&[("item-0", leaf.clone()), ("item-1", cut.leaf(1).unwrap())]).unwrap();
    (leaf, shard)
}

/// What the vault of a customer holds who allowed something, stated something and paused.
fn snapshot() -> Vec<u8> {
    let file = PolicyFile {
        version: 1,
        site: "shop".to_owned(),
        notice: "1".to_owned(),
        ..PolicyFile::default()
    };
    let mut engine = Engine::new(Policy::of(file).unwrap(), false);
    engine.load(homekept::catalogue::Catalogue::open(golden_pack().into()).unwrap(), false);
    let choosing = Choosing {
        allow: vec![Purpose::Learn],
        refuse: vec![Purpose::Remember],
        method: Method::Question,
        language: "en".to_owned(),
        notice_hash: "0".repeat(64),
        told_of_signal: false,
    };
    let topic = Topic { kind: "subject".to_owned(), label: "Gothic fiction".to_owned() };
    let view = Command::Record {
        kind: homekept::profile::EventKind::View,
        item: "b-frankenstein".to_owned(),
        leaf: Vec::new(),
    };
    let commands = [
        Command::Choose(choosing),
        view,
        Command::State { topic, stance: Some(Stance::More) },
        Command::Pause(true),
    ];
    for command in &commands {
        engine.apply(command, Minute(29_000_000), &mut CountingDice::default()).unwrap();
    }
    assert_eq!(engine.events().len(), 1);
    engine.snapshot()
}

/// A lock by a passphrase and by a passkey.
fn lock() -> Vec<u8> {
    let ways = vec![
        (By::Passphrase { cost: Cost::RECOMMENDED, salt: [1; 16] }, DataKey::new([2; 32])),
        (By::Passkey { salt: [3; 32], id: vec![4; 20] }, DataKey::new([5; 32])),
    ];
    let scope = Scope { origin: "https://shop.example".to_owned(), site: "shop".to_owned() };
    let key = DataKey::new([6; 32]);
    let lock = Lock::make(15, ways, &key, &scope, &mut CountingDice::default());
    lock.expect("there is randomness").encode()
}

fn document() -> Vec<u8> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/export-v1.json");
    std::fs::read(golden).expect("the golden export is there")
}

fn report() -> Vec<u8> {
    let epsilon = homekept::signals::Epsilon::of(1000).unwrap();
    let subset = homekept::signals::Subset::of(7, epsilon).unwrap();
    let set = subset.draw(3, &mut CountingDice::default()).unwrap();
    let (measure, number) = ([1; 8], [2; 16]);
    homekept::signals::Report { period: 690, measure, number, set }.encode().to_vec()
}

fn every_target(times: u64) {
    let (leaf, shard) = parts();
    check("pack", &[golden_pack(), leaf], 20_000 * times, homekept_fuzz::pack);
    check("shard", &[shard], 10_000 * times, homekept_fuzz::shard);
    check("facts", &[snapshot()], 10_000 * times, homekept_fuzz::facts);
    let header = Header { epoch: 7, key_id: [1; 8], nonce: [2; 12], wrapped: [3; 48] };
    check("header", &[header.encode()], 10_000 * times, homekept_fuzz::header);
    check("lock", &[lock()], 10_000 * times, homekept_fuzz::lock);
    check("document", &[document()], 10_000 * times, homekept_fuzz::document);
    check("report", &[report()], 20_000 * times, homekept_fuzz::report);
    check("feed", &wrapped("feed", "comma.csv"), 1_500 * times, homekept_fuzz::feed);
    check("log", &wrapped("log", "visits.csv"), 1_500 * times, homekept_fuzz::log);
    check("knobs", &seeds("knobs"), 600 * times, homekept_fuzz::knobs);
    check("deny_map", &seeds("deny_map"), 600 * times, homekept_fuzz::deny_map);
}

#[test]
fn sec_27_whatever_the_bytes_every_decoder_comes_back() {
    every_target(1);
}

#[test]
#[ignore = "minutes of changed inputs: `cargo xtask test --long` runs it"]
fn sec_27_whatever_the_bytes_every_decoder_comes_back_fifty_times_over() {
    every_target(50);
}

#[test]
#[should_panic(expected = "makes it panic")]
fn an_input_that_makes_a_target_panic_is_found() {
    check("panicking", &seeds("feed"), 1_000, |bytes| assert!(!bytes.contains(&0xff)));
}

#[test]
#[should_panic(expected = "bytes")]
fn an_input_that_takes_too_much_memory_is_found() {
    check("hungry", &seeds("feed"), 1_000, |bytes| {
        let many = bytes.iter().filter(|byte| **byte == 0xff).count();
        drop(std::hint::black_box(vec![0u8; many * (MOST_MEMORY + 1)]));
    });
}

#[test]
fn each_target_is_a_program_and_each_program_a_target() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(manifest.join("Cargo.toml")).unwrap();
    let own = std::fs::read_to_string(manifest.join("tests/mutations.rs")).unwrap();
    let entries = std::fs::read_dir(manifest.join("fuzz_targets")).unwrap();
    let mut targets = 0;
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(text.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        assert!(own.contains(&format!("homekept_fuzz::{name})")), "{name} is not tried");
        targets += 1;
    }
    assert_eq!(targets, text.matches("[[bin]]").count());
}

const SEED: u64 = 0x686f_6d65_6b65_7074;

/// Far above what an input of [`LONGEST`] bytes takes, on a machine that does much else.
const LONGEST_TIME: Duration = Duration::from_secs(20);

/// The encoder of brotli takes most of it.
const MOST_MEMORY: usize = 96 * 1024 * 1024 + 64 * LONGEST;
