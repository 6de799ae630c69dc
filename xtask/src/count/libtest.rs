//! The output of `cargo test`, natively and of wasm-bindgen's runner in a browser.

use super::{Tally, skip_mark};
use std::collections::BTreeMap;

/// Counts what all test programs of one `cargo test` printed, in the order they printed it.
pub(crate) fn count(text: &str) -> Tally {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.read(line);
    }
    reader.close_program();
    reader.tally
}

/// The names in what a test program answers to `--list`.
pub(crate) fn names(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter_map(|line| line.strip_suffix(": test"))
}

/// The parts of the output that tell why tests failed.
pub(crate) fn failures(text: &str) -> Vec<&str> {
    let mut inside = false;
    text.lines()
        .filter(|line| {
            if *line == "failures:" {
                inside = true;
            }
            let tell = inside
                || line.starts_with("error")
                || line.trim_start().starts_with("process didn't exit");
            if line.starts_with("test result: ") {
                inside = false;
            }
            tell
        })
        .collect()
}

#[derive(Default)]
struct Reader {
    tally: Tally,
    /// The test program under way, until its totals are read.
    program: Option<String>,
    /// The test whose captured output is being read.
    section: Option<String>,
    failed: Vec<String>,
    ignored: Vec<String>,
    /// Who said that it was skipped, and why: one entry for each test.
    skips: BTreeMap<String, String>,
}

impl Reader {
    fn read(&mut self, line: &str) {
        if let Some(program) = program_of(line) {
            self.close_program();
            self.program = Some(program);
        } else if let Some(totals) = line.strip_prefix("test result: ") {
            self.take(totals);
        } else if line == NOTHING_TO_RUN {
            self.program = None;
        } else if let Some(name) =
            line.strip_prefix("---- ").and_then(|rest| rest.split_once(" stdout ----"))
        {
            self.section = Some(name.0.to_owned());
        } else if matches!(line, "failures:" | "successes:") {
            self.section = None;
        } else if let Some(mark) = skip_mark(line) {
            let name = self.section.clone().unwrap_or_else(|| name_of(mark).to_owned());
            self.skips.entry(name).or_insert_with(|| mark.to_owned());
        } else if let Some((name, result)) =
            line.strip_prefix("test ").and_then(|rest| rest.rsplit_once(" ... "))
        {
            self.read_result(name, result);
        }
    }

    fn read_result(&mut self, name: &str, result: &str) {
        if result.starts_with("FAIL") {
            self.failed.push(name.to_owned());
        } else if let Some(reason) = result.strip_prefix("ignored") {
            let reason = reason.trim_start_matches(", ");
            let reason = if reason.is_empty() { "ignored" } else { reason };
            self.ignored.push(format!("{name}: {reason}"));
        }
    }

    /// The totals of one program: `ok. 3 passed; 0 failed; 1 ignored; …`.
    fn take(&mut self, totals: &str) {
        let number = |word: &str| -> usize {
            let part = totals.split([';', '.']).find_map(|part| part.trim().strip_suffix(word));
            part.and_then(|text| text.trim().parse().ok()).unwrap_or_default()
        };
        let program = self.program.take().unwrap_or_else(|| "a test program".to_owned());
        let mut tally = Tally { passed: number("passed"), ..Tally::default() };
        let failed = std::mem::take(&mut self.failed);
        // A test that says it was skipped and then fails has failed.
        let skips = std::mem::take(&mut self.skips);
        let skips = skips
            .into_iter()
            .filter(|(name, _)| !failed.contains(name))
            .map(|(_, mark)| mark)
            .collect();
        tally.name_failures(failed, number("failed"), &program);
        tally.skipped.append(&mut self.ignored);
        tally.take_skips_out(skips);
        self.tally.add(tally);
        self.section = None;
    }

    /// A program that ended without its totals has crashed, or was never started.
    fn close_program(&mut self) {
        if let Some(program) = self.program.take() {
            self.tally.fail(format!("{program}: ended without a result"));
        }
        self.failed.clear();
        self.ignored.clear();
        self.skips.clear();
        self.section = None;
    }
}

/// The program that a line of cargo's announces.
fn program_of(line: &str) -> Option<String> {
    if let Some(rest) = line.strip_prefix("     Running ") {
        return Some(rest.split(" (").next().unwrap_or(rest).to_owned());
    }
    line.strip_prefix("   Doc-tests ").map(|name| format!("doc tests of {name}"))
}

/// `NAME` of `NAME: REASON`.
fn name_of(mark: &str) -> &str {
    mark.split(": ").next().unwrap_or(mark)
}

/// What wasm-bindgen's runner says of a program without tests.
const NOTHING_TO_RUN: &str = "no tests to run!";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_test_is_counted() {
        let tally = count(include_str!("captured/cargo_test.txt"));
        // Four pass by libtest's count outside the documentation, one of which says it was skipped.
        assert_eq!(tally.passed, 4);
        assert_eq!(tally.failed, ["tests/crash.rs: ended without a result", "breaks"]);
        assert_eq!(
            tally.skipped,
            ["tests::long: takes long", "tests::longer: ignored", "reads_shared: no shared data"]
        );
    }

    #[test]
    fn tests_in_a_browser_are_counted() {
        let tally = count(include_str!("captured/wasm_bindgen_test.txt"));
        assert_eq!(tally.passed, 3);
        assert_eq!(tally.failed, ["breaks"]);
        assert_eq!(
            tally.skipped,
            ["long: takes long", "parity: no shared data", "parity: no shared data"],
            "two programs, each with a test that was skipped"
        );
    }

    #[test]
    fn a_program_without_tests_is_no_failure_and_one_that_fell_silent_is() {
        let silent = "     Running tests/a.rs (target/a)\nno tests to run!\n     Running tests/b.rs (target/b)\n";
        assert_eq!(count(silent).failed, ["tests/b.rs: ended without a result"]);
    }

    #[test]
    fn failures_are_told_with_their_reasons() {
        let told = failures(include_str!("captured/cargo_test.txt")).join("\n");
        assert!(told.contains("assertion `left == right` failed"), "{told}");
        assert!(told.contains("SIGABRT"), "{told}");
        assert!(!told.contains("tests::adds"), "{told}");
    }
}
