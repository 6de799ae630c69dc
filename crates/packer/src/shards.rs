//! A shop that is too large for one file, cut into a head that every page loads and shards of
//! leaves, of which a page loads those of the items that it shows.

use std::path::{Path, PathBuf};

use homekept::catalogue::{BuildError, Catalogue, Cut, PackInput, Shard};

use crate::eval::size::compressed_quickly;
use crate::{PackError, Progress, write};

/// How a shop was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shards {
    /// The folder with this vintage's shards: `0.hkp`, `1.hkp` and so on.
    pub folder: PathBuf,
    /// How many shards there are. The shard of an item is [`shard_of`] its id.
    pub count: u32,
    /// How many items the head has cards of.
    pub head_items: u32,
    /// Length of the head in brotli, at the quality of servers that compress as they send.
    pub head: u64,
    /// Length of the largest shard in brotli, at the same quality.
    pub largest: u64,
    /// Length of all shards as they are written.
    pub bytes: u64,
}

impl Shards {
    /// The most that a page loads: the head, and so many of the largest shard as a page may load.
    #[must_use]
    pub fn page(&self) -> u64 {
        self.head + self.largest * SHARDS_A_PAGE.min(self.count as usize) as u64
    }
}

/// Cuts a shop: writes the shards below `folder`, in one that is named after the head's content, so
/// that those of the vintage before stay for the pages that are open. Returns the head.
///
/// # Errors
/// [`PackError::Build`], [`PackError::Write`]; [`PackError::LeafTooLarge`] where one item's leaf
/// is more than a shard may be.
pub(crate) fn cut(
    input: &PackInput,
    folder: &Path,
    most: Option<usize>,
    progress: &mut dyn Progress,
) -> Result<(Vec<u8>, Shards), PackError> {
    let cut = Cut::of(input);
    progress.begin("cutting the head", None);
    let (head, head_items) = head(&cut, input, most).map_err(PackError::Build)?;
    let folder = folder.join(format!("{:016x}", opened(&head)?.header().hash));
    std::fs::create_dir_all(&folder)
        .map_err(|source| PackError::Write { path: folder.clone(), source })?;

    let mut count = first_count(&cut, input).map_err(PackError::Build)?;
    loop {
        progress.begin("writing shards", Some(u64::from(count)));
        match write_shards(&cut, input, &folder, count, progress)? {
            Some((largest, bytes)) => {
                let (head_bytes, head_items) =
                    (compressed_quickly(&head) as u64, head_items as u32);
                let shards = Shards { folder, count, head_items, head: head_bytes, largest, bytes };
                return Ok((head, shards));
            }
            None => count *= 2,
        }
    }
}

/// The shard of an item: FNV-1a of its id in 32 bits (Fowler, Noll, Vo; RFC 9923), by the number of
/// shards. A page computes it from the item that it shows, so that no list of shards is needed.
#[must_use]
pub fn shard_of(id: &str, count: u32) -> u32 {
    let hash = id
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % count.max(1)
}

/// The pack of so many of the most popular items as fit, or of the `most` that are wanted.
fn head(
    cut: &Cut<'_>,
    input: &PackInput,
    most: Option<usize>,
) -> Result<(Vec<u8>, usize), BuildError> {
    let mut order: Vec<u32> = (0..input.items.len() as u32).collect();
    let popularity = |item: &u32| input.items.get(*item as usize).map_or(0.0, |it| it.popularity);
    order.sort_by(|a, b| popularity(b).total_cmp(&popularity(a)).then(a.cmp(b)));
    let of = |items: usize| {
        let mut chosen: Vec<u32> = order.iter().copied().take(items).collect();
        chosen.sort_unstable();
        cut.head(&chosen)
    };
    let mut items = order.len().min(most.unwrap_or(HEAD_FIRST)).max(1);
    loop {
        let head = of(items)?;
        let bytes = compressed_quickly(&head);
        if bytes <= HEAD_BYTES || items <= 1 {
            return Ok((head, items));
        }
        // What is left out is as long as what stays, more or less: a little below, to be there soon.
        items = (items * HEAD_BYTES / bytes * 24 / 25).clamp(1, items - 1);
    }
}

/// So many shards that an ordinary one is half of what it may be.
fn first_count(cut: &Cut<'_>, input: &PackInput) -> Result<u32, BuildError> {
    let items = input.items.len();
    let sample: Vec<u32> =
        (0..SAMPLE.min(items)).map(|n| (n * items / SAMPLE.min(items)) as u32).collect();
    let leaves = leaves(cut, input, &sample)?;
    let bytes = compressed_quickly(&cut.shard(&leaves)?);
    let all = bytes * items / sample.len().max(1);
    Ok((all * 2).div_ceil(SHARD_BYTES).max(1) as u32)
}

/// Writes every shard; none when one is more than a page may load, and there can be more of them.
fn write_shards(
    cut: &Cut<'_>,
    input: &PackInput,
    folder: &Path,
    count: u32,
    progress: &mut dyn Progress,
) -> Result<Option<(u64, u64)>, PackError> {
    let mut items: Vec<(u32, u32)> =
        (0..).zip(&input.items).map(|(number, item)| (shard_of(&item.id, count), number)).collect();
    items.sort_unstable();
    let (mut largest, mut bytes) = (0, 0);
    let mut rest = items.as_slice();
    for shard in 0..count {
        let (here, others) = rest.split_at(rest.partition_point(|(of, _)| *of == shard));
        rest = others;
        let numbers: Vec<u32> = here.iter().map(|(_, item)| *item).collect();
        let leaves = leaves(cut, input, &numbers).map_err(PackError::Build)?;
        let file = cut.shard(&leaves).map_err(PackError::Build)?;
        let length = compressed_quickly(&file);
        if length > SHARD_BYTES {
            return match leaves.as_slice() {
                [(id, _)] => Err(PackError::LeafTooLarge {
                    item: (*id).to_owned(),
                    bytes: length as u64,
                    most: SHARD_BYTES as u64,
                }),
                _ => Ok(None),
            };
        }
        largest = largest.max(length as u64);
        bytes += file.len() as u64;
        let path = folder.join(format!("{shard}.hkp"));
        Shard::open(file.clone().into()).map_err(PackError::Open)?;
        write::whole(&path, &file)?;
        progress.done(u64::from(shard) + 1);
    }
    Ok(Some((largest, bytes)))
}

/// The leaves of some items, with their ids, ascending.
fn leaves<'a>(
    cut: &Cut<'_>,
    input: &'a PackInput,
    items: &[u32],
) -> Result<Vec<(&'a str, Vec<u8>)>, BuildError> {
    let there = items.iter().filter_map(|item| Some((*item, input.items.get(*item as usize)?)));
    there.map(|(number, item)| Ok((item.id.as_str(), cut.leaf(number)?))).collect()
}

fn opened(pack: &[u8]) -> Result<Catalogue, PackError> {
    Catalogue::open(pack.into()).map_err(PackError::Open)
}

/// The most that a page loads of one shop, in brotli: the head, and the shards of so many items.
pub const PAGE_BYTES: usize = HEAD_BYTES + SHARDS_A_PAGE * SHARD_BYTES;

/// How many shards one page may load: that of the item it shows, or of those put into the basket last.
pub const SHARDS_A_PAGE: usize = 4;

/// 300 KB less what the shards of a page take.
const HEAD_BYTES: usize = 300 * 1024 - SHARDS_A_PAGE * SHARD_BYTES;

/// In brotli of quality 5, which is more than at 11. Smaller: more files, and less in each that a page does not need.
const SHARD_BYTES: usize = 32 * 1024;

/// With how many items the head is tried first.
const HEAD_FIRST: usize = 4_000;

/// How many leaves tell how long a leaf is.
const SAMPLE: usize = 64;
