//! Bad feeds, logs and knobs against error codes: one row, one test. What lay at
//! the pack's place before is there after every refusal. `docs/errors.md` lists
//! the rows; a test of the root package holds them together.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a failing test says where")]

mod common;

use common::Folder;
use flate2::Compression;
use flate2::write::GzEncoder;
use homekept::catalogue::Catalogue;
use homekept_packer::{
    AuditOptions, CountFiles, Cut, Knobs, LeaveOut, PackError, PackOptions, Quiet, Reading,
    TuneOptions, audit, pack_files, tune_log,
};
use proptest::prelude::*;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One row: a test of this name. What the expression gives is the answer.
macro_rules! row {
    ($answer:literal, $name:ident, $found:expr) => {
        #[test]
        fn $name() {
            assert_eq!($found, $answer);
        }
    };
}

// Files.
row!("pack-not-a-pack", a_pack_of_the_vintage_before_that_is_none, {
    let folder = Folder::new("previous");
    let (items, log) = (folder.write("feed", FEED), folder.write("log", LOG));
    let previous = Some(folder.write("previous", "<!doctype html><title>404</title>"));
    let options = PackOptions::new(items, Some(log), folder.path("shop.hkp"));
    packed(&folder, &PackOptions { previous, ..options })
});
row!("read-failed", a_feed_that_is_not_there, {
    let folder = Folder::new("absent");
    let options = PackOptions::new(folder.path("absent.csv"), None, folder.path("shop.hkp"));
    pack_files(&options, &mut Quiet).unwrap_err().code()
});
row!("read-failed", a_feed_that_is_a_folder, {
    let folder = Folder::new("folder");
    let options = PackOptions::new(folder.path("."), None, folder.path("shop.hkp"));
    pack_files(&options, &mut Quiet).unwrap_err().code()
});
row!("write-failed", a_pack_to_a_folder_that_is_not_there, {
    let folder = Folder::new("nowhere");
    let items = folder.write("feed.csv", FEED);
    let options = PackOptions::new(items, None, folder.path("no/such/folder/shop.hkp"));
    pack_files(&options, &mut Quiet).unwrap_err().code()
});

// Gzip.
row!("read-failed", a_gzip_cut_in_its_midst, {
    let packed = gzip(FEED.as_bytes());
    all([12, 20, packed.len() / 2, packed.len() - 9].map(|length| feed(&packed[..length])))
});
row!("read-failed", a_gzip_whose_checksum_differs, {
    let mut packed = gzip(FEED.as_bytes());
    let at = packed.len() - 6;
    packed[at] ^= 1;
    feed(&packed)
});
row!(
    "read-failed",
    a_gzip_that_is_none_behind_its_first_bytes,
    feed(b"\x1f\x8b\x08 not a gzip at all")
);
row!("read-failed", a_gzip_with_something_else_behind_it, {
    feed(&[&gzip(FEED.as_bytes())[..], b"id,title\n"].concat())
});
row!("read-failed", a_zstd_that_is_cut_or_is_none, {
    let packed = zstd::encode_all(FEED.as_bytes(), 3).unwrap();
    let cut = [4, 12, packed.len() - 1].map(|length| feed(&packed[..length]));
    all(cut.into_iter().chain([feed(b"\x28\xb5\x2f\xfd not a zstd at all")]))
});
row!("file-empty", a_gzip_of_nothing, feed(&gzip(b"")));
row!("read-failed", a_gzip_in_a_gzip_or_a_zstd, {
    let packed = gzip(FEED.as_bytes());
    all([feed(&gzip(&packed)), feed(&zstd::encode_all(&packed[..], 3).unwrap())])
});

// Feeds.
row!(
    "file-empty",
    a_feed_without_a_line,
    all([feed(b""), feed(b"\n\n \n"), feed("\u{feff}".as_bytes())])
);
row!("file-empty", a_feed_with_a_header_alone, all([feed(b"id,title\n"), feed(b"id,title")]));
row!("column-missing", a_feed_without_an_id, feed(b"colour,weight\nred,3\n"));
row!("format-unknown", a_feed_that_is_a_page_without_products, {
    all([
        feed(b"<!doctype html>\n<title>404</title>\n"),
        feed(b"<html><script type=\"application/ld+json\">{\"@type\":\"Organization\"}</script>"),
    ])
});
row!("format-unknown", a_feed_that_is_xml_of_another_kind, {
    all([feed(b"<?xml version=\"1.0\"?>\n<urlset><url/></urlset>"), feed(b"<"), feed(b"<!--")])
});
row!("read-failed", a_feed_that_is_a_picture, feed(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00"));
row!("read-failed", a_feed_or_log_in_utf16, {
    all([(FEED, feed as fn(&[u8]) -> &'static str), (LOG, log)].map(|(text, read)| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        read(&[0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>())
    }))
});
row!("nothing-readable", a_feed_of_json_without_objects, {
    all(["[1,2]", "[[1],[2]]", "[\"a\"]", "[", "[}", "[,", "[{}]", "{}", "{}{}"]
        .map(|text| feed(text.as_bytes())))
});
row!("file-empty", a_list_of_nothing, all([feed(b"[]"), feed(b" [ ] ")]));
row!("file-empty", a_merchant_feed_without_items, feed(b"<rss><channel></channel></rss>"));
row!("nothing-readable", a_feed_of_json_that_is_cut, feed(br#"{"id":"a","#));
row!("passed over", a_list_that_is_cut, {
    let list = br#"[{"id":"a"},{"id":"b"},{"id":"c"}]"#;
    all([13, 20, 22, 30, 33].map(|length| feed(&list[..length])))
});
row!("passed over", an_element_of_a_list_that_is_no_object, {
    all(["7", "[1]", "null", "\"b\"", "nonsense", "{\"id\":}", "}", ":", "{\"id\":[}]"]
        .map(|element| feed(format!("[{{\"id\":\"a\"}},{element},{{\"id\":\"c\"}}]").as_bytes())))
});
row!("passed over", a_merchant_feed_that_is_cut, {
    let feed_of = |length: usize| feed(&MERCHANT.as_bytes()[..length]);
    let first = MERCHANT.find("</item>").unwrap() + 7;
    all([first, first + 3, first + 10, MERCHANT.len() - 16, MERCHANT.len() - 2].map(feed_of))
});
row!("passed over", a_merchant_feed_with_markup_that_is_none, {
    all(["<", "<<a>", "<g:id>b", "<item>", "</g:id>", "&#0;"]
        .map(|part| feed(MERCHANT.replace("<g:id>b</g:id>", part).as_bytes())))
});
row!("format-unknown", parquet_that_is_packed_once_more, {
    all([feed(&gzip(b"PAR1")), feed(&zstd::encode_all(&b"PAR1"[..], 3).unwrap())])
});
row!("read-failed", parquet_that_is_none_behind_its_first_bytes, {
    all([feed(b"PAR1"), feed(b"PAR1 and so on PAR1"), feed(b"PAR1\0\0\0\0PAR1")])
});
row!("passed over", a_quote_that_is_never_closed, { feed(b"id,title\na,A\nb,\"B\nc,C\nd,D\n") });
row!("nothing-readable", a_header_with_a_quote_that_is_never_closed, feed(b"id,\"title\na,A\n"));
row!("nothing-readable", a_feed_of_lines_that_are_all_broken, {
    all([
        feed(b"id,title\n1\n2\n"),
        feed(b"id,title\n,x\n,y\n"),
        feed(b"id,url\n1,javascript:alert(1)\n2,data:text/html\n"),
        feed(b"id,title\n\xff,\xfe\n"),
    ])
});
row!("passed over", a_line_with_too_few_or_too_many_fields, {
    all([feed(b"id,title\na,A\nb\n"), feed(b"id,title\na,A\nb,B,extra\n")])
});
row!("passed over", a_line_that_is_not_utf8, feed(b"id,title\na,A\nb,\xff\xfe\n"));
row!("passed over", a_line_with_an_id_that_came_before, feed(b"id,title\na,A\na,Again\n"));
row!("passed over", a_line_with_an_address_that_could_run, {
    all([
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "\tjavascript:x",
        "item/1",
    ]
    .map(|url| feed(format!("id,url\na,/a\nb,{url}\n").as_bytes())))
});
row!("passed over", a_line_with_a_boost_or_popularity_that_is_no_share, {
    all(["-1", "1.5", "NaN", "inf", "much", "1e999"]
        .map(|boost| feed(format!("id,boost\na,0\nb,{boost}\n").as_bytes())))
});
row!("passed over", a_line_of_json_that_is_no_object, {
    all(["[1]", "7", "\"b\"", "null", "{", "{\"id\":", "nonsense"]
        .map(|line| feed(format!("{{\"id\":\"a\"}}\n{line}\n").as_bytes())))
});
row!("passed over", a_line_of_json_nested_beyond_all_sense, {
    let deep = "[".repeat(100_000);
    feed(format!("{{\"id\":\"a\"}}\n{{\"id\":{deep}\n").as_bytes())
});
row!("passed over", a_line_of_json_whose_id_is_none, {
    all(["null", "{}", "[]", "\"\"", "\" \""]
        .map(|id| feed(format!("{{\"id\":\"a\"}}\n{{\"id\":{id}}}\n").as_bytes())))
});

// Flags.
row!("column-unknown", a_flag_that_names_a_column_that_is_not_there, {
    all([
        flags(|options| options.facets = vec!["colour".into()]),
        flags(|options| options.display = vec!["colour".into()]),
        flags(|options| options.columns = vec![("id".into(), "nr".into())]),
    ])
});
row!("flag-unclear", a_flag_for_a_role_that_does_not_exist, {
    flags(|options| options.columns = vec![("sku".into(), "id".into())])
});
row!("deny-unknown", a_denied_category_that_no_item_has, {
    flags(|options| options.deny = vec!["subject=Divorce".into()])
});
row!("deny-map-unclear", a_table_of_denied_categories_that_is_unclear, {
    all(["a,helth,", "a,deny", "a,,", ",deny,", "a,allow,", "a,deny,\nA,health,"].map(deny_map))
});
row!("file-empty", a_table_of_denied_categories_without_a_row, deny_map(""));

// Logs.
row!("file-empty", a_log_without_a_line, all([log(b""), log(b"session,item\n")]));
row!("column-missing", a_log_that_tells_no_visits_apart, log(b"item,time\na,1\n"));
row!("column-missing", a_log_without_items, log(b"session,time\n1,1\n"));
row!(
    "nothing-readable",
    a_log_of_lines_that_are_all_broken,
    log(b"session,item,time\n1,a,never\n2,,1\n")
);
row!("passed over", a_visit_without_session_or_item, {
    all([log(b"session,item\n1,a\n,b\n"), log(b"session,item\n1,a\n2,\n")])
});
row!("passed over", a_visit_at_a_time_that_is_none, {
    all([
        "yesterday",
        "NaN",
        "inf",
        "-inf",
        "1e300",
        "2024-13-01",
        "2024-00-10",
        "2024-01-32",
        "29/02/2024",
        "99999999999-01-01",
        "2024-01-01Tnoon",
        "2024-01-01T10:00:00+a:b",
    ]
    .map(visit_at))
});
row!("passed over", a_visit_at_a_time_beyond_all_counting, {
    all([
        "2024-01-01T9223372036854775807:00",
        "2024-01-01T00:9223372036854775807",
        "2024-01-01T00:00:1e300",
        "2024-01-01T00:00:00+9223372036854775807",
        "2024-01-01T-9223372036854775807:00",
        "2024-01-01T153722867280912:00",
    ]
    .map(visit_at))
});
row!("passed over", a_visit_on_a_day_that_is_none, {
    let days = ["0,1", "13,1", "1,0", "1,32", "x,1", "1,", "9223372036854775807,1"];
    all(days.map(|day| log(format!("session,item,month,day\n1,a,1,1\n2,a,{day}\n").as_bytes())))
});

// Counts.
row!(
    "read-failed",
    a_count_whose_pairs_are_not_there,
    counts("item,sessions,recent\na,3,0\n", None)
);
row!("column-unknown", a_count_without_one_of_its_columns, {
    all([
        counts("item,times\na,3\n", Some("item,follower,votes,visitors\na,b,9,1\n")),
        counts(COUNTED, Some("item,follower,votes\na,b,9\n")),
    ])
});
row!("nothing-readable", a_count_of_lines_that_cannot_be, {
    all([
        counts("item,sessions,recent\na,-3,0\n", Some("item,follower,votes,visitors\na,b,9,1\n")),
        counts(COUNTED, Some("item,follower,votes,visitors\na,b,9,4\na,b,1e3,1\n")),
    ])
});
row!("passed over", a_pair_that_is_counted_twice, {
    counts(COUNTED, Some("item,follower,votes,visitors\na,b,9,1\nb,a,9,1\na,b,9,1\n"))
});

// Knobs.
row!("read-failed", knobs_that_are_not_there, {
    Knobs::read(&Folder::new("no-knobs").path("absent.json")).unwrap_err().code()
});
row!("read-failed", knobs_that_are_not_utf8, knobs(b"{\"gamma\": \xff}"));
row!("knobs-unclear", knobs_that_are_no_object, {
    all(["", "null", "7", "\"gamma\"", "{", "{} {}", "<!doctype html>"]
        .map(|text| knobs(text.as_bytes())))
});
row!("knobs-unclear", a_knob_that_does_not_exist, knobs(br#"{"gama": 0.1}"#));
row!("knobs-unclear", a_knob_that_comes_twice, knobs(br#"{"gamma": 0.1, "gamma": 0.2}"#));
row!("knobs-unclear", a_knob_of_the_wrong_type, {
    all([
        r#"{"gamma": "0.1"}"#,
        r#"{"gamma": null}"#,
        r#"{"window": 1.5}"#,
        r#"{"window": -1}"#,
        r#"{"window": 4294967296}"#,
        r#"{"decay": "slow"}"#,
        r#"{"decay": 1}"#,
        r#"{"gamma": NaN}"#,
        r#"{"gamma": 1e999}"#,
    ]
    .map(|text| knobs(text.as_bytes())))
});
row!("knob-out-of-bounds", a_knob_of_the_table_out_of_bounds, {
    all([
        r#"{"window": 0}"#,
        r#"{"window": 61}"#,
        r#"{"gamma": -0.1}"#,
        r#"{"gamma": 1.1}"#,
        r#"{"beta": 2}"#,
        r#"{"alpha": -1}"#,
        r#"{"recency": 0.01}"#,
        r#"{"recency": 11}"#,
    ]
    .map(|text| knobs(text.as_bytes())))
});
row!("pack-knob-out-of-bounds", a_knob_of_the_score_out_of_bounds, {
    all([
        r#"{"lambda": 0}"#,
        r#"{"lambda": 21}"#,
        r#"{"rho": -1}"#,
        r#"{"tau": 0}"#,
        r#"{"interest": 5}"#,
        r#"{"interest": 2, "stated": 1}"#,
        r#"{"less": 9}"#,
        r#"{"alike": 5}"#,
        r#"{"memory": 2}"#,
        r#"{"popularity": 1e38}"#,
    ]
    .map(|text| knobs(text.as_bytes())))
});

// Trials of a tuning.
row!("leaf-too-large", a_card_too_long_for_a_shard, {
    let folder = Folder::new("card");
    let mut noise = 1u64;
    let text: String = std::iter::repeat_with(|| {
        noise =
            noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (noise >> 60) as u8)
    })
    .take(100_000)
    .collect();
    let items = folder.write("feed.csv", format!("id,title,story\nemma,Emma,{text}\n"));
    let shards = Some(folder.path("shards"));
    let options = PackOptions::new(items, None, folder.path("shop.hkp"));
    packed(&folder, &PackOptions { shards, display: vec!["story".into()], ..options })
});
row!("trials-other", trials_of_another_log, {
    all([
        "{\"trials_of\":\"0000000000000000\"}\n",
        "\n",
        "session,item\n1,a\n",
        "cut in its first line",
    ]
    .map(|text| trials(text.as_bytes())))
});
row!("read-failed", trials_that_are_not_utf8, trials(b"\xff\xfe\n"));

// Audits.
row!("nothing-to-audit", an_audit_with_a_log_of_another_shop, {
    audited(r#"{"version": 1, "site": "shop", "notice": {"version": "1"}}"#, "session,item\n1,z\n")
});
row!("policy-malformed", an_audit_with_a_policy_that_is_none, {
    all(["", "[1]", "boost: 0.05"].map(|policy| audited(policy, LOG)))
});
row!("policy-boost", an_audit_with_a_policy_beyond_the_hard_maximum, {
    let policy = |boost: &str| {
        let text = format!(
            r#"{{"version": 1, "site": "shop", "notice": {{"version": "1"}}, "boost": {boost}}}"#
        );
        audited(&text, LOG)
    };
    all(["0.2", "-0.01", "\"0.05\""].map(policy))
});
row!("signals-epsilon", an_audit_with_signals_that_would_tell_too_much, {
    let signals = |eps: &str| {
        let text = format!(
            r#"{{"version": 1, "site": "shop", "notice": {{"version": "1"}}, "signals": {{
                "collector": "/signals", "measures": [{{ "name": "taste", "version": 1,
                "kind": "interest", "buckets": ["Gothic"], "eps": {eps} }}] }} }}"#
        );
        audited(&text, LOG)
    };
    all(["2.5", "0", "-1"].map(signals))
});
row!("flag-unclear", an_audit_by_a_category_that_the_pack_does_not_have, {
    let folder = Folder::new(&unique("audit"));
    code(audit_of(&folder, |options| options.category = Some("shelf".to_owned())))
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_a_feed_or_have_a_code(bytes in prop::collection::vec(any::<u8>(), 0..400), wrap in any::<bool>()) {
        feed(&if wrap { gzip(&bytes) } else { bytes });
    }

    #[test]
    fn a_good_feed_or_log_with_bytes_changed_is_one_or_has_a_code(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        wrap in any::<bool>(),
    ) {
        for (text, read) in [(FEED, feed as fn(&[u8]) -> &'static str), (LOG, log)] {
            let mut bytes = text.as_bytes().to_vec();
            if wrap {
                bytes = gzip(&bytes);
            }
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            read(&bytes);
        }
    }

    #[test]
    fn any_time_is_understood_or_passed_over(time in "[0-9T:+ .eZ/-]{0,30}") {
        visit_at(&time);
    }
}

/// What comes of a feed.
fn feed(bytes: &[u8]) -> &'static str {
    let folder = Folder::new(&unique("feed"));
    let items = folder.write("feed", bytes);
    packed(&folder, &PackOptions::new(items, None, folder.path("shop.hkp")))
}

/// What comes of a log of a good feed.
fn log(bytes: &[u8]) -> &'static str {
    let folder = Folder::new(&unique("log"));
    let items = folder.write("feed", FEED);
    let log = folder.write("log", bytes);
    packed(&folder, &PackOptions::new(items, Some(log), folder.path("shop.hkp")))
}

/// What comes of a count of a good feed.
fn counts(items: &str, pairs: Option<&str>) -> &'static str {
    let folder = Folder::new(&unique("counts"));
    let feed = folder.write("feed", FEED);
    if let Some(pairs) = pairs {
        folder.write("pairs", pairs);
    }
    let files = CountFiles { pairs: folder.path("pairs"), items: folder.write("counted", items) };
    let options = PackOptions::new(feed, None, folder.path("shop.hkp"));
    packed(&folder, &PackOptions { counts: Some(files), ..options })
}

fn visit_at(time: &str) -> &'static str {
    log(format!("session,item,time\n1,a,2024-05-01\n2,a,{time}\n").as_bytes())
}

fn flags(change: impl FnOnce(&mut PackOptions)) -> &'static str {
    let folder = Folder::new(&unique("flags"));
    let mut options = PackOptions::new(folder.write("feed", FEED), None, folder.path("shop.hkp"));
    change(&mut options);
    packed(&folder, &options)
}

/// Packs with a table of denied categories that has these rows.
fn deny_map(rows: &str) -> &'static str {
    let folder = Folder::new(&unique("deny-map"));
    let map = folder.write("map.csv", format!("category,topic,reason\n{rows}\n"));
    flags(|options| options.deny_map = Some(map))
}

fn knobs(bytes: &[u8]) -> &'static str {
    let folder = Folder::new(&unique("knobs"));
    code(Knobs::read(&folder.write("knobs.json", bytes)).map(|_| "read"))
}

/// Packs over something that is there already, which only a good pack replaces.
fn packed(folder: &Folder, options: &PackOptions) -> &'static str {
    let old = folder.write("shop.hkp", "what was there");
    let answer = code(pack_files(options, &mut Quiet).map(|report| {
        let passed_over = report.broken.iter().any(|file| file.total > 0);
        if passed_over { "passed over" } else { "packed" }
    }));
    let there = std::fs::read(old).unwrap();
    if matches!(answer, "packed" | "passed over") {
        Catalogue::open(there.into()).expect("what was packed opens");
    } else {
        assert_eq!(there, b"what was there");
    }
    assert!(folder.names().iter().all(|name| !name.contains("partial")));
    answer
}

/// What comes of an audit of a good pack.
fn audited(policy: &str, log: &str) -> &'static str {
    let folder = Folder::new(&unique("audit"));
    let policy = folder.write("homekept.json", policy);
    let sessions = folder.write("log.csv", log);
    code(audit_of(&folder, |options| {
        (options.policy, options.sessions) = (Some(policy), Some(sessions));
    }))
}

fn audit_of(
    folder: &Folder,
    change: impl FnOnce(&mut AuditOptions),
) -> Result<&'static str, PackError> {
    let pack = folder.path("shop.hkp");
    pack_files(&PackOptions::new(folder.write("feed.csv", FEED), None, pack.clone()), &mut Quiet)?;
    let mut options = AuditOptions::new(pack);
    change(&mut options);
    audit(&options, &mut Quiet).map(|_| "audited")
}

fn code(answer: Result<&'static str, PackError>) -> &'static str {
    answer.unwrap_or_else(|error| error.code())
}

/// The one answer that all of these give, or all that they give.
fn all(answers: impl IntoIterator<Item = &'static str>) -> String {
    let mut found: Vec<&str> = answers.into_iter().collect();
    found.sort_unstable();
    found.dedup();
    found.join(", ")
}

/// What a tuning says to a file of trials, which stays as it was.
fn trials(bytes: &[u8]) -> &'static str {
    let folder = Folder::new(&unique("trials"));
    let visits = (0..40).flat_map(|n| [format!("{n},a,{n}\n"), format!("{n},b,{n}\n")]);
    let options = TuneOptions {
        sessions: folder
            .write("log.csv", "session,item,time\n".to_owned() + &visits.collect::<String>()),
        reading: Reading::default(),
        tail: Cut::Share(0.5),
        top: 20,
        support: 1,
        leave_out: LeaveOut::Nothing,
        trials: Some(folder.write("trials.jsonl", bytes)),
        seed: 1,
    };
    let code = tune_log(&options, &mut Quiet).unwrap_err().code();
    assert_eq!(std::fs::read(folder.path("trials.jsonl")).unwrap(), bytes);
    code
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Folders of tests that run at once must not meet.
fn unique(name: &str) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    format!("bad-{name}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

const FEED: &str = "id,title,subject,price\na,A,red,1\nb,B,red,2\nc,C,blue,3\n";
const MERCHANT: &str = "<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><item><g:id>a</g:id></item><item><g:id>b</g:id></item></channel></rss>";
const COUNTED: &str = "item,sessions,recent\na,3,0\nb,3,0\n";
const LOG: &str =
    "session,visitor,item,time\n1,u,a,1\n1,u,b,2\n2,v,a,3\n2,v,b,2024-05-01T10:00:00Z\n";
