//! Replaying test sessions: after every prefix of a session, whatever ranks says what comes next.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::ranker::{Lists, Moment, Ranker, Scratch};
use crate::input::log::Session;
use crate::machine;

/// What came of a replay.
#[derive(Debug, Clone)]
pub(crate) struct Replayed {
    /// For each session the place of the next item in each list, from 1; none where it is not in it.
    pub(crate) visits: Vec<Vec<Option<u32>>>,
    /// Of each item whether any list held it.
    pub(crate) shown: Vec<bool>,
}

impl Replayed {
    /// The places of all sessions, in their order.
    pub(crate) fn ranks(&self) -> Vec<Option<u32>> {
        self.visits.concat()
    }
}

/// Predicts the next item after every prefix of every session; `heard` is told how many
/// predictions are done.
pub(crate) fn replay(
    ranker: &dyn Ranker,
    sessions: &[&Session],
    lists: &Lists,
    items: usize,
    heard: &mut dyn FnMut(u64),
) -> Replayed {
    let next = AtomicUsize::new(0);
    let (told, results) = mpsc::channel::<(usize, Vec<Option<u32>>)>();
    let mut visits = BTreeMap::new();
    let mut shown = vec![false; items];
    let work = |told: mpsc::Sender<_>| {
        let mut scratch = Scratch::default();
        let mut shown = vec![false; items];
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(session) = sessions.get(number) else { return shown };
            let places = one(ranker, session, lists, &mut scratch, &mut shown);
            // Nobody listens any more only when another worker has panicked.
            let _ = told.send((number, places));
        }
    };
    let senders = vec![told; machine::workers()];
    let hear = || {
        let mut done = 0;
        for (number, places) in results {
            done += places.len() as u64;
            visits.insert(number, places);
            heard(done);
        }
    };
    let work = &work;
    for part in machine::at_once(senders.into_iter().map(|told| move || work(told)), hear) {
        for (all, part) in shown.iter_mut().zip(part) {
            *all |= part;
        }
    }
    Replayed { visits: visits.into_values().collect(), shown }
}

fn one(
    ranker: &dyn Ranker,
    session: &Session,
    lists: &Lists,
    scratch: &mut Scratch,
    shown: &mut [bool],
) -> Vec<Option<u32>> {
    let predict = |(place, next): (usize, &u32)| {
        let list = ranker.rank(&Moment::of(session, place), lists, scratch);
        for item in &list {
            if let Some(shown) = shown.get_mut(*item as usize) {
                *shown = true;
            }
        }
        list.iter().position(|item| item == next).map(|place| place as u32 + 1)
    };
    session.events.iter().enumerate().skip(1).map(predict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::ranker::LeaveOut;

    /// Says that the item after the last one comes next.
    struct Counting;

    impl Ranker for Counting {
        fn rank(&self, moment: &Moment<'_>, _: &Lists, _: &mut Scratch) -> Vec<u32> {
            moment.before.last().map(|item| item + 1).into_iter().collect()
        }
    }

    #[test]
    fn every_prefix_is_predicted_and_sessions_keep_their_order() {
        let session = |events: &[u32]| Session { visitor: 0, last: 0, events: events.to_vec() };
        let sessions = [session(&[0, 1, 3]), session(&[2, 3]), session(&[3, 1])];
        let lists = Lists { top: 1, leave_out: LeaveOut::Nothing };
        let mut done = 0;
        let found =
            replay(&Counting, &sessions.iter().collect::<Vec<_>>(), &lists, 5, &mut |so_far| {
                done = so_far
            });
        assert_eq!(found.visits, [vec![Some(1), None], vec![Some(1)], vec![None]]);
        assert_eq!(found.shown, [false, true, true, true, true]);
        assert_eq!(done, 4);
    }
}
