//! What a page lives through: put away and taken back, frozen, prepared ahead; a shop that changes
//! under it, a network that fails it, a module that breaks down.

use homekept_e2e::{Customer, Engine, module_that_traps_at, pack, pack_of, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn back_and_forward_lose_nothing_that_was_acknowledged() {
    let me = who_is_watched().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads("globalThis.mark = 'this very page'").await;
    let mut events = 0;
    for book in ["emma", "dracula", "monk"] {
        record(&me, book).await;
        me.visits(ELSEWHERE).await;
        record(&me, book).await;
        events += 2;
        me.goes_back().await;
        assert_eq!(me.status().await["events"], json!(events), "after going back");
        me.goes_forward().await;
        assert_eq!(me.status().await["events"], json!(events), "after going forward");
        me.goes_back().await;
    }
    came_back_as_it_was(&me).await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_shows_nothing_of_one_who_locked_or_erased_meanwhile() {
    let me = who_is_watched().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    for (path, deed) in [("/", "lock"), ("/preferences", "lock"), ("/", "erase")] {
        me.visits(path).await;
        if path == "/" {
            me.waits_for_picks().await;
        }
        me.reads("globalThis.mark = 'this very page'").await;
        me.visits(ELSEWHERE).await;
        me.reads_with("await (await module_())[args[0]]()", json!([deed])).await;
        me.goes_back().await;
        // A page whose database was deleted is not kept.
        if deed == "lock" {
            came_back_as_it_was(&me).await;
        }
        // Neither at the first moment, nor in any frame since.
        assert_eq!(me.reads("return globalThis.shown ?? []").await, json!([]), "{deed} {path}");
        assert_eq!(me.status().await["events"], json!(0), "{deed} {path}");
        let sees = me.sees().await;
        for mine in ["Personalised for you", "Opened “Dracula”", "Because you looked"] {
            assert!(!sees.contains(mine), "{deed} {path}: {mine}");
        }
        me.reads("await (await module_()).unlock()").await;
    }
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_shows_my_picks_again() {
    let me = who_is_watched().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let mine = me.sees_picks().await;
    me.reads("globalThis.mark = 'this very page'").await;
    me.visits(ELSEWHERE).await;
    me.goes_back().await;
    came_back_as_it_was(&me).await;
    assert_eq!(me.sees_picks().await, mine);
    let seen = "return all('homekept-picks').map((place) => getComputedStyle(place).visibility)";
    assert_eq!(me.reads(seen).await, json!(["visible", "visible"]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_page_that_goes_on_has_lost_nothing_and_knows_what_happened_meanwhile() {
    // No other engine lets a test freeze a page.
    if Engine::under_test() != Engine::Chromium {
        return;
    }
    let me = Customer::who_reads_gothic().await;
    let first = me.tab().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    record(&me, "emma").await;
    lives(&me, "frozen").await;
    let second = me.opens_another_tab("/").await;
    record(&me, "moby-dick").await;
    assert_eq!(me.status().await["events"], json!(7));
    me.turns_to(&first).await;
    lives(&me, "active").await;
    me.waits_until("return (await module_()).status().events === 7").await;
    record(&me, "ulysses").await;

    // An erase waits for no frozen page, and the page has forgotten when it goes on.
    lives(&me, "frozen").await;
    me.turns_to(&second).await;
    let erase = "return await Promise.race([(await module_()).erase(),
        new Promise((done) => setTimeout(done, 5000, 'in vain'))])";
    assert_eq!(me.reads(erase).await, json!({ "erased": true, "leftovers": [] }));
    me.turns_to(&first).await;
    lives(&me, "active").await;
    me.waits_until("return (await module_()).status().storage === 'none'").await;
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

/// Freezes the page at hand, or lets it go on.
async fn lives(me: &Customer, state: &str) {
    let cdp = me.browser.driver.cdp();
    cdp.send_raw("Page.setWebLifecycleState", json!({ "state": state })).await.expect("it is told");
}

const ELSEWHERE: &str = "/search?q=ghost";

async fn record(me: &Customer, book: &str) {
    me.reads_with("await (await module_()).record('view', args[0])", json!([book])).await;
}

/// The page is the one that was left, where the engine can keep one. Which can, is said here, so
/// that it is noticed when that changes.
async fn came_back_as_it_was(me: &Customer) {
    let kept = me.reads("return [globalThis.mark ?? null, globalThis.persisted ?? null]").await;
    println!("{kept}");
    if Engine::under_test() == Engine::Chromium {
        assert_eq!(kept, json!(["this very page", true]));
    }
}

/// Somebody whose pages note how they come back, and what of mine stands on them then.
async fn who_is_watched() -> Customer {
    let extra_script = Some(WATCH.to_owned());
    Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await
}

const WATCH: &str = r#"
const look = () => {
  for (const place of document.querySelectorAll("homekept-picks, homekept-preferences")) {
    const seen = getComputedStyle(place).visibility === "visible";
    const text = place.shadowRoot?.textContent ?? "";
    const mine = /Personalised for you|Ordered for you|Opened “/.exec(text);
    if (seen && mine) shown.push(mine[0]);
  }
};
addEventListener("pageshow", ({ persisted }) => {
  globalThis.persisted = persisted;
  if (!persisted) return;
  globalThis.shown = [];
  look();
  let frames = 0;
  const next = () => { look(); if (frames++ < 30) requestAnimationFrame(next); };
  requestAnimationFrame(next);
});
"#;
