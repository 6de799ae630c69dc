//! The weight of what is shipped, against the budgets in `xtask/budgets.toml`.

mod bundle;
mod readme;

use crate::error::XtaskError;
use crate::test::Tally;
use crate::tree::Tree;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use std::fs;
use std::io::Write;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

/// Prints every artefact's weight and fails when one is above its budget. With `write`, README.md
/// tells the weights afterwards.
pub(crate) fn run(tree: &Tree, write: bool) -> Result<(), XtaskError> {
    let weighed = weigh_all(tree)?;
    println!("{}", table(&weighed));
    if write {
        let (file, text) = read_me(tree)?;
        let text = readme::updated(&text, &weighed)
            .ok_or_else(|| XtaskError::bad_file(&file, "no place for a table of sizes"))?;
        crate::stamp::write(&file, text.as_bytes())?;
    }
    let names: Vec<String> = weighed
        .iter()
        .filter(|artefact| artefact.is_over())
        .map(|artefact| artefact.name.clone())
        .collect();
    if names.is_empty() { Ok(()) } else { Err(XtaskError::OverBudget { names }) }
}

/// The same as tests: one for each budget.
pub(crate) fn test(tree: &Tree) -> Result<Tally, XtaskError> {
    let weighed = weigh_all(tree)?;
    println!("{}", table(&weighed));
    let mut tally = Tally::default();
    for artefact in &weighed {
        if artefact.is_over() {
            tally.fail(format!(
                "{}: {} bytes above its budget",
                artefact.name,
                -artefact.headroom()
            ));
        } else {
            tally.passed += 1;
        }
    }
    let outdated = readme::outdated(&read_me(tree)?.1, &weighed);
    if outdated.is_empty() {
        tally.passed += 1;
    } else {
        tally.fail(format!("{}; `cargo xtask size --write` mends it", outdated.join("; ")));
    }
    Ok(tally)
}

fn read_me(tree: &Tree) -> Result<(PathBuf, String), XtaskError> {
    let file = tree.root.join("README.md");
    let text = fs::read_to_string(&file).map_err(XtaskError::io("read", &file))?;
    Ok((file, text))
}

fn weigh_all(tree: &Tree) -> Result<Vec<Weighed>, XtaskError> {
    let file = tree.root.join("xtask/budgets.toml");
    let text = fs::read_to_string(&file).map_err(XtaskError::io("read", &file))?;
    let budgets: Budgets =
        toml::from_str(&text).map_err(|problem| XtaskError::bad_file(&file, problem))?;
    let loads: Vec<Load<'_>> =
        budgets.budget.iter().map(|budget| load(tree, budget)).collect::<Result<_, _>>()?;
    // The one that takes as long as all others together is weighed beside them.
    let largest = loads.iter().map(Load::bytes).max();
    let (beside, others): (Vec<&Load<'_>>, Vec<_>) =
        loads.iter().partition(|load| Some(load.bytes()) == largest);
    let mut weighed: Vec<Weighed> = thread::scope(|scope| {
        let beside = scope.spawn(|| beside.into_iter().map(Load::weigh).collect::<Vec<_>>());
        let others: Vec<Weighed> = others.into_iter().map(Load::weigh).collect();
        let beside = beside.join().unwrap_or_else(|panic| resume_unwind(panic));
        others.into_iter().chain(beside).collect()
    });
    weighed.sort_by_key(|one| loads.iter().position(|load| load.budget.name == one.name));
    Ok(weighed)
}

/// What is to be weighed for a budget: the parts of each artefact, of which the heaviest counts.
struct Load<'b> {
    budget: &'b Budget,
    artefacts: Vec<Vec<Vec<u8>>>,
}

impl Load<'_> {
    fn bytes(&self) -> usize {
        self.artefacts.iter().flatten().map(Vec::len).sum()
    }

    fn weigh(&self) -> Weighed {
        let Budget { name, limit, .. } = self.budget;
        let weighed = self.artefacts.iter().map(|parts| Weighed::of(name, *limit, parts));
        weighed.max_by_key(|one| one.brotli).expect("there is one at least")
    }
}

fn load<'b>(tree: &Tree, budget: &'b Budget) -> Result<Load<'b>, XtaskError> {
    let artefacts = match &budget.each {
        None => vec![parts(tree, budget, budget.bundle.as_deref())?],
        Some(folder) => {
            let scripts = scripts_in(tree, folder)?;
            if scripts.is_empty() {
                return Err(XtaskError::bad_file(place(tree, folder), "holds no script to weigh"));
            }
            let one = |script: &String| parts(tree, budget, Some(script));
            scripts.iter().map(one).collect::<Result<_, _>>()?
        }
    };
    Ok(Load { budget, artefacts })
}

/// Their paths, as budgets write them.
fn scripts_in(tree: &Tree, folder: &str) -> Result<Vec<String>, XtaskError> {
    let path = place(tree, folder);
    let entries = fs::read_dir(&path).map_err(XtaskError::io("read", &path))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names.filter(|name| name.ends_with(".js")).map(|name| format!("{folder}/{name}")).collect())
}

fn parts(tree: &Tree, budget: &Budget, bundle: Option<&str>) -> Result<Vec<Vec<u8>>, XtaskError> {
    let mut parts = Vec::new();
    for name in &budget.files {
        parts.push(read(&place(tree, name))?);
    }
    if let Some(entry) = bundle {
        let without = budget.without.as_ref().map(|name| place(tree, name));
        parts.extend(bundle::parts(tree, &place(tree, entry), without.as_deref())?);
    }
    Ok(parts)
}

/// A budget's path: under the repository, but build output may have been sent elsewhere.
fn place(tree: &Tree, name: &str) -> PathBuf {
    match name.strip_prefix("target/") {
        Some(rest) => tree.target.join(rest),
        None => tree.root.join(name),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, XtaskError> {
    fs::read(path).map_err(XtaskError::io("read", path))
}

/// `budgets.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    budget: Vec<Budget>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    name: String,
    limit: u64,
    #[serde(default)]
    files: Vec<String>,
    bundle: Option<String>,
    each: Option<String>,
    without: Option<String>,
}

/// An artefact on the scales.
#[derive(Debug)]
struct Weighed {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
    limit: u64,
}

impl Weighed {
    /// Weighs files as they travel: each compressed by itself.
    fn of(name: &str, limit: u64, parts: &[Vec<u8>]) -> Self {
        let sum = |weigh: fn(&[u8]) -> u64| parts.iter().map(|part| weigh(part)).sum();
        Self {
            name: name.to_owned(),
            raw: sum(|part| part.len() as u64),
            gzip: sum(gzip),
            brotli: sum(brotli),
            limit,
        }
    }

    fn is_over(&self) -> bool {
        self.brotli > self.limit
    }

    fn headroom(&self) -> i64 {
        self.limit.cast_signed() - self.brotli.cast_signed()
    }
}

fn gzip(bytes: &[u8]) -> u64 {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("a vector takes every byte");
    encoder.finish().expect("a vector takes every byte").len() as u64
}

fn brotli(bytes: &[u8]) -> u64 {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)
        .expect("a vector takes every byte");
    compressed.len() as u64
}

fn table(weighed: &[Weighed]) -> String {
    let width = weighed.iter().map(|artefact| artefact.name.len()).max().unwrap_or_default();
    let mut text = format!(
        "{:width$} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "bytes", "raw", "gzip", "brotli", "budget", "headroom"
    );
    for artefact in weighed {
        let mark = if artefact.is_over() { "  ABOVE BUDGET" } else { "" };
        text.push_str(&format!(
            "\n{:width$} {:>9} {:>9} {:>9} {:>9} {:>9}{mark}",
            artefact.name,
            artefact.raw,
            artefact.gzip,
            artefact.brotli,
            artefact.limit,
            artefact.headroom(),
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_above_its_budget_fails() {
        // Digits of a linear congruence: they do not compress to a tenth.
        let mut state = 1_u64;
        let noise: Vec<u8> = (0..10_000)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                state.to_be_bytes()[0]
            })
            .collect();
        let over = Weighed::of("noise", 1_000, std::slice::from_ref(&noise));
        assert!(over.is_over());
        assert!(over.headroom() < -8_000, "{over:?}");
        assert!(table(&[over]).contains("ABOVE BUDGET"));
        assert!(!Weighed::of("noise", 20_000, &[noise]).is_over());
    }

    #[test]
    fn a_budget_above_fails_the_command_and_counts_as_a_failed_test() {
        let root = std::env::temp_dir().join(format!("homekept-size-{}", std::process::id()));
        let tree = Tree { target: root.join("target"), cache: root.clone(), root: root.clone() };
        crate::stamp::write(&root.join("a.txt"), b"abcdefghijklmnopqrstuvwxyz").expect("writes");
        let budgets = |limit: u64| {
            format!("[[budget]]\nname = \"a\"\nlimit = {limit}\nfiles = [\"a.txt\"]\n")
        };

        crate::stamp::write(&root.join("README.md"), b"<!-- sizes --><!-- /sizes -->")
            .expect("writes");
        crate::stamp::write(&root.join("xtask/budgets.toml"), budgets(5).as_bytes())
            .expect("writes");
        assert_eq!(run(&tree, false).expect_err("is over").code(), "over-budget");
        // Above its budget, and missing in the table of sizes.
        assert_eq!(test(&tree).expect("weighs").failed.len(), 2);

        crate::stamp::write(&root.join("xtask/budgets.toml"), budgets(500).as_bytes())
            .expect("writes");
        run(&tree, true).expect("is under");
        assert_eq!(test(&tree).expect("weighs").passed, 2);

        fs::remove_file(root.join("a.txt")).expect("was there");
        assert_eq!(run(&tree, false).expect_err("nothing to weigh").code(), "io");
        fs::remove_dir_all(root).expect("is ours");
    }

    #[test]
    fn a_folder_without_a_script_is_not_weighed_as_nothing() {
        let root = std::env::temp_dir().join(format!("homekept-each-{}", std::process::id()));
        let tree = Tree { target: root.join("target"), cache: root.clone(), root: root.clone() };
        let budget = "[[budget]]\nname = \"a\"\nlimit = 5\neach = \"scripts\"\n";
        crate::stamp::write(&root.join("xtask/budgets.toml"), budget.as_bytes()).expect("writes");
        assert_eq!(weigh_all(&tree).expect_err("there is no folder").code(), "io");
        crate::stamp::write(&root.join("scripts/a.d.ts"), b"export {};").expect("writes");
        assert_eq!(weigh_all(&tree).expect_err("there is no script").code(), "bad-file");
        let found = || scripts_in(&tree, "scripts").expect("is there");
        assert!(found().is_empty());
        crate::stamp::write(&root.join("scripts/a.js"), b"1;").expect("writes");
        assert_eq!(found(), ["scripts/a.js"]);
        fs::remove_dir_all(root).expect("is ours");
    }

    #[test]
    fn compression_is_at_its_best() {
        let text = "the same words again and again; ".repeat(100).into_bytes();
        let weighed = Weighed::of("text", 100, &[text]);
        assert_eq!(weighed.raw, 3_200);
        assert!(weighed.brotli < weighed.gzip && weighed.gzip < 100, "{weighed:?}");
    }

    #[test]
    fn the_repositorys_budgets_are_understood() {
        let tree = Tree::find().expect("we are in it");
        let text = fs::read_to_string(tree.root.join("xtask/budgets.toml")).expect("is there");
        let budgets: Budgets = toml::from_str(&text).expect("is understood");
        assert!(budgets.budget.iter().all(|budget| {
            budget.bundle.is_some() || budget.each.is_some() || !budget.files.is_empty()
        }));
    }
}
