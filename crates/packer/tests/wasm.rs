//! The packer in wasm, as `npx homekept` runs it, beside the one that is compiled for this machine:
//! the same files, the same words, the same exit status.
//!
//! `cargo xtask test --only package` installs it and says where it is.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use common::shop::{SHOP, gzip, parquet, visits, zstd};
use common::{Folder, shared};
use parquet::basic::{Compression, GzipLevel, ZstdLevel};

#[test]
fn every_command_does_and_says_the_same() {
    let Some(wasm) = in_wasm() else { return };
    let twins = Twins::new(&wasm, "commands");
    twins.write("feed.csv", SHOP);
    twins.write("log.csv", sessions());
    twins.write("table.toml", "items = \"feed.csv\"\nsessions = \"log.csv\"\n");
    for (line, status) in [
        ("--version", 0),
        ("pack --help", 0),
        ("pack --items feed.csv --sessions log.csv -o shop.hkp", 0),
        ("pack --config table.toml -o config.hkp --previous shop.hkp --memory 1", 0),
        ("pack --items feed.csv --sessions log.csv -o head.hkp --shards parts --head-items 1", 0),
        ("pack --items feed.csv --sessions log.csv -o tuned.hkp --tune", 0),
        ("inspect shop.hkp", 0),
        ("inspect shop.hkp --json", 0),
        ("inspect shop.hkp --item j2", 0),
        ("audit shop.hkp --lists 40", 0),
        ("audit shop.hkp --sessions log.csv --html audit.html", 0),
        ("eval --sessions log.csv --items feed.csv --test-days 3", 0),
        ("tune --sessions log.csv -o knobs.json --trials trials.jsonl", 0),
        ("votes --days 30 -o votes.csv", 0),
    ] {
        twins.check(line, status);
    }
}

#[test]
fn every_wrapping_and_codec_gives_the_same_pack() {
    let Some(wasm) = in_wasm() else { return };
    let twins = Twins::new(&wasm, "wrappings");
    let half = SHOP.find("j2").unwrap();
    let (first, second) = SHOP.as_bytes().split_at(half);
    // A frame that a reader has to skip: its magic number and length, and what it holds.
    let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"no!"].concat();
    let large: String = SHOP.to_owned()
        + &(0..20_000).map(|n| format!("i{n},Item {n},,A > B,,,,,\n")).collect::<String>();
    let [snappy, gzipped, lz4] =
        [Compression::SNAPPY, Compression::GZIP(GzipLevel::default()), Compression::LZ4_RAW];
    for (name, bytes) in [
        ("gzip", gzip(SHOP.as_bytes())),
        ("zstd", zstd(SHOP.as_bytes())),
        ("frames", [zstd(first), skipped, zstd(b""), zstd(second)].concat()),
        ("large", zstd(large.as_bytes())),
        ("snappy", parquet(SHOP, &[], snappy)),
        ("gzipped", parquet(SHOP, &[], gzipped)),
        ("lz4", parquet(SHOP, &[], lz4)),
    ] {
        twins.write(name, bytes);
        twins.check(&format!("pack --items {name} -o {name}.hkp"), 0);
    }
}

#[test]
fn errors_have_the_same_codes_and_words() {
    let Some(wasm) = in_wasm() else { return };
    let twins = Twins::new(&wasm, "errors");
    twins.write("feed.csv", SHOP);
    twins.write("broken.csv", "id,title\na,A\n,B\nc,C\n");
    twins.write("empty.csv", "");
    twins.write("page.html", "<!doctype html><title>404</title>");
    twins.write("bad.hkp", "not a pack");
    for (line, status) in [
        ("", 2),
        ("pak", 2),
        ("pack --items feed.csv -o shop.hkp --top 900", 2),
        ("pack --items nothing.csv -o shop.hkp", 1),
        ("pack --items feed.csv -o no/folder/shop.hkp", 1),
        ("pack --items empty.csv -o shop.hkp", 1),
        ("pack --items page.html -o shop.hkp", 1),
        ("pack --items feed.csv -o shop.hkp --vintage soon", 1),
        ("pack --items broken.csv -o broken.hkp --report report.jsonl", 3),
        ("inspect bad.hkp", 1),
    ] {
        twins.check(line, status);
    }
}

/// The library panics on some of them, which the program natively survives.
#[test]
fn damaged_files_are_told_of_alike() {
    let Some(wasm) = in_wasm() else { return };
    let twins = Twins::new(&wasm, "damaged");
    let whole = parquet(SHOP, &[], Compression::SNAPPY);
    let mut panicked = 0;
    for round in 0..24 {
        let mut bytes = whole.clone();
        // The list of parts is at the end; its length is in the last bytes but four.
        let place = bytes.len() - 12 - round * 37;
        bytes[place] ^= 0x55;
        twins.write("feed", bytes);
        let native = twins.one(0, "pack --items feed -o shop.hkp");
        let panics = native.told.contains("panicked");
        panicked += u32::from(panics);
        if !panics && round % 4 != 0 {
            continue;
        }
        let wasm = twins.one(1, "pack --items feed -o shop.hkp");
        let last = |ran: &Ran| ran.told.lines().last().unwrap_or_default().to_owned();
        assert_eq!((last(&native), native.status), (last(&wasm), wasm.status), "{place}");
    }
    assert!(panicked > 0, "the way of the panic was not tried");

    let packed = zstd(SHOP.as_bytes());
    for place in [3, 5, packed.len() / 2, packed.len() - 2] {
        let mut bytes = packed.clone();
        bytes[place] ^= 0x55;
        twins.write("feed", &bytes);
        let ran = twins.run("pack --items feed -o shop.hkp");
        assert_eq!(ran[0].status, ran[1].status, "{place}");
        assert_eq!(ran[0].code(), ran[1].code(), "{place}");
    }
    twins.write("feed", &packed[..packed.len() - 6]);
    for ran in twins.run("pack --items feed -o shop.hkp") {
        assert_eq!((ran.code(), ran.status), (Some("read-failed"), Some(1)), "{}", ran.told);
    }
}

#[test]
fn parquet_in_zstd_is_for_the_native_one_and_says_so() {
    let Some(wasm) = in_wasm() else { return };
    let twins = Twins::new(&wasm, "native");
    twins.write("feed", parquet(SHOP, &[], Compression::ZSTD(ZstdLevel::default())));
    let [native, wasm] = twins.run("pack --items feed -o shop.hkp");
    assert_eq!(native.status, Some(0), "{}", native.told);
    assert_eq!((wasm.code(), wasm.status), (Some("needs-native"), Some(1)), "{}", wasm.told);
    assert!(wasm.told.contains("needs the native packer"), "{}", wasm.told);
}

#[test]
fn a_real_shop_gives_the_same_pack() {
    let Some(wasm) = in_wasm() else { return };
    let Some(data) = shared("eshop2008") else { return };
    let twins = Twins::new(&wasm, "real");
    let [items, events] = ["items.csv.gz", "events.csv.gz"].map(|name| data.join(name));
    let line =
        format!("pack --items {} --sessions {} -o shop.hkp", items.display(), events.display());
    twins.check(&line, 0);
}

/// Where the packer in wasm is.
fn in_wasm() -> Option<OsString> {
    let found = std::env::var_os("HOMEKEPT_PACKER");
    if found.is_none() {
        println!("skipped: the packer in wasm is tried by `cargo xtask test --only package`");
    }
    found
}

/// Both packers, each in a folder of its own that holds the same.
struct Twins {
    folder: Folder,
    programs: [OsString; 2],
}

/// What one of them did.
struct Ran {
    status: Option<i32>,
    said: String,
    told: String,
}

impl Ran {
    fn code(&self) -> Option<&str> {
        self.told.split_once("error[")?.1.split(']').next()
    }
}

impl Twins {
    fn new(wasm: &OsString, name: &str) -> Self {
        let folder = Folder::new(&format!("wasm-{name}"));
        for place in PLACES {
            std::fs::create_dir(folder.path(place)).unwrap();
        }
        Self { folder, programs: [env!("CARGO_BIN_EXE_homekept").into(), wasm.clone()] }
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        for place in PLACES {
            std::fs::write(self.folder.path(place).join(name), bytes.as_ref()).unwrap();
        }
    }

    fn run(&self, line: &str) -> [Ran; 2] {
        [0, 1].map(|which| self.one(which, line))
    }

    fn one(&self, which: usize, line: &str) -> Ran {
        let mut command = Command::new(&self.programs[which]);
        command.current_dir(self.folder.path(PLACES[which])).args(line.split_whitespace());
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code(), said: text(output.stdout), told: text(output.stderr) }
    }

    #[track_caller]
    fn check(&self, line: &str, status: i32) {
        let [native, wasm] = self.run(line);
        assert_eq!(native.status, Some(status), "{line}: {}", native.told);
        assert_eq!(wasm.status, Some(status), "{line}: {}", wasm.told);
        assert_eq!(native.said, wasm.said, "{line}");
        assert_eq!(without_numbers(&native.told), without_numbers(&wasm.told), "{line}");
        let [native, wasm] = PLACES.map(|place| files(&self.folder.path(place)));
        assert!(native.keys().eq(wasm.keys()), "{line}: {:?} {:?}", native.keys(), wasm.keys());
        for (name, bytes) in &native {
            assert!(bytes == &wasm[name], "{line}: {name} differs");
        }
    }
}

/// What a system calls an error is the same, and how it numbers them is not.
fn without_numbers(told: &str) -> String {
    told.split(" (os error ")
        .enumerate()
        .map(|(place, part)| match place {
            0 => part,
            _ => part.split_once(')').map_or("", |(_, rest)| rest),
        })
        .collect()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, b)| (format!("{name}/{inner}"), b)));
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Enough sessions to tune and to evaluate on.
fn sessions() -> String {
    let mut log = visits();
    for n in 3..60 {
        let time = 1_700_000_000 + n * 20_000;
        let (one, other) = [("m1", "j2"), ("j2", "p3"), ("m1", "p3")][n % 3];
        log += &format!("s{n},u{n},{one},{time}\ns{n},u{n},{other},{}\n", time + 60);
    }
    log
}

const PLACES: [&str; 2] = ["native", "wasm"];
