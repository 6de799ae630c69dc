//! Storage fails once while a lock is changed: at each call of each of its methods, until the change
//! makes no more of them. Whatever it was told, one of the two locks opens the profile, with all that
//! was in it, and the change can be made again.

use crate::lock_changes::{
    Change, IS_CHANGED, IS_OVER, IS_SET, IS_TAKEN_OFF, TAKES_A_PASSKEY, one_of_both_opens,
    prepares, submits, with_a_profile,
};
use crate::meta::KEPT;
use homekept_e2e::Setup;
use homekept_e2e::gaps::PASSKEYS;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_15_a_lock_that_is_set_while_storage_fails_is_there_or_is_not() {
    fails_everywhere(IS_SET).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_15_a_lock_that_is_changed_while_storage_fails_is_the_old_or_the_new() {
    fails_everywhere(IS_CHANGED).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_15_a_lock_that_is_taken_off_while_storage_fails_is_there_or_is_not() {
    fails_everywhere(IS_TAKEN_OFF).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_15_a_passkey_that_is_added_while_storage_fails_is_there_or_is_not() {
    if !PASSKEYS.skips_this_test() {
        fails_everywhere(TAKES_A_PASSKEY).await;
    }
}

#[allow(clippy::print_stdout, reason = "it is asked how many points were tried")]
async fn fails_everywhere(change: Change) {
    let (me, _authenticator) = with_a_profile(Setup::default()).await;
    let mut points = 0;
    for method in METHODS {
        for call in 1.. {
            let what = format!("{method}, call {call}");
            let before = prepares(&me, change).await;
            me.reads_with(FAILS_ONCE, json!([method, call])).await;
            me.presses(submits(change.to)).await;
            me.waits_until(IS_OVER).await;
            let has_failed = me.reads("return globalThis.fault.fired").await == json!(true);
            // The method is as it was before the database is read for the test.
            me.reads("globalThis.fault.mends()").await;
            let (told, kept) = (me.reads(TOLD).await, me.reads(KEPT).await);
            let is_changed = one_of_both_opens(&me, change, &before, &what).await;
            assert!(has_failed || is_changed, "{what}: it was changed where nothing failed");
            // Who reads why it failed is not left in doubt which lock is in force.
            let told = told.as_str().unwrap_or_default();
            let says_changed =
                told.is_empty() || told.starts_with("Your profile has the new lock.");
            assert_eq!(is_changed, says_changed, "{what}: {told}");
            // Whose passphrase was right did not guess wrong.
            assert!(!kept.as_str().unwrap_or_default().contains("tries"), "{what}: {kept}");
            if !has_failed {
                break;
            }
            points += 1;
        }
    }
    println!("{points} points at which storage failed");
    assert!(points >= LEAST_POINTS, "{points}");
    me.leaves_with_the_browser().await;
}

/// What the change asks of storage.
const METHODS: [&str; 7] = [
    "IDBFactory.open",
    "IDBDatabase.transaction",
    "IDBTransaction.objectStore",
    "IDBObjectStore.get",
    "IDBObjectStore.put",
    "IDBObjectStore.delete",
    "IDBObjectStore.clear",
];
/// Each of them at least once, and most of them more often.
const LEAST_POINTS: u32 = 12;

const FAILS_ONCE: &str = "
    const [place, call] = args;
    const [owner, method] = place.split('.');
    const prototype = globalThis[owner].prototype;
    const real = prototype[method];
    const mends = () => { prototype[method] = real; };
    const fault = (globalThis.fault = { calls: 0, fired: false, mends });
    prototype[method] = function (...given) {
      if (++fault.calls !== call) return real.apply(this, given);
      fault.fired = true;
      throw new DOMException('', 'UnknownError');
    };";

/// What the form says of it.
const TOLD: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.lock-form .error')?.textContent ?? ''";
