//! What each call of the door costs, and what Homekept costs a page: benchmarks of the end-to-end
//! harness, built for speed.

use crate::build;
use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::{self, Engine, Need};
use crate::tree::Tree;
use std::process::Command;

/// How `cargo xtask bench` was called.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct BenchOptions {
    /// A look at whether it runs, with the demo's pack alone.
    pub(crate) quick: bool,
    /// One JSON object instead of tables.
    pub(crate) json: bool,
}

/// Builds what is shipped, and times each call of its door in Chromium.
pub(crate) fn run(tree: &Tree, options: &BenchOptions) -> Result<(), XtaskError> {
    let flags = [(options.quick, "--quick"), (options.json, "--json")];
    let flags: Vec<&str> = flags.iter().filter(|(on, _)| *on).map(|(_, flag)| *flag).collect();
    example(tree, "bench", &flags)
}

/// Holds the demo's pages with Homekept against the same without, by a page's own measures.
pub(crate) fn vitals(tree: &Tree) -> Result<(), XtaskError> {
    example(tree, "vitals", &[])
}

/// Runs an example of the end-to-end harness in Chromium.
fn example(tree: &Tree, name: &str, flags: &[&str]) -> Result<(), XtaskError> {
    let tools = setup::run(tree, Need::EVERYTHING)?;
    build::run(tree, &tools)?;
    let mut step = Step::begin("building the benchmark for speed", "5 min the first time");
    // What is native is held against the module, so it is compiled as a release is.
    let mut build = cargo::host();
    build.current_dir(&tree.root).args(["build", "--release", "--package", "homekept-e2e"]);
    build.args(["--example", name]);
    process::must(build, "building the benchmark", &tree.log("bench"), &mut step)?;
    step.end("built");
    let mut bench = Command::new(tree.target.join("release/examples").join(name));
    bench.current_dir(&tree.root).args(flags);
    tools.lead(Engine::Chromium, &mut bench)?;
    println!("a machine that does other work meanwhile gives other figures");
    let status = bench
        .status()
        .map_err(|source| XtaskError::NotStarted { program: "bench".to_owned(), source })?;
    if status.success() {
        Ok(())
    } else {
        Err(XtaskError::Stopped { program: "the benchmark", status: status.to_string() })
    }
}
