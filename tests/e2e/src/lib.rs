//! The harness: a shop, a browser of its own, and a customer's hands and eyes.
//! Leaves out what is true of the shop: the tests say that.

mod browser;
mod customer;
mod page;
mod stored;

pub use browser::Browser;
pub use customer::Customer;
pub use stored::Stored;

use homekept_shop::{Feed, Running, Shop, ShopOptions, Tweaks, prepare};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The demo's shop, recording every request, on a port of its own.
#[must_use]
pub fn shop(tweaks: Tweaks) -> Running {
    let mut options = ShopOptions::new(pack().to_vec(), built().join("assets"));
    options.record = true;
    options.tweaks = tweaks;
    Shop::start(options).expect("the shop opens: `cargo xtask build` makes its assets")
}

/// The demo's pack, made once for all tests of a file.
#[must_use]
pub fn pack() -> &'static [u8] {
    static PACK: OnceLock<Vec<u8>> = OnceLock::new();
    PACK.get_or_init(|| {
        // A folder of this process: files that run at once do not meet.
        let folder = built().join(format!("e2e-{}", std::process::id()));
        let pack = prepare(&Feed::Demo, &folder, &mut homekept_packer::Quiet).expect("it packs");
        let _ = std::fs::remove_dir_all(folder);
        pack
    })
}

fn built() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/demo")
}
