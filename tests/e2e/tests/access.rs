//! The shop for everybody: with any eyes, ears and hands, on any screen, in any
//! light, in one's own language.

use homekept_e2e::{Customer, DESKTOP, Heard, NARROW, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread")]
async fn ui_01_no_page_has_a_barrier_before_i_choose() {
    let me = Customer::new().await;
    me.uses(DESKTOP).await;
    let shelf = "/browse/subject/Gothic%20fiction";
    for path in ["/", "/item/dracula", "/browse", shelf, "/search?q=sea", "/about", "/preferences"]
    {
        me.visits(path).await;
        meets_no_barrier(&me, path).await;
    }
    me.visits("/item/dracula").await;
    me.presses("Add to basket").await;
    me.visits("/basket").await;
    meets_no_barrier(&me, "the basket").await;

    // What is looked for is found when it is there, in an element's shadow too.
    me.visits("/preferences").await;
    me.reads("places()[0].shadowRoot.append(document.createElement('input'))").await;
    me.reads(
        "const wide = document.createElement('p'); wide.textContent = 'x'.repeat(500);
        wide.style = 'overflow-wrap: normal; color: #333'; all('main')[0].append(wide)",
    )
    .await;
    let found = me.meets_barriers().await.join("\n");
    let expected = [
        "light, 320 px: label: homekept-preferences",
        "dark, 1200 px: color-contrast: #main > p",
        "small: ",
        "the page scrolls sideways",
    ];
    for barrier in expected {
        assert!(found.contains(barrier), "{barrier} in {found}");
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_01_no_page_has_a_barrier_with_my_profile_and_after_i_refuse() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.presses_card(0).await;
    meets_no_barrier(&me, "home with the back of a card").await;
    me.visits("/item/monk").await;
    me.waits_for_picks().await;
    meets_no_barrier(&me, "an item with picks").await;
    me.visits("/preferences").await;
    me.presses("Never again: Gothic fiction").await;
    me.presses("What this means: Learn from what I do here").await;
    me.presses("Your choices so far").await;
    me.presses("Erase everything").await;
    meets_no_barrier(&me, "the preference center, about to erase").await;
    me.presses("Erase everything now").await;
    meets_no_barrier(&me, "the preference center, erased").await;
    me.visits("/").await;
    me.presses("Allow none of these").await;
    meets_no_barrier(&me, "home after a no").await;
    me.visits("/preferences").await;
    meets_no_barrier(&me, "the preference center after a no").await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_02_a_keyboard_is_enough_for_everything() {
    let me = Customer::new().await;
    me.uses(NARROW).await;

    // I answer the question; what was said is in view, although the question is gone.
    me.visits("/").await;
    me.tabs_to("Allow all of these").await;
    me.strikes(Key::Enter).await;
    assert_eq!(me.keeps_the_focus_on().await, "Change this in your preferences");
    me.reads_gothic().await;

    // I turn a card, and turn it back.
    me.uses(DESKTOP).await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.tabs_to("Why this? Options for…").await;
    let card = me.keeps_the_focus_on().await;
    me.strikes(Key::Space).await;
    assert_eq!(me.reads("return focused().ariaExpanded").await, json!("true"));
    me.tabs_to("More like this").await;
    me.strikes(Key::Escape).await;
    assert_eq!(me.keeps_the_focus_on().await, card);
    assert_eq!(me.reads("return focused().ariaExpanded").await, json!("false"));

    // I go to my preferences, by the way that every page has.
    me.visits("/about").await;
    me.tabs_to("Your preferences").await;
    me.types(Key::Enter, 1).await;
    me.arrives_at("/preferences").await;

    // I turn a switch and turn it back; I remove an interest; I forget two visits, then all.
    me.tabs_to("Pause").await;
    me.strikes(Key::Space).await;
    assert_eq!(me.status().await["paused"], json!(true));
    assert_eq!(me.keeps_the_focus_on().await, "Pause");
    me.strikes(Key::Space).await;
    assert_eq!(me.status().await["paused"], json!(false));
    me.tabs_to("Never again: Gothic fiction").await;
    me.strikes(Key::Space).await;
    assert_eq!(me.keeps_the_focus_on().await, "Undo your choice on Gothic fiction");
    me.tabs_to("Forget: Opened “The Monk”…").await;
    for left in [4, 3] {
        me.strikes(Key::Enter).await;
        assert!(me.keeps_the_focus_on().await.starts_with("Forget: Opened"));
        assert_eq!(me.status().await["events"], json!(left));
    }
    me.tabs_to("Forget all of this").await;
    me.strikes(Key::Enter).await;
    me.tabs_to("Forget all now").await;
    me.strikes(Key::Enter).await;
    assert_eq!(me.status().await["events"], json!(0));
    assert_eq!(me.keeps_the_focus_on().await, "What you did here");

    // I think better of it, then erase everything.
    me.tabs_to("Erase everything").await;
    me.strikes(Key::Enter).await;
    assert_eq!(me.keeps_the_focus_on().await, "Keep it");
    me.strikes(Key::Escape).await;
    assert_eq!(me.keeps_the_focus_on().await, "Erase everything");
    me.strikes(Key::Enter).await;
    me.tabs_to("Erase everything now").await;
    me.strikes(Key::Enter).await;
    assert_eq!(me.keeps_the_focus_on().await, "Erase everything");
    assert_eq!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_03_a_screen_reader_says_what_each_control_does_and_what_became_of_it() {
    let me = Customer::new().await;
    me.visits("/").await;
    let heard = each_control_has_its_own_name(&me).await;
    for purpose in ["Remember what I tell you", "Learn from what I do here"] {
        for answer in ["Do not allow", "Allow"] {
            let radio = one(&heard, "radio", answer, purpose);
            assert_eq!(radio.checked.as_deref(), Some("false"), "{radio:?}");
        }
    }
    me.listens().await;
    me.presses("Allow all of these").await;
    me.is_told("Saved. You allow: Remember what I tell you and Learn from what I do here.").await;
    me.reads_gothic().await;

    me.visits("/").await;
    me.waits_for_picks().await;
    me.presses_card(0).await;
    me.presses_card(1).await;
    each_control_has_its_own_name(&me).await;
    me.listens().await;
    me.presses("Not for me").await;
    me.is_told("We will not pick this for you again.").await;
    me.presses("Show without my profile").await;
    me.is_told("Same for everyone").await;
    me.presses("Show with my profile").await;
    me.is_told("Personalised for you").await;

    me.visits("/preferences").await;
    me.listens().await;
    let heard = each_control_has_its_own_name(&me).await;
    let learn = one(&heard, "switch", "Learn from what I do here", "");
    assert_eq!(learn.checked.as_deref(), Some("true"));
    assert_eq!(one(&heard, "switch", "Pause", "").checked.as_deref(), Some("false"));
    me.presses("Less of Gothic fiction").await;
    me.is_told("You will see less of Gothic fiction.").await;
    me.presses("Erase everything").await;
    let heard = each_control_has_its_own_name(&me).await;
    one(&heard, "button", "Keep it", "This cannot be undone. Erase everything now?");
    me.presses("Erase everything now").await;
    me.is_told("All is erased. We looked again, and nothing is left.").await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_04_nothing_moves_for_one_who_wants_it_still() {
    let moving = "return all('*').filter((element) => ['', '::before', '::after'].some((part) => {
        const { transitionDuration, animationName } = getComputedStyle(element, part || null);
        return /[1-9]/.test(transitionDuration) || /^(?!none$)./.test(animationName);
      })).map((element) => element.className)";
    let me = Customer::who_reads_gothic().await;
    for path in ["/", "/item/dracula", "/preferences"] {
        me.visits(path).await;
        assert_ne!(me.reads(moving).await, json!([]), "{path}: something can move at all");
        me.prefers(&[("prefers-reduced-motion", "reduce")]).await;
        me.visits(path).await;
        assert_eq!(me.reads(moving).await, json!([]), "{path}");
        me.prefers(&[]).await;
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_on_a_german_page_everything_speaks_german() {
    let german = "document.documentElement.lang = 'de';";
    let me = Customer::who_reads_gothic().await;
    let english = reads_all_elements(&me).await;
    let extra_script = Some(german.to_owned());
    me.shop.set_tweaks(Tweaks { extra_script, ..Tweaks::default() });
    let german = reads_all_elements(&me).await;
    for text in ["Persönlich für Sie", "Ihre Interessen", "Alles löschen", "Was Sie erlauben"] {
        assert!(german.contains(text), "{text} in {german:#?}");
    }
    for text in &german {
        assert!(!text.contains("undefined") && !text.contains('{'), "{text}");
    }
    // What stayed the same are names that the shop gave, and a word of both languages.
    let same: Vec<&String> = english.intersection(&german).collect();
    let names =
        ["Hearth & Page, privacy@shop.invalid", "Like this one", "On the table by the door"];
    assert_eq!(same, [&names[..], &["Worth a look", "author", "subject"]].concat());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_09_the_elements_work_where_the_page_fails() {
    let broken = "addEventListener('DOMContentLoaded', () => { throw new Error('the shop') });
        Promise.reject(new Error('the shop'));
        setTimeout(() => { undefined.shop });
        throw new Error('the shop');";
    let extra_script = Some(broken.to_owned());
    let me = Customer::in_shop(shop(Tweaks { extra_script, ..Tweaks::default() })).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.visits("/preferences").await;
    me.presses("Never again: Gothic fiction").await;
    assert!(me.sees().await.contains("never again"));
    me.leaves().await;
}

async fn meets_no_barrier(me: &Customer, place: &str) {
    let barriers = me.meets_barriers().await;
    assert!(barriers.is_empty(), "{place}: {barriers:#?}");
}

/// Every control says what it does, no two that do different things alike.
async fn each_control_has_its_own_name(me: &Customer) -> Vec<Heard> {
    let heard = me.hears().await;
    let mut told = BTreeSet::new();
    for control in heard.iter().filter(|heard| heard.is_control()) {
        assert!(control.name.chars().any(char::is_alphabetic), "{control:?}");
        let Heard { role, name, group, .. } = control;
        // Two links of one name may lead to one place.
        assert!(role == "link" || told.insert((role, name, group)), "twice: {control:?}");
    }
    assert!(told.len() > 2, "{heard:#?}");
    heard
}

fn one<'a>(heard: &'a [Heard], role: &str, name: &str, group: &str) -> &'a Heard {
    let is_it = |it: &&Heard| (&*it.role, &*it.name, &*it.group) == (role, name, group);
    let found = heard.iter().find(is_it);
    found.unwrap_or_else(|| panic!("no {role} {name} of {group} in {heard:#?}"))
}

/// The texts that our elements say at three places, data of the catalogue's items left out.
pub(crate) async fn reads_all_elements(me: &Customer) -> BTreeSet<String> {
    let script =
        "const skip = 'style, template, .cover, .card-title, .card-by, .card-price, .name';
        return places().flatMap((place) => all('*', place.shadowRoot))
          .filter((element) => !element.closest(skip))
          .flatMap((element) => [element.ariaLabel ?? '', ...[...element.childNodes]
            .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim())])
          .filter((text) => /\\p{L}{2}/u.test(text))";
    let mut all = BTreeSet::new();
    for path in ["/", "/item/monk", "/preferences"] {
        me.visits(path).await;
        if path == "/preferences" {
            // What is closed is not there yet.
            me.reads("for (const summary of all('summary')) summary.click()").await;
            me.rests().await;
        } else {
            me.waits_for_picks().await;
            me.presses_card(0).await;
        }
        let texts = me.reads(script).await;
        let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
        all.extend(texts.map(str::to_owned));
    }
    all
}
