//! Reports for two servers beside those of another client.

use super::Bench;
use super::steps::cargo_test;
use crate::cargo;
use crate::count::Tally;
use crate::error::XtaskError;
use crate::setup;

/// Installs Divvi Up's client, and has it and the built module report in one batch.
pub(super) fn in_one_batch(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    bench.built()?;
    let folder = bench.tree.root.join("crates/dap09/tests/divviup");
    setup::ensure_node_modules(bench.tree, &folder, "npm ci in crates/dap09/tests/divviup")?;
    let mut command = cargo::host();
    command.args(["test", "--package", "homekept-dap09", "--test", "mixed"]);
    command.env("HOMEKEPT_DIVVIUP", folder);
    cargo_test(bench, command, "divviup", &["--show-output"])
}
