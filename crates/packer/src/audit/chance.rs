//! Chance that comes out the same every time, so that an audit can be repeated.

use homekept::dice::draw;
use homekept::vault::memory::CountingDice;

/// Draws numbers from a fixed seed.
#[derive(Debug, Default)]
pub(super) struct Chance(CountingDice);

impl Chance {
    /// A number below `bound`, or 0 where there is none below it. The bias of a remainder is far
    /// below what any figure here shows.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let number = draw::<8>(&mut self.0).map_or(0, u64::from_le_bytes);
        (number % (bound.max(1) as u64)) as usize
    }

    /// Whether something that happens in `part` of `whole` cases does.
    pub(super) fn happens(&mut self, part: usize, whole: usize) -> bool {
        self.below(whole) < part
    }

    /// One of a list.
    pub(super) fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// Puts a list into another order (Fisher and Yates 1938).
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }
}
