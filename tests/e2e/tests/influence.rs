//! What decides over picks beside the profile: the shop's sponsors, within their bound and by name;
//! the basket; and the customer's own dials.

use homekept_e2e::{Customer, pack_of, shop_selling};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use thirtyfour::Key;

/// Two sorts of cups, twelve of each, of which every third is sponsored.
fn feed() -> String {
    let mut feed = "id,title,category,sponsored\n".to_owned();
    for (kind, number) in KINDS.iter().flat_map(|kind| (1..=12).map(move |number| (kind, number))) {
        let sponsored = if number % 3 == 0 { "yes" } else { "no" };
        feed += &format!("{kind}-{number},A {kind} no. {number},{kind}s,{sponsored}\n");
    }
    feed
}

/// Somebody who looked at three mugs, none of them sponsored, in a shop that sells places; who lets
/// what is sponsored use that, or was never asked.
pub(crate) async fn who_likes_mugs(lets_sponsors: bool, extra_script: Option<&str>) -> Customer {
    let shop = shop_selling(pack_of(&feed()), |_| {});
    let mut policy: Value = serde_json::from_str(&shop.policy()).expect("the policy is JSON");
    if lets_sponsors {
        policy["purposes"] = json!(["remember", "learn", "sponsor"]);
    }
    shop.set_tweaks(Tweaks {
        policy: Some(policy.to_string()),
        extra_script: extra_script.map(str::to_owned),
        ..Tweaks::default()
    });
    let me = Customer::in_shop(shop).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    for mug in ["mug-1", "mug-2", "mug-4"] {
        me.looks_at(mug).await;
    }
    me.visits("/").await;
    me.waits_for_my_picks().await;
    me
}

/// What the cards of my picks say of themselves: what their labels read, and whether they can be seen.
const LABELS: &str = "return cards(all('homekept-picks')[0]).map((card) => {
    const label = card.querySelector('.homekept-sponsored');
    if (!label) return null;
    const { display, visibility, opacity, position, color, backgroundColor } = getComputedStyle(label);
    const { width, height } = label.getBoundingClientRect();
    return { text: label.textContent, flag: card.hasAttribute('data-homekept-sponsored'), display,
      visibility, opacity, position, apart: color !== backgroundColor, seen: width > 20 && height > 10 };
  })";

#[tokio::test(flavor = "multi_thread")]
async fn fair_09_what_is_sponsored_says_so_whatever_the_pages_style_does_and_is_one_in_five() {
    // A style sheet that wants the label gone, in each way that there is.
    let hides = r#"addEventListener("DOMContentLoaded", () => document.querySelector("link[id=shop-css]").sheet.insertRule(
        `.homekept-sponsored, .card *:last-child, [class*=sponsored] {
          display: none !important; visibility: hidden !important; opacity: 0 !important;
          color: transparent !important; background: none !important; font-size: 0 !important;
          clip-path: inset(50%) !important; transform: scale(0) !important; inset: auto -99rem auto auto !important;
        }`));"#;
    let me = who_likes_mugs(true, Some(hides)).await;
    let labels = me.reads(LABELS).await;
    let labels = labels.as_array().expect("a list");
    let sponsored: Vec<&Value> = labels.iter().filter(|label| !label.is_null()).collect();
    assert!(labels.len() >= 5 && sponsored.len() == labels.len() / 5, "{labels:?}");
    assert!(labels.iter().take(4).all(Value::is_null), "{labels:?}");
    let seen = json!({ "text": "Sponsored", "flag": true, "display": "block", "visibility": "visible",
        "opacity": "1", "position": "absolute", "apart": true, "seen": true });
    for label in sponsored {
        assert_eq!(*label, seen);
    }

    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fair_13_the_same_pick_is_shown_to_me_three_times_a_day_and_no_more() {
    // The page's day is told by its address, and what it showed is noted: also a list that came
    // before the customer had looked at anything.
    let script = "const now = Date.now, day = Number(new URLSearchParams(location.search).get('day'));
        Date.now = () => now() + day * 86_400_000;
        Date = class extends Date { constructor(...of) { super(...(of.length ? of : [globalThis.Date.now()])); } };
        addEventListener('homekept-shown', async ({ target }) => {
          if (target.kind !== 'for-you') return;
          await target.updateComplete;
          const links = target.shadowRoot.querySelectorAll('.cards > li a:first-of-type');
          const shown = JSON.parse(sessionStorage.getItem('shown') ?? '[]');
          shown.push([day, [...links].map((link) => link.getAttribute('href'))]);
          sessionStorage.setItem('shown', JSON.stringify(shown));
        }, true);";
    let me = who_likes_mugs(false, Some(script)).await;
    let first = BTreeSet::from_iter(me.sees_picks().await);
    for day in [0, 0, 0, 1] {
        me.visits(&format!("/?day={day}")).await;
        me.waits_for_my_picks().await;
    }
    let shown: Vec<(u32, BTreeSet<String>)> = serde_json::from_value(
        me.reads("return JSON.parse(sessionStorage.getItem('shown'))").await,
    )
    .expect("days and picks");
    assert!(shown.len() >= 5 && shown.iter().all(|(_, picks)| picks.len() == 8), "{shown:#?}");
    let times = |pick: &String| {
        shown.iter().filter(|(day, picks)| *day == 0 && picks.contains(pick)).count()
    };
    let every: BTreeSet<&String> = shown.iter().flat_map(|(_, picks)| picks).collect();
    assert!(every.iter().all(|pick| times(pick) <= 3), "{shown:#?}");
    // Shown three times, the first picks make room at the next page of the day; not for ever.
    assert!(first.iter().all(|pick| times(pick) == 3), "{shown:#?}");
    assert_eq!(shown.last(), Some(&(1, first)));

    // What is counted is told, and goes when something is forgotten.
    me.visits("/preferences").await;
    assert!(me.sees().await.contains("this page counts how often it showed you an item"));
    let item = "const hk = await module_(); await hk.forget({ item: 'mug-1' })";
    me.reads(item).await;
    me.waits_until("return !document.querySelector('homekept-preferences').shadowRoot.querySelector('[data-shown]')")
        .await;
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fair_09_nothing_of_mine_lifts_what_is_sponsored_and_i_can_do_without() {
    let me = who_likes_mugs(false, None).await;
    let ranks = "const hk = await module_();
        const picks = hk.rank({ slot: 'for-you', limit: 20 });
        return picks.map(({ id, sponsored, personal }) => ({ id, sponsored, personal }))";
    let picks = me.reads(ranks).await;
    let picks = picks.as_array().expect("a list");
    let sponsored: Vec<&Value> =
        picks.iter().filter(|pick| pick["sponsored"] == json!(true)).collect();
    assert!(!sponsored.is_empty() && sponsored.len() * 5 <= picks.len(), "{picks:?}");
    assert!(sponsored.iter().all(|pick| pick["personal"] == json!(false)), "{sponsored:?}");
    assert_eq!(picks[0]["personal"], json!(true));

    me.visits("/preferences").await;
    me.presses("Sponsored items").await;
    assert_eq!(me.status().await["sponsored"], json!(false));
    me.visits("/").await;
    let left = me.reads(&format!("{ranks}.filter(({{ sponsored }}) => sponsored)")).await;
    assert_eq!(left, json!([]));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dials_turn_by_the_keyboard_say_where_they_stand_and_stay() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/preferences").await;
    me.reads("all('homekept-preferences')[0].shadowRoot.querySelector('#surprise').focus()").await;
    me.strikes(Key::Right).await;
    me.waits_until("return (await module_()).status().surprise === 1").await;
    let says = "return all('homekept-preferences')[0].shadowRoot.querySelector('#surprise')
        .getAttribute('aria-valuetext')";
    assert_eq!(me.reads(says).await, json!("1 of 2 towards “Surprising”"));
    me.strikes(Key::Right).await;
    me.waits_until("return (await module_()).status().surprise === 2").await;

    // It holds on the next page, and leaves the other dial where it was.
    me.visits("/").await;
    let status = me.status().await;
    assert_eq!((&status["surprise"], &status["memory"]), (&json!(2), &json!(0)));
    // Picks that differ more: fewer of them share what the others carry.
    let alike = "const hk = await module_();
        const of = (facets) => facets.map(({ kind, label }) => kind + label);
        const picks = hk.rank({ slot: 'for-you', limit: 12 }).map(({ facets }) => of(facets));
        return picks.flatMap((own, place) => picks.slice(place + 1).map(
          (other) => own.filter((facet) => other.includes(facet)).length)).reduce((sum, n) => sum + n, 0)";
    let surprising = me.reads(alike).await.as_i64();
    me.reads("await (await module_()).turn({ surprise: -2 })").await;
    let familiar = me.reads(alike).await.as_i64();
    assert!(surprising < familiar, "{surprising:?} {familiar:?}");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_with_my_basket_follows_what_is_in_it() {
    let me = Customer::who_reads_gothic().await;
    for book in ["moby-dick", "treasure-island"] {
        me.visits(&format!("/item/{book}")).await;
        me.presses("Add to basket").await;
    }
    me.visits("/basket").await;
    me.waits_for_my_picks().await;
    let reasons = me.sees_reasons().await;
    let goes = |title| reasons.contains(&format!("Goes with “{title}”"));
    assert!(goes("Moby-Dick") || goes("Treasure Island"), "{reasons:?}");
    let shown = me.sees_picks().await;
    assert!(!shown.iter().any(|address| address.contains("treasure-island")), "{shown:?}");
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_variant_of_a_banner_that_suits_me_is_shown_with_its_reason_and_no_request_tells() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/").await;
    me.waits_for_my_picks().await;
    me.waits_until_the_page_asks_for_nothing().await;
    me.shop.forget_requests();
    me.reads(
        "const banner = document.createElement('homekept-variant');
        const variants = { 'At sea': 'subject=Sea stories',
          'By candlelight': 'subject=Poetry|subject=Gothic fiction', Books: '' };
        banner.append(...Object.entries(variants).map(([textContent, topics]) => {
          const variant = Object.assign(document.createElement('p'), { textContent });
          variant.setAttribute('data-homekept-topics', topics);
          return variant;
        }));
        banner.homekept = places()[0].homekept;
        document.body.append(banner)",
    )
    .await;
    let banner = "const [banner] = all('homekept-variant');";
    let shown = format!(
        "{banner} return [...banner.children].filter(({{ hidden }}) => !hidden)
          .map((p) => p.textContent).join()"
    );
    me.waits_until(&format!("{shown} === 'By candlelight'")).await;
    let says = format!("{banner} return banner.shadowRoot.querySelector('.meta').innerText");
    let said = me.reads(&says).await;
    let said = said.as_str().unwrap_or_default();
    assert!(
        said.contains("Personalised for you") && said.contains("You often look at Gothic fiction"),
        "{said}"
    );
    assert_eq!(me.shop.requests().len(), 0);

    me.reads(&format!("{banner} banner.shadowRoot.querySelector('.toggle').click()")).await;
    me.waits_until(&format!("{shown} === 'At sea'")).await;
    assert_eq!(me.status().await["plain"], json!(true));

    // One that loads something when it is seen is left as it came.
    me.reads(&format!(
        "{banner} banner.children[1].style.backgroundImage = 'url(/images/harbour.svg)';
        banner.addEventListener('homekept-problem', ({{ detail }}) => (globalThis.code = detail.code));
        await (await module_()).plain(false)"
    ))
    .await;
    me.waits_until("return globalThis.code === 'template-refused'").await;
    assert_eq!(me.reads(&shown).await, json!("At sea"));
    me.leaves().await;
}

const KINDS: [&str; 2] = ["mug", "jug"];
