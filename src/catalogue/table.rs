//! The co-transition table: which items tend to follow an item, and how strongly.
//!
//! ```text
//! f32 range                                   natural logarithm of the largest weight over the smallest
//! u32 length of the rows
//! { u32 row, u32 weight }[ceil(items / 64)]   where row 0, 64, 128, .. begins, and its first weight
//! row[items]                                  varint byte length, then:
//!                                               varint count
//!                                               varint first neighbour
//!                                               varint distance to the next, less 1 ..
//! u8 weight[..]                               one per neighbour, in the order of the rows
//! ```
//!
//! Neighbours ascend by item, so that their distances are small, and the weights lie apart from
//! them: both compress better. A weight `q` stands for `exp((q - 255) / 255 * range)`, so the
//! largest of the table is 1, and eight bits keep the same relative precision all the way down.

use super::ItemIx;
use super::bytes::{Span, put_run, put_varint, take_run, take_varint, u32_at};
use super::ragged::STEP;

/// The table within the pack.
#[derive(Debug, Clone)]
pub(super) struct Table {
    anchors: Span,
    rows: Span,
    weights: Span,
    items: u32,
    scale: Box<[f32; 256]>,
}

impl Table {
    /// Finds the parts of the section; none when they do not fit.
    pub(super) fn open(bytes: &[u8], section: Span, items: u32) -> Option<Self> {
        let (fixed, rest) = section.split(8)?;
        let fixed = fixed.of(bytes);
        let range = f32::from_bits(u32_at(fixed, 0));
        if !(0.0..=RANGE_MAX).contains(&range) {
            return None;
        }
        let (anchors, rest) = rest.split(items.div_ceil(STEP) as usize * 8)?;
        let (rows, weights) = rest.split(u32_at(fixed, 4) as usize)?;
        let mut scale = Box::new([0.0; 256]);
        for (q, weight) in scale.iter_mut().enumerate() {
            *weight = libm::expf((q as f32 - 255.0) / 255.0 * range);
        }
        Some(Self { anchors, rows, weights, items, scale })
    }

    /// The neighbours of an item with their weights, ascending by item.
    pub(super) fn row<'a>(&'a self, bytes: &'a [u8], item: ItemIx) -> Row<'a> {
        self.find_row(bytes, item).unwrap_or(Row {
            left: 0,
            next: 0,
            items: 0,
            ids: &[],
            weights: &[],
            scale: &self.scale,
        })
    }

    fn find_row<'a>(&'a self, bytes: &'a [u8], item: ItemIx) -> Option<Row<'a>> {
        if item.0 >= self.items {
            return None;
        }
        let anchor = (item.0 / STEP) as usize * 8;
        let anchors = self.anchors.of(bytes);
        let mut rows = self.rows.of(bytes).get(u32_at(anchors, anchor) as usize..)?;
        let mut weight = u32_at(anchors, anchor + 4) as usize;
        for _ in 0..item.0 % STEP {
            let mut row = take_run(&mut rows)?;
            weight = weight.checked_add(take_varint(&mut row)? as usize)?;
        }
        let mut ids = take_run(&mut rows)?;
        let left = take_varint(&mut ids)?;
        let weights = self.weights.of(bytes).get(weight..)?;
        Some(Row { left, next: 0, items: self.items, ids, weights, scale: &self.scale })
    }
}

/// The neighbours of one item.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    left: u32,
    /// The smallest item that the next neighbour can be.
    next: u32,
    items: u32,
    ids: &'a [u8],
    weights: &'a [u8],
    scale: &'a [f32; 256],
}

impl Iterator for Row<'_> {
    type Item = (ItemIx, f32);

    fn next(&mut self) -> Option<(ItemIx, f32)> {
        self.left = self.left.checked_sub(1)?;
        let item = self.next.checked_add(take_varint(&mut self.ids)?)?;
        let (&q, weights) = self.weights.split_first()?;
        if item >= self.items {
            return None;
        }
        self.weights = weights;
        self.next = item + 1;
        Some((ItemIx(item), self.scale[usize::from(q)]))
    }
}

/// What the weights of a table are measured by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    high: f64,
    range: f32,
}

impl Scale {
    /// The scale of a whole table.
    pub(super) fn of(rows: &[Vec<(u32, f64)>]) -> Self {
        let (mut low, mut high) = (f64::INFINITY, 0.0f64);
        for (_, weight) in rows.iter().flatten() {
            low = low.min(*weight);
            high = high.max(*weight);
        }
        let range =
            if high > 0.0 { libm::log(high / low).min(f64::from(RANGE_MAX)) as f32 } else { 0.0 };
        Self { high, range }
    }

    /// The scale of a table that was written, whose weights read as shares of the largest.
    pub(super) fn read(section: &[u8]) -> Self {
        Self { high: 1.0, range: f32::from_bits(u32_at(section, 0)) }
    }
}

/// Writes what [`Table::open`] reads. Each row ascends by item and holds positive weights.
pub(super) fn put_table(out: &mut Vec<u8>, rows: &[Vec<(u32, f64)>], Scale { high, range }: Scale) {
    let mut anchors = Vec::new();
    let mut bytes = Vec::new();
    let mut weights = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if (index as u32).is_multiple_of(STEP) {
            anchors.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            anchors.extend_from_slice(&(weights.len() as u32).to_le_bytes());
        }
        let mut ids = Vec::new();
        put_varint(&mut ids, row.len() as u32);
        let mut next = 0;
        for (item, weight) in row {
            put_varint(&mut ids, item - next);
            next = item + 1;
            weights.push(quantise(weight / high, range));
        }
        put_run(&mut bytes, &ids);
    }
    out.extend_from_slice(&range.to_le_bytes());
    out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
    out.extend_from_slice(&anchors);
    out.extend_from_slice(&bytes);
    out.extend_from_slice(&weights);
}

/// The nearest of the 256 weights.
fn quantise(weight: f64, range: f32) -> u8 {
    if range == 0.0 {
        return 255;
    }
    libm::round(255.0 + libm::log(weight) / f64::from(range) * 255.0).clamp(0.0, 255.0) as u8
}

/// The widest range that a table can have: a weight of `exp(-40)` of the largest is no weight.
const RANGE_MAX: f32 = 40.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[Vec<(u32, f64)>]) {
        let mut bytes = Vec::new();
        put_table(&mut bytes, rows, Scale::of(rows));
        let table =
            Table::open(&bytes, Span { start: 0, len: bytes.len() }, rows.len() as u32).unwrap();
        let high = rows.iter().flatten().map(|(_, weight)| *weight).fold(0.0, f64::max);
        for (item, row) in (0..).map(ItemIx).zip(rows) {
            let found: Vec<_> = table.row(&bytes, item).collect();
            assert_eq!(found.len(), row.len());
            for ((item, weight), (expected, exact)) in found.iter().zip(row) {
                assert_eq!(item.0, *expected);
                let error = f64::from(*weight) / (exact / high) - 1.0;
                assert!(error.abs() < 0.03, "{weight} for {exact}");
            }
        }
        assert_eq!(table.row(&bytes, ItemIx(rows.len() as u32)).count(), 0);
    }

    #[test]
    fn rows_come_back_with_weights_within_three_hundredths() {
        check(&[]);
        check(&[vec![]]);
        check(&[vec![(0, 3.0)]]);
        check(&[vec![(1, 1e-5), (2, 0.5)], vec![], vec![(0, 7.25), (1, 0.001)]]);
        check(
            &(0..200u32)
                .map(|row| (0..row % 21).map(|n| (n * 9, f64::from(1 + row * n % 77))).collect())
                .collect::<Vec<_>>(),
        );
    }

    #[test]
    fn the_largest_weight_is_one() {
        let mut bytes = Vec::new();
        let rows = [vec![(0, 12.0), (1, 3.0)], vec![]];
        put_table(&mut bytes, &rows, Scale::of(&rows));
        let table = Table::open(&bytes, Span { start: 0, len: bytes.len() }, 2).unwrap();
        assert_eq!(table.row(&bytes, ItemIx(0)).next(), Some((ItemIx(0), 1.0)));
    }
}
