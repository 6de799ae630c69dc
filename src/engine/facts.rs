//! Facts: what the vault's sealed bytes say.
//!
//! ```text
//! batch:  order varint | count varint | fact, count times
//! fact:   1, choice | 2, entry | 3, settings u8 (bit 0 paused, bit 1 plain)
//! ```
//!
//! The drawing of a choice stands in `consent/choice.rs`, of an entry in
//! `profile/entry.rs`. `order` puts the batches of all tabs into one order;
//! equal numbers are ordered by their bytes.

use crate::bytes::{Reader, put_varint};
use crate::consent::Choice;
use crate::profile::Entry;

/// One thing the vault remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The customer allowed or refused something.
    Choice(Choice),
    /// Something was learned or stated.
    Entry(Entry),
    /// The customer changed how the profile is used.
    Settings(Settings),
}

/// How the profile is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// All use is stopped for now.
    pub paused: bool,
    /// Picks are shown without the profile.
    pub plain: bool,
}

/// Writes one batch.
pub(crate) fn encode(order: u32, facts: &[Fact]) -> Vec<u8> {
    let mut out = Vec::new();
    put_varint(&mut out, u64::from(order));
    put_varint(&mut out, facts.len() as u64);
    for fact in facts {
        match fact {
            Fact::Choice(choice) => {
                out.push(1);
                choice.encode(&mut out);
            }
            Fact::Entry(entry) => {
                out.push(2);
                entry.encode(&mut out);
            }
            Fact::Settings(Settings { paused, plain }) => {
                out.extend_from_slice(&[3, u8::from(*paused) | u8::from(*plain) << 1]);
            }
        }
    }
    out
}

/// Reads one batch, whole; `None` unless every byte is understood.
pub fn decode(bytes: &[u8]) -> Option<(u32, Vec<Fact>)> {
    let mut reader = Reader::new(bytes);
    let order = reader.u32()?;
    let count = reader.varint()?;
    let mut facts = Vec::new();
    for _ in 0..count {
        facts.push(match reader.u8()? {
            1 => Fact::Choice(Choice::decode(&mut reader)?),
            2 => Fact::Entry(Entry::decode(&mut reader)?),
            3 => {
                let bits = reader.u8().filter(|bits| *bits < 4)?;
                Fact::Settings(Settings { paused: bits & 1 != 0, plain: bits & 2 != 0 })
            }
            _ => return None,
        });
    }
    reader.end().map(|()| (order, facts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_come_back_and_leftovers_are_refused() {
        let facts = vec![
            Fact::Settings(Settings { paused: true, plain: false }),
            Fact::Settings(Settings { paused: false, plain: true }),
        ];
        let bytes = encode(7, &facts);
        assert_eq!(decode(&bytes), Some((7, facts)));
        assert_eq!(decode(&[&bytes[..], &[0]].concat()), None);
        assert_eq!(decode(&bytes[..bytes.len() - 1]), None);
        assert_eq!(decode(&[0, 1, 9]), None);
    }
}
