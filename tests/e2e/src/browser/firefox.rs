//! Firefox, by geckodriver; what W3C WebDriver has no word for is done by scripts of the browser's
//! own window.

use super::{Media, Setup, program_of};
use crate::browser::Browser;
use crate::command::Ask;
use serde_json::{Map, Value, json};
use std::env;
use std::process::Command;

pub(super) fn driver(port: u16) -> Command {
    let mut command = program_of("GECKODRIVER", "geckodriver");
    // Scripts of the browser's own window are a right that has to be asked for.
    command.arg(format!("--port={port}")).arg("--allow-system-access");
    command
}

pub(super) fn capabilities(setup: &Setup) -> Value {
    let mut preferences: Map<String, Value> =
        PREFERENCES.iter().map(|(name, value)| ((*name).to_owned(), value.json())).collect();
    if let Some(proxy) = setup.proxy {
        let (host, port) = (json!(proxy.ip().to_string()), json!(proxy.port()));
        for (name, value) in [
            ("network.proxy.type", json!(1)),
            ("network.proxy.http", host.clone()),
            ("network.proxy.http_port", port.clone()),
            ("network.proxy.ssl", host),
            ("network.proxy.ssl_port", port),
            ("network.proxy.no_proxies_on", json!("")),
            // Without this, what is on this machine is asked directly.
            ("network.proxy.allow_hijacking_localhost", json!(true)),
        ] {
            preferences.insert(name.to_owned(), value);
        }
    }
    let mut arguments = vec![json!("-headless")];
    if let Some(profile) = &setup.profile {
        arguments.extend([json!("-profile"), json!(profile)]);
    }
    let mut options = json!({ "args": arguments, "prefs": preferences });
    if let Ok(program) = env::var("FIREFOX") {
        options["binary"] = json!(program);
    }
    json!({ "browserName": "firefox", "moz:firefoxOptions": options })
}

impl Browser {
    /// Runs a script in the browser's own window.
    async fn tells_window(&self, script: &str, arguments: Value) {
        self.enters("chrome").await;
        let told = self.driver.execute(script, vec![arguments]).await;
        self.enters("content").await;
        told.unwrap_or_else(|error| panic!("{script}: {error}"));
    }

    async fn enters(&self, context: &str) {
        let ask = Ask::post("/moz/context", json!({ "context": context }));
        self.driver.cmd(ask).await.expect("geckodriver changes the context");
    }

    /// Lets a window be as narrow as a phone.
    pub(super) async fn may_be_narrow(&self) {
        let narrow = "document.documentElement.style.setProperty('min-width', '0', 'important')";
        self.tells_window(narrow, json!([])).await;
    }

    pub(super) async fn takes_preferences_from(&self, media: Media) {
        let Media { dark, still, forced } = media;
        let script =
            "for (const [name, value] of arguments[0]) Services.prefs.setIntPref(name, value)";
        let preferences = json!([
            ["layout.css.prefers-color-scheme.content-override", if dark { 0 } else { 1 }],
            ["ui.prefersReducedMotion", u8::from(still)],
            // 2: the page's own colours are not used; 0 leaves it to the system, which has no wish.
            ["browser.display.document_color_use", if forced { 2 } else { 0 }],
        ]);
        self.tells_window(script, preferences).await;
    }
}

/// A preference's value.
#[derive(Debug, Clone, Copy)]
enum Is {
    Truth(bool),
    Number(i32),
    Text(&'static str),
}

impl Is {
    fn json(self) -> Value {
        match self {
            Is::Truth(truth) => json!(truth),
            Is::Number(number) => json!(number),
            Is::Text(text) => json!(text),
        }
    }
}

/// Bars lie over the page, as on a phone, and take nothing from its width; there is a mouse;
/// WebDriver's authenticator is the only one. The
/// rest keeps the browser from calling home; geckodriver adds more of the kind.
const PREFERENCES: [(&str, Is); 11] = [
    ("ui.useOverlayScrollbars", Is::Number(1)),
    ("ui.primaryPointerCapabilities", Is::Number(6)),
    ("ui.allPointerCapabilities", Is::Number(6)),
    ("security.webauth.webauthn_enable_softtoken", Is::Truth(true)),
    ("security.webauth.webauthn_enable_usbtoken", Is::Truth(false)),
    ("app.normandy.enabled", Is::Truth(false)),
    ("browser.safebrowsing.update.enabled", Is::Truth(false)),
    ("datareporting.policy.dataSubmissionEnabled", Is::Truth(false)),
    ("network.captive-portal-service.enabled", Is::Truth(false)),
    ("network.connectivity-service.enabled", Is::Truth(false)),
    ("services.settings.server", Is::Text("data:,#none")),
];
