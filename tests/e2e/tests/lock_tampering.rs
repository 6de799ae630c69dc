//! Somebody changes what is stored of a lock: the right passphrase then opens nothing, and says no more
//! than a wrong one does; with what was there put back it opens everything.

use crate::lock_changes::{OLD, brings_to, shuts, with_a_profile};
use crate::locks::{IS_OPEN, PASSPHRASE, types};
use crate::meta::{CHANGES_LOCK, LOCK, PUTS_LOCK};
use crate::passkeys::IS_LOCKED;
use homekept_e2e::{Customer, Setup};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_09_no_changed_byte_of_a_lock_and_no_other_record_in_its_place_opens_my_profile() {
    let (me, _) = with_a_profile(Setup::default()).await;
    brings_to(&me, OLD).await;
    shuts(&me).await;
    me.waits_until(IS_LOCKED).await;
    let lock = me.reads(LOCK).await;
    let length = lock.as_array().expect("a lock is bytes").len();
    assert!(length > 64, "{length}");

    // One bit of each byte, another each time.
    let flips = (0..length).map(|at| json!([FLIPS, at, 1 << (at % 8)]));
    let cuts = [0, 1, length / 2, length - 1].map(|at| json!([CUTS, at]));
    let others = ["header", "snapshot", "epoch"].map(|name| json!([TAKES, name]));
    for change in flips.chain(cuts).chain(others) {
        me.reads_with(CHANGES_LOCK, change.clone()).await;
        opens_nothing(&me, &change).await;
        me.reads_with(PUTS_LOCK, json!([lock])).await;
    }

    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5));
    me.leaves_with_the_browser().await;
}

async fn opens_nothing(me: &Customer, change: &Value) {
    types(me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_TOLD).await;
    let told = me.reads(TOLD).await;
    let told = told.as_str().unwrap_or_default();
    // Only what a later Homekept may have written is told apart: it is kept for that one.
    if change[0] == FLIPS && change[1] == VERSION_AT {
        assert_eq!(told, "That did not work (vault-version-unknown).", "{change}");
    } else {
        assert!(told.starts_with("That did not open it."), "{change}: {told}");
    }
    let status = me.status().await;
    assert_eq!((&status["locked"], &status["events"]), (&json!(true), &json!(0)), "{change}");
}

const FLIPS: &str = "flips";
const CUTS: &str = "cuts";
const TAKES: &str = "takes";

/// Where a lock has its version, after its two first letters.
const VERSION_AT: usize = 2;

const TOLD: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.error')?.textContent ?? ''";
const IS_TOLD: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.error')?.textContent.length > 0";
