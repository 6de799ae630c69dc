//! Several tabs of one shop: what I do in one holds in all of them.

use homekept_e2e::{Customer, Tab};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_open_tab_forgets_within_100_ms_of_an_erase() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let first = me.tab().await;
    notes_when(&me, GONE).await;
    let second = me.opens_another_tab("/item/dracula").await;
    me.waits_for_picks().await;
    notes_when(&me, GONE).await;

    me.opens_another_tab("/preferences").await;
    let erased = me.reads("await (await module_()).erase(); return Date.now()").await;
    for tab in [first, second] {
        me.turns_to(&tab).await;
        let late = late(&me, &erased).await;
        assert!(late <= 100.0, "{late} ms after the erase");
        assert_eq!(me.status().await["events"], json!(0));
        assert_eq!(me.stores().await.places, Vec::<String>::new(), "and writes nothing anew");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_withdraw_in_part_leaves_the_picks_of_every_tab() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let tells = "return cards(all('homekept-picks')[0])
        .some((card) => /looked at|Gothic/.test(card.querySelector('.card-reason')?.textContent ?? ''))";
    assert_eq!(me.reads(tells).await, json!(true));
    let first = me.tab().await;

    // What I tell you may be remembered still, so there is a profile, and nothing in it.
    me.opens_another_tab("/preferences").await;
    me.presses("Learn from what I do here").await;
    assert_eq!(me.status().await["personal"], json!(true));
    me.turns_to(&first).await;
    me.waits_until(&tells.replace("return ", "return !")).await;
    me.leaves().await;
}

/// Scripts that are waited for one after the other, five seconds each.
const SCRIPTS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_events_in_each_of_two_tabs_give_four_hundred() {
    let me = Customer::new().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    let first = me.tab().await;
    let second = me.opens_another_tab("/about").await;
    me.visits("/").await;
    for (tab, kind) in [(&first, "view"), (&second, "engage")] {
        me.turns_to(tab).await;
        me.reads_with(
            "const hk = await module_();
            globalThis.recorded = (async () => {
              for (let n = 0; n < 200; n++) await hk.record(args[0], args[1][n % args[1].length]);
              return 'all';
            })()",
            json!([kind, BOOKS]),
        )
        .await;
    }
    for tab in [&first, &second] {
        me.turns_to(tab).await;
        // On a busy machine an engine can take longer than one script may.
        let mut told = json!(null);
        for _ in 0..SCRIPTS {
            told = me
                .reads("return Promise.race([recorded, new Promise((go) => setTimeout(go, 5000))])")
                .await;
            if !told.is_null() {
                break;
            }
        }
        assert_eq!(told, json!("all"));
    }
    // Each tab comes to know all of it, and so does one that opens later.
    for tab in [&first, &second] {
        me.turns_to(tab).await;
        me.waits_until("return (await module_()).status().events === 400").await;
    }
    me.opens_another_tab("/").await;
    assert_eq!(me.status().await["events"], json!(400));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_lock_in_one_tab_is_locked_in_the_other_and_opens_in_both() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let first = me.tab().await;
    notes_when(&me, "!personal && status.locked").await;
    let second = me.opens_another_tab("/item/dracula").await;
    me.waits_for_picks().await;
    let locked = me.reads("await (await module_()).lock(); return Date.now()").await;
    me.turns_to(&first).await;
    let late = late(&me, &locked).await;
    assert!(late <= 100.0, "{late} ms after the lock");

    notes_when(&me, "!status.locked").await;
    me.turns_to(&second).await;
    me.reads("await (await module_()).unlock()").await;
    me.turns_to(&first).await;
    late_at_all(&me).await;
    // Five that were read, and the one on the other tab.
    assert_eq!(me.status().await["events"], json!(6));
    assert_eq!(me.status().await["personal"], json!(true));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_06_what_i_withdraw_in_one_tab_is_not_used_in_the_other() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let first = me.tab().await;
    notes_when(&me, "!personal && status.events === 0").await;
    me.opens_another_tab("/preferences").await;
    let withdraw = "await (await module_()).consent({ refuse: ['learn', 'remember'] });
        return Date.now()";
    let withdrawn = me.reads(withdraw).await;
    me.turns_to(&first).await;
    let late = late(&me, &withdrawn).await;
    assert!(late <= 100.0, "{late} ms after the withdrawal");
    // Nothing that happens here from now on is kept.
    me.reads("await (await module_()).record('view', 'dracula')").await;
    assert_eq!(me.stores().await.places, ["localStorage homekept:bookshop"]);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_i_allow_or_forget_in_one_tab_holds_in_the_other() {
    let me = Customer::new().await;
    me.visits("/").await;
    let first = me.tab().await;
    assert!(me.sees().await.contains("May this site fit its suggestions to you?"));
    let second = me.opens_another_tab("/item/monk").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.turns_to(&first).await;
    me.waits_until("return (await module_()).status().ask === false").await;
    me.rests().await;
    assert!(!me.sees().await.contains("May this site fit its suggestions to you?"));
    me.waits_until("return (await module_()).status().events === 5").await;

    me.turns_to(&second).await;
    me.reads("await (await module_()).forget({ item: 'dracula' })").await;
    me.turns_to(&first).await;
    me.waits_until("return (await module_()).status().events === 4").await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_06_where_the_module_does_not_run_an_erase_reaches_the_other_tab_too() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    let first = me.tab().await;
    notes_when(&me, GONE).await;
    let failing = vec![("/assets/homekept.wasm".to_owned(), 500)];
    me.shop.set_tweaks(homekept_shop::Tweaks { failing, ..homekept_shop::Tweaks::default() });
    me.opens_an_empty_tab().await;
    me.goes_to("/preferences").await;
    me.waits_until("return named('Erase everything').length === 1").await;
    let press = "named('Erase everything')[0].click();
        while (!all('.toast')[0].textContent) await new Promise((done) => setTimeout(done, 1));
        return Date.now()";
    let erased = me.reads(press).await;
    assert!(me.sees().await.contains("All is erased."), "{}", me.sees().await);
    me.turns_to(&first).await;
    let late = late(&me, &erased).await;
    assert!(late <= 100.0, "{late} ms after the erase");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_06_a_tab_that_reads_in_the_midst_of_an_erase_uses_nothing_of_it_and_hears_of_its_end()
{
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    notes_when(&me, "!personal && status.events === 0").await;
    // As far as an erase has come when the key is gone and the rest is not.
    me.reads(
        "const database = await new Promise((resolve) => {
           const request = indexedDB.open('homekept:bookshop');
           request.onsuccess = () => resolve(request.result);
         });
         await new Promise((resolve) => {
           database.transaction('meta', 'readwrite').objectStore('meta').delete('key').onsuccess = resolve;
         });
         database.close();
         new BroadcastChannel('homekept:bookshop').postMessage(true)",
    )
    .await;
    late_at_all(&me).await;
    assert_eq!(me.status().await["personal"], json!(false));
    // And as it is when another tab has withdrawn everything.
    me.reads(
        "localStorage.removeItem('homekept:bookshop');
         await new Promise((resolve) => {
           indexedDB.deleteDatabase('homekept:bookshop').onsuccess = resolve;
         });
         new BroadcastChannel('homekept:bookshop').postMessage(true)",
    )
    .await;
    me.waits_until("return (await module_()).status().storageReason === undefined").await;
    assert_eq!(me.status().await["storage"], json!("none"));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_that_hear_of_each_other_come_to_rest() {
    let me = Customer::who_reads_gothic().await;
    let mut tabs: Vec<Tab> = vec![me.tab().await];
    for path in ["/", "/item/monk"] {
        tabs.push(me.opens_another_tab(path).await);
    }
    for tab in &tabs {
        me.turns_to(tab).await;
        me.reads(
            "globalThis.changes = 0;
            (await module_()).on('change', () => { changes += 1 })",
        )
        .await;
    }
    me.reads("await (await module_()).record('view', 'emma')").await;
    me.reads("await (await module_()).pause(true)").await;
    for tab in &tabs {
        me.turns_to(tab).await;
        me.waits_until("return (await module_()).status().paused").await;
    }
    let mut before = Vec::new();
    for tab in &tabs {
        me.turns_to(tab).await;
        // Each look at a tab is a reading; nothing else goes on.
        me.reads("await new Promise((done) => setTimeout(done, 500))").await;
        before.push(me.reads("return changes").await);
        me.reads("await new Promise((done) => setTimeout(done, 500))").await;
        assert_eq!(me.reads("return changes").await, before[before.len() - 1]);
    }
    assert!(before.iter().all(|changes| changes.as_u64().is_some_and(|n| n < 30)), "{before:?}");
    me.leaves().await;
}

/// No picks of mine and nothing kept.
const GONE: &str = "!personal && status.storage === 'none'";

/// Has the page at hand note when `holds` first holds, told `status` and whether the first block
/// shows picks of my own.
async fn notes_when(me: &Customer, holds: &str) {
    let note = format!(
        "const hk = await module_();
        globalThis.noted = undefined;
        const stop = hk.on('change', async () => {{
          const place = all('homekept-picks')[0];
          await place.updateComplete;
          const status = hk.status();
          const personal = place.shadowRoot.querySelector('.cards') !== null;
          if (!({holds})) return;
          stop();
          globalThis.noted = Date.now();
        }})"
    );
    me.reads(&note).await;
}

/// Milliseconds from a moment to what the page at hand has noted.
async fn late(me: &Customer, moment: &Value) -> f64 {
    late_at_all(me).await - moment.as_f64().expect("a moment")
}

async fn late_at_all(me: &Customer) -> f64 {
    me.waits_until("return globalThis.noted !== undefined").await;
    me.reads("return noted").await.as_f64().expect("a moment")
}

const BOOKS: [&str; 8] =
    ["frankenstein", "dracula", "monk", "carmilla", "emma", "moby-dick", "jane-eyre", "ulysses"];
