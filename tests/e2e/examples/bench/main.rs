//! What crosses the door, and what each call costs, in a real browser with the
//! shipped module; ratios against anchors in the same page and on this machine.
//! `cargo xtask bench` builds all that it needs and runs it.
#![allow(clippy::print_stdout, reason = "figures are what it is for")]
#![allow(clippy::disallowed_methods, reason = "the bans keep the core replayable; this is timed")]

mod native;
mod packs;
mod table;
mod vault;

use homekept_e2e::{Customer, pack, shop_selling};
use packs::Packed;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[tokio::main]
async fn main() {
    let flags: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let extent = if has("--quick") { Extent::QUICK } else { Extent::WHOLE };
    let (figures, text): (Value, fn(&Value) -> String) = if has("--vault") {
        (measure_vault(&extent).await, vault::table)
    } else {
        (measure(&extent).await, table::of)
    };
    if has("--json") {
        println!("{figures:#}");
    } else {
        println!("{}", text(&figures));
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
    /// Events of the profiles that the vault keeps.
    profiles: &'static [usize],
}

impl Extent {
    const WHOLE: Extent = Extent {
        runs: 31,
        events: &[20, 2_000],
        every_pack: true,
        profiles: &[100, 500, 1_000, 2_000],
    };
    const QUICK: Extent = Extent { runs: 3, events: &[20], every_pack: false, profiles: &[100] };
}

async fn measure(extent: &Extent) -> Value {
    let folder = Folder::new();
    let packs = folder.packs(extent.every_pack);
    let me = at(&folder).await;
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

async fn measure_vault(extent: &Extent) -> Value {
    let folder = Folder::new();
    let packs = folder.packs(false);
    vault::MADE.iter().for_each(|name| folder.add(name));
    let me = at(&folder).await;
    let found = vault::measure(&me, packs[0].name, extent).await;
    me.leaves().await;
    found
}

/// Somebody on a page of this folder that has no element of ours, so nothing runs beside what is timed.
async fn at(folder: &Folder) -> Customer {
    let assets = folder.0.clone();
    let me = Customer::in_shop(shop_selling(pack().to_vec(), |options| {
        options.assets = assets;
        // Every request would be kept.
        options.record = false;
    }))
    .await;
    me.goes_to("/assets/bench/homekept.js").await;
    me
}

/// What the page measures. It may take minutes, longer than a driver waits for an answer: the page
/// is asked for it now and then.
async fn asks(me: &Customer, call: &str) -> Value {
    let script = concat!(include_str!("page.js"), include_str!("vault.js"));
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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What the page fetches; gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let root = root();
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

    /// Writes the packs that are measured.
    fn packs(&self, every: bool) -> Vec<Packed> {
        let packs = packs::all(every, &self.0);
        for packed in &packs {
            let name = packed.name;
            fs::write(self.file(&format!("{name}.hkp")), &packed.bytes).expect("written");
            fs::write(self.file(&format!("{name}.json")), packed.json()).expect("written");
        }
        packs
    }

    /// What `cargo xtask` made for this benchmark alone.
    fn add(&self, name: &str) {
        let to = self.file(name);
        fs::create_dir_all(to.parent().expect("it lies in a folder")).expect("a folder is made");
        fs::copy(root().join("target/xtask").join(name), to)
            .unwrap_or_else(|error| panic!("{name}: {error}; `cargo xtask bench vault` makes it"));
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
