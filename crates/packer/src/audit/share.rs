//! Shares of places: how many of the places of lists go to items of some sort.

use std::iter::Sum;

/// So many of so many places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Share {
    part: u64,
    all: u64,
}

/// The places of a list whose item is of the sort.
pub(crate) fn share<T>(list: &[T], is_of_the_sort: impl Fn(&T) -> bool) -> Share {
    let part = list.iter().filter(|item| is_of_the_sort(item)).count();
    Share { part: part as u64, all: list.len() as u64 }
}

impl Share {
    /// The share; 0 where there is no place.
    pub(crate) fn of_all(self) -> f64 {
        self.part as f64 / self.all.max(1) as f64
    }
}

impl Sum for Share {
    fn sum<I: Iterator<Item = Self>>(shares: I) -> Self {
        shares.fold(Self::default(), |sum, share| Self {
            part: sum.part + share.part,
            all: sum.all + share.all,
        })
    }
}

#[cfg(test)]
#[test]
fn shares_of_lists_of_different_lengths_add_up_by_places() {
    let even = |number: &u32| number.is_multiple_of(2);
    let sum: Share = [share(&[2, 3, 5], even), share(&[4], even)].into_iter().sum();
    assert!((sum.of_all() - 0.5).abs() < 1e-12);
    assert!(share(&[], even).of_all().abs() < 1e-12);
}
