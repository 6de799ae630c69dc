//! Counting a log elsewhere: the SQL that is shipped, run by the engine that it is written for, gives
//! the same pack, byte for byte, as packing the log itself.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::{Folder, shared};
use serde_json::Value;

const SQL: &str = include_str!("../sql/count.duckdb.sql");

/// A log as DuckDB reads it, and as the packer does.
struct Shop<'a> {
    name: &'a str,
    folder: &'a Folder,
    items: PathBuf,
    sessions: PathBuf,
    /// The columns of `homekept_log`, from the file's.
    columns: &'a str,
    /// Whether the log's times are dates.
    dated: bool,
    knobs: PathBuf,
    more: &'a [&'a str],
}

impl Shop<'_> {
    /// Packs the log itself, and its counts from DuckDB, and compares them.
    #[track_caller]
    fn check(&self, support: &str) {
        let from_log = self.pack(&["--sessions", text(&self.sessions)], support);
        let from_counts = self.pack_counts(SQL, support);
        assert_eq!(from_counts.len(), from_log.len());
        assert!(from_counts == from_log, "the packs differ");
    }

    /// A pack of what DuckDB counts by some statements, as docs/counting.md has it.
    fn pack_counts(&self, sql: &str, support: &str) -> Vec<u8> {
        let part = Folder::new(&format!("{}-duckdb", self.name));
        let database = part.path("log.duckdb");
        duckdb(
            &database,
            &format!(
                "CREATE TABLE homekept_log AS SELECT {} FROM read_csv('{}', all_varchar = true);
                 CREATE TABLE homekept_feed AS SELECT #1 AS id FROM read_csv('{}', all_varchar = true);
                 CREATE TABLE homekept_votes (direction VARCHAR, distance INTEGER, day INTEGER, votes BIGINT);
                 {sql}",
                self.columns,
                text(&self.sessions),
                text(&self.items),
            ),
        );
        let span = duckdb(&database, "SELECT days, vintage::VARCHAR FROM homekept_span;");
        let (days, vintage) = (span[0][0].as_str().unwrap(), span[0][1].as_str().unwrap());
        let votes = part.path("votes.csv");
        let knobs = text(&self.knobs);
        check_done(&homekept(&["votes", "--days", days, "--knobs", knobs, "-o", text(&votes)]));
        let (pairs, items) = (part.path("pairs.csv.gz"), part.path("pair-items.csv"));
        let copies = format!(
            "COPY homekept_votes FROM '{}' (HEADER);
             COPY (FROM homekept_pairs) TO '{}' (HEADER, COMPRESSION gzip);
             COPY (FROM homekept_items) TO '{}' (HEADER);",
            text(&votes),
            text(&pairs),
            text(&items),
        );
        duckdb(&database, &copies);
        let mut counted = vec!["--pairs", text(&pairs), "--pair-items", text(&items)];
        if self.dated {
            counted.extend(["--vintage", vintage]);
        }
        self.pack(&counted, support)
    }

    fn pack(&self, counted: &[&str], support: &str) -> Vec<u8> {
        let out = self.folder.path("shop.hkp");
        let mut args = vec!["pack", "--items", text(&self.items), "-o", text(&out)];
        args.extend(["--knobs", text(&self.knobs), "--support", support]);
        args.extend(counted);
        args.extend(self.more);
        check_done(&homekept(&args));
        std::fs::read(&out).unwrap()
    }
}

fn homekept(args: &[&str]) -> Output {
    common::homekept().args(args).output().unwrap()
}

#[track_caller]
fn check_done(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The rows of the last of some statements.
#[track_caller]
fn duckdb(database: &Path, sql: &str) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/duckdb.mjs");
    let mut node = Command::new("node")
        .args([&script, database])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node runs: `cargo xtask setup` says what is missing");
    node.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !said.contains("Cannot find module"),
        "DuckDB is not installed: run `npm ci` in www/\n{said}"
    );
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A log that has all that counting must get right: sessions beyond 200 events, several events at
/// one time, visitors that are known late or never, items that are not in the feed, sessions of
/// nothing else, and sessions over many days.
fn generated() -> (String, String) {
    let mut state = 7u64;
    let mut draw = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut feed = "id,title,colour\n".to_owned();
    for item in 0..60 {
        feed += &format!("i{item},Thing {item},{}\n", ["red", "blue", "green"][item % 3]);
    }
    let mut lines = Vec::new();
    for session in 0..400u64 {
        let visitor = if draw(4) == 0 { None } else { Some(draw(90)) };
        let mut time = 1_700_000_000 + draw(40 * 86_400);
        let length = if draw(40) == 0 { 150 + draw(150) } else { 1 + draw(9) };
        let near = draw(70);
        for step in 0..length {
            time += [0, 0, 40, 900, 30_000][draw(5) as usize];
            // From 60 on the feed knows none.
            let item = if draw(3) == 0 { draw(70) } else { (near + draw(6)) % 70 };
            // Somebody else takes over now and then.
            let visitor = visitor.map(|usual| if draw(12) == 0 { draw(90) } else { usual });
            let told = visitor.filter(|_| step > 0 || draw(2) == 0);
            let visitor = told.map_or(String::new(), |visitor| format!("v{visitor}"));
            lines.push((draw(1 << 30), format!("s{session},{visitor},{time},i{item}\n")));
        }
        lines.push((draw(1 << 30), format!("lost{session},,{time},i{}\n", 60 + draw(10))));
    }
    // Sessions lie in each other, and a session's own events are not in the order of their times.
    lines.sort();
    let lines = lines.iter().enumerate().map(|(line, (_, text))| format!("{line},{text}"));
    (feed, format!("line,session,visitor,time,item\n{}", lines.collect::<String>()))
}

fn generated_shop<'a>(name: &'a str, folder: &'a Folder, knobs: &str) -> Shop<'a> {
    let (feed, log) = generated();
    Shop {
        name,
        folder,
        items: folder.write("items.csv", feed),
        sessions: folder.write("log.csv", log),
        columns: "session, visitor, time::BIGINT * 1000 AS time, line::BIGINT AS place, item",
        dated: true,
        knobs: folder.write("knobs.json", knobs),
        more: &[],
    }
}

#[test]
fn a_generated_log_counted_by_duckdb_gives_the_same_pack_byte_for_byte() {
    let folder = Folder::new("pairs-generated");
    for knobs in [
        r#"{"window": 10, "gamma": 0.3, "recency": 0.6, "trend": 0.5}"#,
        r#"{"window": 3, "gamma": 0, "recency": 0, "decay": "exponential"}"#,
        r#"{"window": 60, "gamma": 1, "recency": 0.05, "decay": "exponential"}"#,
    ] {
        generated_shop("pairs-generated", &folder, knobs).check("2");
    }
}

#[test]
fn every_rule_of_the_counting_shows_in_the_pack() {
    let folder = Folder::new("pairs-rules");
    let knobs = r#"{"window": 10, "gamma": 0.3, "trend": 0.5}"#;
    let shop = generated_shop("pairs-rules", &folder, knobs);
    let whole = shop.pack_counts(SQL, "2");
    for (rule, broken) in [
        ("step <= 200", "step <= 100000"),
        ("log.time DESC, log.place DESC", "log.time DESC, log.place"),
        ("ON feed.id = log.item", "ON feed.id <= log.item"),
        ("max(votes) AS votes", "sum(votes) AS votes"),
        ("'s' || ends.session", "'s'"),
        ("ORDER BY time, place", "ORDER BY time DESC, place"),
        ("count(DISTINCT sessions.visitor)", "count(*)"),
        ("* 10 <= span.days", "* 1 <= span.days"),
        (
            "max(time) AS last FROM homekept_log GROUP",
            "max(time) AS last FROM homekept_log SEMI JOIN homekept_feed ON id = item GROUP",
        ),
    ] {
        let sql = SQL.replace(rule, broken);
        assert_ne!(sql, SQL, "{rule}");
        assert!(shop.pack_counts(&sql, "2") != whole, "{rule}");
    }
}

#[test]
fn eshop2008_counted_by_duckdb_gives_the_same_pack_byte_for_byte() {
    let Some(data) = shared("eshop2008") else { return };
    let folder = Folder::new("pairs-eshop");
    let shop = Shop {
        name: "pairs-eshop",
        folder: &folder,
        items: data.join("items.csv.gz"),
        sessions: data.join("events.csv.gz"),
        columns: "session, NULL::VARCHAR AS visitor, \
                  epoch_ms(make_date(1971, month::INTEGER, day::INTEGER)::TIMESTAMP) AS time, \
                  \"order\"::BIGINT AS place, item",
        dated: false,
        knobs: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knobs-eshop2008.json"),
        more: &[],
    };
    shop.check("3");
}

#[test]
fn online_retail_counted_by_duckdb_gives_the_same_pack_byte_for_byte() {
    let Some(data) = shared("online_retail") else { return };
    let folder = Folder::new("pairs-retail");
    let shop = Shop {
        name: "pairs-retail",
        folder: &folder,
        items: data.join("items.csv.gz"),
        sessions: data.join("events.csv.gz"),
        columns: "session, nullif(\"user\", '-1') AS visitor, time::BIGINT * 1000 AS time, \
                  row_number() OVER () AS place, item",
        dated: true,
        knobs: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knobs-online_retail.json"),
        more: &["--source", "orders"],
    };
    shop.check("2");
}

/// `HOMEKEPT_PYTHON` names a Python that has the package pyspark, where `python3` does not.
#[test]
#[ignore = "half a minute, and needs Java and pyspark: `cargo xtask test --long` runs it"]
fn a_generated_log_counted_by_spark_gives_the_same_pack_byte_for_byte() {
    let python = std::env::var("HOMEKEPT_PYTHON").unwrap_or("python3".to_owned());
    let has_spark = Command::new(&python).args(["-c", "import pyspark"]).output();
    if !has_spark.is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has no pyspark");
        return;
    }
    let folder = Folder::new("pairs-spark");
    let shop =
        generated_shop("pairs-spark", &folder, r#"{"window": 10, "gamma": 0.3, "trend": 0.5}"#);
    let from_log = shop.pack(&["--sessions", text(&shop.sessions)], "2");
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (script, sql) = (manifest.join("tests/spark.py"), manifest.join("sql/count.spark.sql"));
    let spark = |more: &[&Path]| {
        let output = Command::new(&python)
            .args([&script, &sql, &shop.sessions, &shop.items])
            .args(more)
            .output()
            .unwrap();
        check_done(&output);
        String::from_utf8(output.stdout).unwrap()
    };
    let span = spark(&[]);
    let (days, vintage) = span.trim().split_once(' ').unwrap();
    let [votes, pairs, items] =
        ["votes.csv", "pairs.csv", "pair-items.csv"].map(|n| folder.path(n));
    let knobs = text(&shop.knobs);
    check_done(&homekept(&["votes", "--days", days, "--knobs", knobs, "-o", text(&votes)]));
    spark(&[&votes, &pairs, &items]);
    let counted = ["--pairs", text(&pairs), "--pair-items", text(&items), "--vintage", vintage];
    assert!(shop.pack(&counted, "2") == from_log, "the packs differ");
}

#[test]
fn the_statements_differ_in_the_words_of_their_dialects_alone() {
    /// The statements with what stands above them left out.
    fn statements(sql: &str) -> String {
        sql.lines().skip_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
    let spark = [
        ("REPLACE VIEW", "REPLACE TEMPORARY VIEW"),
        (
            "DATE '1970-01-01' + CAST(max(last) // 86400000 AS INTEGER)",
            "date_add(DATE '1970-01-01', CAST(max(last) DIV 86400000 AS INT))",
        ),
        (" // ", " DIV "),
    ];
    let bigquery = [
        ("homekept_", "homekept."),
        ("(max(last) - min(last)) // 86400000", "DIV(max(last) - min(last), 86400000)"),
        (
            "DATE '1970-01-01' + CAST(max(last) // 86400000 AS INTEGER)",
            "DATE_FROM_UNIX_DATE(DIV(max(last), 86400000))",
        ),
        (
            "((SELECT max(last) FROM ends) - ends.last) // 86400000",
            "DIV((SELECT max(last) FROM ends) - ends.last, 86400000)",
        ),
        ("CAST(sum(counted.votes) AS BIGINT)", "sum(counted.votes)"),
    ];
    for (words, found) in [
        (&spark[..], include_str!("../sql/count.spark.sql")),
        (&bigquery[..], include_str!("../sql/count.bigquery.sql")),
    ] {
        let expected = words.iter().fold(statements(SQL), |sql, (from, to)| sql.replace(from, to));
        assert_eq!(statements(found), expected);
    }
}

#[test]
fn lines_of_a_count_that_cannot_be_are_listed_and_the_rest_is_packed() {
    let folder = Folder::new("pairs-broken");
    let items = folder.write("items.csv", "id,title\na,A\nb,B\nc,C\n");
    let counted = folder.write(
        "pair-items.csv",
        "item,sessions,recent\na,9,1\nb,9,0\nb,9,0\nc,few,0\nz,4,0\nc,3,4\n",
    );
    let pairs = folder.write(
        "pairs.csv",
        "item,follower,votes,visitors\na,b,100,4\nb,a,-5,4\nb,a,5,10\na,c,5,1\na,b,7,4\nb,a,5,0\na,z,1,1\nb,a,80,4\n",
    );
    let out = folder.path("shop.hkp");
    let output = homekept(&[
        "pack",
        "--items",
        text(&items),
        "--pairs",
        text(&pairs),
        "--pair-items",
        text(&counted),
        "-o",
        text(&out),
        "--no-refill",
    ]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    for told in [
        "pair-items.csv:4: has the item \"b\", which an earlier line has",
        "pair-items.csv:5: has no readable number of sessions",
        "pair-items.csv:7: has no readable number of recent sessions",
        "pairs.csv:3: has no readable votes",
        "pairs.csv:4: has 5 votes of 10 visitors, and both items share at most 9 sessions",
        "pairs.csv:5: has 5 votes of 1 visitors, and both items share at most 0 sessions",
        "pairs.csv:6: has a pair that an earlier line has",
        "pairs.csv:7: has 5 votes of 0 visitors",
        "2 lines of the count are of items that the feed does not have",
        "what the support threshold leaves of 2 pairs",
        "support 3: 2 <- chosen",
        "support 5: 0",
    ] {
        assert!(said.contains(told), "{told}\n{said}");
    }
    let shop = homekept::catalogue::Catalogue::open(std::fs::read(&out).unwrap().into()).unwrap();
    let row = |id: &str| shop.row(shop.find(id).unwrap()).count();
    assert_eq!((shop.header().support, row("a"), row("b"), row("c")), (3, 1, 1, 0));
}

#[test]
fn counts_come_with_their_items_and_without_a_log() {
    for args in [
        &["pack", "--items", "i", "-o", "o", "--pairs", "p"][..],
        &["pack", "--items", "i", "-o", "o", "--pair-items", "p"],
        &[
            "pack",
            "--items",
            "i",
            "-o",
            "o",
            "--pairs",
            "p",
            "--pair-items",
            "q",
            "--sessions",
            "s",
        ],
        &["pack", "--items", "i", "-o", "o", "--pairs", "p", "--pair-items", "q", "--tune"],
        &["votes", "-o", "o"],
        &["votes", "-o", "o", "--days", "-1"],
    ] {
        assert_eq!(homekept(args).status.code(), Some(2), "{args:?}");
    }
}
