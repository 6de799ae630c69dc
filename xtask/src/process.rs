//! Running other programs: their output goes to a log, their failure into an error that names it.

use crate::error::XtaskError;
use crate::progress::Step;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use std::{env, io};

/// How a program ended, and all it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) success: bool,
    pub(crate) text: String,
    pub(crate) log: PathBuf,
}

/// Runs a program to its end, with its output in `log`.
///
/// Both streams go to the one file, so lines keep their order; and a grandchild that outlives the
/// program cannot hold us up, as it could with a pipe.
pub(crate) fn run(mut command: Command, log: &Path, step: &mut Step) -> Result<Ended, XtaskError> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).map_err(XtaskError::io("create", folder))?;
    }
    let file = File::create(log).map_err(XtaskError::io("write", log))?;
    let twin = file.try_clone().map_err(XtaskError::io("write", log))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(twin)
        .spawn()
        .map_err(|source| not_started(&command, source))?;
    let status = loop {
        match child.try_wait().map_err(|source| not_started(&command, source))? {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(50)),
        }
        step.tick();
    };
    let bytes = fs::read(log).map_err(XtaskError::io("read", log))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Ended { success: status.success(), text, log: log.to_owned() })
}

/// Runs a program that must succeed.
pub(crate) fn must(
    command: Command,
    doing: &str,
    log: &Path,
    step: &mut Step,
) -> Result<Ended, XtaskError> {
    let ended = run(command, log, step)?;
    if ended.success { Ok(ended) } else { Err(ended.failed(doing)) }
}

impl Ended {
    /// The error of a program that failed, with the end of what it said.
    pub(crate) fn failed(&self, doing: &str) -> XtaskError {
        XtaskError::ProgramFailed {
            doing: doing.to_owned(),
            log: self.log.clone(),
            tail: tail(&self.text),
        }
    }
}

/// What a quick program prints, trimmed; nothing when it fails or is not there.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first of the programs that is on PATH.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    })
}

/// PATH with these folders in front.
pub(crate) fn path_with<'a>(
    folders: impl IntoIterator<Item = &'a Path>,
) -> Result<std::ffi::OsString, XtaskError> {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = folders.into_iter().map(Path::to_owned).chain(env::split_paths(&old));
    env::join_paths(all)
        .map_err(|problem| XtaskError::usage(format!("PATH cannot be extended: {problem}")))
}

fn not_started(command: &Command, source: io::Error) -> XtaskError {
    let program: &OsStr = command.get_program();
    XtaskError::NotStarted { program: program.to_string_lossy().into_owned(), source }
}

/// The last lines, which are where programs say why they failed.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..]
        .iter()
        .map(|line| format!("  | {line}\n"))
        .collect()
}

const TAIL_LINES: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_an_error_with_its_last_words_and_its_log() {
        let log = env::temp_dir().join(format!("homekept-process-{}.log", std::process::id()));
        let mut command = Command::new("sh");
        command.args(["-c", "echo first; echo then >&2; exit 3"]);
        let mut step = Step::begin("a test", "no time");
        let error = must(command, "the test", &log, &mut step).expect_err("it fails");
        assert_eq!(error.code(), "program-failed");
        let text = error.to_string();
        assert!(text.contains("  | first\n  | then\n"), "{text}");
        assert!(text.contains(&log.display().to_string()), "{text}");
        fs::remove_file(&log).expect("the log was written");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let log = env::temp_dir().join(format!("homekept-absent-{}.log", std::process::id()));
        let mut step = Step::begin("a test", "no time");
        let error = run(Command::new("homekept-no-such-program"), &log, &mut step)
            .expect_err("it is absent");
        assert!(error.to_string().contains("homekept-no-such-program"));
        fs::remove_file(&log).expect("the log was made");
    }
}
