//! Pictures of picks: out of the pack, drawn without a request; or, where the shop's policy says so,
//! the items' own, of which the customer is told.

use homekept_e2e::{Customer, pack_with_pictures, shop_selling};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

/// Twelve mugs and twelve jugs; each has an image of its own at the shop.
fn feed() -> String {
    let mut feed = "id,title,category,image\n".to_owned();
    for (kind, number) in KINDS.iter().flat_map(|kind| (1..=12).map(move |number| (kind, number))) {
        feed += &format!(
            "{kind}-{number},A {kind} no. {number},{kind}s,/images/harbour.svg?{kind}-{number}\n"
        );
    }
    feed
}

/// Mugs are red, jugs are blue.
fn pictures() -> Vec<(String, [u8; 3])> {
    let of_kind = |(kind, colour): (&'static str, [u8; 3])| {
        (1..=12).map(move |number| (format!("{kind}-{number}"), colour))
    };
    KINDS.into_iter().zip([[200, 30, 40], [20, 60, 190]]).flat_map(of_kind).collect()
}

/// Somebody who looked at three jugs, in a shop with pictures.
async fn who_likes_jugs(tweaks: impl FnOnce(&str) -> Tweaks) -> Customer {
    let shop = shop_selling(pack_with_pictures(&feed(), &pictures()), |_| {});
    shop.set_tweaks(tweaks(&shop.policy()));
    let me = Customer::in_shop(shop).await;
    me.visits("/").await;
    me.presses("Allow all of these").await;
    for jug in ["jug-1", "jug-2", "jug-3"] {
        me.looks_at(jug).await;
    }
    me.shop.forget_requests();
    me
}

/// What images of items the shop was asked for.
fn images_asked_for(me: &Customer) -> Vec<String> {
    let requests = me.shop.requests().into_iter().map(|request| request.path_and_query);
    requests.filter(|target| target.contains("harbour.svg?")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn picks_show_pictures_out_of_the_pack_and_ask_nobody_for_them() {
    let me = who_likes_jugs(|_| Tweaks::default()).await;
    me.visits("/").await;
    me.waits_for_my_picks().await;
    // The middle of each card's picture, as it is drawn.
    let colours = me
        .reads(
            "return cards(all('homekept-picks')[0]).map((card) => {
               const canvas = card.querySelector('canvas');
               const { width, height } = canvas;
               const [red, green, blue, alpha] =
                 canvas.getContext('2d').getImageData(width / 2, height / 2, 1, 1).data;
               return { red, green, blue, alpha, width, title: card.querySelector('.card-title').textContent };
             })",
        )
        .await;
    let colours = colours.as_array().expect("there are cards");
    assert!(colours.len() >= 4, "{colours:?}");
    let is_jug = |card: &&Value| card["title"].as_str().is_some_and(|title| title.contains("jug"));
    assert!(colours.iter().any(|card| is_jug(&card)), "{colours:?}");
    for card in colours {
        let part = |name: &str| card[name].as_u64().expect("a number");
        assert_eq!(part("alpha"), 255, "{card}");
        assert_eq!(part("blue") > part("red") + 50, is_jug(&card), "{card}");
        assert_eq!(part("red") > part("blue") + 50, !is_jug(&card), "{card}");
    }
    assert_eq!(images_asked_for(&me), Vec::<String>::new());
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_template_that_loads_images_of_picks_is_refused_where_the_policy_does_not_say_so() {
    let me = who_likes_jugs(|_| loading(None)).await;
    me.visits("/").await;
    me.waits_until("return globalThis.refused === 'template-refused'").await;
    assert_eq!(me.reads(SHOWN).await, json!([]), "the server's list stands");
    assert_eq!(images_asked_for(&me), Vec::<String>::new());
    me.visits("/preferences").await;
    assert!(!me.sees().await.contains(TOLD));
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_whose_policy_loads_images_of_picks_tells_me_so() {
    let me = who_likes_jugs(|policy| {
        let mut policy: Value = serde_json::from_str(policy).expect("the shop's policy is JSON");
        policy["images"] = json!("direct");
        loading(Some(policy.to_string()))
    })
    .await;
    me.visits("/").await;
    me.waits_for_my_picks().await;
    let loaded = "const images = all('.cover img', all('homekept-picks')[0].shadowRoot);
        return images.length > 0 && images.every((image) => image.complete)";
    me.waits_until(loaded).await;
    let shown = me.reads(SHOWN).await;
    assert!(shown.as_array().is_some_and(|shown| shown.len() >= 4), "{shown}");
    // This is what it costs: the shop's own log tells what was picked.
    assert!(images_asked_for(&me).iter().any(|target| target.contains("jug-")));
    me.visits("/preferences").await;
    assert!(me.sees().await.contains(TOLD));
    me.leaves().await;
}

/// A page whose templates bind an image of each pick.
fn loading(policy: Option<String>) -> Tweaks {
    Tweaks { policy, extra_script: Some(BIND_IMAGES.to_owned()), ..Tweaks::default() }
}

const BIND_IMAGES: &str = r#"
addEventListener("homekept-problem", ({ detail }) => { globalThis.refused = detail.code; }, true);
document.addEventListener("DOMContentLoaded", () => {
  for (const template of document.querySelectorAll("homekept-picks > template")) {
    const image = document.createElement("img");
    image.alt = "";
    image.setAttribute("data-bind-src", "image");
    template.content.querySelector(".cover").append(image);
  }
});
"#;

/// The addresses of the images in the first block's picks.
const SHOWN: &str =
    "return all('.cover img', all('homekept-picks')[0].shadowRoot).map((image) => image.src)";
const TOLD: &str = "Whoever serves those pictures can tell which ones were shown.";
const KINDS: [&str; 2] = ["mug", "jug"];
