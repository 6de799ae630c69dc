//! Modules stand on a standard library whose compilation is most of their own. Each has a folder for
//! its output; one that is new starts as a copy of another's.

use crate::error::XtaskError;
use std::fs::{self, File};
use std::path::Path;

/// Makes `to` a copy of `from`, unless it is there already or there is nothing to copy. Files keep
/// their times: cargo judges by them what is up to date.
pub(super) fn lend(from: &Path, to: &Path) -> Result<(), XtaskError> {
    if to.exists() || !from.is_dir() {
        return Ok(());
    }
    // A copy that is broken off never stands at its place.
    let part = to.with_extension("part");
    if part.exists() {
        fs::remove_dir_all(&part).map_err(XtaskError::io("remove", &part))?;
    }
    copy(from, &part)?;
    fs::rename(&part, to).map_err(XtaskError::io("rename", &part))
}

fn copy(from: &Path, to: &Path) -> Result<(), XtaskError> {
    fs::create_dir_all(to).map_err(XtaskError::io("create", to))?;
    for entry in fs::read_dir(from).map_err(XtaskError::io("read", from))? {
        let entry = entry.map_err(XtaskError::io("read", from))?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
            continue;
        }
        fs::copy(&from, &to).map_err(XtaskError::io("copy", &from))?;
        let changed = entry.metadata().and_then(|data| data.modified());
        let changed = changed.map_err(XtaskError::io("read", &from))?;
        let keeps_time = File::options().append(true).open(&to);
        let keeps_time = keeps_time.and_then(|file| file.set_modified(changed));
        keeps_time.map_err(XtaskError::io("write", &to))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stamp::write;
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_copy_keeps_its_times_and_is_made_once() {
        let folder = std::env::temp_dir().join(format!("homekept-lent-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        lend(&from, &to).expect("nothing to do");
        assert!(!to.exists(), "there is nothing to copy");

        let inner = Path::new("deps").join("std.rlib");
        write(&from.join(&inner), b"compiled").expect("writes");
        let yesterday = SystemTime::now() - Duration::from_secs(86_400);
        let file = File::options().append(true).open(from.join(&inner)).expect("opens");
        file.set_modified(yesterday).expect("takes a time");
        // What an earlier copy left when it was broken off.
        write(&folder.join("to.part").join("half"), b"").expect("writes");
        lend(&from, &to).expect("copies");
        assert_eq!(fs::read(to.join(&inner)).expect("is there"), b"compiled");
        let time = fs::metadata(to.join(&inner)).and_then(|data| data.modified());
        assert_eq!(time.expect("has one"), yesterday);
        assert!(!to.join("half").exists());

        write(&to.join(&inner), b"its own").expect("writes");
        lend(&from, &to).expect("nothing to do");
        assert_eq!(fs::read(to.join(&inner)).expect("is there"), b"its own");
        fs::remove_dir_all(folder).expect("is ours");
    }
}
