//! Node and the npm package's own tools, as the lock file has them.

use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::stamp::Stamp;
use crate::tree::Tree;
use std::path::Path;
use std::process::Command;

/// Makes sure of Node and of `www/node_modules`.
pub(crate) fn ensure(tree: &Tree) -> Result<(), XtaskError> {
    ensure_in(tree, &tree.www(), "npm ci in www")
}

/// Makes sure of Node and of the `node_modules` of one package.
pub(crate) fn ensure_in(tree: &Tree, package: &Path, what: &str) -> Result<(), XtaskError> {
    let inputs = [package.join("package-lock.json")];
    // The stamp lies in the folder it vouches for, and goes with it. Everything that is installed
    // is listed in npm's own hidden lock file.
    let folder = package.join("node_modules");
    let stamp = Stamp::of(folder.join(".homekept-stamp"), &[], &inputs)?;
    if stamp.holds(&[folder.join(".package-lock.json")]) {
        return Ok(());
    }
    check_version()?;
    let mut step = Step::begin(what, "15 s");
    let mut install = Command::new("npm");
    install.current_dir(package).args(["ci", "--no-audit", "--no-fund"]);
    process::must(install, "npm ci", &tree.log("npm-ci"), &mut step)?;
    stamp.set()?;
    step.end("installed");
    Ok(())
}

fn check_version() -> Result<(), XtaskError> {
    let missing = |remedy: String| XtaskError::Missing { what: "Node.js with npm", remedy };
    let version = process::ask(Command::new("node").arg("--version"))
        .ok_or_else(|| missing(format!("Install Node.js {OLDEST} or newer: https://nodejs.org")))?;
    if major(&version).is_none_or(|major| major < OLDEST) {
        return Err(missing(format!(
            "Node.js here is {version}; install {OLDEST} or newer: https://nodejs.org"
        )));
    }
    process::ask(Command::new("npm").arg("--version"))
        .map(drop)
        .ok_or_else(|| missing("Node.js is here, but npm is not on PATH.".to_owned()))
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

const OLDEST: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_version_is_read() {
        for (text, number) in
            [("v20.20.2", Some(20)), ("v9.0.0", Some(9)), ("20", None), ("", None)]
        {
            assert_eq!(major(text), number, "{text}");
        }
    }
}
