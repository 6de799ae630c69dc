//! A fair question, and a fair list.

use homekept_e2e::gaps::FORCED_COLOURS;
use homekept_e2e::{Customer, DESKTOP, PHONE, Stored};
use serde_json::{Value, json};
use thirtyfour::Key;

pub(crate) const ALL_PAGES: [&str; 7] =
    ["/", "/browse", "/item/frankenstein", "/search?q=sea", "/basket", "/preferences", "/about"];

#[tokio::test(flavor = "multi_thread")]
async fn dark_01_yes_and_no_weigh_the_same() {
    let me = Customer::new().await;
    me.visits("/").await;
    for screen in [DESKTOP, PHONE] {
        me.uses(screen).await;
        for scheme in ["light", "dark"] {
            me.prefers(&[("prefers-color-scheme", scheme)]).await;
            all_answers_weigh_the_same(&me, ENGLISH, scheme).await;
        }
    }

    // One stands beside the other, the no first, and Tab goes from one to the other.
    me.uses(DESKTOP).await;
    let order =
        "const buttons = all('homekept-consent')[0].shadowRoot.querySelector('.answers').children;
        return [...buttons].map(nameOf)";
    assert_eq!(me.reads(order).await, json!(["Allow none of these", "Allow all of these"]));
    me.tabs_to("Do not allow").await;
    me.tabs_to("Allow none of these").await;
    me.types(Key::Tab, 1).await;
    assert_eq!(me.has_the_focus_on().await, "Allow all of these");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dark_01_yes_and_no_weigh_the_same_in_few_colours() {
    if FORCED_COLOURS.skips_this_test() {
        return;
    }
    let me = Customer::new().await;
    me.visits("/").await;
    for screen in [DESKTOP, PHONE] {
        me.uses(screen).await;
        me.prefers(&[("forced-colors", "active")]).await;
        all_answers_weigh_the_same(&me, ENGLISH, "forced colours").await;
    }
    me.tabs_to("Do not allow").await;
    me.tabs_to("Allow all of these").await;
    me.leaves().await;
}

pub(crate) const ENGLISH: [&str; 2] = ["Allow none of these", "Allow all of these"];

/// The two buttons with these names, and the two choices of each purpose.
pub(crate) async fn all_answers_weigh_the_same(me: &Customer, names: [&str; 2], where_: &str) {
    let buttons = format!("return args.flatMap(named).map({LOOKS})");
    weigh_the_same(&me.reads_with(&buttons, json!(names)).await, where_);
    let radios = format!(
        "return all(`input[name=${{args[0]}}]`).map((radio) => radio.labels[0]).map({LOOKS})"
    );
    for purpose in ["remember", "learn"] {
        weigh_the_same(&me.reads_with(&radios, json!([purpose])).await, where_);
    }
}

/// How something looks: whatever could make one answer count for more.
const LOOKS: &str = "(element) => {
    const { width, height, top, left, bottom } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const names = ['fontSize', 'fontWeight', 'fontFamily', 'fontStyle', 'color', 'backgroundColor',
      'borderTopColor', 'borderTopWidth', 'borderTopStyle', 'borderRadius', 'opacity', 'boxShadow',
      'textDecorationLine', 'textTransform', 'cursor', 'order', 'animationName', 'filter'];
    return { width, height, top, left, bottom, kind: element.localName,
      style: names.map((name) => style[name]) };
  }";

fn weigh_the_same(answers: &Value, where_: &str) {
    let [no, yes] = answers.as_array().map(Vec::as_slice).unwrap_or_default() else {
        panic!("{where_}: two answers, not {answers}");
    };
    let number = |answer: &Value, name: &str| answer[name].as_f64().expect("it has a size");
    for side in ["width", "height"] {
        assert!((number(no, side) - number(yes, side)).abs() <= 2.0, "{where_}: {answers:#}");
    }
    assert_eq!((&no["kind"], &no["style"]), (&yes["kind"], &yes["style"]), "{where_}");
    let in_line = |side: &str| (number(no, side) - number(yes, side)).abs() < 0.5;
    let (in_a_row, stacked) = (in_line("top"), in_line("left"));
    let gap = match in_a_row {
        // Whichever is the first: in Arabic that is the right one.
        true => (number(yes, "left") - number(no, "left")).abs() - number(no, "width"),
        false => number(yes, "top") - number(no, "bottom"),
    };
    assert!((in_a_row || stacked) && (0.0..=16.0).contains(&gap), "{where_}: {answers:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn con_03_only_an_answer_is_an_answer() {
    let me = Customer::new().await;
    me.uses(DESKTOP).await;
    for path in ["/", "/item/dracula"] {
        me.visits(path).await;
        let chosen =
            "return all('homekept-consent')[0].shadowRoot.querySelectorAll(':checked').length";
        assert_eq!(me.reads(chosen).await, json!(0), "{path}: nothing is chosen for me");
        me.tabs_to("Do not allow").await;
        me.strikes(Key::Escape).await;
        me.reads("scrollTo(0, document.body.scrollHeight)").await;
        me.rests().await;
        me.presses("Browse").await;
        has_said_nothing(&me).await;
    }
    // A half-given answer that is left is none.
    me.visits("/").await;
    me.presses("Allow").await;
    me.visits("/about").await;
    me.visits("/").await;
    has_said_nothing(&me).await;
    me.presses("Allow all of these").await;
    assert_ne!(me.stores().await.places, Vec::<String>::new());
    me.leaves().await;
}

async fn has_said_nothing(me: &Customer) {
    assert_eq!(me.stores().await, Stored { places: vec![], contents: String::new() });
    // Some pages have no module to ask; home does.
    me.visits("/").await;
    let status = me.status().await;
    for purpose in status["purposes"].as_array().expect("there are purposes") {
        assert_eq!(purpose["state"], json!("unasked"), "{status}");
    }
    assert_eq!(status["ask"], json!(true), "I may still be asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn con_04_to_take_back_takes_no_more_than_to_give() {
    let learns = "return (await module_()).status().purposes.find(({ purpose }) => purpose === 'learn').state";
    let me = Customer::new().await;

    // Where I was asked, one press gives everything, and one takes it back.
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.looks_at("dracula").await;
    for path in ["/", "/item/dracula"] {
        me.visits(path).await;
        assert_eq!(me.reads(learns).await, json!("on"));
        me.presses("Withdraw and delete").await;
        assert_eq!(me.reads(learns).await, json!("off"), "{path}");
        assert_eq!(me.status().await["events"], json!(0));
        assert_eq!(me.stores().await.places, ["localStorage homekept:bookshop"], "{path}");
        assert!(me.sees().await.contains("What was kept is deleted."));
        assert_eq!(
            me.reads("return nameOf(focused())").await,
            json!("Change this in your preferences")
        );
        me.visits("/preferences").await;
        turns_learning(&me, true).await;
    }

    // From any page I give and take back learning by the same two presses.
    for (path, on) in ALL_PAGES.into_iter().zip([false, true].into_iter().cycle()) {
        me.goes_to(path).await;
        me.presses("Your preferences").await;
        me.arrives_at("/preferences").await;
        turns_learning(&me, on).await;
        assert_eq!(me.reads(learns).await, json!(if on { "on" } else { "off" }), "{path}");
    }
    me.leaves().await;
}

/// Presses the switch, and waits until it is drawn anew: it is once the choice is stored, which is a
/// moment after it holds in the page. Whoever leaves before that has not chosen.
async fn turns_learning(me: &Customer, on: bool) {
    const LEARN: &str = "Learn from what I do here";
    me.presses(LEARN).await;
    me.waits_until(&format!("return named('{LEARN}')[0]?.dataset.on === '{on}'")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dark_05_the_question_is_in_nobodys_way() {
    let me = Customer::new().await;
    for screen in [DESKTOP, PHONE] {
        me.uses(screen).await;
        for path in ["/", "/item/dracula"] {
            me.visits(path).await;
            assert!(me.sees().await.contains("May this site fit its suggestions to you?"));
            assert_eq!(me.reads(IN_THE_WAY).await, json!([]), "{path}");
        }
    }
    // I leave it unanswered and go on.
    me.presses("Add to basket").await;
    me.visits("/basket").await;
    assert!(me.sees().await.contains("Dracula"));
    me.leaves().await;
}

/// Links and buttons that something else lies over, and whatever floats or closes the page.
const IN_THE_WAY: &str = r#"
const found = all("dialog, [aria-modal], [inert]").map((element) => element.localName);
for (const element of [...all("homekept-consent"), ...all("*", all("homekept-consent")[0].shadowRoot)]) {
  const { position } = getComputedStyle(element);
  const unseen = element.matches(".said, p:empty");
  if (!unseen && position !== "static" && position !== "relative") found.push(`${element.className} is ${position}`);
}
for (const element of [document.documentElement, document.body]) {
  if (/hidden|clip/.test(getComputedStyle(element).overflowY)) found.push("the page cannot scroll");
}
for (const control of all("a, button, input").filter(seen)) {
  if (control.closest(".skip") || control.disabled) continue;
  control.scrollIntoView({ block: "center", inline: "center" });
  const { left, top, width, height } = control.getClientRects()[0];
  let hit = document.elementFromPoint(left + width / 2, top + height / 2);
  while (hit?.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  if (!control.contains(hit) && ![...(control.labels ?? [])].some((label) => label.contains(hit))) {
    found.push(`${nameOf(control)} lies under ${hit?.localName}.${hit?.className}`);
  }
}
return found;
"#;

#[tokio::test(flavor = "multi_thread")]
async fn con_05_who_says_no_gets_the_same_shop() {
    let mut shops = Vec::new();
    for answer in ["Allow none of these", "Allow all of these"] {
        let me = Customer::new().await;
        me.visits("/").await;
        me.presses(answer).await;
        me.reads_gothic().await;
        let mut pages = Vec::new();
        for path in ALL_PAGES {
            me.visits(path).await;
            if answer == "Allow all of these" && ["/", "/item/frankenstein"].contains(&path) {
                me.waits_for_picks().await;
            }
            pages.push((path, me.reads(FEATURES).await));
        }
        shops.push(pages);
        me.leaves().await;
    }
    let [without, with] = &*shops else { unreachable!("there are two answers") };
    for ((path, without), (_, with)) in without.iter().zip(with) {
        assert_eq!(without["page"], with["page"], "{path}");
        assert_eq!(without["picks"], with["picks"], "{path}: as many picks, each with all it has");
        assert!(without["page"].as_array().is_some_and(|features| features.len() > 10));
    }
    // The lists did differ, and whatever is in both costs the same in both.
    assert_ne!(without[0].1["prices"], with[0].1["prices"]);
    let mut compared = 0;
    for (_, without) in without {
        for (_, with) in with {
            for (item, price) in without["prices"].as_object().expect("prices by item") {
                if let Some(other) = with["prices"].get(item) {
                    assert_eq!(price, other, "{item}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 50, "{compared}");
}

/// What a page offers: links, buttons, fields and prices outside of the picks; the parts of each
/// pick; and the price of every item on it.
const FEATURES: &str = r#"
const ours = "homekept-picks, homekept-consent, homekept-preferences";
const page = [...document.querySelectorAll("a, button, input, img, h1, h2, .card-price, .price")]
  .filter((element) => !element.closest(ours))
  .map((element) => [element.localName, element.getAttribute("href"), textOf(element), element.hidden].join("|"));
// What somebody looked at last is their own, and there is none where nothing is kept.
const picked = all("homekept-picks:not([kind=continue])").flatMap(cards);
const parts = [".cover", ".card-title", ".card-by", ".card-price", ".card-reason", "a[href]"];
const prices = [...all(".card")].map((card) => [
  card.querySelector("a").getAttribute("href"), card.querySelector(".card-price").textContent]);
return {
  page,
  picks: picked.map((card) => parts.map((part) => card.querySelectorAll(part).length)),
  prices: Object.fromEntries(prices),
};
"#;

#[tokio::test(flavor = "multi_thread")]
async fn fair_10_fair_12_what_is_fitted_to_me_says_so_and_says_why() {
    let me = Customer::new().await;
    me.visits("/").await;
    for path in ["/", "/item/monk"] {
        me.visits(path).await;
        let sees = me.sees().await;
        assert!(sees.contains("Same for everyone") && !sees.contains("Personalised"), "{sees}");
        for reason in me.sees_reasons().await {
            assert!(!reason.contains("you"), "the public list knows nobody: {reason}");
        }
    }
    me.visits("/").await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    for path in ["/", "/item/monk"] {
        me.visits(path).await;
        me.waits_for_picks().await;
        let label = "const label = all('homekept-picks')[0].shadowRoot.querySelector('.label');
            return [seen(label), textOf(label)]";
        assert_eq!(me.reads(label).await, json!([true, "Personalised for you"]), "{path}");
        let each =
            "return named('Show without my profile').length === all('homekept-picks').length";
        me.waits_until(each).await;
        let reasons = me.sees_reasons().await;
        assert_eq!(reasons.len(), 8);
        assert!(reasons.iter().all(|reason| reason.len() > 8), "{reasons:?}");
        let shown = "return cards(all('homekept-picks')[0])
            .every((card) => seen(card.querySelector('.card-reason')))";
        assert_eq!(me.reads(shown).await, json!(true));
        if path == "/" {
            assert!(reasons.iter().any(|reason| reason.contains("you looked at")), "{reasons:?}");
        }
        // The server sent none of it.
        let sent = me
            .reads("return (await (await fetch(location)).text()).match(/<homekept-picks[^]*?<\\/homekept-picks>/)[0]")
            .await;
        for ours in ["Personalised", "you looked at", "You often look at"] {
            assert!(!sent.as_str().expect("a page").contains(ours), "{ours}");
        }
    }
    me.leaves().await;
}
