//! Choosing knobs on the end of the training part. The test is never looked at.
//!
//! A small grid, one knob after the other: each takes the value that serves best while the others
//! stay, in two rounds. The sessions it tries on are drawn with a fixed seed, so the same log
//! gives the same choice.

use homekept::catalogue::Catalogue;

use super::{Bench, RowCut, Split, hr, mrr, replay};
use crate::input::log::Session;
use crate::knobs::{Decay, Knobs};
use crate::table::{Counts, Threshold};
use crate::{PackError, Progress};

/// The knobs that serve best on the test part of a split that was made for this.
pub(crate) fn tune(
    split: &Split,
    top: usize,
    support: u32,
    drop_current: bool,
    progress: &mut dyn Progress,
) -> Result<Knobs, PackError> {
    let bench = Bench::of(split, None);
    let mut trial = Trial {
        sessions: split.draw(PREFIXES),
        bench,
        top,
        support,
        drop_current,
        counted: None,
        tried: Vec::new(),
    };
    progress.begin("tuning", Some((GRID.len() * ROUNDS) as u64));
    let mut best = Knobs::default();
    let mut best_score = trial.score(&best)?;
    for round in 0..ROUNDS {
        for (place, values) in GRID.iter().enumerate() {
            for knobs in values(&best) {
                let score = trial.score(&knobs)?;
                // A change must earn its place: equal scores keep what stood before.
                if score > best_score {
                    (best, best_score) = (knobs, score);
                }
            }
            progress.done((round * GRID.len() + place + 1) as u64);
        }
    }
    progress.note(&format!(
        "tuned on {} of the last training sessions ({} trials): {}",
        trial.sessions.len(),
        trial.tried.len(),
        serde_json::to_string(&best).unwrap_or_default()
    ));
    Ok(best)
}

/// The steps of a round: each gives the settings to try with one thing changed. What changes
/// sums most comes first.
const GRID: [fn(&Knobs) -> Vec<Knobs>; 7] = [
    |best| [0.0, 0.3, 0.6].map(|gamma| Knobs { gamma, ..*best }).into(),
    |best| [4, 10, 20].map(|window| Knobs { window, ..*best }).into(),
    |best| [0.3, 0.5, 0.7, 0.9].map(|beta| Knobs { beta, ..*best }).into(),
    |best| [0.0, 0.1, 0.2, 0.3, 0.4].map(|alpha| Knobs { alpha, ..*best }).into(),
    |best| [1.0, 2.0, 4.0].map(|lambda| Knobs { lambda, ..*best }).into(),
    |best| {
        let revisits = [(0.0, best.tau), (0.3, 8.0), (0.5, 4.0), (0.5, 8.0), (1.0, 8.0)];
        revisits.map(|(rho, tau)| Knobs { rho, tau, ..*best }).into()
    },
    |best| {
        let mut tried: Vec<Knobs> =
            [0.0, 0.3, 0.6].map(|recency| Knobs { recency, ..*best }).into();
        tried.push(Knobs { decay: Decay::Exponential, ..*best });
        tried
    },
];

/// Everything a trial needs, and what was tried before.
struct Trial<'a> {
    bench: Bench<'a>,
    sessions: Vec<&'a Session>,
    top: usize,
    support: u32,
    drop_current: bool,
    counted: Option<(Knobs, Counts)>,
    tried: Vec<(Knobs, f64)>,
}

impl Trial<'_> {
    /// How well some knobs serve: the share of hits and how high they stand, equally.
    fn score(&mut self, knobs: &Knobs) -> Result<f64, PackError> {
        if let Some((_, score)) = self.tried.iter().find(|(tried, _)| tried == knobs) {
            return Ok(*score);
        }
        let catalogue = self.catalogue(knobs)?;
        let ranks = replay::replay(&catalogue, &self.sessions, self.top, self.drop_current).ranks;
        let score = hr::hr(&ranks) + mrr::mrr(&ranks);
        self.tried.push((*knobs, score));
        Ok(score)
    }

    /// Counting is what takes time, and only some knobs change it.
    fn catalogue(&mut self, knobs: &Knobs) -> Result<Catalogue, PackError> {
        let Self { bench, counted, top, support, .. } = self;
        let same = counted.as_ref().is_some_and(|(before, _)| {
            let counting = |knobs: &Knobs| {
                (knobs.window, knobs.decay, knobs.gamma.to_bits(), knobs.recency.to_bits())
            };
            counting(before) == counting(knobs)
        });
        if !same {
            *counted = None;
        }
        let (_, counts) = counted.get_or_insert_with(|| (*knobs, bench.count(knobs)));
        let cut = RowCut { top: *top, threshold: Threshold::at(*support), refill: false };
        Ok(bench.catalogue(counts, knobs, cut)?.0)
    }
}

/// How often the grid is gone through.
const ROUNDS: usize = 2;

/// How many predictions a trial makes, about.
const PREFIXES: u64 = 5_000;
