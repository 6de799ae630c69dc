//! Reading test runners: what they printed, turned into counts.
//!
//! A runner's own totals are what counts; names are read for the list at the end. A test that
//! prints a line `skipped: NAME: REASON` and passes was skipped, whatever its runner says.

pub(crate) mod libtest;
pub(crate) mod node;

use serde::{Deserialize, Serialize};

/// What a step came to.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// How many passed.
    pub(crate) passed: usize,
    /// How many of these did so in an earlier run, on the same bytes.
    #[serde(skip)]
    pub(crate) before: usize,
    /// What failed, by name.
    pub(crate) failed: Vec<String>,
    /// What was skipped, with the reason where there is one.
    pub(crate) skipped: Vec<String>,
}

impl Tally {
    /// A step that is one test by itself.
    pub(crate) fn of_one(name: &str, success: bool) -> Self {
        let mut tally = Self::default();
        if success {
            tally.passed = 1;
        } else {
            tally.fail(name);
        }
        tally
    }

    pub(crate) fn fail(&mut self, name: impl Into<String>) {
        self.failed.push(name.into());
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.before += other.before;
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
    }

    /// A runner that failed without naming a failed test did not get to the end: that is a failure.
    pub(crate) fn hold_against(&mut self, success: bool, name: &str) {
        if !success && self.failed.is_empty() {
            self.fail(format!("{name}: stopped before its tests had run"));
        }
        if success && *self == Self::default() {
            self.fail(format!("{name}: ran no test"));
        }
    }

    /// Makes the list of names as long as the runner's own total says.
    fn name_failures(&mut self, names: Vec<String>, total: usize, what: &str) {
        let unnamed =
            (names.len()..total).map(|_| format!("{what}: a test without a readable name"));
        self.failed.extend(names.into_iter().take(total).chain(unnamed));
    }

    /// Moves what said of itself that it was skipped out of what passed.
    fn take_skips_out(&mut self, skips: Vec<String>) {
        let skips = skips.into_iter().take(self.passed);
        let before = self.skipped.len();
        self.skipped.extend(skips);
        self.passed -= self.skipped.len() - before;
    }
}

/// The rest of a line by which a test says that it was skipped.
fn skip_mark(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("skipped: ").map(str::trim).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_did_not_run_is_one_failure() {
        let mut silent = Tally::default();
        silent.hold_against(true, "native");
        assert_eq!(silent.failed, ["native: ran no test"]);

        let mut broken = Tally { passed: 3, ..Tally::default() };
        broken.hold_against(false, "native");
        assert_eq!(
            broken.failed.len(),
            1,
            "what it printed before it broke does not hide that it broke"
        );

        let mut named = Tally { failed: vec!["a".to_owned()], ..Tally::default() };
        named.hold_against(false, "native");
        assert_eq!(named.failed, ["a"]);
    }
}
