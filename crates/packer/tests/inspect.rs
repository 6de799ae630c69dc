//! `homekept inspect` as an auditor meets it: what it says of a pack, what it finds wrong, and what
//! it refuses. To write the golden files anew, run once with `HOMEKEPT_BLESS=1`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Output;

use common::Folder;
use homekept::catalogue::{
    Catalogue, FacetInput, ItemInput, PackInput, TableSource, Weights, encode,
};
use serde_json::Value;
use xxhash_rust::xxh64::xxh64;

fn inspect(pack: &Path, more: &[&str]) -> Output {
    common::homekept().args(["inspect", pack.to_str().unwrap()]).args(more).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The pack that every version of the format is held to.
fn golden_pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/pack-v1.hkp")
}

#[track_caller]
fn check_golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("HOMEKEPT_BLESS").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap(), "{name}");
}

#[test]
fn what_is_said_of_a_pack_has_fixed_names_in_a_fixed_order() {
    let pretty = |output: &Output| serde_json::to_string_pretty(&json(output)).unwrap() + "\n";
    let whole = inspect(&golden_pack(), &["--json"]);
    check_golden("inspect-pack-v1.json", &pretty(&whole));
    let item = inspect(&golden_pack(), &["--json", "--item", "b-frankenstein"]);
    check_golden("inspect-pack-v1-item.json", &pretty(&item));
    assert_eq!(item.status.code(), Some(0));
}

#[test]
fn what_a_person_reads_is_aligned_and_explained() {
    let sheet = text(&inspect(&golden_pack(), &[]).stdout);
    // The first line names the file, wherever it lies.
    let (first, rest) = sheet.split_once('\n').unwrap();
    assert!(first.ends_with("pack-v1.hkp: a Homekept pack of format 1"), "{first}");
    check_golden("inspect-pack-v1.txt", rest);
    let card = text(&inspect(&golden_pack(), &["--item", "é-last-man"]).stdout);
    check_golden("inspect-pack-v1-item.txt", &card);
    assert!(sheet.lines().chain(card.lines()).all(|line| line == line.trim_end()));
}

#[test]
fn a_pack_that_was_just_made_keeps_what_it_claims() {
    let folder = Folder::new("inspect-own");
    let items = folder.write(
        "items.csv",
        "id,title,colour,price,boost\n1,Cup,red,2,0.5\n2,Jug,blue,9,0\n3,Pot,red,5,1\n4,Urn,black,8,0\n",
    );
    let log =
        folder.write("log.csv", "session,item\na,1\na,2\nb,1\nb,2\nc,1\nc,2\nc,4\nd,4\nd,1\n");
    let pack = folder.path("shop.hkp");
    let made = common::homekept()
        .args(["pack", "--items", items.to_str().unwrap(), "--sessions", log.to_str().unwrap()])
        .args(["-o", pack.to_str().unwrap(), "--deny", "colour=black", "--support", "1"])
        .arg("--no-refill")
        .output()
        .unwrap();
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let output = inspect(&pack, &["--json"]);
    assert_eq!(output.status.code(), Some(0));
    let found = json(&output);
    assert!(found["checks"].as_array().unwrap().iter().all(|check| check["holds"] == true));
    assert_eq!(found["bytes"], std::fs::metadata(&pack).unwrap().len());
    assert_eq!(found["items"]["count"], 4);
    assert_eq!(found["items"]["denied"], serde_json::json!(["4"]));
    assert_eq!(found["items"]["largest_boost"], 1.0);
    assert_eq!(found["facets"][0]["denied"], serde_json::json!(["black"]));
    assert_eq!((&found["rows"]["filled"], &found["rows"]["empty"]), (&2.into(), &2.into()));
    // The sections are the file, but for its header and directory.
    let sections = found["sections"].as_array().unwrap();
    let sum: u64 = sections.iter().map(|section| section["bytes"].as_u64().unwrap()).sum();
    assert_eq!(
        sum + 48 + 4 * KNOBS as u64 + 12 * sections.len() as u64,
        found["bytes"].as_u64().unwrap()
    );
    let card = json(&inspect(&pack, &["--json", "--item", "1"]));
    assert_eq!(card["followers"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&card["followers"][0]["id"], &card["followers"][0]["title"]),
        (&"2".into(), &"Jug".into())
    );
}

#[test]
fn a_file_that_is_no_whole_pack_is_refused_with_a_code() {
    let folder = Folder::new("inspect-refused");
    let good = std::fs::read(golden_pack()).unwrap();
    let changed = |place: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[place] = byte;
        bytes
    };
    let resealed = |place: usize, byte: u8| {
        let mut bytes = changed(place, byte);
        reseal(&mut bytes);
        bytes
    };
    let cases: [(&str, Vec<u8>, &str, &str); 8] = [
        ("csv", b"id,title\n1,Cup\n".to_vec(), "pack-not-a-pack", "does not begin like one"),
        ("empty", Vec::new(), "pack-truncated", "0 of at least 48 bytes"),
        ("cut", good[..600].to_vec(), "pack-truncated", "600 of at least 647 bytes"),
        ("flipped", changed(500, 0), "pack-damaged", "not those that were written"),
        ("longer", [good.as_slice(), b"x"].concat(), "pack-damaged", "not those that were written"),
        // A hundred items more than there are, and a knob of 0.
        ("more", resealed(24, 104), "pack-malformed", "malformed in its section"),
        ("knob", resealed(51, 0), "pack-knob-out-of-bounds", "the one at place 0"),
        (
            "newer",
            changed(8, 2),
            "pack-version-unknown",
            "format 2, and this program reads format 1",
        ),
    ];
    for (name, bytes, code, words) in cases {
        let pack = folder.write(name, bytes);
        for more in [&["--json"][..], &["--item", "b-frankenstein"]] {
            let output = inspect(&pack, more);
            let errors = text(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{name}: {errors}");
            assert!(errors.contains(&format!("error[{code}]")), "{name}: {errors}");
            assert!(errors.contains(words), "{name}: {errors}");
            assert!(output.stdout.is_empty(), "{name}");
        }
    }
    let absent = inspect(&folder.path("absent.hkp"), &[]);
    assert!(text(&absent.stderr).contains("error[read-failed]"));
    let unknown = inspect(&golden_pack(), &["--item", "ulysses"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("error[item-unknown]"));
    assert_eq!(inspect(&golden_pack(), &["--deep"]).status.code(), Some(2));
}

#[test]
fn every_claim_that_does_not_hold_is_found() {
    type Change = fn(&mut PackInput);
    type Patch = fn(&mut Vec<u8>);
    let as_it_is: Change = |_| {};
    let unpatched: Patch = |_| {};
    let cases: [(&str, &str, Change, Patch); 9] = [
        ("ids", "\"a\" comes twice", as_it_is, |bytes| patch(bytes, 1, b"b", b"a")),
        ("ids", "\"0\" stands after \"a\"", as_it_is, |bytes| patch(bytes, 1, b"b", b"0")),
        ("urls", "javascript:x", |input| input.items[1].url = "javascript:x".into(), unpatched),
        ("facets", "colour=\"red\"", |input| input.items[0].facets.clear(), unpatched),
        ("postings", "\"a\"", as_it_is, |bytes| patch(bytes, 7, &[1, 0], &[1, 2])),
        ("popularity", "\"a\" stands before", as_it_is, |bytes| {
            patch(bytes, 10, &[0xff, 0xff], &[0, 0]);
        }),
        ("source", "2 items have", |input| input.source = TableSource::Attributes, unpatched),
        ("denied", "\"c\" carries", |input| input.items[2].denied = false, unpatched),
        (
            "denied",
            "the row of \"a\" names \"c\"",
            |input| input.rows[0] = vec![(2, 1.0)],
            unpatched,
        ),
    ];
    let folder = Folder::new("inspect-claims");
    assert_eq!(failing(&folder, &small()), None);
    for (check, found, change, change_bytes) in cases {
        let mut input = small();
        change(&mut input);
        let mut bytes = encode(&input).unwrap();
        change_bytes(&mut bytes);
        let (name, told) = failing_bytes(&folder, &bytes).expect(check);
        assert_eq!(name, check, "{told}");
        assert!(told.contains(found), "{check}: {told}");
    }
}

/// The first check that fails on a pack, and what it found; the exit status says the same.
fn failing(folder: &Folder, input: &PackInput) -> Option<(String, String)> {
    failing_bytes(folder, &encode(input).unwrap())
}

fn failing_bytes(folder: &Folder, bytes: &[u8]) -> Option<(String, String)> {
    let output = inspect(&folder.write("claims.hkp", bytes), &["--json"]);
    let found = json(&output);
    let checks = found["checks"].as_array().unwrap();
    let failed = checks.iter().find(|check| check["holds"] == false);
    assert_eq!(output.status.code(), Some(if failed.is_some() { 4 } else { 0 }));
    let repeated = !found["items"]["repeated"].as_array().unwrap().is_empty();
    let told = |name: &str| failed.unwrap()[name].as_str().unwrap().to_owned();
    assert_eq!(repeated, failed.is_some() && told("found").contains("twice"));
    failed.map(|_| (told("check"), told("found")))
}

/// Three items in a pack that keeps what it claims.
fn small() -> PackInput {
    let item = |id: &str, facet, popularity| ItemInput {
        id: id.to_owned(),
        title: id.to_uppercase(),
        url: format!("/item/{id}"),
        facets: vec![facet],
        available: true,
        popularity,
        ..ItemInput::default()
    };
    let facet = |label: &str, denied| FacetInput { kind: 0, label: label.to_owned(), denied };
    PackInput {
        items: vec![
            item("a", 2, 1.0),
            item("b", 1, 0.5),
            ItemInput { denied: true, ..item("c", 0, 0.25) },
        ],
        kinds: vec!["colour".to_owned()],
        facets: vec![facet("black", true), facet("blue", false), facet("red", false)],
        display_keys: Vec::new(),
        rows: vec![vec![(1, 1.0)], vec![(0, 0.5)], Vec::new()],
        vintage_day: 20_000,
        source: TableSource::Sessions,
        support: 2,
        weights: Weights::default(),
    }
}

/// Replaces the last such bytes of a section, and makes the checksum anew.
fn patch(bytes: &mut [u8], section: u16, from: &[u8], to: &[u8]) {
    let start = {
        let catalogue = Catalogue::open(bytes.to_vec().into()).unwrap();
        let found = catalogue.sections().find(|found| found.id == section).unwrap();
        let at = found.bytes.windows(from.len()).rposition(|window| window == from).unwrap();
        let before: usize = catalogue
            .sections()
            .take_while(|found| found.id != section)
            .map(|found| found.bytes.len())
            .sum();
        48 + 4 * KNOBS + 12 * catalogue.sections().count() + before + at
    };
    bytes[start..start + to.len()].copy_from_slice(to);
    reseal(bytes);
}

/// How many knobs of scoring a header has, four bytes each.
const KNOBS: usize = 12;

fn reseal(bytes: &mut [u8]) {
    let hash = xxh64(&bytes[24..], 0);
    bytes[16..24].copy_from_slice(&hash.to_le_bytes());
}
