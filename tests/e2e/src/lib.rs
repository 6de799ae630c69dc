//! The harness: a shop, a browser of its own, and a customer's hands and eyes.
//! Leaves out what is true of the shop: the tests say that.
#![allow(
    clippy::disallowed_methods,
    reason = "the bans keep the core replayable; a browser is waited for"
)]

mod barriers;
mod browser;
mod command;
mod customer;
mod display;
mod engine;
pub mod gaps;
mod hearing;
mod keyboard;
mod page;
mod program;
mod proxy;
mod screen;
mod stored;
mod tabs;
mod trap;

pub use browser::{Browser, Setup};
pub use customer::Customer;
pub use engine::Engine;
pub use hearing::Heard;
pub use proxy::{Passed, Proxy};
pub use screen::{DESKTOP, NARROW, PHONE, Screen};
pub use stored::Stored;
pub use tabs::Tab;
pub use trap::{CALLBACK, module_that_traps_at};

use homekept_shop::{Feed, Parts, Running, Shop, ShopOptions, Tweaks, prepare, prepare_parts};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The demo's shop, recording every request, on a port of its own.
#[must_use]
pub fn shop(tweaks: Tweaks) -> Running {
    shop_selling(pack().to_vec(), |options| options.tweaks = tweaks)
}

/// A shop with a pack of one's choice, set up as `change` says.
#[must_use]
pub fn shop_selling(pack: Vec<u8>, change: impl FnOnce(&mut ShopOptions)) -> Running {
    let mut options = ShopOptions::new(pack, built().join("assets"));
    options.record = true;
    options.port = port_of_its_own();
    change(&mut options);
    Shop::start(options).expect("the shop opens: `cargo xtask build` makes its assets")
}

/// The demo's shop as one that is too large for one pack: it serves a head of so few books that
/// most of what a page shows is in the shards.
#[must_use]
pub fn shop_in_parts(tweaks: Tweaks) -> Running {
    static PARTS: OnceLock<(Vec<u8>, Parts)> = OnceLock::new();
    let (whole, parts) = PARTS.get_or_init(|| {
        let pack = built().join("e2e-parts/shop.hkp");
        prepare_parts(&Feed::Demo, &pack, HEAD_BOOKS, &mut homekept_packer::Quiet)
            .expect("it packs")
    });
    shop_selling(whole.clone(), |options| {
        options.parts = Some(parts.clone());
        options.tweaks = tweaks;
    })
}

const HEAD_BOOKS: usize = 40;

/// A free port that no shop of this process had before. The system gives a port out again, and a
/// browser that was in the earlier shop would have its storage still: nothing would be asked.
fn port_of_its_own() -> u16 {
    static HAD: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let port = browser::free_port();
        if HAD.lock().unwrap_or_else(PoisonError::into_inner).insert(port) {
            return port;
        }
    }
}

/// The demo's pack, made once for all tests of a file.
#[must_use]
pub fn pack() -> &'static [u8] {
    static PACK: OnceLock<Vec<u8>> = OnceLock::new();
    PACK.get_or_init(|| in_own_folder("demo", |folder| packed(&Feed::Demo, folder)))
}

/// The pack of a feed that is written in CSV.
#[must_use]
pub fn pack_of(feed: &str) -> Vec<u8> {
    in_own_folder("feed", |folder| {
        let catalogue = folder.join("feed.csv");
        std::fs::write(&catalogue, feed).expect("the feed is written");
        packed(&Feed::Own { catalogue, sessions: None, images: None }, folder)
    })
}

/// The pack of a feed that is written in CSV, with a picture in one colour of each item named.
#[must_use]
pub fn pack_with_pictures(feed: &str, pictures: &[(String, [u8; 3])]) -> Vec<u8> {
    in_own_folder("pictures", |folder| {
        let catalogue = folder.join("feed.csv");
        std::fs::write(&catalogue, feed).expect("the feed is written");
        for (item, colour) in pictures {
            let picture = image::RgbImage::from_pixel(64, 64, image::Rgb(*colour));
            picture.save(folder.join(format!("{item}.png"))).expect("the picture is written");
        }
        let images = Some(folder.to_owned());
        packed(&Feed::Own { catalogue, sessions: None, images }, folder)
    })
}

fn packed(feed: &Feed, folder: &Path) -> Vec<u8> {
    prepare(feed, &folder.join("shop.hkp"), &mut homekept_packer::Quiet).expect("it packs")
}

/// A folder of one's own, gone afterwards: tests that run at once do not meet.
fn in_own_folder(name: &str, work: impl FnOnce(&Path) -> Vec<u8>) -> Vec<u8> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let folder = built().join(format!("e2e-{name}-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let made = work(&folder);
    let _ = std::fs::remove_dir_all(folder);
    made
}

fn built() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/demo")
}
