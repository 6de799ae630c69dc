//! The browser's process ends while a lock is changed: at each call that begins or makes a write, held
//! there until it is ended, until the change makes no more of them. Afterwards one of the two locks
//! opens the profile, with all that was in it.

use crate::crash::{Profile, the_marker_is_written};
use crate::lock_changes::{
    Change, IS_CHANGED, IS_SET, IS_TAKEN_OFF, one_of_both_opens, prepares, submits, with_a_profile,
};
use homekept_e2e::{Browser, Customer, Setup};
use homekept_shop::Running;
use serde_json::json;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_11_a_lock_that_is_set_while_the_browser_is_killed_is_there_or_is_not() {
    is_killed_everywhere("set", IS_SET).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_11_a_lock_that_is_changed_while_the_browser_is_killed_is_the_old_or_the_new() {
    is_killed_everywhere("changed", IS_CHANGED).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes of Argon2id: `cargo xtask test --long` takes them"]
async fn sec_07_sec_11_a_lock_that_is_taken_off_while_the_browser_is_killed_is_there_or_is_not() {
    is_killed_everywhere("taken-off", IS_TAKEN_OFF).await;
}

#[allow(clippy::print_stdout, reason = "it is asked how many points were tried")]
async fn is_killed_everywhere(name: &str, change: Change) {
    let Some(profile) = Profile::make(&format!("lock-{name}")) else { return };
    let setup = || Setup { profile: Some(profile.0.clone()), ..Setup::default() };
    let (mut me, _) = with_a_profile(setup()).await;
    the_marker_is_written().await;
    let (mut points, mut changed) = (0, 0);
    for method in METHODS {
        for call in 1.. {
            let what = format!("{method}, call {call}");
            let before = prepares(&me, change).await;
            me.shop.forget_requests();
            me.reads_with(IS_HELD_AT, json!([submits(change.to), method, call])).await;
            let is_held = came_to_it(&me.shop, &what).await;
            let Customer { browser, shop } = me;
            Browser::is_killed(browser);
            me = Customer::in_shop_with(shop, setup()).await;
            let is_changed = one_of_both_opens(&me, change, &before, &what).await;
            assert!(is_held || is_changed, "{what}: it was over, and is not there");
            if !is_held {
                break;
            }
            points += 1;
            changed += u32::from(is_changed);
        }
    }
    println!("{points} points at which the browser ended, {changed} of them past the change");
    assert!(points >= LEAST_POINTS, "{points}");
    assert!(
        0 < changed && changed < points,
        "{changed} of {points}: some are before it, some after"
    );
    me.leaves_with_the_browser().await;
}

/// Waits until the page is held at the call, or the change is over; says whether it was held.
async fn came_to_it(shop: &Running, what: &str) -> bool {
    for _ in 0..MOST_NAPS {
        let requests = shop.requests();
        let asked = |path: &str| requests.iter().any(|request| request.path_and_query == path);
        if asked("/held") {
            return true;
        }
        if asked("/over") {
            return false;
        }
        tokio::time::sleep(NAP).await;
    }
    panic!("{what}: neither held nor over");
}

const METHODS: [&str; 4] = [
    "IDBDatabase.transaction",
    "IDBObjectStore.put",
    "IDBObjectStore.delete",
    "IDBObjectStore.clear",
];
/// Reading what there is, counting the try, storing the lock, and the new generation.
const LEAST_POINTS: u32 = 6;
const NAP: Duration = Duration::from_millis(20);
const MOST_NAPS: u32 = 2_000;

/// Presses the button. At the call that is asked for, the page has made the call, says so, and does
/// nothing any more.
const IS_HELD_AT: &str = r#"
    const [button, place, call] = args;
    const [owner, method] = place.split(".");
    const prototype = globalThis[owner].prototype;
    const real = prototype[method];
    let calls = 0;
    prototype[method] = function (...given) {
      const answer = real.apply(this, given);
      if (++calls === call) {
        const request = new XMLHttpRequest();
        request.open("GET", "/held", false);
        request.send();
        for (;;);
      }
      return answer;
    };
    const form = all("homekept-preferences")[0].shadowRoot.querySelector(".lock-form");
    named(button)[0].click();
    (async () => {
      while (form.querySelector("button[disabled]")) await new Promise((then) => setTimeout(then, 20));
      await fetch("/over");
    })();
"#;
