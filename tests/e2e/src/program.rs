//! Programs that end with the test that started them, however it ends.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A program, all that it started, and the folder that they write to: gone when this is dropped,
/// and when this process is killed too.
#[derive(Debug)]
pub struct Program {
    child: Child,
    keeper: Child,
    /// The keeper acts when this is closed, which the system does for a process that is killed.
    leash: Option<ChildStdin>,
}

impl Program {
    /// Starts a server of somebody else's.
    #[must_use]
    pub fn serving(mut command: Command) -> Program {
        command.stdout(Stdio::null());
        Program::start(command, None)
    }

    /// Starts `command`; `folder` is removed at its end.
    pub(crate) fn start(mut command: Command, folder: Option<&Folder>) -> Program {
        let name = command.get_program().to_string_lossy().into_owned();
        // A group of its own, so that the browser that a driver starts ends with the driver.
        let child = command
            .process_group(0)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{name}: {error}; `cargo xtask setup` brings it"));
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEP, "keeper", &child.id().to_string()]);
        keeper.arg(folder.map_or(Path::new(""), Folder::path));
        // Out of the terminal's reach: an interrupt must not end the keeper before its work.
        keeper.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keeper = keeper.spawn().expect("a shell can be started");
        Program { child, leash: keeper.stdin.take(), keeper }
    }

    /// What it prints, where that is piped.
    pub(crate) fn output(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.leash.take());
        let _ = self.keeper.wait();
        let _ = self.child.wait();
    }
}

/// Waits for the end of its input, then ends the group and removes the folder. A program may still
/// be writing when the signal is sent, so a folder that is not empty is tried again.
const KEEP: &str = r#"
cat > /dev/null
kill -KILL -"$1"
[ -n "$2" ] || exit 0
for try in 1 2 3 4 5; do rm -rf "$2" && exit 0; sleep 0.1; done
"#;

/// A folder of one browser: its profile, its caches, its settings.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes an empty one.
    pub(crate) fn make() -> Folder {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("homekept-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        Folder(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Makes a program keep all its files here, none in the person's own folders.
    pub(crate) fn holds_all_of(&self, command: &mut Command) {
        for variable in
            ["TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
        {
            command.env(variable, &self.0);
        }
    }
}

impl Drop for Folder {
    /// Where no program was ever started, no keeper removes it.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
