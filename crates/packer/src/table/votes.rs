//! Counting: each session votes once for each ordered pair of its items.

use std::ops::Range;

use super::normalise::{Divisors, strongest_of};
use super::strongest;
use super::threshold::{Previous, Threshold};
use super::vote_table::{Direction, VoteTable};
use crate::input::log::Session;
use crate::input::time::DAY;
use crate::knobs::Knobs;

/// What was counted.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    /// The pairs with their votes, ascending by pair.
    pub(crate) pairs: Vec<Pair>,
    /// In how many sessions each item is.
    pub(crate) sessions: Vec<u32>,
    /// In how many of them that end in the last tenth of the log's days; empty where that is not known.
    pub(crate) recent: Vec<u32>,
}

/// One ordered pair of items. They may be the same one: people do come back to an item, on some
/// shops at every other step, and the table tells which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The sum of the votes, in units of 2^-20.
    pub(crate) votes: i64,
    /// How many different visitors voted.
    pub(crate) visitors: u32,
}

/// Counts sessions over `items` items.
pub(crate) fn count<'a>(
    sessions: impl Iterator<Item = &'a Session>,
    items: usize,
    knobs: &Knobs,
) -> Counts {
    let effort = Effort { memory: MEMORY, heard: &mut |_, _| () };
    Poll::of(sessions, items, knobs).count(effort, |_| {})
}

/// The same, but of each row only what can come into a table of `top` followers, at whatever
/// threshold, after that vintage before. Memory follows the items then, and not the pairs, of
/// which a long tail has hundreds of millions.
pub(crate) fn count_strongest<'a>(
    sessions: impl Iterator<Item = &'a Session>,
    items: usize,
    knobs: &Knobs,
    top: usize,
    previous: Option<&Previous>,
    effort: Effort<'_>,
) -> Counts {
    let poll = Poll::of(sessions, items, knobs);
    let divisors = Divisors::of(&poll.counted, &poll.recent, knobs);
    poll.count(effort, |row| strongest::keep(row, &divisors, top, previous))
}

/// The rows of a table straight from sessions: what [`rows`](super::rows) makes of all counts,
/// without holding them. In how many sessions each item is comes with them.
pub(crate) fn count_rows<'a>(
    sessions: impl Iterator<Item = &'a Session>,
    items: usize,
    knobs: &Knobs,
    top: usize,
    threshold: Threshold<'_>,
    effort: Effort<'_>,
) -> (Vec<Vec<(u32, f64)>>, Vec<u32>) {
    let poll = Poll::of(sessions, items, knobs);
    let divisors = Divisors::of(&poll.counted, &poll.recent, knobs);
    let mut rows = vec![Vec::new(); items];
    poll.each_row(effort, |item, row| {
        if let Some(slot) = rows.get_mut(item as usize) {
            *slot = strongest_of(row, &divisors, top, threshold);
        }
    });
    (rows, poll.counted)
}

/// In how much memory to count, and who hears how far it is.
pub(crate) struct Effort<'a> {
    /// How many bytes the votes that are held at once may take, or those of one row where they are
    /// more.
    pub(crate) memory: u64,
    /// Hears how many votes are counted, and of how many.
    pub(crate) heard: &'a mut dyn FnMut(u64, u64),
}

/// Sessions on their way to sums. Rows are counted some at a time, so that memory holds the votes
/// of those alone.
pub(super) struct Poll<'a> {
    /// Those of one visitor stand together, so that a visitor is counted once.
    sessions: Vec<&'a Session>,
    table: VoteTable,
    window: usize,
    latest: i64,
    /// In how many sessions each item is.
    counted: Vec<u32>,
    /// In how many of those of the last tenth of the days.
    recent: Vec<u32>,
    /// How many votes there are in each item's row.
    cast: Vec<u64>,
}

impl<'a> Poll<'a> {
    pub(super) fn of(
        sessions: impl Iterator<Item = &'a Session>,
        items: usize,
        knobs: &Knobs,
    ) -> Self {
        let mut sessions: Vec<&Session> = sessions.collect();
        sessions.sort_by_key(|session| session.visitor);
        let first = sessions.iter().map(|session| session.last).min().unwrap_or(0);
        let latest = sessions.iter().map(|session| session.last).max().unwrap_or(0);
        let window = knobs.window as usize;
        let days = (latest - first) / DAY;
        let (mut counted, mut recent) = (vec![0u32; items], vec![0u32; items]);
        let mut cast = vec![0u64; items];
        for session in &sessions {
            let events = voting(session);
            let is_recent = (latest - session.last) / DAY * 10 <= days;
            for item in distinct(events).into_iter().map(|item| item as usize) {
                if let (Some(count), Some(recent)) = (counted.get_mut(item), recent.get_mut(item)) {
                    *count += 1;
                    *recent += u32::from(is_recent);
                }
            }
            for (place, item) in events.iter().enumerate() {
                if let Some(cast) = cast.get_mut(*item as usize) {
                    let after = events.len() - place - 1;
                    *cast += (place.min(window) + after.min(window)) as u64;
                }
            }
        }
        let table = VoteTable::of(knobs, days);
        Self { sessions, table, window, latest, counted, recent, cast }
    }

    /// Counts all rows, and lets `keep` thin out each.
    fn count(self, effort: Effort<'_>, mut keep: impl FnMut(&mut Vec<Pair>)) -> Counts {
        let mut pairs = Vec::new();
        self.each_row(effort, |_, row| {
            let mut row = row.to_vec();
            keep(&mut row);
            pairs.extend(row);
        });
        Counts { pairs, sessions: self.counted, recent: self.recent }
    }

    /// Hands over the pairs of each item that has any, in the order of the items. The sessions are
    /// gone through once for as many rows as there is memory for; the votes of one row are always
    /// counted together.
    fn each_row(&self, effort: Effort<'_>, mut take: impl FnMut(u32, &[Pair])) {
        let at_once = effort.memory / size_of::<Pair>() as u64;
        let total = self.cast.iter().sum();
        let (mut from, mut done) = (0, 0);
        (effort.heard)(done, total);
        while from < self.cast.len() {
            let (mut votes, mut until) = (0, from);
            while let Some(cast) = self.cast.get(until)
                && (until == from || votes + cast <= at_once)
            {
                votes += cast;
                until += 1;
            }
            for row in self.rows(from..until, votes as usize).chunk_by(|a, b| a.from == b.from) {
                if let Some(first) = row.first() {
                    take(first.from, row);
                }
            }
            from = until;
            done += votes;
            (effort.heard)(done, total);
        }
    }

    /// The pairs in the rows of some items, ascending; of so many votes.
    fn rows(&self, items: Range<usize>, votes: usize) -> Vec<Pair> {
        let mut pairs = Vec::with_capacity(votes);
        self.each_visitor(&items, |own| {
            let pair = |&(from, to, votes): &Vote| Pair { from, to, votes, visitors: 1 };
            pairs.extend(own.iter().map(pair));
        });
        pairs.sort_unstable_by_key(|pair| (pair.from, pair.to));
        pairs.dedup_by(|next, kept| {
            let same = (next.from, next.to) == (kept.from, kept.to);
            if same {
                kept.votes += next.votes;
                kept.visitors += next.visitors;
            }
            same
        });
        pairs
    }

    /// Hands over the votes of each visitor in the rows of some items, one for each pair, ascending.
    pub(super) fn each_visitor(&self, items: &Range<usize>, mut take: impl FnMut(&[Vote])) {
        let (mut one, mut own) = (Vec::new(), Vec::new());
        for sessions in self.sessions.chunk_by(|first, second| first.visitor == second.visitor) {
            own.clear();
            for session in sessions {
                one.clear();
                self.cast_votes(session, items, &mut one);
                one.sort_unstable();
                // Of a session's votes for the same pair the largest counts.
                own.extend(one.chunk_by(same_pair).filter_map(|votes| votes.last()));
            }
            own.sort_unstable();
            own.dedup_by(|next, kept| {
                let same = same_pair(next, kept);
                kept.2 += if same { next.2 } else { 0 };
                same
            });
            own.retain(|(.., votes)| *votes > 0);
            take(&own);
        }
    }

    /// The votes of a session in the rows of some items.
    fn cast_votes(&self, session: &Session, items: &Range<usize>, out: &mut Vec<Vote>) {
        let events = voting(session);
        let age = (self.latest - session.last) / DAY;
        for (place, from) in events.iter().enumerate() {
            if items.contains(&(*from as usize)) {
                let (before, after) = events.split_at(place);
                let after = (1..).zip(after.iter().skip(1)).take(self.window);
                let before = (1..).zip(before.iter().rev()).take(self.window);
                let vote = |direction, (distance, to): (usize, &u32)| {
                    (*from, *to, self.table.vote(direction, distance, age))
                };
                out.extend(after.map(|step| vote(Direction::Forward, step)));
                out.extend(before.map(|step| vote(Direction::Backward, step)));
            }
        }
    }
}

/// Row, follower and votes.
pub(super) type Vote = (u32, u32, i64);

fn same_pair(first: &Vote, second: &Vote) -> bool {
    (first.0, first.1) == (second.0, second.1)
}

/// The events of a session that vote: the last so many, beyond which it is a robot or a shared
/// computer.
fn voting(session: &Session) -> &[u32] {
    session.events.get(session.events.len().saturating_sub(SESSION_LIMIT)..).unwrap_or(&[])
}

fn distinct(events: &[u32]) -> Vec<u32> {
    let mut items = events.to_vec();
    items.sort_unstable();
    items.dedup();
    items
}

/// How many events of a session vote.
const SESSION_LIMIT: usize = 200;

/// How many bytes of votes are held at once where nothing else is said.
pub(crate) const MEMORY: u64 = 400 << 20;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::rows;

    fn session(visitor: u32, day: i64, events: &[u32]) -> Session {
        Session { visitor, last: day * DAY, events: events.to_vec() }
    }

    fn counted(sessions: &[Session], knobs: &Knobs) -> Vec<(u32, u32, i64, u32)> {
        let counts = count(sessions.iter(), 10, knobs);
        counts.pairs.iter().map(|pair| (pair.from, pair.to, pair.votes, pair.visitors)).collect()
    }

    #[test]
    fn votes_fall_with_distance_and_count_back_less() {
        let knobs = Knobs { window: 2, gamma: 0.5, recency: 0.0, ..Knobs::default() };
        let one = 1 << 20;
        assert_eq!(
            counted(&[session(1, 0, &[0, 1, 2, 3])], &knobs),
            [
                (0, 1, one, 1),
                (0, 2, one / 2, 1),
                (1, 0, one / 2, 1),
                (1, 2, one, 1),
                (1, 3, one / 2, 1),
                (2, 0, one / 4, 1),
                (2, 1, one / 2, 1),
                (2, 3, one, 1),
                (3, 1, one / 4, 1),
                (3, 2, one / 2, 1),
            ]
        );
    }

    #[test]
    fn a_pair_that_comes_twice_in_a_session_counts_its_nearest() {
        let knobs = Knobs { window: 9, gamma: 0.0, recency: 0.0, ..Knobs::default() };
        let one = 1 << 20;
        assert_eq!(
            counted(&[session(1, 0, &[0, 5, 1, 0, 1])], &knobs),
            [
                (0, 0, one / 3, 1),
                (0, 1, one, 1),
                (0, 5, one, 1),
                (1, 0, one, 1),
                (1, 1, one / 2, 1),
                (5, 0, one / 2, 1),
                (5, 1, one, 1),
            ]
        );
    }

    #[test]
    fn a_visitor_counts_once_however_often_they_come() {
        let knobs = Knobs { gamma: 0.0, recency: 0.0, ..Knobs::default() };
        let sessions = [session(1, 0, &[0, 1]), session(1, 1, &[0, 1]), session(2, 1, &[0, 1])];
        assert_eq!(counted(&sessions, &knobs), [(0, 1, 3 << 20, 2)]);
    }

    #[test]
    fn older_sessions_count_less_and_the_order_of_sessions_does_not_matter() {
        let knobs = Knobs { gamma: 0.0, recency: 0.5, ..Knobs::default() };
        let sessions = [session(1, 0, &[0, 1]), session(2, 10, &[2, 3]), session(3, 4, &[2, 1])];
        let counts = counted(&sessions, &knobs);
        assert_eq!(
            counts.iter().map(|pair| pair.2).collect::<Vec<_>>(),
            [141_909, 315_825, 1 << 20]
        );
        let reversed: Vec<_> = sessions.into_iter().rev().collect();
        assert_eq!(counted(&reversed, &knobs), counts);
    }

    proptest! {
        #[test]
        fn rows_counted_one_by_one_are_those_counted_at_once(
            sessions in prop::collection::vec((0u32..6, 0i64..9, prop::collection::vec(0u32..8, 0..9)), 0..12),
            window in 1u32..5,
        ) {
            let knobs = Knobs { window, ..Knobs::default() };
            let sessions: Vec<Session> =
                sessions.iter().map(|(visitor, day, events)| session(*visitor, *day, events)).collect();
            let count = |memory| {
                let mut passes = Vec::new();
                let heard = &mut |done, total| passes.push((done, total));
                let counts = Poll::of(sessions.iter(), 8, &knobs)
                    .count(Effort { memory, heard }, |_| {});
                (counts, passes)
            };
            let ((one_by_one, passes), (at_once, pass)) = (count(0), count(u64::MAX));
            let rows = one_by_one.pairs.chunk_by(|a, b| a.from == b.from).count();
            prop_assert!(passes.len() > rows && pass.len() == 2);
            prop_assert_eq!(passes.last(), pass.last());
            prop_assert!(pass.iter().all(|(done, total)| *done == 0 || done == total));
            prop_assert_eq!(one_by_one.pairs, at_once.pairs);
            prop_assert_eq!(one_by_one.sessions, at_once.sessions);
        }

        #[test]
        fn what_is_not_kept_is_in_no_table_at_any_threshold(
            sessions in prop::collection::vec((0u32..30, prop::collection::vec(0u32..6, 2..7)), 1..60),
            old in prop::collection::vec(prop::collection::btree_set(0u32..6, 0..3), 6),
            top in 1usize..4,
            has_previous in any::<bool>(),
        ) {
            let knobs = Knobs::default();
            let sessions: Vec<Session> =
                sessions.iter().map(|(visitor, events)| session(*visitor, 0, events)).collect();
            let previous = Previous::from(old.into_iter().map(|row| row.into_iter().collect()).collect());
            let previous = has_previous.then_some(&previous);
            let all = count(sessions.iter(), 6, &knobs);
            let effort = Effort { memory: 0, heard: &mut |_, _| () };
            let strongest =
                count_strongest(sessions.iter(), 6, &knobs, top, previous, effort);
            prop_assert!(strongest.pairs.len() <= all.pairs.len());
            for support in 1..6 {
                let rows = |counts| rows(counts, &knobs, top, Threshold { support, previous });
                prop_assert_eq!(rows(&strongest), rows(&all));
                let threshold = Threshold { support, previous };
                let effort = Effort { memory: 0, heard: &mut |_, _| () };
                let straight =
                    count_rows(sessions.iter(), 6, &knobs, top, threshold, effort);
                prop_assert_eq!(straight, (rows(&all), all.sessions.clone()));
                let afresh = |counts| crate::table::rows(counts, &knobs, top, Threshold::at(support));
                prop_assert_eq!(afresh(&strongest), afresh(&all));
            }
        }
    }
}
