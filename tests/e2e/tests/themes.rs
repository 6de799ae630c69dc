//! Themes of a page: what they may change, and what they may not.

use crate::fairness::{ENGLISH, all_answers_weigh_the_same};
use homekept_e2e::{Customer, PHONE};
use serde_json::json;

/// Themes that somebody could want, and that can be read.
pub(crate) const KIND: [(&str, &str); 4] = [
    ("none", ""),
    (
        "night",
        "body { background: #0b1622 } homekept-consent, homekept-preferences { --homekept-paper: #102030;
           --homekept-ink: #ffffff; --homekept-muted: #c4d2e0; --homekept-line: #2c4258;
           --homekept-edge: #8ba3bb; --homekept-wash: #1a3148; --homekept-accent: #9fd0ff }",
    ),
    (
        "colours of a newer kind",
        "body { background: oklch(0.98 0.01 90) } homekept-consent, homekept-preferences {
           --homekept-paper: oklch(0.97 0.02 90); --homekept-ink: oklch(0.25 0.05 270);
           --homekept-muted: lab(38 5 -20); --homekept-wash: color-mix(in oklch, white, gold 10%) }",
    ),
    (
        "round and bold",
        "::part(answer) { border-radius: 2rem; font-weight: 700; text-transform: uppercase }
         homekept-consent { --homekept-radius: 0; --homekept-font: serif }",
    ),
];

/// Themes that hide an answer, or the words.
const HOSTILE: [(&str, &str); 9] = [
    ("ink on ink", "homekept-consent, homekept-preferences { --homekept-ink: #fffefb }"),
    ("faint", "homekept-consent, homekept-preferences { --homekept-muted: #c9c2b4 }"),
    ("buttons see-through", "::part(answer), ::part(choice), ::part(status) { opacity: 0.2 }"),
    (
        "buttons tiny",
        "::part(answer), ::part(choice), ::part(status) { font-size: 3px !important }",
    ),
    ("buttons gone", "::part(answer), ::part(choice), ::part(status) { visibility: hidden }"),
    ("a picture behind", "::part(card), ::part(center) { background: linear-gradient(red, blue) }"),
    ("blurred", "homekept-consent, homekept-preferences { filter: blur(3px) }"),
    (
        "white on white",
        "::part(answer), ::part(choice), ::part(status) { color: #fff !important; background: #fff }",
    ),
    (
        "a dark page",
        "body { background: #111 } ::part(card), ::part(center) { background: transparent }",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn ui_10_a_theme_that_can_be_read_is_left_alone() {
    let me = Customer::new().await;
    for path in ["/", "/preferences"] {
        me.visits(path).await;
        for (name, theme) in KIND {
            wears(&me, theme).await;
            assert_eq!(me.reads(IN_ITS_OWN_COLOURS).await, json!([]), "{path}: {name}");
        }
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_10_dark_01_a_theme_that_hides_an_answer_is_not_worn() {
    let me = Customer::new().await;
    for path in ["/", "/preferences"] {
        me.visits(path).await;
        let element = if path == "/" { "homekept-consent" } else { "homekept-preferences" };
        for (name, theme) in HOSTILE {
            wears(&me, theme).await;
            assert_eq!(me.reads(IN_ITS_OWN_COLOURS).await, json!([element]), "{path}: {name}");
            let found = me.finds_no_contrast_in(element).await;
            assert_eq!(found, Vec::<String>::new(), "{path}: {name}");
            if path == "/" {
                all_answers_weigh_the_same(&me, ENGLISH, name).await;
            }
            wears(&me, "").await;
            assert_eq!(me.reads(IN_ITS_OWN_COLOURS).await, json!([]), "{path}: {name}");
        }
    }
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_10_what_is_said_after_an_answer_can_be_read_on_any_page() {
    let me = Customer::new().await;
    me.uses(PHONE).await;
    me.visits("/").await;
    wears(&me, "body, body * { background: #222 !important }").await;
    me.presses("Allow all of these").await;
    me.rests().await;
    assert_eq!(me.reads(IN_ITS_OWN_COLOURS).await, json!(["homekept-consent"]));
    assert_eq!(me.finds_no_contrast_in("homekept-consent").await, Vec::<String>::new());
    me.leaves().await;
}

/// Puts a theme on the page in place of the one before.
pub(crate) async fn wears(me: &Customer, theme: &str) {
    me.reads_with(
        "const theme = new CSSStyleSheet();
         theme.replaceSync(args[0]);
         document.adoptedStyleSheets = [theme];
         // As a page does that names its theme.
         document.documentElement.dataset.theme = String(Math.random());
         await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));",
        json!([theme]),
    )
    .await;
}

const IN_ITS_OWN_COLOURS: &str =
    "return all('[data-homekept-safe]').map((element) => element.localName)";
