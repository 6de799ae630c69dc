//! A profile that its customer's passkey opens, and their passphrase when the passkey is lost. The
//! authenticator is WebDriver's virtual one: its secrets are real, its owner is always there.

use crate::lock_changes::with_a_profile;
use crate::locks::{IS_OPEN, IS_SAVED, PASSPHRASE, SAYS_WRONG, takes_off, types};
use crate::meta::KEPT;
use homekept_e2e::gaps::PASSKEYS;
use homekept_e2e::{Authenticator, Customer, Setup};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_my_passkey_opens_my_profile_and_my_passphrase_does_when_it_is_lost() {
    let Some((me, authenticator)) = with_a_passkey_to_be().await else { return };
    sets(&me, true).await;
    assert_eq!(me.browser.passkeys(&authenticator).await, 1);
    assert_eq!(me.reads(KEPT).await, json!("epoch header key lock passkey snapshot spare"));
    me.presses("Lock my profile").await;
    me.waits_until(IS_LOCKED).await;
    assert!(me.sees().await.contains("It opens with your passkey or your passphrase."));
    assert_eq!(me.reads(KEPT).await, json!("epoch header lock passkey snapshot spare"));
    assert!(me.meets_barriers().await.is_empty(), "{:?}", me.meets_barriers().await);

    me.presses("Open with my passkey").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5));
    // Another page finds it open.
    goes(&me, "/").await;
    me.waits_for_picks().await;
    assert_eq!(me.status().await["locked"], json!(false));

    // Somebody else at this device does not get in, and costs its owner no waiting. Chromium's
    // authenticator takes nobody after that.
    goes(&me, "/preferences").await;
    me.presses("Lock my profile").await;
    me.waits_until(IS_LOCKED).await;
    me.browser.verifies(&authenticator, false).await;
    me.presses("Open with my passkey").await;
    me.waits_until(SAYS_REFUSED).await;
    assert_eq!(me.reads("return nameOf(focused())").await, json!("Open with my passkey"));
    assert_eq!(me.status().await["locked"], json!(true));
    assert_eq!(me.reads(KEPT).await, json!("epoch header lock passkey snapshot spare"));

    me.browser.loses(authenticator).await;
    me.browser.adds_an_authenticator().await.expect("another can be had");
    me.presses("Open with my passkey").await;
    me.waits_until(SAYS_REFUSED).await;
    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    assert_eq!(me.status().await["events"], json!(5));
    me.leaves_with_the_browser().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_i_change_the_lock_by_my_passkey_and_take_the_passkey_off() {
    let Some((me, _authenticator)) = with_a_passkey_to_be().await else { return };
    sets(&me, false).await;
    // Added to a passphrase that is there; who does not know that adds nothing.
    me.presses("Change the lock").await;
    ticks(&me).await;
    types(&me, "passphrase-now", "some other words").await;
    me.presses("Use this lock").await;
    me.waits_until(SAYS_WRONG).await;
    assert_eq!(me.reads(KEPT).await, json!("epoch header key lock snapshot spare tries"));
    types(&me, "passphrase-now", PASSPHRASE).await;
    me.presses("Use this lock").await;
    me.waits_until(IS_SAVED).await;
    assert_eq!(me.reads(KEPT).await, json!("epoch header key lock passkey snapshot spare"));

    // I forgot my passphrase: the passkey lets me choose another.
    me.presses("Change the lock").await;
    me.waits_until("return (await module_()) && named('Open it with a passkey too')[0].checked")
        .await;
    types(&me, "passphrase-new", "five brown otters at noon").await;
    me.presses("Use this lock").await;
    me.waits_until(IS_SAVED).await;
    me.presses("Lock my profile").await;
    me.waits_until(IS_LOCKED).await;
    types(&me, "passphrase", PASSPHRASE).await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(SAYS_WRONG).await;
    // The passkey that was there before the change opens it after it, too.
    me.presses("Open with my passkey").await;
    me.waits_until(IS_OPEN).await;

    me.presses("Change the lock").await;
    ticks(&me).await;
    types(&me, "passphrase-now", "five brown otters at noon").await;
    me.presses("Use this lock").await;
    me.waits_until(IS_SAVED).await;
    assert_eq!(me.reads(KEPT).await, json!("epoch header key lock snapshot spare"));
    me.presses("Lock my profile").await;
    me.waits_until(IS_LOCKED).await;
    assert!(!me.sees().await.contains("Open with my passkey"));
    types(&me, "passphrase", "five brown otters at noon").await;
    me.presses("That’s me: open my profile").await;
    me.waits_until(IS_OPEN).await;
    takes_off(&me, "five brown otters at noon").await;
    assert_eq!(me.status().await["events"], json!(5));
    me.leaves_with_the_browser().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_a_passkey_without_a_secret_of_its_own_locks_and_opens_nothing() {
    let Some((me, _authenticator)) = with_a_passkey_to_be().await else { return };
    // No virtual authenticator pretends: the page's own view of its answer does.
    let tells = "const real = PublicKeyCredential.prototype.getClientExtensionResults;
        PublicKeyCredential.prototype.getClientExtensionResults = function () {
          return args[0] === null ? real.call(this)
            : { prf: { enabled: true, results: { first: new Uint8Array(args[0]).buffer } } };
        }";
    for bad in [json!([0, 0]), json!(vec![0; 32]), json!(vec![7; 31])] {
        goes(&me, "/preferences").await;
        me.reads_with(tells, json!([bad])).await;
        fills_in(&me, true).await;
        me.waits_until(SAYS_UNSUITABLE).await;
        assert_eq!(me.reads(KEPT).await, json!("epoch header key snapshot spare"), "{bad}");
    }
    // A true one, which pretends later.
    goes(&me, "/preferences").await;
    fills_in(&me, true).await;
    me.waits_until(IS_SAVED).await;
    me.presses("Lock my profile").await;
    me.waits_until(IS_LOCKED).await;
    me.reads_with(tells, json!([vec![0; 32]])).await;
    me.presses("Open with my passkey").await;
    me.waits_until(SAYS_REFUSED).await;
    assert_eq!(me.status().await["locked"], json!(true));
    me.leaves_with_the_browser().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_where_there_are_no_passkeys_none_is_offered_and_that_is_said() {
    let me = Customer::who_reads_gothic().await;
    // An address in numbers has no passkeys in any browser; one without WebAuthn has none anywhere.
    me.visits("/preferences").await;
    offers_none(&me).await;
    if !PASSKEYS.is_here() {
        goes(&me, "/").await;
        me.presses("Allow all of these").await;
        goes(&me, "/preferences").await;
        offers_none(&me).await;
    }
    me.leaves().await;
}

async fn offers_none(me: &Customer) {
    me.presses("Lock it with a passphrase").await;
    me.waits_until(
        "return all('homekept-preferences')[0].shadowRoot.querySelector('form') !== null",
    )
    .await;
    let text = me.sees().await;
    assert!(text.contains("This browser has no passkeys that can open a profile."), "{text}");
    assert!(!text.contains("Open it with a passkey too"), "{text}");
}

async fn with_a_passkey_to_be() -> Option<(Customer, Authenticator)> {
    if PASSKEYS.skips_this_test() {
        return None;
    }
    let (me, authenticator) = with_a_profile(Setup::default()).await;
    Some((me, authenticator.expect("the driver has one")))
}

pub(crate) async fn goes(me: &Customer, path: &str) {
    let address = format!("http://localhost:{}{path}", me.shop.address.port());
    me.browser.driver.goto(&address).await.expect("the page loads");
    me.is_there().await;
}

async fn sets(me: &Customer, by_passkey: bool) {
    goes(me, "/preferences").await;
    fills_in(me, by_passkey).await;
    me.waits_until(IS_SAVED).await;
}

async fn fills_in(me: &Customer, by_passkey: bool) {
    me.presses("Lock it with a passphrase").await;
    types(me, "passphrase-new", PASSPHRASE).await;
    if by_passkey {
        ticks(me).await;
    }
    me.presses("Use this lock").await;
}

pub(crate) async fn ticks(me: &Customer) {
    me.presses("Open it with a passkey too").await;
}

pub(crate) const IS_LOCKED: &str =
    "return all('homekept-preferences')[0].shadowRoot.querySelector('.locked form') !== null";
const SAYS_REFUSED: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.error')?.textContent.startsWith('That did not work with your passkey.') === true";
const SAYS_UNSUITABLE: &str = "return all('homekept-preferences')[0].shadowRoot
    .querySelector('.error')?.textContent.startsWith('This passkey cannot lock a profile.') === true";
