//! What passed before on the very same bytes, in the same browser. A run of everything takes an
//! engine's end-to-end results from there, since most changes reach no customer's page; what a
//! person asks for by name is always done.

use super::shared_out::LeftOut;
use crate::count::Tally;
use crate::error::XtaskError;
use crate::setup::Browser;
use crate::stamp::{Stamp, write};
use crate::tree::Tree;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The place of one engine's results, for the bytes that there are now.
#[derive(Debug)]
pub(super) struct Kept {
    stamp: Stamp,
    mark: PathBuf,
    results: PathBuf,
}

impl Kept {
    /// `list` is what cargo and the test program answered to `--list`. The program has the shop, the
    /// packer and the collector in it.
    pub(super) fn of(
        tree: &Tree,
        browser: &Browser,
        list: &str,
        left_out: &LeftOut,
    ) -> Result<Self, XtaskError> {
        let program =
            program_of(list).ok_or(XtaskError::NotRun { because: "it has no program" })?;
        let mut inputs: Vec<PathBuf> = READ.iter().map(|place| tree.root.join(place)).collect();
        inputs.push(tree.root.join(program));
        let marks = browser.marks();
        let marks = marks.iter().map(String::as_str);
        // A test that is left out no more has not passed before.
        let words: Vec<&str> = marks.chain(left_out.iter().map(|(start, _)| *start)).collect();
        let name = format!("passed-{}", browser.engine().id());
        Self::at(tree.scratch().join(name), &words, &inputs)
    }

    fn at(place: PathBuf, words: &[&str], inputs: &[PathBuf]) -> Result<Self, XtaskError> {
        let mark = place.with_extension("stamp");
        let stamp = Stamp::of(mark.clone(), words, inputs)?;
        Ok(Self { stamp, mark, results: place.with_extension("json") })
    }

    /// The results, if all passed on these bytes.
    pub(super) fn tally(&self) -> Option<Tally> {
        if !self.stamp.holds(&[]) {
            return None;
        }
        let mut tally: Tally = serde_json::from_slice(&fs::read(&self.results).ok()?).ok()?;
        tally.before = tally.passed;
        Some(tally)
    }

    /// Keeps what came of these bytes, if all passed; otherwise nothing counts any more.
    pub(super) fn keep(&self, tally: &Tally) -> Result<(), XtaskError> {
        match fs::remove_file(&self.mark) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(XtaskError::io("remove", &self.mark)(error));
            }
            _ => {}
        }
        if !tally.failed.is_empty() {
            return Ok(());
        }
        let text = serde_json::to_vec(tally)
            .map_err(|error| XtaskError::bad_file(&self.results, error.to_string()))?;
        write(&self.results, &text)?;
        self.stamp.set()
    }
}

/// All that the end-to-end tests read as they run: what is served, what judges it, and themselves.
const READ: [&str; 9] = [
    "target/demo/assets",
    "target/demo/pseudo.js",
    "www/dist",
    "www/schema",
    // Which axe-core it is.
    "www/package-lock.json",
    "docs/browsers.md",
    "tests/apps",
    "tests/e2e",
    "Cargo.lock",
];

/// The test program that cargo says it runs.
fn program_of(list: &str) -> Option<&Path> {
    let line = list.lines().find_map(|line| line.strip_prefix("     Running "))?;
    Some(Path::new(line.rsplit_once('(')?.1.strip_suffix(')')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passed_counts_until_a_byte_or_the_browser_is_another_or_it_fails() {
        let folder = std::env::temp_dir().join(format!("homekept-kept-{}", std::process::id()));
        let served = folder.join("shop.js");
        let at = |word: &str| {
            let place = folder.join("passed-chromium");
            Kept::at(place, &[word], std::slice::from_ref(&served)).expect("reads")
        };
        write(&served, b"one").expect("writes");
        assert_eq!(at("v1").tally(), None, "nothing was run");

        let skipped = vec!["a: no such thing here".to_owned()];
        let passed = Tally { passed: 3, skipped, ..Tally::default() };
        at("v1").keep(&passed).expect("writes");
        let again = Tally { before: 3, ..passed };
        assert_eq!(at("v1").tally().as_ref(), Some(&again));
        assert_eq!(at("v2").tally(), None, "another browser");
        write(&served, b"two").expect("writes");
        assert_eq!(at("v1").tally(), None, "another byte");

        write(&served, b"one").expect("writes");
        assert_eq!(at("v1").tally().as_ref(), Some(&again));
        at("v1").keep(&Tally::of_one("a", false)).expect("writes");
        assert_eq!(at("v1").tally(), None, "the same bytes failed since");
        fs::remove_dir_all(folder).expect("is ours");
    }

    #[test]
    fn the_program_is_the_one_that_cargo_names() {
        let list = "    Finished `test` profile in 0.3s\n     Running tests/main.rs (target/debug/deps/shop-1e23)\na::b: test\n";
        assert_eq!(program_of(list), Some(Path::new("target/debug/deps/shop-1e23")));
        assert_eq!(program_of("a::b: test\n"), None);
    }

    #[test]
    fn all_that_is_read_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let made = |place: &&&str| place.starts_with("target/") || **place == "www/dist";
        for place in READ.iter().filter(|place| !made(place)) {
            assert!(root.join(place).exists(), "{place}");
        }
    }
}
