//! Sorting in a tenth of the bytes: each use of the standard library's sorts
//! brings several kilobytes of wasm, and what is sorted here is short.

use core::cmp::Ordering;

/// Heapsort (Williams 1964), in place: n log n at worst, no allocation, not
/// stable; the order must be total for the answer to be the same everywhere.
pub(crate) fn sort_by<T>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    let length = items.len();
    let mut start = length / 2;
    let mut end = length;
    while end > 1 {
        if start > 0 {
            start -= 1;
        } else {
            end -= 1;
            items.swap(0, end);
        }
        sift_down(items, start, end, &order);
    }
}

fn sift_down<T>(
    items: &mut [T],
    mut parent: usize,
    end: usize,
    order: &impl Fn(&T, &T) -> Ordering,
) {
    loop {
        let mut child = 2 * parent + 1;
        if child >= end {
            return;
        }
        if child + 1 < end && order(&items[child], &items[child + 1]).is_lt() {
            child += 1;
        }
        if order(&items[parent], &items[child]).is_ge() {
            return;
        }
        items.swap(parent, child);
        parent = child;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_the_standard_librarys(mut items: Vec<u16>) {
            let mut expected = items.clone();
            expected.sort_unstable();
            sort_by(&mut items, Ord::cmp);
            prop_assert_eq!(items, expected);
        }
    }
}
