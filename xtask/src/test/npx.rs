//! The packer without Rust: the packed package, installed into an empty folder as by somebody who
//! wants its command alone, beside the native one.

use super::Bench;
use super::steps::{cargo_test, run, tell_failures};
use crate::cargo;
use crate::count::Tally;
use crate::error::XtaskError;
use crate::stamp::write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Installs it, asks it for its version, and has it do what the native packer does.
pub(super) fn packer(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    bench.built()?;
    let tarball = bench.tarball()?.to_string_lossy().into_owned();
    let folder = bench.tree.scratch().join("npx");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(XtaskError::io("remove", &folder))?;
    }
    write(&folder.join("package.json"), b"{ \"private\": true }\n")?;
    write(&folder.join("feed.csv"), b"id,title,colour\n1,Cup,red\n2,Jug,blue\n")?;
    let mut tally = Tally::default();
    for (program, arguments, expected) in [
        ("npm", &["install", "--no-audit", "--no-fund", &*tarball][..], ""),
        ("npx", &["--no-install", "homekept", "--version"], VERSION),
        (
            "npx",
            &["--no-install", "homekept", "pack", "--items", "feed.csv", "--output", "shop.hkp"],
            "shop.hkp: 2 items (0 denied)",
        ),
    ] {
        let mut command = Command::new(program);
        command.current_dir(&folder).args(arguments);
        let ended = run(bench, command, "npx")?;
        // Node's warning that WASI may change is for nobody who packs a feed.
        let is_good = ended.success
            && ended.text.contains(expected)
            && !ended.text.contains("ExperimentalWarning");
        let outcome = Tally::of_one(&format!("{program} {}", arguments.join(" ")), is_good);
        tell_failures(&outcome, ended.text.lines(), &ended);
        tally.add(outcome);
    }
    tally.add(like_the_native_one(bench, &folder)?);
    Ok(tally)
}

/// The native packer's own tests of its command line, with this one in its place.
fn like_the_native_one(bench: &Bench<'_>, folder: &Path) -> Result<Tally, XtaskError> {
    let mut command = cargo::host();
    command.args(["test", "--package", "homekept-packer", "--no-fail-fast"]);
    command.args(["--test", "wasm", "--test", "closed_pipe"]);
    if bench.long {
        command
            .args(["--test", "cli", "--test", "config", "--test", "denied", "--test", "inspect"]);
    }
    command.env("HOMEKEPT_PACKER", folder.join("node_modules/.bin/homekept"));
    cargo_test(bench, command, "npx-tests", &["--show-output"])
}

const VERSION: &str = concat!("homekept ", env!("CARGO_PKG_VERSION"));
