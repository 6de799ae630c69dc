//! Chromium, by chromedriver and, where W3C WebDriver has no word for it, the DevTools protocol.

use super::{Media, Setup, program_of};
use crate::browser::Browser;
use crate::program::Folder;
use crate::screen::Screen;
use serde_json::{Value, json};
use std::env;
use std::process::Command;

pub(super) fn driver(port: u16) -> Command {
    let mut command = program_of("CHROMEDRIVER", "chromedriver");
    command.arg(format!("--port={port}"));
    command
}

pub(super) fn capabilities(setup: &Setup, folder: &Folder) -> Value {
    let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).to_vec();
    let profile = setup.profile.clone().unwrap_or_else(|| folder.path().join("profile"));
    arguments.push(format!("--user-data-dir={}", profile.display()));
    if let Some(proxy) = setup.proxy {
        arguments.push(format!("--proxy-server={proxy}"));
        // Without this, what is on this machine is asked directly.
        arguments.push("--proxy-bypass-list=<-loopback>".to_owned());
    }
    let mut options = json!({ "args": arguments });
    if let Ok(program) = env::var("CHROME") {
        options["binary"] = json!(program);
    }
    json!({ "browserName": "chrome", "goog:chromeOptions": options })
}

impl Browser {
    /// Calls a method of the DevTools protocol.
    pub(super) async fn tells_devtools(&self, method: &str, parameters: Value) {
        let answer = self.driver.cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"));
    }

    /// A headless window of Chromium is not as narrow as a phone, so the screen is put on.
    pub(super) async fn puts_on(&self, screen: Screen) {
        let Screen { width, height } = screen;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tells_devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        // As on a phone, no bar takes from the width.
        self.tells_devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
    }

    pub(super) async fn takes_screen_off(&self) {
        self.tells_devtools("Emulation.clearDeviceMetricsOverride", json!({})).await;
        self.tells_devtools("Emulation.setScrollbarsHidden", json!({ "hidden": false })).await;
    }

    pub(super) async fn emulates(&self, media: Media) {
        let features: Vec<Value> =
            media.features().map(|(name, value)| json!({ "name": name, "value": value })).to_vec();
        self.tells_devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }
}

/// No sandbox and no shared memory: containers refuse both, and the pages are ours. The rest keeps
/// the browser from calling home.
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=SpareRendererForSitePerProcess",
    "--no-first-run",
    "--mute-audio",
    "--window-size=1200,1000",
];
