//! Who may look, who may operate, and what is noted of them: real HTTP, real SQLite.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{Desk, Folder, contains, every_byte, options};
use homekept_collector::{Role, Tokens};
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

#[test]
fn by_default_only_the_upload_is_open() {
    let folder = Folder::new("roles");
    let desk = Desk::open(options(&folder.data()));
    let status = |path: &str, token: Option<&str>| desk.get(path, token).0;
    for (path, role) in [
        ("/", Role::Read),
        ("/v1/results", Role::Read),
        ("/v1/results.csv", Role::Read),
        ("/metrics", Role::Operate),
        ("/v1/access", Role::Operate),
        ("/v1/rehearsal", Role::Operate),
    ] {
        assert_eq!(status(path, None), 401, "{path}");
        assert_eq!(status(path, Some("hk-read-guessed")), 401, "{path}");
        let (own, other) = match role {
            Role::Read => (&desk.read, &desk.operate),
            Role::Operate => (&desk.operate, &desk.read),
        };
        assert_eq!(status(path, Some(own)), 200, "{path}");
        assert_eq!(status(path, Some(other)), 403, "{path}");
    }
    assert_eq!((status("/healthz", None), status("/v1/reports/7", None)), (200, 404));
}

#[test]
fn sec_31_a_token_is_replaced_with_an_overlap_and_ended_at_once() {
    let folder = Folder::new("tokens");
    let desk = Desk::open(options(&folder.data()));
    let tokens = Tokens::open(&folder.data()).unwrap();
    let status = |token: &str| desk.get("/v1/results", Some(token)).0;
    let row = tokens.list().unwrap().into_iter().find(|row| row.role == "read").unwrap();
    let second = tokens.rotate(row.id, 24).unwrap();
    assert_eq!((status(&desk.read), status(second.reveal())), (200, 200), "both, for a day");
    tokens.end(row.id, 0).unwrap();
    assert_eq!((status(&desk.read), status(second.reveal())), (401, 200));
    // What is kept of a token does not open anything.
    let kept = every_byte(&folder.0);
    assert!(!contains(&kept, second.reveal().as_bytes()));
    assert!(!format!("{second:?}").contains(second.reveal()));
}

#[test]
fn sec_31_the_commands_of_the_document_run() {
    let folder = Folder::new("commands");
    common::start(options(&folder.data())).stop();
    let run = |line: &str| {
        let words = line.split_whitespace().skip(1).map(|word| match word {
            "collector.db" => folder.data().display().to_string(),
            word => word.to_owned(),
        });
        Command::new(env!("CARGO_BIN_EXE_homekept-collector")).args(words).output().unwrap()
    };
    let document = include_str!("../../../docs/collector.md");
    let lines = document.lines().filter(|line| line.starts_with("homekept-collector token "));
    let mut ran = 0;
    for line in lines {
        let output = run(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        ran += 1;
    }
    assert_eq!(ran, 6);
    let listed = run("homekept-collector token list --data collector.db").stdout;
    let listed = String::from_utf8(listed).unwrap();
    let rows: Vec<bool> = listed.lines().map(|line| line.contains(", ends ")).collect();
    assert_eq!(rows, [true, false, false], "{listed}");
    for (line, code) in [
        ("homekept-collector token end 99 --data collector.db", "collector-token-unknown"),
        ("homekept-collector token new --data collector.db", "collector-usage"),
        ("homekept-collector dance --data collector.db", "collector-usage"),
        ("homekept-collector --data collector.db", "collector-usage"),
    ] {
        let output = run(line);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.starts_with(&format!("error[{code}]")), "{said}");
    }
}

#[test]
fn sec_31_who_looked_is_written_down_by_role_action_and_minute_alone() {
    let folder = Folder::new("access");
    let desk = Desk::open(options(&folder.data()));
    desk.get("/v1/results", Some(&desk.read));
    desk.get("/v1/results", None);
    desk.get("/metrics", Some(&desk.operate));
    let (_, text) = desk.get("/v1/access", Some(&desk.operate));
    let rows: Vec<BTreeMap<String, Value>> = serde_json::from_str(&text).unwrap();
    let mut seen: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            assert_eq!(row.keys().collect::<Vec<_>>(), ["action", "minute", "role"]);
            (row["role"].as_str().unwrap(), row["action"].as_str().unwrap())
        })
        .collect();
    seen.sort_unstable();
    seen.retain(|(_, action)| *action != "access");
    assert_eq!(seen, [("operate", "metrics"), ("read", "results")]);
}

#[test]
fn a_browsers_password_reads_and_never_operates() {
    let folder = Folder::new("basic");
    let desk = Desk::open(options(&folder.data()));
    use base64::Engine as _;
    let basic = |token: &str| {
        let pair = base64::prelude::BASE64_STANDARD.encode(format!("me:{token}"));
        format!("Basic {pair}")
    };
    let page = desk.agent.get(format!("{}/", desk.running.origin()));
    let page = page.header("authorization", basic(&desk.read)).call().unwrap();
    assert_eq!(page.status().as_u16(), 200);
    // A page of another site could have the browser send this one.
    let end = desk.agent.post(format!("{}/v1/rehearsal", desk.running.origin()));
    let end = end.header("authorization", basic(&desk.operate)).send_empty().unwrap();
    assert_eq!(end.status().as_u16(), 401);
}
