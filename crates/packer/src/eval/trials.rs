//! What tuning has tried, in memory or in a file, so that a tuning that was stopped goes on where
//! it was.
//!
//! ```text
//! first line    what the trials are of, as one JSON object
//! other lines   {"knobs": {...}, "hr": .., "mrr": ..}, one for each trial
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::PackError;
use crate::knobs::Knobs;

/// What was tried so far.
#[derive(Debug, Default)]
pub(crate) struct Trials {
    tried: Vec<Trial>,
    file: Option<(PathBuf, File)>,
    resumed: usize,
}

/// Some knobs, and how well they serve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Trial {
    pub(crate) knobs: Knobs,
    pub(crate) hr: f64,
    pub(crate) mrr: f64,
}

impl Trial {
    /// A trial whose figures read back from a file as they are.
    pub(crate) fn of(knobs: Knobs, hr: f64, mrr: f64) -> Self {
        let short = |figure: f64| (figure * 1e9).round() / 1e9;
        Self { knobs, hr: short(hr), mrr: short(mrr) }
    }

    /// The share of hits and how high they stand, equally.
    pub(crate) fn score(&self) -> f64 {
        self.hr + self.mrr
    }
}

impl Trials {
    /// The trials of a file, which from now on takes the new ones; one that is not there is begun.
    /// A last line that was cut off when the tuning was stopped is tried again.
    pub(crate) fn resume(path: &Path, setup: &str) -> Result<Self, PackError> {
        let written = |source| PackError::Write { path: path.to_owned(), source };
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(PackError::Read { path: path.to_owned(), source }),
        };
        let whole = text.get(..text.rfind('\n').map_or(0, |end| end + 1)).unwrap_or("");
        let mut lines = whole.lines();
        let other = || PackError::TrialsOther { path: path.to_owned() };
        let tried = match lines.next() {
            None if text.is_empty() => Vec::new(),
            Some(first) if first == setup => {
                let trial = |line| serde_json::from_str(line).map_err(|_| other());
                lines.map(trial).collect::<Result<Vec<Trial>, _>>()?
            }
            Some(_) | None => return Err(other()),
        };
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(written)?;
        file.set_len(whole.len() as u64).map_err(written)?;
        if whole.is_empty() {
            writeln!(file, "{setup}").map_err(written)?;
        }
        Ok(Self { resumed: tried.len(), tried, file: Some((path.to_owned(), file)) })
    }

    /// What came of some knobs, if they were tried.
    pub(crate) fn find(&self, knobs: &Knobs) -> Option<Trial> {
        self.tried.iter().find(|trial| trial.knobs == *knobs).copied()
    }

    pub(crate) fn add(&mut self, trial: Trial) -> Result<(), PackError> {
        if let Some((path, file)) = &mut self.file {
            let line = serde_json::to_string(&trial).unwrap_or_default();
            writeln!(file, "{line}")
                .map_err(|source| PackError::Write { path: path.clone(), source })?;
        }
        self.tried.push(trial);
        Ok(())
    }

    /// How many there are, and how many of them a file held already.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.tried.len(), self.resumed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_tuning_goes_on_where_it_was() {
        let path = std::env::temp_dir().join(format!("homekept-trials-{}", std::process::id()));
        let _ = fs::remove_file(&path);
        let trial = |gamma, hr| Trial::of(Knobs { gamma, ..Knobs::default() }, hr, 1.0 / 3.0);
        let mut trials = Trials::resume(&path, "{\"log\":1}").unwrap();
        trials.add(trial(0.1, 2.0 / 3.0)).unwrap();
        trials.add(trial(0.2, 0.5)).unwrap();
        drop(trials);

        // Killed in the midst of a line.
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"knobs\":{\"gam").unwrap();
        let mut trials = Trials::resume(&path, "{\"log\":1}").unwrap();
        assert_eq!(trials.counts(), (2, 2));
        let knobs = Knobs { gamma: 0.1, ..Knobs::default() };
        assert_eq!(trials.find(&knobs), Some(trial(0.1, 2.0 / 3.0)));
        trials.add(trial(0.3, 0.5)).unwrap();
        assert_eq!(Trials::resume(&path, "{\"log\":1}").unwrap().counts(), (3, 3));

        let before = fs::read(&path).unwrap();
        let error = Trials::resume(&path, "{\"log\":2}").unwrap_err();
        assert_eq!(error.code(), "trials-other");
        assert_eq!(fs::read(&path).unwrap(), before);
        fs::remove_file(&path).unwrap();
    }
}
