//! Counting: each session votes once for each ordered pair of its items.

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
    sessions: impl Iterator<Item = &'a Session> + Clone,
    items: usize,
    knobs: &Knobs,
) -> Counts {
    let first = sessions.clone().map(|session| session.last).min().unwrap_or(0);
    let latest = sessions.clone().map(|session| session.last).max().unwrap_or(0);
    let table = VoteTable::of(knobs, (latest - first) / DAY);
    let mut counted = vec![0u32; items];
    let mut votes = Votes::default();
    let mut one = Vec::new();
    for session in sessions {
        let events =
            session.events.get(session.events.len().saturating_sub(SESSION_LIMIT)..).unwrap_or(&[]);
        for item in distinct(events) {
            if let Some(count) = counted.get_mut(item as usize) {
                *count += 1;
            }
        }
        one.clear();
        let age = (latest - session.last) / DAY;
        for (place, from) in events.iter().enumerate() {
            for (distance, to) in
                (1..).zip(events.iter().skip(place + 1)).take(knobs.window as usize)
            {
                one.push((*from, *to, table.vote(Direction::Forward, distance, age)));
                one.push((*to, *from, table.vote(Direction::Backward, distance, age)));
            }
        }
        votes.add(session.visitor, &mut one);
    }
    Counts { pairs: votes.pairs(), sessions: counted }
}

/// Votes on their way to sums. Merged now and then, so that memory follows the number of pairs
/// and visitors rather than the length of the log.
#[derive(Debug, Default)]
struct Votes {
    list: Vec<Vote>,
    merge_at: usize,
}

#[derive(Debug, Clone, Copy)]
struct Vote {
    pair: (u32, u32),
    visitor: u32,
    votes: i64,
}

impl Votes {
    /// Adds one session: of the votes for the same pair the largest counts.
    fn add(&mut self, visitor: u32, one: &mut [(u32, u32, i64)]) {
        one.sort_unstable();
        for votes in one.chunk_by(|first, second| (first.0, first.1) == (second.0, second.1)) {
            if let Some(&(from, to, votes)) = votes.last()
                && votes > 0
            {
                self.list.push(Vote { pair: (from, to), visitor, votes });
            }
        }
        if self.list.len() > self.merge_at.max(MERGE_AT) {
            self.merge();
            self.merge_at = self.list.len() * 2;
        }
    }

    fn merge(&mut self) {
        self.list.sort_unstable_by_key(|vote| (vote.pair, vote.visitor));
        self.list.dedup_by(|next, kept| {
            let same = next.pair == kept.pair && next.visitor == kept.visitor;
            kept.votes += if same { next.votes } else { 0 };
            same
        });
    }

    fn pairs(mut self) -> Vec<Pair> {
        self.merge();
        let sum = |votes: &[Vote]| {
            let (from, to) = votes.first().map_or((0, 0), |vote| vote.pair);
            let sum = votes.iter().map(|vote| vote.votes).sum();
            Pair { from, to, votes: sum, visitors: votes.len() as u32 }
        };
        self.list.chunk_by(|first, second| first.pair == second.pair).map(sum).collect()
    }
}

fn distinct(events: &[u32]) -> Vec<u32> {
    let mut items = events.to_vec();
    items.sort_unstable();
    items.dedup();
    items
}

/// A session votes with its last so many events: beyond that it is a robot or a shared computer.
const SESSION_LIMIT: usize = 200;

/// How many votes are gathered before they are merged.
const MERGE_AT: usize = 1 << 22;

#[cfg(test)]
mod tests {
    use super::*;

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
}
