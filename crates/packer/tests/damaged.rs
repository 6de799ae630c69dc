//! Files that are damaged: what of them is used, what is told of the rest, and that nothing breaks.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};

use common::Folder;
use common::shop::{ATOM, RSS, SHOP, gzip, pack, parquet, shop_as_json_lines, visits, zstd};
use homekept::catalogue::Catalogue;
use homekept_packer::{Notes, PackOptions, pack_files};
use parquet::basic::{Compression, ZstdLevel};
use proptest::prelude::*;

#[test]
fn a_quote_that_is_not_closed_costs_its_own_line_alone() {
    let never = "opens a quote that is never closed";
    for (lines, told) in [
        ("x,\"open,,,,,,,\ny,,,,,,,,\nz,,,,,,,,\n", vec![(5, never)]),
        ("x,\"open,,,,,,,\ny,,,,,,,,\nz,,,,,,,,", vec![(5, never)]),
        // Quotes of later records close it.
        (
            "x,\"open,,,,,,,\ny,\"Y\",,,,,,,\nz,,,,,,,,\n",
            vec![(5, "opens a quote that is closed 1 lines below")],
        ),
        (
            "x,\"open,,,,,,,\ny,,,,,,,,\nz,,,\"Z, and so on\",,,,,\n",
            vec![(
                5,
                "opens a quote that is closed 2 lines below, and has 8 fields where the header has 9",
            )],
        ),
        (
            "x,\"open,,,,,,,\ny,,,,,,,,\nz,\"Z, and so on\",,,,,,,\n",
            vec![(
                5,
                "opens a quote that is closed 2 lines below, and has 10 fields where the header has 9",
            )],
        ),
        (
            "x,\"open,,,,,,,\ny,,,,,,,,\nw,\"open,,,,,,,\nz,,,,,,,,\n",
            vec![(5, "opens a quote that is closed 2 lines below"), (7, never)],
        ),
    ] {
        for (wrapping, end) in [("", "\n"), ("gzip", "\n"), ("", "\r\n")] {
            let feed = format!("{SHOP}{lines}").replace('\n', end);
            let feed = if wrapping == "gzip" { gzip(feed.as_bytes()) } else { feed.into() };
            let packed = pack(&feed, None);
            let broken: Vec<(u64, &str)> = packed.report.broken[0]
                .first
                .iter()
                .map(|(line, why)| (*line, why.as_str()))
                .collect();
            assert_eq!(broken, told, "{lines}");
            assert_eq!(packed.report.items, 5, "{lines}: y and z are there");
        }
    }
    // Text of several lines is no such thing, even with commas.
    let feed = format!("{SHOP}x,\"One, two,\nthree, and four\",,,,,,,\n");
    assert_eq!(pack(feed.as_bytes(), None).report.items, 4);
    // Longer than any record may be, and more often than a file is read anew.
    let long = format!("c,{}\n", "C".repeat(1000));
    let feed = format!("id,title\na,A\nb,\"{}", long.repeat(17_000));
    let packed = pack(feed.as_bytes(), None);
    assert_eq!(packed.report.broken[0].first[0], (3, never.to_owned()));
    assert_eq!(packed.report.items, 2, "c is there");
    let feed = format!("id,title,price\na,A,1\n{}", "b,\"B\n".repeat(40));
    let packed = pack(feed.as_bytes(), None);
    let last = packed.report.broken[0].first.last().unwrap();
    assert!(last.1.ends_with("lost"), "{:?}", packed.report.broken);
}

#[test]
fn a_record_without_end_is_refused_before_it_fills_the_memory() {
    for feed in [
        format!("[{{\"id\":\"a\"}},{{\"id\":\"{}", "no end ".repeat(3 << 20)),
        format!("{{\"id\":\"a\"}}\n{{\"id\":\"{}", "no end ".repeat(3 << 20)),
        format!("<rss><item><id>a</id></item><item><id>{}", "no end ".repeat(3 << 20)),
    ] {
        let folder = Folder::new("no-end");
        let items = folder.write("feed", feed);
        let options = PackOptions::new(items, None, folder.path("shop.hkp"));
        let error = pack_files(&options, &mut Notes::default()).unwrap_err();
        assert_eq!(error.code(), "read-failed");
        assert!(error.to_string().contains("is longer than 16 MB"), "{error}");
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let broken = [
        ("csv", "id,title\na,\"A\nstill A\"\n\nb,B,extra\nc,C\n".to_owned(), 5),
        ("lines", "{\"id\":\"a\"}\n\n{\"id\":\"b\"}\nnonsense\n".to_owned(), 4),
        ("list", "[\n {\"id\":\"a\",\n \"title\":\"A\"},\n 7\n]".to_owned(), 4),
        (
            "xml",
            "<rss>\n<item><id>a</id>\n</item>\n<item>\n<title>B</title>\n</item>\n</rss>"
                .to_owned(),
            4,
        ),
    ];
    for (name, feed, line) in broken {
        for feed in [feed.clone(), feed.replace('\n', "\r\n")] {
            let packed = pack(feed.as_bytes(), None);
            let first = &packed.report.broken[0].first;
            assert_eq!(first.len(), 1, "{name}: {first:?}");
            assert_eq!(first[0].0, line, "{name}: {first:?}");
        }
    }
}

#[test]
fn every_line_that_could_not_be_used_is_in_the_report() {
    let folder = Folder::new("report");
    let feed = folder.write("feed.csv", format!("{SHOP}{}", "x,y\n".repeat(500)));
    let log = folder.write("log.csv", format!("{},,,\n1,u,m1,soon\n", visits()));
    let mut options = PackOptions::new(feed.clone(), Some(log.clone()), folder.path("shop.hkp"));
    options.report = Some(folder.path("report.jsonl"));
    let packed = pack_files(&options, &mut Notes::default()).unwrap();
    assert_eq!((packed.broken[0].first.len(), packed.broken[0].total), (20, 500));
    let report = std::fs::read_to_string(folder.path("report.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 502);
    assert_eq!(lines[499]["file"], feed.display().to_string());
    assert_eq!(
        (&lines[499]["line"], &lines[499]["reason"]),
        (&504.into(), &"has 2 fields where the header has 9".into())
    );
    assert_eq!(lines[501]["file"], log.display().to_string());
    assert_eq!(lines[501]["reason"], "has the time \"soon\", which is not understood");
}

proptest! {
    #[test]
    fn a_feed_with_bytes_changed_is_packed_or_has_a_code(
        which in any::<prop::sample::Index>(),
        changes in changes(),
    ) {
        let feeds = feeds();
        let feed = changed(feeds[which.index(feeds.len())].clone(), &changes);
        outcome(&feed, None);
    }

    #[test]
    fn a_log_with_bytes_changed_is_packed_or_has_a_code(
        which in 0usize..4,
        changes in changes(),
    ) {
        let log = visits();
        let log = match which {
            0 => log.into_bytes(),
            1 => parquet(&log, &["time"], Compression::UNCOMPRESSED),
            2 => parquet(&log, &["time"], Compression::SNAPPY),
            _ => br#"{"events":[{"session":1,"item":"m1","time":1},{"session":1,"item":"j2","time":2}]}"#.to_vec(),
        };
        outcome(SHOP.as_bytes(), Some(&changed(log, &changes)));
    }

    #[test]
    fn any_bytes_behind_any_beginning_are_packed_or_have_a_code(
        begin in prop::sample::select(vec!["", "{", "[", "[{\"id\":1},", "<rss>", "<feed><entry>", "<html>", "PAR1", "\u{feff}", "id,title\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        outcome(&[begin.as_bytes(), &bytes[..]].concat(), None);
    }
}

/// A feed in each format, for what is done to all of them.
fn feeds() -> Vec<Vec<u8>> {
    let lines = shop_as_json_lines();
    let list = format!("[{}]", lines.trim().replace('\n', ","));
    let thing = r#"{"@type":"Product","sku":"m1","name":"Mug","offers":[{"price":1}]}"#;
    let shopify = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Status\na,A,Size,S,1,active\na,,,M,1,\n";
    vec![
        SHOP.into(),
        lines.into(),
        list.clone().into(),
        format!("{{\"data\":{{\"products\":{list}}}}}").into(),
        format!("{{\"@graph\":[{thing},{{\"@type\":\"ItemList\",\"itemListElement\":[{{\"item\":{thing}}}]}}]}}").into(),
        format!("<html><script type=\"application/ld+json\">{thing}</script></html>").into(),
        RSS.into(),
        ATOM.into(),
        shopify.into(),
        gzip(SHOP.as_bytes()),
        zstd(SHOP.as_bytes()),
        parquet(SHOP, &[], Compression::UNCOMPRESSED),
        parquet(SHOP, &[], Compression::SNAPPY),
        parquet(SHOP, &[], Compression::ZSTD(ZstdLevel::default())),
        parquet(SHOP, &[], Compression::LZ4),
    ]
}

/// What is done to a file: at a place bytes are taken away, and others put there.
type Change = (prop::sample::Index, usize, Vec<u8>);

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for (at, taken, put) in changes {
        let at = at.index(bytes.len() + 1);
        let end = (at + taken).min(bytes.len());
        bytes.splice(at..end, put.iter().copied());
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let marks = prop::sample::select(b"\",;|<>{}[]:&\n\r\t \\/0\xff\x00".to_vec());
    let put = prop::collection::vec(prop_oneof![any::<u8>(), marks], 0..4);
    prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, put), 1..5)
}

/// Packs, and looks that what came of it opens, or that nothing did.
fn outcome(feed: &[u8], log: Option<&[u8]>) {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let folder = Folder::new(&format!("changed-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
    let items = folder.write("feed", feed);
    let sessions = log.map(|log| folder.write("log", log));
    let options = PackOptions::new(items, sessions, folder.path("shop.hkp"));
    match pack_files(&options, &mut Notes::default()) {
        Ok(_) => {
            let pack = std::fs::read(folder.path("shop.hkp")).unwrap();
            Catalogue::open(pack.into()).unwrap();
        }
        Err(error) => assert!(!error.code().is_empty() && !folder.path("shop.hkp").exists()),
    }
}
