//! From a catalogue to the pack that the shop serves: the demo's own books, or anybody's feed. The
//! packing itself is the packer's.

use crate::cover;
use crate::demo::{self, BooksError};
use crate::sessions;
use crate::site::SHELF;
use crate::stock::Parts;
use homekept_packer::{PackError, PackOptions, PackReport, Progress, pack_files};
use std::path::{Path, PathBuf};

/// Whose catalogue the shop shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feed {
    /// The demo's books, with generated sessions.
    Demo,
    /// A feed and a log of somebody's own.
    Own {
        /// The product feed, in any format that the packer reads.
        catalogue: PathBuf,
        /// The session log; without one, suggestions go by attributes and popularity alone.
        sessions: Option<PathBuf>,
        /// The folder with pictures of its items.
        images: Option<PathBuf>,
    },
}

/// Why there is no pack.
#[derive(Debug)]
#[non_exhaustive]
pub enum FeedError {
    /// The demo's list of books is broken.
    Books(BooksError),
    /// The demo's feed cannot be written as CSV.
    Csv(csv::Error),
    /// A file of the demo cannot be written or read.
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The packer refuses.
    Pack(PackError),
}

/// Packs a catalogue into a file, and gives the pack's bytes. The demo's feed and its generated
/// sessions are written beside it, to be looked at.
///
/// # Errors
/// A [`FeedError`]; then there is no new pack.
pub fn prepare(
    feed: &Feed,
    pack: &Path,
    progress: &mut dyn Progress,
) -> Result<Vec<u8>, FeedError> {
    made(&options(feed, pack, progress)?, progress)?;
    read(pack)
}

/// The same in parts, as a shop would that is too large for one pack: a head of so many items, and
/// shards in the folder of the pack, which holds the whole as well.
///
/// # Errors
/// A [`FeedError`]; then there are no new parts.
pub fn prepare_parts(
    feed: &Feed,
    pack: &Path,
    head_items: usize,
    progress: &mut dyn Progress,
) -> Result<(Vec<u8>, Parts), FeedError> {
    let whole = options(feed, pack, progress)?;
    made(&whole, progress)?;
    let head = pack.with_extension("head.hkp");
    let cut = PackOptions {
        output: head.clone(),
        shards: Some(pack.with_extension("shards")),
        head_items: Some(head_items),
        ..whole
    };
    let shards = made(&cut, progress)?.shards;
    let (folder, count) =
        shards.map_or_else(Default::default, |shards| (shards.folder, shards.count));
    Ok((read(pack)?, Parts { head: read(&head)?, folder, count }))
}

fn options(
    feed: &Feed,
    pack: &Path,
    progress: &mut dyn Progress,
) -> Result<PackOptions, FeedError> {
    let folder = pack.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .map_err(|source| FeedError::File { path: folder.to_owned(), source })?;
    Ok(match feed {
        Feed::Demo => demo_options(folder, pack, progress)?,
        // Picks, reasons and the preference center read titles out of the pack, so a shop that shows
        // them in small letters has them so in its pack; the feed stays as it is.
        Feed::Own { catalogue, sessions, images } => PackOptions {
            readable: true,
            images: images.clone(),
            ..PackOptions::new(catalogue.clone(), sessions.clone(), pack.to_owned())
        },
    })
}

fn made(options: &PackOptions, progress: &mut dyn Progress) -> Result<PackReport, FeedError> {
    let report = pack_files(options, progress).map_err(FeedError::Pack)?;
    progress.note(&format!(
        "packed {} items, {} of them with followers: {} bytes, {} compressed",
        report.items, report.rows, report.bytes, report.compressed
    ));
    Ok(report)
}

fn read(pack: &Path) -> Result<Vec<u8>, FeedError> {
    std::fs::read(pack).map_err(|source| FeedError::File { path: pack.to_owned(), source })
}

fn demo_options(
    folder: &Path,
    pack: &Path,
    progress: &mut dyn Progress,
) -> Result<PackOptions, FeedError> {
    let (items, log) = (folder.join("items.csv"), folder.join("sessions.csv"));
    let books = demo::books().map_err(FeedError::Books)?;
    progress.begin("generating sessions", None);
    write(&items, &demo::feed(&books).map_err(FeedError::Csv)?)?;
    write(&log, sessions::generate(&books, SEED, SESSIONS).as_bytes())?;
    progress.note(&format!("{} books, {SESSIONS} generated sessions", books.len()));
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Ok(PackOptions {
        facets: own(&["subject", "author"]),
        display: own(&["author", "year", "language", "price", SHELF, cover::FIT]),
        // What a person believes is nobody's business, a bookshop's least of all.
        deny: own(&["subject=Religion"]),
        ..PackOptions::new(items, Some(log), pack.to_owned())
    })
}

fn write(path: &Path, content: &[u8]) -> Result<(), FeedError> {
    std::fs::write(path, content)
        .map_err(|source| FeedError::File { path: path.to_owned(), source })
}

impl FeedError {
    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Books(error) => error.code(),
            Self::Csv(_) => "feed-csv",
            Self::File { path: _, source: _ } => "feed-file",
            Self::Pack(error) => error.code(),
        }
    }
}

impl core::fmt::Display for FeedError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Books(error) => error.fmt(f),
            Self::Csv(error) => error.fmt(f),
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Pack(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for FeedError {}

/// Any number will do; this one gives the demo that the pictures show.
const SEED: u64 = 1818;
const SESSIONS: usize = 6_000;
