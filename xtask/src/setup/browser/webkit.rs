//! WebKitGTK: its driver, which brings a browser, and the screen that it needs.

use super::{Browser, Engine, Screen, find_or_install, named, on_path};
use crate::error::XtaskError;
use crate::setup::debian::Debian;
use crate::tree::Tree;
use std::process::Command;

/// Why there is none for this system, where that is so.
pub(super) const IS_NOWHERE: Option<&str> =
    if cfg!(target_os = "linux") { None } else { Some("WebKitGTK is built for Linux alone") };

pub(super) fn ensure(tree: &Tree, debian: &mut Debian) -> Result<Browser, XtaskError> {
    let packages = (&["webkit2gtk-driver", "xvfb", "xsettingsd", "xdotool"][..], "1 min");
    find_or_install(tree, debian, find, (WHAT, REMEDY), packages)
}

/// The runner knows drivers of the family of Safari's, and this is one. It starts its own browser.
pub(super) fn lead_runner(browser: &Browser, command: &mut Command) -> Result<Screen, XtaskError> {
    let screen = Screen::start()?;
    command.env("SAFARIDRIVER", browser.program("WEBKITDRIVER"));
    command.env("DISPLAY", &screen.name).env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    // Containers refuse the sandbox, and the pages are ours.
    command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    Ok(screen)
}

fn find() -> Option<Browser> {
    let driver = named("WEBKITDRIVER").or_else(|| on_path("WebKitWebDriver"))?;
    // The tests call these by their names: a screen, its settings, its focus.
    for needed in ["Xvfb", "xsettingsd", "xdotool"] {
        on_path(needed)?;
    }
    Some(Browser { engine: Engine::WebKit, programs: vec![("WEBKITDRIVER", driver)] })
}

const WHAT: &str = "WebKitGTK's driver or its screen, for the tests in a browser,";
const REMEDY: &str = "Install WebKitWebDriver with its MiniBrowser, Xvfb, xsettingsd and xdotool, so that they are on \
                      PATH; the variable WEBKITDRIVER may name the driver.\n\
                      On Fedora: dnf install webkit2gtk-driver xorg-x11-server-Xvfb xsettingsd xdotool";
