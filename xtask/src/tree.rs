//! Where things lie: the repository, its build output, the user's cache.

use crate::error::XtaskError;
use std::env;
use std::path::{Path, PathBuf};

/// The places that commands read and write.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Cargo's output for this machine.
    pub(crate) target: PathBuf,
    /// Where tools are kept, shared by all checkouts of this user.
    pub(crate) cache: PathBuf,
}

impl Tree {
    pub(crate) fn find() -> Result<Self, XtaskError> {
        // Cargo names the manifest of the moment; the compiled-in one is for a copied binary.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest
            .parent()
            .filter(|root| root.join("Cargo.lock").exists() || root.join("Cargo.toml").exists())
            .ok_or_else(|| {
                XtaskError::bad_file(&manifest, "is not the xtask folder of the repository")
            })?
            .to_owned();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { target, cache: cache_folder()?, root })
    }

    /// The folder of the real sessions, which lies beside the checkout and not in it.
    pub(crate) fn shared(&self) -> Option<PathBuf> {
        let shared = env::var_os("HOMEKEPT_SHARED")
            .map(PathBuf::from)
            .or_else(|| Some(self.root.parent()?.join("shared")));
        shared.filter(|shared| shared.join("data").is_dir())
    }

    /// The npm package.
    pub(crate) fn www(&self) -> PathBuf {
        self.root.join("www")
    }

    /// Output of the wasm toolchain. It has a folder of its own, so that two compilers of different
    /// versions do not undo each other's work.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// Where the shipped module is compiled, with flags of its own.
    pub(crate) fn shipped_target(&self) -> PathBuf {
        self.target.join("shipped")
    }

    /// Where the packer that Node runs is compiled.
    pub(crate) fn packer_target(&self) -> PathBuf {
        self.target.join("packer")
    }

    /// Where the commands themselves keep stamps, logs and intermediate files.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The log of one step.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.scratch().join("logs").join(format!("{name}.log"))
    }

    /// Where the demo's pack is weighed. Not the shop's own folder: somebody's feed may be in there.
    pub(crate) fn weighed_pack(&self) -> PathBuf {
        self.scratch().join("demo-pack").join("shop.hkp")
    }

    /// A path as a person in the repository would write it.
    pub(crate) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

/// `$XDG_CACHE_HOME/homekept`, or the same under the home folder.
fn cache_folder() -> Result<PathBuf, XtaskError> {
    let set = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("homekept"))
        .ok_or_else(|| XtaskError::Missing {
            what: "a folder for the tools",
            remedy: "Set HOME or XDG_CACHE_HOME to an absolute path.".to_owned(),
        })
}
