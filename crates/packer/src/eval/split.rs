//! Which sessions train and which test: the test is always later, and never seen in training.

use crate::PackError;
use crate::assemble::renumber;
use crate::input::log::{Log, Session};
use crate::input::time::DAY;

/// Sessions to learn from and sessions to be tested on, in the numbers of one list of ids.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    /// The items of the training part, ascending.
    pub(crate) ids: Vec<String>,
    pub(crate) train: Vec<Session>,
    /// Test sessions of at least two items, all of them known from training.
    pub(crate) test: Vec<Session>,
}

/// How the test part is cut off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cut {
    /// The last so many days before the latest time.
    Days(u32),
    /// The last share of the sessions, between 0 and 1.
    Share(f64),
}

impl Split {
    /// Cuts the end of a log off as the test.
    pub(crate) fn of(log: &Log, cut: Cut) -> Result<Self, PackError> {
        let (train, test) = log.sessions.split_at(first_test(&log.sessions, cut));
        Self::between(&log.ids, train, &log.ids, test)
    }

    /// Takes a log of its own as the test.
    pub(crate) fn between(
        train_ids: &[String],
        train: &[Session],
        test_ids: &[String],
        test: &[Session],
    ) -> Result<Self, PackError> {
        let mut seen = vec![false; train_ids.len()];
        for event in train.iter().flat_map(|session| &session.events) {
            if let Some(seen) = seen.get_mut(*event as usize) {
                *seen = true;
            }
        }
        let ids: Vec<&str> = train_ids
            .iter()
            .zip(seen)
            .filter(|(_, seen)| *seen)
            .map(|(id, _)| id.as_str())
            .collect();
        let (train, _) = renumber(train, train_ids, &ids);
        let (mut test, _) = renumber(test, test_ids, &ids);
        test.retain(|session| session.events.len() >= 2);
        if test.is_empty() {
            return Err(PackError::NothingToTest);
        }
        Ok(Self { ids: ids.into_iter().map(str::to_owned).collect(), train, test })
    }

    /// The tail of the training part as a test of its own, for tuning: the same length of time or
    /// share that the real test has, which stays unseen.
    pub(crate) fn tail(&self, cut: Cut) -> Result<Self, PackError> {
        let (train, test) = self.train.split_at(first_test(&self.train, cut));
        Self::between(&self.ids, train, &self.ids, test)
    }

    /// How many predictions the test asks for.
    pub(crate) fn prefixes(&self) -> u64 {
        self.test.iter().map(|session| session.events.len() as u64 - 1).sum()
    }

    /// Test sessions that ask for about so many predictions: all where there are no more, else
    /// drawn by a fixed seed, so that the same log gives the same ones.
    pub(crate) fn draw(&self, prefixes: u64) -> Vec<&Session> {
        let total = self.prefixes().max(1);
        let mut state = SEED;
        let drawn = |_: &&Session| {
            // Knuth's generator; its high bits are good enough to pick sessions.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % total < prefixes
        };
        let sessions: Vec<&Session> = self.test.iter().filter(drawn).collect();
        if sessions.is_empty() { self.test.iter().take(1).collect() } else { sessions }
    }
}

/// Drawing is the same on every machine and every day.
const SEED: u64 = 0x686f_6d65_6b65_7074;

/// The place of the first test session; sessions are in order of time.
fn first_test(sessions: &[Session], cut: Cut) -> usize {
    match cut {
        Cut::Days(days) => {
            let latest = sessions.last().map_or(0, |session| session.last);
            sessions.partition_point(|session| session.last <= latest - i64::from(days) * DAY)
        }
        Cut::Share(share) => {
            let test = (sessions.len() as f64 * share.clamp(0.0, 1.0)).ceil() as usize;
            sessions.len() - test.min(sessions.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(day: i64, events: &[u32]) -> Session {
        Session { visitor: 0, last: day * DAY, events: events.to_vec() }
    }

    #[test]
    fn the_test_is_later_and_holds_only_what_training_knows() {
        let ids: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).into();
        let sessions =
            [session(0, &[0, 2]), session(5, &[2]), session(9, &[3, 2, 0]), session(10, &[3, 2])];
        let (train, test) = sessions.split_at(first_test(&sessions, Cut::Days(2)));
        let split = Split::between(&ids, train, &ids, test).unwrap();
        assert_eq!(split.ids, ["a", "c"]);
        assert_eq!(split.train.len(), 2);
        assert_eq!(
            split.test.iter().map(|session| session.events.clone()).collect::<Vec<_>>(),
            [[1, 0]]
        );
        assert_eq!(split.prefixes(), 1);
        assert_eq!((split.draw(1).len(), split.draw(0).len()), (1, 1));
        assert_eq!(first_test(&sessions, Cut::Share(0.5)), 2);
        assert_eq!(first_test(&sessions, Cut::Share(0.0)), 4);
    }
}
