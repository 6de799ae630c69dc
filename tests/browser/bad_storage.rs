//! Real IndexedDB, WebCrypto and localStorage failing once, each method that the
//! door uses, in each relevant way: one row, one test. What was acknowledged
//! before is there when storage works again; the page goes on; nothing stands in
//! clear; nothing is tried again in a loop. `docs/errors.md` lists the rows.

mod deed;
mod scenes;

use super::faults::{Fault, aborts, errors, gone, nothing, rejects, silent, throws, vanishes};
use deed::{Deed, all};
use scenes::{
    all_aliens, all_altered, held_up_while_opening, held_while_erasing, of_a_later_version,
    while_locked,
};
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
    "memory: storage-silent",
    opening_where_the_database_never_answers,
    all(
        Deed::Open,
        &[
            silent("IDBFactory.open"),
            silent("IDBFactory.databases"),
            silent("IDBObjectStore.getAll"),
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
    opening_where_the_header_comes_back_as_nothing,
    all(Deed::Open, &[nothing("IDBObjectStore.get").call(2),])
);
row!(
    "nothing lost",
    opening_where_one_copy_of_the_snapshot_comes_back_as_nothing,
    all(
        Deed::Open,
        &[nothing("IDBObjectStore.get").call(3), nothing("IDBObjectStore.get").call(6),]
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
    "nothing lost",
    opening_where_local_storage_throws_once,
    all(Deed::Open, &[throws("Storage.getItem", "SecurityError"),])
);
row!(
    "asked again",
    opening_where_local_storage_throws,
    all(
        Deed::Open,
        &[throws("window.localStorage", "SecurityError"), gone("window.localStorage"),]
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
    "memory: storage-silent",
    the_first_yes_where_the_database_never_answers,
    all(
        Deed::FirstYes,
        &[
            silent("IDBFactory.open"),
            silent("IDBFactory.deleteDatabase"),
            silent("IDBFactory.databases").call(2),
            silent("IDBObjectStore.getAllKeys"),
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
            vanishes("IDBObjectStore.put").call(5),
            nothing("IDBObjectStore.get").call(3),
            nothing("IDBObjectStore.get").call(6),
            rejects("SubtleCrypto.decrypt", "OperationError"),
        ]
    )
);
row!(
    "nothing lost",
    the_first_yes_where_one_copy_of_the_snapshot_vanishes,
    all(
        Deed::FirstYes,
        &[vanishes("IDBObjectStore.put").call(3), vanishes("IDBObjectStore.put").call(4),]
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
    "memory: storage-silent",
    an_event_where_the_database_never_answers,
    all(Deed::Record, &[silent("IDBObjectStore.get"),])
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
row!("storage-full", forgetting_where_there_is_no_room, all(Deed::Forget, &NO_ROOM));
row!("storage-failed", forgetting_where_the_database_fails, all(Deed::Forget, &FAILURES));
row!("storage-silent", forgetting_where_the_database_never_answers, all(Deed::Forget, &SILENCES));
row!("key-not-storable", forgetting_where_the_key_cannot_be_used, all(Deed::Forget, &NO_KEY));
row!(
    "nothing lost",
    forgetting_where_the_high_water_mark_comes_back_as_nothing_once,
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

// What comes in from elsewhere: a code, and the next write makes up for it; `www/src/transfer` goes
// back instead.
row!("storage-full", bringing_in_where_there_is_no_room, all(Deed::Bring, &NO_ROOM));
row!("storage-failed", bringing_in_where_the_database_fails, all(Deed::Bring, &FAILURES));
row!("storage-silent", bringing_in_where_the_database_never_answers, all(Deed::Bring, &SILENCES));
row!("key-not-storable", bringing_in_where_the_key_cannot_be_used, all(Deed::Bring, &NO_KEY));
row!(
    "no-randomness",
    bringing_in_where_the_platform_gives_no_randomness,
    all(
        Deed::Bring,
        &[
            throws("Crypto.getRandomValues", "OperationError"),
            throws("Crypto.getRandomValues", "OperationError").call(2),
        ]
    )
);

// A database that somebody else has had in hand.
row!(
    "left behind",
    erasing_where_a_page_holds_the_database_and_does_not_let_go,
    held_while_erasing()
);
row!(
    "memory: storage-silent",
    opening_a_database_that_another_page_wants_deleted_and_a_third_holds,
    held_up_while_opening()
);
row!("memory: storage-failed", opening_a_database_of_a_later_version, of_a_later_version());
row!(
    "memory: vault-damaged",
    opening_a_database_in_which_the_header_is_of_another_type,
    all_altered("meta", "header", &["-1", "1e300", "10n", "'x'", "null", "{}", "new Date()"])
);
row!(
    "nothing lost",
    opening_a_database_in_which_one_copy_of_the_snapshot_is_of_another_type,
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
    "storage-silent",
    erasing_where_the_database_never_answers,
    all(Deed::Erase, &[silent("IDBFactory.deleteDatabase"), silent("IDBFactory.databases"),])
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
    "storage-silent",
    withdrawing_where_the_database_never_answers,
    all(Deed::Withdraw, &[silent("IDBFactory.deleteDatabase"), silent("IDBFactory.databases"),])
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

// How a whole snapshot is not put in the place of another: to forget, and to bring in.
const NO_ROOM: [Fault; 2] = [
    throws("IDBObjectStore.put", "QuotaExceededError"),
    aborts("IDBObjectStore.put", "QuotaExceededError").call(2),
];
const FAILURES: [Fault; 8] = [
    throws("IDBObjectStore.get", "InvalidStateError"),
    throws("IDBObjectStore.getAllKeys", "InvalidStateError"),
    throws("IDBObjectStore.put", "UnknownError"),
    throws("IDBObjectStore.put", "UnknownError").call(2),
    throws("IDBObjectStore.put", "UnknownError").call(3),
    throws("IDBObjectStore.clear", "UnknownError"),
    aborts("IDBObjectStore.clear", "UnknownError"),
    aborts("IDBObjectStore.put", "").call(3),
];
const SILENCES: [Fault; 1] = [silent("IDBObjectStore.getAllKeys")];
const NO_KEY: [Fault; 2] = [
    rejects("SubtleCrypto.encrypt", "OperationError"),
    throws("SubtleCrypto.encrypt", "InvalidAccessError"),
];
