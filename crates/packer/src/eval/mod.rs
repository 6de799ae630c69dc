//! How good the picks are on sessions that were not learned from.
//!
//! Every prefix of a test session predicts the item that comes next. The predictions go through
//! the shipped path: a pack is encoded, opened and ranked as in a browser. Each metric has a file
//! of its own; none of them knows where the ranks came from.

mod coverage;
mod hr;
mod mrr;
mod ndcg;
pub(crate) mod replay;
pub(crate) mod size;
mod split;
pub(crate) mod tune;

pub use split::Cut;
pub(crate) use split::Split;

use std::path::PathBuf;

use homekept::catalogue::{Catalogue, TableSource, encode};
use serde::Serialize;

use crate::assemble::{TablePart, assemble, popularity};
use crate::input::broken::Report;
use crate::input::feed::{Feed, FeedFlags, FeedItem};
use crate::input::log::LogFlags;
use crate::input::{columns, feed, log};
use crate::inspect::open_file;
use crate::knobs::Knobs;
use crate::table::{self, Counts, Previous, Refilled, Threshold};
use crate::{BrokenLines, PackError, Progress};

/// What to evaluate.
#[derive(Debug, Clone)]
pub struct EvalOptions {
    /// The log to learn from, and, without a test file, to test on.
    pub sessions: PathBuf,
    /// The test part.
    pub test: Test,
    /// The feed, whose items count as the catalogue.
    pub items: Option<PathBuf>,
    /// How many picks a list has, and how many followers a row keeps.
    pub top: usize,
    /// How many different visitors a pair needs.
    pub support: u32,
    /// Whether short rows are filled up with items that share attributes, which needs a feed.
    pub refill: bool,
    /// The pack of the vintage before, whose pairs stay more easily than new ones enter.
    pub previous: Option<PathBuf>,
    /// The knobs; tuned where there are none.
    pub knobs: Option<Knobs>,
    /// Whether the item that is looked at is left out of the lists, as the shipped pages do.
    pub drop_current: bool,
    /// Which column plays which role, where that is not to be guessed.
    pub columns: Vec<(String, String)>,
}

/// Where the test part comes from.
#[derive(Debug, Clone)]
pub enum Test {
    /// A log of its own.
    File(PathBuf),
    /// The end of the log.
    Cut(Cut),
}

/// The figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// The share of predictions whose list holds the next item.
    pub hr: f64,
    /// The mean of one over its place.
    pub mrr: f64,
    /// The mean of one over the binary logarithm of its place plus one.
    pub ndcg: f64,
    /// The share of the catalogue in at least one list.
    pub coverage: f64,
    /// How many predictions there were.
    pub prefixes: u64,
    /// What the table costs to serve, in bytes of brotli per item.
    pub bytes_per_item: f64,
}

/// What an evaluation gives.
#[derive(Debug, Clone)]
pub struct EvalReport {
    /// The figures.
    pub figures: Figures,
    /// The knobs they were reached with.
    pub knobs: Knobs,
    /// Lines that could not be used, for each file read.
    pub broken: Vec<BrokenLines>,
}

/// Evaluates; tunes first where no knobs are given.
///
/// # Errors
/// When a file cannot be read or understood, or nothing is left to test on.
pub fn evaluate(
    options: &EvalOptions,
    progress: &mut dyn Progress,
) -> Result<EvalReport, PackError> {
    columns::check_roles(&options.columns)?;
    let flags = LogFlags { columns: &options.columns, ..LogFlags::default() };
    let train = log::read(&options.sessions, &flags, progress)?;
    let mut broken = vec![train.broken.clone()];
    let (split, tail) = match &options.test {
        Test::Cut(cut) => (Split::of(&train, *cut)?, *cut),
        Test::File(path) => {
            let test = log::read(path, &flags, progress)?;
            broken.push(test.broken.clone());
            (Split::between(&train.ids, &train.sessions, &test.ids, &test.sessions)?, TUNED_ON)
        }
    };
    drop(train);
    let feed = match &options.items {
        None => None,
        Some(path) => {
            let flags = FeedFlags {
                columns: &options.columns,
                url_template: "/item/{id}",
                title_words: true,
                ..FeedFlags::default()
            };
            let feed = feed::read(path, &flags, progress)?;
            broken.push(feed.broken.clone());
            Some(feed)
        }
    };
    let knobs = match options.knobs {
        Some(knobs) => knobs.checked()?,
        None => tune::tune(
            &split.tail(tail)?,
            options.top,
            options.support,
            options.drop_current,
            progress,
        )?,
    };
    let split = match &feed {
        Some(feed) => onto_feed(split, feed),
        None => split,
    };
    progress.begin("replaying test sessions", None);
    let bench = Bench::of(&split, feed.as_ref());
    let previous = match &options.previous {
        None => None,
        Some(path) => Some(Previous::of(&open_file(path)?, &split.ids)),
    };
    let cut = RowCut {
        top: options.top,
        threshold: Threshold { support: options.support, previous: previous.as_ref() },
        refill: options.refill,
    };
    let (catalogue, _) = bench.catalogue(&bench.count(&knobs), &knobs, cut)?;
    let figures = bench.figures(&catalogue, options);
    Ok(EvalReport { figures, knobs, broken })
}

/// How rows are cut, and whether they are filled up again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowCut<'a> {
    /// How many followers a row keeps.
    pub(crate) top: usize,
    /// Which pairs may be in it.
    pub(crate) threshold: Threshold<'a>,
    /// Whether short rows are filled up with items that share attributes.
    pub(crate) refill: bool,
}

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
            broken: BrokenLines::of("".as_ref(), &Report::default()),
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
        RowCut { top, threshold, refill }: RowCut<'_>,
    ) -> Result<(Catalogue, Refilled), PackError> {
        let sessions: Vec<f64> = counts.sessions.iter().map(|count| f64::from(*count)).collect();
        let table = TablePart {
            rows: table::rows(counts, knobs, top, threshold),
            popularity: popularity(&sessions, threshold.support),
            source: TableSource::Sessions,
            support: threshold.support,
            vintage_day: 0,
        };
        let mut input = assemble(&self.feed, table, knobs, &[])?;
        let refilled = if refill { table::refill(&mut input, top) } else { Refilled::default() };
        let bytes = encode(&input).map_err(PackError::Build)?;
        Ok((Catalogue::open(bytes.into()).map_err(PackError::Open)?, refilled))
    }

    fn figures(&self, catalogue: &Catalogue, options: &EvalOptions) -> Figures {
        let sessions: Vec<_> = self.split.test.iter().collect();
        let replayed = replay::replay(catalogue, &sessions, options.top, options.drop_current);
        Figures {
            hr: hr::hr(&replayed.ranks),
            mrr: mrr::mrr(&replayed.ranks),
            ndcg: ndcg::ndcg(&replayed.ranks),
            coverage: coverage::coverage(&replayed.shown),
            prefixes: replayed.ranks.len() as u64,
            bytes_per_item: size::bytes_per_item(catalogue),
        }
    }
}

/// How often the next item is in the list as it is shipped, on about [`SAMPLED`] predictions.
pub(crate) fn sampled_hr(split: &Split, catalogue: &Catalogue, top: usize) -> f64 {
    hr::hr(&replay::replay(catalogue, &split.draw(SAMPLED), top, true).ranks)
}

/// Enough predictions to tell a difference of one in a hundred.
const SAMPLED: u64 = 10_000;

/// The same split over the items of training and feed together.
fn onto_feed(split: Split, feed: &Feed) -> Split {
    let mut ids: Vec<&str> = split.ids.iter().map(String::as_str).collect();
    ids.extend(feed.items.iter().map(|item| item.id.as_str()));
    ids.sort_unstable();
    ids.dedup();
    let (train, _) = crate::assemble::renumber(&split.train, &split.ids, &ids);
    let (test, _) = crate::assemble::renumber(&split.test, &split.ids, &ids);
    Split { ids: ids.into_iter().map(str::to_owned).collect(), train, test }
}

/// With a test file of its own, tuning takes this much of the end of the training part.
const TUNED_ON: Cut = Cut::Share(0.1);
