//! Facts: what the vault's sealed bytes say.
//!
//! ```text
//! batch:  order varint | count varint | fact, count times
//! fact:   1, choice | 2, entry | 3, settings varint
//! ```
//!
//! Settings are bit 0 paused, bit 1 plain, bit 2 no sponsored items, bits 3 to 5 surprise and bits
//! 6 to 8 memory, both in two's complement.
//!
//! The drawing of a choice stands in `consent/choice.rs`, of an entry in
//! `profile/entry.rs`. `order` puts the batches of all tabs into one order;
//! equal numbers are ordered by their bytes.

use crate::bytes::{Reader, put_varint};
use crate::consent::Choice;
use crate::profile::{Dials, Entry};

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
    /// Sponsored items are left out of the picks.
    pub unsponsored: bool,
    /// How picks are chosen.
    pub dials: Dials,
}

impl Settings {
    fn to_bits(self) -> u32 {
        let Settings { paused, plain, unsponsored, dials } = self;
        let dial = |at: i8| u32::from(at as u8 & 7);
        let switches = u32::from(paused) | u32::from(plain) << 1 | u32::from(unsponsored) << 2;
        switches | dial(dials.surprise()) << 3 | dial(dials.memory()) << 6
    }

    fn of_bits(bits: u32) -> Option<Settings> {
        // Up to the top and down again: the third bit is the sign.
        let dial = |end: u32| (bits << (32 - end)) as i32 >> 29;
        let dials = Dials::at(dial(6), dial(9)).filter(|_| bits >> 9 == 0)?;
        let (paused, plain, unsponsored) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0);
        Some(Settings { paused, plain, unsponsored, dials })
    }
}

/// Writes one batch.
pub fn encode(order: u32, facts: &[Fact]) -> Vec<u8> {
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
            Fact::Settings(settings) => {
                out.push(3);
                put_varint(&mut out, u64::from(settings.to_bits()));
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
            3 => Fact::Settings(Settings::of_bits(reader.u32()?)?),
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
        let mut facts = Vec::new();
        for turned in 0..25 {
            facts.push(Fact::Settings(Settings {
                paused: turned % 2 == 0,
                plain: turned % 3 == 0,
                unsponsored: turned % 7 == 0,
                dials: Dials::at(turned / 5 - 2, turned % 5 - 2).unwrap(),
            }));
        }
        let bytes = encode(7, &facts);
        assert_eq!(decode(&bytes), Some((7, facts)));
        assert_eq!(decode(&[&bytes[..], &[0]].concat()), None);
        assert_eq!(decode(&bytes[..bytes.len() - 1]), None);
        assert_eq!(decode(&[0, 1, 9]), None);
    }

    #[test]
    fn settings_of_before_there_were_dials_still_read() {
        let settings = Settings { paused: true, plain: true, ..Settings::default() };
        assert_eq!(decode(&[0, 1, 3, 3]), Some((0, vec![Fact::Settings(settings)])));
        assert_eq!(Settings::default().to_bits(), 0);
    }
}
