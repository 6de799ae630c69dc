//! What a switch shows is what holds, whatever it is, and no control is far away or leads nowhere.

use crate::fairness::ALL_PAGES;
use homekept_e2e::{Customer, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn dark_04_every_switch_means_the_same_and_shows_after_a_reload_what_was_saved() {
    let me = Customer::new().await;
    me.visits("/preferences").await;
    // Nothing may be kept yet, and that is said where it matters.
    assert!(me.sees().await.contains(NOT_KEPT));
    for purpose in ["Remember what I tell you", "Learn from what I do here"] {
        me.presses(purpose).await;
        me.waits_until_with("return named(args[0])[0]?.dataset.on === 'true'", json!([purpose]))
            .await;
    }
    assert!(!me.sees().await.contains(NOT_KEPT));
    let switches = me.reads(SWITCHES).await;
    let names: Vec<&str> = switches
        .as_array()
        .expect("switches")
        .iter()
        .map(|switch| switch["name"].as_str().expect("a name"))
        .collect();
    assert!(names.len() >= 5, "{names:?}");
    for name in names {
        for _ in 0..2 {
            let before = me.reads_with(ONE, json!([name])).await;
            me.presses(name).await;
            me.waits_until_with(
                "return named(args[0])[0]?.dataset.on !== args[1]",
                json!([name, before["saved"]]),
            )
            .await;
            let after = me.reads_with(ONE, json!([name])).await;
            agree(&after);
            assert_ne!(after["checked"], before["checked"], "{name}");
            me.visits("/preferences").await;
            assert_eq!(me.reads_with(ONE, json!([name])).await, after, "{name}");
        }
    }
    // On is on the same side and in the same colour, whichever switch it is.
    let looks = me.reads(LOOKS_BY_STATE).await;
    for state in ["true", "false"] {
        let looks = looks[state].as_array().expect("looks");
        assert!(looks.len() == 1, "{state}: {looks:#?}");
    }
    assert_ne!(looks["true"], looks["false"]);
    me.leaves().await;
}

/// The word, the switch and what is saved say the same.
fn agree(switch: &Value) {
    let on = switch["checked"] == json!(true);
    assert_eq!(switch["saved"], json!(on.to_string()), "{switch}");
    assert_eq!(switch["says"], json!(if on { "On" } else { "Off" }), "{switch}");
}

const NOT_KEPT: &str =
    "Nothing may be kept yet: what you set here counts until you leave this page.";
const SWITCHES: &str = "return all('input[role=switch]').map((input) => ({ name: nameOf(input) }))";
const ONE: &str = "const [input] = named(args[0]);
  return { name: args[0], checked: input.checked, saved: input.dataset.on,
    says: textOf(input.parentElement.querySelector('.state')) }";
const LOOKS_BY_STATE: &str = "const looks = { true: new Set(), false: new Set() };
  for (const input of all('input[role=switch]')) {
    const knob = getComputedStyle(input, '::before');
    const { backgroundColor, borderTopColor } = getComputedStyle(input);
    looks[input.checked].add([backgroundColor, borderTopColor, knob.transform, knob.insetInlineStart].join());
  }
  return { true: [...looks.true], false: [...looks.false] }";

#[tokio::test(flavor = "multi_thread")]
async fn dark_07_every_control_is_two_activations_away_and_no_link_leads_nowhere() {
    let me = Customer::new().await;
    let mut followed = Vec::new();
    for path in ALL_PAGES {
        me.goes_to(path).await;
        // One activation to the preference center, where each control is the second one.
        me.presses("Your preferences").await;
        me.arrives_at("/preferences").await;
        for control in
            ["Remember what I tell you", "Learn from what I do here", "Pause", "Erase everything"]
        {
            me.waits_until_with(
                "return named(args[0]).filter(seen).length === 1",
                json!([control]),
            )
            .await;
        }
        // It does not lead back to where one was sent from, and every link has a page behind it.
        me.goes_to(path).await;
        let links = me.reads(LINKS).await;
        for link in links.as_array().expect("links") {
            if !followed.contains(link) {
                followed.push(link.clone());
            }
        }
    }
    assert!(followed.len() > 50, "{}", followed.len());
    let broken = me
        .reads_with(
            "const found = [];
             for (const link of args[0]) {
               const response = await fetch(link, { redirect: 'manual' });
               if (response.status !== 200) found.push(link + ' ' + response.status);
             }
             return found",
            json!([followed]),
        )
        .await;
    assert_eq!(broken, json!([]));
    me.leaves().await;
}

const LINKS: &str = "return [...new Set(all('a[href]').map(({ href }) => href.replace(/#.*/, ''))
  .filter((href) => new URL(href).origin === location.origin))]";

#[tokio::test(flavor = "multi_thread")]
async fn con_18_a_site_for_children_offers_no_purpose_and_then_there_is_nothing() {
    let me = Customer::in_shop(shop(Tweaks::default())).await;
    let policy: Value = serde_json::from_str(&me.shop.policy()).expect("a policy");
    // By what it says of itself, and by offering nothing.
    for (field, value) in [("audience", json!("child")), ("purposes", json!([]))] {
        let mut policy = policy.clone();
        policy[field] = value;
        me.shop.set_tweaks(Tweaks { policy: Some(policy.to_string()), ..Tweaks::default() });
        has_nothing_of_me(&me).await;
    }
    me.leaves().await;
}

async fn has_nothing_of_me(me: &Customer) {
    for path in ["/", "/item/dracula", "/preferences"] {
        me.visits(path).await;
        me.rests().await;
        assert!(!me.sees().await.contains("May this site fit"), "{path}: nobody is asked");
    }
    assert_eq!(me.reads(SWITCHES_FOR_PURPOSES).await, json!([]));
    // Nor does a script of the site's get anything kept.
    me.visits("/").await;
    let refused = me
        .reads(
            "const hk = await module_();
             await hk.record('view', 'dracula');
             const allow = ['remember', 'learn', 'measure', 'sponsor'];
             return Promise.all(allow.map((purpose) =>
               hk.consent({ allow: [purpose] }).catch(({ code }) => code)))",
        )
        .await;
    assert_eq!(refused, json!(vec!["purpose-not-offered"; 4]));
    let status = me.status().await;
    assert_eq!([&status["events"], &status["personal"]], [&json!(0), &json!(false)], "{status}");
    let stored = me.stores().await;
    assert!(!stored.places.iter().any(|place| place.starts_with("database")), "{stored:?}");
}

const SWITCHES_FOR_PURPOSES: &str =
    "return ['Remember what I tell you', 'Learn from what I do here',
  'Send random counts', 'Let paid items fit me'].filter((name) => named(name).length > 0)";
