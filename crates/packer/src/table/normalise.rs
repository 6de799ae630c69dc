//! From counts to rows: held back by popularity, cut to the strongest, under the support threshold.

use super::votes::Pair;
use super::{Counts, Threshold};
use crate::knobs::Knobs;

/// The `top` strongest followers of each item, ascending by item, from the pairs that the threshold
/// admits. Weights are positive; their scale means nothing.
pub(crate) fn rows(
    counts: &Counts,
    knobs: &Knobs,
    top: usize,
    threshold: Threshold<'_>,
) -> Vec<Vec<(u32, f64)>> {
    let divisors = Divisors::of(&counts.sessions, &counts.recent, knobs);
    let mut rows = vec![Vec::new(); counts.sessions.len()];
    for pairs in counts.pairs.chunk_by(|first, second| first.from == second.from) {
        let slot = pairs.first().and_then(|pair| rows.get_mut(pair.from as usize));
        if let Some(slot) = slot {
            *slot = strongest_of(pairs, &divisors, top, threshold);
        }
    }
    rows
}

/// One such row, from all of its pairs.
pub(super) fn strongest_of(
    pairs: &[Pair],
    divisors: &Divisors,
    top: usize,
    threshold: Threshold<'_>,
) -> Vec<(u32, f64)> {
    let admitted = pairs.iter().filter(|pair| threshold.admits(pair));
    let mut row: Vec<(u32, f64)> = admitted.map(|pair| (pair.to, divisors.weight(pair))).collect();
    row.sort_unstable_by(|first, second| second.1.total_cmp(&first.1).then(first.0.cmp(&second.0)));
    row.truncate(top);
    row.shrink_to_fit();
    row.sort_unstable_by_key(|(item, _)| *item);
    row
}

/// What votes are divided by: powers of how many sessions the items are in, and, for followers, of
/// how far their recent share of these is behind that of all items.
///
/// ```text
/// trend(j) = (5 p + r_j) / (5 p + n_j p)      r_j of the n_j sessions of an item are recent,
///                                             and a share p of those of all items together
/// ```
pub(super) struct Divisors {
    own: Vec<f64>,
    followers: Vec<f64>,
}

impl Divisors {
    pub(super) fn of(sessions: &[u32], recent: &[u32], knobs: &Knobs) -> Self {
        let power = |exponent: f64| {
            sessions.iter().map(|count| libm::pow(f64::from(*count) + 1.0, exponent)).collect()
        };
        let mut followers: Vec<f64> = power(knobs.alpha);
        if knobs.trend > 0.0 {
            let sum = |counts: &[u32]| counts.iter().copied().map(u64::from).sum::<u64>() as f64;
            let share = sum(recent) / sum(sessions).max(1.0);
            for ((follower, sessions), recent) in followers.iter_mut().zip(sessions).zip(recent) {
                *follower /= libm::pow(trend(*sessions, *recent, share), knobs.trend);
            }
        }
        Self { own: power(knobs.beta), followers }
    }

    /// The weight of a pair of known items.
    pub(super) fn weight(&self, pair: &Pair) -> f64 {
        let of = |divisors: &[f64], item: u32| divisors.get(item as usize).copied().unwrap_or(1.0);
        pair.votes as f64 / (of(&self.own, pair.from) * of(&self.followers, pair.to))
    }
}

/// By how much an item is seen more lately than before, where all items together have 1. Five
/// sessions as usual are added, so that an item of few sessions is not taken for a fashion.
fn trend(sessions: u32, recent: u32, share: f64) -> f64 {
    let usual = |sessions: f64| sessions * share;
    let [added, usual] = [usual(ADDED), usual(ADDED + f64::from(sessions))];
    if usual > 0.0 { (added + f64::from(recent)) / usual } else { 1.0 }
}

/// Of 5 and 10 either served as well.
const ADDED: f64 = 5.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_the_strongest_with_enough_visitors() {
        let pair = |from, to, votes, visitors| Pair { from, to, votes, visitors };
        let counts = Counts {
            pairs: vec![
                pair(0, 1, 100, 1),
                pair(0, 2, 90, 2),
                pair(0, 3, 80, 3),
                pair(0, 4, 300, 9),
                pair(2, 0, 7, 5),
            ],
            sessions: vec![9, 9, 9, 9, 9_999],
            recent: Vec::new(),
        };
        let ids = |knobs: Knobs, top, support| -> Vec<Vec<u32>> {
            let rows = rows(&counts, &knobs, top, Threshold::at(support));
            rows.iter().map(|row| row.iter().map(|(item, _)| *item).collect()).collect()
        };
        let even = Knobs { alpha: 0.0, ..Knobs::default() };
        assert_eq!(ids(even, 2, 1), [vec![1, 4], vec![], vec![0], vec![], vec![]]);
        assert_eq!(ids(even, 9, 2), [vec![2, 3, 4], vec![], vec![0], vec![], vec![]]);
        // Held back by its popularity, item 4 falls behind.
        assert_eq!(
            ids(Knobs { alpha: 0.9, ..even }, 2, 1),
            [vec![1, 2], vec![], vec![0], vec![], vec![]]
        );
    }

    #[test]
    fn what_is_seen_more_lately_follows_more_strongly() {
        // A tenth of all sessions are recent: as many as usual of item 1, all of item 2, none of 3.
        let (sessions, recent) = ([85, 30, 5, 20], [3, 3, 5, 3]);
        let share = 14.0 / 140.0;
        let weight = |trend: f64, to: u32| {
            let knobs = Knobs { alpha: 0.0, beta: 0.0, trend, ..Knobs::default() };
            let pair = Pair { from: 0, to, votes: 100, visitors: 9 };
            Divisors::of(&sessions, &recent, &knobs).weight(&pair)
        };
        assert!((share - 0.1f64).abs() < 1e-12);
        for (to, expected) in [(1, 1.0), (2, 5.5), (0, 3.5 / 9.0), (3, 3.5 / 2.5)] {
            assert!((weight(1.0, to) - 100.0 * expected).abs() < 1e-9, "{to}");
            assert!((weight(0.5, to) - 100.0 * f64::sqrt(expected)).abs() < 1e-9, "{to}");
            assert!((weight(0.0, to) - 100.0).abs() < 1e-12, "{to}");
        }
    }

    #[test]
    fn where_nothing_is_known_of_when_there_is_no_trend() {
        let knobs = Knobs { trend: 1.0, ..Knobs::default() };
        let weight = |recent: &[u32], knobs: &Knobs| {
            let pair = Pair { from: 0, to: 1, votes: 100, visitors: 9 };
            Divisors::of(&[3, 4], recent, knobs).weight(&pair)
        };
        let without = weight(&[], &Knobs::default());
        for recent in [&[][..], &[0, 0], &[3, 4]] {
            assert!((weight(recent, &knobs) - without).abs() < 1e-12, "{recent:?}");
        }
    }
}
