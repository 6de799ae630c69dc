//! Which pairs may be in the public table.

use homekept::catalogue::{Catalogue, ItemIx};

use super::votes::Pair;

/// A pair needs so many different visitors, and one more where it was not in the vintage before.
///
/// With one level for both ways, the same visitor could bring a pair in and, when their visit grows
/// too old, take it out again: whoever keeps two vintages would know when they came. With two
/// levels nobody's visit does both. Staying at the threshold and entering above it, rather than
/// staying below it and entering at it, keeps what every vintage says of itself: no counted pair
/// was ever made by fewer visitors than `support`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threshold<'a> {
    /// How many different visitors a pair needs.
    pub(crate) support: u32,
    /// The vintage before, where there is one.
    pub(crate) previous: Option<&'a Previous>,
}

impl Threshold<'_> {
    /// A threshold that knows of no vintage before.
    pub(crate) fn at(support: u32) -> Self {
        Self { support, previous: None }
    }

    pub(super) fn admits(self, pair: &Pair) -> bool {
        let is_new = self.previous.is_some_and(|previous| !previous.has(pair.from, pair.to));
        pair.visitors >= self.support + u32::from(is_new)
    }
}

/// The pairs of the vintage before, in the numbers of the items of today.
#[derive(Debug, Clone)]
pub(crate) struct Previous {
    /// For each item of today its followers then, ascending.
    rows: Vec<Vec<u32>>,
}

impl Previous {
    /// What a pack says of the items `ids`, which ascend. Items that came since were in no row, and
    /// those that are gone are in none any more.
    pub(crate) fn of<T: AsRef<str>>(pack: &Catalogue, ids: &[T]) -> Self {
        let mut today = vec![None; pack.len() as usize];
        let mut then = Vec::with_capacity(ids.len());
        for (place, id) in (0u32..).zip(ids) {
            let found = pack.find(id.as_ref());
            if let Some(slot) = found.and_then(|found| today.get_mut(found.0 as usize)) {
                *slot = Some(place);
            }
            then.push(found);
        }
        let today = |item: ItemIx| today.get(item.0 as usize).copied().flatten();
        // Both lists of ids ascend, and so do the rows.
        let row = |item: ItemIx| pack.row(item).filter_map(|(item, _)| today(item)).collect();
        Self { rows: then.into_iter().map(|item| item.map(row).unwrap_or_default()).collect() }
    }

    #[cfg(test)]
    pub(super) fn from(rows: Vec<Vec<u32>>) -> Self {
        Self { rows }
    }

    pub(super) fn has(&self, from: u32, to: u32) -> bool {
        self.rows.get(from as usize).is_some_and(|row| row.binary_search(&to).is_ok())
    }
}
