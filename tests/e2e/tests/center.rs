//! The preference center, deep: everything that it says is true, and everything that it offers works.

use boon::{Compiler, Schemas};
use homekept_e2e::{Customer, Engine, NARROW, pack_of, shop_selling};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::path::Path;
use thirtyfour::Key;
use thirtyfour::common::print::PrintParameters;

#[tokio::test(flavor = "multi_thread")]
async fn ui_12_at_a_glance_i_see_how_it_stands_and_it_follows_what_happens() {
    let me = Customer::new().await;
    me.visits("/preferences").await;
    let nothing = [
        "Nowhere, none is kept",
        "0 entries, 0 interests",
        "Nothing, ever",
        "Not locked",
        "Nothing",
    ];
    assert_eq!(me.reads(GLANCE).await, json!(nothing));
    is_true(&me, "none kept").await;

    me.presses("Learn from what I do here").await;
    me.presses("Remember what I tell you").await;
    let both = "Remember what I tell you and Learn from what I do here";
    assert_eq!(me.reads(GLANCE).await[4], json!(both));
    is_true(&me, "on this device only").await;
    // What happens shows without a reload: here, and in another tab.
    me.reads_gothic().await;
    me.rests().await;
    is_true(&me, "on this device only").await;
    let center = me.tab().await;
    me.opens_another_tab("/").await;
    me.reads("await (await module_()).record('view', 'moby-dick')").await;
    me.turns_to(&center).await;
    me.waits_until("return (await module_()).status().events === 6").await;
    me.rests().await;
    is_true(&me, "on this device only").await;
    me.leaves().await;
}

/// The status line and the glance say what the module says.
async fn is_true(me: &Customer, place: &str) {
    let status = me.status().await;
    let (events, interests) = (&status["events"], &status["interests"]);
    let line = "return textOf(all('.status')[0])";
    let expected = format!("Profile: {place}, {interests} interests, last signal: none");
    assert_eq!(me.reads(line).await, json!(expected));
    let held = format!("{events} entries, {interests} interests");
    assert_eq!(me.reads(GLANCE).await[1], json!(held));
}

#[tokio::test(flavor = "multi_thread")]
async fn dsr_01_ui_08_all_that_is_kept_is_on_show_in_my_files_and_on_paper() {
    let me = who_did_much().await;
    me.visits("/preferences").await;
    me.reads(KEEP_FILES).await;
    let buttons =
        ["Download my data", "Download to read", "Download as a table", "Download my receipts"];
    for (before, button) in buttons.into_iter().enumerate() {
        me.presses(button).await;
        me.waits_until(&format!("return made.length === {}", before + 1)).await;
    }
    let files = me.reads("return Promise.all(made.map((file) => file.text()))").await;
    let [data, page, table, _receipts] = files.as_array().map(Vec::as_slice).unwrap_or_default()
    else {
        panic!("four files, not {files}");
    };
    let data: Value = serde_json::from_str(data.as_str().expect("a text")).expect("JSON");
    let facts = facts_in(&data);
    assert!(facts.len() > 25, "{facts:?}");

    // The table has a line for everything, and its own above them.
    let table = table.as_str().expect("a text");
    let lists = ["events", "interests", "choices"];
    let entries: usize = lists.iter().map(|list| data[list].as_array().map_or(0, Vec::len)).sum();
    let (shown, others): (Vec<&str>, Vec<&str>) =
        table.lines().partition(|line| line.starts_with("\"shown\","));
    assert_eq!(others.len(), 1 + entries + 5, "{table}");
    assert_eq!(shown.is_empty(), data["shown"].is_null(), "{table}");
    for event in data["events"].as_array().into_iter().flatten() {
        let [kind, item] = [&event["kind"], &event["item"]];
        assert!(table.contains(&format!(",{kind},{item},")), "{event} in {table}");
    }

    // The page to read loads nothing.
    let page = page.as_str().expect("a text");
    for loading in ["<script", "<img", "<link", "src=", "href="] {
        assert!(!page.contains(loading), "{loading} in {page}");
    }
    holds_all(page, &facts, "the page to read");

    // On paper everything is opened, and each state stands there in words.
    me.reads(
        "addEventListener('beforeprint', () => {
           const { shadowRoot } = all('homekept-preferences')[0];
           globalThis.paper = {
             text: shadowRoot.querySelector('article').textContent.replace(/\\s+/g, ' '),
             closed: shadowRoot.querySelectorAll('details:not([open])').length,
           };
         })",
    )
    .await;
    let opened = "return all('details[open]').map(textOf)";
    let before = me.reads(opened).await;
    prints(&me).await;
    let paper = me.reads("return paper").await;
    assert_eq!(paper["closed"], json!(0));
    let text = paper["text"].as_str().expect("a text");
    holds_all(text, &facts, "paper");
    for state in ["Learn from what I do here", "On since", "Off", "As the shop has it"] {
        assert!(text.contains(state), "{state}");
    }
    // And afterwards it is as it was.
    me.rests().await;
    assert_eq!(me.reads(opened).await, before);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_24_a_title_that_is_markup_stays_a_title_in_my_file() {
    let mut feed = "id,title,category\n".to_owned();
    for number in 1..=12 {
        feed += &format!("mug-{number},<img src=x onerror=alert({number})> & mugs,mugs\n");
    }
    let me = Customer::in_shop(shop_selling(pack_of(&feed), |_| {})).await;
    me.visits("/preferences").await;
    me.presses("Learn from what I do here").await;
    me.reads_with(RECORD, json!(["mug-1"])).await;
    me.reads(KEEP_FILES).await;
    me.presses("Download to read").await;
    let page = me.reads("return made[0].text()").await;
    let page = page.as_str().expect("a text");
    assert_eq!(page.matches("<style>").count(), 1, "{page}");
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; &amp; mugs"), "{page}");
    assert!(!page.contains("<img"), "{page}");
    me.leaves().await;
}

/// Prints the page where the engine's driver can, and otherwise does as a browser that prints.
async fn prints(me: &Customer) {
    if me.browser.engine == Engine::WebKit {
        me.reads(
            "for (const moment of ['beforeprint', 'afterprint']) dispatchEvent(new Event(moment))",
        )
        .await;
        return;
    }
    let sheet = me.browser.driver.print_page(PrintParameters::default()).await;
    let sheet = sheet.expect("it prints");
    assert!(sheet.starts_with(b"%PDF"), "a document comes out");
}

/// What the export says, in the words in which a person reads it.
fn facts_in(data: &Value) -> Vec<String> {
    let of = |list: &str, name: &str| -> Vec<String> {
        let all = data[list].as_array().into_iter().flatten();
        all.filter_map(|one| one[name].as_str().map(str::to_owned)).collect()
    };
    let mut facts = [of("events", "title"), of("interests", "label")].concat();
    for choice in data["choices"].as_array().into_iter().flatten() {
        let purpose = match choice["purpose"].as_str() {
            Some("learn") => "Learn from what I do here",
            _ => "Remember what I tell you",
        };
        let answer = if choice["allowed"] == json!(true) { "Allowed" } else { "Not allowed" };
        facts.push(format!("{purpose}: {answer}"));
    }
    facts
}

fn holds_all(text: &str, facts: &[String], place: &str) {
    for fact in facts {
        assert!(text.contains(fact.as_str()), "{fact} is not in {place}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dsr_02_dsr_03_i_forget_what_is_behind_an_interest_what_i_found_a_day_and_all() {
    let me = Customer::new().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    // Three days ago I looked at the sea, today at castles.
    let days_ago = "const now = Date.now; Date.now = () => now() - 3 * 86_400_000;";
    let extra_script = Some(days_ago.to_owned());
    me.shop.set_tweaks(Tweaks { extra_script, ..Tweaks::default() });
    me.visits("/").await;
    me.reads_with(RECORD, json!(["moby-dick", "lord-jim", "typhoon"])).await;
    me.shop.set_tweaks(Tweaks::default());
    me.visits("/").await;
    me.reads_gothic().await;

    // An interest opens to what is behind it; without it, it is weaker or gone.
    me.visits("/preferences").await;
    let days = "return all('.day h4').map(textOf).length";
    assert_eq!(me.reads(days).await, json!(2));
    let strength = "const data = all('homekept-preferences')[0];
        return textOf(all('[data-key=\"subject:Gothic fiction\"] .strength + *, [data-key=\"subject:Gothic fiction\"]')[0])";
    let before = me.reads(strength).await;
    me.presses_element(
        &me.finds("return all('[data-key=\"subject:Gothic fiction\"] summary')[0]", json!([]))
            .await,
    )
    .await;
    let behind = "return all('[data-key=\"subject:Gothic fiction\"] [data-event]').length";
    assert_eq!(me.reads(behind).await, json!(5));
    assert!(me.sees().await.contains("If you do nothing more, it fades out around"));
    let first = "return all('[data-key=\"subject:Gothic fiction\"] [data-event] button')[0]";
    me.presses_element(&me.finds(first, json!([])).await).await;
    assert_eq!(me.reads(behind).await, json!(4));
    assert_ne!(me.reads(strength).await, before);
    assert_eq!(me.status().await["events"], json!(7));
    let focus = me.reads("return nameOf(focused())").await;
    assert!(focus.as_str().unwrap_or_default().starts_with("Forget: "), "{focus}");

    // I find one by a word, and forget what I found, but only after a question.
    writes_into(&me, "text", "DRACULA").await;
    assert!(me.sees().await.contains("Found: 1 entry."), "{}", me.sees().await);
    me.presses("Forget what was found").await;
    me.presses("Keep it").await;
    assert_eq!(me.status().await["events"], json!(7));
    me.presses("Forget what was found").await;
    me.presses("Forget now").await;
    assert_eq!(me.status().await["events"], json!(6));
    writes_into(&me, "text", "").await;

    // The days until yesterday, as a range; then the day that is left.
    let yesterday = "const day = new Date(Date.now() - 86_400_000);
        return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
          .map((part) => String(part).padStart(2, '0')).join('-')";
    let yesterday = me.reads(yesterday).await;
    writes_into(&me, "to", yesterday.as_str().expect("a date")).await;
    assert!(me.sees().await.contains("Found: 3 entries."), "{}", me.sees().await);
    me.presses("Forget what was found").await;
    me.presses("Forget now").await;
    assert_eq!(me.status().await["events"], json!(3));
    writes_into(&me, "to", "").await;
    assert_eq!(me.reads(days).await, json!(1));
    let day = me.reads("return textOf(all('.day h4')[0])").await;
    me.presses(&format!("Forget this day: {}", day.as_str().unwrap_or_default())).await;
    me.presses("Forget now").await;
    assert_eq!(me.status().await["events"], json!(0));
    assert_eq!(me.reads("return nameOf(focused())").await, json!("What you did here"));
    assert!(me.sees().await.contains("Nothing is kept."));
    me.leaves().await;
}

/// Fills one of the fields that find entries.
async fn writes_into(me: &Customer, name: &str, text: &str) {
    let write = "const [field] = all(`.find input[name=${args[0]}]`);
        field.value = args[1];
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    me.reads_with(write, json!([name, text])).await;
    me.rests().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dsr_04_fair_11_one_press_and_what_i_would_get_is_what_everybody_gets() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/preferences").await;
    let mine = me.reads(PREVIEWED).await;
    let public = me.reads(&ranked("plain: true")).await;
    assert_ne!(mine, public);
    for switch in ["Pause", "Show without my profile"] {
        me.presses(switch).await;
        assert_eq!(me.reads(PREVIEWED).await, public, "{switch}");
        let label = "return textOf(all('.preview .label')[0])";
        assert_eq!(me.reads(label).await, json!("Same for everyone"), "{switch}");
        me.presses(switch).await;
        assert_eq!(me.reads(PREVIEWED).await, mine, "{switch}");
        assert_eq!(me.reads(label).await, json!("Personalised for you"), "{switch}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fair_10_fair_12_the_preview_follows_my_dials_and_touches_nothing() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.reads("await (await module_()).turn({ surprise: -2 })").await;
    me.visits("/").await;
    me.waits_for_picks().await;
    // A center on a page with picks: the page keeps them, and nobody is told of more.
    let picks = me.sees_picks().await;
    let stored = me.stores().await;
    me.reads(
        "globalThis.told = 0;
        addEventListener('homekept-shown', () => { told += 1 }, true);
        const center = document.createElement('homekept-preferences');
        center.homekept = places()[0].homekept;
        document.body.append(center)",
    )
    .await;
    me.waits_until("return all('[data-pick]').length > 0").await;
    me.rests().await;
    assert_eq!(me.sees_picks().await, picks);
    assert_eq!(me.reads("return told").await, json!(0));
    assert_eq!(me.stores().await, stored, "to look writes nothing");

    // It is what the page would get, each with its reason, and a dial turns it.
    me.visits("/preferences").await;
    let before = me.reads(PREVIEWED).await;
    assert_eq!(before, me.reads(&ranked("")).await);
    let reasons = "return all('.picked li .muted').map(textOf)";
    let reasons = me.reads(reasons).await;
    let reasons = reasons.as_array().expect("a list");
    assert!(
        reasons.len() == 8
            && reasons.iter().all(|text| text.as_str().is_some_and(|text| text.len() > 8))
    );
    me.reads("all('#surprise')[0].focus()").await;
    for _ in 0..4 {
        me.strikes(Key::Right).await;
        assert_eq!(me.reads(PREVIEWED).await, me.reads(&ranked("")).await);
    }
    assert_eq!(me.status().await["surprise"], json!(2));
    assert_ne!(me.reads(PREVIEWED).await, before);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fair_10_the_shops_part_and_mine_are_told_in_numbers_that_are_the_picks_own() {
    // One that everybody wants, and many that hardly anybody does: there a lift is what decides.
    let mut feed = "id,title,category,popularity,boost,sponsored\n".to_owned();
    for number in 1..=24 {
        let (kind, popularity) = (["jug", "mug"][number % 2], if number == 1 { 1000 } else { 1 });
        let boost = f64::from(u8::from(number % 3 == 0));
        let sponsored = if number % 8 == 0 { "yes" } else { "no" };
        feed += &format!(
            "{kind}-{number},A {kind} no. {number},{kind}s,{popularity},{boost},{sponsored}\n"
        );
    }
    let shop = shop_selling(pack_of(&feed), |_| {});
    let mut policy: Value = serde_json::from_str(&shop.policy()).expect("the policy is JSON");
    policy["boost"] = json!(0.1);
    shop.set_tweaks(Tweaks { policy: Some(policy.to_string()), ..Tweaks::default() });
    let me = Customer::in_shop(shop).await;
    me.visits("/preferences").await;
    me.presses("Learn from what I do here").await;
    let told = "return all('.influence b').map(textOf)";
    let counted = "const picks = (await module_()).rank({ slot: 'for-you', limit: 8 });
        return [({ personal }) => personal, ({ sponsored }) => sponsored]
          .map((is) => `${picks.filter(is).length} of ${picks.length}`)";
    let public = me.reads(told).await;
    assert_eq!(json!([public[0], public[2]]), me.reads(counted).await);
    assert!(public[0] == json!("0 of 8") && public[1] != json!("0 of 8"), "{public}");
    let public_picks = me.reads(PREVIEWED).await;
    me.reads_with(RECORD, json!(["mug-3", "mug-5", "mug-11"])).await;
    me.rests().await;
    let mine = me.reads(told).await;
    assert_eq!(json!([mine[0], mine[2]]), me.reads(counted).await);
    assert_ne!(mine[0], json!("0 of 8"));
    assert!(me.sees().await.contains("at most 10% of the best score"), "{}", me.sees().await);
    let my_picks = me.reads(PREVIEWED).await;

    // The same shop with nothing lifted, and the same customer there: what stands elsewhere now was
    // moved by the lift, and by nothing else.
    policy["boost"] = json!(0);
    me.shop.set_tweaks(Tweaks { policy: Some(policy.to_string()), ..Tweaks::default() });
    me.visits("/preferences").await;
    assert_eq!(me.reads(told).await[1], json!("0 of 8"));
    assert_eq!(mine[1], moved(&my_picks, &me.reads(PREVIEWED).await));
    me.presses("Forget all of this").await;
    me.presses("Forget all now").await;
    me.rests().await;
    assert_eq!(public[1], moved(&public_picks, &me.reads(PREVIEWED).await));
    me.leaves().await;
}

/// How many of `picks` stand higher than in the list `without` a lift.
fn moved(picks: &Value, without: &Value) -> Value {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (picks, without) = (list(picks), list(without));
    let place = |pick: &Value| without.iter().position(|other| other == pick);
    let higher = |(at, pick): &(usize, &Value)| place(pick).is_none_or(|other| other > *at);
    json!(format!("{} of {}", picks.iter().enumerate().filter(higher).count(), picks.len()))
}

#[tokio::test(flavor = "multi_thread")]
async fn con_09_my_receipts_are_of_the_published_form_and_each_change_is_in_them() {
    let me = Customer::new().await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.visits("/preferences").await;
    me.reads(KEEP_FILES).await;
    for changes in [1, 2, 3] {
        me.presses("Download my receipts").await;
        let receipts = me.reads("return JSON.parse(await made.at(-1).text())").await;
        is_a_receipt(&receipts);
        let records = receipts["@graph"].as_array().expect("records");
        assert_eq!(records.len(), 2);
        let record = |title: &str| {
            let is_it = |record: &&Value| {
                record["dpv:hasProcess"]["dpv:hasPurpose"]["dct:title"]["@value"] == json!(title)
            };
            records.iter().find(is_it).expect("one for each purpose")["dpv:hasConsentStatus"]
                .clone()
        };
        let own = record("Learn from what I do here");
        assert_eq!(own.as_array().map(Vec::len), Some(changes));
        let last = if changes == 2 { "dpv:ConsentWithdrawn" } else { "dpv:ConsentGiven" };
        assert_eq!(own[changes - 1]["@type"], json!(last));
        assert_eq!(record("Remember what I tell you").as_array().map(Vec::len), Some(1));
        // The hash is of the very text that stood before me.
        if changes > 1 {
            assert_eq!(
                own[changes - 1]["dpv:hasNotice"]["schema:sha256"],
                me.reads(HASH_OF_SHOWN).await
            );
        }
        me.presses("Learn from what I do here").await;
    }
    me.leaves().await;
}

fn is_a_receipt(receipts: &Value) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/schema/receipt.schema.json");
    let mut schemas = Schemas::new();
    let form = Compiler::new().compile(&schema.to_string_lossy(), &mut schemas);
    let judged = schemas.validate(receipts, form.expect("the schema is a schema"));
    assert!(judged.is_ok(), "{judged:?}\n{receipts:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn con_11_con_12_my_browsers_signal_and_my_own_word_are_both_told() {
    let me = Customer::new().await;
    me.visits("/preferences").await;
    assert!(me.sees().await.contains("Your browser sends no privacy signal"));
    let signal =
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });";
    me.shop.set_tweaks(Tweaks { extra_script: Some(signal.to_owned()), ..Tweaks::default() });
    me.visits("/preferences").await;
    let honoured = "We follow it: learning is off.";
    assert!(me.sees().await.contains(honoured), "{}", me.sees().await);
    me.presses("Learn from what I do here").await;
    let sees = me.sees().await;
    assert!(
        sees.contains("You were told of it, and allowed learning here all the same."),
        "{sees}"
    );
    assert!(!sees.contains(honoured), "{sees}");
    me.presses("Your choices so far").await;
    assert!(me.sees().await.contains("You had been told of your browser’s signal"));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_07_on_the_smallest_screen_nothing_is_lost_and_everything_can_be_hit() {
    let me = Customer::who_reads_gothic().await;
    me.uses(NARROW).await;
    me.visits("/preferences").await;
    me.reads("for (const summary of all('summary')) summary.click()").await;
    me.rests().await;
    let zoom = "return document.querySelector('meta[name=viewport]').content";
    let zoom = me.reads(zoom).await;
    let zoom = zoom.as_str().unwrap_or_default();
    assert!(zoom.contains("width=device-width"), "{zoom}");
    assert!(!zoom.contains("user-scalable") && !zoom.contains("maximum-scale"), "{zoom}");
    let small = "return all('button, input, summary', all('homekept-preferences')[0].shadowRoot)
        .filter(seen).filter((control) => {
          const { width, height } = control.getBoundingClientRect();
          return width < 24 || height < 24;
        }).map(nameOf)";
    assert_eq!(me.reads(small).await, json!([]));
    assert_eq!(me.meets_barriers().await, Vec::<String>::new());
    // What was just done is said above a phone's own bar.
    let inset = "return [...all('homekept-preferences')[0].shadowRoot.adoptedStyleSheets]
        .some((sheet) => [...sheet.cssRules].some(({ cssText }) => cssText.includes('safe-area-inset-bottom')))";
    assert_eq!(me.reads(inset).await, json!(true));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_02_a_keyboard_opens_shows_more_locks_and_opens_again() {
    let me = Customer::who_reads_gothic().await;
    me.reads_with(RECORD, json!(["moby-dick", "emma"])).await;
    me.visits("/preferences").await;
    me.tabs_to("From: …").await;
    me.strikes(Key::Enter).await;
    let entries = "return all('[data-key] [data-event]').length > 0";
    assert_eq!(me.reads(entries).await, json!(true));
    me.tabs_to("Forget: Opened…").await;
    me.tabs_to("Show all…").await;
    me.strikes(Key::Enter).await;
    assert!(me.keeps_the_focus_on().await.starts_with("More of "));
    me.tabs_to("Words in it").await;
    me.tabs_to("From day").await;
    me.tabs_to("To day").await;
    me.tabs_to("Lock my profile").await;
    me.strikes(Key::Enter).await;
    assert_eq!(me.keeps_the_focus_on().await, "That’s me: open my profile");
    let sees = me.sees().await;
    assert!(sees.contains("Your profile is locked") && !sees.contains("Dracula"), "{sees}");
    me.strikes(Key::Enter).await;
    assert!(me.keeps_the_focus_on().await.starts_with("Profile: on this device only, "));
    assert_eq!(me.status().await["events"], json!(7));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_13_recorders_are_asked_to_look_away_and_i_am_warned_of_scripts_from_elsewhere() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/preferences").await;
    let masks = "const [center] = all('homekept-preferences');
        return ['data-private', 'data-hj-suppress', 'data-clarity-mask', 'data-dd-privacy', 'data-sentry-mask',
          'data-cs-mask', 'data-openreplay-masked', 'data-recording-ignore', 'data-sl']
          .filter((name) => !center.hasAttribute(name))
          .concat(['ph-no-capture', 'fs-exclude', 'rr-block'].filter((name) => !center.classList.contains(name)))";
    assert_eq!(me.reads(masks).await, json!([]));
    assert!(!me.sees().await.contains("They can read what it shows."));
    let foreign = "addEventListener('DOMContentLoaded', () => {
        const script = document.createElement('script');
        const address = 'https://replay.invalid/all.js';
        const trust = globalThis.trustedTypes?.createPolicy('homekept', { createScriptURL: (it) => it });
        script.type = 'text/plain';
        script.src = trust?.createScriptURL(address) ?? address;
        document.head.append(script);
      });";
    me.shop.set_tweaks(Tweaks { extra_script: Some(foreign.to_owned()), ..Tweaks::default() });
    me.visits("/preferences").await;
    let warning = "Scripts from replay.invalid run on this page. They can read what it shows.";
    assert!(me.sees().await.contains(warning), "{}", me.sees().await);
    me.leaves().await;
}

/// Somebody with entries of every kind, interests of every kind, and a change of mind.
async fn who_did_much() -> Customer {
    let me = Customer::who_reads_gothic().await;
    me.reads(
        "const hk = await module_();
        for (const kind of ['engage', 'cart', 'purchase', 'like', 'dislike', 'dismiss']) {
          for (const book of ['moby-dick', 'emma']) await hk.record(kind, book);
        }",
    )
    .await;
    me.visits("/preferences").await;
    me.presses("Remember what I tell you").await;
    me.presses("Less of Gothic fiction").await;
    me
}

/// What a pick list of the page would hold.
fn ranked(more: &str) -> String {
    format!(
        "return (await module_()).rank({{ slot: 'for-you', limit: 8, {more} }}).map(({{ id }}) => id)"
    )
}

const RECORD: &str = "for (const item of args) await (await module_()).record('view', item)";
const GLANCE: &str = "return all('.glance dd').map(textOf)";
const PREVIEWED: &str = "return all('[data-pick]').map((pick) => pick.dataset.pick)";
/// Keeps the files that the page makes.
pub(crate) const KEEP_FILES: &str = "globalThis.made = []; const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { made.push(blob); return make.call(URL, blob); }";
/// SHA-256 of the lines of the notice as the center shows them.
const HASH_OF_SHOWN: &str = "
    const { shadowRoot } = all('homekept-preferences')[0];
    const section = shadowRoot.querySelector('section[aria-labelledby=permissions]');
    for (const details of section.querySelectorAll('.switch + details')) {
      if (details.open) continue;
      details.open = true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const purposes = [...section.querySelectorAll('.switch')].flatMap((row) =>
      [...row.querySelectorAll('.name, .name + .muted'), ...row.nextElementSibling.querySelectorAll('dt, dd')]);
    const lines = [section.querySelector('h3'), section.querySelector('.switch').previousElementSibling, ...purposes];
    const text = lines.map((line) => `${line.textContent.trim()}\\n`).join('');
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')";
