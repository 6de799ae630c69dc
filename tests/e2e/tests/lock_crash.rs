//! A lock is set and shut, and the browser's process ends at once. Afterwards the profile is locked,
//! opens by its passphrase, and is whole.

use crate::crash::{Profile, comes_back, the_marker_is_written};
use crate::locks::PASSPHRASE;
use homekept_e2e::{Browser, Customer, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

/// What the shop's page does with a lock by its preference center, without waiting for it.
const CENTER: &str = "
    const center = all('homekept-preferences')[0].shadowRoot;
    const soon = async (look) => { for (;;) { const found = look(); if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 10)); } };
    const types = async (id, text) => { (await soon(() => center.getElementById(id))).value = text; };
    const opens = async (name) => { (await soon(() => named(name)[0])).click(); };
    const ends = () => soon(() => center.querySelector('.toast').textContent.includes('Your profile'));
";

#[tokio::test(flavor = "multi_thread")]
async fn sec_07_a_lock_that_was_shut_is_shut_when_the_browser_ends_within_the_next_second() {
    let Some(profile) = Profile::make("locked-at-once") else { return };
    let me = comes_back(shop(Tweaks::default()), &profile.0).await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    // The marker that says that there is a profile lasts; the one that says that it is locked does not.
    the_marker_is_written().await;
    sets(&me).await;
    me.reads("await (await module_()).lock()").await;
    let Customer { browser, shop } = me;
    Browser::is_killed(browser);

    let me = comes_back(shop, &profile.0).await;
    let status = me.status().await;
    assert_eq!(
        (&status["locked"], &status["storageReason"]),
        (&json!(true), &Value::Null),
        "{status}"
    );
    assert_eq!(me.reads("return localStorage.getItem('homekept:bookshop')").await, json!("locked"));
    assert_eq!(opens_by(&me, Some(PASSPHRASE)).await, json!(5));
    let Customer { browser, shop } = me;
    browser.end().await;
    shop.stop();
}

async fn sets(me: &Customer) {
    me.visits("/preferences").await;
    let sets = format!(
        "{CENTER} await opens('Lock it with a passphrase'); await types('passphrase-new', args[0]);
        await opens('Use this lock'); await ends();"
    );
    me.reads_with(&sets, json!([PASSPHRASE])).await;
}

/// How many events there are once the profile is open, by a passphrase or as it is.
async fn opens_by(me: &Customer, passphrase: Option<&str>) -> Value {
    me.visits("/preferences").await;
    if let Some(passphrase) = passphrase {
        let opens = format!(
            "{CENTER} await types('passphrase', args[0]);
            await opens('That’s me: open my profile'); await ends();"
        );
        me.reads_with(&opens, json!([passphrase])).await;
        me.waits_until("return !(await module_()).status().locked").await;
    }
    me.status().await["events"].clone()
}
