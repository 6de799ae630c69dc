//! What of a row can come into a table at all.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::normalise::Divisors;
use super::threshold::Previous;
use super::votes::Pair;

/// Thins a row out to what can come into a table of `top` followers. A pair cannot when `top` others
/// are stronger and have as many visitors: whatever threshold admits it admits them. A pair of the
/// vintage before may be admitted where those are not, and stays.
pub(super) fn keep(
    row: &mut Vec<Pair>,
    divisors: &Divisors,
    top: usize,
    previous: Option<&Previous>,
) {
    row.sort_unstable_by(|first, second| {
        (divisors.weight(second).total_cmp(&divisors.weight(first))).then(first.to.cmp(&second.to))
    });
    // The visitors of the `top` best visited among those that are stronger, the least first.
    let mut best: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
    row.retain(|pair| {
        let outdone =
            best.len() == top && best.peek().is_some_and(|Reverse(least)| *least >= pair.visitors);
        if !outdone {
            best.push(Reverse(pair.visitors));
            if best.len() > top {
                best.pop();
            }
        }
        !outdone || previous.is_some_and(|previous| previous.has(pair.from, pair.to))
    });
    row.sort_unstable_by_key(|pair| pair.to);
}
