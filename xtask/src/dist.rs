//! What is released: the npm package as its tarball, and the files for a page without a build.

use crate::build;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::setup::{self, Need};
use crate::tree::Tree;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha384};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds and packs, and prints where it lies with what a page needs to check it.
pub(crate) fn run(tree: &Tree) -> Result<(), XtaskError> {
    let tools = setup::run(tree, Need::BUILD)?;
    build::run(tree, &tools)?;
    let tarball = pack(tree)?;
    println!("{}", tree.relative(&tarball).display());
    let folder = tree.target.join("dist/cdn");
    fs::create_dir_all(&folder).map_err(XtaskError::io("create", &folder))?;
    let messages = folder.join(MESSAGES);
    fs::create_dir_all(&messages).map_err(XtaskError::io("create", &messages))?;
    for name in cdn_names(tree)? {
        let (from, to) = (tree.www().join("dist").join(&name), folder.join(&name));
        fs::copy(&from, &to).map_err(XtaskError::io("copy", &from))?;
        println!("{}  {}", tree.relative(&to).display(), integrity(&to)?);
    }
    Ok(())
}

/// The names of the files for a page without a build, of the languages too.
fn cdn_names(tree: &Tree) -> Result<Vec<PathBuf>, XtaskError> {
    let folder = tree.www().join("dist").join(MESSAGES);
    let files = fs::read_dir(&folder).map_err(XtaskError::io("read", &folder))?;
    let mut languages: Vec<PathBuf> =
        files.flatten().map(|file| Path::new(MESSAGES).join(file.file_name())).collect();
    languages.sort();
    Ok([SCRIPT].iter().chain(&BESIDE).map(PathBuf::from).chain(languages).collect())
}

/// The files for a page without a build, once they are there.
pub(crate) fn cdn_files(tree: &Tree) -> Result<Vec<PathBuf>, XtaskError> {
    let folder = tree.target.join("dist/cdn");
    Ok(cdn_names(tree)?.iter().map(|name| folder.join(name)).collect())
}

/// The package as npm would publish it.
pub(crate) fn pack(tree: &Tree) -> Result<PathBuf, XtaskError> {
    let folder = tree.target.join("dist");
    fs::create_dir_all(&folder).map_err(XtaskError::io("create", &folder))?;
    let mut step = Step::quiet("packing the npm package");
    let mut npm = Command::new("npm");
    npm.current_dir(tree.www()).args(["pack", "--json", "--pack-destination"]).arg(&folder);
    let log = tree.log("npm-pack");
    process::must(npm, "npm pack", &log, &mut step)?;
    // By its name: the folder may hold those of earlier versions.
    let package = fs::read(tree.www().join("package.json"))
        .map_err(XtaskError::io("read", &tree.www().join("package.json")))?;
    let version = serde_json::from_slice::<Package>(&package)
        .map_err(|error| XtaskError::bad_file("package.json", error))?
        .version;
    Ok(folder.join(format!("homekept-{version}.tgz")))
}

#[derive(serde::Deserialize)]
struct Package {
    version: String,
}

/// As Subresource Integrity writes it.
fn integrity(file: &Path) -> Result<String, XtaskError> {
    let bytes = fs::read(file).map_err(XtaskError::io("read", file))?;
    Ok(format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes))))
}

/// Everything for a page without a build, but for the modules.
const SCRIPT: &str = "homekept.iife.js";
/// What a page's script looks for beside it: no types, and nothing for a bundler to resolve.
pub(crate) const BESIDE: [&str; 8] = [
    "homekept.wasm",
    "graft.wasm",
    "lock.wasm",
    "lock-worker.js",
    "signals.wasm",
    "signals-alone.js",
    "transfer.wasm",
    "moving-alone.js",
];
/// Where it looks for the language of a page.
const MESSAGES: &str = "messages";
