//! Chromium or Chrome, and chromedriver.

use super::{Browser, Engine, existing, find_or_install, in_json, named, on_path};
use crate::error::XtaskError;
use crate::process;
use crate::setup::debian::Debian;
use crate::tree::Tree;
use std::path::Path;

pub(super) fn ensure(tree: &Tree, debian: &mut Debian) -> Result<Browser, XtaskError> {
    let packages = (&["chromium", "chromium-driver"][..], "1 min");
    find_or_install(tree, debian, find, (WHAT, REMEDY), packages)
}

pub(super) fn capabilities(chrome: &Path) -> String {
    let arguments = CHROME_ARGUMENTS.map(|argument| format!("\"{argument}\"")).join(", ");
    let chrome = in_json(chrome);
    format!(
        "{{ \"goog:chromeOptions\": {{ \"binary\": \"{chrome}\", \"args\": [{arguments}] }} }}\n"
    )
}

fn find() -> Option<Browser> {
    let chrome =
        named("CHROME").or_else(|| process::on_path(&CHROMES)).or_else(|| existing(MAC_CHROME))?;
    let driver = named("CHROMEDRIVER")
        .or_else(|| on_path("chromedriver"))
        .or_else(|| existing("/usr/lib/chromium-browser/chromedriver"))?;
    let programs = vec![("CHROME", chrome), ("CHROMEDRIVER", driver)];
    Some(Browser { engine: Engine::Chromium, programs })
}

const WHAT: &str = "Chromium or its driver, for the tests in a browser,";
const REMEDY: &str = "Install Chromium or Chrome and the chromedriver of the same version, so that both are on PATH \
                      or named by the variables CHROME and CHROMEDRIVER.\nOn macOS: brew install --cask chromium chromedriver";
const CHROMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_CHROME: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
/// No sandbox and no shared memory: containers refuse both, and the pages are ours. The rest keeps
/// the browser from calling home.
const CHROME_ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
];
