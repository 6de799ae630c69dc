//! Real IndexedDB, WebCrypto and localStorage failing once, each method that the
//! door uses, in each relevant way: one row, one test. What was acknowledged
//! before is there when storage works again; the page goes on; nothing stands in
//! clear; nothing is tried again in a loop. `docs/errors.md` lists the rows.

use super::common;
use super::faults::{Fault, bothered, hold, let_go, mend_all, put_into};
use super::page::{clear_text, databases, done, dump_of, field, list};
use homekept::browser::Door;
use js_sys::{Array, JSON, Promise};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// One row: a test of this name. What the expression gives is the answer.
macro_rules! row {
    ($answer:literal, $name:ident, $found:expr) => {
        #[wasm_bindgen_test]
        async fn $name() {
            assert_eq!($found.await, $answer);
        }
    };
}

// Opening what a visit before has stored.
row!(
    "memory: storage-unavailable",
    opening_where_the_database_is_refused,
    all(
        Deed::Open,
        &[
            throws("IDBFactory.open", "SecurityError"),
            errors("IDBFactory.open", "SecurityError"),
            gone("window.indexedDB"),
            throws("window.indexedDB", "SecurityError"),
        ]
    )
);
row!(
    "memory: storage-full",
    opening_where_the_database_finds_no_room,
    all(Deed::Open, &[errors("IDBFactory.open", "QuotaExceededError"),])
);
row!(
    "memory: storage-failed",
    opening_where_the_database_fails,
    all(
        Deed::Open,
        &[
            throws("IDBFactory.open", "InvalidStateError"),
            errors("IDBFactory.open", "UnknownError"),
            errors("IDBFactory.open", "AbortError"),
            errors("IDBFactory.open", "VersionError"),
            throws("IDBDatabase.transaction", "InvalidStateError"),
            throws("IDBDatabase.transaction", "NotFoundError"),
            throws("IDBTransaction.objectStore", "NotFoundError"),
            throws("IDBTransaction.objectStore", "InvalidStateError"),
        ]
    )
);
row!(
    "memory: storage-failed",
    opening_where_the_database_cannot_be_read,
    all(
        Deed::Open,
        &[
            throws("IDBObjectStore.get", "TransactionInactiveError"),
            throws("IDBObjectStore.get", "InvalidStateError").call(3),
            throws("IDBObjectStore.getAll", "UnknownError"),
            throws("IDBObjectStore.getAllKeys", "UnknownError"),
            errors("IDBObjectStore.getAll", "UnknownError"),
            aborts("IDBObjectStore.get", "UnknownError"),
            aborts("IDBObjectStore.getAll", "AbortError"),
            aborts("IDBObjectStore.getAll", ""),
        ]
    )
);
row!(
    "memory: vault-damaged",
    opening_where_the_key_comes_back_as_nothing,
    all(Deed::Open, &[nothing("IDBObjectStore.get").call(4),])
);
row!(
    "memory: vault-damaged",
    opening_where_the_key_does_not_decrypt,
    all(
        Deed::Open,
        &[
            rejects("SubtleCrypto.decrypt", "OperationError"),
            rejects("SubtleCrypto.decrypt", "InvalidAccessError"),
            throws("SubtleCrypto.decrypt", "InvalidAccessError"),
        ]
    )
);
row!(
    "memory: vault-damaged",
    opening_where_header_or_snapshot_comes_back_as_nothing,
    all(
        Deed::Open,
        &[nothing("IDBObjectStore.get").call(2), nothing("IDBObjectStore.get").call(3),]
    )
);
row!(
    "memory: vault-rolled-back",
    opening_where_the_high_water_mark_comes_back_as_nothing,
    all(Deed::Open, &[nothing("IDBObjectStore.get"),])
);
row!(
    "memory: storage-failed",
    opening_where_the_journal_comes_back_as_nothing,
    all(Deed::Open, &[nothing("IDBObjectStore.getAll"), nothing("IDBObjectStore.getAllKeys"),])
);
row!(
    "asked again",
    opening_where_local_storage_throws,
    all(
        Deed::Open,
        &[
            throws("Storage.getItem", "SecurityError"),
            throws("window.localStorage", "SecurityError"),
            gone("window.localStorage"),
        ]
    )
);

// The first yes.
row!(
    "memory: storage-unavailable",
    the_first_yes_where_storage_is_refused,
    all(
        Deed::FirstYes,
        &[
            throws("IDBFactory.open", "SecurityError"),
            gone("window.indexedDB"),
            throws("window.indexedDB", "SecurityError"),
            throws("Storage.setItem", "SecurityError"),
            throws("Storage.setItem", "QuotaExceededError"),
            throws("window.localStorage", "SecurityError"),
            gone("window.localStorage"),
        ]
    )
);
row!(
    "nothing lost",
    the_first_yes_where_deleting_is_refused_and_nothing_was_there,
    all(Deed::FirstYes, &[throws("IDBFactory.deleteDatabase", "SecurityError")])
);
row!(
    "memory: storage-full",
    the_first_yes_where_there_is_no_room,
    all(
        Deed::FirstYes,
        &[
            errors("IDBFactory.open", "QuotaExceededError"),
            throws("IDBObjectStore.put", "QuotaExceededError"),
            throws("IDBObjectStore.put", "QuotaExceededError").call(2),
            throws("IDBObjectStore.put", "QuotaExceededError").call(4),
            aborts("IDBObjectStore.put", "QuotaExceededError"),
            aborts("IDBObjectStore.put", "QuotaExceededError").call(3),
        ]
    )
);
row!(
    "memory: storage-failed",
    the_first_yes_where_the_database_fails,
    all(
        Deed::FirstYes,
        &[
            throws("IDBFactory.open", "InvalidStateError"),
            errors("IDBFactory.open", "UnknownError"),
            errors("IDBFactory.open", "AbortError"),
            throws("IDBDatabase.createObjectStore", "InvalidStateError"),
            throws("IDBDatabase.createObjectStore", "ConstraintError").call(2),
            throws("IDBDatabase.transaction", "InvalidStateError"),
            throws("IDBTransaction.objectStore", "NotFoundError"),
            throws("IDBObjectStore.get", "TransactionInactiveError"),
            throws("IDBObjectStore.put", "UnknownError"),
            throws("IDBObjectStore.put", "InvalidStateError").call(3),
            throws("IDBObjectStore.clear", "ReadOnlyError"),
            aborts("IDBObjectStore.put", "UnknownError"),
            aborts("IDBObjectStore.put", "").call(2),
            throws("IDBFactory.deleteDatabase", "UnknownError"),
            errors("IDBFactory.deleteDatabase", "UnknownError"),
            rejects("IDBFactory.databases", "UnknownError").call(2),
        ]
    )
);
row!(
    "memory: key-not-storable",
    the_first_yes_where_the_key_is_refused,
    all(
        Deed::FirstYes,
        &[
            throws("IDBObjectStore.put", "DataCloneError"),
            aborts("IDBObjectStore.put", "DataCloneError"),
            throws("SubtleCrypto.generateKey", "NotSupportedError"),
            rejects("SubtleCrypto.generateKey", "OperationError"),
            rejects("SubtleCrypto.generateKey", "QuotaExceededError"),
            throws("SubtleCrypto.encrypt", "InvalidAccessError"),
            rejects("SubtleCrypto.encrypt", "OperationError"),
        ]
    )
);
row!(
    "memory: key-not-storable",
    the_first_yes_where_a_put_succeeds_and_a_get_gives_nothing,
    all(
        Deed::FirstYes,
        &[
            vanishes("IDBObjectStore.put"),
            vanishes("IDBObjectStore.put").call(2),
            vanishes("IDBObjectStore.put").call(3),
            vanishes("IDBObjectStore.put").call(4),
            nothing("IDBObjectStore.get").call(2),
            nothing("IDBObjectStore.get").call(5),
            rejects("SubtleCrypto.decrypt", "OperationError"),
        ]
    )
);
row!(
    "memory: storage-failed",
    the_first_yes_where_reading_back_fails,
    all(
        Deed::FirstYes,
        &[
            throws("IDBObjectStore.getAll", "UnknownError"),
            errors("IDBObjectStore.getAll", "UnknownError"),
            aborts("IDBObjectStore.getAll", "UnknownError"),
        ]
    )
);
row!(
    "memory: no-randomness",
    the_first_yes_where_the_platform_gives_no_randomness,
    all(
        Deed::FirstYes,
        &[
            throws("Crypto.getRandomValues", "QuotaExceededError"),
            throws("Crypto.getRandomValues", "OperationError").call(4),
        ]
    )
);

// An event.
row!(
    "nothing lost",
    an_event_where_the_browser_has_closed_the_connection,
    all(
        Deed::Record,
        &[
            throws("IDBDatabase.transaction", "InvalidStateError"),
            throws("IDBTransaction.objectStore", "InvalidStateError"),
        ]
    )
);
row!(
    "memory: storage-full",
    an_event_for_which_there_is_no_room,
    all(
        Deed::Record,
        &[
            throws("IDBObjectStore.put", "QuotaExceededError"),
            aborts("IDBObjectStore.put", "QuotaExceededError"),
        ]
    )
);
row!(
    "memory: storage-failed",
    an_event_where_the_database_fails,
    all(
        Deed::Record,
        &[
            throws("IDBObjectStore.get", "InvalidStateError"),
            errors("IDBObjectStore.get", "UnknownError"),
            aborts("IDBObjectStore.get", "AbortError"),
            throws("IDBObjectStore.put", "UnknownError"),
            throws("IDBObjectStore.put", "DataError"),
            aborts("IDBObjectStore.put", "AbortError"),
            aborts("IDBObjectStore.put", ""),
        ]
    )
);
row!(
    "no-randomness",
    an_event_without_randomness_for_its_name,
    all(Deed::Record, &[throws("Crypto.getRandomValues", "OperationError"),])
);
row!(
    "memory: no-randomness",
    an_event_without_randomness_for_its_seal,
    all(
        Deed::Record,
        &[
            throws("Crypto.getRandomValues", "OperationError").call(2),
            throws("Crypto.getRandomValues", "OperationError").call(3),
        ]
    )
);

// Forgetting: what storage did not do must be known, and is made up for.
row!(
    "storage-full",
    forgetting_where_there_is_no_room,
    all(
        Deed::Forget,
        &[
            throws("IDBObjectStore.put", "QuotaExceededError"),
            aborts("IDBObjectStore.put", "QuotaExceededError").call(2),
        ]
    )
);
row!(
    "storage-failed",
    forgetting_where_the_database_fails,
    all(
        Deed::Forget,
        &[
            throws("IDBObjectStore.get", "InvalidStateError"),
            throws("IDBObjectStore.getAllKeys", "InvalidStateError"),
            throws("IDBObjectStore.put", "UnknownError").call(3),
            throws("IDBObjectStore.clear", "UnknownError"),
            aborts("IDBObjectStore.clear", "UnknownError"),
            aborts("IDBObjectStore.put", "").call(3),
        ]
    )
);
row!(
    "key-not-storable",
    forgetting_where_the_key_cannot_be_used,
    all(
        Deed::Forget,
        &[
            rejects("SubtleCrypto.encrypt", "OperationError"),
            throws("SubtleCrypto.encrypt", "InvalidAccessError"),
        ]
    )
);
row!(
    "nothing lost",
    forgetting_where_the_key_has_gone_and_another_is_made,
    all(Deed::Forget, &[nothing("IDBObjectStore.get"),])
);
row!(
    "no-randomness",
    forgetting_where_the_platform_gives_no_randomness,
    all(
        Deed::Forget,
        &[
            throws("Crypto.getRandomValues", "OperationError"),
            throws("Crypto.getRandomValues", "OperationError").call(4),
        ]
    )
);

// A database that somebody else has had in hand.
row!(
    "left behind",
    erasing_where_a_page_holds_the_database_and_does_not_let_go,
    held_while_erasing()
);
row!("memory: storage-failed", opening_a_database_of_a_later_version, of_a_later_version());
row!(
    "memory: vault-damaged",
    opening_a_database_in_which_the_header_is_of_another_type,
    all_altered("meta", "header", &["-1", "1e300", "10n", "'x'", "null", "{}", "new Date()"])
);
row!(
    "memory: vault-damaged",
    opening_a_database_in_which_the_snapshot_is_of_another_type,
    all_altered("meta", "snapshot", &["-1", "1e300", "10n", "'x'", "true", "[]", "new Map()"])
);
row!(
    "memory: vault-damaged",
    opening_a_database_in_which_the_key_is_of_another_type,
    all_altered("meta", "key", &["-1", "'x'", "null", "{}", "new Uint8Array(32)"])
);
row!(
    "memory: vault-rolled-back",
    opening_a_database_in_which_the_high_water_mark_is_of_another_type,
    all_altered("meta", "epoch", &["'1'", "-1", "NaN", "1e300", "10n", "null", "{}"])
);
row!(
    "memory: vault-damaged",
    opening_a_database_with_alien_records_in_its_journal,
    all_aliens(&[
        "-1",
        "1e300",
        "'x'",
        "new Date(0)",
        "[[]]",
        "new Uint8Array(3)",
        "new Uint8Array(16)"
    ])
);

// Withdrawing, and erasing.
row!(
    "nothing lost",
    erasing_where_emptying_fails_and_deleting_works,
    all(
        Deed::Erase,
        &[
            throws("IDBDatabase.transaction", "InvalidStateError"),
            throws("IDBObjectStore.clear", "UnknownError"),
            aborts("IDBObjectStore.clear", "UnknownError"),
        ]
    )
);
row!(
    "storage-failed",
    erasing_where_deleting_fails,
    all(
        Deed::Erase,
        &[
            throws("IDBFactory.deleteDatabase", "UnknownError"),
            errors("IDBFactory.deleteDatabase", "UnknownError"),
            errors("IDBFactory.deleteDatabase", "AbortError"),
            rejects("IDBFactory.databases", "UnknownError"),
            throws("IDBFactory.databases", "InvalidStateError"),
        ]
    )
);
row!(
    "left behind",
    erasing_where_local_storage_does_not_let_go,
    all(Deed::Erase, &[throws("Storage.removeItem", "SecurityError")])
);
row!(
    "storage-unavailable",
    erasing_where_storage_has_been_refused_meanwhile,
    all(
        Deed::Erase,
        &[
            gone("window.indexedDB"),
            throws("window.indexedDB", "SecurityError"),
            throws("IDBFactory.deleteDatabase", "SecurityError"),
            errors("IDBFactory.deleteDatabase", "SecurityError"),
        ]
    )
);
row!(
    "storage-failed",
    withdrawing_where_deleting_fails,
    all(
        Deed::Withdraw,
        &[
            throws("IDBFactory.deleteDatabase", "UnknownError"),
            errors("IDBFactory.deleteDatabase", "UnknownError"),
            rejects("IDBFactory.databases", "UnknownError"),
        ]
    )
);
row!(
    "asked again",
    withdrawing_where_the_refusal_cannot_be_noted,
    all(
        Deed::Withdraw,
        &[
            throws("Storage.setItem", "QuotaExceededError"),
            throws("Storage.setItem", "SecurityError"),
        ]
    )
);

// Locking: who believes that it is locked leaves the computer to the next person.
row!(
    "storage-unavailable",
    locking_where_local_storage_throws,
    all(
        Deed::Lock,
        &[
            throws("Storage.setItem", "SecurityError"),
            throws("Storage.setItem", "QuotaExceededError"),
            throws("Storage.getItem", "SecurityError"),
            throws("window.localStorage", "SecurityError"),
            gone("window.localStorage"),
        ]
    )
);
row!(
    "storage-unavailable",
    unlocking_where_local_storage_throws,
    all(Deed::Unlock, &[throws("Storage.setItem", "SecurityError")])
);
row!(
    "memory: storage-failed",
    unlocking_where_the_database_fails,
    all(Deed::Unlock, &[errors("IDBObjectStore.getAll", "UnknownError")])
);

row!("vault-locked", changing_anything_while_it_is_locked, while_locked());

/// What the customer or the page does while storage fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Open,
    FirstYes,
    Record,
    Forget,
    Withdraw,
    Erase,
    Lock,
    Unlock,
}

impl Deed {
    async fn is_done(self, door: &Door) -> Result<JsValue, String> {
        done(match self {
            Deed::Open => door.open(),
            Deed::FirstYes => choose(door, &["learn"], &[]),
            Deed::Record => door.record(&"view".into(), &"gothic-1".into()),
            Deed::Forget => door.forget_item(&"gothic-0".into()),
            Deed::Withdraw => choose(door, &[], &["learn"]),
            Deed::Erase => door.erase(),
            Deed::Lock => door.lock(true),
            Deed::Unlock => door.lock(false),
        })
        .await
    }
}

/// Lets each of these happen, each in a shop of its own; gives the one answer, or all of them.
async fn all(deed: Deed, faults: &[Fault]) -> String {
    let mut answers: Vec<String> = Vec::new();
    for fault in faults {
        let answer = check(deed, fault).await;
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    answers.join(", ")
}

async fn check(deed: Deed, fault: &Fault) -> String {
    let site = shop();
    let what = format!("{deed:?} with {fault:?}");
    let before = customer(&site, deed).await;
    let door = if deed == Deed::Open { closed(&site) } else { before };
    if deed == Deed::Unlock {
        done(door.lock(true)).await.expect("it locks");
    }
    let _ = bothered();
    fault.begin();
    let outcome = deed.is_done(&door).await;
    let calls = mend_all();
    assert!((1..=10).contains(&calls), "{what}: called {calls} times");
    let answer = told(deed, &door, outcome);
    goes_on(deed, &door, &what).await;

    // Storage works again.
    let later = opened(&site).await;
    let kept = items(&later);
    match deed {
        Deed::Open => assert_eq!(kept, ["sea-0", "gothic-0"], "{what}"),
        // Whoever was told that it failed does it again.
        Deed::Lock | Deed::Unlock => {
            deed.is_done(&door).await.unwrap_or_else(|code| panic!("{what}, then {code}"));
            let locked = deed == Deed::Lock;
            assert_eq!(field(&door.status(), "locked"), locked.to_string(), "{what}");
            done(door.lock(false)).await.expect("it unlocks");
            let later = opened(&site).await;
            assert!(items(&later).ends_with(&["sea-0".into(), "gothic-0".into()]), "{what}");
        }
        Deed::FirstYes if answer == "nothing lost" => assert_eq!(kept, ["sea-1"], "{what}"),
        Deed::FirstYes => assert_eq!(kept, Vec::<String>::new(), "{what}"),
        Deed::Record => {
            assert!(kept.ends_with(&["sea-0".into(), "gothic-0".into()]), "{what}: {kept:?}")
        }
        Deed::Forget => assert!(
            !kept.contains(&"gothic-0".into()) && kept.contains(&"sea-0".into()),
            "{what}: {kept:?}"
        ),
        // Done again, it is done.
        Deed::Withdraw | Deed::Erase => {
            deed.is_done(&door).await.unwrap_or_else(|code| panic!("{what}, then {code}"));
            assert!(!databases().await.contains(&site), "{what}");
            assert_eq!(items(&opened(&site).await), Vec::<String>::new(), "{what}");
        }
    }
    is_sealed(&site, &what).await;
    assert_eq!(bothered(), "", "{what}");
    erased(&site).await;
    answer
}

/// What the page is told.
fn told(deed: Deed, door: &Door, outcome: Result<JsValue, String>) -> String {
    let status = door.status();
    let reason = field(&status, "storageReason");
    match outcome {
        Err(code) => code,
        Ok(_) if !reason.is_empty() => format!("memory: {reason}"),
        Ok(view) if deed == Deed::Erase && field(&view, "erased") != "true" => "left behind".into(),
        Ok(_) if deed == Deed::Open && field(&status, "ask") == "true" => "asked again".into(),
        Ok(_) if deed == Deed::Withdraw && !clear_text().contains("refused ") => {
            "asked again".into()
        }
        Ok(_) => "nothing lost".into(),
    }
}

async fn while_locked() -> String {
    let site = shop();
    let door = customer(&site, Deed::Lock).await;
    Deed::Lock.is_done(&door).await.expect("it locks");
    let mut answers: Vec<String> = Vec::new();
    for change in [
        choose(&door, &[], &["learn"]),
        door.set(&"paused".into(), true),
        door.set(&"plain".into(), true),
        door.state(&"subject".into(), &"All about sea".into(), &"never".into()),
        door.forget_event(1.0),
        door.forget_item(&"gothic-0".into()),
        door.forget_learned(),
    ] {
        let answer = done(change).await.map_or_else(|code| code, |_| "nothing lost".into());
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    goes_on(Deed::Lock, &door, "locked").await;
    done(door.lock(false)).await.expect("it unlocks");
    assert_eq!(items(&door), ["sea-0", "gothic-0"], "nothing was changed");
    erased(&site).await;
    answers.join(", ")
}

async fn held_while_erasing() -> String {
    let site = shop();
    let door = customer(&site, Deed::Erase).await;
    hold(&format!("homekept:{site}"), 1).await;
    let outcome = Deed::Erase.is_done(&door).await;
    let answer = told(Deed::Erase, &door, outcome);
    assert!(!clear_text().contains(&site), "the marker is gone");
    let_go();
    // The browser deletes it once it can; what waits behind that is answered then.
    erased(&site).await;
    assert!(!databases().await.contains(&site));
    answer
}

async fn of_a_later_version() -> String {
    let site = shop();
    drop(customer(&site, Deed::Open).await);
    hold(&format!("homekept:{site}"), 2).await;
    let_go();
    let before = dump_of(&format!("homekept:{site}")).await;
    let door = closed(&site);
    let outcome = Deed::Open.is_done(&door).await;
    let answer = told(Deed::Open, &door, outcome);
    goes_on(Deed::Record, &door, "a later version").await;
    assert_eq!(dump_of(&format!("homekept:{site}")).await, before, "it is left alone");
    erased(&site).await;
    answer
}

/// What opening answers where a value is one of these (in JavaScript).
async fn all_altered(store: &str, key: &str, values: &[&str]) -> String {
    let mut answers: Vec<String> = Vec::new();
    for value in values {
        let answer = altered(store, &format!("'{key}'"), value).await;
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    answers.join(", ")
}

/// What opening answers where the journal has a record under one of these keys.
async fn all_aliens(keys: &[&str]) -> String {
    let mut answers: Vec<String> = Vec::new();
    for key in keys {
        for value in ["new Uint8Array(126)", "-1", "'x'", "null", "1e300"] {
            let answer = altered("journal", key, value).await;
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        }
    }
    answers.join(", ")
}

async fn altered(store: &str, key: &str, value: &str) -> String {
    let what = format!("{value} at {key}");
    let site = shop();
    drop(customer(&site, Deed::Open).await);
    put_into(&format!("homekept:{site}"), store, key, value).await;
    let door = closed(&site);
    let outcome = Deed::Open.is_done(&door).await;
    let answer = told(Deed::Open, &door, outcome);
    goes_on(Deed::Record, &door, &what).await;
    assert_eq!(bothered(), "", "{what}");
    erased(&site).await;
    answer
}

/// The page shows picks, and its next calls are answered.
async fn goes_on(deed: Deed, door: &Door, what: &str) {
    let picks = door
        .rank(&"for-you".into(), 5, &list(&[]), &list(&[]), &JsValue::UNDEFINED, false)
        .map_err(JsValue::from)
        .unwrap();
    assert_eq!(picks.unchecked_into::<Array>().length(), 5, "{what}");
    if deed != Deed::Open {
        let next = done(door.record(&"view".into(), &"sea-1".into())).await;
        assert!(next.is_ok(), "{what}, then {next:?}");
    }
}

/// No database and no other storage tells of anything.
async fn is_sealed(site: &str, what: &str) {
    let mut stored = clear_text();
    if databases().await.contains(site) {
        stored += &dump_of(&format!("homekept:{site}")).await;
    }
    for canary in ["gothic", "sea-", "learn"] {
        assert!(!stored.contains(canary), "{what}: {canary} stands in clear");
    }
}

/// Somebody who allowed learning and looked at two books, as far as the deed needs it.
async fn customer(site: &str, deed: Deed) -> Door {
    let door = opened(site).await;
    if deed != Deed::FirstYes {
        done(choose(&door, &["learn"], &[])).await.expect("the yes is kept");
        for item in ["gothic-0", "sea-0"] {
            done(door.record(&"view".into(), &item.into())).await.expect("it is recorded");
        }
    }
    door
}

fn choose(door: &Door, allow: &[&str], refuse: &[&str]) -> Promise {
    door.choose(&list(allow), &list(refuse), &"question".into(), &"en".into(), &"".into(), false)
}

fn items(door: &Door) -> Vec<String> {
    door.events().unchecked_into::<Array>().iter().map(|event| field(&event, "item")).collect()
}

async fn opened(site: &str) -> Door {
    let door = closed(site);
    done(door.open()).await.expect("it opens");
    door
}

fn closed(site: &str) -> Door {
    let policy = format!(r#"{{"version":1,"site":"{site}","notice":{{"version":"1"}}}}"#);
    let policy = JSON::parse(&policy).expect("the policy is JSON");
    let door = Door::new(&policy, &"http://shop.example".into(), false, false);
    let door = door.map_err(JsValue::from).expect("the policy is fine");
    door.load(common::pack().into()).expect("the pack opens");
    door
}

async fn erased(site: &str) {
    done(opened(site).await.erase()).await.expect("it erases");
    assert!(!clear_text().contains(site));
}

/// The name of a shop that no other row uses.
fn shop() -> String {
    thread_local!(static SHOPS: Cell<u32> = const { Cell::new(0) });
    let number = SHOPS.with(|shops| shops.replace(shops.get() + 1));
    format!("bad.{number}.")
}

const fn fault(place: &'static str, way: &'static str, error: &'static str) -> Fault {
    Fault { place, way, error, call: 1 }
}

const fn throws(place: &'static str, error: &'static str) -> Fault {
    fault(place, "throws", error)
}

const fn rejects(place: &'static str, error: &'static str) -> Fault {
    fault(place, "rejects", error)
}

const fn errors(place: &'static str, error: &'static str) -> Fault {
    fault(place, "errors", error)
}

const fn aborts(place: &'static str, error: &'static str) -> Fault {
    fault(place, "aborts", error)
}

const fn nothing(place: &'static str) -> Fault {
    fault(place, "nothing", "")
}

const fn vanishes(place: &'static str) -> Fault {
    fault(place, "vanishes", "")
}

const fn gone(place: &'static str) -> Fault {
    fault(place, "gone", "")
}
