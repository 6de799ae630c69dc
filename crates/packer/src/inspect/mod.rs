//! What a pack says, from the file alone: for an auditor, and for a shop's developer.
//!
//! It leaves out where the pack came from, which no file can prove: that a pair was made by so many
//! visitors is the packer's word.

mod card;
mod checks;
mod words;

pub use card::{Card, CardFacet, Field, Follower};
pub use checks::Check;
pub use words::{what_source, what_support};

use std::collections::BTreeMap;
use std::path::Path;

use homekept::catalogue::{Catalogue, FacetIx, ItemIx, TableSource, Weights};
use serde::Serialize;

use crate::denied::Denials;
use crate::eval::size::compressed;
use crate::input::time;
use crate::{PackError, Progress};

/// Everything that a pack tells of itself. As JSON it has these names, in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The version of the format.
    pub format: u16,
    /// The content hash, in hexadecimal digits.
    pub hash: String,
    /// The length of the file.
    pub bytes: u64,
    /// Its length in brotli, as a web server sends it.
    pub brotli: u64,
    /// The day of the newest data, as YYYY-MM-DD; none where the pack does not tell.
    pub vintage: Option<String>,
    /// What the table was made from: `attributes`, `orders`, `sessions` or `signals`.
    pub source: &'static str,
    /// How many different visitors a pair of items needed to be in the table.
    pub support: u32,
    /// The sections, in the order of the file.
    pub sections: Vec<SectionSize>,
    /// The items.
    pub items: Items,
    /// The facets, by kind.
    pub facets: Vec<Kind>,
    /// By what items are denied; none where the pack does not say it, as older ones do not.
    pub denials: Option<Denials>,
    /// The rows of the table.
    pub rows: Rows,
    /// The public display fields, by key.
    pub display: Vec<DisplayKey>,
    /// The knobs of scoring.
    pub knobs: Scoring,
    /// What was checked, and what was found.
    pub checks: Vec<Check>,
}

/// What a section weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionSize {
    /// Its id in the format.
    pub id: u16,
    /// What it holds.
    pub name: &'static str,
    /// Its length.
    pub bytes: u64,
    /// Its length in brotli, alone.
    pub brotli: u64,
}

/// The items of a pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Items {
    /// How many there are.
    pub count: u32,
    /// How many can be had.
    pub available: u32,
    /// The ids of those of a denied category.
    pub denied: Vec<String>,
    /// The ids of those that somebody pays for.
    pub sponsored: Vec<String>,
    /// Those that the shop would like lifted.
    pub boosted: Vec<Boosted>,
    /// The largest boost; none where there is none.
    pub largest_boost: Option<f32>,
    /// Ids that more than one item has.
    pub repeated: Vec<String>,
}

/// An item with a boost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Boosted {
    /// Its id.
    pub id: String,
    /// How much, from 0 to 1.
    pub boost: f32,
}

/// A kind of facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// Its name.
    pub kind: String,
    /// How many labels it has.
    pub labels: u32,
    /// How many items carry at least one of them.
    pub items: u32,
    /// The label that most items carry.
    pub largest: String,
    /// The labels of denied categories.
    pub denied: Vec<String>,
}

/// The rows of the table: which items tend to follow which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// How many items have followers.
    pub filled: u32,
    /// How many have none.
    pub empty: u32,
    /// How many followers those have that have any; none where no item has.
    pub followers: Option<Spread>,
}

/// The least, the middle and the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// The least.
    pub min: u32,
    /// The middle; of an even number the lower one of two.
    pub median: u32,
    /// The most.
    pub max: u32,
}

/// A key of the display fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisplayKey {
    /// The key.
    pub key: String,
    /// How many items have a text for it.
    pub items: u32,
}

/// The knobs of scoring, which travel in the pack. Those of counting are in the table's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[allow(missing_docs, reason = "each is the field of `Weights` of the same name")]
pub struct Scoring {
    pub lambda: f32,
    pub rho: f32,
    pub tau: f32,
    pub interest: f32,
    pub stated: f32,
    pub less: f32,
    pub alike: f32,
    pub memory: f32,
    pub popularity: f32,
    pub diversity: f32,
    pub habit: f32,
    pub calibration: f32,
}

impl Inspection {
    /// The checks that do not hold.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.holds)
    }
}

/// Reads a pack and tells what it says.
///
/// # Errors
/// When the file cannot be read, or is no whole pack of this version.
pub fn inspect(path: &Path, progress: &mut dyn Progress) -> Result<Inspection, PackError> {
    let bytes = read(path)?;
    let catalogue = open(path, bytes.clone())?;
    let header = *catalogue.header();
    progress.begin("measuring the sections", None);
    let size = |section: homekept::catalogue::Section<'_>| SectionSize {
        id: section.id,
        name: section.name,
        bytes: section.bytes.len() as u64,
        brotli: compressed(section.bytes) as u64,
    };
    let sections = catalogue.sections().map(size).collect();
    let brotli = compressed(&bytes) as u64;
    progress.begin("reading the items", None);
    Ok(Inspection {
        format: Catalogue::VERSION,
        hash: format!("{:016x}", header.hash),
        bytes: bytes.len() as u64,
        brotli,
        vintage: (header.vintage_day > 0).then(|| time::date_of(i64::from(header.vintage_day))),
        source: source_name(header.source),
        support: header.support,
        sections,
        items: items(&catalogue),
        facets: kinds(&catalogue),
        denials: denials(&catalogue).and_then(Denials::read),
        rows: rows(&catalogue),
        display: display(&catalogue),
        knobs: scoring(header.weights),
        checks: checks::all_of(&catalogue),
    })
}

/// The card of one item of a pack.
///
/// # Errors
/// When the file cannot be read, is no whole pack of this version, or has no such item.
pub fn inspect_item(path: &Path, id: &str) -> Result<Card, PackError> {
    let catalogue = open_file(path)?;
    let item = catalogue
        .find(id)
        .ok_or_else(|| PackError::ItemUnknown { path: path.to_owned(), id: id.to_owned() })?;
    Ok(card::of(&catalogue, item))
}

/// Opens the pack in a file.
pub(crate) fn open_file(path: &Path) -> Result<Catalogue, PackError> {
    open(path, read(path)?)
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, PackError> {
    std::fs::read(path).map_err(|source| PackError::Read { path: path.to_owned(), source })
}

pub(crate) fn open(path: &Path, bytes: Vec<u8>) -> Result<Catalogue, PackError> {
    Catalogue::open(bytes.into())
        .map_err(|source| PackError::Pack { path: path.to_owned(), source })
}

/// The items in their order.
fn all(catalogue: &Catalogue) -> impl Iterator<Item = ItemIx> + use<> {
    (0..catalogue.len()).map(ItemIx)
}

/// The facets in their order.
fn all_facets(catalogue: &Catalogue) -> impl Iterator<Item = FacetIx> + use<> {
    (0..catalogue.header().facets).map(FacetIx)
}

fn items(catalogue: &Catalogue) -> Items {
    let id = |item: ItemIx| catalogue.id(item).to_owned();
    let boosted: Vec<Boosted> = all(catalogue)
        .map(|item| Boosted { id: id(item), boost: catalogue.boost(item) })
        .filter(|item| item.boost > 0.0)
        .collect();
    let mut ids: BTreeMap<&str, u32> = BTreeMap::new();
    for item in all(catalogue) {
        *ids.entry(catalogue.id(item)).or_default() += 1;
    }
    Items {
        count: catalogue.len(),
        available: all(catalogue).filter(|item| catalogue.is_available(*item)).count() as u32,
        denied: all(catalogue).filter(|item| catalogue.is_denied(*item)).map(id).collect(),
        sponsored: all(catalogue).filter(|item| catalogue.is_sponsored(*item)).map(id).collect(),
        largest_boost: boosted.iter().map(|item| item.boost).max_by(f32::total_cmp),
        boosted,
        repeated: ids
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(id, _)| id.to_owned())
            .collect(),
    }
}

fn kinds(catalogue: &Catalogue) -> Vec<Kind> {
    let facets: Vec<FacetIx> = all_facets(catalogue).collect();
    let of_kind = |facets: &[FacetIx]| {
        let label = |facet: &FacetIx| catalogue.facet_label(*facet).to_owned();
        let items = all(catalogue)
            .filter(|item| catalogue.facets(*item).any(|facet| facets.contains(&facet)))
            .count();
        // The first of equals, so that the answer is the same every time.
        let largest = facets.iter().rev().max_by_key(|facet| catalogue.postings(**facet).count());
        Kind {
            kind: facets.first().map_or("", |facet| catalogue.facet_kind(*facet)).to_owned(),
            labels: facets.len() as u32,
            items: items as u32,
            largest: largest.map(label).unwrap_or_default(),
            denied: facets
                .iter()
                .filter(|facet| catalogue.is_denied_facet(**facet))
                .map(label)
                .collect(),
        }
    };
    facets
        .chunk_by(|first, second| catalogue.facet_kind(*first) == catalogue.facet_kind(*second))
        .map(of_kind)
        .collect()
}

/// The section that says by what items are denied.
fn denials(catalogue: &Catalogue) -> Option<&[u8]> {
    let mut sections = catalogue.sections();
    sections.find(|section| section.id == Catalogue::DENIALS).map(|section| section.bytes)
}

fn rows(catalogue: &Catalogue) -> Rows {
    let mut lengths: Vec<u32> = all(catalogue)
        .map(|item| catalogue.row(item).count() as u32)
        .filter(|length| *length > 0)
        .collect();
    lengths.sort_unstable();
    let middle = lengths.len().saturating_sub(1) / 2;
    let followers = match (lengths.first(), lengths.get(middle), lengths.last()) {
        (Some(min), Some(median), Some(max)) => {
            Some(Spread { min: *min, median: *median, max: *max })
        }
        _ => None,
    };
    let filled = lengths.len() as u32;
    Rows { filled, empty: catalogue.len() - filled, followers }
}

/// The keys in the order in which they are met.
fn display(catalogue: &Catalogue) -> Vec<DisplayKey> {
    let mut keys: Vec<DisplayKey> = Vec::new();
    for (key, _) in all(catalogue).flat_map(|item| catalogue.display(item).pairs()) {
        match keys.iter_mut().find(|known| known.key == key) {
            Some(known) => known.items += 1,
            None => keys.push(DisplayKey { key: key.to_owned(), items: 1 }),
        }
    }
    keys
}

fn scoring(weights: Weights) -> Scoring {
    let Weights {
        lambda,
        rho,
        tau,
        interest,
        stated,
        less,
        alike,
        memory,
        popularity,
        diversity,
        habit,
        calibration,
    } = weights;
    Scoring {
        lambda,
        rho,
        tau,
        interest,
        stated,
        less,
        alike,
        memory,
        popularity,
        diversity,
        habit,
        calibration,
    }
}

/// Where a table comes from, in the word of the policy file.
pub(crate) fn source_name(source: TableSource) -> &'static str {
    match source {
        TableSource::Attributes => "attributes",
        TableSource::Orders => "orders",
        TableSource::Sessions => "sessions",
        TableSource::Signals => "signals",
    }
}
