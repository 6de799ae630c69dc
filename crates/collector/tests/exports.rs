//! What goes out by itself: to a folder, and to the host that the policy names.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{Desk, Folder, asked, options, send};
use homekept::vault::memory::CountingDice;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

#[test]
fn sig_19_exports_carry_what_is_released_and_nothing_else() {
    let hook = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = hook.local_addr().unwrap();
    let folder = Folder::new("export");
    let data = folder.data();
    let mut first = options(&data);
    // A policy takes https alone; the host of this test has no certificate.
    first.site.signals.webhook = Some(format!("http://{address}/hook"));
    first.folder = Some(folder.0.join("out"));
    let desk = Desk::open(first.clone());
    let (taste, mut dice) = (asked("taste"), CountingDice::seeded(9));
    send(&desk, &taste, desk.period(), &[1; 1_000], &mut dice);
    desk.next_period();
    send(&desk, &asked("looks"), desk.period(), &[1; 20], &mut dice);
    desk.running.stop();
    // The chores of a start are those of each minute.
    let again = common::start(first.clone());
    let body = answer(&hook, "200 OK");
    let sent: Value = serde_json::from_str(&body).unwrap();
    let measures = sent["measures"].as_array().unwrap();
    assert_eq!(measures.len(), 1, "{body}");
    assert_eq!(
        (&measures[0]["name"], &measures[0]["periods"][0]["state"]),
        (&json!("taste"), &json!("released"))
    );
    assert!(!body.contains("open") && !body.contains("looks"), "{body}");
    // The word that it has arrived is kept.
    let connection = rusqlite::Connection::open(&data).unwrap();
    let sent =
        || connection.query_row("SELECT sum(sent) FROM releases", [], |row| row.get::<_, i64>(0));
    while sent().unwrap() == 0 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    again.stop();
    let csv = std::fs::read_to_string(folder.0.join("out/results.csv")).unwrap();
    assert_eq!(csv.lines().count(), 8, "{csv}");
    assert!(csv.contains("\"Sea, ships\"") && !csv.contains("looks"), "{csv}");
    // What has arrived is not sent again.
    let third = common::start(first);
    hook.set_nonblocking(true).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert!(hook.accept().is_err(), "it is sent once");
    third.stop();
}

#[test]
fn a_webhook_that_leads_elsewhere_is_not_followed() {
    let (hook, other) =
        (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    let folder = Folder::new("redirect");
    let mut first = options(&folder.data());
    first.site.signals.webhook = Some(format!("http://{}/hook", hook.local_addr().unwrap()));
    let desk = Desk::open(first.clone());
    send(&desk, &asked("taste"), desk.period(), &[1; 1_000], &mut CountingDice::seeded(9));
    desk.next_period();
    desk.running.stop();
    let again = common::start(first);
    let elsewhere = other.local_addr().unwrap();
    answer(&hook, &format!("307 Temporary Redirect\r\nlocation: http://{elsewhere}/"));
    std::thread::sleep(std::time::Duration::from_millis(300));
    other.set_nonblocking(true).unwrap();
    assert!(other.accept().is_err());
    again.stop();
}

/// Answers one request at the webhook, and gives its body.
fn answer(hook: &TcpListener, status: &str) -> String {
    let (stream, _) = hook.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut stream = stream;
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    String::from_utf8(body).unwrap()
}
