//! Moving house, from one engine to another: what arrives, what stays out, and what no file does.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

#[path = "../../../tests/common/mod.rs"]
mod common;

use common::{NOW, any_command, apply, choosing, engine, kept, record, state, view};
use homekept::consent::Purpose;
use homekept::engine::{Command, Engine, EngineError, Fact, Save, decode_facts, encode_facts};
use homekept::profile::{Dials, EventKind, Forget, Stance};
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;
use homekept_transfer::{Document, Here, Merged, TransferError, merge};
use proptest::prelude::*;
use serde_json::{Value, json};

const BOTH: [Purpose; 2] = [Purpose::Remember, Purpose::Learn];

#[test]
fn dsr_05_sec_17_a_profile_arrives_whole_in_a_browser_whose_storage_was_cleared() {
    let (there, _) = customer();
    let mut here = allowing(&BOTH, 100);
    let merged = bring(&mut here, &export(&there), true, &BOTH);
    assert_eq!((merged.brought, merged.known, merged.barred, merged.expired), (5, 0, 0, 0));
    assert_eq!(without_choices(&here), without_choices(&there));
    assert_eq!(ranked(&here), ranked(&there));
    // The same once more changes nothing, and says so.
    let before = kept(&here);
    let merged = bring(&mut here, &export(&there), false, &BOTH);
    assert_eq!((merged.brought, merged.known), (0, 5));
    assert_eq!(kept(&here), before);
}

#[test]
fn the_file_of_version_1_still_comes_in() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/export-v1.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(golden).unwrap()).unwrap();
    let mut here = allowing(&BOTH, 100);
    let merged = bring(&mut here, &file, true, &BOTH);
    assert_eq!((merged.brought, merged.expired), (5, 0));
    let all = kept(&here);
    assert_eq!(events_of(&here), [7_669_744_679_092_395, 2_241_733_498_013_201, (1 << 53) - 1, 1]);
    assert_eq!(stance(&all, "sea"), Some("never"));
    let settings = ["sponsored", "surprise", "memory", "shown"].map(|name| &all[name]);
    assert_eq!(settings, [&json!(false), &json!(-1), &json!(2), &file["shown"]]);
}

#[test]
fn con_07_sec_17_no_file_gives_consent_or_takes_it() {
    let (there, _) = customer();
    let file = export(&there);
    // Nothing was ever chosen here: there is nothing to bring it into.
    let mut unasked = engine();
    let snapshot = unasked.snapshot();
    let none = merged(&file, &snapshot, false, &[]).unwrap();
    assert_eq!((none.brought, none.barred), (0, 5));
    let command = Command::Exchange { old: snapshot, new: none.snapshot };
    let refused = unasked.apply(&command, NOW, &mut CountingDice::default());
    assert_eq!(refused, Err(EngineError::ConsentRequired));

    // Learning was withdrawn here: what was learned stays out, what was stated does not.
    let mut here = allowing(&[Purpose::Remember], 100);
    let choices = kept(&here)["choices"].clone();
    let some = bring(&mut here, &file, true, &[Purpose::Remember]);
    assert_eq!((some.brought, some.barred), (2, 3));
    assert_eq!(kept(&here)["choices"], choices);
    assert_eq!(kept(&here)["events"].as_array().unwrap().len(), 1);

    // Nor does the core let in what it does not allow, whoever made the snapshot.
    let old = here.snapshot();
    let full = merged(&file, &old, false, &BOTH).unwrap().snapshot;
    let (order, mut facts) = decode_facts(&full).unwrap();
    for fact in &mut facts {
        if let Fact::Entry(entry) = fact {
            entry.under = Purpose::Remember;
        }
    }
    for new in [full, encode_facts(order, &facts)] {
        let command = Command::Exchange { old: old.clone(), new };
        let refused = here.apply(&command, NOW, &mut CountingDice::default());
        assert_eq!(refused, Err(EngineError::ConsentRequired));
    }
    assert_eq!(kept(&here)["choices"], choices);
}

#[test]
fn con_07_what_was_learned_comes_in_under_the_purpose_of_learning_alone() {
    let mut file = export(&customer().0);
    for event in file["events"].as_array_mut().unwrap() {
        event["under"] = json!("remember");
    }
    let mut here = allowing(&[Purpose::Remember], 100);
    let some = bring(&mut here, &file, false, &[Purpose::Remember]);
    assert_eq!((some.brought, some.barred), (2, 3));
    assert_eq!(kept(&here)["events"].as_array().unwrap().len(), 1, "what was liked");
}

#[test]
fn what_is_here_stays_though_a_file_says_otherwise_of_it() {
    let (mut here, _) = customer();
    let before = kept(&here)["events"].clone();
    let mut file = export(&here);
    for event in file["events"].as_array_mut().unwrap() {
        event["item"] = json!("sea-1");
        event["minute"] = json!(NOW.0 - 5);
    }
    bring(&mut here, &file, false, &BOTH);
    assert_eq!(kept(&here)["events"], before);
    // And what is stopped here is not begun by a file.
    apply(&mut here, &mut CountingDice::seeded(5), &[Command::Pause(true), Command::Plain(true)]);
    file["sponsored"] = json!(true);
    for dial in ["surprise", "memory"] {
        file.as_object_mut().unwrap().remove(dial);
    }
    bring(&mut here, &file, true, &BOTH);
    let settings = ["paused", "plain", "sponsored", "surprise", "memory"]
        .map(|name| kept(&here)[name].clone());
    assert_eq!(settings, [json!(true), json!(true), json!(false), json!(-1), json!(2)]);
}

#[test]
fn more_statements_than_are_kept_stay_out() {
    let topic = |n: usize| json!({ "kind": "subject", "label": format!("{n}"), "stance": "more", "minute": NOW.0, "under": "learn" });
    let mut file = export(&allowing(&BOTH, 1));
    file["interests"] = (0..3_000).map(topic).collect();
    let mut here = allowing(&BOTH, 100);
    let merged = bring(&mut here, &file, false, &BOTH);
    assert_eq!((merged.brought, merged.expired), (2_000, 1_000));
    let merged = bring(&mut here, &file, false, &BOTH);
    assert_eq!(merged.brought, 0, "and none pushes another out");
}

#[test]
fn what_was_kept_or_forgotten_meanwhile_is_not_undone() {
    let (there, _) = customer();
    let (mut here, mut dice) = customer();
    let old = here.snapshot();
    let new = merged(&export(&there), &old, false, &BOTH).unwrap().snapshot;
    for meanwhile in [view("sea-4"), Command::Forget(Forget::Item("gothic-0".into()))] {
        let mut other = engine();
        other.restore(&[here.snapshot()]);
        apply(&mut other, &mut dice, &[meanwhile]);
        let before = kept(&other);
        let command = Command::Exchange { old: old.clone(), new: new.clone() };
        assert_eq!(other.apply(&command, NOW, &mut dice), Err(EngineError::BadRequest));
        assert_eq!(kept(&other), before);
    }
    // Bytes that are no snapshot change nothing.
    let before = kept(&here);
    for bytes in [vec![], vec![1, 2, 3], old[..old.len() - 1].to_vec()] {
        let command = Command::Exchange { old: old.clone(), new: bytes };
        assert_eq!(here.apply(&command, NOW, &mut dice), Err(EngineError::BadRequest));
        assert_eq!(kept(&here), before);
    }
    let command = Command::Exchange { old, new };
    assert_eq!(here.apply(&command, NOW, &mut dice), Ok(Save::Rewrite));
    here.lock();
    assert_eq!(here.apply(&command, NOW, &mut dice), Err(EngineError::Locked));
}

#[test]
fn beside_what_is_here_the_later_word_counts_and_the_settings_are_those_of_here() {
    let mut file = export(&customer().0);
    let mut here = allowing(&BOTH, 100);
    let mut dice = CountingDice::default();
    // Said here after the file was made.
    let later = Minute(NOW.0 + 60);
    here.apply(&state("sea", Stance::More), later, &mut dice).unwrap();
    here.apply(&view("poetry-9"), later, &mut dice).unwrap();
    let snapshot = here.snapshot();
    let document = Document::read(&file.to_string()).unwrap();
    let there = Here {
        site: "bookshop",
        snapshot: &snapshot,
        allowed: &BOTH,
        retention_days: 90,
        now: later,
    };
    let merged = merge(&document, there, false, &mut dice).unwrap();
    assert_eq!((merged.brought, merged.known), (4, 1));
    let command = Command::Exchange { old: snapshot, new: merged.snapshot };
    here.apply(&command, later, &mut dice).unwrap();
    let all = kept(&here);
    assert_eq!(stance(&all, "sea"), Some("more"));
    assert_eq!(all["sponsored"], json!(true), "as it was here");
    assert_eq!(all["events"][0]["item"], json!("poetry-9"), "the newest is first");

    // And the other way round.
    let stated = file["interests"].as_array_mut().unwrap();
    let sea = stated.iter_mut().find(|interest| interest["label"] == "All about sea").unwrap();
    sea["minute"] = json!(later.0 + 1);
    file["minute"] = json!(later.0 + 1);
    let merged = bring_at(&mut here, &file, false, &BOTH, Minute(later.0 + 1));
    assert_eq!(merged.brought, 1);
    assert_eq!(stance(&kept(&here), "sea"), Some("never"));
}

#[test]
fn sec_19_what_is_older_than_things_are_kept_stays_out_unless_it_was_stated() {
    let file = export(&customer().0);
    let mut here = allowing(&BOTH, 100);
    let merged = bring_at(&mut here, &file, true, &BOTH, Minute(NOW.0 + 91 * 1_440));
    assert_eq!((merged.brought, merged.expired), (2, 3));
}

#[test]
fn a_file_of_another_site_or_of_tomorrow_is_refused_by_its_code() {
    let (there, _) = customer();
    let mut file = export(&there);
    let snapshot = allowing(&BOTH, 1).snapshot();
    file["site"] = json!("another");
    assert_eq!(merged(&file, &snapshot, false, &BOTH), Err(TransferError::Foreign));
    file["site"] = json!("bookshop");
    file["minute"] = json!(NOW.0 + 1_441);
    assert_eq!(merged(&file, &snapshot, false, &BOTH), Err(TransferError::Early));
    file["minute"] = json!(NOW.0);
    assert_eq!(merged(&file, &[9], false, &BOTH), Err(TransferError::Unreadable));
    for (error, code) in [
        (TransferError::Malformed, "file-malformed"),
        (TransferError::TooLarge, "file-too-large"),
        (TransferError::Newer, "file-newer"),
        (TransferError::Foreign, "file-foreign"),
        (TransferError::Early, "file-early"),
        (TransferError::Unreadable, "vault-damaged"),
        (TransferError::NoDice, "no-randomness"),
    ] {
        assert_eq!(error.code(), code);
    }
}

#[test]
fn more_than_is_ever_kept_makes_room_oldest_first() {
    let event = |n: usize| json!({ "id": n, "kind": "view", "item": "sea-1", "minute": NOW.0 - 3_000 + n as u32, "under": "learn" });
    let mut file = export(&allowing(&BOTH, 1));
    file["events"] = (0..2_000).rev().map(event).collect();
    let (mut here, _) = customer();
    let merged = bring(&mut here, &file, false, &BOTH);
    assert_eq!(merged.brought + merged.expired, 2_000);
    let events = kept(&here)["events"].as_array().unwrap().len();
    assert!((1_990..2_000).contains(&events), "{events}");
    assert_eq!(kept(&here)["events"].as_array().unwrap().last().unwrap()["id"].as_f64(), Some(6.0));
}

proptest! {
    #[test]
    fn dsr_05_whatever_was_done_there_arrives_here_and_only_that(
        there in prop::collection::vec(any_command(), 0..40),
        here in prop::collection::vec(any_command(), 0..40),
    ) {
        let (there, here) = (after(&there, 1), after(&here, 2));
        let file = export(&there);

        let mut replaced = engine();
        replaced.restore(&[here.snapshot()]);
        bring(&mut replaced, &file, true, &BOTH);
        let mut expected = without_choices(&there);
        for restriction in ["paused", "plain"] {
            // What is stopped here stays so.
            let stops = [&there, &here].map(|engine| kept(engine)[restriction] == json!(true));
            expected[restriction] = json!(stops[0] || stops[1]);
        }
        prop_assert_eq!(without_choices(&replaced), expected);
        prop_assert_eq!(&kept(&replaced)["choices"], &kept(&here)["choices"]);

        let mut both = engine();
        both.restore(&[here.snapshot()]);
        let before = events_of(&both);
        let merged = bring(&mut both, &file, false, &BOTH);
        let mut expected = before;
        expected.extend(events_of(&there));
        expected.sort_unstable();
        expected.dedup();
        let mut found = events_of(&both);
        found.sort_unstable();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(
            merged.brought + merged.known,
            Document::read(&file.to_string()).unwrap().said.len() as u32
        );
        prop_assert_eq!(&kept(&both)["paused"], &kept(&here)["paused"]);
        // Twice is as good as once, and storage gives back what was put there.
        let once = kept(&both);
        bring(&mut both, &file, false, &BOTH);
        prop_assert_eq!(&kept(&both), &once);
        let mut read_again = engine();
        prop_assert_eq!(read_again.restore(&[both.snapshot()]), 0);
        prop_assert_eq!(&kept(&read_again), &once);
    }

    #[test]
    fn a_changed_file_is_refused_or_read_and_nothing_breaks(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = export(&customer().0).to_string().into_bytes();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(document) = Document::read(&String::from_utf8_lossy(&bytes)) {
            let mut here = allowing(&BOTH, 3);
            let snapshot = here.snapshot();
            let there = Here { site: "bookshop", snapshot: &snapshot, allowed: &BOTH, retention_days: 90, now: NOW };
            if let Ok(merged) = merge(&document, there, false, &mut CountingDice::default()) {
                let command = Command::Exchange { old: snapshot, new: merged.snapshot };
                prop_assert_eq!(here.apply(&command, NOW, &mut CountingDice::default()), Ok(Save::Rewrite));
            }
        }
    }
}

/// Who looked at two books, likes one, and stated two things.
fn customer() -> (Engine, CountingDice) {
    let mut engine = allowing(&BOTH, 7);
    let mut dice = CountingDice::seeded(8);
    let commands = [
        view("gothic-0"),
        view("gothic-1"),
        record(EventKind::Purchase, "gothic-2"),
        record(EventKind::Like, "poetry-3"),
        record(EventKind::Shown, "[1]"),
        state("sea", Stance::Never),
        Command::Sponsored(false),
        Command::Turn(Dials::at(-1, 2).unwrap()),
    ];
    apply(&mut engine, &mut dice, &commands);
    (engine, dice)
}

fn allowing(purposes: &[Purpose], seed: u64) -> Engine {
    let mut engine = engine();
    apply(&mut engine, &mut CountingDice::seeded(seed), &[choosing(purposes, &[])]);
    engine
}

fn after(commands: &[Command], seed: u64) -> Engine {
    let mut engine = allowing(&BOTH, seed);
    apply(&mut engine, &mut CountingDice::seeded(seed + 10), commands);
    engine
}

/// The document as the page writes it: JavaScript writes a whole number without a point.
fn export(engine: &Engine) -> Value {
    let mut document = kept(engine);
    document["homekept"] = json!(1);
    document["site"] = json!("bookshop");
    document["minute"] = json!(NOW.0);
    for event in document["events"].as_array_mut().unwrap() {
        event["id"] = json!(event["id"].as_f64().unwrap() as u64);
    }
    document
}

fn merged(
    file: &Value,
    snapshot: &[u8],
    replaces: bool,
    allowed: &[Purpose],
) -> Result<Merged, TransferError> {
    merged_at(file, snapshot, replaces, allowed, NOW)
}

fn merged_at(
    file: &Value,
    snapshot: &[u8],
    replaces: bool,
    allowed: &[Purpose],
    now: Minute,
) -> Result<Merged, TransferError> {
    let here = Here { site: "bookshop", snapshot, allowed, retention_days: 90, now };
    let document = Document::read(&file.to_string())?;
    merge(&document, here, replaces, &mut CountingDice::seeded(99))
}

/// Brings a file in, as the page does.
fn bring(here: &mut Engine, file: &Value, replaces: bool, allowed: &[Purpose]) -> Merged {
    bring_at(here, file, replaces, allowed, NOW)
}

fn bring_at(
    here: &mut Engine,
    file: &Value,
    replaces: bool,
    allowed: &[Purpose],
    now: Minute,
) -> Merged {
    let old = here.snapshot();
    let merged = merged_at(file, &old, replaces, allowed, now).unwrap();
    let command = Command::Exchange { old, new: merged.snapshot.clone() };
    let done = here.apply(&command, now, &mut CountingDice::seeded(98));
    assert_eq!(done, Ok(Save::Rewrite));
    merged
}

/// All but the choices, which do not travel.
fn without_choices(engine: &Engine) -> Value {
    let mut all = kept(engine);
    all.as_object_mut().unwrap().remove("choices");
    all
}

fn events_of(engine: &Engine) -> Vec<u64> {
    engine.events().iter().map(|event| event.id as u64).collect()
}

fn stance<'a>(kept: &'a Value, subject: &str) -> Option<&'a str> {
    let label = format!("All about {subject}");
    let interests = kept["interests"].as_array().unwrap();
    interests.iter().find(|interest| interest["label"] == label.as_str())?["stance"].as_str()
}

fn ranked(engine: &Engine) -> Vec<String> {
    let picks = engine.rank(&common::for_you(10), NOW).unwrap();
    picks.iter().map(|pick| pick.id.to_owned()).collect()
}
