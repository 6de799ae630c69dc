//! The browser engines that the suite runs in, and the one that is under test.

use std::env;
use std::fmt;

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Blink, in Chromium or Chrome.
    Chromium,
    /// Gecko, in Firefox.
    Firefox,
    /// WebKitGTK, in its MiniBrowser.
    WebKit,
}

impl Engine {
    /// Whether it now and then lets go of a page that it keeps otherwise, for reasons of its own:
    /// seen in Firefox, twice in twenty rounds. The others keep every one.
    pub fn lets_go_of_pages(self) -> bool {
        self == Engine::Firefox
    }

    /// All of them, in the order in which tables list them.
    pub const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

    /// The engine that `HOMEKEPT_ENGINE` names; Chromium where it names none.
    #[must_use]
    pub fn under_test() -> Engine {
        let Ok(name) = env::var("HOMEKEPT_ENGINE") else { return Engine::Chromium };
        let named = Engine::ALL.into_iter().find(|engine| engine.id() == name);
        named.unwrap_or_else(|| panic!("HOMEKEPT_ENGINE={name}: no such engine"))
    }

    /// The name in variables and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Engine::Chromium => "chromium",
            Engine::Firefox => "firefox",
            Engine::WebKit => "webkit",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Engine::Chromium => "Chromium",
            Engine::Firefox => "Firefox",
            Engine::WebKit => "WebKitGTK",
        })
    }
}
