//! Storage fails once while a lock is changed: at each call of each of its methods, until the change
//! makes no more of them. Whatever it was told, one of the two locks opens the profile, with all that
//! was in it, and the change can be made again.

use crate::locks::{IS_OPEN, KEPT, types};
use homekept_e2e::Customer;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_15_a_lock_that_is_set_while_storage_fails_is_there_or_is_not() {
    fails_everywhere(&Change { from: None, to: Some(NEW) }).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_15_a_lock_that_is_changed_while_storage_fails_is_the_old_or_the_new() {
    fails_everywhere(&Change { from: Some(OLD), to: Some(NEW) }).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_15_a_lock_that_is_taken_off_while_storage_fails_is_there_or_is_not() {
    fails_everywhere(&Change { from: Some(OLD), to: None }).await;
}

/// The passphrases of a lock before and after; without one a press opens it.
struct Change {
    from: Option<&'static str>,
    to: Option<&'static str>,
}

#[allow(clippy::print_stdout, reason = "it is asked how many points were tried")]
async fn fails_everywhere(change: &Change) {
    let me = Customer::who_reads_gothic().await;
    let mut points = 0;
    for method in METHODS {
        for call in 1.. {
            let what = format!("{method}, call {call}");
            brings_to(&me, change.from).await;
            let before = me.reads(LOCK).await;
            fills_in(&me, change.from, change.to).await;
            me.reads_with(FAILS_ONCE, json!([method, call])).await;
            submits(&me, change.to).await;
            let has_failed = me.reads("return globalThis.fault.fired").await == json!(true);
            me.visits("/preferences").await;
            let is_changed = me.reads(LOCK).await != before;
            assert!(has_failed || is_changed, "{what}: it was changed where nothing failed");
            opens_again(&me, if is_changed { change.to } else { change.from }, &what).await;
            if !has_failed {
                break;
            }
            points += 1;
        }
    }
    println!("{points} points at which storage failed");
    assert!(points >= LEAST_POINTS, "{points}");
    me.leaves().await;
}

/// Puts the profile under this lock, whichever of the two it is under.
async fn brings_to(me: &Customer, wanted: Option<&str>) {
    me.visits("/preferences").await;
    let is_locked = me.reads(KEPT).await.as_str().unwrap_or_default().contains("lock");
    let now = match (is_locked, wanted) {
        (false, None) => return,
        (false, _) => None,
        // Which of the two it is under is known by trying.
        (true, _) => Some(tries_both(me).await),
    };
    if now != wanted {
        fills_in(me, now, wanted).await;
        submits(me, wanted).await;
        me.visits("/preferences").await;
    }
}

/// Shuts it, and opens it by the passphrase that does.
async fn tries_both(me: &Customer) -> &'static str {
    me.presses("Lock my profile").await;
    for passphrase in [OLD, NEW] {
        types(me, "passphrase", passphrase).await;
        me.presses("That’s me: open my profile").await;
        me.waits_until(&format!("return ({TRIED})")).await;
        if me.reads(IS_OPEN).await == json!(true) {
            return passphrase;
        }
    }
    panic!("neither of the two opens it");
}

/// The lock that should be in force opens it, with everything in it.
async fn opens_again(me: &Customer, by: Option<&str>, what: &str) {
    let status = me.status().await;
    assert_eq!(status["storageReason"], Value::Null, "{what}: {status}");
    me.presses("Lock my profile").await;
    if let Some(passphrase) = by {
        types(me, "passphrase", passphrase).await;
    }
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5), "{what}");
}

async fn fills_in(me: &Customer, now: Option<&str>, next: Option<&str>) {
    let opens = if now.is_some() { "Change the lock" } else { "Lock it with a passphrase" };
    me.presses(opens).await;
    if let Some(now) = now {
        types(me, "passphrase-now", now).await;
    }
    if let Some(next) = next {
        types(me, "passphrase-new", next).await;
    }
}

async fn submits(me: &Customer, next: Option<&str>) {
    me.presses(if next.is_some() { "Use this lock" } else { "Take the passphrase off" }).await;
    me.waits_until(IS_OVER).await;
}

const OLD: &str = "four grey seals at dawn";
const NEW: &str = "five brown otters at noon";

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
    const fault = (globalThis.fault = { calls: 0, fired: false });
    prototype[method] = function (...given) {
      if (++fault.calls !== call) return real.apply(this, given);
      fault.fired = true;
      throw new DOMException('', 'UnknownError');
    };";

/// The lock's own bytes; nothing where the device's key opens it.
const LOCK: &str = r#"
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("homekept:bookshop");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const lock = await new Promise((resolve) => {
      const request = database.transaction("meta").objectStore("meta").get("lock");
      request.onsuccess = () => resolve(request.result);
    });
    database.close();
    return lock ? [...lock].join(" ") : null
"#;

/// Whether the change is over, well or not.
const IS_OVER: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.lock-form button[disabled]') === null";

/// Whether a try to open it is over, well or not.
const TRIED: &str = "all('homekept-preferences')[0].shadowRoot.querySelector('.error')?.textContent
    || all('homekept-preferences')[0].shadowRoot.querySelector('.locked') === null ? true : false";
