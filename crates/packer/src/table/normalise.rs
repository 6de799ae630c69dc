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
    let divisors = Divisors::of(&counts.sessions, knobs);
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

/// What votes are divided by: powers of how many sessions the items are in.
#[derive(Debug)]
pub(super) struct Divisors {
    own: Vec<f64>,
    followers: Vec<f64>,
}

impl Divisors {
    pub(super) fn of(sessions: &[u32], knobs: &Knobs) -> Self {
        let power = |exponent: f64| {
            sessions.iter().map(|count| libm::pow(f64::from(*count) + 1.0, exponent)).collect()
        };
        Self { own: power(knobs.beta), followers: power(knobs.alpha) }
    }

    /// The weight of a pair of known items.
    pub(super) fn weight(&self, pair: &Pair) -> f64 {
        let of = |divisors: &[f64], item: u32| divisors.get(item as usize).copied().unwrap_or(1.0);
        pair.votes as f64 / (of(&self.own, pair.from) * of(&self.followers, pair.to))
    }
}

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
}
