//! What is evaluated: anything that says which items may come next. Our own method among them, by
//! the shipped path: a real pack, opened, and ranked with the profile that a customer would have.

use homekept::catalogue::{Catalogue, ItemIx};
use homekept::profile::{Profile, RECENT, Visit};
use homekept::ranking::{Ask, Slot, rank};
use serde::Serialize;

use crate::input::log::Session;

/// Says which items may come next.
pub(crate) trait Ranker: Sync {
    /// The items of the list, the best first. The scratch is empty, and is left empty.
    fn rank(&self, moment: &Moment<'_>, lists: &Lists, scratch: &mut Scratch) -> Vec<u32>;
}

/// Where in a session a prediction is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment<'a> {
    /// What was looked at so far, the latest last.
    pub(crate) before: &'a [u32],
    /// When the session ends, in milliseconds: logs of sessions tell no finer.
    pub(crate) at: i64,
    /// Whose session it is.
    pub(crate) visitor: u32,
}

impl<'a> Moment<'a> {
    /// Before the event at a place.
    pub(crate) fn of(session: &'a Session, place: usize) -> Self {
        let before = session.events.get(..place).unwrap_or(&[]);
        Self { before, at: session.last, visitor: session.visitor }
    }
}

/// How lists are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lists {
    /// How many items a list has.
    pub(crate) top: usize,
    pub(crate) leave_out: LeaveOut,
}

/// What of the visit itself is left out of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeaveOut {
    /// Nothing: people come back to what they looked at.
    #[default]
    Nothing,
    /// The item that is looked at, as the shipped pages do.
    Current,
    /// Everything that the visit already holds: right for baskets, where an item comes once, and
    /// what a page does that names its basket in `exclude`.
    Seen,
}

impl LeaveOut {
    /// What two flags say, of which only one is set.
    #[must_use]
    pub fn of_flags(current: bool, seen: bool) -> Self {
        match (current, seen) {
            (_, true) => Self::Seen,
            (true, false) => Self::Current,
            (false, false) => Self::Nothing,
        }
    }
}

impl Lists {
    /// The items that must not be in a list.
    pub(crate) fn left_out<'a>(&self, before: &'a [u32]) -> &'a [u32] {
        match self.leave_out {
            LeaveOut::Nothing => &[],
            LeaveOut::Current => before.get(before.len().saturating_sub(1)..).unwrap_or(&[]),
            LeaveOut::Seen => before,
        }
    }
}

/// Our own method: what a browser does with a pack.
#[derive(Debug)]
pub(crate) struct Shipped<'a>(pub(crate) &'a Catalogue);

impl Ranker for Shipped<'_> {
    fn rank(&self, moment: &Moment<'_>, lists: &Lists, _scratch: &mut Scratch) -> Vec<u32> {
        let picks = rank(self.0, &profile_after(moment.before), &ask_after(moment.before, lists));
        picks.into_iter().map(|pick| pick.item.0).collect()
    }
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
pub(crate) fn ask_after(events: &[u32], lists: &Lists) -> Ask {
    let mut ask = Ask { boost: 0.0, ..Ask::new(Slot::ForYou, lists.top) };
    match lists.leave_out {
        LeaveOut::Nothing => {}
        LeaveOut::Current => ask.current = events.last().copied().map(ItemIx).into_iter().collect(),
        LeaveOut::Seen => ask.exclude = events.iter().copied().map(ItemIx).collect(),
    }
    ask
}

/// Room to add scores up in: kept between predictions, since making it anew would cost more than
/// the prediction.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// Scores of items.
    pub(crate) items: Scores,
    /// Scores of sessions, for methods that look for similar ones.
    pub(crate) sessions: Scores,
}

/// A score for each number, most of them none.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    values: Vec<f64>,
    touched: Vec<u32>,
}

impl Scores {
    /// Adds to a score; what is added is positive.
    pub(crate) fn add(&mut self, number: u32, score: f64) {
        let place = number as usize;
        if place >= self.values.len() {
            self.values.resize(place + 1, 0.0);
        }
        if let Some(value) = self.values.get_mut(place) {
            if *value <= 0.0 {
                self.touched.push(number);
            }
            *value += score;
        }
    }

    /// All scores, in no order; none are left.
    pub(crate) fn take(&mut self) -> Vec<(u32, f64)> {
        let Self { values, touched } = self;
        let score = |number| {
            let score = values.get_mut(number as usize).map_or(0.0, std::mem::take);
            (score > 0.0).then_some((number, score))
        };
        touched.drain(..).filter_map(score).collect()
    }

    /// The best, equals in the order of their numbers; none are left.
    pub(crate) fn take_best(&mut self, top: usize, left_out: &[u32]) -> Vec<(u32, f64)> {
        for number in left_out {
            if let Some(value) = self.values.get_mut(*number as usize) {
                *value = 0.0;
            }
        }
        let mut found = self.take();
        keep_first(&mut found, top, |first, second| {
            second.1.total_cmp(&first.1).then(first.0.cmp(&second.0))
        });
        found
    }
}

/// Keeps the first so many of an order, in that order.
pub(crate) fn keep_first<T>(
    list: &mut Vec<T>,
    most: usize,
    order: impl Fn(&T, &T) -> std::cmp::Ordering,
) {
    if most > 0 && list.len() > most {
        list.select_nth_unstable_by(most - 1, &order);
    }
    list.truncate(most);
    list.sort_unstable_by(order);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_holds_each_item_once_with_the_steps_of_its_last_visit() {
        let visits = |events: &[u32]| -> Vec<(u32, u32)> {
            profile_after(events).recent.iter().map(|visit| (visit.item.0, visit.steps)).collect()
        };
        assert_eq!(visits(&[7, 3, 7, 1]), [(1, 0), (7, 1), (3, 2)]);
        let long: Vec<u32> = (0..50).collect();
        assert_eq!(visits(&long).last(), Some(&(30, 19)));
    }

    #[test]
    fn the_best_come_first_and_nothing_stays_behind() {
        let mut scores = Scores::default();
        for (item, score) in [(4, 1.0), (1, 2.0), (4, 1.5), (0, 2.0), (5, 0.1)] {
            scores.add(item, score);
        }
        assert_eq!(scores.take_best(3, &[1]), [(4, 2.5), (0, 2.0), (5, 0.1)]);
        scores.add(2, 0.5);
        assert_eq!(scores.take_best(3, &[]), [(2, 0.5)]);
    }

    #[test]
    fn what_is_left_out_follows_the_rule() {
        let left_out = |leave_out| Lists { top: 9, leave_out }.left_out(&[3, 1, 2]).to_vec();
        assert_eq!(left_out(LeaveOut::Nothing), [0; 0]);
        assert_eq!(left_out(LeaveOut::Current), [2]);
        assert_eq!(left_out(LeaveOut::Seen), [3, 1, 2]);
    }
}
