//! Reports for two servers beside those of another client.

use super::Bench;
use super::steps::cargo_test;
use crate::count::Tally;
use crate::error::XtaskError;
use crate::setup;
use crate::{build, cargo};

/// Installs Divvi Up's client, and has it and the built module report in one batch.
pub(super) fn in_one_batch(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    let tools = bench.tools()?;
    if !bench.long {
        let skipped = vec![format!("nobody loads it yet, and it is minutes of compiling: {LONG}")];
        return Ok(Tally { skipped, ..Tally::default() });
    }
    build::for_two_servers(bench.tree, tools)?;
    let folder = bench.tree.root.join("crates/dap09/tests/divviup");
    setup::ensure_node_modules(bench.tree, &folder, "npm ci in crates/dap09/tests/divviup")?;
    let mut command = cargo::host();
    command.args(["test", "--package", "homekept-dap09", "--test", "mixed"]);
    command.env("HOMEKEPT_DIVVIUP", folder);
    cargo_test(bench, command, "divviup", &["--show-output"])
}

const LONG: &str = "`cargo xtask test --long` builds the module and runs it";
