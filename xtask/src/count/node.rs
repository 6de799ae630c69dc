//! The output of `node --test`, in either of its two forms: TAP, and the one for terminals.

use super::{Tally, skip_mark};

/// Counts what all runs of `node --test` in this output printed.
pub(crate) fn count(text: &str) -> Tally {
    let mut tally = Tally { passed: total(text, "pass"), ..Tally::default() };
    let failures = total(text, "fail") + total(text, "cancelled");
    tally.name_failures(failed_names(text), failures, "node --test");
    let skips = skipped_names(text);
    let runner_skipped = total(text, "skipped") + total(text, "todo");
    let unnamed = (skips.len()..runner_skipped)
        .map(|_| "a test of node --test without a readable name".to_owned());
    tally.skipped = skips.into_iter().take(runner_skipped).chain(unnamed).collect();
    tally.take_skips_out(said_skipped(text));
    tally
}

/// The parts of the output that tell why tests failed: in TAP the blocks of the failed ones, in the
/// form for terminals all of it; and all of it too when there are no such blocks.
pub(crate) fn failures(text: &str) -> Vec<&str> {
    let mut inside = false;
    let mut told: Vec<&str> = Vec::new();
    for line in text.lines() {
        inside |= line.trim_start().starts_with("not ok ");
        if inside {
            told.push(line);
        }
        inside &= line.trim_start() != "...";
    }
    if told.is_empty() { text.lines().collect() } else { told }
}

/// The sum of one kind over the closing lines: `# pass 3` or `ℹ pass 3`.
fn total(text: &str, word: &str) -> usize {
    let closing = |line: &str| -> Option<usize> {
        let rest = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
        rest.strip_prefix(word)?.strip_prefix(' ')?.trim().parse().ok()
    };
    text.lines().filter_map(closing).sum()
}

fn failed_names(text: &str) -> Vec<String> {
    // The form for terminals lists its failures a second time, under this heading.
    let once = text.split("✖ failing tests:").next().unwrap_or(text);
    let mut names: Vec<String> = Vec::new();
    for line in once.lines().map(str::trim_start) {
        if let Some(name) = line.strip_prefix("not ok ") {
            names.push(name.split_once(" - ").map_or(name, |(_, name)| name).to_owned());
        } else if let Some(name) = line.strip_prefix("✖ ") {
            names.push(without_time(name).to_owned());
        } else if line == "failureType: 'subtestsFailed'" {
            // A group failed because a test in it did, which has been named.
            names.pop();
        }
    }
    names
}

fn skipped_names(text: &str) -> Vec<String> {
    let name = |line: &str| -> Option<String> {
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix("ok ") {
            let (_, rest) = rest.split_once(" - ")?;
            let (name, reason) =
                rest.split_once(" # SKIP").or_else(|| rest.split_once(" # TODO"))?;
            return Some(with_reason(name, reason));
        }
        let (name, reason) = line.strip_prefix("﹣ ")?.split_once(" # ")?;
        Some(with_reason(without_time(name), reason.trim_start_matches("SKIP")))
    };
    text.lines().filter_map(name).collect()
}

/// The tests that said so themselves and passed. TAP makes a comment of what a test prints.
fn said_skipped(text: &str) -> Vec<String> {
    let mut said: Vec<String> = text
        .lines()
        .filter_map(|line| skip_mark(line.strip_prefix("# ").unwrap_or(line)))
        .map(str::to_owned)
        .collect();
    said.sort();
    said.dedup();
    said
}

fn with_reason(name: &str, reason: &str) -> String {
    let reason = reason.trim();
    if reason.is_empty() { name.to_owned() } else { format!("{name}: {reason}") }
}

/// `name (1.2ms)` without the time.
fn without_time(name: &str) -> &str {
    name.rsplit_once(" (").filter(|(_, time)| time.ends_with("ms)")).map_or(name, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_counted_alike() {
        for text in [include_str!("captured/node_tap.txt"), include_str!("captured/node_spec.txt")]
        {
            let tally = count(text);
            assert_eq!(tally.passed, 2, "{text}");
            assert_eq!(tally.failed, ["breaks"], "{text}");
            assert_eq!(
                tally.skipped,
                ["waits: no browser", "nested skip", "says: shared data is absent"],
                "{text}"
            );
        }
    }

    #[test]
    fn failures_are_told_with_their_reasons() {
        let told = failures(include_str!("captured/node_tap.txt")).join("\n");
        assert!(told.contains("not ok 2 - breaks") && told.contains("error: '2 == 3'"), "{told}");
        assert!(!told.contains("adds") && !told.contains("waits"), "{told}");
        assert_eq!(failures("npm error").len(), 1, "without blocks all of it is told");
    }

    #[test]
    fn runs_add_up_and_silence_is_nothing() {
        let text = include_str!("captured/node_tap.txt");
        assert_eq!(
            count(&format!("{text}{text}")).passed,
            5,
            "one skip of two equal ones is known"
        );
        assert_eq!(count("npm error Missing script: \"test\"\n"), Tally::default());
    }
}
