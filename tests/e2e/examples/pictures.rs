//! Takes pictures of the shop's pages in every state that has a look of its own, to be looked at by
//! people: `target/pictures/ENGINE/SCHEME-WIDTH/STATE.png`.
//!
//! `HOMEKEPT_ENGINE=firefox cargo run -p homekept-e2e --example pictures` takes those of an engine;
//! words after it choose among them by their paths: `-- dark-390 preferences`.
//! `ITEMS=items.csv.gz EVENTS=events.csv.gz` photographs a shop made from that feed instead.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use homekept_e2e::{Customer, DESKTOP, Engine, NARROW, PHONE, Screen, shop_selling};
use homekept_shop::{Feed, Tweaks, prepare};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::{env, fs};
use thirtyfour::extensions::addons::firefox::FirefoxTools;

#[tokio::main]
async fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    for scheme in ["light", "dark"] {
        let album = Album { scheme, wanted: wanted.clone() };
        if !album.wants_some() {
            continue;
        }
        match env::var("ITEMS") {
            Ok(items) => own_shop(&album, items.into()).await,
            Err(_) => bookshop(&album).await,
        }
    }
}

/// The demo, from the first visit to the last.
async fn bookshop(album: &Album) {
    let me = Customer::new().await;
    me.uses(DESKTOP).await;
    me.could_prefer(&[("prefers-color-scheme", album.scheme)]).await;

    // Nobody knows me.
    for (name, path) in [
        ("home-asked", "/"),
        ("preferences-unasked", "/preferences"),
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
    me.visits("/").await;
    me.waits_for_picks().await;
    me.reads("scrollTo(0, 1e6)").await;
    me.rests().await;
    album.takes(&me, "home-picks").await;
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
    me.visits("/preferences").await;
    album.takes(&me, "preferences-full").await;
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
    me.presses("What this means").await;
    me.presses("Erase everything").await;
    album.takes(&me, "preferences-erasing").await;
    me.reads("all('#add')[0].value = 'no such topic'").await;
    me.presses("Add").await;
    album.takes(&me, "preferences-adding").await;
    me.reads("await (await module_()).pause(true)").await;
    speaks_german(&me, true);
    me.visits("/preferences").await;
    album.takes(&me, "preferences-german").await;
    me.reads("await (await module_()).pause(false)").await;
    me.visits("/").await;
    me.waits_for_picks().await;
    me.presses_card(0).await;
    album.takes(&me, "home-german").await;
    speaks_german(&me, false);

    // Bad days and good-byes.
    me.visits("/preferences").await;
    me.reads("await (await module_()).lock()").await;
    me.rests().await;
    album.takes(&me, "preferences-locked").await;
    me.reads("await (await module_()).unlock()").await;
    let mut policy: Value = serde_json::from_str(&me.shop.policy()).expect("a policy");
    policy["off"] = json!(true);
    me.shop.set_tweaks(Tweaks { policy: Some(policy.to_string()), ..Tweaks::default() });
    me.visits("/preferences").await;
    album.takes(&me, "preferences-switched-off").await;
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

fn speaks_german(me: &Customer, german: bool) {
    let extra_script = german.then(|| "document.documentElement.lang = 'de';".to_owned());
    me.shop.set_tweaks(Tweaks { extra_script, ..Tweaks::default() });
}

/// A shop made from somebody's own feed.
async fn own_shop(album: &Album, catalogue: PathBuf) {
    let feed =
        Feed::Own { catalogue, sessions: env::var("EVENTS").ok().map(PathBuf::from), images: None };
    let pack = prepare(&feed, &pictures().join("own.hkp"), &mut homekept_packer::Quiet);
    let shop = shop_selling(pack.expect("it packs"), |options| {
        options.demo = false;
        "Your shop".clone_into(&mut options.name);
    });
    let me = Customer::in_shop(shop).await;
    me.uses(DESKTOP).await;
    me.could_prefer(&[("prefers-color-scheme", album.scheme)]).await;
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

/// Pictures of one colour scheme.
struct Album {
    scheme: &'static str,
    wanted: Vec<String>,
}

impl Album {
    /// Takes a page as it is on every screen, from its top to its end.
    async fn takes(&self, me: &Customer, name: &str) {
        for screen in [DESKTOP, PHONE, NARROW] {
            let folder = format!("{}-{}", self.scheme, screen.width);
            let path = format!("{folder}/{name}.png");
            if !self.wanted.iter().all(|word| path.contains(word)) {
                continue;
            }
            let engine = me.browser.engine;
            // WebKitGTK photographs what is in the window and no more.
            let height = if engine == Engine::WebKit { 1700 } else { screen.height };
            me.uses(Screen { height, ..screen }).await;
            // Down and up again: what loads when it comes into view is there.
            for place in ["document.body.scrollHeight", "0"] {
                me.reads(&format!("scrollTo(0, {place})")).await;
                me.rests().await;
            }
            let file = pictures().join(engine.id()).join(&path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder can be made");
            fs::write(&file, photograph(me).await).expect("the picture is written");
        }
    }

    fn wants_some(&self) -> bool {
        let other = if self.scheme == "light" { "dark" } else { "light" };
        !self.wanted.iter().any(|word| word.contains(other))
    }
}

/// The whole page as PNG, where the engine's driver can.
async fn photograph(me: &Customer) -> Vec<u8> {
    let driver = &me.browser.driver;
    match me.browser.engine {
        Engine::Chromium => {
            let all = json!({ "captureBeyondViewport": true });
            let taken = driver.cdp().send_raw("Page.captureScreenshot", all).await;
            let picture = taken.expect("Chromium takes it")["data"].clone();
            BASE64_STANDARD.decode(picture.as_str().expect("base64")).expect("base64")
        }
        Engine::Firefox => {
            let tools = FirefoxTools::new(driver.handle().clone());
            tools.full_screenshot_as_png().await.expect("Firefox takes it")
        }
        Engine::WebKit => driver.screenshot_as_png().await.expect("WebKitGTK takes it"),
    }
}

fn pictures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pictures")
}
