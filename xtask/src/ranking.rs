//! Our method beside published ones on the real sessions: the packer's comparison, built for speed,
//! and the same predictions of ours once more in wasm.

mod wasm;

use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::{self, Need};
use crate::tree::Tree;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use wasm::Stopwatch;

/// How `cargo xtask bench ranking` was called.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct RankingOptions {
    /// One JSON object instead of tables.
    pub(crate) json: bool,
}

/// Compares on every set that is there. Each is one run of one program, so that the times of the
/// methods in it can be held against each other.
pub(crate) fn run(tree: &Tree, options: &RankingOptions) -> Result<(), XtaskError> {
    let Some(shared) = tree.shared() else {
        return Err(XtaskError::NotRun {
            because: "the folder of real sessions is not beside the checkout; HOMEKEPT_SHARED names another",
        });
    };
    let tools = setup::run(tree, Need::BUILD)?;
    let mut step = match options.json {
        true => Step::quiet("building the packer"),
        false => Step::begin("building the packer for speed", "2 min the first time"),
    };
    build(tree, &mut step)?;
    let stopwatch = Stopwatch::build(tree, &tools, &mut step)?;
    step.end("built");
    let mut found = serde_json::Map::new();
    for set in &SETS {
        let data = shared.join("data").join(set.name);
        if !data.is_dir() {
            eprintln!("{}: skipped, the data is not on this machine", set.name);
            continue;
        }
        let cases = tree.scratch().join(format!("cases-{}", set.name));
        let mut compare = Command::new(tree.target.join("release/homekept"));
        compare.arg("compare").args(set.arguments(&data)).arg("--cases").arg(&cases);
        if options.json {
            let mut compared = captured(compare.arg("--json"))?;
            compared["wasm"] = stopwatch.times(&cases)?.to_json();
            found.insert(set.name.to_owned(), compared);
        } else {
            let page = tree.scratch().join(format!("ranking-{}.html", set.name));
            println!("\n{}", set.name);
            shown(compare.arg("--html").arg(&page))?;
            println!("\nours in wasm: {}", stopwatch.times(&cases)?);
            println!("with plots: {}", page.display());
        }
    }
    if options.json {
        println!("{}", serde_json::Value::Object(found));
    }
    Ok(())
}

/// One set of sessions, and how it is cut (its README says why).
struct Set {
    name: &'static str,
    sessions: &'static str,
    test: &'static str,
    cut: Cut,
    /// Whether what the visit holds is left out of the lists.
    baskets: bool,
}

enum Cut {
    Days,
    File,
}

impl Set {
    fn arguments(&self, data: &Path) -> Vec<OsString> {
        let file = |name: &str| data.join(name).into_os_string();
        let mut arguments = vec!["--sessions".into(), file(self.sessions)];
        match self.cut {
            Cut::Days => arguments.extend(["--test-days".into(), self.test.into()]),
            Cut::File => arguments.extend(["--test".into(), file(self.test)]),
        }
        if self.baskets {
            arguments.push("--drop-seen".into());
        }
        arguments
    }
}

const SETS: [Set; 3] = [
    Set {
        name: "eshop2008",
        sessions: "events.csv.gz",
        test: "14",
        cut: Cut::Days,
        baskets: false,
    },
    Set {
        name: "online_retail",
        sessions: "events.csv.gz",
        test: "28",
        cut: Cut::Days,
        baskets: true,
    },
    Set {
        name: "serenade_example",
        sessions: "train.csv.gz",
        test: "test.csv.gz",
        cut: Cut::File,
        baskets: false,
    },
];

fn build(tree: &Tree, step: &mut Step) -> Result<(), XtaskError> {
    let mut build = cargo::host();
    build.current_dir(&tree.root).args(["build", "--release", "--package", "homekept-packer"]);
    build.args(["--bin", "homekept"]);
    process::must(build, "building the packer", &tree.log("ranking"), step).map(|_| ())
}

/// Runs a comparison on the person's own terminal.
fn shown(compare: &mut Command) -> Result<(), XtaskError> {
    let status = compare.status().map_err(not_started)?;
    if status.success() { Ok(()) } else { Err(stopped(&status)) }
}

/// Runs a comparison, and gives what it printed.
fn captured(compare: &mut Command) -> Result<serde_json::Value, XtaskError> {
    let output = compare.stderr(Stdio::inherit()).output().map_err(not_started)?;
    if !output.status.success() {
        return Err(stopped(&output.status));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| XtaskError::bad_file("homekept compare --json", error))
}

fn not_started(source: std::io::Error) -> XtaskError {
    XtaskError::NotStarted { program: "homekept".to_owned(), source }
}

fn stopped(status: &std::process::ExitStatus) -> XtaskError {
    XtaskError::Stopped { program: "the comparison", status: status.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_set_is_cut_as_its_readme_says() {
        let arguments = |place: usize| SETS[place].arguments(Path::new("/data"));
        assert_eq!(arguments(0), ["--sessions", "/data/events.csv.gz", "--test-days", "14"]);
        assert_eq!(arguments(1).last(), Some(&"--drop-seen".into()));
        assert_eq!(
            arguments(2),
            ["--sessions", "/data/train.csv.gz", "--test", "/data/test.csv.gz"]
        );
    }
}
