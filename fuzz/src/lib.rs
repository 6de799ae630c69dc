//! One target for each decoder. Whatever the bytes, a target comes back: with what it read or with
//! an error, never with a panic, and in memory that grows with the bytes alone.
//!
//! `cargo test -p homekept-fuzz` changes good inputs by a fixed seed, on any compiler. With a nightly
//! one, `cargo fuzz run feed fuzz/seeds/feed` searches on its own. What either finds is repeated by
//! `cargo run -p homekept-fuzz --bin feed FILE`. A new decoder needs a function here, a file in
//! `fuzz_targets`, and seeds; a new format of feed or log needs a seed alone.
#![forbid(unsafe_code)]

pub mod mutate;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use homekept::catalogue::{Catalogue, FacetIx, ItemIx, Shard, graft};
use homekept::consent::Purpose;
use homekept::engine::{Engine, RankRequest, SlotName};
use homekept::policy::{Policy, PolicyFile};
use homekept::profile::{Interest, Profile, Visit};
use homekept::ranking::{Ask, Slot, rank};
use homekept::signals::{Epsilon, Report, Subset};
use homekept::time::Minute;
use homekept::vault::Header;
use homekept::vault::lock::Lock;
use homekept::vault::memory::CountingDice;
use homekept_packer::{Knobs, PackOptions, Quiet, pack_files};
use homekept_transfer::{Document, Here, merge};
use xxhash_rust::xxh64::xxh64;

/// The pack: as it is, and with its checksum made good, so that what lies behind it is reached.
pub fn pack(bytes: &[u8]) {
    read_pack(bytes);
    with_good_checksum(bytes).as_deref().map(read_pack);
}

/// A shard of a large shop, the same way, and what its leaves are joined to.
pub fn shard(bytes: &[u8]) {
    read_shard(bytes);
    with_good_checksum(bytes).as_deref().map(read_shard);
}

fn with_good_checksum(bytes: &[u8]) -> Option<Vec<u8>> {
    let (before, rest) = (bytes.get(..CHECKSUM)?, bytes.get(CHECKSUM + 8..)?);
    Some([before, &xxh64(rest, 0).to_le_bytes(), rest].concat())
}

fn read_shard(bytes: &[u8]) {
    let Ok(shard) = Shard::open(bytes.into()) else { return };
    let leaves = shard.ids().take(READ as usize).filter_map(|id| shard.leaf(id));
    for leaf in leaves {
        // Their checksums are good only where nothing in them was changed.
        pack(leaf);
    }
    assert_eq!(shard.leaf("no such item"), None);
}

/// Opens a pack and, if it opens, reads everything in it, in and out of its bounds.
fn read_pack(bytes: &[u8]) {
    let Ok(catalogue) = Catalogue::open(bytes.into()) else { return };
    let numbers = (0..catalogue.len().min(READ)).chain([catalogue.len(), u32::MAX - 1, u32::MAX]);
    for number in numbers {
        let (item, facet) = (ItemIx(number), FacetIx(number));
        let texts = [
            catalogue.id(item),
            catalogue.title(item),
            catalogue.url(item),
            catalogue.facet_kind(facet),
            catalogue.facet_label(facet),
        ];
        let _ = texts.map(|text| (catalogue.find(text), catalogue.find_facet(text, text)));
        let _ = (catalogue.facets(item).count(), catalogue.row(item).count());
        let _ = (catalogue.postings(facet).count(), catalogue.display(item).pairs().count());
        let _ = (catalogue.is_available(item), catalogue.is_denied_facet(facet));
        assert!((0.0..=1.0).contains(&catalogue.boost(item)), "a boost out of its bounds");
    }
    let profile = Profile {
        recent: [0, 1, u32::MAX].map(|item| Visit { item: ItemIx(item), steps: 0 }).into(),
        interests: vec![Interest { facet: FacetIx(0), strength: 1.0, stated: true }],
        ..Profile::default()
    };
    if let (Ok(again), Ok(grafted)) =
        (Catalogue::open(bytes.into()), graft(&catalogue, core::slice::from_ref(&catalogue)))
    {
        let grafted = Catalogue::open(grafted.into()).expect("what was joined opens");
        assert!(grafted.len() <= again.len(), "an item that no part has");
    }
    for slot in [Slot::ForYou, Slot::LikeThis(ItemIx(0)), Slot::Continue] {
        for pick in rank(&catalogue, &profile, &Ask::new(slot, 8)) {
            assert!(pick.score.is_finite(), "a score that is no number");
        }
    }
}

/// What the sealed bytes of a vault say, once they are open.
pub fn facts(bytes: &[u8]) {
    let Some(mut engine) = engine() else { return };
    engine.restore(&[bytes.to_vec()]);
    let now = Minute(29_000_000);
    let _ = (engine.events().len(), engine.choices().len(), engine.interests(now).len());
    engine.retire(now);
    // What was read is written so that all of it is read again.
    let Some(mut again) = self::engine() else { return };
    assert_eq!(again.restore(&[engine.snapshot()]), 0, "a snapshot that is not read");
    assert_eq!(again.events().len(), engine.events().len());
    let request = RankRequest {
        slot: SlotName::ForYou,
        limit: 8,
        current: Vec::new(),
        exclude: Vec::new(),
        within: None,
        plain: false,
        unlifted: false,
    };
    let _ = engine.rank(&request, now);
}

/// The header of a vault.
pub fn header(bytes: &[u8]) {
    if let Ok(header) = Header::decode(bytes) {
        assert_eq!(header.encode(), bytes, "a header that is written otherwise than it was read");
    }
}

/// The file that a customer brings from another browser, and what becomes of the profile.
pub fn document(bytes: &[u8]) {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let Ok(document) = Document::read(text) else { return };
    let Some(mut engine) = engine() else { return };
    let snapshot = engine.snapshot();
    let (site, allowed) = (&*document.site, &Purpose::ALL);
    let here =
        Here { site, snapshot: &snapshot, allowed, retention_days: 90, now: document.minute };
    for replaces in [false, true] {
        let Ok(merged) = merge(&document, here, replaces, &mut CountingDice::default()) else {
            return;
        };
        assert_eq!(engine.restore(&[merged.snapshot]), 0, "what was merged is not understood");
    }
}

/// The record of a lock, which whoever has the device may have written.
pub fn lock(bytes: &[u8]) {
    if let Ok(lock) = Lock::decode(bytes) {
        assert_eq!(lock.encode(), bytes, "a lock that is written otherwise than it was read");
    }
}

/// A report of signals: what is read is written again as it was, and what fits has as many buckets
/// as the draw gives.
pub fn report(bytes: &[u8]) {
    let Ok(report) = Report::decode(bytes) else { return };
    assert_eq!(report.encode().as_slice(), bytes, "a report that is written otherwise");
    for d in [2, 7, 256] {
        let Some(subset) = Epsilon::of(1000).and_then(|epsilon| Subset::of(d, epsilon)) else {
            continue;
        };
        if report.fits(subset).is_ok() {
            assert_eq!(
                report.set.buckets().filter(|bucket| *bucket < d).count() as u32,
                subset.k()
            );
        }
    }
}

/// A product feed, of whatever format its bytes say.
pub fn feed(bytes: &[u8]) {
    let folder = Folder::new();
    let options = PackOptions::new(folder.write("feed", bytes), None, folder.0.join("shop.hkp"));
    let _ = pack_files(&options, &mut Quiet);
}

/// A session log, of whatever format its bytes say.
pub fn log(bytes: &[u8]) {
    let folder = Folder::new();
    let items = folder.write("feed", b"id,title,subject\na,A,red\nb,B,red\nc,C,blue\n");
    let sessions = Some(folder.write("log", bytes));
    let options = PackOptions::new(items, sessions, folder.0.join("shop.hkp"));
    let _ = pack_files(&options, &mut Quiet);
}

/// A file of knobs.
pub fn knobs(bytes: &[u8]) {
    let folder = Folder::new();
    let _ = Knobs::read(&folder.write("knobs.json", bytes));
}

/// A shop's table of what becomes of its categories.
pub fn deny_map(bytes: &[u8]) {
    let folder = Folder::new();
    let items = folder.write("feed", b"id,title,subject\na,A,red\nb,B,Home > Health\n");
    let options = PackOptions {
        deny_map: Some(folder.write("map", bytes)),
        ..PackOptions::new(items, None, folder.0.join("shop.hkp"))
    };
    let _ = pack_files(&options, &mut Quiet);
}

/// Runs a target on each file that the command line names.
///
/// # Errors
/// When a file cannot be read.
pub fn replay(target: impl Fn(&[u8])) -> std::io::Result<()> {
    for path in std::env::args_os().skip(1) {
        target(&std::fs::read(path)?);
    }
    Ok(())
}

fn engine() -> Option<Engine> {
    let file = PolicyFile {
        version: 1,
        site: "shop".to_owned(),
        notice: "1".to_owned(),
        ..PolicyFile::default()
    };
    Some(Engine::new(Policy::of(file).ok()?, false))
}

/// A folder for one input, gone with it: the readers read files.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("homekept-fuzz-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("there is room for a folder");
        Self(folder)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path: &Path = &self.0.join(name);
        std::fs::write(path, bytes).expect("there is room for an input");
        path.to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where the checksum of a pack stands.
const CHECKSUM: usize = 16;

/// How many items of a pack are read.
const READ: u32 = 200;
