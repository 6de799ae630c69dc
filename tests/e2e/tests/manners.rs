//! The elements' manners: they keep the page's policy, run nothing that they are
//! given to show, and hold still.

use homekept_e2e::gaps::{LAYOUT_SHIFTS, TASKS_BY_PRIORITY};
use homekept_e2e::{Customer, DESKTOP, PHONE, pack_of, shop, shop_selling};
use homekept_shop::Tweaks;
use serde_json::json;
use std::time::Duration;

const ALL_PAGES: [&str; 7] =
    ["/", "/browse", "/item/frankenstein", "/search?q=sea", "/basket", "/preferences", "/about"];

#[tokio::test(flavor = "multi_thread")]
async fn sec_23_ui_11_the_strict_policy_is_kept_and_no_other_host_is_asked() {
    let watch = "globalThis.violations = [];
        addEventListener('securitypolicyviolation', (event) =>
          violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);";
    let extra_script = Some(watch.to_owned());
    let me = Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await;
    for path in ALL_PAGES {
        me.visits(path).await;
        keeps_the_policy(&me, path).await;
    }
    me.visits("/").await;
    me.presses("Allow all of these").await;
    keeps_the_policy(&me, "after my answer").await;
    me.reads_gothic().await;
    me.visits("/item/dracula").await;
    me.presses("I like this").await;
    me.presses("Add to basket").await;
    keeps_the_policy(&me, "at an item").await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.presses_card(0).await;
    me.presses("More like this").await;
    me.presses("Show without my profile").await;
    keeps_the_policy(&me, "with picks").await;
    me.visits("/preferences").await;
    me.presses("More of Gothic fiction").await;
    for file in ["Download my data", "Download to read", "Download my receipts"] {
        me.presses(file).await;
    }
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    assert!(me.sees().await.contains("All is erased."));
    keeps_the_policy(&me, "in the preference center").await;

    // The watch is awake: what breaks the policy is seen.
    me.reads("try { document.body.innerHTML = '<p>' } catch {}").await;
    assert_ne!(me.reads("return violations").await, json!([]));
    me.leaves().await;
}

/// No violation so far, the header as it must be, and nothing from elsewhere.
async fn keeps_the_policy(me: &Customer, place: &str) {
    assert_eq!(me.reads("return violations").await, json!([]), "{place}");
    let header = "return (await fetch(location)).headers.get('content-security-policy')";
    let header = me.reads(header).await;
    let mut directives: Vec<&str> =
        header.as_str().expect("a header").split(';').map(str::trim).collect();
    directives.sort_unstable();
    assert_eq!(directives, POLICY, "{place}");
    let elsewhere = "return performance.getEntries().map(({ name }) => name)
        .filter((name) => /^[a-z]+:\\/\\//.test(name) && new URL(name).origin !== location.origin)";
    assert_eq!(me.reads(elsewhere).await, json!([]), "{place}");
}

/// SEC-23, with no aggregator: in the order of the alphabet.
const POLICY: [&str; 11] = [
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "frame-ancestors 'none'",
    "img-src 'self'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "trusted-types homekept lit-html",
    "worker-src 'self'",
];

#[tokio::test(flavor = "multi_thread")]
async fn sec_24_a_title_that_is_code_is_shown_as_text() {
    let code = r#"<img src=x onerror="globalThis.hacked = 1">"#;
    let quoted = code.replace('"', "\"\"");
    let rows: Vec<String> = (0..24)
        .map(|item| {
            format!(
                "book-{item},\"{quoted}{item}\",\"<script>hacked = 2</script>{}\",\"{quoted}\"\n",
                item % 3
            )
        })
        .collect();
    let feed = format!("id,title,category,price\n{}", rows.concat());
    let shop = shop_selling(pack_of(&feed), |options| options.name = code.to_owned());
    let me = Customer::in_shop(shop).await;
    me.visits("/").await;
    assert!(me.sees().await.contains(code), "the question names who asks");
    me.presses("Allow all of these").await;
    for item in ["book-0", "book-3", "book-6"] {
        me.looks_at(item).await;
    }
    me.visits("/").await;
    me.waits_for_picks().await;
    assert!(
        me.sees_reasons()
            .await
            .iter()
            .any(|reason| reason.contains("<script>") || reason.contains(code)),
        "{:?}",
        me.sees_reasons().await
    );
    me.presses_card(0).await;
    let sees = me.sees().await;
    assert!(sees.contains(code));
    is_not_hacked(&me).await;
    me.visits("/preferences").await;
    let sees = me.sees().await;
    assert!(sees.contains(&format!("Opened “{code}0”")), "{sees}");
    assert!(sees.contains("<script>hacked = 2</script>0"), "{sees}");
    me.presses("Never again: <script>hacked = 2</script>0").await;
    is_not_hacked(&me).await;
    me.leaves().await;
}

async fn is_not_hacked(me: &Customer) {
    let made = "return [globalThis.hacked ?? 0, all('img[src=x], [onerror]').length,
        all('script').filter(({ text }) => text.includes('hacked')).length]";
    assert_eq!(me.reads(made).await, json!([0, 0, 0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_jumps_when_the_question_or_the_picks_arrive() {
    if LAYOUT_SHIFTS.skips_this_test() {
        return;
    }
    let watch = "globalThis.jumps = [];
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput, sources } of list.getEntries()) {
            if (!hadRecentInput) jumps.push({ value, of: sources.map(({ node }) => node?.className ?? node?.nodeName) });
          }
        }).observe({ type: 'layout-shift', buffered: true });";
    let extra_script = Some(watch.to_owned());
    let me = Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await;
    for screen in [DESKTOP, PHONE] {
        me.uses(screen).await;
        for path in ["/", "/item/dracula", "/search?q=love", "/preferences"] {
            me.visits(path).await;
            jumps_less_than_a_hundredth(&me, path).await;
        }
    }
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    for screen in [DESKTOP, PHONE] {
        me.uses(screen).await;
        for path in ["/", "/item/dracula"] {
            me.visits(path).await;
            me.waits_for_picks().await;
            me.rests().await;
            jumps_less_than_a_hundredth(&me, path).await;
        }
    }
    // A jump is seen.
    me.reads("document.body.prepend(all('aside')[0])").await;
    me.rests().await;
    assert_ne!(me.reads("return jumps").await, json!([]));
    me.leaves().await;
}

async fn jumps_less_than_a_hundredth(me: &Customer, place: &str) {
    let jumps = me.reads("return jumps").await;
    let sum: f64 =
        jumps.as_array().into_iter().flatten().filter_map(|jump| jump["value"].as_f64()).sum();
    assert!(sum < 0.01, "{place}: {jumps:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn my_press_need_not_wait_until_every_element_is_done() {
    if TASKS_BY_PRIORITY.skips_this_test() {
        return;
    }
    // In which task of the page something happens: that a new one begins is told before all others.
    let watch = "let task = 0;
        let marked = false;
        const now = () => {
          if (!marked) {
            task += 1;
            marked = true;
            scheduler.postTask(() => { marked = false; }, { priority: 'user-blocking' });
          }
          return task;
        };
        globalThis.beginnings = [];
        globalThis.swaps = [];
        const attach = Element.prototype.attachShadow;
        Element.prototype.attachShadow = function (init) {
          beginnings.push([this.localName, now()]);
          return attach.call(this, init);
        };
        document.addEventListener('homekept-shown', ({ target }) => swaps.push([target.kind, now()]), true);";
    let extra_script = Some(watch.to_owned());
    let me = Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await;
    me.visits("/").await;
    let kinds_a_task = "const tasks = Map.groupBy(beginnings, ([, task]) => task);
        return [...tasks.values()].map((of) => new Set(of.map(([name]) => name)).size)";
    assert_eq!(me.reads(kinds_a_task).await, json!([1, 1]), "the question, and the picks");
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.rests().await;
    let swaps = "return [swaps.length, new Set(swaps.map(([, task]) => task)).size]";
    let swaps = me.reads(swaps).await;
    assert_eq!(swaps[0], swaps[1], "each block changes in a task of its own");
    assert_ne!(swaps[0], json!(0));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_changes_under_my_pointer() {
    let me = Customer::who_reads_gothic().await;
    me.uses(DESKTOP).await;
    let slow = vec![("/assets/homekept.wasm".to_owned(), Duration::from_millis(1500))];
    me.shop.set_tweaks(Tweaks { slow, ..Tweaks::default() });
    me.goes_to("/").await;
    me.points_at("all('homekept-picks')[0]").await;
    let public = me.sees_picks().await;
    let ready = "return Boolean(await module_()) && (await module_()).status().personal";
    me.waits_until(ready).await;
    me.rests().await;
    me.rests().await;
    assert_eq!(me.sees_picks().await, public, "what I point at stays");
    me.points_at("all('h1')[0]").await;
    me.waits_for_picks().await;
    assert_ne!(me.sees_picks().await, public);
    me.leaves().await;
}
