//! Lines that could not be used: counted all, listed some, written all into a report where one is
//! asked for.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::records::Line;
use crate::PackError;

/// The broken lines of one file.
#[derive(Debug, Clone)]
pub struct BrokenLines {
    /// The file.
    pub path: PathBuf,
    /// The first of them: the number of the line (of the row, where the format has no lines) and
    /// what is wrong.
    pub first: Vec<(u64, String)>,
    /// How many there are in all.
    pub total: u64,
    /// How many lines could be used.
    pub good: u64,
    report: Report,
}

impl BrokenLines {
    pub(crate) fn of(path: &Path, report: &Report) -> Self {
        Self { path: path.to_owned(), first: Vec::new(), total: 0, good: 0, report: report.clone() }
    }

    pub(crate) fn add(&mut self, line: u64, reason: impl Into<String>) {
        let reason = reason.into();
        self.total += 1;
        self.report.add(&self.path, line, &reason);
        if self.first.len() < LISTED {
            self.first.push((line, reason));
        }
    }

    /// Adds a line if it is broken, and says whether it is.
    pub(crate) fn takes(&mut self, line: &mut Line) -> bool {
        let reason = line.broken.take();
        let is_broken = reason.is_some();
        if let Some(reason) = reason {
            self.add(line.number, reason);
        }
        is_broken
    }

    /// Whether anything could be used: broken lines are a report, only broken lines an error.
    pub(crate) fn check(self) -> Result<Self, PackError> {
        self.report.flush()?;
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

/// Where all broken lines are written, as JSON Lines; nowhere by default.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report(Option<Arc<ReportFile>>);

#[derive(Debug)]
struct ReportFile {
    path: PathBuf,
    written: Mutex<io::Result<BufWriter<File>>>,
}

impl Report {
    /// A report in a file, which is made anew.
    pub(crate) fn to(path: &Path) -> Result<Self, PackError> {
        let file = File::create(path)
            .map_err(|source| PackError::Write { path: path.to_owned(), source })?;
        let written = Mutex::new(Ok(BufWriter::new(file)));
        Ok(Self(Some(Arc::new(ReportFile { path: path.to_owned(), written }))))
    }

    fn add(&self, file: &Path, line: u64, reason: &str) {
        let Some(report) = &self.0 else { return };
        let mut written = report.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(writer) = &mut *written {
            let file = file.display().to_string();
            let told = serde_json::to_writer(&mut *writer, &Told { file, line, reason })
                .map_err(io::Error::from)
                .and_then(|()| writer.write_all(b"\n"));
            if let Err(error) = told {
                *written = Err(error);
            }
        }
    }

    /// Fails where the report could not be written: a part of it would look like the whole.
    pub(crate) fn flush(&self) -> Result<(), PackError> {
        let Some(report) = &self.0 else { return Ok(()) };
        let mut written = report.written.lock().unwrap_or_else(PoisonError::into_inner);
        let flushed = match &mut *written {
            Ok(writer) => writer.flush(),
            Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
        };
        flushed.map_err(|source| PackError::Write { path: report.path.clone(), source })
    }
}

/// One line of the report.
#[derive(Serialize)]
struct Told<'a> {
    file: String,
    line: u64,
    reason: &'a str,
}

/// How many broken lines are listed one by one.
const LISTED: usize = 20;
