//! The documents: every code block that a reader may copy is checked, every link leads somewhere,
//! and the site that is made of them holds together.

use super::Bench;
use super::steps::{run, tell_failures};
use crate::cargo;
use crate::count::{Tally, node};
use crate::docs;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::Engine;
use std::process::Command;

pub(super) fn check(bench: &Bench<'_>) -> Result<Tally, XtaskError> {
    bench.built()?;
    docs::ensure_packages(bench.tree)?;
    // Flags are held against what the packer itself says of them.
    let mut build = cargo::host();
    build.current_dir(&bench.tree.root).args(["build", "--package", "homekept-packer"]);
    let mut step = Step::quiet("the packer");
    process::must(build, "building the packer", &bench.tree.log("docs-packer"), &mut step)?;
    let mut command = Command::new("npm");
    command.current_dir(docs::folder(bench.tree)).args(["test", "--silent"]);
    command.env("HOMEKEPT_PACKER", bench.tree.target.join("debug").join("homekept"));
    // Installed as a newcomer would.
    command.env("HOMEKEPT_TARBALL", bench.tarball()?);
    // One page is opened as it is written; where there is no browser, that is said to be skipped.
    if let Ok(browser) = bench.browser(Engine::Chromium)? {
        browser.lead(&mut command);
    }
    let ended = run(bench, command, "docs")?;
    let mut tally = node::count(&ended.text);
    tally.hold_against(ended.success, "the documents");
    tell_failures(&tally, node::failures(&ended.text).into_iter(), &ended);
    let built = docs::build_site(bench.tree, &mut Step::quiet("the site"))?;
    let site = Tally::of_one("the site", built.success);
    tell_failures(&site, built.text.lines(), &built);
    tally.add(site);
    Ok(tally)
}
