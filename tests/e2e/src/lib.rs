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
mod desk;
mod display;
mod engine;
pub mod gaps;
mod hearing;
mod keyboard;
mod packs;
mod page;
mod program;
mod proxy;
mod screen;
mod stored;
mod tabs;
mod trap;

pub use browser::{Authenticator, Browser, Setup};
pub use customer::Customer;
pub use desk::Desk;
pub use engine::Engine;
pub use hearing::Heard;
pub use packs::{pack, pack_of, pack_with_pictures};
pub use program::Program;
pub use proxy::{Passed, Proxy};
pub use screen::{DESKTOP, NARROW, PHONE, Screen};
pub use stored::Stored;
pub use tabs::Tab;
pub use trap::{CALLBACK, module_that_traps_at};

use homekept_shop::{Running, Shop, ShopOptions, Tweaks};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The demo's shop, recording every request, on a port of its own.
#[must_use]
pub fn shop(tweaks: Tweaks) -> Running {
    shop_selling(pack().to_vec(), |options| options.tweaks = tweaks)
}

/// A shop with a pack of one's choice, set up as `change` says.
#[must_use]
pub fn shop_selling(pack: Vec<u8>, change: impl FnOnce(&mut ShopOptions)) -> Running {
    let mut options = set_up(pack);
    change(&mut options);
    Shop::start(options).expect(OPENS)
}

/// The demo's shop, and the origin of the vault that its pages have in a frame.
#[must_use]
pub fn shop_with_vault() -> (Running, Running) {
    Shop::start_with_vault(set_up(pack().to_vec()), port_of_its_own()).expect(OPENS)
}

fn set_up(pack: Vec<u8>) -> ShopOptions {
    let options = ShopOptions::new(pack, built().join("assets"));
    ShopOptions { record: true, port: port_of_its_own(), ..options }
}

const OPENS: &str = "the shop opens: `cargo xtask build` makes its assets";

/// The demo's shop as one that is too large for one pack: it serves a head of few books.
#[must_use]
pub fn shop_in_parts(tweaks: Tweaks) -> Running {
    shop_selling(pack().to_vec(), |options| {
        options.parts = Some(packs::parts());
        options.tweaks = tweaks;
    })
}

/// A free port that no shop and no app of this process had before. The system gives a port out again,
/// and a browser that was at the earlier one would have its storage still: nothing would be asked.
pub fn port_of_its_own() -> u16 {
    static HAD: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let port = browser::free_port();
        if HAD.lock().unwrap_or_else(PoisonError::into_inner).insert(port) {
            return port;
        }
    }
}

/// Where the demo is built.
fn built() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/demo")
}
