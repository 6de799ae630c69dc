//! The figures of RANKING.md on real sessions. They are skipped where the data is not there.

#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::print_stdout,
    reason = "a test says what is wrong by failing"
)]

mod common;

use std::path::{Path, PathBuf};

use common::shared;
use homekept_packer::{
    BasketOptions, Cut, EvalOptions, Figures, Knobs, LeaveOut, Notes, Reading, ReturningOptions,
    Source, Test, evaluate, evaluate_baskets, evaluate_returning, write_parity,
};

fn options(sessions: PathBuf, test: Test, knobs: Option<Knobs>) -> EvalOptions {
    EvalOptions {
        source: Source { sessions, test, items: None, reading: Reading::default() },
        top: 20,
        head_top: None,
        support: 1,
        refill: true,
        previous: None,
        knobs,
        leave_out: LeaveOut::Nothing,
    }
}

/// The figures, with what was noted on the way for whoever has to find out why they fell. Nobody
/// says which column is which; what was understood is noted.
fn figures(options: &EvalOptions, understood: &str) -> Figures {
    let mut notes = Notes::default();
    let report = evaluate(options, &mut notes).unwrap();
    println!("{}\n{:?}", notes.0.join("\n"), report.figures);
    assert!(notes.0.iter().any(|note| note.contains(understood)), "{:?}", notes.0);
    report.figures
}

fn committed_knobs(name: &str) -> Knobs {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    Knobs::read(&folder.join(format!("knobs-{name}.json"))).unwrap()
}

/// The last four weeks of online_retail, all of their baskets.
fn online_retail(knobs: Option<Knobs>, leave_out: LeaveOut) -> Option<Figures> {
    let data = shared("online_retail")?;
    let mut options = options(data.join("events.csv.gz"), Test::Cut(Cut::Days(28)), knobs);
    options.leave_out = leave_out;
    Some(figures(&options, "item = item, session = session, visitor = user, time = time"))
}

fn serenade_example(knobs: Option<Knobs>) -> Option<Figures> {
    let data = shared("serenade_example")?;
    let test = Test::File(data.join("test.csv.gz"));
    let options = options(data.join("train.csv.gz"), test, knobs);
    Some(figures(&options, "item = ItemId, session = SessionId, time = Time"))
}

const ESHOP: &str = "item = item, session = session, time = month, day (no year";

#[test]
fn eshop2008_is_predicted_as_well_as_stated_with_the_committed_knobs() {
    let Some(data) = shared("eshop2008") else { return };
    let mut options = options(
        data.join("events.csv.gz"),
        Test::Cut(Cut::Days(14)),
        Some(committed_knobs("eshop2008")),
    );
    let found = figures(&options, ESHOP);
    assert_eq!(found.prefixes, 13_237);
    assert!(found.hr >= 0.700 && found.mrr >= 0.256 && found.bytes_per_item <= 30.0, "{found:?}");
    assert!(found.ndcg > found.mrr && found.coverage > 0.9, "{found:?}");

    // Leaving the item that is looked at out of the lists changes what is predicted, not how much.
    options.leave_out = LeaveOut::Current;
    options.source.items = Some(data.join("items.csv.gz"));
    let dropped = figures(&options, ESHOP);
    assert_eq!(dropped.prefixes, 13_237);
    assert!(dropped.hr != found.hr && dropped.mrr > 0.2, "{dropped:?}");
}

#[test]
fn serenade_example_is_predicted_as_well_as_stated_with_the_committed_knobs() {
    let Some(found) = serenade_example(Some(committed_knobs("serenade_example"))) else { return };
    assert_eq!(found.prefixes, 931);
    assert!(found.hr >= 0.680 && found.mrr >= 0.312, "{found:?}");
}

#[test]
fn online_retail_is_predicted_as_well_as_stated_with_the_committed_knobs() {
    let knobs = Some(committed_knobs("online_retail"));
    let Some(found) = online_retail(knobs, LeaveOut::Seen) else { return };
    assert_eq!(found.prefixes, 75_517);
    assert!(found.hr >= 0.475 && found.mrr >= 0.228 && found.bytes_per_item <= 42.0, "{found:?}");
}

/// Three items of each basket are hidden, one at a time, and then the one that was added last.
#[test]
fn what_is_missing_of_a_basket_is_found_better_than_by_item_knn() {
    let Some(data) = shared("online_retail") else { return };
    let options = BasketOptions {
        source: Source {
            sessions: data.join("events.csv.gz"),
            test: Test::Cut(Cut::Days(28)),
            items: None,
            reading: Reading::default(),
        },
        top: 20,
        support: 1,
        knobs: Some(committed_knobs("online_retail")),
        seed: 1,
    };
    let found = evaluate_baskets(&options, &mut Notes::default()).unwrap();
    assert_eq!((found.baskets, found.drawn), (2_411, 7_125));
    let [popularity, item_knn, ours] = &found.methods[..] else { panic!("{found:?}") };
    assert!(ours.drawn.hr.value >= 0.355 && ours.last.hr.value >= 0.340, "{ours:?}");
    for (theirs, by) in [(item_knn, 0.05), (popularity, 0.25)] {
        let ahead = [theirs.ours_ahead_drawn, theirs.ours_ahead_last];
        assert!(ahead.iter().all(|ahead| ahead.hr.low > by), "{ahead:?}");
    }
}

/// Knobs that are chosen on the end of the training parts reach the figures, too.
#[test]
#[ignore = "minutes of counting: `cargo xtask test --long` runs it"]
fn every_set_is_predicted_as_well_as_stated_when_tuned() {
    if let Some(data) = shared("eshop2008") {
        let found =
            figures(&options(data.join("events.csv.gz"), Test::Cut(Cut::Days(14)), None), ESHOP);
        assert!(found.hr >= 0.700 && found.mrr >= 0.256, "{found:?}");
        assert!(found.bytes_per_item <= 30.0, "{found:?}");
    }
    if let Some(found) = serenade_example(None) {
        assert!(found.hr >= 0.680 && found.mrr >= 0.312, "{found:?}");
    }
    if let Some(found) = online_retail(None, LeaveOut::Seen) {
        assert!(found.hr >= 0.475 && found.mrr >= 0.228, "{found:?}");
    }
}

#[test]
#[ignore = "tens of thousands of lists: `cargo xtask test --long` runs it"]
fn a_page_that_does_not_name_its_basket_spends_places_of_the_list_on_it() {
    let knobs = Some(committed_knobs("online_retail"));
    let Some(kept) = online_retail(knobs, LeaveOut::Nothing) else { return };
    assert!(kept.hr >= 0.460 && kept.mrr >= 0.220 && kept.hr < 0.475, "{kept:?}");
}

/// What a profile of all visits is worth to customers who come back, by the shipped fold and ranking.
#[test]
#[ignore = "a minute of folding: `cargo xtask test --long` runs it"]
fn a_memory_of_earlier_visits_helps_customers_who_come_back() {
    let Some(data) = shared("online_retail") else { return };
    let options = ReturningOptions {
        source: Source {
            sessions: data.join("events.csv.gz"),
            test: Test::Cut(Cut::Days(28)),
            items: Some(data.join("items.csv.gz")),
            reading: Reading::default(),
        },
        top: 20,
        support: 1,
        knobs: Some(committed_knobs("online_retail")),
        leave_out: LeaveOut::Seen,
        prefixes: Some(10_000),
        seed: 1,
    };
    let found = evaluate_returning(&options, &mut Notes::default()).unwrap();
    println!("{found:?}");
    assert_eq!((found.sessions, found.prefixes[1]), ([2039, 2411], 46_395));
    assert!(found.gain_hr.value >= 0.03 && found.gain_hr.low > 0.02, "{found:?}");
    assert!(found.gain_hr_over_table.value >= 0.03, "{found:?}");
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
