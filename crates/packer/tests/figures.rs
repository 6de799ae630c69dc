//! The figures of RANKING.md on real sessions. They are skipped where the data is not there.

#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::path::PathBuf;

use common::shared;
use homekept_packer::{Cut, EvalOptions, Figures, Knobs, Notes, Test, evaluate, write_parity};

fn options(sessions: PathBuf, test: Test, knobs: Option<Knobs>) -> EvalOptions {
    EvalOptions {
        sessions,
        test,
        items: None,
        top: 20,
        support: 1,
        knobs,
        drop_current: false,
        columns: Vec::new(),
    }
}

/// The figures, with what was noted on the way for whoever has to find out why they fell.
fn figures(options: &EvalOptions) -> Figures {
    let mut notes = Notes::default();
    let report = evaluate(options, &mut notes).unwrap();
    println!("{}\n{:?}", notes.0.join("\n"), report.figures);
    report.figures
}

fn eshop_knobs() -> Knobs {
    Knobs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/knobs-eshop2008.json").as_ref())
        .unwrap()
}

#[test]
fn eshop2008_is_predicted_as_well_as_stated_with_the_committed_knobs() {
    let Some(data) = shared("eshop2008") else { return };
    let mut options =
        options(data.join("events.csv.gz"), Test::Cut(Cut::Days(14)), Some(eshop_knobs()));
    let found = figures(&options);
    assert_eq!(found.prefixes, 13_237);
    assert!(found.hr >= 0.695 && found.mrr >= 0.253 && found.bytes_per_item <= 30.0, "{found:?}");
    assert!(found.ndcg > found.mrr && found.coverage > 0.9, "{found:?}");

    // Leaving the item that is looked at out of the lists changes what is predicted, not how much.
    options.drop_current = true;
    options.items = Some(data.join("items.csv.gz"));
    let dropped = figures(&options);
    assert_eq!(dropped.prefixes, 13_237);
    assert!(dropped.hr != found.hr && dropped.mrr > 0.2, "{dropped:?}");
}

#[test]
fn eshop2008_is_predicted_as_well_as_stated_when_tuned() {
    let Some(data) = shared("eshop2008") else { return };
    let found = figures(&options(data.join("events.csv.gz"), Test::Cut(Cut::Days(14)), None));
    assert!(found.hr >= 0.695 && found.mrr >= 0.253 && found.bytes_per_item <= 30.0, "{found:?}");
}

#[test]
fn serenade_example_is_predicted_as_well_as_stated_when_tuned() {
    let Some(data) = shared("serenade_example") else { return };
    let found =
        figures(&options(data.join("train.csv.gz"), Test::File(data.join("test.csv.gz")), None));
    assert_eq!(found.prefixes, 931);
    assert!(found.hr >= 0.675 && found.mrr >= 0.305, "{found:?}");
}

#[test]
fn parity_files_hold_a_thousand_cases_and_are_the_same_every_time() {
    let Some(data) = shared("eshop2008") else { return };
    let dir = common::Folder::new("parity");
    let once = dir.path("once");
    let twice = dir.path("twice");
    write_parity(&data, &once).unwrap();
    write_parity(&data, &twice).unwrap();
    for name in ["parity.hkp", "parity.bin"] {
        let bytes = std::fs::read(once.join(name)).unwrap();
        assert!(bytes.len() > 10_000);
        assert_eq!(bytes, std::fs::read(twice.join(name)).unwrap(), "{name}");
    }
    let cases = std::fs::read(once.join("parity.bin")).unwrap();
    assert_eq!(u32::from_le_bytes(cases[..4].try_into().unwrap()), 1000);
    assert_eq!(homekept_packer::check_parity(&once).unwrap(), 1000);
}
