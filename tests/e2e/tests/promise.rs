//! The network promise: until the customer acts, the same requests in the same
//! order, whatever the profile holds.

use homekept_e2e::{Customer, shop};
use homekept_shop::{Recorded, Tweaks};
use serde_json::json;

const GOTHIC: [&str; 5] = ["frankenstein", "dracula", "castle-of-otranto", "carmilla", "monk"];
const SEA: [&str; 5] =
    ["moby-dick", "treasure-island", "lord-jim", "two-years-before-the-mast", "typhoon"];

#[tokio::test(flavor = "multi_thread")]
async fn the_shop_cannot_tell_two_very_different_readers_and_a_new_one_apart() {
    let nobody = requests_of(&[], None).await;
    let gothic = requests_of(&GOTHIC, None).await;
    let sea = requests_of(&SEA, None).await;

    // The scripted visit makes the requests that the promise is about.
    let paths: Vec<&str> = nobody.iter().map(|request| request.path_and_query.as_str()).collect();
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
    let gothic = requests_of(&GOTHIC, Some(leak)).await;
    let sea = requests_of(&SEA, Some(leak)).await;
    assert!(gothic.iter().any(|request| request.path_and_query.contains("/images/cover/item/")));
    assert_ne!(told(&gothic), told(&sea));
}

/// Makes a profile of these items, then goes on the one scripted visit and
/// gives what the server got of it.
async fn requests_of(items: &[&str], extra_script: Option<&str>) -> Vec<Recorded> {
    let tweaks = Tweaks { extra_script: extra_script.map(str::to_owned), ..Tweaks::default() };
    let me = Customer::in_shop(shop(tweaks)).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    for item in items {
        me.looks_at(item).await;
    }
    me.visits("/about").await;
    // What was visited before is in the browser's own cache, which every shop
    // can feel; the promise is about what we add to it.
    me.browser.forgets_its_cache().await;
    me.shop.forget_requests();

    for path in VISIT {
        me.visits(path).await;
        me.reads("scrollTo(0, document.body.scrollHeight / 2)").await;
        me.rests().await;
        me.reads("scrollTo(0, document.body.scrollHeight)").await;
        me.rests().await;
    }
    if !items.is_empty() {
        // The comparison means something only if the picks did differ.
        me.visits("/").await;
        let shown = "return all('homekept-picks')[0].shadowRoot.querySelector('.cards') !== null";
        me.waits_until(shown).await;
    } else {
        me.visits("/").await;
        assert_eq!(me.status().await["events"], json!(VISIT_EVENTS));
    }
    me.rests().await;
    let requests = me.shop.requests();
    me.leaves().await;
    requests
}

/// What a server is told: everything but the port, which differs from run to run.
fn told(requests: &[Recorded]) -> Vec<String> {
    let line = |request: &Recorded| {
        let headers: Vec<String> = request
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", without_port(value)))
            .collect();
        let Recorded { method, path_and_query, body_len, .. } = request;
        format!("{method} {path_and_query} {body_len} {}", headers.join(" | "))
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

fn prefetched(requests: &[Recorded]) -> usize {
    let purpose = |request: &&Recorded| {
        request.headers.iter().any(|(name, value)| {
            (name == "purpose" || name == "sec-purpose") && value.contains("prefetch")
        })
    };
    requests.iter().filter(purpose).count()
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

/// The one visit that everybody makes.
const VISIT: [&str; 4] = ["/", "/browse", "/item/jane-eyre", "/search?q=love"];
/// Items that the visit itself opens.
const VISIT_EVENTS: u32 = 1;
