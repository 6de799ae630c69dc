//! How long a prediction takes. Every method is asked in turn for the same prediction, on one
//! thread, so that what else the machine does falls on all alike: read the times as ratios.
#![allow(clippy::disallowed_methods, reason = "the bans keep the core replayable; this is timed")]

use std::hint::black_box;
use std::time::Instant;

use super::ranker::{Lists, Moment, Ranker, Scratch};
use crate::input::log::Session;

/// How long predictions take, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Times {
    pub(crate) median: f64,
    pub(crate) p99: f64,
}

/// Times each ranker on about so many prefixes of the sessions, of every length.
pub(crate) fn times(
    rankers: &[&dyn Ranker],
    sessions: &[&Session],
    lists: &Lists,
    most: usize,
) -> Vec<Times> {
    let mut scratch = Scratch::default();
    let mut taken: Vec<Vec<f64>> = vec![Vec::new(); rankers.len()];
    for moment in moments(sessions, most) {
        for (ranker, taken) in rankers.iter().zip(&mut taken) {
            let mut once = || {
                let begin = Instant::now();
                black_box(ranker.rank(black_box(&moment), lists, &mut scratch));
                begin.elapsed().as_secs_f64() * 1e6
            };
            // The fastest of a few: a slower one waited for something else on this machine.
            taken.push((0..ANSWERS).map(|_| once()).fold(f64::INFINITY, f64::min));
        }
    }
    taken.into_iter().map(Times::of).collect()
}

/// About so many prefixes of the sessions, of every length.
pub(crate) fn moments<'a>(
    sessions: &'a [&'a Session],
    most: usize,
) -> impl Iterator<Item = Moment<'a>> + Clone {
    let places = |session: &&Session| session.events.len().saturating_sub(1);
    let step = (sessions.iter().map(places).sum::<usize>() / most.max(1)).max(1);
    let prefixes = sessions
        .iter()
        .flat_map(|session| (1..session.events.len()).map(|place| Moment::of(session, place)));
    prefixes.step_by(step)
}

impl Times {
    fn of(mut taken: Vec<f64>) -> Self {
        taken.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| {
            let place = (share * taken.len().saturating_sub(1) as f64).round() as usize;
            taken.get(place).copied().unwrap_or(0.0)
        };
        Self { median: at(0.5), p99: at(0.99) }
    }
}

/// How often each prediction is asked for.
const ANSWERS: usize = 4;

#[cfg(test)]
#[test]
fn the_middle_and_the_slowest_hundredth_are_told() {
    let found = Times::of((0..=100).rev().map(f64::from).collect());
    assert_eq!(found, Times { median: 50.0, p99: 99.0 });
    assert_eq!(Times::of(Vec::new()), Times { median: 0.0, p99: 0.0 });
}
