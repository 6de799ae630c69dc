//! The packed package: looked over by publint and attw, and put into small apps of others, which
//! install it from its tarball, check its types, and build it with their bundlers.
//! `tests/e2e/tests/apps.rs` opens what comes out.

use super::Bench;
use super::steps::{run, tell_failures};
use crate::count::Tally;
use crate::dist;
use crate::error::XtaskError;
use crate::stamp::write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Looks the package of this checkout over, and builds each app with it.
pub(super) fn build(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    bench.built()?;
    let tarball = bench.tarball()?;
    let mut tally = looked_over(bench, &tarball)?;
    for app in APPS.iter().filter(|app| bench.long || !app.long) {
        let folder = folder(bench).join(app.name);
        app.copy(&bench.tree.root.join("tests/apps"), &folder)?;
        for (name, command) in app.commands(&folder, &tarball) {
            let name = format!("{}: {name}", app.name);
            let ended = run(bench, command, &format!("app-{}", app.name))?;
            let outcome = Tally::of_one(&name, ended.success);
            tell_failures(&outcome, ended.text.lines(), &ended);
            tally.add(outcome);
            if !ended.success {
                break;
            }
        }
    }
    Ok(tally)
}

/// Exports, types and files, as consumers of every kind would resolve them.
fn looked_over(bench: &Bench<'_>, tarball: &Path) -> Result<Tally, XtaskError> {
    let www = bench.tree.www();
    let mut tally = Tally::default();
    let mut look = |name: &str, arguments: &[&str]| -> Result<(), XtaskError> {
        let mut command = Command::new(www.join("node_modules/.bin").join(name));
        command.current_dir(&www).args(arguments);
        let ended = run(bench, command, name)?;
        let outcome = Tally::of_one(name, ended.success);
        tell_failures(&outcome, ended.text.lines(), &ended);
        tally.add(outcome);
        Ok(())
    };
    look("publint", &["run", "--strict", "."])?;
    let tarball = tarball.to_string_lossy();
    let asked = [&*tarball, "--profile", "esm-only", "--exclude-entrypoints"];
    look("attw", &[&asked[..], &dist::BESIDE].concat())?;
    Ok(tally)
}

/// Where the apps are put together.
pub(super) fn folder(bench: &Bench<'_>) -> PathBuf {
    bench.tree.scratch().join("apps")
}

struct App {
    name: &'static str,
    /// The folders that it is put together from: what a later one has replaces what is there.
    from: &'static [&'static str],
    /// What of npm's scripts must succeed, in their order; none: it is served as it is.
    scripts: &'static [&'static str],
    /// How its page names its script, where that is the page that most of them have.
    tags: Option<&'static str>,
    /// Whether `cargo xtask test --long` alone builds it.
    long: bool,
}

impl App {
    fn is_built(&self) -> bool {
        !self.scripts.is_empty()
    }

    /// The app's own files and its page; what was built there before stays. An app without a build
    /// is served from where the others put theirs.
    fn copy(&self, apps: &Path, to: &Path) -> Result<(), XtaskError> {
        let to = if self.is_built() { to.to_owned() } else { to.join("dist") };
        for from in self.from {
            copy_folder(&apps.join(from), &to)?;
        }
        let Some(tags) = self.tags else { return Ok(()) };
        let page = apps.join("page.html");
        let text = fs::read_to_string(&page).map_err(XtaskError::io("read", &page))?;
        write(&to.join("index.html"), text.replace("<!-- scripts -->", tags).as_bytes())
    }

    fn commands(&self, folder: &Path, tarball: &Path) -> Vec<(String, Command)> {
        let mut commands = Vec::new();
        let mut npm = |arguments: &[&str]| {
            let mut command = Command::new("npm");
            command.current_dir(folder).args(arguments);
            commands.push((arguments.join(" "), command));
        };
        if self.is_built() {
            // From the lock alone each time: the package of an earlier run is gone then.
            npm(&["ci"]);
            let tarball = tarball.to_string_lossy();
            npm(&["install", "--no-package-lock", &*tarball]);
            for script in self.scripts {
                npm(&["run", script]);
            }
        } else {
            // Without a build the files of the tarball are served as they are.
            let mut tar = Command::new("tar");
            tar.current_dir(folder).arg("--extract").arg("--file").arg(tarball);
            tar.args(["--strip-components=2", "--directory=dist", "package/dist"]);
            commands.push(("unpacking".to_owned(), tar));
        }
        commands
    }
}

/// Its files and folders, but for what somebody installed there by hand.
fn copy_folder(from: &Path, to: &Path) -> Result<(), XtaskError> {
    fs::create_dir_all(to).map_err(XtaskError::io("create", to))?;
    let files = fs::read_dir(from).map_err(XtaskError::io("read", from))?;
    for file in files.filter_map(Result::ok).map(|entry| entry.path()) {
        let name = file.file_name().unwrap_or_default();
        if file.is_dir() {
            if name != "node_modules" {
                copy_folder(&file, &to.join(name))?;
            }
        } else {
            fs::copy(&file, to.join(name)).map_err(XtaskError::io("copy", &file))?;
        }
    }
    Ok(())
}

const APPS: [App; 13] = [
    App {
        name: "script",
        from: &["script"],
        scripts: &[],
        tags: Some(r#"<script src="homekept.iife.js"></script><script src="main.js"></script>"#),
        long: false,
    },
    App {
        name: "vite",
        from: &["vite"],
        scripts: &["check", "build"],
        tags: Some(r#"<script type="module" src="main.ts"></script>"#),
        long: false,
    },
    App {
        name: "webpack",
        from: &["webpack"],
        scripts: &["build"],
        tags: Some(DEFERRED),
        long: false,
    },
    App {
        name: "webpack-serve",
        from: &["webpack", "webpack-serve"],
        scripts: &["build"],
        tags: Some(DEFERRED),
        long: true,
    },
    App { name: "managers", from: &["managers"], scripts: &["build"], tags: None, long: false },
    App { name: "react", from: &["react"], scripts: &["check", "build"], tags: None, long: false },
    App {
        name: "react-18",
        from: &["react", "react-18"],
        scripts: &["check", "build"],
        tags: None,
        long: true,
    },
    App { name: "rollup", from: &["rollup"], scripts: &["build"], tags: Some(MODULE), long: true },
    App {
        name: "esbuild",
        from: &["esbuild"],
        scripts: &["build"],
        tags: Some(MODULE),
        long: true,
    },
    App { name: "next", from: &["next"], scripts: &["build"], tags: None, long: true },
    App { name: "svelte", from: &["svelte"], scripts: &["build"], tags: None, long: true },
    App { name: "vue", from: &["vue"], scripts: &["build"], tags: None, long: true },
    App { name: "angular", from: &["angular"], scripts: &["build"], tags: None, long: true },
];

const MODULE: &str = r#"<script type="module" src="main.js"></script>"#;

const DEFERRED: &str = r#"<script defer src="main.js"></script>"#;
