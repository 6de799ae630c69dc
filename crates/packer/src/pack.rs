//! A feed and a log to one file.

use std::path::PathBuf;

use homekept::catalogue::{Catalogue, TableSource, encode_with_denials};

use crate::assemble::{TablePart, assemble, popularity, renumber_in_place};
use crate::cost::{self, SupportCost};
use crate::denied::{self, Denials, Rules};
use crate::eval::{LeaveOut, Split, size, tune};
use crate::input::broken::Report;
use crate::input::feed::{Feed, FeedFlags};
use crate::input::log::{Log, LogFlags};
use crate::input::time::DAY;
use crate::input::{columns, feed, log};
use crate::inspect::open_file;
use crate::knobs::Knobs;
use crate::shards::{self, Shards};
use crate::table::{CountFiles, Effort, Previous, Refilled, Threshold};
use crate::{BrokenLines, PackError, Progress, table, thumbs, write};

/// What to pack.
#[derive(Debug, Clone)]
pub struct PackOptions {
    /// The product feed.
    pub items: PathBuf,
    /// The session log; without one the pack has attributes only.
    pub sessions: Option<PathBuf>,
    /// Counts that another engine made of a log, instead of the log.
    pub counts: Option<CountFiles>,
    /// Where the pack goes.
    pub output: PathBuf,
    /// Where the shards of a large shop go; the pack is its head then.
    pub shards: Option<PathBuf>,
    /// How many items the head has at the most; none: as many as a page may load.
    pub head_items: Option<usize>,
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
    /// The folder with pictures of the items; none: the pack has no pictures.
    pub images: Option<PathBuf>,
    /// The address of an item's page where the feed has none; `{id}` stands for the id.
    pub url_template: String,
    /// Whether the words of titles become attributes where no column is a category.
    pub title_words: bool,
    /// Whether titles in capitals get small letters, and bare prices equal decimals and their currency.
    pub readable: bool,
    /// How many different visitors a pair needs; none: 2 where the log has visitors, else 3.
    pub support: Option<u32>,
    /// Whether short rows are filled up with items that share attributes.
    pub refill: bool,
    /// The pack of the vintage before, whose pairs stay more easily than new ones enter.
    pub previous: Option<PathBuf>,
    /// How many followers a row keeps.
    pub top: usize,
    /// How many the row of an item may keep that is seen often, where shorter ones make up for it.
    pub head_top: Option<usize>,
    /// The knobs; none: the defaults, or tuned.
    pub knobs: Option<Knobs>,
    /// Whether to tune on the end of the log, where no knobs are given.
    pub tune: bool,
    /// What the log is; none: sessions.
    pub source: Option<TableSource>,
    /// Facets of denied categories, each as kind=label.
    pub deny: Vec<String>,
    /// The shop's table of what becomes of its categories.
    pub deny_map: Option<PathBuf>,
    /// Whether names of categories are held against the lists of words of denied topics.
    pub screen: bool,
    /// Whether titles are, too; otherwise what is found in them is told alone.
    pub screen_titles: bool,
    /// The day of the data, in days since 1970-01-01; none: that of the log's last event.
    pub vintage_day: Option<u32>,
    /// How many bytes of votes are held at once while a log is counted. It changes the time and not
    /// the pack.
    pub memory: u64,
}

impl PackOptions {
    /// The options that the command line has without flags.
    #[must_use]
    pub fn new(items: PathBuf, sessions: Option<PathBuf>, output: PathBuf) -> Self {
        Self {
            items,
            sessions,
            counts: None,
            output,
            shards: None,
            head_items: None,
            columns: Vec::new(),
            kinds: Vec::new(),
            pause: log::PAUSE,
            report: None,
            facets: Vec::new(),
            display: Vec::new(),
            images: None,
            url_template: feed::URL_TEMPLATE.to_owned(),
            title_words: true,
            readable: false,
            support: None,
            refill: true,
            previous: None,
            top: 20,
            head_top: None,
            knobs: None,
            tune: false,
            source: None,
            deny: Vec::new(),
            deny_map: None,
            screen: true,
            screen_titles: false,
            vintage_day: None,
            memory: table::MEMORY,
        }
    }
}

/// What was packed.
#[derive(Debug, Clone)]
pub struct PackReport {
    /// How many items, in all files.
    pub items: u32,
    /// How the shop was cut, where it was.
    pub shards: Option<Shards>,
    /// How many facets.
    pub facets: u32,
    /// How many items have followers.
    pub rows: u32,
    /// How many items are of denied categories.
    pub denied: u32,
    /// By what they are denied.
    pub denials: Denials,
    /// How many different visitors a pair needed.
    pub support: u32,
    /// How many rows were filled up with items that share attributes.
    pub refilled: Refilled,
    /// What the threshold costs, and what others would; empty where the log is too short to tell.
    pub cost: Vec<SupportCost>,
    /// The length of the file.
    pub bytes: u64,
    /// Its length in brotli.
    pub compressed: u64,
    /// The quality of brotli that gives this length: 11, or 5 where the pack is large.
    pub quality: u32,
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
    let mut feed = feed::read(&options.items, &flags, progress)?;
    let rules = Rules {
        flags: &options.deny,
        map: options.deny_map.as_deref(),
        screen: options.screen,
        screen_titles: options.screen_titles,
    };
    let denied = denied::decide(&mut feed, rules, progress)?;
    denied::tell(&denied.denials, progress);
    let mut broken = vec![feed.broken.clone()];
    if let Some(folder) = &options.images {
        broken.push(thumbs::add(&mut feed, folder, &report, progress)?);
    }
    let (table, knobs, cost) = match (&options.sessions, &options.counts) {
        (None, None) => {
            let knobs = options.knobs.unwrap_or_default().checked()?;
            (without_log(&feed, options), knobs, Vec::new())
        }
        (None, Some(files)) => {
            let knobs = options.knobs.unwrap_or_default().checked()?;
            let (table, lines) = with_counts(&feed, files, &knobs, options, &report, progress)?;
            broken.extend(lines);
            (table, knobs, Vec::new())
        }
        (Some(path), _) => {
            let log_flags = LogFlags {
                columns: &options.columns,
                kinds: &options.kinds,
                pause: options.pause,
                report: report.clone(),
            };
            let log = log::read(path, &log_flags, progress)?;
            broken.push(log.broken.clone());
            with_log(&feed, log, options, progress)?
        }
    };

    report.flush()?;
    progress.begin("putting the pack together", None);
    let mut input = assemble(feed, table, &knobs, &denied);
    // A table of attributes alone has no rows: pages compare attributes themselves.
    let refilled = if options.refill && input.source != TableSource::Attributes {
        progress.begin("filling up rows", Some(input.rows.len() as u64));
        table::refill(&mut input, options.top, &mut |done| progress.done(done))
    } else {
        Refilled::default()
    };
    let (bytes, shards) = match &options.shards {
        Some(folder) => {
            let (head, shards) = shards::cut(&input, folder, options.head_items, progress)?;
            (head, Some(shards))
        }
        None => {
            progress.begin("writing the pack", None);
            let denials = denied.denials.to_bytes();
            (encode_with_denials(&input, &denials).map_err(PackError::Build)?, None)
        }
    };
    let rows = input.rows.iter().filter(|row| !row.is_empty()).count() as u32;
    let denied_items = input.items.iter().filter(|item| item.denied).count() as u32;
    drop(input);
    // What is written must open: better to find out here than in every visitor's browser.
    let catalogue = Catalogue::open(bytes.clone().into()).map_err(PackError::Open)?;
    write::whole(&options.output, &bytes)?;
    progress.begin_bytes("weighing the pack", Some(bytes.len() as u64));
    let compressed = size::compressed_heard(&bytes, &mut |done| progress.done(done)) as u64;
    Ok(PackReport {
        items: catalogue.whole(),
        shards,
        facets: catalogue.header().facets,
        rows,
        denied: denied_items,
        denials: denied.denials,
        support: catalogue.header().support,
        refilled,
        cost,
        bytes: bytes.len() as u64,
        compressed,
        quality: size::quality(bytes.len()),
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
    mut log: Log,
    options: &PackOptions,
    progress: &mut dyn Progress,
) -> Result<(TablePart, Knobs, Vec<SupportCost>), PackError> {
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
            let tail = Split::of(&log, cost::TAIL)?;
            tune::tune(&tail, options.top, support, LeaveOut::Current, progress)?
        }
        None => Knobs::default(),
    }
    .checked()?;
    let memory = options.memory;
    let cost = cost::of_support(
        &log,
        feed,
        &knobs,
        (options.top, options.head_top),
        support,
        memory,
        progress,
    )?;

    let ids: Vec<&str> = feed.items.iter().map(|item| item.id.as_str()).collect();
    let sessions = std::mem::take(&mut log.sessions);
    let (sessions, unknown) = renumber_in_place(sessions, &log.ids, &ids);
    if unknown > 0 {
        progress.note(&format!(
            "{unknown} events are of items that the feed does not have, and are left out"
        ));
    }
    progress.begin("counting", Some(0));
    let previous = previous(options, &ids)?;
    let threshold = Threshold { support, previous: previous.as_ref() };
    let effort = Effort { memory, heard: &mut |done, total| progress.of(done, total) };
    let (counted, items) = (sessions.iter(), ids.len());
    let most = options.head_top.unwrap_or(options.top);
    let (mut rows, counts) = table::count_rows(counted, items, &knobs, most, threshold, effort);
    deal(&mut rows, &counts, options);
    let dated = sessions
        .last()
        .filter(|_| log.dated)
        .and_then(|session| u32::try_from(session.last / DAY).ok());
    let table = table_part(feed, rows, &counts, support, options);
    let vintage_day = options.vintage_day.or(dated).unwrap_or(0);
    Ok((TablePart { vintage_day, ..table }, knobs, cost))
}

/// The same from counts that another engine made. They hold no session, so there is nothing to
/// measure the threshold on, and none says whether the visitors are known.
fn with_counts(
    feed: &Feed,
    files: &CountFiles,
    knobs: &Knobs,
    options: &PackOptions,
    report: &Report,
    progress: &mut dyn Progress,
) -> Result<(TablePart, [BrokenLines; 2]), PackError> {
    let support = options.support.unwrap_or(3);
    let ids: Vec<&str> = feed.items.iter().map(|item| item.id.as_str()).collect();
    let (counts, broken) = table::read(files, &ids, report, progress)?;
    progress.note(&cost::of_pairs(&counts, support));
    let previous = previous(options, &ids)?;
    let threshold = Threshold { support, previous: previous.as_ref() };
    let most = options.head_top.unwrap_or(options.top);
    let mut rows = table::rows(&counts, knobs, most, threshold);
    deal(&mut rows, &counts.sessions, options);
    Ok((table_part(feed, rows, &counts.sessions, support, options), broken))
}

fn deal(rows: &mut [Vec<(u32, f64)>], sessions: &[u32], options: &PackOptions) {
    if options.head_top.is_some() {
        table::deal(rows, sessions, options.top);
    }
}

fn previous(options: &PackOptions, ids: &[&str]) -> Result<Option<Previous>, PackError> {
    options.previous.as_ref().map(|path| Ok(Previous::of(&open_file(path)?, ids))).transpose()
}

fn table_part(
    feed: &Feed,
    rows: Vec<Vec<(u32, f64)>>,
    sessions: &[u32],
    support: u32,
    options: &PackOptions,
) -> TablePart {
    let counted: Vec<f64> = sessions.iter().map(|count| f64::from(*count)).collect();
    TablePart {
        rows,
        popularity: if feed.has_popularity {
            feed_popularity(feed)
        } else {
            popularity(&counted, support)
        },
        source: options.source.unwrap_or(TableSource::Sessions),
        support,
        vintage_day: options.vintage_day.unwrap_or(0),
    }
}

fn feed_popularity(feed: &Feed) -> Vec<f64> {
    popularity(&feed.items.iter().map(|item| item.popularity).collect::<Vec<_>>(), 0)
}
