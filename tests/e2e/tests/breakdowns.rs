//! Pages under which something gives way: a shop that changes, storage that is late, a module that
//! breaks down.

use crate::page_life::record;
use homekept_e2e::{CALLBACK, Customer, module_that_traps_at, pack_of, shop};
use homekept_shop::Tweaks;
use serde_json::json;
use std::time::Duration;

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
