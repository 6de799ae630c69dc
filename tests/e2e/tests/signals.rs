//! What leaves a browser whose customer lets it be measured: one report in a period, to a collector
//! that runs, with nothing of who sends it.

use crate::center::KEEP_FILES;
use crate::crash::{Profile, the_marker_is_written};
use homekept::signals::{Report, period_of};
use homekept::time::Minute;
use homekept_e2e::{Browser, Customer, Desk, Setup, shop_selling};
use homekept_shop::{Recorded, Running, ShopOptions, Tweaks};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// A page's time is told by its address, in minutes.
const CLOCK: &str = "const now = Date.now, from = now(), at = new URLSearchParams(location.search).get('at');
    if (at !== null) {
      Date.now = () => Number(at) * 60_000 + now() - from;
      Date = class extends Date { constructor(...of) { super(...(of.length ? of : [globalThis.Date.now()])); } };
    }";

/// What is written down of signals, opened as the page's own script does.
const LEDGER: &str = r#"
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("homekept:bookshop");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const meta = database.transaction("meta").objectStore("meta");
    const at = (name) => new Promise((resolve) => {
      const request = meta.get(name);
      request.onsuccess = () => resolve(request.result);
    });
    const [record, key] = await Promise.all([at("signals"), at("signals-key")]);
    database.close();
    if (!record) return null;
    const bound = JSON.stringify(["homekept-signals", 1, location.origin, "bookshop"]);
    const cipher = { name: "AES-GCM", iv: record.slice(1, 13), additionalData: new TextEncoder().encode(bound) };
    const bytes = await crypto.subtle.decrypt(cipher, key, record.slice(13));
    return JSON.parse(new TextDecoder().decode(bytes))
"#;

/// A shop with its collector, and the minute that the collector has.
struct Street {
    desk: Desk,
    now: u32,
}

impl Street {
    async fn opens() -> Street {
        let desk = Desk::of_the_shop();
        let now = desk.goes_to_a_new_period().await;
        Street { desk, now }
    }

    fn shop(&self) -> Running {
        self.shop_with(|_| {})
    }

    fn shop_with(&self, change: impl FnOnce(&mut ShopOptions)) -> Running {
        shop_selling(homekept_e2e::pack().to_vec(), |options| {
            options.collector = Some(self.desk.address());
            options.tweaks = tweaks();
            change(options);
        })
    }

    /// Somebody who allowed everything eight days ago, and whose browser has drawn what to answer.
    async fn customer(&self, reads: bool) -> Customer {
        let me = Customer::in_shop(self.shop()).await;
        self.allows(&me, reads).await;
        me
    }

    async fn allows(&self, me: &Customer, reads: bool) {
        self.allows_on(me, "/", reads).await;
    }

    async fn allows_on(&self, me: &Customer, page: &str, reads: bool) {
        comes(me, page, self.now - 8 * DAY).await;
        me.presses("Allow all of these").await;
        if reads {
            me.reads_gothic().await;
        }
        me.waits_until(&format!("return ({}) !== null", ledger())).await;
        assert_eq!(me.reads(LEDGER).await["plan"], Value::Null, "it is too young");
        comes(me, page, self.now - DAY).await;
        me.waits_until(&format!("return ({})?.plan !== null", ledger())).await;
        assert_eq!(reports(me).len(), 0);
    }

    /// The page at which the report leaves: its delay is over.
    async fn sends(&self, me: &Customer) {
        self.sends_on(me, "/").await;
    }

    async fn sends_on(&self, me: &Customer, page: &str) {
        comes(me, page, self.now + 5).await;
        me.waits_until(&format!("return typeof ({}).entries[0]?.sent === 'number'", ledger()))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sig_07_sig_16_what_leaves_is_what_the_log_says_and_names_nobody() {
    let street = Street::opens().await;
    let me = street.customer(true).await;
    me.reads("document.cookie = 'visitor=4711; path=/'").await;
    street.sends(&me).await;
    let sent = reports(&me);
    assert_eq!(sent.len(), 1);
    let Recorded { method, path_and_query, headers, body } = &sent[0];
    assert_eq!((method.as_str(), path_and_query.as_str()), ("POST", "/signals/v1/reports"));
    let names: BTreeSet<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    for name in &names {
        let plain =
            PLAIN.contains(name) || name.starts_with("sec-ch-ua") || name.starts_with("sec-fetch");
        assert!(plain, "{name} in {headers:?}");
    }
    let report = Report::decode(body).expect("it is a report");
    assert_eq!(report.period, period_of(Minute(street.now)));
    // The log has the very bytes, and the collector has counted them.
    let ledger = me.reads(LEDGER).await;
    assert_eq!(ledger["entries"][0]["report"], json!(body));
    assert_eq!(ledger["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(street.desk.has_counted().await, (1, 0));
    // Neither is anything of it to be read in storage, nor does another page send another.
    let contents = me.stores().await.contents;
    assert!(!contents.contains("taste") && !contents.contains("HKR"), "{contents}");
    for later in [10, 60, DAY, 5 * DAY] {
        comes(&me, "/", street.now + later).await;
        settles(&me).await;
    }
    assert_eq!(reports(&me).len(), 1);
    me.leaves().await;
    street.desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn sig_08_sig_09_whoever_looked_at_nothing_sends_at_the_same_page_and_as_much() {
    let street = Street::opens().await;
    let mut seen = Vec::new();
    for reads in [false, true] {
        let me = street.customer(reads).await;
        street.sends(&me).await;
        let shape = |sent: &Recorded| {
            let names: Vec<String> = sent.headers.iter().map(|(name, _)| name.clone()).collect();
            (sent.path_and_query.clone(), names, sent.body.len())
        };
        seen.push(reports(&me).iter().map(shape).collect::<Vec<_>>());
        me.leaves().await;
    }
    assert_eq!(seen[0].len(), 1);
    assert_eq!(seen[0][0].2, Report::LEN);
    assert_eq!(seen[0], seen[1]);
    assert_eq!(street.desk.has_counted().await, (2, 0));
    street.desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn sig_15_what_i_take_back_is_never_sent_also_where_a_report_was_waiting() {
    let street = Street::opens().await;
    let me = street.customer(true).await;
    // The collector is away: the report waits, and is tried again as it is.
    me.shop.set_tweaks(Tweaks { failing: vec![("/signals".to_owned(), 503)], ..tweaks() });
    for page in 0..2 {
        comes(&me, "/", street.now + 5 + page).await;
        until(|| reports(&me).len() > page as usize).await;
    }
    let waiting = reports(&me);
    assert_eq!(waiting[0].body, waiting[1].body);
    assert_eq!(me.reads(LEDGER).await["entries"][0]["sent"], Value::Null);

    me.shop.set_tweaks(tweaks());
    me.shop.forget_requests();
    me.reads("await (await module_()).consent({ refuse: ['measure'] })").await;
    me.waits_until(&format!("return ({}).closed", ledger())).await;
    let kept = me.reads(LEDGER).await;
    assert_eq!(kept["entries"][0]["report"], Value::Null, "it is gone");
    assert_eq!(kept["entries"][0]["epsilon"], json!(1000), "what it cost stays");
    for later in [20, DAY] {
        comes(&me, "/", street.now + later).await;
        settles(&me).await;
    }
    // Nor after another yes: this period has been paid for.
    me.reads("await (await module_()).consent({ allow: ['measure'] })").await;
    me.waits_until(&format!("return ({}).closed === false", ledger())).await;
    for later in [2 * DAY, 4 * DAY] {
        comes(&me, "/", street.now + later).await;
        settles(&me).await;
    }
    assert_eq!(reports(&me), Vec::new());
    assert_eq!(street.desk.has_counted().await, (0, 0));

    // And everything goes with an erasure.
    me.reads("await (await module_()).erase()").await;
    assert!(me.stores().await.places.iter().all(|place| !place.starts_with("database")));
    me.leaves().await;
    street.desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn sig_05_who_did_not_allow_it_pauses_or_locks_sends_nothing() {
    let street = Street::opens().await;
    let me = Customer::in_shop(street.shop()).await;
    comes(&me, "/", street.now - 8 * DAY).await;
    me.reads(
        "await (await module_()).consent({ allow: ['remember', 'learn'], refuse: ['measure'] })",
    )
    .await;
    settles(&me).await;
    assert_eq!(me.reads(LEDGER).await, Value::Null, "nothing is begun");
    me.leaves().await;

    for (stops, goes_on) in [("pause(true)", "pause(false)"), ("lock()", "unlock()")] {
        let me = street.customer(true).await;
        me.reads(&format!("await (await module_()).{stops}")).await;
        for later in [5, 10] {
            comes(&me, "/", street.now + later).await;
            settles(&me).await;
        }
        assert_eq!(reports(&me).len(), 0, "{stops}");
        me.reads(&format!("await (await module_()).{goes_on}")).await;
        street.sends(&me).await;
        assert_eq!(reports(&me).len(), 1, "{goes_on}");
        me.leaves().await;
    }
    street.desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn sig_05_two_tabs_that_open_together_send_one_report() {
    let street = Street::opens().await;
    let me = street.customer(true).await;
    // Frames of pages would be refused storage; windows of one page are opened at once.
    let script = "const address = `/?at=${args[0]}`;
        const pages = Array.from({ length: 3 }, () => open(address));
        if (pages.some((page) => !page)) return false;
        return true";
    if me.reads_with(script, json!([street.now + 5])).await == json!(false) {
        // A browser that opens no windows by script has one page at a time here.
        street.sends(&me).await;
    }
    me.waits_until(&format!("return typeof ({}).entries[0]?.sent === 'number'", ledger())).await;
    settles(&me).await;
    let bodies: BTreeSet<Vec<u8>> = reports(&me).into_iter().map(|sent| sent.body).collect();
    assert_eq!(bodies.len(), 1);
    assert_eq!(street.desk.has_counted().await.0, 1);
    me.leaves_with_the_browser().await;
    street.desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn sig_16_what_left_is_told_where_the_site_asks_no_more_and_never_denied_where_it_cannot_be_read()
 {
    let street = Street::opens().await;
    let me = street.customer(true).await;
    street.sends(&me).await;
    let mut policy: Value = serde_json::from_str(&me.shop.policy()).expect("it is JSON");
    policy.as_object_mut().expect("an object").remove("signals");
    me.shop.set_tweaks(Tweaks { policy: Some(policy.to_string()), ..tweaks() });
    me.visits("/preferences").await;
    me.waits_until("return all('[data-reports] li').length === 1").await;
    assert!(
        me.sees().await.contains("Of your profile, only random counts have left this browser.")
    );

    me.reads(SPOILS_THE_LEDGER).await;
    me.visits("/preferences").await;
    let told = "return all('[aria-labelledby=left]').map(textOf).join().includes('cannot be told')";
    me.waits_until(told).await;
    let sees = me.sees().await;
    assert!(sees.contains("its list does not open (vault-damaged)"), "{sees}");
    assert!(sees.contains("last signal: not known") && !sees.contains("Nothing, ever"), "{sees}");
    me.leaves().await;
    street.desk.closes();
}

/// Changes its last byte.
const SPOILS_THE_LEDGER: &str = r#"
    const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const database = await asked(indexedDB.open("homekept:bookshop"));
    const meta = database.transaction("meta", "readwrite").objectStore("meta");
    const record = await asked(meta.get("signals"));
    record[record.length - 1] ^= 1;
    await asked(meta.put(record, "signals"));
    database.close();
"#;

#[tokio::test(flavor = "multi_thread")]
async fn sig_05_a_browser_that_is_killed_between_paying_and_sending_never_sends_twice() {
    let Some(profile) = Profile::make("signals") else { return };
    let street = Street::opens().await;
    let setup = || Setup { profile: Some(profile.0.clone()), ..Setup::default() };
    let me = Customer::in_shop_with(street.shop(), setup()).await;
    street.allows(&me, true).await;
    the_marker_is_written().await;
    // The collector is slower than the browser lives: it has been paid for, and no answer comes.
    me.shop.set_tweaks(Tweaks {
        slow: vec![("/signals".to_owned(), Duration::from_secs(60))],
        ..tweaks()
    });
    let mut me = me;
    for moment in 0..MOMENTS {
        me.goes_to(&format!("/?at={}", u64::from(street.now) + 5 + moment)).await;
        tokio::time::sleep(Duration::from_millis(moment * 311 % 1_300)).await;
        let Customer { browser, shop } = me;
        Browser::is_killed(browser);
        me = Customer::in_shop_with(shop, setup()).await;
    }
    me.shop.set_tweaks(tweaks());
    street.sends(&me).await;
    let ledger = me.reads(LEDGER).await;
    let entries = ledger["entries"].as_array().expect("a list");
    assert_eq!((entries.len(), &entries[0]["epsilon"]), (1, &json!(1000)), "{ledger}");
    let bodies: BTreeSet<Vec<u8>> = reports(&me).into_iter().map(|sent| sent.body).collect();
    assert_eq!(bodies.len(), 1, "the same bytes, whenever they were sent");
    assert_eq!(street.desk.has_counted().await.0, 1);
    me.leaves_with_the_browser().await;
    street.desk.closes();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_build_sends_too_and_loads_nothing_for_it_before_i_agree() {
    let street = Street::opens().await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join(format!("target/demo/e2e-signals-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    for file in ["homekept.iife.js", "homekept.wasm", "signals-alone.js", "signals.wasm"] {
        fs::copy(root.join("www/dist").join(file), folder.join(file)).expect("`cargo xtask build`");
    }
    fs::write(folder.join("item.html"), WITHOUT_A_BUILD).expect("a file can be written");
    let shop = street.shop_with(|options| options.assets.clone_from(&folder));
    let me = Customer::in_shop(shop).await;
    comes(&me, "/assets/item.html", street.now - 9 * DAY).await;
    let asked = |me: &Customer| {
        let requests = me.shop.requests();
        requests.iter().filter(|one| one.path_and_query.contains("signals")).count()
    };
    assert_eq!(asked(&me), 0);
    street.allows_on(&me, "/assets/item.html", true).await;
    assert!(asked(&me) > 0);
    street.sends_on(&me, "/assets/item.html").await;
    assert_eq!(reports(&me).len(), 1);
    assert_eq!(street.desk.has_counted().await, (1, 0));
    me.leaves().await;
    street.desk.closes();
    let _ = fs::remove_dir_all(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn sig_16_i_read_what_is_asked_before_i_agree_and_what_left_afterwards() {
    let street = Street::opens().await;
    let me = Customer::in_shop(street.shop()).await;
    comes(&me, "/", street.now - 9 * DAY).await;
    let asked = me.sees().await;
    for text in ASKED {
        assert!(asked.contains(text), "{text}: {asked}");
    }
    street.allows(&me, true).await;
    comes(&me, "/preferences", street.now - DAY + 1).await;
    assert!(me.sees().await.contains("No random count has left this browser yet."));

    street.sends(&me).await;
    comes(&me, "/preferences", street.now + 60).await;
    let rows = "return all('homekept-preferences')[0].shadowRoot.querySelectorAll('[data-reports] li').length";
    me.waits_until(&format!("{rows} === 1")).await;
    let told = me.sees().await;
    for text in [
        "Of your profile, only random counts have left this browser.",
        "Sent: ",
        "Used of your privacy budget in 90 days: 1 of 4.",
    ] {
        assert!(told.contains(text), "{text}: {told}");
    }
    assert!(!told.contains("Nothing, ever"), "{told}");
    assert!(me.meets_barriers().await.is_empty(), "{:?}", me.meets_barriers().await);
    // Its bytes are those that were sent.
    me.reads(KEEP_FILES).await;
    me.reads(
        "all('homekept-preferences')[0].shadowRoot.querySelector('[data-reports] button').click()",
    )
    .await;
    let bytes = me.reads("return [...new Uint8Array(await made.at(-1).arrayBuffer())]").await;
    assert_eq!(bytes, json!(reports(&me)[0].body));
    me.leaves().await;
    street.desk.closes();
}

fn tweaks() -> Tweaks {
    Tweaks { extra_script: Some(CLOCK.to_owned()), ..Tweaks::default() }
}

/// Opens a page at a minute.
async fn comes(me: &Customer, path: &str, minute: u32) {
    me.visits(&format!("{path}?at={minute}")).await;
}

/// Everything that was sent to the collector's address.
fn reports(me: &Customer) -> Vec<Recorded> {
    let sent = |request: &Recorded| request.path_and_query.starts_with("/signals");
    me.shop.requests().into_iter().filter(sent).collect()
}

/// Waits until this page's part is done: its lock is free, and stays free.
async fn settles(me: &Customer) {
    me.waits_until_the_page_asks_for_nothing().await;
    let free = "await navigator.locks.request('homekept:bookshop signals', () => {}); return true";
    me.waits_until(free).await;
}

async fn until(is_so: impl Fn() -> bool) {
    for tries in 0.. {
        if is_so() {
            return;
        }
        assert!(tries < 1_000, "waited in vain");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn ledger() -> String {
    format!("await (async () => {{ {LEDGER} }})()")
}

const WITHOUT_A_BUILD: &str = r#"<!doctype html>
<html lang="en">
  <title>A page without a build</title>
  <script src="/extra.js"></script>
  <script src="/assets/homekept.iife.js" data-homekept-policy="/homekept.json"></script>
  <body data-homekept-item="dracula">
    <homekept-consent></homekept-consent>
    <div id="list"></div>
  </body>
</html>"#;
const ASKED: [&str; 3] = [
    "Which of these you look at most: Adventure, ",
    "How many items you opened in 30 days, in steps: 1, 3, ",
    "Chance is mixed in, so one answer says little about you.",
];
const DAY: u32 = 24 * 60;
const MOMENTS: u64 = 5;
/// What every request of a page has.
const PLAIN: [&str; 12] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "host",
    "origin",
    "pragma",
    "priority",
    "te",
    "user-agent",
];
