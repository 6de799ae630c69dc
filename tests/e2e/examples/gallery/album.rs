//! The pictures of one look, on every screen and in every language.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use homekept_e2e::{Customer, DESKTOP, Engine, NARROW, PHONE, Screen};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use thirtyfour::extensions::addons::firefox::FirefoxTools;

/// What a customer may have told their system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    name: &'static str,
    prefers: (&'static str, &'static str),
}

pub(crate) const LOOKS: [Look; 3] = [
    Look { name: "light", prefers: ("prefers-color-scheme", "light") },
    Look { name: "dark", prefers: ("prefers-color-scheme", "dark") },
    Look { name: "few-colours", prefers: ("forced-colors", "active") },
];

/// Pictures of one look.
pub(crate) struct Album {
    look: Look,
    wanted: Vec<String>,
    languages: Vec<String>,
    pub(crate) taken: Vec<Picture>,
}

/// A picture that was taken.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) engine: &'static str,
    pub(crate) look: &'static str,
    pub(crate) width: u32,
    pub(crate) state: String,
    pub(crate) language: String,
}

impl Picture {
    /// Where it lies in the gallery.
    pub(crate) fn path(&self) -> String {
        let Picture { engine, look, width, state, language } = self;
        format!("{engine}/{look}-{width}/{state}.{language}.png")
    }
}

impl Album {
    pub(crate) fn of(look: Look, wanted: &[String], languages: &[String]) -> Album {
        let (wanted, languages) = (wanted.to_vec(), languages.to_vec());
        Album { look, wanted, languages, taken: Vec::new() }
    }

    /// Puts the look on the customer's screen; says whether their browser knows it.
    pub(crate) async fn is_put_on(&self, me: &Customer) -> bool {
        me.uses(DESKTOP).await;
        me.could_prefer(&[self.look.prefers]).await || self.look.name != "few-colours"
    }

    /// Takes a page of our own in every language, as it is when it has been opened.
    pub(crate) async fn visits(&mut self, me: &Customer, state: &str, path: &str) {
        for language in self.languages.clone() {
            if !self.wants(me, state, &language) {
                continue;
            }
            let mark = if path.contains('?') { '&' } else { '?' };
            me.visits(&format!("{path}{mark}lang={language}")).await;
            self.takes_in(me, state, &language).await;
        }
    }

    /// Takes the page as it is, in English.
    pub(crate) async fn takes(&mut self, me: &Customer, state: &str) {
        self.takes_in(me, state, "en").await;
    }

    /// Takes a page as it is on every screen, from its top to its end.
    async fn takes_in(&mut self, me: &Customer, state: &str, language: &str) {
        for screen in SCREENS {
            let picture = self.picture(me, screen, state, language);
            let path = picture.path();
            if !self.wants_path(&path) {
                continue;
            }
            // WebKitGTK photographs what is in the window and no more.
            let height = if me.browser.engine == Engine::WebKit { 1700 } else { screen.height };
            me.uses(Screen { height, ..screen }).await;
            // Down and up again: what loads when it comes into view is there.
            for place in ["document.body.scrollHeight", "0"] {
                me.reads(&format!("scrollTo(0, {place})")).await;
                me.rests().await;
            }
            let file = gallery().join(&path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder can be made");
            fs::write(&file, photograph(me).await).expect("the picture is written");
            self.taken.push(picture);
        }
        me.uses(DESKTOP).await;
    }

    fn picture(&self, me: &Customer, screen: Screen, state: &str, language: &str) -> Picture {
        Picture {
            engine: me.browser.engine.id(),
            look: self.look.name,
            width: screen.width,
            state: state.to_owned(),
            language: language.to_owned(),
        }
    }

    /// Whether a picture of this state is wanted, on whatever screen.
    pub(crate) fn wants(&self, me: &Customer, state: &str, language: &str) -> bool {
        SCREENS
            .iter()
            .any(|screen| self.wants_path(&self.picture(me, *screen, state, language).path()))
    }

    fn wants_path(&self, path: &str) -> bool {
        self.wanted.iter().all(|word| path.contains(word))
    }

    /// Whether the words leave anything of this look.
    pub(crate) fn wants_some(&self) -> bool {
        let others = LOOKS.iter().filter(|look| look.name != self.look.name);
        !others.into_iter().any(|other| self.wanted.iter().any(|word| word.contains(other.name)))
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

/// Where the pictures lie.
pub(crate) fn gallery() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gallery")
}

const SCREENS: [Screen; 3] = [DESKTOP, PHONE, NARROW];
