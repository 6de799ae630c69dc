//! A split with the catalogue to test it in: packs of the training part, encoded and opened.

use std::cell::RefCell;

use homekept::catalogue::{Catalogue, PackInput, TableSource, encode};

use super::Split;
use crate::assemble::{TablePart, popularity, put_table, without_table};
use crate::denied::Denied;
use crate::input::broken::Report;
use crate::input::feed::{Feed, FeedItem};
use crate::knobs::Knobs;
use crate::table::{self, Counts, Refilled, Threshold};
use crate::{BrokenLines, PackError};

/// How rows are cut, and whether they are filled up again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowCut<'a> {
    /// How many followers a row keeps.
    pub(crate) top: usize,
    /// How many the row of an item may keep that is seen often, where shorter ones make up for it.
    pub(crate) head_top: Option<usize>,
    /// Which pairs may be in it.
    pub(crate) threshold: Threshold<'a>,
    /// Whether short rows are filled up with items that share attributes.
    pub(crate) refill: bool,
}

/// A split with the catalogue to test it in.
pub(crate) struct Bench<'a> {
    pub(crate) split: &'a Split,
    /// The parts of every pack, whose table changes from pack to pack.
    parts: RefCell<PackInput>,
}

impl<'a> Bench<'a> {
    pub(crate) fn of(split: &'a Split, feed: Option<&Feed>) -> Self {
        let known = |id: &String| {
            let place =
                feed.and_then(|feed| feed.items.binary_search_by(|item| item.id.cmp(id)).ok());
            let found = feed.and_then(|feed| place.and_then(|place| feed.items.get(place)));
            // An evaluation asks what comes next, not whether it can still be had, nor how it looks.
            FeedItem {
                id: id.clone(),
                available: true,
                facets: found.map(|found| found.facets.clone()).unwrap_or_default(),
                denied: found.is_some_and(|found| found.denied),
                ..FeedItem::default()
            }
        };
        let feed = Feed {
            items: split.ids.iter().map(known).collect(),
            kinds: feed.map(|feed| feed.kinds.clone()).unwrap_or_default(),
            display: Vec::new(),
            codes: Vec::new(),
            denied_column: None,
            has_popularity: false,
            broken: BrokenLines::of("".as_ref(), &Report::default()),
        };
        Self { split, parts: RefCell::new(without_table(feed, &Denied::default())) }
    }

    pub(crate) fn count(&self, knobs: &Knobs) -> Counts {
        table::count(self.split.train.iter(), self.split.ids.len(), knobs)
    }

    /// A pack of the training part, encoded and opened.
    pub(crate) fn catalogue(
        &self,
        counts: &Counts,
        knobs: &Knobs,
        RowCut { top, head_top, threshold, refill }: RowCut<'_>,
    ) -> Result<(Catalogue, Refilled), PackError> {
        let sessions: Vec<f64> = counts.sessions.iter().map(|count| f64::from(*count)).collect();
        let mut rows = table::rows(counts, knobs, head_top.unwrap_or(top), threshold);
        if head_top.is_some() {
            table::deal(&mut rows, &counts.sessions, top);
        }
        let popularity = popularity(&sessions, threshold.support);
        let table = Self::table(rows, popularity, threshold.support);
        let mut input = self.parts.borrow_mut();
        put_table(&mut input, table, knobs);
        let refilled =
            if refill { table::refill(&mut input, top, &mut |_| ()) } else { Refilled::default() };
        let catalogue = opened(&input)?;
        // They are in the pack, and the rows of the next one take as much memory.
        input.rows = Vec::new();
        Ok((catalogue, refilled))
    }

    /// A pack of any rows, encoded and opened.
    pub(crate) fn catalogue_of(
        &self,
        rows: Vec<Vec<(u32, f64)>>,
        knobs: &Knobs,
    ) -> Result<Catalogue, PackError> {
        let popularity = vec![0.0; rows.len()];
        let mut input = self.parts.borrow_mut();
        put_table(&mut input, Self::table(rows, popularity, 1), knobs);
        opened(&input)
    }

    fn table(rows: Vec<Vec<(u32, f64)>>, popularity: Vec<f64>, support: u32) -> TablePart {
        TablePart { rows, popularity, source: TableSource::Sessions, support, vintage_day: 0 }
    }
}

fn opened(input: &PackInput) -> Result<Catalogue, PackError> {
    let bytes = encode(input).map_err(PackError::Build)?;
    Catalogue::open(bytes.into()).map_err(PackError::Open)
}
