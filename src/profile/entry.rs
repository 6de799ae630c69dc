//! One thing that is remembered, and its bytes.

use crate::bytes::{Reader, put_bytes, put_str, put_varint};
use crate::consent::Purpose;
use crate::names::names;
use crate::time::Minute;

/// One remembered thing: an event, or a preference that the customer stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Drawn at random, below 2^53 so that JavaScript holds it exactly.
    pub id: u64,
    /// Place in the order of all entries; equal numbers of two tabs are
    /// ordered by id.
    pub order: u32,
    /// When, to the minute.
    pub at: Minute,
    /// The purpose under which it is kept, and with which it goes.
    pub under: Purpose,
    /// What.
    pub what: What,
    /// In a shop that is too large for one pack, the leaf of the item (`homekept pack --shards`):
    /// a pack of its row and of the cards there. Empty otherwise, and for older entries.
    pub leaf: Vec<u8>,
}

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The customer did something with an item (its stable id).
    Event {
        /// What was done.
        kind: EventKind,
        /// The item's stable id.
        item: String,
    },
    /// The customer said what they think of a category or an attribute.
    Statement {
        /// What it is about.
        topic: Topic,
        /// What they want of it.
        stance: Stance,
    },
}

/// A category or an attribute by its names, which outlive any one pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic {
    /// For example `subject`.
    pub kind: String,
    /// For example `Gothic fiction`.
    pub label: String,
}

/// What the customer did with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum EventKind {
    /// Looked at it.
    View,
    /// Did something with it: opened its pictures, read a sample.
    Engage,
    /// Put it into the basket.
    Cart,
    /// Bought it.
    Purchase,
    /// Said that they like it.
    Like,
    /// Said that they do not.
    Dislike,
    /// Waved a pick of it away.
    Dismiss,
    /// Was shown picks. There is one such entry, and in the place of an item's id it has the numbers
    /// of what was shown on which day (FAIR-13), as our elements wrote them. No page's own code
    /// records it, and no list of events has it: it is not among the types of TypeScript.
    #[cfg_attr(target_os = "unknown", serde(skip))]
    Shown,
}

names! {
    EventKind {
        View = "view",
        Engage = "engage",
        Cart = "cart",
        Purchase = "purchase",
        Like = "like",
        Dislike = "dislike",
        Dismiss = "dismiss",
        Shown = "shown",
    }
}

impl EventKind {
    /// All kinds, by their numbers in stored records.
    pub const ALL: [EventKind; 8] = [
        EventKind::View,
        EventKind::Engage,
        EventKind::Cart,
        EventKind::Purchase,
        EventKind::Like,
        EventKind::Dislike,
        EventKind::Dismiss,
        EventKind::Shown,
    ];

    /// Whether the customer stated it, rather than did something from which
    /// it was learned. What is stated does not age.
    pub fn is_stated(self) -> bool {
        matches!(self, EventKind::Like | EventKind::Dislike | EventKind::Dismiss)
    }
}

/// What the customer wants of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Stance {
    /// More of it.
    More,
    /// Less of it.
    Less,
    /// Never again, however many events follow.
    Never,
}

names! {
    Stance {
        More = "more",
        Less = "less",
        Never = "never",
    }
}

impl Stance {
    /// All stances, by their numbers in stored records.
    pub const ALL: [Stance; 3] = [Stance::More, Stance::Less, Stance::Never];
}

impl Entry {
    /// The numbers of what was shown, where it holds them.
    pub fn shown(&self) -> Option<&str> {
        match &self.what {
            What::Event { kind: EventKind::Shown, item } => Some(item),
            _ => None,
        }
    }

    /// Whether it is a preference that the customer stated.
    pub fn is_stated(&self) -> bool {
        match &self.what {
            What::Event { kind, .. } => kind.is_stated(),
            What::Statement { .. } => true,
        }
    }

    // id varint | order varint | minute varint | purpose u8
    // | 0, event kind u8, item text  or  1, stance u8, topic kind text, topic label text
    // or  2, event kind u8, item text, leaf bytes
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        put_varint(out, self.id);
        put_varint(out, u64::from(self.order));
        put_varint(out, u64::from(self.at.0));
        out.push(self.under.number());
        match &self.what {
            What::Event { kind, item } => {
                let has_leaf = !self.leaf.is_empty();
                out.extend_from_slice(&[u8::from(has_leaf) * 2, *kind as u8]);
                put_str(out, item);
                if has_leaf {
                    put_bytes(out, &self.leaf);
                }
            }
            What::Statement { topic, stance } => {
                out.extend_from_slice(&[1, *stance as u8]);
                put_str(out, &topic.kind);
                put_str(out, &topic.label);
            }
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Option<Entry> {
        let id = reader.varint().filter(|id| *id < ID_BOUND)?;
        let order = reader.u32()?;
        let at = Minute(reader.u32()?);
        let under = Purpose::from_number(reader.u8()?)?;
        let tag = reader.u8()?;
        let what = match tag {
            0 | 2 => What::Event {
                kind: EventKind::ALL.get(usize::from(reader.u8()?)).copied()?,
                item: reader.str()?.into(),
            },
            1 => {
                let stance = Stance::ALL.get(usize::from(reader.u8()?)).copied()?;
                let kind = reader.str()?.into();
                What::Statement { topic: Topic { kind, label: reader.str()?.into() }, stance }
            }
            _ => return None,
        };
        let leaf = if tag == 2 { reader.sized()?.into() } else { Vec::new() };
        Some(Entry { id, order, at, under, what, leaf })
    }
}

/// Ids lie below it: the numbers that JavaScript holds exactly.
pub(crate) const ID_BOUND: u64 = 1 << 53;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_from_their_bytes() {
        let topic = Topic { kind: "subject".into(), label: "Gothic fiction".into() };
        let whats = EventKind::ALL
            .into_iter()
            .map(|kind| What::Event { kind, item: "frankenstein".into() })
            .chain(Stance::ALL.map(|stance| What::Statement { topic: topic.clone(), stance }));
        for (order, what) in whats.enumerate() {
            let leaf = if order % 2 == 0 && order < EventKind::ALL.len() {
                vec![7; 200]
            } else {
                Vec::new()
            };
            let entry = Entry {
                id: ID_BOUND - 1,
                order: order as u32,
                at: Minute(29_000_000),
                under: Purpose::Learn,
                what,
                leaf,
            };
            let mut bytes = Vec::new();
            entry.encode(&mut bytes);
            let mut reader = Reader::new(&bytes);
            assert_eq!(Entry::decode(&mut reader), Some(entry));
            assert_eq!(reader.end(), Some(()));
            assert_eq!(Entry::decode(&mut Reader::new(&bytes[..bytes.len() - 1])), None);
        }
    }
}
