//! Small blurred pictures of items, in the pack itself: a page that shows them asks no server, so
//! none learns what was picked.
//!
//! A picture becomes a ThumbHash (<https://evanw.github.io/thumbhash/>): some 25 bytes with its
//! colours, its rough shapes and its proportions. It travels as a display field, in base64, since
//! that is what it is: public, the same for everyone, and of no use to ranking. This leaves out
//! where items come from.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use image::{ImageReader, Limits};

use crate::input::broken::Report;
use crate::input::feed::{Feed, FeedItem};
use crate::{BrokenLines, PackError, Progress};

/// Gives every item that has a picture in `folder` its ThumbHash, as the display field [`FIELD`].
///
/// The picture of an item is the file that the feed names, whatever address stands in
/// front of the name, or else the file that is called like the item's id. Files that cannot be read
/// as pictures are told as broken, by the place of their item.
pub(crate) fn add(
    feed: &mut Feed,
    folder: &Path,
    report: &Report,
    progress: &mut dyn Progress,
) -> Result<BrokenLines, PackError> {
    let files = Files::of(folder)?;
    let mut broken = BrokenLines::of(folder, report);
    let key = feed.display.len() as u32;
    progress.begin("looking at pictures", Some(feed.items.len() as u64));
    for (place, item) in (1u64..).zip(&mut feed.items) {
        if let Some(file) = files.of_item(item) {
            match hash(file) {
                Ok(hash) => {
                    item.display.push((key, STANDARD_NO_PAD.encode(hash)));
                    broken.good += 1;
                }
                Err(reason) => broken.add(place, format!("{}: {reason}", file.display())),
            }
        }
        progress.done(place);
    }
    progress.note(&format!(
        "{} of {} items have a picture in {}",
        broken.good,
        feed.items.len(),
        folder.display()
    ));
    if broken.good > 0 {
        feed.display.push(FIELD.to_owned());
    }
    Ok(broken)
}

/// The files of a folder, by their names and by those without the ending.
struct Files {
    by_name: BTreeMap<OsString, PathBuf>,
    by_stem: BTreeMap<OsString, PathBuf>,
}

impl Files {
    fn of(folder: &Path) -> Result<Self, PackError> {
        let unread = |source| PackError::Read { path: folder.to_owned(), source };
        let mut files = Self { by_name: BTreeMap::new(), by_stem: BTreeMap::new() };
        for entry in std::fs::read_dir(folder).map_err(unread)? {
            let path = entry.map_err(unread)?.path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
            if !ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) {
                continue;
            }
            if let (Some(name), Some(stem)) = (path.file_name(), path.file_stem()) {
                // Of two that differ in their ending alone, the first by name stands for the stem.
                let first = files.by_stem.entry(stem.to_owned()).or_insert_with(|| path.clone());
                if path < *first {
                    first.clone_from(&path);
                }
                files.by_name.insert(name.to_owned(), path.clone());
            }
        }
        Ok(files)
    }

    fn of_item(&self, item: &FeedItem) -> Option<&Path> {
        let addresses = item.picture.iter().flat_map(|text| text.split('|'));
        let mut named = addresses.map(|address| OsString::from(file_name(address.trim())));
        let found = named.find_map(|name| self.by_name.get(&name));
        found.or_else(|| self.by_stem.get(&OsString::from(&item.id))).map(PathBuf::as_path)
    }
}

/// The name of the file at the end of an address.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The ThumbHash of a picture, whatever its ending says that it is.
fn hash(file: &Path) -> Result<Vec<u8>, String> {
    let told = |error: image::ImageError| error.to_string();
    let reader = ImageReader::open(file).and_then(ImageReader::with_guessed_format);
    let mut reader = reader.map_err(|error| error.to_string())?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS_A_SIDE);
    limits.max_image_height = Some(MOST_PIXELS_A_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let small = reader.decode().map_err(told)?.thumbnail(SIDE, SIDE).into_rgba8();
    let (width, height) = (small.width() as usize, small.height() as usize);
    Ok(thumbhash::rgba_to_thumb_hash(width, height, small.as_raw()))
}

/// The display field that carries the ThumbHash.
pub(crate) const FIELD: &str = "thumbhash";

const ENDINGS: [&str; 5] = ["gif", "jpeg", "jpg", "png", "webp"];

/// What ThumbHash looks at, at the most, in pixels a side.
const SIDE: u32 = 100;

/// Larger pictures are no pictures of products, and their pixels would fill the memory.
const MOST_PIXELS_A_SIDE: u32 = 20_000;
const MOST_MEMORY: u64 = 512 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_stands_at_the_end_of_its_address() {
        for (address, name) in [
            ("https://cdn.shop.example/p/red-mug.jpg?v=3#x", "red-mug.jpg"),
            ("images\\mug.png", "mug.png"),
            ("mug.png", "mug.png"),
            ("", ""),
        ] {
            assert_eq!(file_name(address), name);
        }
    }
}
