//! Browsers that tests can drive, one of each engine: those that variables name, those on PATH, or
//! Debian's.

mod chromium;
mod firefox;
mod screen;
mod webkit;

use super::debian::Debian;
use crate::error::XtaskError;
use crate::process;
use crate::tree::Tree;
use screen::Screen;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fmt};

/// A browser engine; the tests call it by the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    pub(crate) fn named(name: &str) -> Result<Self, XtaskError> {
        let found = Self::ALL.into_iter().find(|engine| engine.id() == name);
        found.ok_or_else(|| XtaskError::usage(format!("there is no engine `{name}`")))
    }

    /// Its name on the command line and in files.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        })
    }
}

/// What set-up found of an engine.
#[derive(Debug)]
pub(crate) enum Found {
    /// It can be driven.
    Here(Browser),
    /// It could be here and is not.
    Missing(XtaskError),
    /// It does not exist for this system.
    Nowhere(&'static str),
}

/// A browser that tests can drive.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    engine: Engine,
    /// By which variable tests are told of which program.
    programs: Vec<(&'static str, PathBuf)>,
}

impl Browser {
    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    /// Tells a test which engine it is for, and where browser and driver are.
    pub(crate) fn lead(&self, command: &mut Command) {
        command.env("HOMEKEPT_ENGINE", self.engine.id());
        for (variable, program) in &self.programs {
            command.env(variable, program);
        }
    }

    /// Tells wasm-bindgen's runner the same. It takes the first driver that any variable names, so
    /// it is told of one; the screen is for a browser that cannot do without.
    pub(crate) fn lead_runner(&self, command: &mut Command) -> Result<Option<Screen>, XtaskError> {
        for driver in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
            command.env_remove(driver).env_remove(format!("{driver}_REMOTE"));
        }
        self.lead(command);
        match self.engine {
            Engine::Chromium | Engine::Firefox => Ok(None),
            Engine::WebKit => webkit::lead_runner(self, command).map(Some),
        }
    }

    /// What the in-browser test runner asks of its driver, as JSON.
    pub(crate) fn capabilities(&self) -> String {
        match self.engine {
            Engine::Chromium => chromium::capabilities(self.program("CHROME")),
            Engine::Firefox => firefox::capabilities(self.program("FIREFOX")),
            // The runner asks nothing of a driver of the family of Safari's.
            Engine::WebKit => "{}\n".to_owned(),
        }
    }

    /// What tells this browser from another, and from itself once it was brought up to date.
    pub(crate) fn marks(&self) -> Vec<String> {
        let mark = |(variable, program): &(&str, PathBuf)| {
            let program = program.canonicalize().unwrap_or_else(|_| program.clone());
            let data = std::fs::metadata(&program).ok();
            let seen = data.map(|data| (data.len(), data.modified().ok()));
            format!("{variable} {} {seen:?}", program.display())
        };
        self.programs.iter().map(mark).collect()
    }

    fn program(&self, variable: &str) -> &Path {
        let program = self.programs.iter().find(|(name, _)| *name == variable);
        program.map_or(Path::new(""), |(_, program)| program)
    }
}

/// Finds one browser of each engine, or installs it where we may.
pub(crate) fn ensure(tree: &Tree, debian: &mut Debian) -> Vec<(Engine, Found)> {
    let mut found = Vec::new();
    for engine in Engine::ALL {
        let browser = match engine {
            Engine::Chromium => chromium::ensure(tree, debian),
            Engine::Firefox => firefox::ensure(tree, debian),
            Engine::WebKit if webkit::IS_NOWHERE.is_some() => {
                let reason = webkit::IS_NOWHERE.unwrap_or_default();
                println!("skipped: {engine}: {reason}");
                found.push((engine, Found::Nowhere(reason)));
                continue;
            }
            Engine::WebKit => webkit::ensure(tree, debian),
        };
        found.push((engine, browser.map_or_else(Found::Missing, Found::Here)));
    }
    found
}

/// Looks for a browser, installs packages where that helps, and looks again.
fn find_or_install(
    tree: &Tree,
    debian: &mut Debian,
    find: impl Fn() -> Option<Browser>,
    missing: (&'static str, &str),
    packages: (&[&str], &str),
) -> Result<Browser, XtaskError> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let (what, remedy) = missing;
    if Debian::is_here() {
        let (packages, usual) = packages;
        debian.install(tree, what, packages, usual)?;
    }
    find().ok_or_else(|| XtaskError::Missing { what, remedy: remedy.to_owned() })
}

/// The program that a variable names.
fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn existing(path: &str) -> Option<PathBuf> {
    Some(PathBuf::from(path)).filter(|path| path.is_file())
}

fn on_path(name: &str) -> Option<PathBuf> {
    process::on_path(&[name])
}

/// A path as it stands in JSON, between the quotes.
fn in_json(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_name_the_browser_found() {
        for (engine, variable, expected) in [
            (Engine::Chromium, "CHROME", r#""--headless=new", "--no-sandbox""#),
            (Engine::Firefox, "FIREFOX", "moz:firefoxOptions"),
        ] {
            let program = PathBuf::from("/opt/my \"own\" browser");
            let json = Browser { engine, programs: vec![(variable, program)] }.capabilities();
            assert!(json.contains(r#""binary": "/opt/my \"own\" browser""#), "{json}");
            assert!(json.contains(expected), "{json}");
        }
    }

    #[test]
    fn the_runner_is_told_of_one_driver() {
        let programs = vec![("GECKODRIVER", PathBuf::from("/g"))];
        let mut command = Command::new("runner");
        let screen = Browser { engine: Engine::Firefox, programs }.lead_runner(&mut command);
        assert!(screen.expect("it needs nothing").is_none());
        let set: Vec<_> = command.get_envs().filter(|(_, value)| value.is_some()).collect();
        assert!(set.iter().any(|(name, _)| *name == "GECKODRIVER"), "{set:?}");
        assert!(!set.iter().any(|(name, _)| *name == "CHROMEDRIVER"), "{set:?}");
    }
}
