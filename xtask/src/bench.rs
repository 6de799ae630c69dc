//! What each call of the door costs, and what Homekept costs a page: benchmarks of the end-to-end
//! harness, built for speed.

use crate::build;
use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::{self, Engine, Need, Tools};
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
    let tools = setup::run(tree, Need::EVERYTHING)?;
    let flags = [(options.quick, "--quick"), (options.json, "--json")];
    let flags: Vec<&str> = flags.iter().filter(|(on, _)| *on).map(|(_, flag)| *flag).collect();
    example(tree, tools, "bench", &flags, "release")
}

/// Holds the demo's pages with Homekept against the same without, by a page's own measures.
pub(crate) fn vitals(tree: &Tree) -> Result<(), XtaskError> {
    let tools = setup::run(tree, Need::EVERYTHING)?;
    example(tree, tools, "vitals", &[], "release")
}

/// Times the vault as a profile grows, and its cipher as it is shipped beside the same compiled for
/// speed, the browser's own, and a well-known one in JavaScript.
pub(crate) fn vault(tree: &Tree, quick: bool) -> Result<(), XtaskError> {
    let tools = setup::run(tree, Need::EVERYTHING)?;
    for (folder, quick) in [("stopwatch", &[][..]), ("stopwatch-quick", &CIPHER)] {
        let mut step = Step::begin("compiling the cipher alone", "1 min the first time");
        build::stopwatch(tree, &tools, quick, &tree.scratch().join(folder), &mut step)?;
        step.end("compiled");
    }
    let www = tree.www();
    let mut bundle = Command::new(www.join("node_modules/.bin/esbuild"));
    bundle.current_dir(&www).args(["node_modules/@noble/ciphers/aes.js", "--bundle", "--minify"]);
    bundle.args(["--format=esm", "--log-level=error"]);
    bundle.arg(format!("--outfile={}", tree.scratch().join("noble.js").display()));
    let mut step = Step::begin("bundling @noble/ciphers", "1 s");
    process::must(bundle, "esbuild", &tree.log("noble"), &mut step)?;
    step.end("bundled");
    let flags: &[&str] = if quick { &["--vault", "--quick"] } else { &["--vault"] };
    example(tree, tools, "bench", flags, "dev")
}

/// What seals, and all that it stands on.
const CIPHER: [&str; 9] = [
    "homekept-rooms",
    "homekept-stopwatch",
    "aes",
    "aes-gcm",
    "cipher",
    "ctr",
    "ghash",
    "polyval",
    "universal-hash",
];

/// Runs an example of the end-to-end harness in Chromium. What is native and held against the module
/// is compiled as a release is; where all that is timed is in the page, as the tests are.
fn example(
    tree: &Tree,
    tools: Tools,
    name: &str,
    flags: &[&str],
    profile: &str,
) -> Result<(), XtaskError> {
    build::run(tree, &tools)?;
    let mut step = Step::begin("building the benchmark", "5 min the first time");
    let mut build = cargo::host();
    build.current_dir(&tree.root).args([
        "build",
        "--profile",
        profile,
        "--package",
        "homekept-e2e",
    ]);
    build.args(["--example", name]);
    process::must(build, "building the benchmark", &tree.log("bench"), &mut step)?;
    step.end("built");
    let folder = if profile == "dev" { "debug" } else { profile };
    let mut bench = Command::new(tree.target.join(folder).join("examples").join(name));
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
