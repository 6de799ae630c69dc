//! What the packer's tests share: where data and folders are.

#![allow(dead_code, reason = "each test file uses its own part")]

pub(crate) mod shop;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The packer: the one that is compiled with these tests, or another that the environment names.
pub(crate) fn homekept() -> Command {
    Command::new(
        std::env::var_os("HOMEKEPT_PACKER")
            .unwrap_or_else(|| env!("CARGO_BIN_EXE_homekept").into()),
    )
}

/// A folder of the shared data; none, and a line that says so, where it is not there.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let found = match std::env::var_os("HOMEKEPT_SHARED") {
        Some(shared) => Some(PathBuf::from(shared)),
        None => Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|folder| folder.join("shared"))
            .find(|shared| shared.join("data").is_dir()),
    };
    let folder =
        found.map(|shared| shared.join("data").join(name)).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: the data {name} is not on this machine");
    }
    folder
}

/// A folder that is removed at the end of a test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes a folder of its own for a test.
    pub(crate) fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// A path within it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file and gives its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// The text of a file in it.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files in it, ascending.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
