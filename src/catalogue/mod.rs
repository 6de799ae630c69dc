//! The public pack: the same bytes for everyone, opened once and then read in place.
//!
//! This module leaves out where packs come from (the packer), how they are fetched (the page), and
//! what they are used for (ranking). The layout is drawn in `layout.rs`; encoder and decoder of
//! every part stand side by side.
//!
//! Reading is total: whatever bytes [`Catalogue::open`] accepted, no later call panics. What is
//! out of bounds reads as nothing.

mod build;
mod bytes;
mod cut;
mod display;
mod error;
mod graft;
mod layout;
mod ragged;
mod shard;
mod table;
mod weights;

pub use build::{BuildError, FacetInput, ItemInput, PackInput, encode, encode_with_denials};
pub use cut::Cut;
pub use display::Display;
pub use error::CatalogueError;
pub use graft::graft;
pub use shard::Shard;
pub use weights::Weights;

use bytes::{Span, bit_at, take_varint, u16_at, u32_at};
use layout::Layout;
use ragged::Ragged;
use table::Table;

/// The number of an item in one pack: its place in the byte order of the ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemIx(pub u32);

/// The number of a facet (one value of a category or an attribute) in one pack: facets are ordered
/// by kind, as the feed's columns are, then by label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacetIx(pub u32);

/// What the table of a pack was made from, as the policy file and the preference center say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableSource {
    /// Attributes of the feed alone, no behaviour.
    Attributes,
    /// Orders.
    Orders,
    /// Sessions of the shop's own log.
    Sessions,
    /// Aggregated signals.
    Signals,
}

/// What a pack says of itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Header {
    /// The hash of the content, which tells packs apart. It guards against broken bytes, not
    /// against made ones: that is the loader's integrity check.
    pub hash: u64,
    /// How many items there are.
    pub items: u32,
    /// How many facets there are.
    pub facets: u32,
    /// The day of the newest data, in days since 1970-01-01; 0 when it is not told.
    pub vintage_day: u32,
    /// What the table was made from.
    pub source: TableSource,
    /// How many different visitors a pair of items needed to be in the table.
    pub support: u32,
    /// The knobs of scoring.
    pub weights: Weights,
}

/// A section of a pack, for reports on what a pack is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'a> {
    /// Its id.
    pub id: u16,
    /// What it holds, in a word or two; "unknown" for one that this build skips.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// An open pack.
pub struct Catalogue {
    bytes: Box<[u8]>,
    header: Header,
    ids: Ragged,
    titles: Ragged,
    urls: Ragged,
    kinds: u32,
    kind_starts: Span,
    kind_names: Ragged,
    labels: Ragged,
    item_facets: Ragged,
    postings: Ragged,
    available: Span,
    denied_items: Span,
    denied_facets: Span,
    boosts: Span,
    sponsored: Span,
    popularity: Span,
    popular: Span,
    table: Table,
    table_section: Span,
    display_keys: Ragged,
    display: Ragged,
    whole: Span,
}

impl Catalogue {
    /// The version of the format that this build reads and writes.
    pub const VERSION: u16 = layout::VERSION;

    /// The section that says by what items are denied. It is for auditors; ranking does not read it.
    pub const DENIALS: u16 = layout::DENIALS;

    /// Opens a pack: checks the frame, the checksum and the places of the sections, once. Nothing
    /// is read per item, so the time is that of one pass of the checksum.
    ///
    /// # Errors
    /// See [`CatalogueError`]: not a pack, another version, truncated, damaged, malformed.
    pub fn open(bytes: Box<[u8]>) -> Result<Self, CatalogueError> {
        let layout = Layout::open(&bytes)?;
        let Header { items, facets, .. } = layout.header;
        let kinds = layout.kinds;
        let ragged = |id, count| {
            let section = layout.need(id)?;
            Ragged::open(section, count).ok_or(CatalogueError::Malformed { section: id })
        };
        // A loop, since each further call would be compiled into this function anew.
        let mut lists = [Ragged::default(); layout::LISTS.len()];
        for (list, (id, of_facets)) in lists.iter_mut().zip(layout::LISTS) {
            *list = ragged(id, if of_facets { facets } else { items })?;
        }
        let [ids, titles, urls, labels, item_facets, postings] = lists;
        let cut =
            |id, span: Span, len| span.split(len).ok_or(CatalogueError::Malformed { section: id });

        let (kind_starts, kind_names) =
            cut(layout::KINDS, layout.need(layout::KINDS)?, (kinds as usize + 1) * 4)?;
        let kind_names = Ragged::open(kind_names, kinds)
            .ok_or(CatalogueError::Malformed { section: layout::KINDS })?;
        let (item_bits, facet_bits) = (items.div_ceil(8) as usize, facets.div_ceil(8) as usize);
        let (available, flags) = cut(layout::FLAGS, layout.need(layout::FLAGS)?, item_bits)?;
        let (denied_items, flags) = cut(layout::FLAGS, flags, item_bits)?;
        let (denied_facets, _) = cut(layout::FLAGS, flags, facet_bits)?;
        let (popularity, popular) = cut(
            layout::POPULARITY,
            layout.need(layout::POPULARITY)?,
            (items as usize).saturating_mul(2),
        )?;
        let table_section = layout.need(layout::TABLE)?;
        let table = Table::open(&bytes, table_section, items)
            .ok_or(CatalogueError::Malformed { section: layout::TABLE })?;
        let (display_keys, display) = if layout.find(layout::DISPLAY).is_some() {
            (ragged(layout::DISPLAY_KEYS, layout.display_keys)?, ragged(layout::DISPLAY, items)?)
        } else {
            (Ragged::default(), Ragged::default())
        };
        Ok(Self {
            header: layout.header,
            ids,
            titles,
            urls,
            kinds,
            kind_starts,
            kind_names,
            labels,
            item_facets,
            postings,
            available,
            denied_items,
            denied_facets,
            boosts: layout.find(layout::BOOSTS).unwrap_or_default(),
            sponsored: layout.find(layout::SPONSORED).unwrap_or_default(),
            popularity,
            popular,
            table,
            table_section,
            display_keys,
            display,
            whole: layout.find(layout::WHOLE).unwrap_or_default(),
            bytes,
        })
    }

    /// What the pack says of itself.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.header.items
    }

    /// How many items the shop has, those in other files too.
    #[must_use]
    pub fn whole(&self) -> u32 {
        if self.whole.len == 0 { self.header.items } else { u32_at(self.whole.of(&self.bytes), 0) }
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.header.items == 0
    }

    /// The item with a stable id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ItemIx> {
        self.ids.find(&self.bytes, id.as_bytes(), 0, self.header.items).map(ItemIx)
    }

    /// The stable id of an item, the same in every pack of the shop.
    #[must_use]
    pub fn id(&self, item: ItemIx) -> &str {
        self.ids.text(&self.bytes, item.0)
    }

    /// The title of an item.
    #[must_use]
    pub fn title(&self, item: ItemIx) -> &str {
        self.titles.text(&self.bytes, item.0)
    }

    /// The address of an item's page.
    #[must_use]
    pub fn url(&self, item: ItemIx) -> &str {
        self.urls.text(&self.bytes, item.0)
    }

    /// The categories and attributes of an item, ascending: by kind, then by label.
    pub fn facets(&self, item: ItemIx) -> impl Iterator<Item = FacetIx> + '_ {
        let mut entry = self.item_facets.entry(&self.bytes, item.0);
        let (mut next, facets) = (0u32, self.header.facets);
        core::iter::from_fn(move || {
            let facet = next.checked_add(take_varint(&mut entry)?)?;
            next = facet.checked_add(1)?;
            (facet < facets).then_some(FacetIx(facet))
        })
    }

    /// The facets of an item that are of the first kind, by which calibration goes, but for denied
    /// ones.
    pub fn categories(&self, item: ItemIx) -> impl Iterator<Item = FacetIx> + '_ {
        let end = self.kind_start(1);
        self.facets(item).filter(move |facet| facet.0 < end && !self.is_denied_facet(*facet))
    }

    /// The kinds of facets, in the order of the feed's columns.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        (0..self.kinds).map(|kind| self.kind_names.text(&self.bytes, kind))
    }

    /// What kind of facet it is, such as "subject" or "author".
    #[must_use]
    pub fn facet_kind(&self, facet: FacetIx) -> &str {
        let kind = (0..self.kinds).find(|kind| facet.0 < self.kind_start(kind + 1));
        kind.map_or("", |kind| self.kind_names.text(&self.bytes, kind))
    }

    /// The facet's value, such as "Gothic fiction" or "Mary Shelley".
    #[must_use]
    pub fn facet_label(&self, facet: FacetIx) -> &str {
        self.labels.text(&self.bytes, facet.0)
    }

    /// The facet with a kind and a label.
    #[must_use]
    pub fn find_facet(&self, kind: &str, label: &str) -> Option<FacetIx> {
        let kind =
            (0..self.kinds).find(|found| self.kind_names.text(&self.bytes, *found) == kind)?;
        let (from, until) = (self.kind_start(kind), self.kind_start(kind + 1));
        self.labels.find(&self.bytes, label.as_bytes(), from, until).map(FacetIx)
    }

    /// Whether the facet is of a denied category: never profiled.
    #[must_use]
    pub fn is_denied_facet(&self, facet: FacetIx) -> bool {
        bit_at(self.denied_facets.of(&self.bytes), facet.0)
    }

    /// Whether the item is of a denied category: shown and found, never profiled.
    #[must_use]
    pub fn is_denied(&self, item: ItemIx) -> bool {
        bit_at(self.denied_items.of(&self.bytes), item.0)
    }

    /// Whether the item can be had.
    #[must_use]
    pub fn is_available(&self, item: ItemIx) -> bool {
        item.0 < self.header.items && bit_at(self.available.of(&self.bytes), item.0)
    }

    /// How much the business would like the item lifted, from 0 to 1: a property of the item alone.
    #[must_use]
    pub fn boost(&self, item: ItemIx) -> f32 {
        self.boosts
            .of(&self.bytes)
            .get(item.0 as usize)
            .map_or(0.0, |boost| f32::from(*boost) / 255.0)
    }

    /// Whether somebody pays for the item to be shown.
    #[must_use]
    pub fn is_sponsored(&self, item: ItemIx) -> bool {
        bit_at(self.sponsored.of(&self.bytes), item.0)
    }

    /// The items that tend to follow an item, ascending by item, with weights of which the
    /// table's largest is 1.
    pub fn row(&self, item: ItemIx) -> impl Iterator<Item = (ItemIx, f32)> + '_ {
        self.table.row(&self.bytes, item)
    }

    /// The items that carry a facet, the most popular first.
    pub fn postings(&self, facet: FacetIx) -> impl Iterator<Item = ItemIx> + '_ {
        let mut entry = self.postings.entry(&self.bytes, facet.0);
        let items = self.header.items;
        core::iter::from_fn(move || take_varint(&mut entry))
            .filter(move |item| *item < items)
            .map(ItemIx)
    }

    /// How many items of the whole shop carry a facet, counted up to `most`. In a pack of the whole
    /// shop every number in the facet's postings has one last byte.
    #[must_use]
    pub fn carriers(&self, facet: FacetIx, most: usize) -> usize {
        if self.whole.len > 0 {
            let place = (facet.0 as usize + 1).saturating_mul(4);
            return most.min(u32_at(self.whole.of(&self.bytes), place) as usize);
        }
        let entry = self.postings.entry(&self.bytes, facet.0);
        entry.iter().filter(|byte| **byte < 0x80).take(most).count()
    }

    /// The head of the catalogue, the most popular first.
    pub fn popular(&self) -> impl Iterator<Item = ItemIx> + '_ {
        let popular = self.popular.of(&self.bytes);
        let items = self.header.items;
        let listed = (0..popular.len() / 4).map(|place| u32_at(popular, place * 4));
        listed.filter(move |item| *item < items).map(ItemIx)
    }

    /// How popular an item is, from 0 to 1.
    #[must_use]
    pub fn popularity(&self, item: ItemIx) -> f32 {
        f32::from(u16_at(self.popularity.of(&self.bytes), (item.0 as usize).saturating_mul(2)))
            / 65535.0
    }

    /// The sections in the order of the file, those that this build skips too.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        layout::directory(&self.bytes).map(|(id, span)| Section {
            id,
            name: layout::name_of(id),
            bytes: span.of(&self.bytes),
        })
    }

    /// The pack as it is served.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The table as it is served, with its index, for reports on its size.
    #[must_use]
    pub fn table_bytes(&self) -> &[u8] {
        self.table_section.of(&self.bytes)
    }

    /// The public display fields of an item.
    #[must_use]
    pub fn display(&self, item: ItemIx) -> Display<'_> {
        let entry = self.display.entry(&self.bytes, item.0);
        Display { bytes: &self.bytes, keys: self.display_keys, entry }
    }

    /// The first facet of a kind.
    fn kind_start(&self, kind: u32) -> u32 {
        u32_at(self.kind_starts.of(&self.bytes), kind as usize * 4)
    }
}

impl core::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Catalogue")
    }
}

// The properties need proptest, which is not built for wasm; parity is tested there instead.
#[cfg(all(test, not(target_os = "unknown")))]
mod tests;
