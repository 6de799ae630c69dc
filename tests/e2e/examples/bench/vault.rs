//! The vault as a profile grows, and its cipher beside others: `cargo xtask bench vault`.

use crate::{Extent, asks, version};
use homekept_e2e::Customer;
use serde_json::{Value, json};
use std::fmt::Write;

/// What the page needs beside what every benchmark has: made by `cargo xtask bench vault`.
pub(crate) const MADE: [&str; 5] = [
    "stopwatch/homekept.js",
    "stopwatch/homekept_bg.wasm",
    "stopwatch-quick/homekept.js",
    "stopwatch-quick/homekept_bg.wasm",
    "noble.js",
];

/// In bytes: an event's record, the snapshot of a full profile, and one in between.
const LENGTHS: [usize; 3] = [128, 4_096, 65_536];

pub(crate) async fn measure(me: &Customer, pack: &str, extent: &Extent) -> Value {
    let mut found = json!({ "browser": version(me).await, "runs": extent.runs });
    for &events in extent.profiles {
        eprintln!("{events} events ...");
        let call = format!("vault('{pack}', {events}, {})", extent.runs);
        found["profiles"][events.to_string()] = asks(me, &call).await;
    }
    for length in LENGTHS {
        eprintln!("{length} bytes ...");
        let call = format!("ciphers({length}, {})", extent.runs);
        found["ciphers"][length.to_string()] = asks(me, &call).await;
    }
    found
}

pub(crate) fn table(figures: &Value) -> String {
    let browser = figures["browser"].as_str().unwrap_or_default();
    let runs = &figures["runs"];
    let mut text = format!("{browser}, {runs} runs, times in microseconds\n\n");
    let by_number = |part: &str| {
        let mut rows: Vec<(usize, &Value)> = figures[part]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name.parse().ok()?, value)))
            .collect();
        rows.sort_by_key(|(number, _)| *number);
        rows
    };
    rows(
        &mut text,
        "events",
        &["record", "open", "compact", "bytes stored"],
        &by_number("profiles"),
    );
    let ways = ["as shipped", "for speed", "WebCrypto", "@noble/ciphers"];
    rows(&mut text, "bytes sealed", &ways, &by_number("ciphers"));
    text
}

fn rows(text: &mut String, of: &str, columns: &[&str], rows: &[(usize, &Value)]) {
    let _ = write!(text, "{of:>14}");
    for column in columns {
        let _ = write!(text, "{column:>18}");
    }
    text.push('\n');
    for (number, value) in rows {
        let _ = write!(text, "{number:>14}");
        for column in columns {
            let _ = write!(text, "{:>18.1}", value[column].as_f64().unwrap_or(f64::NAN));
        }
        text.push('\n');
    }
    text.push('\n');
}
