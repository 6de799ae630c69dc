//! Public display fields: price text, brand, year, badge, image reference. They are the same for
//! everyone and are shown by templates. Ranking does not read them: a test over its sources
//! keeps it so.

use super::bytes::{take_run, take_varint};
use super::ragged::Ragged;

/// The display fields of one item.
#[derive(Clone, Copy)]
pub struct Display<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) keys: Ragged,
    pub(super) entry: &'a [u8],
}

impl<'a> Display<'a> {
    /// Key and text of each field, in the order of the feed's columns.
    pub fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let Self { bytes, keys, mut entry } = *self;
        core::iter::from_fn(move || {
            let key = take_varint(&mut entry)?;
            let text = core::str::from_utf8(take_run(&mut entry)?).unwrap_or("");
            Some((keys.text(bytes, key), text))
        })
    }

    /// The text of one field, if the item has it.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.pairs().find(|(found, _)| *found == key).map(|(_, text)| text)
    }
}

impl core::fmt::Debug for Display<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Display")
    }
}
