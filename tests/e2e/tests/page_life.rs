//! What a page lives through: put away and taken back, frozen, prepared ahead.

use homekept_e2e::gaps::{FREEZING, SPECULATION_RULES};
use homekept_e2e::{Customer, Engine, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn back_and_forward_lose_nothing_that_was_acknowledged() {
    let me = who_is_watched().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    // Firefox does not keep the one page on which the database was made.
    me.visits("/").await;
    let (mut events, mut kept) = (0, 0);
    for book in ["emma", "dracula", "monk"] {
        me.reads("globalThis.mark = 'this very page'").await;
        record(&me, book).await;
        goes_elsewhere(&me).await;
        record(&me, book).await;
        events += 2;
        me.goes_back().await;
        kept += usize::from(is_as_it_was(&me).await);
        assert_eq!(me.status().await["events"], json!(events), "after going back");
        me.goes_forward().await;
        assert_eq!(me.status().await["events"], json!(events), "after going forward");
        me.goes_back().await;
    }
    let least = if Engine::under_test().lets_go_of_pages() { 2 } else { 3 };
    assert!(kept >= least, "{kept} of 3 pages were kept");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_left_while_its_database_is_made_keeps_no_other_waiting() {
    let extra_script = Some(LEFT_WHILE_MAKING.to_owned());
    let me = Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await;
    for path in ["/", "/basket", "/about"] {
        me.visits("/preferences").await;
        me.reads_with("globalThis.whereTo = args[0]", json!([path])).await;
        me.presses("Learn from what I do here").await;
        me.arrives_at(path).await;
        opens_at_once(&me, "/preferences").await;
        let erase = "return (await module_()).erase().catch(({ code }) => code)";
        let erased = json!({ "erased": true, "leftovers": [] });
        assert_eq!(me.reads(erase).await, erased, "{path}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_left_while_it_stores_keeps_no_other_waiting_and_goes_on_when_it_is_back() {
    let extra_script = Some([WATCH, LEFT_WHILE_STORING].concat());
    let me = Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    let mut events = 0;
    for book in ["emma", "dracula", "monk"] {
        me.visits("/search?q=a").await;
        me.reads("globalThis.mark = 'this very page'").await;
        me.waits_until_the_page_asks_for_nothing().await;
        let leave = "globalThis.whereTo = '/about';
            globalThis.stored = (await module_()).record('view', args[0]).then(() => 'stored')";
        me.reads_with(leave, json!([book])).await;
        me.arrives_at("/about").await;
        opens_at_once(&me, "/").await;
        record(&me, "ulysses").await;
        events += 1;
        assert_eq!(me.status().await["events"], json!(events), "{book}");
        me.goes_back().await;
        me.goes_back().await;
        if is_as_it_was(&me).await {
            assert_eq!(me.reads("return stored").await, json!("stored"), "{book}");
            events += 1;
        }
        me.waits_until_with(
            "return (await module_()).status().events === args[0]",
            json!([events]),
        )
        .await;
    }
    me.leaves().await;
}

/// The module of this page is open in less time than it waits for storage, and has storage.
async fn opens_at_once(me: &Customer, path: &str) {
    me.goes_to(path).await;
    // The blocks stand in the markup before the page's script gives them the module.
    me.waits_until("return places()[0]?.homekept !== undefined").await;
    let opened = "return Promise.race([module_().then((hk) => hk.status().storageReason),
        new Promise((done) => setTimeout(done, 9000, 'still waits'))])";
    assert_eq!(me.reads(opened).await, Value::Null, "{path}");
}

/// Leaves the page in the midst of making a database, which lasts until then.
const LEFT_WHILE_MAKING: &str = "
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...how) {
      const request = open.apply(this, how);
      request.addEventListener('upgradeneeded', () => {
        if (!globalThis.whereTo) return;
        location.href = whereTo;
        const store = request.result.createObjectStore('busy');
        const goOn = () => { store.get(0).onsuccess = goOn };
        goOn();
      });
      return request;
    };";

/// Leaves the page in the midst of looking into the database, which takes longer than to leave.
const LEFT_WHILE_STORING: &str = "
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (key) {
      if (globalThis.whereTo) {
        location.href = whereTo;
        delete globalThis.whereTo;
        for (let i = 0; i < 30000; i++) get.call(this, i);
      }
      return get.call(this, key);
    };";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_shows_nothing_of_one_who_locked_or_erased_meanwhile() {
    let me = who_is_watched().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    for (path, deed) in [("/", "lock"), ("/preferences", "lock"), ("/", "erase")] {
        for tries in 1.. {
            me.visits(path).await;
            if path == "/" {
                me.waits_for_picks().await;
            }
            me.reads("globalThis.mark = 'this very page'").await;
            goes_elsewhere(&me).await;
            me.reads_with("await (await module_())[args[0]]()", json!([deed])).await;
            me.goes_back().await;
            // Neither at the first moment, nor in any frame since.
            assert_eq!(me.reads("return shown").await, json!([]), "{deed} {path}");
            assert_eq!(me.status().await["events"], json!(0), "{deed} {path}");
            let sees = me.sees().await;
            for mine in ["Personalised for you", "Opened “Dracula”", "Because you looked"] {
                assert!(!sees.contains(mine), "{deed} {path}: {mine}");
            }
            // A page whose database was deleted is not kept.
            let came_back = deed == "erase" || came_back_as_it_was(&me, tries).await;
            me.reads("await (await module_()).unlock()").await;
            if came_back {
                break;
            }
        }
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
    for tries in 1.. {
        me.reads("globalThis.mark = 'this very page'").await;
        goes_elsewhere(&me).await;
        me.goes_back().await;
        if came_back_as_it_was(&me, tries).await {
            break;
        }
        me.waits_for_picks().await;
    }
    assert_eq!(me.sees_picks().await, mine);
    let seen = "return all('homekept-picks').map((place) => getComputedStyle(place).visibility)";
    assert_eq!(me.reads(seen).await, json!(["visible", "visible"]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_page_that_goes_on_has_lost_nothing_and_knows_what_happened_meanwhile() {
    if FREEZING.skips_this_test() {
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

#[tokio::test(flavor = "multi_thread")]
async fn con_01_a_page_that_is_prepared_ahead_keeps_and_asks_nothing_before_i_look_at_it() {
    if SPECULATION_RULES.skips_this_test() {
        return;
    }
    let me = Customer::who_reads_gothic().await;
    // The rules are put in by hand: the shop's own policy allows none.
    let bypass = json!({ "enabled": true });
    me.browser.driver.cdp().send_raw("Page.setBypassCSP", bypass).await.expect("it is told");
    me.visits("/").await;
    me.shop.forget_requests();
    let ahead = "const rules = document.createElement('script');
        rules.type = 'speculationrules';
        rules.textContent = JSON.stringify({ prerender: [{ source: 'list', urls: args }] });
        document.head.append(rules)";
    me.reads_with(ahead, json!(["/item/ulysses"])).await;
    let asked = |path: &str| {
        me.shop.requests().iter().filter(|request| request.path_and_query == path).count()
    };
    let mut waited = 0;
    while asked("/homekept.json") == 0 && waited < 100 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        waited += 1;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(asked("/item/ulysses"), 1, "it is prepared");
    assert_eq!(asked("/homekept.json"), 1, "with the requests that every page makes");
    me.visits("/about").await;
    me.visits("/").await;
    assert_eq!(me.status().await["events"], json!(5), "nothing is recorded");

    // Looked at, it counts.
    me.reads_with(ahead, json!(["/item/ulysses"])).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    me.reads("location.href = '/item/ulysses'").await;
    me.waits_until("return location.pathname === '/item/ulysses' && Boolean(await module_())")
        .await;
    let ahead = "return performance.getEntriesByType('navigation')[0].activationStart > 0";
    assert_eq!(me.reads(ahead).await, json!(true), "it is the one that was prepared");
    me.waits_until("return (await module_()).status().events === 6").await;
    me.leaves().await;
}

const ELSEWHERE: &str = "/search?q=ghost";

async fn goes_elsewhere(me: &Customer) {
    me.waits_until_the_page_asks_for_nothing().await;
    // Firefox keeps no page that is left in the midst of storing something.
    me.rests().await;
    me.visits(ELSEWHERE).await;
}

pub(crate) async fn record(me: &Customer, book: &str) {
    me.reads_with("await (await module_()).record('view', args[0])", json!([book])).await;
}

/// Whether the page is the one that was left. Nothing of ours keeps it out of the back-forward
/// cache: one that is another is tried again, and only where the engine lets go of pages.
async fn came_back_as_it_was(me: &Customer, tries: u32) -> bool {
    let kept = is_as_it_was(me).await;
    let patience = if Engine::under_test().lets_go_of_pages() { 3 } else { 1 };
    assert!(kept || tries < patience, "the page was kept in none of {tries} tries");
    kept
}

async fn is_as_it_was(me: &Customer) -> bool {
    let kept = me.reads("return [globalThis.mark ?? null, globalThis.persisted ?? null]").await;
    kept == json!(["this very page", true])
}

/// Somebody whose pages note how they come back, and what of mine stands on them then.
async fn who_is_watched() -> Customer {
    let extra_script = Some(WATCH.to_owned());
    Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await
}

const WATCH: &str = r#"
globalThis.shown = [];
const look = () => {
  for (const place of document.querySelectorAll("homekept-picks, homekept-preferences")) {
    const seen = getComputedStyle(place).visibility === "visible";
    const text = place.shadowRoot?.textContent ?? "";
    const mine = /Personalised for you|Ordered for you|Opened “/.exec(text);
    if (seen && mine) shown.push(mine[0]);
  }
};
document.addEventListener("resume", look);
addEventListener("pageshow", ({ persisted }) => {
  globalThis.persisted = persisted;
  if (!persisted) return;
  look();
  let frames = 0;
  const next = () => { look(); if (frames++ < 30) requestAnimationFrame(next); };
  requestAnimationFrame(next);
});
"#;
