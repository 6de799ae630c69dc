//! Lines that could not be used: counted all, listed some.

use std::path::{Path, PathBuf};

use crate::PackError;

/// The broken lines of one file.
#[derive(Debug, Clone)]
pub struct BrokenLines {
    /// The file.
    pub path: PathBuf,
    /// The first of them: line number and what is wrong.
    pub first: Vec<(u64, String)>,
    /// How many there are in all.
    pub total: u64,
    /// How many lines could be used.
    pub good: u64,
}

impl BrokenLines {
    pub(crate) fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), first: Vec::new(), total: 0, good: 0 }
    }

    pub(crate) fn add(&mut self, line: u64, reason: impl Into<String>) {
        self.total += 1;
        if self.first.len() < LISTED {
            self.first.push((line, reason.into()));
        }
    }

    /// Whether anything could be used: broken lines are a report, only broken lines an error.
    pub(crate) fn check(self) -> Result<Self, PackError> {
        if self.good > 0 {
            return Ok(self);
        }
        let path = self.path.clone();
        match self.first.first() {
            None => Err(PackError::Empty { path }),
            Some((line, reason)) => Err(PackError::NothingReadable {
                path,
                lines: self.total,
                first: format!("line {line}: {reason}"),
            }),
        }
    }
}

/// How many broken lines are listed one by one.
const LISTED: usize = 20;
