//! The door as a page uses it: from before a choice to after an erasure, and
//! on bad days.

use super::common;
use super::page::{
    break_method, clear_text, databases, done, dump_of, field, flip_last_bit, list, mend,
};
use homekept::browser::Door;
use js_sys::{Array, JSON, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// A door to a site of its own, so that tests do not meet.
async fn door(site: &str) -> Door {
    let door = closed_door(site, "");
    done(door.open()).await.expect("it opens");
    door.load(common::pack().into(), false).expect("the pack opens");
    door
}

fn closed_door(site: &str, more: &str) -> Door {
    let policy = format!(r#"{{"version":1,"site":"{site}","notice":{{"version":"1"}}{more}}}"#);
    let policy = JSON::parse(&policy).expect("the policy is JSON");
    Door::new(&policy, &"http://shop.example".into(), false, false).map_err(JsValue::from).unwrap()
}

async fn allow(door: &Door, purposes: &[&str]) -> JsValue {
    done(choose(door, purposes, &[])).await.expect("the choice is kept")
}

async fn refuse(door: &Door, purposes: &[&str]) -> JsValue {
    done(choose(door, &[], purposes)).await.expect("the choice is kept")
}

fn choose(door: &Door, allow: &[&str], refuse: &[&str]) -> Promise {
    door.choose(&list(allow), &list(refuse), &"question".into(), &"en".into(), &"".into(), false)
}

async fn look_at(door: &Door, items: &[&str]) {
    for item in items {
        done(door.record(&"view".into(), &(*item).into(), &JsValue::UNDEFINED))
            .await
            .expect("it is recorded");
    }
}

fn count(door: &Door, what: &str) -> u32 {
    field(&door.view(&"status".into()), what).parse().expect("a number")
}

fn picks(door: &Door) -> Vec<String> {
    let picks = door
        .rank(&"for-you".into(), 5, &list(&[]), &list(&[]), &JsValue::UNDEFINED, false, false)
        .map_err(JsValue::from)
        .unwrap();
    picks.unchecked_into::<Array>().iter().map(|pick| field(&pick, "id")).collect()
}

#[wasm_bindgen_test]
async fn con_01_before_a_choice_nothing_is_written() {
    let door = door("before").await;
    look_at(&door, &["gothic-0", "gothic-1"]).await;
    done(door.set(&"paused".into(), true)).await.expect("it pauses");
    done(door.set(&"plain".into(), true)).await.expect("it is plain");
    assert!(!databases().await.contains("before"));
    assert!(!clear_text().contains("before"));
    assert_eq!(count(&door, "events"), 0);
}

#[wasm_bindgen_test]
async fn what_was_learned_is_there_after_a_reload_and_gone_after_erasing() {
    let first = door("story").await;
    let status = allow(&first, &["learn"]).await;
    assert_eq!(field(&status, "storage"), "device");
    look_at(&first, &["gothic-0", "gothic-1", "gothic-2"]).await;
    let shown = picks(&first);
    assert!(shown[0].starts_with("gothic"), "{shown:?}");

    let second = door("story").await;
    assert_eq!((count(&second, "events"), picks(&second)), (3, shown));

    let erased = done(second.erase()).await.expect("it erases");
    assert_eq!(field(&erased, "erased"), "true");
    assert!(!databases().await.contains("story"));
    assert!(!clear_text().contains("story"));

    // The first page is told by storage itself that everything is gone.
    look_at(&first, &["gothic-3"]).await;
    assert_eq!(count(&first, "events"), 0);
    assert!(!databases().await.contains("story"));
}

#[wasm_bindgen_test]
async fn sec_08_a_dump_of_storage_tells_nothing() {
    let door = door("canary").await;
    allow(&door, &["learn", "remember"]).await;
    look_at(&door, &["gothic-0", "sea-4"]).await;
    done(door.state(&"subject".into(), &"All about poetry".into(), &"never".into()))
        .await
        .expect("kept");
    let dump = dump_of("homekept:canary").await + &clear_text();
    for canary in ["gothic", "sea-4", "poetry", "subject", "All about", "The ", "learn", "never"] {
        assert!(!dump.contains(canary), "{canary} stands in clear");
    }
    done(door.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn con_06_withdrawing_everything_leaves_one_small_refusal() {
    let first = door("withdrawn").await;
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0"]).await;
    let status = refuse(&first, &["learn"]).await;
    assert_eq!((field(&status, "events"), field(&status, "ask")), ("0".into(), "false".into()));
    assert!(!databases().await.contains("withdrawn"));
    let kept = clear_text();
    let record = kept.split("homekept:withdrawn,").nth(1).expect("the refusal is remembered");
    assert!(record.starts_with("refused "), "{record}");
    assert_eq!(field(&door("withdrawn").await.view(&"status".into()), "ask"), "false");
    done(first.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn sec_11_two_pages_with_two_hundred_events_each_give_four_hundred() {
    let (one, two) = (door("tabs").await, door("tabs").await);
    allow(&one, &["learn"]).await;
    // The second page opened before there was a vault: its own yes finds it.
    allow(&two, &["learn"]).await;
    let mut under_way = Vec::new();
    for n in 0..200 {
        under_way.push(one.record(
            &"view".into(),
            &format!("gothic-{}", n % 10).into(),
            &JsValue::UNDEFINED,
        ));
        under_way.push(two.record(
            &"view".into(),
            &format!("sea-{}", n % 10).into(),
            &JsValue::UNDEFINED,
        ));
    }
    for recorded in under_way {
        done(recorded).await.expect("it is recorded");
    }
    assert_eq!(count(&door("tabs").await, "events"), 400);
    done(one.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn sec_15_where_storage_is_refused_the_profile_lives_in_memory_and_says_so() {
    for (site, owner, method, error, code) in [
        ("no-idb", "IDBFactory", "open", "SecurityError", "storage-unavailable"),
        ("quota", "IDBObjectStore", "put", "QuotaExceededError", "storage-full"),
        ("clone", "IDBObjectStore", "put", "DataCloneError", "key-not-storable"),
        ("no-key", "SubtleCrypto", "generateKey", "OperationError", "key-not-storable"),
        ("no-local", "Storage", "setItem", "SecurityError", "storage-unavailable"),
    ] {
        let first = door(site).await;
        break_method(owner, method, error);
        let status = allow(&first, &["learn"]).await;
        mend();
        assert_eq!(field(&status, "storage"), "memory", "{site}");
        assert_eq!(field(&status, "storageReason"), code, "{site}");
        look_at(&first, &["gothic-0", "gothic-1"]).await;
        assert!(picks(&first)[0].starts_with("gothic"), "{site}");
        assert!(!clear_text().contains("gothic"), "{site}: never in clear");
        assert_eq!(count(&door(site).await, "events"), 0, "{site}");
        break_method(owner, method, error);
        let refused = done(choose(&first, &[], &["learn"])).await;
        mend();
        assert!(refused.is_ok(), "{site}: {refused:?}");
        done(first.erase()).await.expect("it erases");
    }
}

#[wasm_bindgen_test]
async fn sec_16_an_event_that_no_longer_fits_stays_in_memory() {
    let first = door("full").await;
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0"]).await;
    break_method("IDBObjectStore", "put", "QuotaExceededError");
    look_at(&first, &["gothic-1"]).await;
    mend();
    assert_eq!(count(&first, "events"), 2);
    assert_eq!(field(&first.view(&"status".into()), "storageReason"), "storage-full");
    assert_eq!(count(&door("full").await, "events"), 1, "what was acknowledged is there");
    done(first.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn what_is_forgotten_after_storage_was_full_is_forgotten_there_too() {
    let first = door("full-forget").await;
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0"]).await;
    break_method("IDBObjectStore", "put", "QuotaExceededError");
    look_at(&first, &["gothic-1"]).await;
    mend();
    done(first.forget(&JsValue::UNDEFINED, &"gothic-0".into(), &JsValue::UNDEFINED))
        .await
        .expect("it is forgotten");
    let events = door("full-forget").await.view(&"events".into()).unchecked_into::<Array>();
    assert!(events.iter().all(|event| field(&event, "item") != "gothic-0"));
    done(first.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn sec_13_a_page_that_comes_back_after_an_erasure_elsewhere_knows_nothing() {
    let (first, second) = (door("elsewhere").await, door("elsewhere").await);
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0"]).await;
    done(second.open()).await.expect("it opens again");
    assert_eq!(count(&second, "events"), 1);
    done(first.erase()).await.expect("it erases");
    done(second.open()).await.expect("it opens again");
    assert_eq!(count(&second, "events"), 0);
    assert!(!databases().await.contains("elsewhere"));
}

#[wasm_bindgen_test]
async fn a_locked_profile_is_kept_and_neither_used_nor_shown_until_somebody_unlocks_it() {
    let (first, second) = (door("locked").await, door("locked").await);
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0", "gothic-1"]).await;
    let (public, mine) = (picks(&door("locked-nobody").await), picks(&first));
    done(second.open()).await.expect("it opens again");
    let sealed = dump_of("homekept:locked").await;

    let status = done(first.set(&"locked".into(), true)).await.expect("it locks");
    for (what, expected) in [
        ("locked", "true"),
        ("personal", "false"),
        ("ask", "false"),
        ("events", "0"),
        ("storage", "device"),
    ] {
        assert_eq!(field(&status, what), expected, "{what}");
    }
    assert_eq!(picks(&first), public);
    assert_eq!(first.view(&"events".into()).unchecked_into::<Array>().length(), 0);

    // A page that has not heard of it yet finds out before it keeps anything.
    assert_eq!(picks(&second), mine);
    look_at(&second, &["sea-0"]).await;
    assert_eq!(
        (field(&second.view(&"status".into()), "locked"), picks(&second)),
        ("true".into(), public.clone())
    );
    // The next page, and whoever sits at it, gets the public order and changes nothing.
    let third = door("locked").await;
    look_at(&third, &["sea-1"]).await;
    let refused =
        done(third.state(&"subject".into(), &"All about sea".into(), &"more".into())).await;
    assert_eq!(refused.map(|_| ()), Err("vault-locked".into()));
    assert_eq!(picks(&third), public);
    assert_eq!(dump_of("homekept:locked").await, sealed);

    done(third.set(&"locked".into(), false)).await.expect("it unlocks");
    assert_eq!((count(&third, "events"), picks(&third)), (2, mine));
    look_at(&third, &["gothic-2"]).await;
    done(third.set(&"locked".into(), true)).await.expect("it locks");
    let erased = done(door("locked").await.erase()).await.expect("it erases while locked");
    assert_eq!(field(&erased, "erased"), "true");
    assert!(!clear_text().contains("homekept:locked"));
}

#[wasm_bindgen_test]
async fn locking_where_nothing_is_kept_writes_nothing() {
    let door = door("lock-nothing").await;
    let status = done(door.set(&"locked".into(), true)).await.expect("it locks");
    assert_eq!(field(&status, "locked"), "false");
    assert!(!clear_text().contains("lock-nothing"));
    assert!(!databases().await.contains("lock-nothing"));
}

#[wasm_bindgen_test]
async fn a_profile_in_memory_is_gone_when_it_is_locked() {
    let first = door("lock-memory").await;
    break_method("IDBFactory", "open", "SecurityError");
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0"]).await;
    done(first.set(&"locked".into(), true)).await.expect("it locks");
    mend();
    assert_eq!(count(&first, "events"), 0);
    done(first.set(&"locked".into(), false)).await.expect("there is nothing to unlock");
    assert_eq!(
        (count(&first, "events"), field(&first.view(&"status".into()), "locked")),
        (0, "false".into())
    );
    done(first.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn a_list_of_the_pages_comes_back_whole_in_my_order() {
    let door = door("listed").await;
    let listed = list(&["sea-1", "no such book", "gothic-4", "poetry-2", "gothic-2"]);
    let order = || {
        let picks = door.rank(&"re-rank".into(), 5, &list(&[]), &list(&[]), &listed, false, false);
        let picks = picks.map_err(JsValue::from).expect("it is ranked").unchecked_into::<Array>();
        picks.iter().map(|pick| field(&pick, "id")).collect::<Vec<_>>()
    };
    assert_eq!(order(), ["sea-1", "gothic-4", "poetry-2", "gothic-2"]);
    allow(&door, &["learn"]).await;
    look_at(&door, &["gothic-1"]).await;
    assert_eq!(order(), ["gothic-2", "sea-1", "gothic-4", "poetry-2"]);
    let error = door
        .rank(&"re-rank".into(), 5, &list(&[]), &list(&[]), &JsValue::UNDEFINED, false, false)
        .unwrap_err();
    assert_eq!(field(&error.into(), "code"), "request-invalid");
    done(door.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn a_forgetting_that_storage_refuses_is_known_and_made_up_for() {
    let first = door("forget").await;
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0", "sea-0"]).await;
    break_method("IDBObjectStore", "put", "QuotaExceededError");
    let refused =
        done(first.forget(&JsValue::UNDEFINED, &"gothic-0".into(), &JsValue::UNDEFINED)).await;
    mend();
    assert_eq!(refused.map(|_| ()), Err("storage-full".into()));
    look_at(&first, &["sea-1"]).await;
    let events = door("forget").await.view(&"events".into()).unchecked_into::<Array>();
    let items: Vec<String> = events.iter().map(|event| field(&event, "item")).collect();
    assert_eq!(items, ["sea-1", "sea-0"]);
    done(first.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn con_06_a_withdrawal_that_storage_refused_is_not_undone_by_reading_anew() {
    let first = door("refused-withdrawal").await;
    allow(&first, &["learn", "remember"]).await;
    look_at(&first, &["gothic-0"]).await;
    break_method("IDBObjectStore", "put", "QuotaExceededError");
    let refused = done(choose(&first, &[], &["learn"])).await;
    mend();
    assert_eq!(refused.map(|_| ()), Err("storage-full".into()));
    // The page is looked at again, and storage has room again.
    done(first.open()).await.expect("it opens again");
    look_at(&first, &["gothic-1"]).await;
    for page in [&first, &door("refused-withdrawal").await] {
        assert_eq!(count(page, "events"), 0, "what was withdrawn stays withdrawn");
    }
    done(first.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn sec_13_a_page_that_went_on_in_memory_hears_of_an_erasure_elsewhere() {
    let (first, second) = (door("deaf").await, door("deaf").await);
    allow(&first, &["learn"]).await;
    done(second.open()).await.expect("it opens again");
    look_at(&second, &["gothic-0"]).await;
    break_method("IDBObjectStore", "put", "QuotaExceededError");
    look_at(&second, &["gothic-1"]).await;
    mend();
    assert_eq!(field(&second.view(&"status".into()), "storage"), "memory");
    done(first.erase()).await.expect("it erases");
    done(second.open()).await.expect("it opens again");
    assert_eq!(
        (count(&second, "events"), field(&second.view(&"status".into()), "storage")),
        (0, "none".into())
    );
}

#[wasm_bindgen_test]
async fn sec_13_the_event_that_folds_a_long_journal_brings_no_erased_vault_back() {
    let (first, second) = (door("long").await, door("long").await);
    allow(&first, &["learn"]).await;
    for n in 0..64 {
        look_at(&first, &[&format!("gothic-{}", n % 10)]).await;
    }
    done(second.erase()).await.expect("it erases");
    look_at(&first, &["sea-0"]).await;
    assert_eq!(count(&first, "events"), 0);
    assert!(!databases().await.contains("homekept:long"));
}

#[wasm_bindgen_test]
async fn a_profile_that_could_not_be_read_once_is_there_when_it_can_and_nobody_is_asked_meanwhile()
{
    let first = door("once").await;
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0"]).await;
    break_method("IDBDatabase", "transaction", "UnknownError");
    let status = done(first.open()).await.expect("the page goes on");
    mend();
    assert_eq!(field(&status, "storageReason"), "storage-failed");
    assert_eq!(field(&status, "ask"), "false");
    let status = done(first.open()).await.expect("it opens again");
    assert_eq!(
        (field(&status, "storage"), field(&status, "events")),
        ("device".into(), "1".into())
    );
    done(first.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn sec_09_tampered_records_have_a_code_and_the_page_goes_on() {
    let first = door("tampered").await;
    allow(&first, &["learn"]).await;
    look_at(&first, &["gothic-0"]).await;
    flip_last_bit("homekept:tampered", "journal", "").await;
    let second = door("tampered").await;
    assert_eq!(field(&second.view(&"status".into()), "storageReason"), "vault-damaged");
    assert_eq!(count(&second, "events"), 0, "the record is passed over");
    assert_eq!(field(&second.view(&"status".into()), "storage"), "device", "the rest is in use");

    flip_last_bit("homekept:tampered", "meta", "snapshot").await;
    let by_the_spare = door("tampered").await;
    assert_eq!(field(&by_the_spare.view(&"status".into()), "personal"), "true", "nothing is lost");

    flip_last_bit("homekept:tampered", "meta", "spare").await;
    let before = dump_of("homekept:tampered").await;
    let third = door("tampered").await;
    assert_eq!(field(&third.view(&"status".into()), "storageReason"), "vault-damaged");
    assert_eq!(field(&third.view(&"status".into()), "personal"), "false", "no profile, no consent");
    assert_eq!(picks(&third).len(), 5);
    assert_eq!(dump_of("homekept:tampered").await, before, "nothing is lost");
    done(third.erase()).await.expect("it erases");
}

#[wasm_bindgen_test]
async fn bad_packs_have_their_codes_and_leave_the_old_one() {
    let door = door("packs").await;
    let good = common::pack();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    for (bytes, codes) in [
        (good[..good.len() / 2].to_vec(), "pack-truncated pack-damaged"),
        (flipped, "pack-damaged"),
        (b"<!doctype html>".to_vec(), "pack-not-a-pack"),
        (vec![], "pack-truncated pack-not-a-pack"),
    ] {
        let error = JsValue::from(door.load(bytes.into(), false).unwrap_err());
        let code = field(&error, "code");
        assert!(codes.contains(&code), "{code}");
        assert_eq!(picks(&door).len(), 5);
    }
}

#[wasm_bindgen_test]
async fn bad_policies_and_requests_have_their_codes() {
    for (policy, code) in [
        ("{}", "policy-version-unknown"),
        ("null", "policy-version-unknown"),
        (r#"{"version":1,"site":"UPPER","notice":{"version":"1"}}"#, "policy-site"),
        (r#"{"version":1,"site":"s","notice":"1"}"#, "policy-notice"),
        (r#"{"version":1,"site":"s","notice":{"version":"1"},"boost":1}"#, "policy-boost"),
        (
            r#"{"version":1,"site":"s","notice":{"version":"1"},"purposes":["sell"]}"#,
            "policy-purpose",
        ),
    ] {
        let policy = JSON::parse(policy).expect("JSON");
        let error = Door::new(&policy, &"http://shop.example".into(), false, false).unwrap_err();
        assert_eq!(field(&error.into(), "code"), code);
    }
    let door = door("requests").await;
    let unknown =
        done(door.record(&"view".into(), &"no such book".into(), &JsValue::UNDEFINED)).await;
    assert_eq!(unknown.map(|_| ()), Err("item-unknown".into()));
    let unknown = done(door.record(&"lick".into(), &"gothic-0".into(), &JsValue::UNDEFINED)).await;
    assert_eq!(unknown.map(|_| ()), Err("request-invalid".into()));
    let error = door
        .rank(&"everything".into(), 5, &list(&[]), &list(&[]), &JsValue::UNDEFINED, false, false)
        .unwrap_err();
    assert_eq!(field(&error.into(), "code"), "request-invalid");
    let unasked =
        done(door.state(&"subject".into(), &"All about sea".into(), &"more".into())).await;
    assert_eq!(unasked.map(|_| ()), Err("consent-required".into()));
}

#[wasm_bindgen_test]
async fn con_11_the_privacy_signal_is_no_question_and_no_yes() {
    let policy = r#"{"version":1,"site":"gpc","notice":{"version":"1"}}"#;
    let policy = JSON::parse(policy).expect("JSON");
    let door =
        Door::new(&policy, &"http://shop.example".into(), true, false).map_err(JsValue::from);
    let door = door.unwrap();
    done(door.open()).await.expect("it opens");
    assert_eq!(field(&door.view(&"status".into()), "ask"), "false");
    assert!(!clear_text().contains("homekept:gpc"));
}

#[wasm_bindgen_test]
async fn sec_18_in_a_frame_nothing_is_kept() {
    let policy = r#"{"version":1,"site":"framed","notice":{"version":"1"}}"#;
    let policy = JSON::parse(policy).expect("JSON");
    let door = Door::new(&policy, &"http://shop.example".into(), false, true)
        .map_err(JsValue::from)
        .unwrap();
    done(door.open()).await.expect("it opens");
    door.load(common::pack().into(), false).expect("the pack opens");
    let status = allow(&door, &["learn"]).await;
    assert_eq!(field(&status, "storageReason"), "storage-framed");
    assert!(!databases().await.contains("framed"));
    assert!(!clear_text().contains("homekept:framed"));
}
