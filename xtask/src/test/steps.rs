//! The steps of `cargo xtask test`, the quick and telling ones first.

use super::kept::Kept;
use super::{Bench, Part, apps, divviup, docs, npx, programs, shared_out};
use crate::cargo;
use crate::count::{Tally, libtest, node};
use crate::error::XtaskError;
use crate::process::{self, Ended};
use crate::progress::Step as Progress;
use crate::setup::{Browser, Engine, WASM_TARGET};
use crate::size;
use crate::stamp::write;
use crate::tree::Tree;
use std::path::Path;
use std::process::Command;

/// One step.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) part: Part,
    pub(super) name: &'static str,
    /// What it takes on two cores, warm.
    pub(super) usual: &'static str,
    /// Whether it waits for the network or has one thing to do after the other, so that two of them
    /// at a time take less than one after the other.
    pub(super) waits: bool,
    pub(super) run: Run,
}

/// What a step does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Run {
    /// The same wherever it runs.
    Anywhere(fn(&Bench<'_>) -> Result<Tally, XtaskError>),
    /// In the browser of one engine.
    In(Engine, fn(&Bench<'_>, &Browser) -> Result<Tally, XtaskError>),
}

impl Run {
    pub(super) fn engine(self) -> Option<Engine> {
        match self {
            Self::Anywhere(_) => None,
            Self::In(engine, _) => Some(engine),
        }
    }

    pub(super) fn run(self, bench: &Bench<'_>) -> Result<Tally, XtaskError> {
        match self {
            Self::Anywhere(run) => run(bench),
            Self::In(engine, run) => match bench.browser(engine)? {
                Ok(browser) => run(bench, browser),
                Err(skipped) => Ok(skipped),
            },
        }
    }
}

/// All steps in their order.
pub(super) const STEPS: [Step; 19] = [
    anywhere(Part::Lint, "cargo fmt --check", "1 s", formatting),
    waiting(Part::Types, "TypeScript types", "5 s", types),
    waiting(Part::Unit, "TypeScript unit tests", "5 s", unit),
    waiting(Part::Size, "size budgets", "5 s", size_budgets),
    anywhere(Part::Native, "native tests", "3 min", native),
    anywhere(Part::Lint, "clippy on this machine", "20 s", clippy),
    anywhere(Part::Lint, "clippy for wasm32", "10 s", clippy_for_wasm),
    anywhere(Part::Lint, "the crates' documentation", "10 s", documentation),
    module_in(Engine::Chromium, "the module in Chromium"),
    module_in(Engine::Firefox, "the module in Firefox"),
    module_in(Engine::WebKit, "the module in WebKitGTK"),
    waiting(Part::Package, "wasm-pack's package", "30 s", wasm_pack),
    waiting(Part::Package, "the npm package in apps", "20 s", apps::build),
    waiting(Part::Package, "the packer without Rust", "30 s", npx::packer),
    waiting(Part::Package, "DAP-09 beside Divvi Up's client", "20 s", divviup::in_one_batch),
    waiting(Part::Docs, "the documents", "30 s", docs::check),
    shop_in(Engine::Chromium, "end to end in Chromium"),
    shop_in(Engine::Firefox, "end to end in Firefox"),
    shop_in(Engine::WebKit, "end to end in WebKitGTK"),
];

const fn anywhere(
    part: Part,
    name: &'static str,
    usual: &'static str,
    run: fn(&Bench<'_>) -> Result<Tally, XtaskError>,
) -> Step {
    Step { part, name, usual, waits: false, run: Run::Anywhere(run) }
}

const fn waiting(
    part: Part,
    name: &'static str,
    usual: &'static str,
    run: fn(&Bench<'_>) -> Result<Tally, XtaskError>,
) -> Step {
    Step { waits: true, ..anywhere(part, name, usual, run) }
}

const fn module_in(engine: Engine, name: &'static str) -> Step {
    Step { part: Part::Wasm, name, usual: "20 s", waits: false, run: Run::In(engine, in_browser) }
}

const fn shop_in(engine: Engine, name: &'static str) -> Step {
    Step { part: Part::E2e, name, usual: "6 min", waits: false, run: Run::In(engine, end_to_end) }
}

fn formatting(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    let mut command = cargo::host();
    command.args(["fmt", "--all", "--check"]);
    as_one_test(bench, command, "cargo fmt --check", "fmt")
}

fn clippy(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    // Of what is tested by its name alone, all targets are not all.
    let mut tally = Tally::default();
    for (targets, name) in [(&["--all-targets"][..], "clippy"), (&E2E, "clippy-e2e")] {
        let mut command = cargo::host();
        command.args(["clippy", "--workspace"]).args(cargo::beside_opendp(bench.long));
        // Its source is that of `homekept`, without what the tests in it need.
        command.args(["--exclude", "homekept-rooms"]).args(targets);
        command.args(["--", "--deny", "warnings"]);
        tally.add(as_one_test(bench, command, name, name)?);
    }
    Ok(tally)
}

/// Whoever uses the crates reads it; a link that leads nowhere is a warning.
fn documentation(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    let mut command = cargo::host();
    command.args(["doc", "--no-deps", "--package", "homekept", "--package", "homekept-packer"]);
    command.args(["--package", "homekept-shop", "--package", "homekept-collector"]);
    command.env("RUSTDOCFLAGS", "--deny warnings");
    as_one_test(bench, command, "cargo doc", "doc")
}

/// The door is compiled for wasm32 alone, so only this sees it.
fn clippy_for_wasm(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    let mut command = bench.tools()?.wasm.clippy(bench.tree)?;
    command.args(["--package", "homekept", "--lib"]);
    command.args(["--package", "homekept-graft", "--package", "homekept-explain"]);
    command.args(["--package", "homekept-lock", "--package", "homekept-signals"]);
    command.args(["--package", "homekept-stopwatch", "--package", "homekept-transfer"]);
    command.args(for_two_servers(bench));
    command.args(["--test", "browser*", "--target", WASM_TARGET, "--", "--deny", "warnings"]);
    as_one_test(bench, command, "clippy for wasm32", "clippy-wasm")
}

fn types(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    bench.built()?;
    as_one_test(bench, npm_run(bench, "check"), "npm run check", "types")
}

fn unit(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    bench.built()?;
    let mut command = npm_run(bench, "test");
    tell_if_long(&mut command, bench);
    let ended = run(bench, command, "unit")?;
    let mut tally = node::count(&ended.text);
    tally.hold_against(ended.success, "npm test");
    tell_failures(&tally, node::failures(&ended.text).into_iter(), &ended);
    Ok(tally)
}

fn size_budgets(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    bench.built()?;
    if !bench.packed {
        return Err(XtaskError::NotRun { because: "the demo's pack was not made" });
    }
    size::test(bench.tree)
}

fn native(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    let mut tally = programs::run_all(bench)?;
    if !bench.long {
        tally.skipped.push("our noise beside OpenDP's: with --long".to_owned());
    }
    Ok(tally)
}

pub(super) fn natively(long: bool) -> Command {
    let mut command = cargo::test_all(long);
    command.arg("--no-fail-fast");
    command
}

/// Compiles the native tests, and the programs of the packages beside them: the packer for Node is
/// linked on one processor meanwhile. What does not compile is told where the tests are run.
pub(super) fn compile_natively(tree: &Tree, long: bool) -> bool {
    let mut command = natively(long);
    command.current_dir(&tree.root).arg("--no-run");
    let mut step = Progress::begin("compiling the native tests", "5 min at first");
    let ended = process::run(command, &tree.log("compile-native"), &mut step);
    let is_compiled = ended.is_ok_and(|ended| ended.success);
    step.end(if is_compiled { "compiled" } else { "not compiled" });
    is_compiled
}

fn end_to_end(bench: &Bench<'_>, browser: &Browser) -> Result<Tally, XtaskError> {
    bench.built()?;
    let engine = browser.engine();
    let log = format!("e2e-{}", engine.id());
    let in_shop = || {
        let mut command = cargo::test_all(bench.long);
        command.arg("--no-fail-fast").args(E2E);
        browser.lead(&mut command);
        command.env("HOMEKEPT_APPS", apps::folder(bench));
        command
    };
    if bench.whole {
        return cargo_test(bench, in_shop(), &log, &["--show-output"]);
    }
    let mut list = in_shop();
    list.args(["--", "--list"]);
    let list = run(bench, list, &format!("{log}-list"))?;
    if !list.success {
        return Err(list.failed("listing the tests"));
    }
    let left_out = shared_out::left_out(engine, |other| bench.has(other));
    let kept = Kept::of(bench.tree, browser, &list.text, &left_out)?;
    if let Some(tally) = kept.tally().filter(|_| bench.trusts_earlier_runs) {
        return Ok(tally);
    }
    let mut flags = vec!["--show-output"];
    flags.extend(left_out.iter().flat_map(|(start, _)| ["--skip", *start]));
    let mut tally = cargo_test(bench, in_shop(), &log, &flags)?;
    tally.skipped.extend(shared_out::lines(&left_out, &list.text));
    tally.failed.extend(shared_out::unknown(&list.text));
    kept.keep(&tally)?;
    Ok(tally)
}

/// The module's tests inside a real browser, with the native results to compare with where the real
/// sessions are at hand.
fn in_browser(bench: &Bench<'_>, browser: &Browser) -> Result<Tally, XtaskError> {
    let tools = bench.tools()?;
    let tree = bench.tree;
    let mut command = tools.wasm.cargo(tree)?;
    command.args([
        "test",
        "--package",
        "homekept",
        "--test",
        "browser*",
        "--target",
        WASM_TARGET,
        "--no-fail-fast",
    ]);
    command.args(for_two_servers(bench));
    command.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
        tools.bindgen.join("wasm-bindgen-test-runner"),
    );
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    // The runner's own stack traces tell nothing of the tests.
    command.env("RUST_BACKTRACE", "0");
    let id = browser.engine().id();
    let capabilities = tree.scratch().join(format!("webdriver-{id}.json"));
    write(&capabilities, browser.capabilities().as_bytes())?;
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
    let _screen = browser.lead_runner(&mut command)?;
    command.env_remove("HOMEKEPT_PARITY_URL");
    if let Some(address) = &bench.parity {
        command.env("HOMEKEPT_PARITY_URL", address);
    }
    // Output is not captured here: the runner shows what a passing test printed in no other way.
    cargo_test(bench, command, &format!("wasm-{id}"), &["--nocapture"])
}

/// The module that no page loads yet takes minutes to compile.
fn for_two_servers(bench: &Bench<'_>) -> &'static [&'static str] {
    if bench.long { &["--package", "homekept-dap09"] } else { &[] }
}

/// `wasm-pack build` at the root works too, offline, and what it makes can be used. With `--long` as it
/// is called without a flag, too, which compiles everything anew.
fn wasm_pack(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    let mut tally = packed_by_wasm_pack(bench, "--dev")?;
    if bench.long {
        tally.add(packed_by_wasm_pack(bench, "--release")?);
    }
    Ok(tally)
}

fn packed_by_wasm_pack(bench: &Bench<'_>, profile: &str) -> Result<Tally, XtaskError> {
    let tools = bench.tools()?;
    let tree = bench.tree;
    let folder = tools
        .wasm_pack
        .as_deref()
        .ok_or(XtaskError::NotRun { because: "wasm-pack was not set up" })?;
    let out = tree.target.join("wasm-pack");
    let bin = tree.www().join("node_modules/.bin");
    let mut command = Command::new(folder.join("wasm-pack"));
    tools.wasm.lead(&mut command, &[folder, &tools.bindgen, &bin])?;
    command.args(["build", profile, "--mode", "no-install", "--out-dir"]).arg(&out);
    command.env("CARGO_TARGET_DIR", tree.wasm_target());
    let built = run(bench, command, "wasm-pack")?;
    if !built.success {
        return Err(built.failed("wasm-pack build"));
    }
    let mut tally = Tally { passed: 1, ..Tally::default() };
    tally.add(can_be_used(bench, &out)?);
    Ok(tally)
}

/// Looks at the package as a bundler would: files, types, and a module that starts with its glue.
fn can_be_used(bench: &Bench<'_>, package: &Path) -> Result<Tally, XtaskError> {
    let script = bench.tree.scratch().join("use-package.mjs");
    write(&script, USE_PACKAGE.as_bytes())?;
    let mut command = Command::new("node");
    command.arg(&script).arg(package);
    as_one_test(bench, command, "using wasm-pack's package", "use-package")
}

/// Runs one `cargo test` and counts what its test programs printed.
pub(super) fn cargo_test(
    bench: &Bench<'_>,
    mut command: Command,
    log: &str,
    flags: &[&str],
) -> Result<Tally, XtaskError> {
    command.arg("--");
    ask(bench, &mut command, flags);
    let ended = run(bench, command, log)?;
    let mut tally = libtest::count(&ended.text);
    tally.hold_against(ended.success, log);
    tell_failures(&tally, libtest::failures(&ended.text).into_iter(), &ended);
    Ok(tally)
}

/// Asks a test program for its tests, with what takes long where that is wanted.
pub(super) fn ask(bench: &Bench<'_>, command: &mut Command, flags: &[&str]) {
    command.args(flags);
    if bench.long {
        command.arg("--include-ignored");
    }
    tell_if_long(command, bench);
}

/// Runs a program whose success is the one thing tested.
fn as_one_test(
    bench: &Bench<'_>,
    command: Command,
    name: &str,
    log: &str,
) -> Result<Tally, XtaskError> {
    let ended = run(bench, command, log)?;
    let tally = Tally::of_one(name, ended.success);
    tell_failures(&tally, ended.text.lines(), &ended);
    Ok(tally)
}

pub(super) fn run(bench: &Bench<'_>, mut command: Command, log: &str) -> Result<Ended, XtaskError> {
    if command.get_current_dir().is_none() {
        command.current_dir(&bench.tree.root);
    }
    process::run(command, &bench.tree.log(log), &mut Progress::quiet(log))
}

/// Prints what failed where the person looks; the log has it whole.
pub(super) fn tell_failures<'a>(
    tally: &Tally,
    lines: impl Iterator<Item = &'a str>,
    ended: &Ended,
) {
    if tally.failed.is_empty() {
        return;
    }
    let lines: Vec<&str> = lines.collect();
    let from = lines.len().saturating_sub(TOLD_LINES);
    let told: String = lines[from..].iter().map(|line| format!("  | {line}\n")).collect();
    // At once: another step may print meanwhile.
    println!("{told}  the whole log is {}", ended.log.display());
}

fn npm_run(bench: &Bench<'_>, script: &str) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(bench.tree.www()).args(["run", "--silent", script]);
    command
}

/// For tests that are not libtest's: the same question in the environment.
fn tell_if_long(command: &mut Command, bench: &Bench<'_>) {
    if bench.long {
        command.env("HOMEKEPT_LONG", "1");
    }
}

/// The end-to-end tests.
const E2E: [&str; 2] = ["--test", "shop"];
const TOLD_LINES: usize = 150;
const USE_PACKAGE: &str = include_str!("use_package.mjs");
