//! A split with the catalogue to test it in: packs of the training part, encoded and opened.

use homekept::catalogue::{Catalogue, TableSource, encode};

use super::Split;
use crate::assemble::{TablePart, assemble, popularity};
use crate::input::feed::{Feed, FeedItem};
use crate::knobs::Knobs;
use crate::table::{self, Counts};
use crate::{BrokenLines, PackError};

/// A split with the catalogue to test it in.
pub(crate) struct Bench<'a> {
    pub(crate) split: &'a Split,
    feed: Feed,
}

impl<'a> Bench<'a> {
    pub(crate) fn of(split: &'a Split, feed: Option<&Feed>) -> Self {
        let known = |id: &String| {
            let place =
                feed.and_then(|feed| feed.items.binary_search_by(|item| item.id.cmp(id)).ok());
            let found =
                feed.and_then(|feed| place.and_then(|place| feed.items.get(place)).cloned());
            // An evaluation asks what comes next, not whether it can still be had.
            FeedItem { id: id.clone(), available: true, ..found.unwrap_or_default() }
        };
        let feed = Feed {
            items: split.ids.iter().map(known).collect(),
            kinds: feed.map(|feed| feed.kinds.clone()).unwrap_or_default(),
            display: feed.map(|feed| feed.display.clone()).unwrap_or_default(),
            has_popularity: false,
            broken: BrokenLines::of("".as_ref()),
        };
        Self { split, feed }
    }

    pub(crate) fn count(&self, knobs: &Knobs) -> Counts {
        table::count(self.split.train.iter(), self.split.ids.len(), knobs)
    }

    /// A pack of the training part, encoded and opened.
    pub(crate) fn catalogue(
        &self,
        counts: &Counts,
        knobs: &Knobs,
        top: usize,
        support: u32,
    ) -> Result<Catalogue, PackError> {
        let sessions: Vec<f64> = counts.sessions.iter().map(|count| f64::from(*count)).collect();
        let rows = table::rows(counts, knobs, top, support);
        self.catalogue_of(rows, popularity(&sessions, support), knobs, support)
    }

    /// A pack of any rows, encoded and opened.
    pub(crate) fn catalogue_of(
        &self,
        rows: Vec<Vec<(u32, f64)>>,
        popularity: Vec<f64>,
        knobs: &Knobs,
        support: u32,
    ) -> Result<Catalogue, PackError> {
        let table =
            TablePart { rows, popularity, source: TableSource::Sessions, support, vintage_day: 0 };
        let input = assemble(&self.feed, table, knobs, &[])?;
        let bytes = encode(&input).map_err(PackError::Build)?;
        Catalogue::open(bytes.into()).map_err(PackError::Open)
    }
}
