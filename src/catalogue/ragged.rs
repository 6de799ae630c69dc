//! Lists of unequal length, reached in place: the shape of every section that has one entry per
//! item or per facet.
//!
//! ```text
//! u32 anchor[ceil(count / 64)]      where entry 0, 64, 128, .. begins, from the end of the anchors
//! entry[count]                      varint byte length, then that many bytes
//! ```
//!
//! An anchor for every entry would cost more than many of the entries: reaching one skips at most
//! 63 lengths, which takes a tenth of a microsecond.

use super::bytes::{Span, put_run, take_run, u32_at};

/// How many entries share an anchor.
pub(super) const STEP: u32 = 64;

/// A ragged list within the pack.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ragged {
    anchors: Span,
    entries: Span,
    count: u32,
}

impl Ragged {
    /// Finds anchors and entries in a section; none when the section is too short for its anchors.
    pub(super) fn open(section: Span, count: u32) -> Option<Self> {
        let (anchors, entries) = section.split(count.div_ceil(STEP) as usize * 4)?;
        Some(Self { anchors, entries, count })
    }

    /// The bytes of one entry; none of them when there is no such entry.
    pub(super) fn entry(self, bytes: &[u8], index: u32) -> &[u8] {
        if index >= self.count {
            return &[];
        }
        let mut rest = self.block(bytes, index / STEP);
        for _ in 0..index % STEP {
            if take_run(&mut rest).is_none() {
                return &[];
            }
        }
        take_run(&mut rest).unwrap_or(&[])
    }

    /// One entry as text; empty when it is not text.
    pub(super) fn text(self, bytes: &[u8], index: u32) -> &str {
        core::str::from_utf8(self.entry(bytes, index)).unwrap_or("")
    }

    /// The place of `wanted` in `from..until`, whose entries ascend in byte order. Anchors are
    /// halved, and one's entries gone through: halving the entries would skip lengths at each step.
    pub(super) fn find(self, bytes: &[u8], wanted: &[u8], from: u32, until: u32) -> Option<u32> {
        let until = until.min(self.count);
        let (mut block, mut end) = (from / STEP, until.div_ceil(STEP));
        while block + 1 < end {
            let middle = block + (end - block) / 2;
            if self.entry(bytes, middle * STEP) <= wanted {
                block = middle;
            } else {
                end = middle;
            }
        }
        let first = block * STEP;
        let mut rest = self.block(bytes, block);
        for index in first..until.min(first.saturating_add(STEP)) {
            let entry = take_run(&mut rest)?;
            if entry == wanted && index >= from {
                return Some(index);
            }
        }
        None
    }

    /// The entries from the `block`th anchor on.
    fn block(self, bytes: &[u8], block: u32) -> &[u8] {
        let at = u32_at(self.anchors.of(bytes), block as usize * 4) as usize;
        self.entries.of(bytes).get(at..).unwrap_or(&[])
    }
}

/// Writes what [`Ragged::open`] reads.
pub(super) fn put_ragged<'a>(out: &mut Vec<u8>, lists: impl Iterator<Item = &'a [u8]>) {
    let mut entries = Vec::new();
    for (index, list) in lists.enumerate() {
        if (index as u32).is_multiple_of(STEP) {
            out.extend_from_slice(&(entries.len() as u32).to_le_bytes());
        }
        put_run(&mut entries, list);
    }
    out.extend_from_slice(&entries);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_reached_and_found() {
        for count in [0u32, 1, 63, 64, 65, 200] {
            let texts: Vec<String> =
                (0..count).map(|n| format!("{n:05}{}", "x".repeat(n as usize % 7))).collect();
            let mut bytes = vec![7, 7];
            put_ragged(&mut bytes, texts.iter().map(String::as_bytes));
            let ragged = Ragged::open(Span { start: 2, len: bytes.len() - 2 }, count).unwrap();
            for (index, text) in (0..).zip(&texts) {
                assert_eq!(ragged.text(&bytes, index), text);
                assert_eq!(ragged.find(&bytes, text.as_bytes(), 0, count), Some(index));
                // In a part of the list it is found where the part has it.
                for (from, until) in [(3, 3), (1, 64), (5, 130), (70, 90), (64, 200), (199, 9)] {
                    let found = ragged.find(&bytes, text.as_bytes(), from, until);
                    let has_it = (from..until).contains(&index);
                    assert_eq!(found, has_it.then_some(index), "{index} in {from}..{until}");
                }
            }
            assert_eq!(ragged.text(&bytes, count), "");
            for unknown in [&b"no"[..], b"", b"00031", b"zz"] {
                assert_eq!(ragged.find(&bytes, unknown, 0, u32::MAX), None);
            }
        }
    }

    #[test]
    fn a_section_too_short_for_its_anchors_is_refused() {
        assert!(Ragged::open(Span { start: 0, len: 7 }, 65).is_none());
        assert!(Ragged::open(Span { start: 0, len: 8 }, 65).is_some());
    }
}
