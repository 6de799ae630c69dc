//! A change of the lock that goes wrong in its midst, and what has to be true after it.

use crate::locks::{IS_OPEN, IS_SAVED, PASSPHRASE, types};
use crate::meta::{KEPT, LOCK};
use crate::passkeys::{IS_LOCKED, goes, ticks};
use homekept_e2e::{Authenticator, Customer, Setup, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

/// A lock: by a passphrase, or without one by a press; and by a passkey besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lock {
    pub(crate) passphrase: Option<&'static str>,
    pub(crate) passkey: bool,
}

/// The lock before and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) from: Lock,
    pub(crate) to: Lock,
}

pub(crate) const PRESS: Lock = Lock { passphrase: None, passkey: false };
pub(crate) const OLD: Lock = Lock { passphrase: Some(PASSPHRASE), passkey: false };
pub(crate) const NEW: Lock = Lock { passphrase: Some("five brown otters at noon"), passkey: false };
pub(crate) const OLD_AND_PASSKEY: Lock = Lock { passkey: true, ..OLD };

/// The kinds of change.
pub(crate) const IS_SET: Change = Change { from: PRESS, to: OLD };
pub(crate) const IS_CHANGED: Change = Change { from: OLD, to: NEW };
pub(crate) const IS_TAKEN_OFF: Change = Change { from: OLD, to: PRESS };
pub(crate) const TAKES_A_PASSKEY: Change = Change { from: OLD, to: OLD_AND_PASSKEY };

/// Somebody with five books in their profile, in a browser of their own; with an authenticator where the
/// driver has one. The shop has a name, as a passkey needs.
pub(crate) async fn with_a_profile(setup: Setup) -> (Customer, Option<Authenticator>) {
    let me = Customer::in_shop_with(shop(Tweaks::default()), setup).await;
    let authenticator = me.browser.adds_an_authenticator().await;
    goes(&me, "/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    (me, authenticator)
}

/// Comes to where one press makes the change, and gives the lock that is in force until then.
pub(crate) async fn prepares(me: &Customer, change: Change) -> Value {
    brings_to(me, change.from).await;
    let before = me.reads(LOCK).await;
    fills_in(me, change.from, change.to).await;
    before
}

/// Whichever of the two locks is stored opens the profile. Says whether that is the new one.
pub(crate) async fn one_of_both_opens(
    me: &Customer,
    change: Change,
    before: &Value,
    what: &str,
) -> bool {
    goes(me, "/preferences").await;
    let is_changed = me.reads(LOCK).await != *before;
    opens_again(me, if is_changed { change.to } else { change.from }, what).await;
    is_changed
}

/// Puts the profile under this lock, whichever it is under.
pub(crate) async fn brings_to(me: &Customer, wanted: Lock) {
    goes(me, "/preferences").await;
    let kept = me.reads(KEPT).await;
    let kept: Vec<&str> = kept.as_str().unwrap_or_default().split(' ').collect();
    let now = Lock {
        // By which of the two it is locked is known by trying.
        passphrase: if kept.contains(&"lock") { Some(tries_both(me).await) } else { None },
        passkey: kept.contains(&"passkey"),
    };
    if now != wanted {
        fills_in(me, now, wanted).await;
        me.presses(submits(wanted)).await;
        me.waits_until(if wanted == PRESS { IS_OFF } else { IS_SAVED }).await;
        goes(me, "/preferences").await;
    }
}

/// Shuts it, and opens it by the passphrase that does.
async fn tries_both(me: &Customer) -> &'static str {
    shuts(me).await;
    for passphrase in [OLD, NEW].into_iter().filter_map(|lock| lock.passphrase) {
        types(me, "passphrase", passphrase).await;
        me.presses("That’s me: open my profile").await;
        me.waits_until(&format!("return ({TRIED})")).await;
        if me.reads(IS_OPEN).await == json!(true) {
            return passphrase;
        }
    }
    panic!("neither of the two opens it");
}

/// Locks it, unless it is.
pub(crate) async fn shuts(me: &Customer) {
    if me.status().await["locked"] != json!(true) {
        me.presses("Lock my profile").await;
    }
    me.waits_until("return (await module_()).status().locked").await;
}

/// Every way of the lock that should be in force opens it, with everything in it.
async fn opens_again(me: &Customer, lock: Lock, what: &str) {
    let status = me.status().await;
    assert_eq!(status["storageReason"], Value::Null, "{what}: {status}");
    let kept = me.reads(KEPT).await;
    let has_passkey = kept.as_str().unwrap_or_default().contains("passkey");
    assert_eq!(has_passkey, lock.passkey, "{what}: {kept}");
    shuts(me).await;
    if let Some(passphrase) = lock.passphrase {
        types(me, "passphrase", passphrase).await;
    }
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5), "{what}");
    if lock.passkey {
        shuts(me).await;
        me.waits_until(IS_LOCKED).await;
        me.presses("Open with my passkey").await;
        me.waits_until(IS_OPEN).await;
        assert_eq!(me.status().await["events"], json!(5), "{what}");
    }
}

/// Opens the form for a change, and fills it in.
async fn fills_in(me: &Customer, now: Lock, next: Lock) {
    let opens =
        if now.passphrase.is_some() { "Change the lock" } else { "Lock it with a passphrase" };
    me.presses(opens).await;
    if let Some(passphrase) = now.passphrase {
        types(me, "passphrase-now", passphrase).await;
    }
    if let Some(passphrase) = next.passphrase.filter(|_| next.passphrase != now.passphrase) {
        types(me, "passphrase-new", passphrase).await;
    }
    if next.passkey != now.passkey && next.passphrase.is_some() {
        ticks(me).await;
    }
}

/// The button of that form that makes the change.
pub(crate) fn submits(next: Lock) -> &'static str {
    if next.passphrase.is_some() { "Use this lock" } else { "Take the passphrase off" }
}

/// Whether the change is over, well or not.
pub(crate) const IS_OVER: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.lock-form button[disabled]') === null";

const IS_OFF: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.toast').textContent.includes('Your profile opens with a press again.')";

/// Whether a try to open it is over, well or not.
const TRIED: &str = "all('homekept-preferences')[0].shadowRoot.querySelector('.error')?.textContent
    || all('homekept-preferences')[0].shadowRoot.querySelector('.locked') === null ? true : false";
