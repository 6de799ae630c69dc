//! What can go wrong in a command, said so that the reader knows what to do next.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a command stopped.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum XtaskError {
    /// The command line is not understood.
    Usage { problem: String },
    /// A file or folder refuses.
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    /// A file of the project, or one made by a tool, is not what it should be.
    BadFile { path: PathBuf, problem: String },
    /// A program cannot be started.
    NotStarted { program: String, source: io::Error },
    /// A program ran and failed.
    ProgramFailed { doing: String, log: PathBuf, tail: String },
    /// A program that ran on the person's own terminal ended badly; it has said why.
    Stopped { program: &'static str, status: String },
    /// A program is needed that set-up may not install by itself.
    Missing { what: &'static str, remedy: String },
    /// The wasm-bindgen library and its command must be one version.
    VersionsDiffer { manifest: String, lock: String },
    /// Another program holds the port.
    PortTaken { port: u16, remedy: &'static str },
    /// Artefacts are above their budgets.
    OverBudget { names: Vec<String> },
    /// A step was not run, because what it needs is not there.
    NotRun { because: &'static str },
    /// Tests failed; they have been listed.
    TestsFailed,
}

impl XtaskError {
    /// The stable name of this kind of failure.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Usage { .. } => "usage",
            Self::Io { .. } => "io",
            Self::BadFile { .. } => "bad-file",
            Self::NotStarted { .. } => "program-not-started",
            Self::ProgramFailed { .. } => "program-failed",
            Self::Stopped { .. } => "program-stopped",
            Self::Missing { .. } => "missing-tool",
            Self::VersionsDiffer { .. } => "versions-differ",
            Self::PortTaken { .. } => "port-taken",
            Self::OverBudget { .. } => "over-budget",
            Self::NotRun { .. } => "not-run",
            Self::TestsFailed => "tests-failed",
        }
    }

    /// The same once more, for each of the steps that it stops.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Missing { what, remedy } => Self::Missing { what, remedy: remedy.clone() },
            Self::NotRun { because } => Self::NotRun { because },
            other => Self::usage(other.to_string()),
        }
    }

    pub(crate) fn usage(problem: impl Into<String>) -> Self {
        Self::Usage { problem: problem.into() }
    }

    pub(crate) fn bad_file(path: impl AsRef<Path>, problem: impl fmt::Display) -> Self {
        Self::BadFile { path: path.as_ref().to_owned(), problem: problem.to_string() }
    }

    /// For `map_err` on a file operation: says what was done to which path.
    pub(crate) fn io(
        doing: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Self::Io { doing, path, source }
    }
}

impl fmt::Display for XtaskError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { problem } => {
                write!(out, "{problem}; `cargo xtask help` lists the commands")
            }
            Self::Io { doing, path, source } => {
                write!(out, "cannot {doing} {}: {source}", path.display())
            }
            Self::BadFile { path, problem } => write!(out, "{}: {problem}", path.display()),
            Self::NotStarted { program, source } => {
                write!(out, "cannot start `{program}`: {source}")
            }
            Self::ProgramFailed { doing, log, tail } => {
                write!(out, "{doing} failed; the whole log is {}\n{tail}", log.display())
            }
            Self::Stopped { program, status } => write!(out, "{program} ended with {status}"),
            Self::Missing { what, remedy } => write!(out, "{what} is missing.\n{remedy}"),
            Self::VersionsDiffer { manifest, lock } => write!(
                out,
                "Cargo.toml asks for wasm-bindgen \"{manifest}\" and Cargo.lock has {lock}: the library \
                 and its command must be one version, so the manifest names it exactly (\"={lock}\")"
            ),
            Self::PortTaken { port, remedy } => {
                write!(out, "port {port} of 127.0.0.1 is in use by another program; {remedy}")
            }
            Self::OverBudget { names } => write!(
                out,
                "above budget: {}. Make it smaller, or raise the budget in xtask/budgets.toml with a reason",
                names.join(", ")
            ),
            Self::NotRun { because } => write!(out, "not run: {because}"),
            Self::TestsFailed => write!(out, "tests failed; they are listed above"),
        }
    }
}

impl std::error::Error for XtaskError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } | Self::NotStarted { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<lexopt::Error> for XtaskError {
    fn from(error: lexopt::Error) -> Self {
        Self::usage(error.to_string())
    }
}
