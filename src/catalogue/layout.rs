//! The pack as a whole: its header and the places of its sections.
//!
//! All numbers are little-endian and unaligned, since JavaScript hands bytes over at alignment 1.
//!
//! ```text
//!  0  u8  magic[8]         0x89 "HKP" 0x0d 0x0a 0x1a 0x0a
//!  8  u16 version          1
//! 10  u16 reserved         0
//! 12  u32 length           of the whole pack in bytes
//! 16  u64 content hash     xxh64, seed 0, of everything from byte 24 on
//! 24  u32 items
//! 28  u32 facets
//! 32  u16 facet kinds
//! 34  u16 display keys
//! 36  u32 vintage          the day of the newest data, in days since 1970-01-01; 0: not told
//! 40  u32 support          how many different visitors a pair needed to be in the table
//! 44  u8  table source     0 attributes, 1 orders, 2 sessions, 3 signals
//! 45  u8  knobs            how many knobs follow
//! 46  u16 sections         how many sections there are
//! 48  f32 knob[knobs]      the fields of `Weights` in their order
//!     { u16 id, u16 reserved, u32 start, u32 length }[sections]
//!     the sections' bytes
//! ```
//!
//! | id | section | holds | needed |
//! |---|---|---|---|
//! | 1 | item ids | ragged text, ascending in byte order: an item's number is its place here | yes |
//! | 2 | titles | ragged text per item | yes |
//! | 3 | URLs | ragged text per item | yes |
//! | 4 | facet kinds | `u32 first facet[kinds + 1]`, then ragged text per kind, in the feed's order | yes |
//! | 5 | facet labels | ragged text per facet, ascending in byte order within its kind | yes |
//! | 6 | item facets | ragged per item: facets ascending, varint distances less 1 | yes |
//! | 7 | postings | ragged per facet: varint items, the most popular first | yes |
//! | 8 | flags | bit sets: available items, denied items, denied facets | yes |
//! | 9 | boosts | `u8` per item, 255 is 1; absent: none | no |
//! | 10 | popularity | `u16` per item, 65535 is 1; then `u32` items, the most popular first | yes |
//! | 11 | table | co-transitions, drawn in `table.rs` | yes |
//! | 12 | display keys | ragged text per key | no |
//! | 13 | display | ragged per item: { varint key, varint length, text } .. | no |
//! | 14 | sponsored | bit set: the items that somebody pays for; absent: none | no |
//! | 15 | whole | of a part of a shop: `u32` items of the whole shop, `u32` carriers there per facet | no |
//! | 16 | leaves | of a shard: ragged per item, a pack of its row and its neighbours' cards | no |
//! | 17 | denials | JSON of the packer's, for auditors: by what each denied item is denied | no |
//!
//! The shape called ragged is drawn in `ragged.rs`. Sections with other ids are skipped: a later
//! packer may add to version 1 whatever an older module can do without.

use xxhash_rust::xxh64::xxh64;

use super::bytes::{Span, u16_at, u32_at, u64_at};
use super::{CatalogueError, Header, TableSource, Weights};

/// What opening learns of a pack: its header and where its sections are.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) header: Header,
    pub(super) kinds: u32,
    pub(super) display_keys: u32,
    sections: [Option<Span>; SECTIONS],
}

impl Layout {
    /// Reads header and places, and checks them against the bytes.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, CatalogueError> {
        check_frame(bytes)?;
        let source = match bytes.get(44) {
            Some(0) => TableSource::Attributes,
            Some(1) => TableSource::Orders,
            Some(2) => TableSource::Sessions,
            Some(3) => TableSource::Signals,
            _ => return Err(CatalogueError::Malformed { section: 0 }),
        };
        let knobs = usize::from(bytes.get(45).copied().unwrap_or(0));
        let directory = FIXED + knobs * 4;
        if directory > bytes.len() {
            return Err(CatalogueError::Malformed { section: 0 });
        }
        let mut found = [0.0f32; Weights::COUNT];
        let known = knobs.min(Weights::COUNT);
        for (knob, value) in found.iter_mut().enumerate().take(known) {
            *value = f32::from_bits(u32_at(bytes, FIXED + knob * 4));
        }
        let weights = Weights::from_list(found.get(..known).unwrap_or(&[]))?;
        let header = Header {
            hash: u64_at(bytes, 16),
            items: u32_at(bytes, 24),
            facets: u32_at(bytes, 28),
            vintage_day: u32_at(bytes, 36),
            source,
            support: u32_at(bytes, 40),
            weights,
        };
        Ok(Self {
            header,
            kinds: u32::from(u16_at(bytes, 32)),
            display_keys: u32::from(u16_at(bytes, 34)),
            sections: find_sections(bytes, directory)?,
        })
    }

    /// The section, or that it is missing.
    pub(super) fn need(&self, id: u16) -> Result<Span, CatalogueError> {
        self.find(id).ok_or(CatalogueError::Malformed { section: id })
    }

    /// The section, if the pack has it.
    pub(super) fn find(&self, id: u16) -> Option<Span> {
        self.sections.get(usize::from(id)).copied().flatten()
    }
}

/// Whether the bytes are a whole, unbroken pack of a version that this build reads.
fn check_frame(bytes: &[u8]) -> Result<(), CatalogueError> {
    let found = bytes.len() as u64;
    if bytes.len() < MAGIC.len() && MAGIC.starts_with(bytes) {
        return Err(CatalogueError::Truncated { expected: FIXED as u64, found });
    }
    if !bytes.starts_with(&MAGIC) {
        return Err(CatalogueError::NotAPack);
    }
    if bytes.len() < VERSION_END {
        return Err(CatalogueError::Truncated { expected: FIXED as u64, found });
    }
    // The version comes first: whatever follows may mean something else in another one.
    let version = u16_at(bytes, 8);
    if version != VERSION {
        return Err(CatalogueError::UnknownVersion { found: version });
    }
    if bytes.len() < FIXED {
        return Err(CatalogueError::Truncated { expected: FIXED as u64, found });
    }
    let expected = u64::from(u32_at(bytes, 12));
    if found < expected {
        return Err(CatalogueError::Truncated { expected, found });
    }
    let hash = bytes.get(HASHED_FROM..).map_or(0, |content| xxh64(content, 0));
    if found > expected || hash != u64_at(bytes, 16) || u16_at(bytes, 10) != 0 {
        return Err(CatalogueError::Damaged);
    }
    Ok(())
}

/// Reads the directory. A section that lies outside the bytes or comes twice is refused.
fn find_sections(
    bytes: &[u8],
    directory: usize,
) -> Result<[Option<Span>; SECTIONS], CatalogueError> {
    let mut sections = [None; SECTIONS];
    for number in 0..usize::from(u16_at(bytes, 46)) {
        let at = directory + number * ENTRY;
        let id = u16_at(bytes, at);
        let (start, len) = (u32_at(bytes, at + 4) as usize, u32_at(bytes, at + 8) as usize);
        let inside = at + ENTRY <= bytes.len()
            && start.checked_add(len).is_some_and(|end| end <= bytes.len());
        if !inside {
            return Err(CatalogueError::Malformed { section: id });
        }
        if let Some(section) = sections.get_mut(usize::from(id))
            && section.replace(Span { start, len }).is_some()
        {
            return Err(CatalogueError::Malformed { section: id });
        }
    }
    Ok(sections)
}

/// The directory of a pack that was opened, in its order, unknown sections too: for reports on
/// what a pack is made of.
pub(super) fn directory(bytes: &[u8]) -> impl Iterator<Item = (u16, Span)> + '_ {
    let first = FIXED + usize::from(bytes.get(45).copied().unwrap_or(0)) * 4;
    (0..usize::from(u16_at(bytes, 46))).map(move |number| {
        let at = first + number * ENTRY;
        let span =
            Span { start: u32_at(bytes, at + 4) as usize, len: u32_at(bytes, at + 8) as usize };
        (u16_at(bytes, at), span)
    })
}

/// What a section holds, in a word or two.
pub(super) fn name_of(section: u16) -> &'static str {
    match section {
        IDS => "item ids",
        TITLES => "titles",
        URLS => "URLs",
        KINDS => "facet kinds",
        LABELS => "facet labels",
        ITEM_FACETS => "item facets",
        POSTINGS => "postings",
        FLAGS => "flags",
        BOOSTS => "boosts",
        POPULARITY => "popularity",
        TABLE => "table",
        DISPLAY_KEYS => "display keys",
        DISPLAY => "display",
        SPONSORED => "sponsored",
        WHOLE => "whole",
        LEAVES => "leaves",
        DENIALS => "denials",
        _ => "unknown",
    }
}

/// Writes what [`Layout::open`] reads, sections in the order given.
pub(super) fn put_pack(fields: &Fields, sections: &[(u16, Vec<u8>)]) -> Option<Vec<u8>> {
    let Fields { items, facets, kinds, display_keys, vintage_day, support, source, weights } =
        *fields;
    let knobs = weights.to_list();
    let mut start = FIXED + knobs.len() * 4 + sections.len() * ENTRY;
    let length = start + sections.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    let mut out = Vec::with_capacity(length);
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    out.extend_from_slice(&u32::try_from(length).ok()?.to_le_bytes());
    out.extend_from_slice(&[0; 8]);
    out.extend_from_slice(&items.to_le_bytes());
    out.extend_from_slice(&facets.to_le_bytes());
    out.extend_from_slice(&kinds.to_le_bytes());
    out.extend_from_slice(&display_keys.to_le_bytes());
    out.extend_from_slice(&vintage_day.to_le_bytes());
    out.extend_from_slice(&support.to_le_bytes());
    out.push(match source {
        TableSource::Attributes => 0,
        TableSource::Orders => 1,
        TableSource::Sessions => 2,
        TableSource::Signals => 3,
    });
    out.push(knobs.len() as u8);
    out.extend_from_slice(&u16::try_from(sections.len()).ok()?.to_le_bytes());
    for knob in knobs {
        out.extend_from_slice(&knob.to_le_bytes());
    }
    for (id, bytes) in sections {
        out.extend_from_slice(&id.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&(start as u32).to_le_bytes());
        out.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        start += bytes.len();
    }
    for (_, bytes) in sections {
        out.extend_from_slice(bytes);
    }
    let hash = xxh64(out.get(HASHED_FROM..)?, 0);
    out.get_mut(HASHED_FROM - 8..HASHED_FROM)?.copy_from_slice(&hash.to_le_bytes());
    Some(out)
}

/// The header's fields as the encoder gives them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) items: u32,
    pub(super) facets: u32,
    pub(super) kinds: u16,
    pub(super) display_keys: u16,
    pub(super) vintage_day: u32,
    pub(super) support: u32,
    pub(super) source: TableSource,
    pub(super) weights: Weights,
}

pub(super) const IDS: u16 = 1;
pub(super) const TITLES: u16 = 2;
pub(super) const URLS: u16 = 3;
pub(super) const KINDS: u16 = 4;
pub(super) const LABELS: u16 = 5;
pub(super) const ITEM_FACETS: u16 = 6;
pub(super) const POSTINGS: u16 = 7;
pub(super) const FLAGS: u16 = 8;
pub(super) const BOOSTS: u16 = 9;
pub(super) const POPULARITY: u16 = 10;
pub(super) const TABLE: u16 = 11;
pub(super) const DISPLAY_KEYS: u16 = 12;
pub(super) const DISPLAY: u16 = 13;
pub(super) const SPONSORED: u16 = 14;
pub(super) const WHOLE: u16 = 15;
pub(super) const LEAVES: u16 = 16;
pub(super) const DENIALS: u16 = 17;

/// The ragged sections that every pack has, and whether they have an entry per facet rather than
/// per item.
pub(super) const LISTS: [(u16, bool); 6] = [
    (IDS, false),
    (TITLES, false),
    (URLS, false),
    (LABELS, true),
    (ITEM_FACETS, false),
    (POSTINGS, true),
];

/// One more than the largest section id that the module reads.
const SECTIONS: usize = WHOLE as usize + 1;

/// A byte above 127 and both kinds of line end, so that a transfer which treats the pack as text
/// is noticed.
const MAGIC: [u8; 8] = *b"\x89HKP\r\n\x1a\n";

pub(super) const VERSION: u16 = 1;
const VERSION_END: usize = 10;

/// Where the content hash begins to look.
const HASHED_FROM: usize = 24;

/// The length of the header before its knobs.
const FIXED: usize = 48;

/// The length of an entry of the directory.
const ENTRY: usize = 12;
