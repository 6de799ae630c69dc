//! Debian's packages, where we may install them.

use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::tree::Tree;
use std::path::Path;
use std::process::Command;

/// What this run knows of the system's package manager.
#[derive(Debug, Default)]
pub(crate) struct Debian {
    lists_are_fresh: bool,
}

impl Debian {
    /// Whether this is Debian or a system made from it.
    pub(crate) fn is_here() -> bool {
        Path::new("/etc/debian_version").exists() && process::on_path(&["apt-get"]).is_some()
    }

    /// Installs packages as root; otherwise the error holds the line for the person to run.
    pub(crate) fn install(
        &mut self,
        tree: &Tree,
        what: &'static str,
        packages: &[&str],
        usual: &str,
    ) -> Result<(), XtaskError> {
        if !is_root() {
            return Err(XtaskError::Missing { what, remedy: by_hand(packages) });
        }
        let mut step =
            Step::begin(format!("installing {} with apt-get", packages.join(", ")), usual);
        if !self.lists_are_fresh {
            let mut update = apt_get();
            update.args(["update", "-qq"]);
            process::must(update, "apt-get update", &tree.log("apt-update"), &mut step)?;
            self.lists_are_fresh = true;
        }
        let mut install = apt_get();
        install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
        process::must(install, "apt-get install", &tree.log("apt-install"), &mut step)?;
        step.end("installed");
        Ok(())
    }
}

/// The line that installs packages, for a person with the rights to.
pub(crate) fn by_hand(packages: &[&str]) -> String {
    format!(
        "Run: sudo apt-get update && sudo apt-get install --no-install-recommends {}",
        packages.join(" ")
    )
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    process::ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}
