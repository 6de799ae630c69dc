//! The packer that `npx homekept` runs, in `www/src/wasm`.

use super::{FEATURES, optimise_by, replace};
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::{Tools, WASI_TARGET};
use crate::stamp::Stamp;
use crate::tree::Tree;
use std::path::PathBuf;

/// Optimises it. Returns whether there was work to do.
pub(super) fn optimise(tree: &Tree, compiled: PathBuf) -> Result<bool, XtaskError> {
    let out = tree.www().join("src/wasm/packer.wasm");
    let lock = tree.www().join("package-lock.json");
    let words: Vec<&str> = OPTIMISER_FLAGS.iter().chain(&FEATURES).copied().collect();
    let stamp = Stamp::of(tree.scratch().join("packer.stamp"), &words, &[compiled.clone(), lock])?;
    if stamp.holds(std::slice::from_ref(&out)) {
        return Ok(false);
    }
    let mut step = Step::meanwhile("optimising the packer", "1 min");
    let optimised = tree.scratch().join("packer.wasm");
    optimise_by(&OPTIMISER_FLAGS, tree, &compiled, &optimised, &mut step)?;
    replace(&optimised, &out)?;
    stamp.set()?;
    step.end("the packer for Node is optimised");
    Ok(true)
}

/// The packer as the compiler leaves it.
pub(super) fn compile(tree: &Tree, tools: &Tools) -> Result<PathBuf, XtaskError> {
    let what = "compiling the packer for Node meanwhile";
    let mut step = Step::meanwhile(what, "5 min at first, 1 min later");
    let (mut cargo, flags) = tools.wasm.packer_cargo(tree)?;
    cargo.args(["build", "--package", "homekept-packer", "--bin", "homekept"]);
    cargo.args(["--profile", PROFILE, "--target", WASI_TARGET]).args(flags);
    process::must(cargo, "compiling the packer", &tree.log("compile-packer"), &mut step)?;
    step.end("the packer for Node is compiled");
    Ok(tree.packer_target().join(WASI_TARGET).join(PROFILE).join("homekept.wasm"))
}

const PROFILE: &str = "wasm-packer";
/// What the compiler left is quick already; more passes take minutes for little. Functions that are
/// called often get the short numbers.
const OPTIMISER_FLAGS: [&str; 6] = [
    "-O1",
    "--rse",
    "--reorder-functions",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];
