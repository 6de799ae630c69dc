//! Takes pictures of the shop's pages in every state that has a look of its own, to be looked at by
//! people: `target/gallery/ENGINE/SCHEME-WIDTH/STATE.LANGUAGE.png`, with `index.html` over them.
//!
//! `cargo xtask gallery` starts it. `HOMEKEPT_LANGUAGES=en,ar` are the languages; the words after it
//! choose among the pictures by their paths: `-- dark-390 preferences`.
//! `ITEMS=items.csv.gz EVENTS=events.csv.gz` photographs a shop made from that feed instead.

#![allow(clippy::print_stdout, reason = "it says where the pictures are")]

mod album;
mod sheet;

use album::{Album, LOOKS};
use homekept_e2e::{Customer, Desk, shop_selling};
use homekept_shop::{Feed, Tweaks, prepare};
use serde_json::{Value, json};
use std::env;
use std::path::PathBuf;

#[tokio::main]
async fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let languages = env::var("HOMEKEPT_LANGUAGES").unwrap_or_else(|_| "en".to_owned());
    let languages: Vec<String> = languages.split(',').map(str::to_owned).collect();
    let mut taken = Vec::new();
    for look in LOOKS {
        let mut album = Album::of(look, &wanted, &languages);
        if !album.wants_some() {
            continue;
        }
        match env::var("ITEMS") {
            Ok(items) => own_shop(&mut album, items.into()).await,
            Err(_) => bookshop(&mut album).await,
        }
        taken.extend(album.taken);
    }
    if taken.is_empty() {
        println!("no picture has all of these words in its path: {}", wanted.join(" "));
    } else {
        println!("{} pictures: {}", taken.len(), sheet::write(&taken).display());
    }
}

/// The demo, from the first visit to the last.
async fn bookshop(album: &mut Album) {
    let me = Customer::new().await;
    if !album.is_put_on(&me).await {
        return me.leaves().await;
    }

    // What customers told together, as the shop reads it.
    if album.wants(&me, "collector", "en") {
        let desk = Desk::open();
        for _ in 0..3 {
            desk.a_period_passes().await;
        }
        me.browser.driver.goto(desk.page()).await.expect("the page loads");
        album.takes(&me, "collector").await;
        desk.closes();
    }

    // Nobody knows me.
    album.visits(&me, "home-asked", "/").await;
    album.visits(&me, "preferences-unasked", "/preferences").await;
    for (name, path) in [
        ("browse", "/browse"),
        ("about", "/about"),
        ("missing", "/nowhere"),
        ("search-nothing", "/search?q=xyzzy"),
        ("basket-empty", "/basket"),
    ] {
        me.visits(path).await;
        album.takes(&me, name).await;
    }
    me.visits("/item/dracula").await;
    me.presses("Allow").await;
    album.takes(&me, "item-asked").await;

    // I allow everything and look at five books.
    me.visits("/").await;
    me.presses("Allow all of these").await;
    album.takes(&me, "home-answered").await;
    me.reads_gothic().await;
    album.visits(&me, "home-picks", "/").await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.reads("scrollTo(0, 1e6)").await;
    me.rests().await;
    me.presses_card(0).await;
    me.presses_card(2).await;
    me.presses("Not for me").await;
    album.takes(&me, "home-card-turned").await;
    me.visits("/item/monk").await;
    me.waits_for_picks().await;
    me.presses("I like this").await;
    me.presses("Add to basket").await;
    album.takes(&me, "item-picks").await;
    me.visits("/item/moby-dick").await;
    me.presses("Add to basket").await;
    me.visits("/basket").await;
    album.takes(&me, "basket").await;
    for (name, path) in [
        ("search-ordered", "/search?q=castle"),
        ("shelf-ordered", "/browse/subject/Gothic%20fiction"),
    ] {
        me.visits(path).await;
        me.rests().await;
        album.takes(&me, name).await;
    }

    // My preferences, with all that can be done there.
    album.visits(&me, "preferences-full", "/preferences").await;
    me.visits("/preferences").await;
    me.reads("all('[data-key] summary')[0].click()").await;
    me.reads(
        "const [words] = all('.find input');
        words.value = 'opened';
        words.dispatchEvent(new Event('input'))",
    )
    .await;
    me.rests().await;
    me.presses("Forget what was found").await;
    album.takes(&me, "preferences-found").await;
    me.visits("/preferences").await;
    me.presses("Never again: Gothic fiction").await;
    me.presses("Your choices so far").await;
    me.presses("What this means: Learn from what I do here").await;
    me.presses("Erase everything").await;
    album.takes(&me, "preferences-erasing").await;
    me.reads("all('#add')[0].value = 'no such topic'").await;
    me.presses("Add").await;
    album.takes(&me, "preferences-adding").await;
    me.visits("/preferences").await;
    me.presses("Move to another device").await;
    me.waits_until("return all('#move-file').length > 0").await;
    me.reads(CHOOSES_A_FILE).await;
    me.presses("Open the file").await;
    album.takes(&me, "preferences-moving").await;
    me.reads("await (await module_()).pause(true)").await;
    album.visits(&me, "preferences-paused", "/preferences").await;
    me.reads("await (await module_()).pause(false)").await;

    // Bad days and good-byes.
    me.visits("/preferences").await;
    me.reads("await (await module_()).lock()").await;
    album.visits(&me, "preferences-locked", "/preferences").await;
    me.reads("await (await module_()).unlock()").await;
    let mut policy: Value = serde_json::from_str(&me.shop.policy()).expect("a policy");
    policy["off"] = json!(true);
    me.shop.set_tweaks(Tweaks { policy: Some(policy.to_string()), ..Tweaks::default() });
    album.visits(&me, "preferences-switched-off", "/preferences").await;
    let failing = vec![("/assets/homekept.wasm".to_owned(), 500)];
    me.shop.set_tweaks(Tweaks { failing, ..Tweaks::default() });
    me.goes_to("/preferences").await;
    me.waits_until("return named('Erase everything').length > 0").await;
    album.takes(&me, "preferences-without-module").await;
    me.shop.set_tweaks(Tweaks::default());
    me.visits("/preferences").await;
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    album.takes(&me, "preferences-erased").await;
    me.leaves().await;
}

/// A shop made from somebody's own feed.
async fn own_shop(album: &mut Album, catalogue: PathBuf) {
    let feed =
        Feed::Own { catalogue, sessions: env::var("EVENTS").ok().map(PathBuf::from), images: None };
    let pack = prepare(&feed, &album::gallery().join("own.hkp"), &mut homekept_packer::Quiet);
    let shop = shop_selling(pack.expect("it packs"), |options| {
        options.demo = false;
        "Your shop".clone_into(&mut options.name);
    });
    let me = Customer::in_shop(shop).await;
    if !album.is_put_on(&me).await {
        return me.leaves().await;
    }
    me.visits("/").await;
    me.presses("Allow all of these").await;
    let first = "return cards(all('homekept-picks')[0])[1].querySelector('a').getAttribute('href')";
    let item = me.reads(first).await;
    me.visits(item.as_str().expect("an address")).await;
    album.takes(&me, "own-item").await;
    for (name, path) in
        [("own-home", "/"), ("own-browse", "/browse"), ("own-search", "/search?q=red")]
    {
        me.visits(path).await;
        album.takes(&me, name).await;
    }
    me.leaves().await;
}

/// One that somebody took along from another browser.
const CHOOSES_A_FILE: &str = r##"
    const minute = Math.floor(Date.now() / 60_000);
    const event = { id: 7, kind: "view", item: "emma", minute, under: "learn" };
    const settings = { paused: false, plain: false, choices: [], interests: [] };
    const text = JSON.stringify({ homekept: 1, site: "bookshop", minute, events: [event], ...settings });
    const chosen = new DataTransfer();
    chosen.items.add(new File([text], "homekept-bookshop.json"));
    const [input] = all("#move-file");
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
"##;
