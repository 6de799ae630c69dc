//! Skipping work whose inputs did not change: a stamp is the digest of all that went in, written
//! after the work was done.

use crate::error::XtaskError;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The digest of some inputs, and the file that remembers the last digest worked on.
#[derive(Debug)]
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// Digests words (versions, flags) and files; a folder stands for all files in it.
    pub(crate) fn of(
        file: PathBuf,
        words: &[&str],
        inputs: &[PathBuf],
    ) -> Result<Self, XtaskError> {
        let mut hash = Sha256::new();
        for word in words {
            absorb(&mut hash, word.as_bytes());
        }
        for input in inputs {
            for path in files_under(input)? {
                absorb(&mut hash, path.to_string_lossy().as_bytes());
                absorb(&mut hash, &fs::read(&path).map_err(XtaskError::io("read", &path))?);
            }
        }
        Ok(Self { file, digest: hex(&hash.finalize()) })
    }

    /// Whether the work was done on these inputs, and its outputs are still there.
    pub(crate) fn holds(&self, outputs: &[PathBuf]) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.digest)
            && outputs.iter().all(|output| output.exists())
    }

    /// Remembers that the work was done.
    pub(crate) fn set(&self) -> Result<(), XtaskError> {
        write(&self.file, self.digest.as_bytes())
    }
}

/// Writes a file, and the folder it lies in where that is missing.
pub(crate) fn write(file: &Path, bytes: &[u8]) -> Result<(), XtaskError> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(XtaskError::io("create", folder))?;
    }
    fs::write(file, bytes).map_err(XtaskError::io("write", file))
}

/// The first 16 digits of a text's digest: short enough for a folder's name.
pub(crate) fn short_digest(text: &str) -> String {
    let mut digest = hex(&Sha256::digest(text.as_bytes()));
    digest.truncate(16);
    digest
}

/// All files under a folder in a fixed order, or the file itself; nothing where nothing is.
fn files_under(path: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries = fs::read_dir(path)
        .and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
        })
        .map_err(XtaskError::io("read", path))?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(files_under(&entry)?);
    }
    Ok(files)
}

/// A length goes first, so that two inputs cannot be mistaken for one.
fn absorb(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_holds_until_an_input_or_an_output_changes() {
        let folder = std::env::temp_dir().join(format!("homekept-stamp-{}", std::process::id()));
        let input = folder.join("in").join("a.txt");
        let output = folder.join("out.txt");
        let file = folder.join("stamp");
        write(&input, b"one").expect("writes");
        write(&output, b"made").expect("writes");
        let stamp = || Stamp::of(file.clone(), &["v1"], &[folder.join("in")]).expect("reads");

        assert!(!stamp().holds(std::slice::from_ref(&output)), "never set");
        stamp().set().expect("writes");
        assert!(stamp().holds(std::slice::from_ref(&output)), "nothing changed");
        assert!(
            !Stamp::of(file.clone(), &["v2"], &[folder.join("in")]).expect("reads").holds(&[]),
            "a word"
        );

        write(&input, b"two").expect("writes");
        assert!(!stamp().holds(std::slice::from_ref(&output)), "a changed input");
        write(&input, b"one").expect("writes");
        fs::remove_file(&output).expect("was there");
        assert!(!stamp().holds(std::slice::from_ref(&output)), "a lost output");
        fs::remove_dir_all(folder).expect("is ours");
    }
}
