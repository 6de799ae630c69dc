//! The documentation as a site: `docs/site` gathers the documents, makes the references from the
//! types and the schema, and has mdBook build pages that need no server.

use crate::build;
use crate::error::XtaskError;
use crate::process::{self, Ended};
use crate::progress::Step;
use crate::setup::{self, Need};
use crate::tree::Tree;
use std::path::PathBuf;
use std::process::Command;

/// Builds the package, whose types are described, and the site.
pub(crate) fn run(tree: &Tree) -> Result<(), XtaskError> {
    let tools = setup::run(tree, Need::BUILD)?;
    build::run(tree, &tools)?;
    let mut step = Step::begin("building the documentation", "5 s");
    let built = build_site(tree, &mut step)?;
    if !built.success {
        return Err(built.failed("building the documentation"));
    }
    step.end("built");
    println!("{}", tree.relative(&site(tree).join("site/index.html")).display());
    Ok(())
}

/// Builds the site from the package that is there. A link that leads nowhere and a page that asks
/// another host for something are failures.
pub(crate) fn build_site(tree: &Tree, step: &mut Step) -> Result<Ended, XtaskError> {
    let mdbook = ensure_tools(tree)?;
    let mut command = Command::new("node");
    command.current_dir(folder(tree)).arg("build.mjs").arg(site(tree)).arg(mdbook);
    process::run(command, &tree.log("docs-site"), step)
}

/// The npm package that checks and builds the documents.
pub(crate) fn folder(tree: &Tree) -> PathBuf {
    tree.root.join("docs/site")
}

/// All that the documents need beside the package: gives mdBook.
pub(crate) fn ensure_tools(tree: &Tree) -> Result<PathBuf, XtaskError> {
    ensure_packages(tree)?;
    setup::mdbook(tree)
}

/// What that package needs, as its lock file has it.
pub(crate) fn ensure_packages(tree: &Tree) -> Result<(), XtaskError> {
    setup::ensure_node_modules(tree, &folder(tree), "npm ci in docs/site")
}

/// Where the site is made.
fn site(tree: &Tree) -> PathBuf {
    tree.target.join("docs/book")
}
