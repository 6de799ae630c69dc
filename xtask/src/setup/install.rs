//! Tools that come as crates, installed once into the user's cache under their version.

use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::tree::Tree;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{fs, process as this_process};

/// The version of wasm-pack; nothing else in the repository names it.
pub(crate) const WASM_PACK_VERSION: &str = "0.15.1";

/// The version of geckodriver; nothing else in the repository names it.
pub(crate) const GECKODRIVER_VERSION: &str = "0.37.1";

/// The version of mdBook; nothing else in the repository names it.
pub(crate) const MDBOOK_VERSION: &str = "0.5.4";

/// The folder with the programs of a crate of this version.
pub(crate) fn ensure(
    tree: &Tree,
    name: &str,
    version: &str,
    usual: &str,
) -> Result<PathBuf, XtaskError> {
    let place = tree.cache.join("tools").join(format!("{name}-{version}"));
    let bin = place.join("bin");
    if bin.is_dir() {
        return Ok(bin);
    }
    let mut step = Step::begin(format!("building {name} {version}"), usual);
    let work = place.with_file_name(format!("{name}-{version}.new-{}", this_process::id()));
    fs::create_dir_all(&work).map_err(XtaskError::io("create", &work))?;
    let mut install = cargo::host();
    install
        // Away from the repository, so that none of its settings reach the tool.
        .current_dir(&work)
        // Unoptimised: a release build takes many times as long and the tool works on one small file.
        .args(["install", "--debug", "--no-track", "--root"])
        .arg(&work)
        .arg(format!("{name}@{version}"))
        .env("CARGO_TARGET_DIR", work.join("target"));
    process::must(install, &format!("cargo install {name}"), &tree.log(name), &mut step)?;
    let rubbish = work.join("target");
    fs::remove_dir_all(&rubbish).map_err(XtaskError::io("remove", &rubbish))?;
    // Another run may have been quicker; its work is as good.
    if bin.is_dir() {
        fs::remove_dir_all(&work).map_err(XtaskError::io("remove", &work))?;
    } else {
        fs::rename(&work, &place).map_err(XtaskError::io("move into place", &place))?;
    }
    step.end("built");
    Ok(bin)
}

/// The version of wasm-bindgen, whose one home is the root Cargo.toml.
pub(crate) fn wasm_bindgen_version(tree: &Tree) -> Result<String, XtaskError> {
    let manifest: Manifest = read(tree.root.join("Cargo.toml"))?;
    let lock: Lock = read(tree.root.join("Cargo.lock"))?;
    agreed_version(&manifest, &lock)
}

fn agreed_version(manifest: &Manifest, lock: &Lock) -> Result<String, XtaskError> {
    let wanted = manifest
        .workspace
        .dependencies
        .get("wasm-bindgen")
        .map(Dependency::version)
        .unwrap_or_default();
    let locked = lock.package.iter().find(|package| package.name == "wasm-bindgen");
    let locked = locked.map_or("none", |package| package.version.as_str());
    if wanted.strip_prefix('=') == Some(locked) {
        Ok(locked.to_owned())
    } else {
        Err(XtaskError::VersionsDiffer { manifest: wanted.to_owned(), lock: locked.to_owned() })
    }
}

fn read<T: serde::de::DeserializeOwned>(file: PathBuf) -> Result<T, XtaskError> {
    let text = fs::read_to_string(&file).map_err(XtaskError::io("read", &file))?;
    toml::from_str(&text).map_err(|problem| XtaskError::bad_file(&file, problem))
}

/// As much of a Cargo.toml as is asked for.
#[derive(Debug, Deserialize)]
struct Manifest {
    workspace: Workspace,
}

#[derive(Debug, Deserialize)]
struct Workspace {
    dependencies: BTreeMap<String, Dependency>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Dependency {
    Plain(String),
    Table {
        #[serde(default)]
        version: String,
    },
}

impl Dependency {
    fn version(&self) -> &str {
        match self {
            Self::Plain(version) | Self::Table { version } => version,
        }
    }
}

/// As much of a Cargo.lock as is asked for.
#[derive(Debug, Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Locked>,
}

#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn library_and_command_must_be_one_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        let table = "[workspace.dependencies]\nwasm-bindgen = ";
        let cases = [
            ("\"=0.2.130\"", Some("0.2.130")),
            ("{ version = \"=0.2.130\", features = [] }", Some("0.2.130")),
            // Not exact: cargo update would part the two.
            ("\"0.2.130\"", None),
            ("\"=0.2.129\"", None),
        ];
        for (dependency, version) in cases {
            let manifest = toml::from_str(&format!("{table}{dependency}\n")).expect("is TOML");
            let lock = toml::from_str(lock).expect("is TOML");
            assert_eq!(agreed_version(&manifest, &lock).ok().as_deref(), version, "{dependency}");
        }
    }

    #[test]
    fn the_repositorys_own_versions_agree() {
        wasm_bindgen_version(&Tree::find().expect("we are in it")).expect("they agree");
    }
}
