//! Writing a file whole or not at all: beside its place first, then renamed.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::{PackError, machine};

/// Writes a file. Whatever happens on the way, the old file or the new one is at the place.
///
/// # Errors
/// When the directory cannot be written to.
pub(crate) fn whole(path: &Path, bytes: &[u8]) -> Result<(), PackError> {
    let fail = |source| PackError::Write { path: path.to_owned(), source };
    let name = path.file_name().ok_or_else(|| fail(std::io::Error::other("it names no file")))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".partial-{}", machine::mark()));
    let beside = path.with_file_name(beside);
    let written = write_synced(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // Leaving nothing behind is a courtesy; the error that counts is the one above.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(fail)
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
