//! The network promise: until the customer acts, the same requests in the same
//! order, whatever the profile holds.

use homekept_e2e::{Customer, Engine, Passed, Proxy, Setup, shop, shop_in_parts};
use homekept_shop::{Running, Tweaks};
use serde_json::{Value, json};

const GOTHIC: [&str; 5] = ["frankenstein", "dracula", "castle-of-otranto", "carmilla", "monk"];
const SEA: [&str; 5] =
    ["moby-dick", "treasure-island", "lord-jim", "two-years-before-the-mast", "typhoon"];

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_in_parts_cannot_tell_them_apart_either() {
    let (nobody, _) = requests_in(shop_in_parts(Tweaks::default()), &[]).await;
    let (gothic, _) = requests_in(shop_in_parts(Tweaks::default()), &GOTHIC).await;
    let is_shard = |passed: &Passed| {
        passed.target.split_once("/packs/").is_some_and(|(_, name)| name.contains('/'))
    };
    assert!(nobody.iter().any(is_shard), "shards are fetched");
    assert_eq!(told(&gothic), told(&nobody));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shop_cannot_tell_two_very_different_readers_and_a_new_one_apart() {
    let (nobody, _) = requests_of(&[], None).await;
    let (gothic, gothic_order) = requests_of(&GOTHIC, None).await;
    let (sea, sea_order) = requests_of(&SEA, None).await;
    assert_ne!(gothic_order, sea_order, "each finds the list in an order of their own");

    // The scripted visit makes the requests that the promise is about.
    let paths: Vec<&str> = nobody.iter().map(|request| request.target.as_str()).collect();
    for expected in ["/homekept.json", "/images/", "/packs/", "/assets/", "/item/"] {
        assert!(paths.iter().any(|path| path.contains(expected)), "{expected} in {paths:#?}");
    }
    assert!(prefetched(&nobody) > 0, "the shop's own link prefetcher is at work");
    assert_eq!(told(&gothic), told(&nobody));
    assert_eq!(told(&sea), told(&nobody));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pick_that_loads_its_own_image_is_found_out() {
    // What a careless developer might add to the page.
    let leak = r#"
        addEventListener("homekept-shown", ({ target }) => setTimeout(() => {
          for (const link of target.shadowRoot.querySelectorAll("a")) {
            new Image().src = "/images/cover" + new URL(link.href).pathname + ".png";
          }
        }, 50), true);"#;
    let (gothic, _) = requests_of(&GOTHIC, Some(leak)).await;
    let (sea, _) = requests_of(&SEA, Some(leak)).await;
    assert!(gothic.iter().any(|request| request.target.contains("/images/cover/item/")));
    assert_ne!(told(&gothic), told(&sea));
}

/// Makes a profile of these items, then goes on the one scripted visit and
/// gives what the browser sent for it, to anybody, and the order in which the
/// last page's list was shown.
async fn requests_of(items: &[&str], extra_script: Option<&str>) -> (Vec<Passed>, Value) {
    let tweaks = Tweaks { extra_script: extra_script.map(str::to_owned), ..Tweaks::default() };
    requests_in(shop(tweaks), items).await
}

async fn requests_in(shop: Running, items: &[&str]) -> (Vec<Passed>, Value) {
    let proxy = Proxy::for_shop(shop.address).await;
    let me = Customer::in_shop_with(shop, Setup { proxy: Some(proxy.address), ..Setup::default() })
        .await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    for item in items {
        me.looks_at(item).await;
    }
    me.visits("/about").await;
    everything_is_asked_for(&me, &proxy).await;
    proxy.forgets_requests();

    for path in VISIT {
        me.visits(path).await;
        everything_is_asked_for(&me, &proxy).await;
        for place in ["document.body.scrollHeight / 2", "document.body.scrollHeight"] {
            me.reads(&format!("scrollTo(0, {place})")).await;
            everything_is_asked_for(&me, &proxy).await;
        }
    }
    if !items.is_empty() {
        me.waits_until(ORDERED).await;
    }
    let order = "return all('[data-homekept-item]').map((item) => item.dataset.homekeptItem)";
    let order = me.reads(order).await;
    me.visits("/").await;
    if items.is_empty() {
        assert_eq!(me.status().await["events"], json!(VISIT_EVENTS));
    } else {
        // The comparison means something only if the picks did differ.
        me.waits_for_my_picks().await;
    }
    everything_is_asked_for(&me, &proxy).await;
    // What arrived at the shop is what the browser sent: nothing found a way around the proxy.
    let requests = proxy.requests();
    let arrived = me.shop.requests().len();
    me.browser.end().await;
    assert!(arrived >= requests.len() && requests.len() > 50, "{arrived} {}", requests.len());
    let engine = Engine::under_test();
    let calls_home = |passed: &Passed| {
        CALLS_HOME.iter().any(|(whose, target)| *whose == engine && passed.target == *target)
    };
    let requests: Vec<Passed> = requests.into_iter().filter(|passed| !calls_home(passed)).collect();
    let elsewhere: Vec<&Passed> = requests.iter().filter(|passed| !passed.to_shop).collect();
    assert!(elsewhere.is_empty(), "nobody but the shop is asked: {elsewhere:#?}");
    (requests, order)
}

/// Waits until the page has found time for what it does when it has time, such as prefetching, and
/// until all of it is answered.
async fn everything_is_asked_for(me: &Customer, proxy: &Proxy) {
    let idle = "const idle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50));
        await new Promise((resolve) => idle(resolve));
        for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
        await new Promise((resolve) => idle(resolve))";
    me.reads(idle).await;
    proxy.falls_silent().await;
}

/// What a server is told: everything but the port, which differs from run to run.
fn told(requests: &[Passed]) -> Vec<String> {
    let line = |request: &Passed| {
        let headers: Vec<String> = request
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", without_port(value)))
            .collect();
        let Passed { method, target, body_len, .. } = request;
        format!("{method} {} {body_len} {}", without_port(target), headers.join(" | "))
    };
    let mut lines: Vec<String> = requests.iter().map(line).collect();
    in_batches(&mut lines);
    lines
}

/// Requests between two pages travel on several connections at once, and
/// arrive in a random order of a few milliseconds: each page's batch is
/// compared as a set, the pages in their order.
fn in_batches(lines: &mut [String]) {
    for batch in lines.chunk_by_mut(|_, next| !next.contains("sec-fetch-mode: navigate")) {
        batch[1..].sort();
    }
}

/// Pages that were fetched, and not gone to.
fn prefetched(requests: &[Passed]) -> usize {
    let is_prefetch = |request: &&Passed| {
        let is_page = request.target.contains("/item/") || request.target.contains("/browse/");
        let mode = request.headers.iter().find(|(name, _)| name == "sec-fetch-mode");
        is_page && mode.is_some_and(|(_, mode)| mode != "navigate")
    };
    requests.iter().filter(is_prefetch).count()
}

fn without_port(value: &str) -> String {
    value
        .split("127.0.0.1:")
        .enumerate()
        .map(|(place, part)| match place {
            0 => part.to_owned(),
            _ => format!("127.0.0.1{}", part.trim_start_matches(|c: char| c.is_ascii_digit())),
        })
        .collect()
}

/// What engines wish to ask for on their own account, under settings that leave them little.
const CALLS_HOME: [(Engine, &str); 8] = [
    (Engine::Chromium, "accounts.google.com:443"),
    (Engine::Chromium, "clients2.google.com:443"),
    (Engine::Chromium, "content-autofill.googleapis.com:443"),
    (Engine::Chromium, "optimizationguide-pa.googleapis.com:443"),
    (Engine::Chromium, "safebrowsingohttpgateway.googleapis.com:443"),
    (Engine::Chromium, "update.googleapis.com:443"),
    (Engine::Firefox, "content-signature-2.cdn.mozilla.net:443"),
    (Engine::Firefox, "firefox.settings.services.mozilla.com:443"),
];

/// Says that the page's list has been put in order.
const ORDERED: &str = "return all('homekept-picks').some((place) =>
    place.shadowRoot?.querySelector('.label')?.textContent.includes('Ordered for you'))";

/// The one visit that everybody makes: lists with images, an item, a search whose list is put in
/// order.
const VISIT: [&str; 4] = ["/", "/browse", "/item/jane-eyre", "/search?q=love"];
/// Items that the visit itself opens.
const VISIT_EVENTS: u32 = 1;
