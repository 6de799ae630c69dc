//! Choosing knobs on the end of the training part. The test is never looked at.
//!
//! A small grid, one knob after the other: each takes the value that serves best while the others
//! stay, in two rounds. The sessions it tries on are drawn with a fixed seed, so the same log
//! gives the same choice.

use homekept::catalogue::Catalogue;

use super::ranker::{LeaveOut, Lists, Shipped};
use super::replay::{Replayed, replay};
use super::trials::{Trial, Trials};
use super::{Bench, RowCut, Split, hr, mrr};
use crate::input::log::Session;
use crate::input::time::DAY;
use crate::knobs::{Decay, Knobs};
use crate::table::{Counts, Threshold};
use crate::{PackError, Progress};

/// The knobs that serve best on the test part of a split that was made for this.
pub(crate) fn tune(
    split: &Split,
    top: usize,
    support: u32,
    leave_out: LeaveOut,
    progress: &mut dyn Progress,
) -> Result<Knobs, PackError> {
    let lists = Lists { top, leave_out };
    let sessions = split.draw(PREFIXES);
    let mut search = Search::of(split, sessions, lists, support, Trials::default());
    let best = search.run(progress)?;
    progress.note(&format!(
        "tuned on {} of the last training sessions ({} trials): {}",
        search.sessions.len(),
        search.trials.counts().0,
        serde_json::to_string(&best).unwrap_or_default()
    ));
    Ok(best)
}

/// The steps of a round: each gives the settings to try with one thing changed. What changes
/// sums most comes first.
const GRID: [fn(&Knobs) -> Vec<Knobs>; 8] = [
    |best| [0.0, 0.1, 0.2, 0.3, 0.6].map(|gamma| Knobs { gamma, ..*best }).into(),
    |best| [4, 10, 20].map(|window| Knobs { window, ..*best }).into(),
    |best| [0.3, 0.5, 0.7, 0.9].map(|beta| Knobs { beta, ..*best }).into(),
    |best| [0.0, 0.1, 0.2, 0.3, 0.4].map(|alpha| Knobs { alpha, ..*best }).into(),
    |best| [0.0, 0.1, 0.2, 0.3, 0.5].map(|trend| Knobs { trend, ..*best }).into(),
    |best| [0.5, 0.7, 1.0, 1.5, 2.0, 4.0].map(|lambda| Knobs { lambda, ..*best }).into(),
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

/// A search: everything a trial needs, and what was tried before.
pub(crate) struct Search<'a> {
    bench: Bench<'a>,
    sessions: Vec<&'a Session>,
    lists: Lists,
    support: u32,
    counted: Option<(Knobs, Counts)>,
    pub(crate) trials: Trials,
}

impl<'a> Search<'a> {
    /// A search over the training part of a split, held against some of its test sessions.
    pub(crate) fn of(
        split: &'a Split,
        sessions: Vec<&'a Session>,
        lists: Lists,
        support: u32,
        trials: Trials,
    ) -> Self {
        Self { bench: Bench::of(split, None), sessions, lists, support, counted: None, trials }
    }

    /// Goes through the grid, from the defaults.
    pub(crate) fn run(&mut self, progress: &mut dyn Progress) -> Result<Knobs, PackError> {
        let steps = GRID.iter().map(|values| values(&Knobs::default()).len()).sum::<usize>();
        progress.begin("tuning", Some((steps * ROUNDS) as u64));
        let mut best = self.trial(&Knobs::default())?;
        // In a short log a trend cannot be told from the days of the week.
        let has_seasons = days(&self.bench.split.train) >= SEASONS;
        let mut done = 0;
        for _ in 0..ROUNDS {
            for values in &GRID {
                let tried = values(&best.knobs).into_iter();
                for knobs in tried.filter(|knobs| has_seasons || knobs.trend <= 0.0) {
                    let trial = self.trial(&knobs)?;
                    // A change must earn its place: equal scores keep what stood before.
                    if trial.score() > best.score() {
                        best = trial;
                    }
                    done += 1;
                    progress.done(done);
                }
            }
        }
        Ok(best.knobs)
    }

    /// What the knobs do on some other sessions of the split.
    pub(crate) fn replay_on(
        &mut self,
        knobs: &Knobs,
        sessions: &[&Session],
    ) -> Result<Replayed, PackError> {
        let catalogue = self.catalogue(knobs)?;
        let items = self.bench.split.ids.len();
        Ok(replay(&Shipped(&catalogue), sessions, &self.lists, items, &mut |_| ()))
    }

    fn trial(&mut self, knobs: &Knobs) -> Result<Trial, PackError> {
        if let Some(trial) = self.trials.find(knobs) {
            return Ok(trial);
        }
        let ranks = self.replay_on(knobs, &self.sessions.clone())?.ranks();
        let trial = Trial::of(*knobs, hr::hr(&ranks), mrr::mrr(&ranks));
        self.trials.add(trial)?;
        Ok(trial)
    }

    /// Counting is what takes time, and only some knobs change it.
    fn catalogue(&mut self, knobs: &Knobs) -> Result<Catalogue, PackError> {
        let Self { bench, counted, lists, support, .. } = self;
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
        let cut = RowCut {
            top: lists.top,
            head_top: None,
            threshold: Threshold::at(*support),
            refill: false,
        };
        Ok(bench.catalogue(counts, knobs, cut)?.0)
    }
}

/// How many days sessions span, which are in the order of time.
fn days(sessions: &[Session]) -> i64 {
    let ends = sessions.first().zip(sessions.last());
    ends.map_or(0, |(first, last)| (last.last - first.last) / DAY)
}

/// A tenth of so many days is a week, in which the days of the week even out.
const SEASONS: i64 = 70;

/// How often the grid is gone through.
const ROUNDS: usize = 2;

/// How many predictions a trial makes, about. Fewer are too few where sessions are long: of a few dozen
/// baskets of a hundred lines each, chance would choose.
const PREFIXES: u64 = 10_000;

#[cfg(test)]
#[test]
fn the_days_of_a_log_are_those_from_its_first_session_to_its_last() {
    let session = |day| Session { visitor: 0, last: day * DAY, events: vec![1] };
    assert_eq!(days(&[session(5), session(6), session(75)]), 70);
    assert_eq!((days(&[session(5)]), days(&[])), (0, 0));
}
