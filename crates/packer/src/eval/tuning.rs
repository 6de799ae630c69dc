//! Tuning as a command of its own: seeded, resumable, and honest about what it gained.
//!
//! Of the sessions at the end of the log some are chosen on, and the others judge: what is chosen
//! because it did best on the first is held against the defaults on the second.

use std::path::PathBuf;

use serde::Serialize;
use xxhash_rust::xxh64::Xxh64;

use super::bootstrap::{DRAWS, Draws};
use super::dice::Dice;
use super::metrics::{Metrics, Quality};
use super::ranker::{LeaveOut, Lists};
use super::trials::Trials;
use super::tune::Search;
use super::{Cut, Split};
use crate::input::log::{self, Session};
use crate::input::reading::Reading;
use crate::knobs::Knobs;
use crate::{BrokenLines, PackError, Progress};

/// What to tune on.
#[derive(Debug, Clone)]
pub struct TuneOptions {
    /// The log.
    pub sessions: PathBuf,
    /// How it is read.
    pub reading: Reading,
    /// The end of the log that knobs are chosen and judged on.
    pub tail: Cut,
    /// How many items a list has, and how many followers a row keeps.
    pub top: usize,
    /// How many different visitors a pair needs.
    pub support: u32,
    /// What of the visit itself is left out of the lists.
    pub leave_out: LeaveOut,
    /// Where trials are kept, so that a tuning that was stopped goes on.
    pub trials: Option<PathBuf>,
    /// The seed that says which sessions choose and which judge.
    pub seed: u64,
}

/// What tuning gives.
#[derive(Debug, Clone, Serialize)]
pub struct TuneReport {
    /// The knobs that served best.
    pub knobs: Knobs,
    /// How many settings were tried.
    pub trials: u64,
    /// How many of them a file of trials held already.
    pub resumed: u64,
    /// How many sessions chose.
    pub chosen_on: u64,
    /// How many others judged.
    pub judged_on: u64,
    /// What the defaults reach on these.
    pub before: Quality,
    /// What the chosen knobs reach there.
    pub after: Quality,
    /// By how much they are better.
    pub gain: Quality,
    /// Lines that could not be used.
    #[serde(skip)]
    pub broken: BrokenLines,
}

/// Tunes on the end of a log.
///
/// # Errors
/// When the log or the file of trials cannot be read or understood, or nothing is left to tune on.
pub fn tune_log(
    options: &TuneOptions,
    progress: &mut dyn Progress,
) -> Result<TuneReport, PackError> {
    let log = log::read(&options.sessions, &options.reading.flags()?, progress)?;
    let split = Split::of(&log, options.tail)?;
    let broken = log.broken.clone();
    drop(log);
    let (choosing, judging) = parted(&split, options.seed);
    if choosing.is_empty() || judging.is_empty() {
        return Err(PackError::NothingToTest);
    }
    let trials = match &options.trials {
        None => Trials::default(),
        Some(path) => Trials::resume(path, &setup(options, &split))?,
    };
    let lists = Lists { top: options.top, leave_out: options.leave_out };
    let mut search = Search::of(&split, choosing.clone(), lists, options.support, trials);
    let knobs = search.run(progress)?;

    progress.begin("judging", None);
    let before = Metrics::of(&search.replay_on(&Knobs::default(), &judging)?);
    let after = Metrics::of(&search.replay_on(&knobs, &judging)?);
    let draws = Draws::of(judging.len(), DRAWS, options.seed);
    let (tried, resumed) = search.trials.counts();
    Ok(TuneReport {
        knobs,
        trials: tried as u64,
        resumed: resumed as u64,
        chosen_on: choosing.len() as u64,
        judged_on: judging.len() as u64,
        before: Quality::of(&draws, &before),
        after: Quality::of(&draws, &after),
        gain: Quality::ahead(&draws, &after, &before),
        broken,
    })
}

/// The test sessions that choose, about [`PREFIXES`] predictions and at most half of them, and the
/// others.
fn parted(split: &Split, seed: u64) -> (Vec<&Session>, Vec<&Session>) {
    let total = split.prefixes().max(1);
    let mut dice = Dice(seed);
    split.test.iter().partition(|_| dice.below(total) < PREFIXES.min(total / 2))
}

/// What the trials are of: another log, seed or way of making lists has trials of its own.
fn setup(options: &TuneOptions, split: &Split) -> String {
    let mut hash = Xxh64::new(options.seed);
    for id in &split.ids {
        hash.update(id.as_bytes());
        hash.update(b"\n");
    }
    for session in split.train.iter().chain(&split.test) {
        hash.update(&session.last.to_le_bytes());
        hash.update(&session.visitor.to_le_bytes());
        hash.update(&(session.events.len() as u64).to_le_bytes());
        session.events.iter().for_each(|event| hash.update(&event.to_le_bytes()));
    }
    hash.update(&(split.train.len() as u64).to_le_bytes());
    let setup = serde_json::json!({
        "trials_of": format!("{:016x}", hash.digest()),
        "seed": options.seed,
        "top": options.top,
        "support": options.support,
        "left_out": options.leave_out,
    });
    setup.to_string()
}

/// How many predictions choose, about: more than a tuning on the way to a pack takes the time for.
const PREFIXES: u64 = 20_000;

#[cfg(test)]
#[test]
fn sessions_that_choose_do_not_judge() {
    let session = |item| Session { visitor: 0, last: 0, events: vec![item, item + 1] };
    let split =
        Split { ids: Vec::new(), train: Vec::new(), test: (0..1000).map(session).collect() };
    let (choosing, judging) = parted(&split, 1);
    assert_eq!(choosing.len() + judging.len(), 1000);
    assert!((400..600).contains(&choosing.len()), "{}", choosing.len());
    let again: Vec<u32> = parted(&split, 1).0.iter().map(|session| session.events[0]).collect();
    let firsts: Vec<u32> = choosing.iter().map(|session| session.events[0]).collect();
    assert_eq!(firsts, again);
    let other: Vec<u32> = parted(&split, 2).0.iter().map(|session| session.events[0]).collect();
    assert_ne!(firsts, other);
}
