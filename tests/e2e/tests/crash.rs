//! The browser's process ends in the midst of a deed. What was acknowledged is there afterwards; what
//! was not is there whole or not at all; what was to be forgotten is there whole or not at all.

use crate::moving::{chooses, write};
use homekept_e2e::{Browser, Customer, Engine, Setup, shop};
use homekept_shop::{Running, Tweaks};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A folder that outlives the browsers that keep their things in it.
pub(crate) struct Profile(pub(crate) PathBuf);

impl Profile {
    pub(crate) fn make(name: &str) -> Option<Profile> {
        // What WebKit stores while it is automated goes with the session: nothing could be lost.
        if Engine::under_test() == Engine::WebKit {
            return None;
        }
        let folder = env::temp_dir().join(format!("homekept-crash-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        Some(Profile(folder))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Opens the shop with what the browsers before have left.
pub(crate) async fn comes_back(shop: Running, profile: &Path) -> Customer {
    let setup = Setup { profile: Some(profile.to_owned()), ..Setup::default() };
    let me = Customer::in_shop_with(shop, setup).await;
    me.visits("/").await;
    me
}

/// Starts `deed`, waits some milliseconds, and ends the browser in its midst. Gives what the deed had
/// been told to be done by then.
async fn is_killed_in(me: Customer, deed: &str, after: u64) -> (Running, u64) {
    let script = format!(
        "const hk = await module_(); let done = 0; (async () => {{ {deed} }})();
        await new Promise((resolve) => setTimeout(resolve, args[0])); return done"
    );
    let done = me.reads_with(&script, json!([after])).await.as_u64().expect("a count");
    let Customer { browser, shop } = me;
    Browser::is_killed(browser);
    (shop, done)
}

fn count(status: &Value) -> u64 {
    // Whatever happened, the vault opens, and nothing in it is damaged.
    assert_eq!(status["storageReason"], Value::Null, "{status}");
    status["events"].as_u64().expect("a count")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_browser_that_is_killed() {
    records_and_is_killed("record", 4).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "two minutes: `cargo xtask test --long` takes them"]
async fn what_was_acknowledged_is_there_when_the_browser_was_killed_at_any_moment() {
    records_and_is_killed("record-long", 40).await;
}

async fn records_and_is_killed(name: &str, moments: u64) {
    let Some(profile) = Profile::make(name) else { return };
    let me = comes_back(shop(Tweaks::default()), &profile.0).await;
    me.presses("Allow all of these").await;
    the_marker_is_written().await;
    // Two hundred events are folded into a new generation three times: some of these moments are in
    // the midst of that.
    let burst = "for (let n = 0; n < 200; n += 1) {
        const book = ['dracula', 'frankenstein', 'emma', 'persuasion'][n % 4];
        hk.record('view', book).then(() => { done += 1; });
    }";
    let (mut shop, mut least, mut most) = (None, 0, 0);
    let mut me = Some(me);
    for moment in 0..=moments {
        let now = match me.take() {
            Some(me) => me,
            None => comes_back(shop.take().expect("it is open"), &profile.0).await,
        };
        let found = count(&now.status().await);
        assert!((least..=most).contains(&found), "{found} of {least} to {most}, moment {moment}");
        let (left, done) = is_killed_in(now, burst, moment * 211 % 400).await;
        (shop, least, most) = (Some(left), found + done, found + 200);
    }
    assert!(least > 0, "some were recorded");
    shop.take().expect("it is open").stop();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "three minutes: `cargo xtask test --long` takes them"]
async fn what_was_to_go_is_there_whole_or_gone_whole_when_the_browser_was_killed() {
    let Some(profile) = Profile::make("forget") else { return };
    let mut shop = Some(shop(Tweaks::default()));
    for deed in [
        "await hk.forget({ all: true }); done = 1;",
        "await hk.erase(); done = 1;",
        "await hk.consent({ refuse: ['remember', 'learn'] }); done = 1;",
    ] {
        for moment in 0..MOMENTS_OF_A_DEED {
            let me = comes_back(shop.take().expect("it is open"), &profile.0).await;
            me.reads("await (await module_()).consent({ allow: ['remember', 'learn'] })").await;
            me.reads("await (await module_()).forget({ all: true })").await;
            me.reads_gothic().await;
            the_marker_is_written().await;
            assert_eq!(count(&me.status().await), 5);
            let (left, done) = is_killed_in(me, deed, moment * 2).await;
            let me = comes_back(left, &profile.0).await;
            let status = me.status().await;
            let found = count(&status);
            assert!(found == 0 || (found == 5 && done == 0), "{deed}, moment {moment}: {status}");
            let Customer { browser, shop: left } = me;
            browser.end().await;
            shop = Some(left);
        }
    }
    shop.take().expect("it is open").stop();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "two minutes: `cargo xtask test --long` takes them"]
async fn what_comes_in_from_a_file_is_there_whole_or_not_at_all_when_the_browser_was_killed() {
    let Some(profile) = Profile::make("import") else { return };
    let mut shop = Some(shop(Tweaks::default()));
    for moment in 0..MOMENTS_OF_AN_IMPORT {
        let me = comes_back(shop.take().expect("it is open"), &profile.0).await;
        me.reads("await (await module_()).consent({ allow: ['remember', 'learn'] })").await;
        me.reads("await (await module_()).forget({ all: true })").await;
        me.reads("await (await module_()).record('view', 'emma')").await;
        the_marker_is_written().await;
        me.visits("/preferences").await;
        me.presses("Move to another device").await;
        let minute = me.reads("return Math.floor(Date.now() / 60_000)").await;
        let event = |id: u64| json!({ "id": id, "kind": "view", "item": "dracula", "minute": minute, "under": "learn" });
        let events: Vec<Value> = (1..=400).map(event).collect();
        let document = json!({
            "homekept": 1, "site": "bookshop", "minute": minute, "paused": false, "plain": false,
            "choices": [], "events": events, "interests": [],
        });
        let file = write(document.to_string(), "crash.json");
        chooses(&me, &file).await;
        me.presses("Open the file").await;
        me.waits_until("return named('Add it to what is here')[0] !== undefined").await;
        let (left, done) = is_killed_in(me, BRINGS_IN, moment * 3).await;
        let me = comes_back(left, &profile.0).await;
        let found = count(&me.status().await);
        assert!(found == 401 || (found == 1 && done == 0), "moment {moment}: {found}, {done}");
        let Customer { browser, shop: left } = me;
        browser.end().await;
        shop = Some(left);
    }
    shop.take().expect("it is open").stop();
}

/// Waits until the browser has written its localStorage, which both engines do five seconds later at
/// the most: one that ends within that of the first yes has forgotten that there was one (DESIGN.md).
pub(crate) async fn the_marker_is_written() {
    tokio::time::sleep(Duration::from_secs(7)).await;
}

const MOMENTS_OF_A_DEED: u64 = 4;
const MOMENTS_OF_AN_IMPORT: u64 = 8;
const BRINGS_IN: &str = "named('Add it to what is here')[0].click();
    while (hk.status().events < 401) await new Promise((then) => setTimeout(then));
    done = 1;";
