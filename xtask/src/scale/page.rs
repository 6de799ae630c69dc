//! What a page costs as a shop grows: generated shops, packed whole and in parts by the shipped
//! packer, and a customer's page ranked by the shipped modules in Node, whose engine is Chromium's.

use super::{EVENTS_OF_AN_ITEM, ScaleOptions, brotli, build, packing, shop, watch};
use crate::build as modules;
use crate::error::XtaskError;
use crate::progress::Step;
use crate::setup::{self, Need};
use crate::tree::Tree;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Packs a shop of each size, and prints what a page of it costs.
pub(crate) fn run(tree: &Tree, options: &ScaleOptions) -> Result<(), XtaskError> {
    let tools = setup::run(tree, Need::BUILD)?;
    modules::run(tree, &tools)?;
    build(tree)?;
    println!("{HEADING}");
    for items in &options.items {
        let shop = shop(tree, *items)?;
        let step = Step::begin(
            format!("packing {items} items and {} events", items * EVENTS_OF_AN_ITEM),
            "a minute for each 25,000 items",
        );
        let parts = Parts::cut(tree, &shop)?;
        let cut = parts.page(tree, &shop)?;
        // The whole of a large one is what nobody would send.
        let whole = match *items <= MOST_WHOLE {
            true => Some(whole(tree, &shop)?),
            false => None,
        };
        step.end("packed");
        println!("{}", line(*items, "parts", parts.head, parts.page_bytes(), &cut));
        if let Some((bytes, page)) = whole {
            println!("{}", line(*items, "whole", bytes, bytes, &page));
        }
    }
    println!("a machine that does other work meanwhile gives longer times");
    Ok(())
}

/// A shop in parts.
struct Parts {
    /// The length of the head in brotli.
    head: u64,
    /// That of the largest shard.
    largest: u64,
    folder: PathBuf,
    count: usize,
}

impl Parts {
    fn cut(tree: &Tree, shop: &Path) -> Result<Self, XtaskError> {
        let (output, shards) = (shop.join("head.hkp"), shop.join("shards"));
        // Those of an earlier packer lie in folders of other names.
        if shards.exists() {
            fs::remove_dir_all(&shards).map_err(XtaskError::io("remove", &shards))?;
        }
        let mut pack = packing(tree, shop, &output);
        pack.arg("--shards").arg(&shards);
        watch::run(pack)?;
        let found = |folder: &Path| -> Result<Vec<PathBuf>, XtaskError> {
            let read = fs::read_dir(folder).map_err(XtaskError::io("read", folder))?;
            Ok(read.filter_map(Result::ok).map(|entry| entry.path()).collect())
        };
        let folder = found(&shards)?.pop().unwrap_or(shards);
        let files = found(&folder)?;
        let mut largest = 0;
        for file in &files {
            // Brotli makes nothing longer: only those that could be the largest are tried.
            let bytes = fs::read(file).map_err(XtaskError::io("read", file))?;
            if bytes.len() as u64 > largest {
                largest = largest.max(brotli(&bytes));
            }
        }
        let head = fs::read(&output).map_err(XtaskError::io("read", &output))?;
        Ok(Self { head: brotli(&head), largest, folder, count: files.len() })
    }

    /// The most that a page loads.
    fn page_bytes(&self) -> u64 {
        self.head + self.largest * (SHARDS_A_PAGE.min(self.count) as u64)
    }

    fn page(&self, tree: &Tree, shop: &Path) -> Result<Page, XtaskError> {
        let mut node = page(tree, shop, &shop.join("head.hkp"));
        node.arg(&self.folder).arg(self.count.to_string());
        seen(node)
    }
}

fn whole(tree: &Tree, shop: &Path) -> Result<(u64, Page), XtaskError> {
    let output = shop.join("shop.hkp");
    watch::run(packing(tree, shop, &output))?;
    let bytes = fs::read(&output).map_err(XtaskError::io("read", &output))?;
    Ok((brotli(&bytes), seen(page(tree, shop, &output))?))
}

/// What a page took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    for_you: Times,
    like_this: Times,
    graft: Option<Times>,
    /// Of the module that ranks, in bytes.
    memory: u64,
    /// The leaves that are kept with the events, in bytes.
    leaves: u64,
}

/// In microseconds.
#[derive(Debug, Deserialize)]
struct Times {
    median: f64,
    p99: f64,
}

fn page(tree: &Tree, shop: &Path, pack: &Path) -> Command {
    let mut node = Command::new("node");
    // The whole feed is looked into, to choose from all of it.
    node.arg("--max-old-space-size=4096").arg(tree.root.join("xtask/src/scale/page.mjs"));
    node.arg(tree.www().join("src/wasm")).arg(shop.join("items.csv.gz")).arg(pack);
    node
}

fn seen(mut node: Command) -> Result<Page, XtaskError> {
    let output = node
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| XtaskError::NotStarted { program: "node".to_owned(), source })?;
    if !output.status.success() {
        let status = output.status.to_string();
        return Err(XtaskError::Stopped { program: "the page in wasm", status });
    }
    serde_json::from_slice(&output.stdout).map_err(|error| XtaskError::bad_file("page.mjs", error))
}

fn line(items: u64, form: &str, first: u64, most: u64, page: &Page) -> String {
    let Page { for_you, like_this, graft, memory, leaves } = page;
    let times = |times: &Times| format!("{:.0} / {:.0}", times.median, times.p99);
    format!(
        "{items:>9} {form:>6} {first:>10} {most:>10} {:>13} {:>13} {:>15} {:>7.1} {:>8}",
        times(for_you),
        times(like_this),
        graft.as_ref().map_or("".to_owned(), times),
        *memory as f64 / f64::from(1 << 20),
        leaves,
    )
}

const HEADING: &str = "bytes in brotli 5, times in µs: median / p99
    items   form first pack a page, ≤       for you     like this           graft      MB   leaves";
const MOST_WHOLE: u64 = 100_000;
/// As `homekept_packer::SHARDS_A_PAGE`, which this program does without.
const SHARDS_A_PAGE: usize = 4;
