//! Replaying test sessions through the shipped path: a real pack, opened, and ranked with the
//! profile that a customer would have.

use std::panic::resume_unwind;
use std::thread;

use homekept::catalogue::{Catalogue, ItemIx};
use homekept::profile::{Profile, RECENT, Visit};
use homekept::ranking::{Ask, Slot, rank};

use crate::input::log::Session;

/// What came of a replay.
#[derive(Debug, Clone)]
pub(crate) struct Replayed {
    /// The place of the next item in each list, from 1; none where it is not in it.
    pub(crate) ranks: Vec<Option<u32>>,
    /// Of each item whether any list held it.
    pub(crate) shown: Vec<bool>,
}

/// Predicts the next item after every prefix of every session.
pub(crate) fn replay(
    catalogue: &Catalogue,
    sessions: &[&Session],
    top: usize,
    drop_current: bool,
) -> Replayed {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let chunk = sessions.len().div_ceil(workers).max(1);
    let parts: Vec<Replayed> = thread::scope(|scope| {
        let run =
            |sessions| scope.spawn(move || replay_some(catalogue, sessions, top, drop_current));
        let running: Vec<_> = sessions.chunks(chunk).map(run).collect();
        let result = |worker: thread::ScopedJoinHandle<'_, _>| {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic))
        };
        running.into_iter().map(result).collect()
    });
    let mut all = Replayed { ranks: Vec::new(), shown: vec![false; catalogue.len() as usize] };
    for part in parts {
        all.ranks.extend(part.ranks);
        for (all, part) in all.shown.iter_mut().zip(part.shown) {
            *all |= part;
        }
    }
    all
}

/// The profile after some events, as far as the co-transition part reads it. Interests are left
/// out: a log of items says nothing of what a customer would state, and the figures are those of
/// the table.
pub(crate) fn profile_after(events: &[u32]) -> Profile {
    let mut recent: Vec<Visit> = Vec::new();
    for (steps, item) in (0..RECENT as u32).zip(events.iter().rev()) {
        if !recent.iter().any(|visit| visit.item.0 == *item) {
            recent.push(Visit { item: ItemIx(*item), steps });
        }
    }
    Profile { recent, ..Profile::default() }
}

/// What a page would ask after some events, without any boost.
pub(crate) fn ask_after(events: &[u32], top: usize, drop_current: bool) -> Ask {
    let current = events.last().filter(|_| drop_current).copied().map(ItemIx);
    Ask { current, boost: 0.0, ..Ask::new(Slot::ForYou, top) }
}

fn replay_some(
    catalogue: &Catalogue,
    sessions: &[&Session],
    top: usize,
    drop_current: bool,
) -> Replayed {
    let mut replayed = Replayed { ranks: Vec::new(), shown: vec![false; catalogue.len() as usize] };
    for session in sessions {
        for (place, next) in session.events.iter().enumerate().skip(1) {
            let before = session.events.get(..place).unwrap_or(&[]);
            let picks =
                rank(catalogue, &profile_after(before), &ask_after(before, top, drop_current));
            let found = picks.iter().position(|pick| pick.item.0 == *next);
            replayed.ranks.push(found.map(|place| place as u32 + 1));
            for pick in picks {
                if let Some(shown) = replayed.shown.get_mut(pick.item.0 as usize) {
                    *shown = true;
                }
            }
        }
    }
    replayed
}

#[cfg(test)]
#[test]
fn the_profile_holds_each_item_once_with_the_steps_of_its_last_visit() {
    let visits = |events: &[u32]| -> Vec<(u32, u32)> {
        profile_after(events).recent.iter().map(|visit| (visit.item.0, visit.steps)).collect()
    };
    assert_eq!(visits(&[7, 3, 7, 1]), [(1, 0), (7, 1), (3, 2)]);
    let long: Vec<u32> = (0..50).collect();
    assert_eq!(visits(&long).last(), Some(&(30, 19)));
}
