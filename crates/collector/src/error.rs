//! Why a collector does not start, or a command of it fails.

use homekept::signals::SignalsError;
use std::fmt;
use std::path::PathBuf;

/// Why a collector does not start, or a command of it fails.
#[derive(Debug)]
#[non_exhaustive]
pub enum CollectorError {
    /// The policy file cannot be read, or has no signals.
    Policy {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Its signals are unsafe.
    Signals(SignalsError),
    /// The database refuses.
    Store(rusqlite::Error),
    /// A later collector wrote the database.
    LaterStore {
        /// The step of its form.
        found: i64,
    },
    /// A rehearsal was to go on as the real thing, or the other way round.
    OtherKind {
        /// Whether the database is a rehearsal's.
        rehearsal: bool,
    },
    /// The address cannot be listened on.
    Listen(std::io::Error),
    /// A thread cannot be started.
    Thread(std::io::Error),
    /// The platform gives no randomness.
    NoRandomness,
    /// There is no such token.
    NoToken,
    /// The command line is not understood.
    Usage(String),
}

impl CollectorError {
    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Policy { path: _, reason: _ } => "collector-policy",
            Self::Signals(error) => error.code(),
            Self::Store(_) => "collector-store",
            Self::LaterStore { found: _ } => "collector-store-later",
            Self::OtherKind { rehearsal: _ } => "collector-rehearsal",
            Self::Listen(_) => "collector-listen",
            Self::Thread(_) => "collector-thread",
            Self::NoRandomness => "collector-no-randomness",
            Self::NoToken => "collector-token-unknown",
            Self::Usage(_) => "collector-usage",
        }
    }
}

impl fmt::Display for CollectorError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy { path, reason } => write!(out, "{}: {reason}", path.display()),
            Self::Signals(error) => {
                write!(out, "the policy's signals are refused: {}", error.code())
            }
            Self::Store(error) => write!(out, "the database refuses: {error}"),
            Self::LaterStore { found } => {
                write!(out, "a later collector wrote the database (step {found}); run that one")
            }
            Self::OtherKind { rehearsal: true } => {
                write!(out, "the database is a rehearsal's; add --rehearsal, or take another file")
            }
            Self::OtherKind { rehearsal: false } => {
                write!(out, "the database holds real reports; a rehearsal takes another file")
            }
            Self::Listen(error) => write!(out, "the address cannot be listened on: {error}"),
            Self::Thread(error) => write!(out, "a thread cannot be started: {error}"),
            Self::NoRandomness => write!(out, "the system gives no randomness"),
            Self::NoToken => write!(out, "there is no such token; `token list` lists them"),
            Self::Usage(problem) => write!(out, "{problem}; --help lists the flags"),
        }
    }
}

impl std::error::Error for CollectorError {}

impl From<rusqlite::Error> for CollectorError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl From<SignalsError> for CollectorError {
    fn from(error: SignalsError) -> Self {
        Self::Signals(error)
    }
}
