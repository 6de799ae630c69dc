//! Packs for shops to serve, made by the packer itself.

use crate::built;
use homekept_shop::{Feed, Parts, prepare, prepare_parts};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::UNIX_EPOCH;

/// The demo's pack.
#[must_use]
pub fn pack() -> &'static [u8] {
    &demo().0
}

/// The demo's pack in parts: its head has so few books that most of what a page shows is in the
/// shards.
pub(crate) fn parts() -> Parts {
    demo().1.clone()
}

/// The pack of a feed that is written in CSV.
#[must_use]
pub fn pack_of(feed: &str) -> Vec<u8> {
    in_own_folder("feed", |folder| packed(feed, folder, None))
}

/// The pack of a feed that is written in CSV, with a picture in one colour of each item named.
#[must_use]
pub fn pack_with_pictures(feed: &str, pictures: &[(String, [u8; 3])]) -> Vec<u8> {
    in_own_folder("pictures", |folder| {
        for (item, colour) in pictures {
            let picture = image::RgbImage::from_pixel(64, 64, image::Rgb(*colour));
            picture.save(folder.join(format!("{item}.png"))).expect("the picture is written");
        }
        packed(feed, folder, Some(folder.to_owned()))
    })
}

fn packed(feed: &str, folder: &Path, images: Option<PathBuf>) -> Vec<u8> {
    let catalogue = folder.join("feed.csv");
    fs::write(&catalogue, feed).expect("the feed is written");
    let feed = Feed::Own { catalogue, sessions: None, images };
    prepare(&feed, &folder.join("shop.hkp"), &mut homekept_packer::Quiet).expect("it packs")
}

/// The demo's pack, whole and in parts. Made once for all engines: the packer is part of this
/// program, so what one run of it made is what the next would make.
fn demo() -> &'static (Vec<u8>, Parts) {
    static DEMO: OnceLock<(Vec<u8>, Parts)> = OnceLock::new();
    DEMO.get_or_init(|| {
        let (program, build) = this_program();
        let kept = built().join(format!("{program}{build}"));
        kept_in(&kept).unwrap_or_else(|| {
            in_own_folder("demo", |folder| {
                prepare_parts(
                    &Feed::Demo,
                    &folder.join(PACK),
                    HEAD_BOOKS,
                    &mut homekept_packer::Quiet,
                )
                .expect("it packs");
                forget_those_of_other_builds(&program);
                // Where another process was faster, its packs are these.
                let _ = fs::rename(folder, &kept);
            });
            kept_in(&kept).expect("the packs are there")
        })
    })
}

/// What [`prepare_parts`] left in a folder.
fn kept_in(folder: &Path) -> Option<(Vec<u8>, Parts)> {
    let pack = folder.join(PACK);
    let head = fs::read(pack.with_extension("head.hkp")).ok()?;
    // In it, one folder with the shards of this head.
    let shards = fs::read_dir(pack.with_extension("shards")).ok()?.flatten().next()?.path();
    let is_shard = |entry: &fs::DirEntry| entry.path().extension().is_some_and(|end| end == "hkp");
    let count = fs::read_dir(&shards).ok()?.flatten().filter(is_shard).count();
    let count = u32::try_from(count).ok()?;
    Some((fs::read(pack).ok()?, Parts { head, folder: shards, count }))
}

/// A name for this program, and what tells this build of it from others.
fn this_program() -> (String, String) {
    let program = std::env::current_exe().expect("a program has a file");
    let file = program.metadata().expect("a program has a file");
    let built = file.modified().expect("a file has a time");
    let since = built.duration_since(UNIX_EPOCH).expect("it was built after 1970");
    let name = program.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.split('-').next().unwrap_or_default();
    (format!("e2e-packs-{name}-"), format!("{:x}-{:x}", since.as_nanos(), file.len()))
}

fn forget_those_of_other_builds(program: &str) {
    for entry in fs::read_dir(built()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(program) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A folder of one's own, gone afterwards: tests that run at once do not meet.
fn in_own_folder<T>(name: &str, work: impl FnOnce(&Path) -> T) -> T {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let folder = built().join(format!("e2e-{name}-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    let made = work(&folder);
    let _ = fs::remove_dir_all(folder);
    made
}

const HEAD_BOOKS: usize = 40;
const PACK: &str = "shop.hkp";
