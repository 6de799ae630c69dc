//! How files are read, as those say it who look at what comes of them.

use std::path::PathBuf;

use super::broken::Report;
use super::columns;
use super::log::{LogFlags, PAUSE};
use crate::PackError;

/// How logs are read, as a caller says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which column plays which role, where that is not to be guessed.
    pub columns: Vec<(String, String)>,
    /// The kinds of events that are read; empty: all.
    pub kinds: Vec<String>,
    /// After a pause of so many minutes a session ends, where the log does not name sessions.
    pub pause: u32,
    /// Where every line that could not be used is written, as JSON Lines.
    pub report: Option<PathBuf>,
}

impl Default for Reading {
    fn default() -> Self {
        Self { columns: Vec::new(), kinds: Vec::new(), pause: PAUSE, report: None }
    }
}

impl Reading {
    /// The flags for a log; the report is begun anew, and shared by all that is read with them.
    pub(crate) fn flags(&self) -> Result<LogFlags<'_>, PackError> {
        columns::check_roles(&self.columns)?;
        Ok(LogFlags {
            columns: &self.columns,
            kinds: &self.kinds,
            pause: self.pause,
            report: self.report.as_deref().map_or(Ok(Report::default()), Report::to)?,
        })
    }
}
