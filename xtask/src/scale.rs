//! What packing costs as a shop grows: generated shops packed by the shipped packer, measured from
//! outside, step by step.

pub(crate) mod page;
mod watch;

use crate::cargo;
use crate::error::XtaskError;
use crate::process;
use crate::progress::Step;
use crate::tree::Tree;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use watch::Watched;

/// How `cargo xtask bench scale` or `bench page` was called.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ScaleOptions {
    /// How many items the shops have.
    pub(crate) items: Vec<u64>,
}

impl ScaleOptions {
    fn or(self, sizes: &[u64]) -> Self {
        if self.items.is_empty() { Self { items: sizes.into() } } else { self }
    }

    /// To see how the cost of packing grows.
    pub(crate) fn for_packing(self) -> Self {
        self.or(&[10_000, 100_000, 1_000_000])
    }

    /// To see how the cost of a page does not.
    pub(crate) fn for_pages(self) -> Self {
        self.or(&[1_000, 10_000, 100_000, 1_000_000])
    }
}

/// How `cargo xtask feed` was called.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FeedOptions {
    pub(crate) items: u64,
    pub(crate) events: u64,
    /// The folder that the files go into.
    pub(crate) out: PathBuf,
    /// Whether the log is Parquet instead of CSV.
    pub(crate) parquet: bool,
}

/// Generates a shop, on the person's own terminal.
pub(crate) fn generate(tree: &Tree, options: &FeedOptions) -> Result<(), XtaskError> {
    build(tree)?;
    let mut feed = feed(tree, options.items, options.events, &options.out);
    if options.parquet {
        feed.arg("parquet");
    }
    let status = feed.status().map_err(|source| not_started("feed", source))?;
    if status.success() {
        println!("{}", options.out.display());
        Ok(())
    } else {
        Err(XtaskError::Stopped { program: "the generator", status: status.to_string() })
    }
}

/// Packs a shop of each size, and prints what it took.
pub(crate) fn run(tree: &Tree, options: &ScaleOptions) -> Result<(), XtaskError> {
    build(tree)?;
    let mut runs = Vec::new();
    for items in &options.items {
        let shop = shop(tree, *items)?;
        let step = Step::begin(
            format!("packing {items} items and {} events", items * EVENTS_OF_AN_ITEM),
            "a minute for each 50,000 items",
        );
        let run = pack(tree, &shop, *items)?;
        step.end("packed");
        println!("{}", run.steps());
        runs.push(run);
    }
    println!("{}", summary(&runs));
    println!("a machine that does other work meanwhile gives longer times; cpu is user and system");
    Ok(())
}

/// One shop packed.
#[derive(Debug)]
struct Run {
    items: u64,
    watched: Watched,
    bytes: u64,
    brotli: u64,
}

impl Run {
    /// Each step in a line.
    fn steps(&self) -> String {
        let mut table = format!("  {:<50} {:>9} {:>9} {:>9}", "step", "time", "cpu", "peak MB");
        for stage in &self.watched.stages {
            table += &format!(
                "\n  {:<50} {:>7.1} s {:>7.1} s {:>9}",
                stage.name,
                stage.time.as_secs_f64(),
                stage.cpu.as_secs_f64(),
                stage.peak >> 20,
            );
        }
        table
    }
}

/// Each size in a line.
fn summary(runs: &[Run]) -> String {
    let mut table = format!(
        "{:>9} {:>11} {:>9} {:>9} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9}",
        "items",
        "events",
        "time",
        "cpu",
        "an item",
        "peak MB",
        "an item",
        "pack MB",
        "brotli 5",
        "an item"
    );
    for Run { items, watched, bytes, brotli } in runs {
        let (time, cpu) = (watched.time().as_secs_f64(), watched.cpu().as_secs_f64());
        let (count, megabyte) = (*items as f64, f64::from(1 << 20));
        table += &format!(
            "\n{items:>9} {:>11} {time:>7.1} s {cpu:>7.1} s {:>5.0} µs {:>8} {:>7.0} B {:>9.1} {:>9.1} {:>7.0} B",
            items * EVENTS_OF_AN_ITEM,
            cpu * 1e6 / count,
            watched.peak() >> 20,
            watched.peak() as f64 / count,
            *bytes as f64 / megabyte,
            *brotli as f64 / megabyte,
            *brotli as f64 / count,
        );
    }
    table
}

fn pack(tree: &Tree, shop: &Path, items: u64) -> Result<Run, XtaskError> {
    let output = shop.join("shop.hkp");
    let watched = watch::run(packing(tree, shop, &output))?;
    let bytes = fs::read(&output).map_err(XtaskError::io("read", &output))?;
    Ok(Run { items, watched, bytes: bytes.len() as u64, brotli: brotli(&bytes) })
}

fn packing(tree: &Tree, shop: &Path, output: &Path) -> Command {
    let mut pack = Command::new(tree.target.join("release/homekept"));
    pack.arg("pack").arg("--items").arg(shop.join("items.csv.gz"));
    pack.arg("--sessions").arg(shop.join("events.csv.gz")).arg("--output").arg(output);
    // A file of flags beside the checkout is not meant.
    pack.current_dir(shop);
    pack
}

/// The folder of a shop, which is generated where it is not there yet.
fn shop(tree: &Tree, items: u64) -> Result<PathBuf, XtaskError> {
    let folder = tree.target.join("scale").join(items.to_string());
    let whole = folder.join("whole");
    if !whole.exists() {
        let mut step = Step::begin(format!("generating {items} items"), "2 min for a million");
        let feed = feed(tree, items, items * EVENTS_OF_AN_ITEM, &folder);
        process::must(feed, "the generator", &tree.log("feed"), &mut step)?;
        fs::write(&whole, "").map_err(XtaskError::io("write", &whole))?;
        step.end("generated");
    }
    Ok(folder)
}

fn feed(tree: &Tree, items: u64, events: u64, out: &Path) -> Command {
    let mut feed = Command::new(tree.target.join("release/examples/feed"));
    feed.arg(items.to_string()).arg(events.to_string()).arg(out);
    feed
}

fn build(tree: &Tree) -> Result<(), XtaskError> {
    let mut step = Step::begin("building packer and generator for speed", "3 min the first time");
    let mut build = cargo::host();
    build.current_dir(&tree.root).args(["build", "--release", "--package", "homekept-packer"]);
    build.args(["--bin", "homekept", "--example", "feed"]);
    process::must(build, "building the packer", &tree.log("scale"), &mut step)?;
    step.end("built");
    Ok(())
}

/// The length in brotli at a quality that takes seconds where 11 takes many minutes.
fn brotli(bytes: &[u8]) -> u64 {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 5, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    // Reading from memory and writing to it does not fail.
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)
        .map_or(bytes.len() as u64, |_| compressed.len() as u64)
}

fn not_started(program: &str, source: std::io::Error) -> XtaskError {
    XtaskError::NotStarted { program: program.to_owned(), source }
}

const EVENTS_OF_AN_ITEM: u64 = 20;
