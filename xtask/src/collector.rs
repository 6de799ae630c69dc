//! The collector with customers who are made up: how it looks, and how much it takes.

use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::tree::Tree;
use std::path::{self, PathBuf};
use std::process::Command;

/// How `cargo xtask simulate` was called.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SimulateOptions {
    /// How many customers report in each period.
    pub(crate) customers: Option<u64>,
    /// How many periods, of a collector of one's own.
    pub(crate) periods: Option<u32>,
    /// One that runs, by its address.
    pub(crate) collector: Option<String>,
    /// Whose questions are answered; some of our own without one.
    pub(crate) policy: Option<PathBuf>,
    /// The port of a collector of one's own.
    pub(crate) port: Option<u16>,
    /// Whether it runs on, to be looked at.
    pub(crate) stay: bool,
}

/// Has customers report, on the person's own terminal.
pub(crate) fn simulate(tree: &Tree, options: &SimulateOptions) -> Result<(), XtaskError> {
    build(tree, "simulate", &[])?;
    let SimulateOptions { customers, periods, collector, policy, port, stay } = options;
    let mut command = Command::new(tree.target.join("debug/examples/simulate"));
    command.arg("--folder").arg(tree.target.join("simulate"));
    let numbers = [
        ("--customers", customers.map(|number| number.to_string())),
        ("--periods", periods.map(|number| number.to_string())),
        ("--port", port.map(|number| number.to_string())),
        ("--collector", collector.clone()),
    ];
    for (flag, value) in numbers {
        if let Some(value) = value {
            command.arg(flag).arg(value);
        }
    }
    if let Some(policy) = policy {
        command
            .arg("--policy")
            .arg(path::absolute(policy).map_err(XtaskError::io("find", policy))?);
    }
    if *stay {
        command.arg("--stay");
    }
    on_own_terminal(command, "simulate", "the simulation")
}

/// Measures how many reports a second are taken, and how long one waits.
pub(crate) fn bench(tree: &Tree) -> Result<(), XtaskError> {
    build(tree, "load", &["--release", "--bins"])?;
    on_own_terminal(Command::new(tree.target.join("release/examples/load")), "load", "the load")
}

fn build(tree: &Tree, example: &str, more: &[&str]) -> Result<(), XtaskError> {
    let mut step = Step::begin("building the collector", "2 min the first time");
    let mut build = cargo::host();
    build.current_dir(&tree.root).args(["build", "--package", "homekept-collector"]);
    build.args(["--example", example]).args(more);
    process::must(build, "building the collector", &tree.log("collector"), &mut step)?;
    step.end("built");
    Ok(())
}

fn on_own_terminal(
    mut command: Command,
    program: &str,
    what: &'static str,
) -> Result<(), XtaskError> {
    let status = command
        .status()
        .map_err(|source| XtaskError::NotStarted { program: program.to_owned(), source })?;
    if status.success() {
        Ok(())
    } else {
        Err(XtaskError::Stopped { program: what, status: status.to_string() })
    }
}
