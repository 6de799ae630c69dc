//! Writing a pack: the twin of `Catalogue::open`. The packer brings the parts, this puts them
//! into the layout; the browser's module never calls it.

use super::bytes::{put_run, put_varint};
use super::layout::{self, Fields, put_pack};
use super::ragged::put_ragged;
use super::table::{Scale, put_table};
use super::{TableSource, Weights};

/// Everything that goes into a pack.
#[derive(Debug, Clone)]
pub struct PackInput {
    /// The items, ascending by id in byte order.
    pub items: Vec<ItemInput>,
    /// The kinds of facets, in the order of the feed's columns.
    pub kinds: Vec<String>,
    /// The facets, ascending by kind, then by label in byte order.
    pub facets: Vec<FacetInput>,
    /// The keys of the display fields.
    pub display_keys: Vec<String>,
    /// For each item its followers with positive weights, ascending by item.
    pub rows: Vec<Vec<(u32, f64)>>,
    /// The day of the newest data, in days since 1970-01-01; 0: not told.
    pub vintage_day: u32,
    /// What the table was made from.
    pub source: TableSource,
    /// How many different visitors a pair needed.
    pub support: u32,
    /// The knobs of scoring.
    pub weights: Weights,
}

/// One item of a pack.
#[derive(Debug, Clone, Default)]
pub struct ItemInput {
    /// The stable id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// Its facets, ascending, as places in the list of facets.
    pub facets: Vec<u32>,
    /// Whether it can be had.
    pub available: bool,
    /// Whether it is of a denied category.
    pub denied: bool,
    /// How much it should be lifted, from 0 to 1.
    pub boost: f32,
    /// Whether somebody pays for it to be shown.
    pub sponsored: bool,
    /// How popular it is, from 0 to 1.
    pub popularity: f64,
    /// Its display fields: the key's place, and the text.
    pub display: Vec<(u32, String)>,
}

/// One facet of a pack.
#[derive(Debug, Clone)]
pub struct FacetInput {
    /// The place of its kind.
    pub kind: u16,
    /// Its value.
    pub label: String,
    /// Whether it is of a denied category.
    pub denied: bool,
}

/// Why parts do not make a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// The items do not ascend by id, or an id comes twice.
    ItemsNotAscending {
        /// The place of the item that breaks the order.
        item: u32,
    },
    /// The facets do not ascend by kind and label, or name a kind that is not there.
    FacetsNotAscending {
        /// The place of the facet that breaks the order.
        facet: u32,
    },
    /// An item's facets or followers do not ascend, or name what is not there.
    ListNotAscending {
        /// The item.
        item: u32,
    },
    /// A weight of the table is not a positive number.
    WeightNotPositive {
        /// The row.
        item: u32,
    },
    /// The rows are not as many as the items.
    RowsDiffer,
    /// A knob of scoring is out of bounds.
    KnobOutOfBounds {
        /// Which one, in the order of the header.
        knob: u16,
    },
    /// More than the format can count.
    TooLarge,
}

impl BuildError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ItemsNotAscending { .. } => "build-items-not-ascending",
            Self::FacetsNotAscending { .. } => "build-facets-not-ascending",
            Self::ListNotAscending { .. } => "build-list-not-ascending",
            Self::WeightNotPositive { .. } => "build-weight-not-positive",
            Self::RowsDiffer => "build-rows-differ",
            Self::KnobOutOfBounds { .. } => "build-knob-out-of-bounds",
            Self::TooLarge => "build-too-large",
        }
    }
}

impl core::fmt::Display for BuildError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for BuildError {}

/// Writes a pack. The same parts give the same bytes, always.
///
/// # Errors
/// See [`BuildError`]: parts out of order, or naming what is not there.
pub fn encode(input: &PackInput) -> Result<Vec<u8>, BuildError> {
    encode_with_denials(input, &[])
}

/// Writes a pack that says by what its denied items are denied, in words of the packer's that no
/// module reads; empty: it does not say.
///
/// # Errors
/// See [`encode`].
pub fn encode_with_denials(input: &PackInput, denials: &[u8]) -> Result<Vec<u8>, BuildError> {
    let more = if denials.is_empty() { vec![] } else { vec![(layout::DENIALS, denials.to_vec())] };
    encode_sections(input, None, more)
}

/// Writes a pack with the weights of its table in a scale, or in their own, and with more sections.
pub(super) fn encode_sections(
    input: &PackInput,
    scale: Option<Scale>,
    more: Vec<(u16, Vec<u8>)>,
) -> Result<Vec<u8>, BuildError> {
    check(input)?;
    let popular = by_popularity(input);
    let mut sections = vec![
        (layout::IDS, texts(input.items.iter().map(|item| item.id.as_str()))),
        (layout::TITLES, texts(input.items.iter().map(|item| item.title.as_str()))),
        (layout::URLS, texts(input.items.iter().map(|item| item.url.as_str()))),
        (layout::KINDS, kinds(input)),
        (layout::LABELS, texts(input.facets.iter().map(|facet| facet.label.as_str()))),
        (layout::ITEM_FACETS, lists(input.items.iter().map(|item| ascending(&item.facets)))),
        (layout::POSTINGS, postings(input, &popular)),
        (layout::FLAGS, flags(input)),
        (layout::POPULARITY, popularity(input, &popular)),
        (layout::TABLE, table(input, scale)),
    ];
    if input.items.iter().any(|item| item.boost > 0.0) {
        sections.push((
            layout::BOOSTS,
            input
                .items
                .iter()
                .map(|item| libm::roundf(item.boost * 255.0).clamp(0.0, 255.0) as u8)
                .collect(),
        ));
    }
    if input.items.iter().any(|item| item.sponsored) {
        sections.push((layout::SPONSORED, bits(input.items.iter().map(|item| item.sponsored))));
    }
    if input.items.iter().any(|item| !item.display.is_empty()) {
        sections.push((layout::DISPLAY_KEYS, texts(input.display_keys.iter().map(String::as_str))));
        sections
            .push((layout::DISPLAY, lists(input.items.iter().map(|item| display(&item.display)))));
    }
    sections.extend(more);
    let fields = Fields {
        items: count(input.items.len())?,
        facets: count(input.facets.len())?,
        kinds: u16::try_from(input.kinds.len()).map_err(|_| BuildError::TooLarge)?,
        display_keys: u16::try_from(input.display_keys.len()).map_err(|_| BuildError::TooLarge)?,
        vintage_day: input.vintage_day,
        support: input.support,
        source: input.source,
        weights: input.weights,
    };
    put_pack(&fields, &sections).ok_or(BuildError::TooLarge)
}

/// Refuses what would not read back as it was meant.
fn check(input: &PackInput) -> Result<(), BuildError> {
    let PackInput {
        items,
        kinds,
        facets,
        display_keys,
        rows,
        weights,
        vintage_day: _,
        source: _,
        support: _,
    } = input;
    weights.checked().map_err(|_| BuildError::KnobOutOfBounds { knob: 0 })?;
    if rows.len() != items.len() {
        return Err(BuildError::RowsDiffer);
    }
    for (place, pair) in (1..).zip(items.windows(2)) {
        if matches!(pair, [first, second] if first.id >= second.id) {
            return Err(BuildError::ItemsNotAscending { item: place });
        }
    }
    for (place, facet) in (0u32..).zip(facets) {
        let before = (place as usize).checked_sub(1).and_then(|before| facets.get(before));
        let ascends =
            before.is_none_or(|before| (before.kind, &before.label) < (facet.kind, &facet.label));
        if !ascends || usize::from(facet.kind) >= kinds.len() {
            return Err(BuildError::FacetsNotAscending { facet: place });
        }
    }
    for ((place, item), row) in (0u32..).zip(items).zip(rows) {
        let followers: Vec<u32> = row.iter().map(|(follower, _)| *follower).collect();
        let keys_known = item.display.iter().all(|(key, _)| (*key as usize) < display_keys.len());
        if !is_ascending(&item.facets, facets.len())
            || !is_ascending(&followers, items.len())
            || !keys_known
        {
            return Err(BuildError::ListNotAscending { item: place });
        }
        if row.iter().any(|(_, weight)| !weight.is_finite() || *weight <= 0.0) {
            return Err(BuildError::WeightNotPositive { item: place });
        }
    }
    Ok(())
}

fn is_ascending(list: &[u32], below: usize) -> bool {
    list.is_sorted_by(|first, second| first < second)
        && list.last().is_none_or(|last| (*last as usize) < below)
}

fn count(len: usize) -> Result<u32, BuildError> {
    u32::try_from(len).map_err(|_| BuildError::TooLarge)
}

/// The items, the most popular first, ties by id.
fn by_popularity(input: &PackInput) -> Vec<u32> {
    let mut order: Vec<u32> = (0..input.items.len() as u32).collect();
    let level =
        |item: &u32| input.items.get(*item as usize).map_or(0, |item| quantise(item.popularity));
    order.sort_by_key(|item| (core::cmp::Reverse(level(item)), *item));
    order
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut out = Vec::new();
    put_ragged(&mut out, texts.map(str::as_bytes));
    out
}

pub(super) fn lists(lists: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let lists: Vec<Vec<u8>> = lists.collect();
    let mut out = Vec::new();
    put_ragged(&mut out, lists.iter().map(Vec::as_slice));
    out
}

fn ascending(list: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut next = 0;
    for value in list {
        put_varint(&mut out, value - next);
        next = value + 1;
    }
    out
}

fn kinds(input: &PackInput) -> Vec<u8> {
    let mut out = Vec::new();
    for kind in 0..=input.kinds.len() {
        let start = input.facets.partition_point(|facet| usize::from(facet.kind) < kind) as u32;
        out.extend_from_slice(&start.to_le_bytes());
    }
    out.extend_from_slice(&texts(input.kinds.iter().map(String::as_str)));
    out
}

fn postings(input: &PackInput, popular: &[u32]) -> Vec<u8> {
    let mut postings = vec![Vec::new(); input.facets.len()];
    for item in popular {
        let facets = input.items.get(*item as usize).map_or(&[][..], |item| &item.facets);
        for facet in facets {
            if let Some(list) = postings.get_mut(*facet as usize) {
                put_varint(list, *item);
            }
        }
    }
    lists(postings.into_iter())
}

fn flags(input: &PackInput) -> Vec<u8> {
    let mut out = bits(input.items.iter().map(|item| item.available));
    out.extend_from_slice(&bits(input.items.iter().map(|item| item.denied)));
    out.extend_from_slice(&bits(input.facets.iter().map(|facet| facet.denied)));
    out
}

fn bits(bits: impl ExactSizeIterator<Item = bool>) -> Vec<u8> {
    let mut out = vec![0u8; bits.len().div_ceil(8)];
    for (place, bit) in bits.enumerate() {
        if let Some(byte) = out.get_mut(place / 8) {
            *byte |= u8::from(bit) << (place % 8);
        }
    }
    out
}

fn popularity(input: &PackInput, popular: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    for item in &input.items {
        out.extend_from_slice(&quantise(item.popularity).to_le_bytes());
    }
    for item in popular.iter().take(HEAD) {
        out.extend_from_slice(&item.to_le_bytes());
    }
    out
}

fn quantise(popularity: f64) -> u16 {
    libm::round(popularity * 65535.0).clamp(0.0, 65535.0) as u16
}

fn table(input: &PackInput, scale: Option<Scale>) -> Vec<u8> {
    let mut out = Vec::new();
    put_table(&mut out, &input.rows, scale.unwrap_or_else(|| Scale::of(&input.rows)));
    out
}

fn display(fields: &[(u32, String)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, text) in fields {
        put_varint(&mut out, *key);
        put_run(&mut out, text.as_bytes());
    }
    out
}

/// How many of the most popular items are listed: enough to fill a page whatever is excluded.
const HEAD: usize = 1000;
