//! The documents' own npm package, which checks them.

use crate::error::XtaskError;
use crate::setup;
use crate::tree::Tree;
use std::path::PathBuf;

/// Where that package lies.
pub(crate) fn folder(tree: &Tree) -> PathBuf {
    tree.root.join("docs/site")
}

/// What it needs, as its lock file has it.
pub(crate) fn ensure_packages(tree: &Tree) -> Result<(), XtaskError> {
    setup::ensure_node_modules(tree, &folder(tree), "npm ci in docs/site")
}
