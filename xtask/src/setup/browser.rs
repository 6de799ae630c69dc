//! Chromium and its driver: those that CHROME and CHROMEDRIVER name, those on PATH, or Debian's.

use super::debian::Debian;
use crate::error::XtaskError;
use crate::process;
use crate::tree::Tree;
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// A browser that tests can drive.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    chrome: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Tells a test where browser and driver are.
    pub(crate) fn lead(&self, command: &mut Command) {
        command.env("CHROME", &self.chrome).env("CHROMEDRIVER", &self.driver);
    }

    /// What the in-browser test runner asks of its driver, as JSON.
    pub(crate) fn capabilities(&self) -> String {
        let arguments = CHROME_ARGUMENTS.map(|argument| format!("\"{argument}\"")).join(", ");
        let chrome = self.chrome.to_string_lossy().replace('\\', "\\\\").replace('"', "\\\"");
        format!(
            "{{ \"goog:chromeOptions\": {{ \"binary\": \"{chrome}\", \"args\": [{arguments}] }} }}\n"
        )
    }
}

/// Finds the browser, or installs it where we may.
pub(crate) fn ensure(tree: &Tree, debian: &mut Debian) -> Result<Browser, XtaskError> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if Debian::is_here() {
        debian.install(tree, WHAT, &["chromium", "chromium-driver"], "1 min")?;
    }
    find().ok_or_else(|| XtaskError::Missing { what: WHAT, remedy: REMEDY.to_owned() })
}

fn find() -> Option<Browser> {
    let chrome =
        named("CHROME").or_else(|| process::on_path(&CHROMES)).or_else(|| existing(MAC_CHROME))?;
    let driver = named("CHROMEDRIVER")
        .or_else(|| process::on_path(&["chromedriver"]))
        .or_else(|| existing("/usr/lib/chromium-browser/chromedriver"))?;
    Some(Browser { chrome, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn existing(path: &str) -> Option<PathBuf> {
    Some(PathBuf::from(path)).filter(|path| path.is_file())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_name_the_browser_found() {
        let browser = Browser { chrome: "/opt/my \"own\" chrome".into(), driver: "/d".into() };
        let json = browser.capabilities();
        assert!(json.contains(r#""binary": "/opt/my \"own\" chrome""#), "{json}");
        assert!(json.contains(r#""--headless=new", "--no-sandbox""#), "{json}");
    }
}
