//! Firefox, and geckodriver, which Debian does not have.

use super::{Browser, Engine, existing, find_or_install, in_json, named, on_path};
use crate::error::XtaskError;
use crate::setup::debian::Debian;
use crate::setup::install;
use crate::tree::Tree;
use std::path::Path;

pub(super) fn ensure(tree: &Tree, debian: &mut Debian) -> Result<Browser, XtaskError> {
    let packages = (&["firefox-esr"][..], "1 min");
    let mut browser = find_or_install(tree, debian, find, (WHAT, REMEDY), packages)?;
    let driver = match named("GECKODRIVER") {
        Some(driver) => driver,
        None => install::ensure(tree, "geckodriver", install::GECKODRIVER_VERSION, "2 min")?
            .join("geckodriver"),
    };
    browser.programs.push(("GECKODRIVER", driver));
    Ok(browser)
}

pub(super) fn capabilities(firefox: &Path) -> String {
    format!("{{ \"moz:firefoxOptions\": {{ \"binary\": \"{}\" }} }}\n", in_json(firefox))
}

fn find() -> Option<Browser> {
    let firefox = named("FIREFOX")
        .or_else(|| on_path("firefox-esr"))
        .or_else(|| on_path("firefox"))
        .or_else(|| existing(MAC_FIREFOX))?;
    Some(Browser { engine: Engine::Firefox, programs: vec![("FIREFOX", firefox)] })
}

const WHAT: &str = "Firefox, for the tests in a browser,";
const REMEDY: &str = "Install Firefox, so that it is on PATH or named by the variable FIREFOX.\n\
                      On macOS: brew install --cask firefox";
const MAC_FIREFOX: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";
