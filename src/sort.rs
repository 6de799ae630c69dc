//! Sorting in a tenth of the bytes: each use of the standard library's sorts
//! brings several kilobytes of wasm, and what is sorted here is short.

use core::cmp::Ordering;

/// Heapsort (Williams 1964), in place: n log n at worst, no allocation, not
/// stable; the order must be total for the answer to be the same everywhere.
pub(crate) fn sort_by<T>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    heapsort(&mut Slice { items, order });
}

/// What heapsort needs to know of a list. Behind a `dyn`, so that there is one
/// heapsort in the module, whatever the lists hold.
trait List {
    fn len(&self) -> usize;
    fn is_less(&self, a: usize, b: usize) -> bool;
    fn swap(&mut self, a: usize, b: usize);
}

struct Slice<'a, T, F> {
    items: &'a mut [T],
    order: F,
}

impl<T, F: Fn(&T, &T) -> Ordering> List for Slice<'_, T, F> {
    fn len(&self) -> usize {
        self.items.len()
    }

    fn is_less(&self, a: usize, b: usize) -> bool {
        (self.order)(&self.items[a], &self.items[b]).is_lt()
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.items.swap(a, b);
    }
}

fn heapsort(list: &mut dyn List) {
    let mut end = list.len();
    let mut start = end / 2;
    while end > 1 {
        if start > 0 {
            start -= 1;
        } else {
            end -= 1;
            list.swap(0, end);
        }
        sift_down(list, start, end);
    }
}

fn sift_down(list: &mut dyn List, mut parent: usize, end: usize) {
    loop {
        let mut child = 2 * parent + 1;
        if child >= end {
            return;
        }
        if child + 1 < end && list.is_less(child, child + 1) {
            child += 1;
        }
        if !list.is_less(parent, child) {
            return;
        }
        list.swap(parent, child);
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
