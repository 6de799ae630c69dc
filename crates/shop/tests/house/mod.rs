//! Packs and folders for the tests.

#![allow(dead_code, reason = "each test file uses its own part")]

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use homekept_packer::{Notes, Quiet};
use homekept_shop::{Feed, Running, Shop, ShopOptions, Tweaks, prepare};
use sha2::{Digest, Sha384};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The demo's shop on a free port.
pub(crate) fn open_demo(tweaks: Tweaks) -> Running {
    Shop::start(ShopOptions { tweaks, ..ShopOptions::new(demo_pack(), assets()) }).unwrap()
}

/// The demo's pack, made once for all tests of the process.
pub(crate) fn demo_pack() -> Vec<u8> {
    static PACK: OnceLock<Vec<u8>> = OnceLock::new();
    PACK.get_or_init(|| {
        prepare(&Feed::Demo, &scratch("demo").join("shop.hkp"), &mut Quiet).unwrap()
    })
    .clone()
}

/// The pack of a feed given as text.
pub(crate) fn pack_of(name: &str, feed: &str) -> Vec<u8> {
    let file = scratch(name).join("items.csv");
    fs::write(&file, feed).unwrap();
    pack_file(name, &file)
}

/// The pack of a feed in a file, without sessions.
pub(crate) fn pack_file(name: &str, feed: &Path) -> Vec<u8> {
    let feed = Feed::Own { catalogue: feed.to_owned(), sessions: None, images: None };
    prepare(&feed, &scratch(name).join("own.hkp"), &mut Quiet).unwrap()
}

/// The pack of a feed and a log in files, with what was noted on the way.
pub(crate) fn pack_with_log(name: &str, feed: &Path, log: &Path) -> (Vec<u8>, String) {
    let feed =
        Feed::Own { catalogue: feed.to_owned(), sessions: Some(log.to_owned()), images: None };
    let mut notes = Notes::default();
    let pack = prepare(&feed, &scratch(name).join("own.hkp"), &mut notes).unwrap();
    (pack, notes.0.join("\n"))
}

/// A folder with small files of every kind in the place of the built assets, and one outside it.
pub(crate) fn assets() -> PathBuf {
    static ASSETS: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let folder = scratch("site").join("assets");
        fs::create_dir_all(folder.join("images")).unwrap();
        for file in ["shop.js", "shop.css", "homekept.wasm", "images/harbour.svg", "../secret.txt"]
        {
            fs::write(folder.join(file), file).unwrap();
        }
        folder
    };
    ASSETS.get_or_init(make).clone()
}

/// The digest of a pack as the policy writes it, computed here by itself.
pub(crate) fn integrity(pack: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(pack)))
}

/// The data sets beside the repository, where they are there.
pub(crate) fn shared_data() -> Option<PathBuf> {
    let beside = |root: &Path| root.join("../shared/data");
    let named =
        std::env::var_os("HOMEKEPT_SHARED").map(|shared| PathBuf::from(shared).join("data"));
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(beside);
    named.into_iter().chain(above).find(|folder| folder.is_dir())
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}
