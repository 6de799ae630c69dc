//! What was timed natively, timed in wasm: the stopwatch crate, compiled as the module that is
//! shipped, in the JavaScript engine of Node, which is that of Chromium.

use crate::build;
use crate::error::XtaskError;
use crate::progress::Step;
use crate::setup::Tools;
use crate::tree::Tree;
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The module that ranks, with its glue.
pub(super) struct Stopwatch {
    script: PathBuf,
    folder: PathBuf,
}

/// How long predictions took.
#[derive(Debug, Deserialize)]
pub(super) struct Times {
    cases: u64,
    /// In microseconds.
    median: f64,
    p99: f64,
}

impl Stopwatch {
    /// Builds it.
    pub(super) fn build(tree: &Tree, tools: &Tools, step: &mut Step) -> Result<Self, XtaskError> {
        let folder = tree.scratch().join("stopwatch");
        build::stopwatch(tree, tools, &[], &folder, step)?;
        Ok(Self { script: tree.root.join("xtask/src/ranking/times.mjs"), folder })
    }

    /// Times the cases that the packer wrote, and holds their picks against its own.
    pub(super) fn times(&self, cases: &Path) -> Result<Times, XtaskError> {
        let mut node = Command::new("node");
        node.arg(&self.script).args([&self.folder, cases]).stderr(Stdio::inherit());
        let output = node
            .output()
            .map_err(|source| XtaskError::NotStarted { program: "node".to_owned(), source })?;
        if !output.status.success() {
            let status = output.status.to_string();
            return Err(XtaskError::Stopped { program: "the ranking in wasm", status });
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| XtaskError::bad_file("times.mjs", error))
    }
}

impl Times {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let Self { cases, median, p99 } = self;
        serde_json::json!({ "cases": cases, "median_us": median, "p99_us": p99 })
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, median, p99 } = self;
        write!(f, "median {median:.1} us, p99 {p99:.1} us, {cases} predictions with the same bits")
    }
}
