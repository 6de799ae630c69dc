//! The knobs that tuning turns: how the table is built, and how it is scored.

use std::path::Path;

use homekept::catalogue::Weights;
use serde::{Deserialize, Serialize};

use crate::{PackError, write};

/// The knobs, as a JSON file holds them. A key that is left out takes its default; one that does
/// not exist is an error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// How many steps apart two items of a session may be and still vote. Larger: pairs from
    /// further apart join, rows get longer and vaguer. 1 to 60.
    pub window: u32,
    /// How votes fall with distance.
    pub decay: Decay,
    /// What a backward pair counts against a forward one. 0: order matters fully; 1: not at all. 0 to 1.
    pub gamma: f64,
    /// How much a row is divided by the count of its own item. Larger: the rows of rare items
    /// weigh as much as those of common ones. 0 to 1.
    pub beta: f64,
    /// How much popular followers are held back. Larger: rarer followers. 0 to 1.
    pub alpha: f64,
    /// How fast old sessions fade, as a share of the log's time span; 0 turns fading off. Smaller:
    /// only the latest sessions count. 0, or 0.05 to 10.
    pub recency: f64,
    /// How much more followers weigh that are seen more lately, in the last tenth of the log's days,
    /// than before. Larger: the season counts more. 0: not at all. 0 to 1.
    pub trend: f64,
    /// See [`Weights::lambda`].
    pub lambda: f32,
    /// See [`Weights::rho`].
    pub rho: f32,
    /// See [`Weights::tau`].
    pub tau: f32,
    /// See [`Weights::interest`].
    pub interest: f32,
    /// See [`Weights::stated`].
    pub stated: f32,
    /// See [`Weights::less`].
    pub less: f32,
    /// See [`Weights::alike`].
    pub alike: f32,
    /// See [`Weights::memory`].
    pub memory: f32,
    /// See [`Weights::popularity`].
    pub popularity: f32,
    /// See [`Weights::diversity`].
    pub diversity: f32,
    /// See [`Weights::habit`].
    pub habit: f32,
    /// See [`Weights::calibration`].
    pub calibration: f32,
}

/// How votes fall with the distance `d` of two items in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decay {
    /// `1 / d`.
    Reciprocal,
    /// `exp(-(d - 1) / 2)`.
    Exponential,
}

impl Default for Knobs {
    fn default() -> Self {
        let Weights {
            lambda,
            rho,
            tau,
            interest,
            stated,
            less,
            alike,
            memory,
            popularity,
            diversity,
            habit,
            calibration,
        } = Weights::default();
        Self {
            window: 10,
            decay: Decay::Reciprocal,
            gamma: 0.3,
            beta: 0.7,
            alpha: 0.2,
            recency: 0.6,
            trend: 0.0,
            lambda,
            rho,
            tau,
            interest,
            stated,
            less,
            alike,
            memory,
            popularity,
            diversity,
            habit,
            calibration,
        }
    }
}

impl Knobs {
    /// Reads a file of knobs.
    ///
    /// # Errors
    /// When the file cannot be read, is not an object of knobs, or a knob is out of bounds.
    pub fn read(path: &Path) -> Result<Self, PackError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| PackError::Read { path: path.to_owned(), source })?;
        let knobs: Self = serde_json::from_str(&text).map_err(|error| PackError::KnobsUnclear {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        knobs.checked()
    }

    /// The same knobs, if each is within its bounds.
    ///
    /// # Errors
    /// The first knob that is out of its bounds.
    pub fn checked(self) -> Result<Self, PackError> {
        let recency = if self.recency == 0.0 { 1.0 } else { self.recency };
        let bounded = [
            ("window", f64::from(self.window), (1.0, 60.0)),
            ("gamma", self.gamma, (0.0, 1.0)),
            ("beta", self.beta, (0.0, 1.0)),
            ("alpha", self.alpha, (0.0, 1.0)),
            ("recency", recency, (0.05, 10.0)),
            ("trend", self.trend, (0.0, 1.0)),
        ];
        for (knob, found, bounds) in bounded {
            if !(found >= bounds.0 && found <= bounds.1) {
                return Err(PackError::KnobOutOfBounds { knob, bounds, found });
            }
        }
        self.weights().checked().map_err(PackError::Open)?;
        Ok(self)
    }

    /// Those of them that travel in the pack.
    #[must_use]
    pub fn weights(&self) -> Weights {
        Weights {
            lambda: self.lambda,
            rho: self.rho,
            tau: self.tau,
            interest: self.interest,
            stated: self.stated,
            less: self.less,
            alike: self.alike,
            memory: self.memory,
            popularity: self.popularity,
            diversity: self.diversity,
            habit: self.habit,
            calibration: self.calibration,
        }
    }

    /// As a file holds them.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

/// Writes a file of knobs, whole or not at all.
///
/// # Errors
/// When the file cannot be written.
pub fn write_knobs(path: &Path, knobs: &Knobs) -> Result<(), PackError> {
    write::whole(path, format!("{}\n", knobs.to_json()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knobs_read_back_as_they_were_written() {
        let knobs = Knobs { rho: 0.5, decay: Decay::Exponential, ..Knobs::default() };
        assert_eq!(serde_json::from_str::<Knobs>(&knobs.to_json()).unwrap(), knobs);
        assert!(serde_json::from_str::<Knobs>("{\"windw\": 3}").is_err());
        assert_eq!(serde_json::from_str::<Knobs>("{}").unwrap(), Knobs::default());
    }

    #[test]
    fn knobs_out_of_bounds_are_refused() {
        for (knobs, code) in [
            (Knobs { window: 0, ..Knobs::default() }, "knob-out-of-bounds"),
            (Knobs { gamma: f64::NAN, ..Knobs::default() }, "knob-out-of-bounds"),
            (Knobs { recency: 0.01, ..Knobs::default() }, "knob-out-of-bounds"),
            (Knobs { lambda: 0.0, ..Knobs::default() }, "pack-knob-out-of-bounds"),
        ] {
            assert_eq!(knobs.checked().unwrap_err().code(), code);
        }
        assert!(Knobs { recency: 0.0, ..Knobs::default() }.checked().is_ok());
    }
}
