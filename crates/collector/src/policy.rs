//! The site's policy file, as far as the collector acts on it.

use crate::error::CollectorError;
use homekept::signals::{Measure, MeasureId, Signals, SignalsFile};
use serde::Deserialize as _;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::Path;

/// A site, and what it asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Who is responsible, as the policy names them.
    pub name: String,
    /// What is asked, within the bounds.
    pub signals: Signals,
}

impl Site {
    /// Reads a policy file.
    ///
    /// # Errors
    /// When it cannot be read, has no `signals`, or unsafe ones.
    pub fn read(path: &Path) -> Result<Self, CollectorError> {
        let text = std::fs::read_to_string(path).map_err(|error| unclear(path, error))?;
        let policy: Value = serde_json::from_str(&text).map_err(|error| unclear(path, error))?;
        let Some(signals) = policy.get("signals") else {
            return Err(unclear(path, "it has no `signals`"));
        };
        let file = SignalsFile::deserialize(signals).map_err(|error| unclear(path, error))?;
        let said = policy.pointer("/controller/name").and_then(Value::as_str);
        let name = said.unwrap_or_default().to_owned();
        Ok(Self { name, signals: Signals::of(file)? })
    }
}

/// The number under which reports name a measure.
#[must_use]
pub fn id_of(measure: &Measure) -> MeasureId {
    let hash = Sha256::digest(measure.definition());
    std::array::from_fn(|at| hash[at])
}

fn unclear(path: &Path, reason: impl ToString) -> CollectorError {
    CollectorError::Policy { path: path.to_owned(), reason: reason.to_string() }
}
