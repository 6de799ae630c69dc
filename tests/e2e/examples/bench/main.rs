//! What crosses the door, and what each call costs, in a real browser with the
//! shipped module; ratios against anchors in the same page and on this machine.
//! `cargo xtask bench` builds all that it needs and runs it.
#![allow(clippy::print_stdout, reason = "figures are what it is for")]
#![allow(clippy::disallowed_methods, reason = "the bans keep the core replayable; this is timed")]

mod native;
mod packs;
mod table;

use homekept_e2e::{Customer, pack, shop_selling};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[tokio::main]
async fn main() {
    let flags: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let extent = if has("--quick") { Extent::QUICK } else { Extent::WHOLE };
    let figures = measure(&extent).await;
    if has("--json") {
        println!("{figures:#}");
    } else {
        println!("{}", table::of(&figures));
    }
}

/// How much is measured.
struct Extent {
    /// How many batches a median is of.
    runs: usize,
    /// Events of the small and of the full profile.
    events: &'static [usize],
    /// Whether the larger packs are measured too.
    every_pack: bool,
}

impl Extent {
    const WHOLE: Extent = Extent { runs: 31, events: &[20, 2_000], every_pack: true };
    const QUICK: Extent = Extent { runs: 3, events: &[20], every_pack: false };
}

async fn measure(extent: &Extent) -> Value {
    let folder = Folder::new();
    let packs = packs::all(extent.every_pack, &folder.0);
    for packed in &packs {
        fs::write(folder.file(&format!("{}.hkp", packed.name)), &packed.bytes).expect("written");
        fs::write(folder.file(&format!("{}.json", packed.name)), packed.json()).expect("written");
    }
    let assets = folder.0.clone();
    let me = Customer::in_shop(shop_selling(pack().to_vec(), |options| {
        options.assets = assets;
        // Every request would be kept.
        options.record = false;
    }))
    .await;
    // The page of this address has no element of ours, so nothing runs beside what is timed.
    me.goes_to("/assets/bench/homekept.js").await;
    let runs = extent.runs;

    let mut found = json!({ "browser": version(&me).await, "runs": runs });
    found["put"] = asks(&me, &format!("putting({})", runs * 4)).await;
    for packed in &packs {
        eprintln!("{} ...", packed.name);
        let name = packed.name;
        found["packs"][name]["open"] = asks(&me, &format!("opening('{name}', {runs})")).await;
        // A made-up pack shows how opening and ranking grow; nobody keeps a vault there.
        for &events in extent.events.iter().filter(|_| packed.is_a_shop) {
            let calls = asks(&me, &format!("calls('{name}', {events}, {runs})")).await;
            found["packs"][name]["calls"][events.to_string()] = calls;
            found["packs"][name]["native"][events.to_string()] =
                native::ranking(packed, events, runs);
        }
    }
    let name = packs[0].name;
    found["seal"] = asks(&me, &format!("sealing('{name}', {})", runs * 8)).await;
    me.leaves().await;
    found
}

/// What the page measures. It may take minutes, longer than a driver waits for an answer: the page
/// is asked for it now and then.
async fn asks(me: &Customer, call: &str) -> Value {
    let script = include_str!("page.js");
    me.reads(&format!(
        "globalThis.found = null;
         (async () => {{ {script}; return bench.{call} }})().then(
           (value) => {{ found = {{ value }} }},
           (error) => {{ found = {{ error: String(error?.code ?? error?.stack ?? error) }} }});"
    ))
    .await;
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let found = me.reads("return found").await;
        assert!(found["error"].is_null(), "{call}: {}", found["error"]);
        if !found.is_null() {
            return found["value"].clone();
        }
    }
}

async fn version(me: &Customer) -> Value {
    me.reads("return navigator.userAgent.match(/(Chrome|Firefox|Safari)[^ ]*/)?.[0] ?? ''").await
}

/// What the page fetches; gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = root.join(format!("target/demo/bench-{}", std::process::id()));
        fs::create_dir_all(folder.join("bench")).expect("a folder can be made");
        for file in
            ["homekept.js", "indexed_db.js", "views.js", "web_crypto.js", "homekept_bg.wasm"]
        {
            fs::copy(root.join("www/src/wasm").join(file), folder.join("bench").join(file))
                .unwrap_or_else(|error| panic!("{file}: {error}; `cargo xtask build` makes it"));
        }
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join("bench").join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
