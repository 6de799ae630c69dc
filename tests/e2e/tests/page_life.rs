//! What a page lives through: put away and taken back, frozen, prepared ahead; a shop that changes
//! under it, a network that fails it, a module that breaks down.

use homekept_e2e::gaps::{FREEZING, SPECULATION_RULES};
use homekept_e2e::{CALLBACK, Customer, Engine, module_that_traps_at, pack_of, shop};
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
    me.waits_until("return places().length > 0").await;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_changes_while_a_page_loads_is_found_at_its_new_address() {
    let slow = vec![("/packs/".to_owned(), Duration::from_millis(800))];
    let me = Customer::in_shop(shop(Tweaks { slow, ..Tweaks::default() })).await;
    me.goes_to("/").await;
    wait_for(&me, "/packs/").await;
    me.shop.set_pack(smaller_pack()).expect("it is a pack");
    me.waits_until("return Boolean(await module_())").await;
    assert_eq!(me.reads("return (await module_()).problem ?? null").await, json!(null));
    let known = "return (await module_()).rank({ slot: 'for-you', limit: 100 }).length";
    assert_eq!(me.reads(known).await, json!(4), "it is the new one");
    assert_eq!(asked(&me, "/homekept.json"), 2, "the policy is read twice");
    assert_eq!(asked(&me, "/packs/"), 2);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_whose_content_changed_at_its_address_is_asked_for_twice_and_no_more() {
    let me =
        Customer::in_shop(shop(Tweaks { pack_bytes: Some(smaller_pack()), ..Tweaks::default() }))
            .await;
    me.visits("/").await;
    assert_eq!(me.reads("return (await module_()).problem").await, json!("pack-unreachable"));
    assert_eq!((asked(&me, "/homekept.json"), asked(&me, "/packs/")), (2, 2));
    assert_eq!(me.sees_picks().await.len(), 8);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_left_the_shop_stays_in_my_list_and_breaks_no_page() {
    let me = Customer::who_reads_gothic().await;
    me.shop.set_pack(smaller_pack()).expect("it is a pack");
    for path in ["/", "/item/emma", "/search?q=e", "/preferences"] {
        me.visits(path).await;
        assert_eq!(
            me.reads("return (await module_()).problem ?? null").await,
            json!(null),
            "{path}"
        );
    }
    let sees = me.sees().await;
    assert!(sees.contains("Opened “Dracula”"), "{sees}");
    assert!(sees.contains("Opened “an item no longer in the shop”"), "{sees}");
    // Four of the five, and the book that was just opened.
    assert_eq!(me.status().await["events"], json!(6));
    me.reads("await (await module_()).forget({ item: 'monk' })").await;
    assert_eq!(me.status().await["events"], json!(5));
    me.leaves().await;
}

/// A shop that sells little: of what was read, one book is left.
const SMALL: &str = "id,title,category
dracula,Dracula,Novels
emma,Emma,Novels
ulysses,Ulysses,Novels
moby-dick,Moby-Dick,Novels
";

fn smaller_pack() -> Vec<u8> {
    pack_of(SMALL)
}

/// How often a path (by its beginning) was asked for.
fn asked(me: &Customer, path: &str) -> usize {
    me.shop.requests().iter().filter(|request| request.path_and_query.starts_with(path)).count()
}

async fn wait_for(me: &Customer, path: &str) {
    for _ in 0..200 {
        if asked(me, path) > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} was never asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_that_breaks_down_at_any_call_leaves_the_shops_page_and_the_right_to_erase() {
    for call in ["door_rank", "door_record", "door_view", "door_open", CALLBACK] {
        let me = Customer::who_reads_gothic().await;
        me.visits("/about").await;
        let extra_script = Some(UNHANDLED.to_owned());
        let module_bytes = Some(module_that_traps_at(call));
        me.shop.set_tweaks(Tweaks { extra_script, module_bytes, ..Tweaks::default() });
        me.goes_to("/item/dracula").await;
        let settled = "let hk;
            try { hk = await module_() } catch ({ code }) { return code === 'stopped' }
            await hk?.record('view', 'emma').catch(() => {});
            try { hk.rank({ slot: 'for-you', limit: 1 }) } catch {}
            return hk?.problem === 'stopped'";
        me.waits_until(settled).await;
        assert_eq!(me.sees_picks().await.len(), 8, "{call}");
        let label = "return places()[0].shadowRoot.querySelector('.label') === null";
        me.waits_until(label).await;
        assert_eq!(me.reads("return unhandled").await, json!([]), "{call}");
        // What is asked of it later is answered, by a code.
        let later = "const told = [];
            for (const deed of ['record', 'pause', 'erase', 'lock', 'unlock']) {
              try { await (await module_())[deed]('view', 'emma') } catch ({ code }) { told.push(code) }
            }
            return told";
        assert_eq!(me.reads(later).await, json!(vec!["stopped"; 5]), "{call}");
        me.goes_to("/preferences").await;
        me.presses("Erase everything").await;
        // Where the module can still do that much, it asks once more.
        if me.reads("return named('Erase everything now').length").await == json!(1) {
            me.presses("Erase everything now").await;
        }
        me.waits_until("return all('.toast')[0].textContent.includes('All is erased.')").await;
        assert_eq!(me.stores().await.places, Vec::<String>::new(), "{call}");
        me.leaves().await;
    }
}

/// What is read from storage after the sections are drawn stands above it, and takes its time.
#[tokio::test(flavor = "multi_thread")]
async fn the_button_to_erase_stays_where_it_first_is_and_waits_for_no_storage() {
    let me = Customer::who_reads_gothic().await;
    let sees_button = async |takes: &str| {
        let script = format!("const takes = {takes}; {SLOW_LIST} {WATCHED_BUTTON}");
        me.shop.set_tweaks(Tweaks { extra_script: Some(script), ..Tweaks::default() });
        me.visits("/preferences").await;
        me.waits_until("return globalThis.places.length > 0").await;
        // Longer than the list that is late: what it says has been drawn.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let places = me.reads("return globalThis.places").await;
        assert_eq!(places.as_array().map(Vec::len), Some(1), "{takes}: {places}");
        me.reads("return globalThis.came").await.as_f64().expect("it came")
    };
    assert!(sees_button("700").await >= 700.0);

    // A list that never comes: it is told, and nobody waits for it.
    assert!(sees_button("2 ** 31 - 1").await >= 3_000.0);
    for waited in [0, 8] {
        // Beyond ten seconds the reading itself has ended, and says the same.
        tokio::time::sleep(Duration::from_secs(waited)).await;
        let sees = me.sees().await;
        let told = "cannot be told: its list does not open (storage-silent)";
        assert!(sees.contains(told), "{waited}: {sees}");
    }
    // The profile is shut at once, also where it is not certain that its key was put away.
    let lock = "try { await (await module_()).lock() } catch ({ code }) { return code }";
    assert_eq!(me.reads(lock).await, json!("lock-failed"));

    assert!(sees_button("700").await >= 700.0);
    assert_eq!(me.status().await["locked"], json!(true));
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    me.waits_until("return all('.toast')[0].textContent.includes('All is erased.')").await;
    me.leaves().await;
}

/// The list of databases is late.
const SLOW_LIST: &str = "
    const list = IDBFactory.prototype.databases;
    let from;
    IDBFactory.prototype.databases = async function () {
      from ??= performance.now();
      await new Promise((resolve) => setTimeout(resolve, takes));
      return list.call(this);
    };";
/// Each place that the button to erase has been at, and when it came.
const WATCHED_BUTTON: &str = "
    globalThis.places = [];
    const look = () => {
      const root = document.querySelector('homekept-preferences')?.shadowRoot;
      const button = root?.querySelector('#confirm-erase button');
      if (button) {
        globalThis.came ??= performance.now() - from;
        const place = Math.round(button.getBoundingClientRect().top + scrollY);
        if (places.at(-1) !== place) places.push(place);
      }
      requestAnimationFrame(look);
    };
    look();";

#[tokio::test(flavor = "multi_thread")]
async fn a_log_out_counts_where_the_module_breaks_down() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    let module_bytes = Some(module_that_traps_at("door_set"));
    me.shop.set_tweaks(Tweaks { module_bytes, ..Tweaks::default() });
    me.visits("/").await;
    me.waits_for_picks().await;
    let lock = "try { await (await module_()).lock() } catch ({ code }) { return code }";
    assert_eq!(me.reads(lock).await, json!("stopped"));
    me.waits_until("return all('homekept-picks')[0].shadowRoot.querySelector('.cards') === null")
        .await;
    me.shop.set_tweaks(Tweaks::default());
    me.visits("/").await;
    assert_eq!(me.status().await["locked"], json!(true));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tab_that_breaks_down_takes_no_other_with_it() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let first = me.tab().await;
    let module_bytes = Some(module_that_traps_at("door_rank"));
    me.shop.set_tweaks(Tweaks { module_bytes, ..Tweaks::default() });
    me.opens_an_empty_tab().await;
    me.goes_to("/").await;
    me.waits_until("return (await module_())?.problem === 'stopped'").await;
    let broken = me.tab().await;
    me.turns_to(&first).await;
    record(&me, "emma").await;
    assert_eq!(me.status().await["events"], json!(6));
    // Nor does it stand in the way of an erase.
    let erased = json!({ "erased": true, "leftovers": [] });
    assert_eq!(me.reads("return await (await module_()).erase()").await, erased);
    me.turns_to(&broken).await;
    assert_eq!(me.reads("return (await module_()).problem").await, json!("stopped"));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_off_half_way_has_its_code_and_the_page_stays_whole() {
    for (path, code) in [
        ("/packs/", "pack-unreachable"),
        ("/homekept.json", "policy-unreachable"),
        ("/assets/homekept.wasm", "module-unreachable"),
    ] {
        let broken = vec![path.to_owned()];
        assert_eq!(code_of(Tweaks { broken, ..unhandled() }).await, json!(code), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_of_any_type_is_taken_and_a_page_in_its_place_is_refused() {
    let kinds =
        ["text/plain", "text/html", "application/octet-stream", "application/wasm; charset=utf-8"];
    for kind in kinds {
        let mime = vec![("/assets/homekept.wasm".to_owned(), kind.to_owned())];
        assert_eq!(code_of(Tweaks { mime, ..unhandled() }).await, json!(null), "{kind}");
    }
    let page = "<!doctype html><title>Log in to the network</title>";
    let module_bytes = Some(page.as_bytes().to_vec());
    let tweaks = Tweaks { module_bytes, ..unhandled() };
    assert_eq!(code_of(tweaks).await, json!("module-refused"));
    let tweaks = Tweaks { policy: Some(page.to_owned()), ..unhandled() };
    assert_eq!(code_of(tweaks).await, json!("policy-malformed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_never_ends_is_given_up_and_the_page_was_whole_all_along() {
    // The limit of a minute is shortened, as nobody has that long.
    let short = format!(
        "{UNHANDLED} const real = AbortSignal.timeout.bind(AbortSignal);
        AbortSignal.timeout = (limit) => real(limit / 60);"
    );
    for (path, code) in [
        ("/packs/", "pack-unreachable"),
        ("/homekept.json", "policy-unreachable"),
        ("/assets/homekept.wasm", "module-unreachable"),
    ] {
        let slow = vec![(path.to_owned(), Duration::from_secs(600))];
        let extra_script = Some(short.clone());
        let code_now = code_of(Tweaks { slow, extra_script, ..Tweaks::default() }).await;
        assert_eq!(code_now, json!(code), "{path}");
    }
}

/// The code that the home page of a shop where something is wrong is told; the page is whole.
async fn code_of(tweaks: Tweaks) -> Value {
    let me = Customer::in_shop(shop(tweaks)).await;
    me.goes_to("/").await;
    assert_eq!(me.sees_picks().await.len(), 8, "the server's list stands, from the first");
    me.waits_until("try { return Boolean(await module_()) } catch { return true }").await;
    let code = "try { return (await module_()).problem ?? null } catch ({ code }) { return code }";
    let code = me.reads(code).await;
    assert_eq!(me.sees_picks().await.len(), 8);
    assert_eq!(me.reads("return unhandled").await, json!([]), "nothing is thrown at the page");
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
    code
}

/// Notes whatever the page would be bothered with: what nobody has dealt with.
const UNHANDLED: &str = r#"
globalThis.unhandled = [];
for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => setTimeout(() => {
    const error = event.error ?? event.reason;
    if (error && !event.defaultPrevented) unhandled.push(`${type}: ${error}`);
  }));
}
"#;

fn unhandled() -> Tweaks {
    Tweaks { extra_script: Some(UNHANDLED.to_owned()), ..Tweaks::default() }
}

const ELSEWHERE: &str = "/search?q=ghost";

async fn goes_elsewhere(me: &Customer) {
    me.waits_until_the_page_asks_for_nothing().await;
    // Firefox keeps no page that is left in the midst of storing something.
    me.rests().await;
    me.visits(ELSEWHERE).await;
}

async fn record(me: &Customer, book: &str) {
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
