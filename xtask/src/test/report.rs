//! What the tests came to: a line for each step, what failed, what was skipped, the counts.

use crate::count::Tally;
use crate::error::XtaskError;
use crate::progress::seconds;
use std::time::Duration;

/// The results so far.
#[derive(Debug, Default)]
pub(super) struct Report {
    steps: Vec<(String, Duration, Tally)>,
}

impl Report {
    /// Takes a step's result; `end` closes the step's own line and tells how long it took.
    pub(super) fn take(
        &mut self,
        name: &str,
        result: Result<Tally, XtaskError>,
        end: impl FnOnce(&str) -> Duration,
    ) {
        let tally = result.unwrap_or_else(|error| {
            println!("{}", indented(&error));
            Tally::of_one(&first_line(&error), false)
        });
        let took = end(&words(&tally));
        self.steps.push((name.to_owned(), took, tally));
    }

    /// The time before the first step counts too.
    pub(super) fn prepared(&mut self, took: Duration) {
        self.steps.push(("set-up and build".to_owned(), took, Tally::default()));
    }

    /// Something that the steps need is broken: one failure of its own.
    pub(super) fn broke(&mut self, name: &str, error: &XtaskError) {
        println!("{}", indented(error));
        let tally = Tally::of_one(&first_line(error), false);
        self.steps.push((name.to_owned(), Duration::ZERO, tally));
    }

    /// Prints everything, the counts last, and fails when a test did.
    pub(super) fn print(&self) -> Result<(), XtaskError> {
        println!("\n{}", self.text());
        self.verdict()
    }

    fn verdict(&self) -> Result<(), XtaskError> {
        if self.steps.iter().any(|(_, _, tally)| !tally.failed.is_empty()) {
            return Err(XtaskError::TestsFailed);
        }
        Ok(())
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let width =
            self.steps.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or_default();
        for (name, took, tally) in &self.steps {
            text.push_str(&format!("{name:width$}  {:>12}  {}\n", seconds(*took), words(tally)));
        }
        for (title, pick) in [
            ("skipped", (|tally| &tally.skipped) as fn(&Tally) -> &Vec<String>),
            ("failed", |tally| &tally.failed),
        ] {
            for (name, _, tally) in &self.steps {
                for entry in pick(tally) {
                    text.push_str(&format!("{title}: {name}: {entry}\n"));
                }
            }
        }
        let mut total = Tally::default();
        for (_, _, tally) in &self.steps {
            total.add(tally.clone());
        }
        if total.before > 0 {
            text.push_str(&format!(
                "{} of those that passed did so before, on the very same bytes; --anew does them again\n",
                total.before
            ));
        }
        text.push_str(&words(&total));
        text
    }
}

fn words(tally: &Tally) -> String {
    let Tally { passed, failed, skipped, .. } = tally;
    format!("{passed} passed, {} failed, {} skipped", failed.len(), skipped.len())
}

fn first_line(error: &XtaskError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

fn indented(error: &XtaskError) -> String {
    error.to_string().lines().map(|line| format!("  {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_counts_and_what_was_skipped_is_named() {
        let mut report = Report::default();
        let skipped = vec!["parity: no data".to_owned()];
        let good = Tally { passed: 7, skipped, ..Tally::default() };
        report.take("native", Ok(good), |_| Duration::from_secs(2));
        report.take("types", Err(XtaskError::NotRun { because: "the build failed" }), |_| {
            Duration::ZERO
        });
        let text = report.text();
        assert_eq!(text.lines().last(), Some("7 passed, 1 failed, 1 skipped"));
        assert!(text.contains("skipped: native: parity: no data\n"), "{text}");
        assert!(text.contains("failed: types: not run: the build failed\n"), "{text}");
        assert_eq!(report.verdict().expect_err("one failed").code(), "tests-failed");
    }

    #[test]
    fn all_passed_is_success() {
        let mut report = Report::default();
        report.take("native", Ok(Tally { passed: 1, ..Tally::default() }), |_| Duration::ZERO);
        assert_eq!(report.text().lines().last(), Some("1 passed, 0 failed, 0 skipped"));
        report.verdict().expect("nothing failed");

        let before = Tally { passed: 2, before: 2, ..Tally::default() };
        report.take("end to end", Ok(before), |_| Duration::ZERO);
        let text = report.text();
        assert_eq!(text.lines().last(), Some("3 passed, 0 failed, 0 skipped"));
        assert!(text.contains("\n2 of those that passed did so before"), "{text}");
    }
}
