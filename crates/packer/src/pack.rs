//! A feed and a log to one file.

use std::path::PathBuf;

use homekept::catalogue::{Catalogue, TableSource, encode};

use crate::assemble::{TablePart, assemble, popularity, renumber};
use crate::eval::{Bench, Cut, Split, sampled_hr, size, tune};
use crate::input::broken::Report;
use crate::input::feed::{Feed, FeedFlags};
use crate::input::log::{Log, LogFlags};
use crate::input::time::DAY;
use crate::input::{columns, feed, log};
use crate::knobs::Knobs;
use crate::{BrokenLines, PackError, Progress, table, write};

/// What to pack.
#[derive(Debug, Clone)]
pub struct PackOptions {
    /// The product feed.
    pub items: PathBuf,
    /// The session log; without one the pack has attributes only.
    pub sessions: Option<PathBuf>,
    /// Where the pack goes.
    pub output: PathBuf,
    /// Which column plays which role, where that is not to be guessed.
    pub columns: Vec<(String, String)>,
    /// The kinds of events that are read; empty: all.
    pub kinds: Vec<String>,
    /// After a pause of so many minutes a session ends, where the log does not name sessions.
    pub pause: u32,
    /// Where every line that could not be used is written, as JSON Lines.
    pub report: Option<PathBuf>,
    /// The columns that are facets, in this order; empty: guessed.
    pub facets: Vec<String>,
    /// The columns that are shown, in this order; empty: guessed.
    pub display: Vec<String>,
    /// The address of an item's page where the feed has none; `{id}` stands for the id.
    pub url_template: String,
    /// Whether the words of titles become attributes where no column is a category.
    pub title_words: bool,
    /// Whether titles in capitals get small letters, and bare prices equal decimals and their currency.
    pub readable: bool,
    /// How many different visitors a pair needs; none: 2 where the log has visitors, else 3.
    pub support: Option<u32>,
    /// How many followers a row keeps.
    pub top: usize,
    /// The knobs; none: the defaults, or tuned.
    pub knobs: Option<Knobs>,
    /// Whether to tune on the end of the log, where no knobs are given.
    pub tune: bool,
    /// What the log is; none: sessions.
    pub source: Option<TableSource>,
    /// Facets of denied categories, each as kind=label.
    pub deny: Vec<String>,
    /// The day of the data, in days since 1970-01-01; none: that of the log's last event.
    pub vintage_day: Option<u32>,
}

impl PackOptions {
    /// The options that the command line has without flags.
    #[must_use]
    pub fn new(items: PathBuf, sessions: Option<PathBuf>, output: PathBuf) -> Self {
        Self {
            items,
            sessions,
            output,
            columns: Vec::new(),
            kinds: Vec::new(),
            pause: log::PAUSE,
            report: None,
            facets: Vec::new(),
            display: Vec::new(),
            url_template: feed::URL_TEMPLATE.to_owned(),
            title_words: true,
            readable: false,
            support: None,
            top: 20,
            knobs: None,
            tune: false,
            source: None,
            deny: Vec::new(),
            vintage_day: None,
        }
    }
}

/// What was packed.
#[derive(Debug, Clone)]
pub struct PackReport {
    /// How many items.
    pub items: u32,
    /// How many facets.
    pub facets: u32,
    /// How many items have followers.
    pub rows: u32,
    /// How many items are of denied categories.
    pub denied: u32,
    /// How many different visitors a pair needed.
    pub support: u32,
    /// The length of the file.
    pub bytes: u64,
    /// Its length in brotli.
    pub compressed: u64,
    /// What the table costs to serve, in bytes of brotli per item.
    pub bytes_per_item: f64,
    /// The content hash, in hexadecimal digits.
    pub hash: String,
    /// The knobs it was made with.
    pub knobs: Knobs,
    /// Lines that could not be used, for each file read.
    pub broken: Vec<BrokenLines>,
}

/// Packs files.
///
/// # Errors
/// When a file cannot be read or understood, or the pack cannot be written. Then nothing is written.
pub fn pack_files(
    options: &PackOptions,
    progress: &mut dyn Progress,
) -> Result<PackReport, PackError> {
    columns::check_roles(&options.columns)?;
    let report = options.report.as_deref().map_or(Ok(Report::default()), Report::to)?;
    let flags = FeedFlags {
        columns: &options.columns,
        facets: &options.facets,
        display: &options.display,
        url_template: &options.url_template,
        title_words: options.title_words,
        readable: options.readable,
        report: report.clone(),
    };
    let feed = feed::read(&options.items, &flags, progress)?;
    let mut broken = vec![feed.broken.clone()];
    let (table, knobs) = match &options.sessions {
        None => (without_log(&feed, options), options.knobs.unwrap_or_default().checked()?),
        Some(path) => {
            let log_flags = LogFlags {
                columns: &options.columns,
                kinds: &options.kinds,
                pause: options.pause,
                report,
            };
            let log = log::read(path, &log_flags, progress)?;
            broken.push(log.broken.clone());
            with_log(&feed, log, options, progress)?
        }
    };

    progress.begin("writing the pack", None);
    let input = assemble(&feed, table, &knobs, &options.deny)?;
    let bytes = encode(&input).map_err(PackError::Build)?;
    // What is written must open: better to find out here than in every visitor's browser.
    let catalogue = Catalogue::open(bytes.clone().into()).map_err(PackError::Open)?;
    write::whole(&options.output, &bytes)?;
    Ok(PackReport {
        items: catalogue.len(),
        facets: catalogue.header().facets,
        rows: input.rows.iter().filter(|row| !row.is_empty()).count() as u32,
        denied: input.items.iter().filter(|item| item.denied).count() as u32,
        support: catalogue.header().support,
        bytes: bytes.len() as u64,
        compressed: size::compressed(&bytes) as u64,
        bytes_per_item: size::bytes_per_item(&catalogue),
        hash: format!("{:016x}", catalogue.header().hash),
        knobs,
        broken,
    })
}

fn without_log(feed: &Feed, options: &PackOptions) -> TablePart {
    TablePart {
        rows: vec![Vec::new(); feed.items.len()],
        popularity: feed_popularity(feed),
        source: options.source.unwrap_or(TableSource::Attributes),
        support: 0,
        vintage_day: options.vintage_day.unwrap_or(0),
    }
}

fn with_log(
    feed: &Feed,
    log: Log,
    options: &PackOptions,
    progress: &mut dyn Progress,
) -> Result<(TablePart, Knobs), PackError> {
    let support = options.support.unwrap_or(if log.has_visitors { 2 } else { 3 });
    progress.note(&format!(
        "support {support}: a pair needs {support} different {}",
        if log.has_visitors {
            "visitors"
        } else {
            "sessions (the log does not tell visitors apart)"
        }
    ));
    let knobs = match options.knobs {
        Some(knobs) => knobs,
        None if options.tune => {
            let tail = Split::of(&log, TAIL)?;
            tune::tune(&tail, options.top, support, true, progress)?
        }
        None => Knobs::default(),
    }
    .checked()?;
    tell_cost_of_support(&log, &knobs, options.top, support, progress)?;

    let ids: Vec<&str> = feed.items.iter().map(|item| item.id.as_str()).collect();
    let (sessions, unknown) = renumber(&log.sessions, &log.ids, &ids);
    if unknown > 0 {
        progress.note(&format!(
            "{unknown} events are of items that the feed does not have, and are left out"
        ));
    }
    progress.begin("counting", None);
    let counts = table::count(sessions.iter(), ids.len(), &knobs);
    let counted: Vec<f64> = counts.sessions.iter().map(|count| f64::from(*count)).collect();
    let dated = log
        .sessions
        .last()
        .filter(|_| log.dated)
        .and_then(|session| u32::try_from(session.last / DAY).ok());
    let table = TablePart {
        rows: table::rows(&counts, &knobs, options.top, support),
        popularity: if feed.has_popularity {
            feed_popularity(feed)
        } else {
            popularity(&counted, support)
        },
        source: options.source.unwrap_or(TableSource::Sessions),
        support,
        vintage_day: options.vintage_day.or(dated).unwrap_or(0),
    };
    Ok((table, knobs))
}

/// Says what the support threshold costs on the shop's own data: how often the end of the log is
/// predicted with it, and without.
fn tell_cost_of_support(
    log: &Log,
    knobs: &Knobs,
    top: usize,
    support: u32,
    progress: &mut dyn Progress,
) -> Result<(), PackError> {
    let split = match Split::of(log, TAIL) {
        Ok(split) if support > 1 => split,
        // Too short a log to tell, or nothing to tell.
        Ok(_) | Err(PackError::NothingToTest) => return Ok(()),
        Err(error) => return Err(error),
    };
    progress.begin("measuring what the support threshold costs", None);
    let bench = Bench::of(&split, None);
    let counts = bench.count(knobs);
    let with = sampled_hr(&split, &bench.catalogue(&counts, knobs, top, support)?, top);
    let without = sampled_hr(&split, &bench.catalogue(&counts, knobs, top, 1)?, top);
    progress.note(&format!(
        "on the last tenth of the log, the next item is among the first {top} in {:.1} % of cases; without the threshold in {:.1} %",
        with * 100.0,
        without * 100.0
    ));
    Ok(())
}

fn feed_popularity(feed: &Feed) -> Vec<f64> {
    popularity(&feed.items.iter().map(|item| item.popularity).collect::<Vec<_>>(), 0)
}

/// The part of the log that tuning and the cost of the threshold are measured on.
const TAIL: Cut = Cut::Share(0.1);
