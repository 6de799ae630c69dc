//! WebKitGTK, by WebKitWebDriver and its MiniBrowser on a virtual screen; what W3C WebDriver has
//! no word for is done by the desktop.

use super::{Media, Setup, program_of};
use crate::browser::Browser;
use crate::display::{Desktop, Display};
use crate::program::Folder;
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::process::Command;

pub(super) fn driver(port: u16, display: &Display, folder: &Folder) -> Command {
    let mut command = program_of("WEBKITDRIVER", "WebKitWebDriver");
    command.arg(format!("--port={port}")).env("GDK_BACKEND", "x11");
    // As for Chromium: containers refuse the sandbox, and the pages are ours.
    command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    // A graphics processor that is only imitated paints in half as much time again.
    command.env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
    display.shows(&mut command);
    let settings = folder.path().join("gtk-3.0");
    fs::create_dir_all(&settings).expect("a folder can be made");
    fs::write(settings.join("gtk.css"), NARROW_BARS).expect("the settings are written");
    command
}

pub(super) fn capabilities(setup: &Setup) -> Value {
    let mut options = json!({ "args": ["--automation"] });
    if let Ok(program) = env::var("MINIBROWSER") {
        options["binary"] = json!(program);
    }
    let mut capabilities = json!({ "webkitgtk:browserOptions": options });
    if let Some(proxy) = setup.proxy {
        let proxy = proxy.to_string();
        capabilities["proxy"] =
            json!({ "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy });
    }
    capabilities
}

impl Browser {
    pub(super) fn takes_settings_from(&self, media: Media) {
        let Media { dark, still, forced } = media;
        let display = self.display.as_ref().expect("WebKitGTK has a screen");
        let desktop = Desktop { dark, animations: !still, few_colours: forced };
        display.is_set(desktop, &self.folder);
    }
}

/// The bars around the page must not keep the window from being as narrow as a phone.
const NARROW_BARS: &str = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; }\n";
