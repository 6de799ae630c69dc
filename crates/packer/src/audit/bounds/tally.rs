//! Counting what was tried, and keeping the worst of it.

use super::{Bound, Verdict};

/// What was found in some cases.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    checked: u64,
    broken: u64,
    worst: Option<f64>,
    found: String,
}

impl Tally {
    /// Counts a case that has a number, the larger the worse; `told` says it in words.
    pub(super) fn add(&mut self, value: f64, limit: f64, told: impl FnOnce() -> String) {
        self.checked += 1;
        self.broken += u64::from(value > limit);
        if self.worst.is_none_or(|worst| value > worst) {
            self.worst = Some(value);
            self.found = told();
        }
    }

    /// Counts a case that is kept or not; `told` says what speaks against it.
    pub(super) fn hold(&mut self, holds: bool, told: impl FnOnce() -> String) {
        self.checked += 1;
        self.broken += u64::from(!holds);
        if !holds && self.found.is_empty() {
            self.found = told();
        }
    }

    /// The cases of both; of equally bad ones the first is told.
    pub(super) fn and(mut self, other: Self) -> Self {
        let is_worse = match (other.worst, self.worst) {
            (Some(worst), Some(known)) => worst > known,
            _ => self.found.is_empty(),
        };
        if is_worse {
            (self.worst, self.found) = (other.worst, other.found);
        }
        self.checked += other.checked;
        self.broken += other.broken;
        self
    }

    /// The bound that was tried: broken by a single case, absent where there was none.
    pub(super) fn bound(
        self,
        bound: &'static str,
        claim: &'static str,
        unit: &'static str,
        limit: Option<f64>,
    ) -> Bound {
        let Self { checked, broken, worst, found } = self;
        let verdict = match (checked, broken) {
            (0, _) => Verdict::Absent,
            (_, 0) => Verdict::Held,
            _ => Verdict::Broken,
        };
        Bound { bound, claim, verdict, limit, worst, checked, unit, broken, found }
    }
}

/// A figure of lists without and with the boost, where the mean decides.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mean {
    lists: u64,
    without: f64,
    with: f64,
    worse: u64,
    worst: f64,
}

impl Mean {
    /// The figure of one list; `worse` is by how much the boost made it worse.
    pub(super) fn of(without: f64, with: f64, worse: f64) -> Self {
        // What floats are off by is no change.
        Self { lists: 1, without, with, worse: u64::from(worse > 1e-9), worst: worse.max(0.0) }
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            lists: self.lists + other.lists,
            without: self.without + other.without,
            with: self.with + other.with,
            worse: self.worse + other.worse,
            worst: self.worst.max(other.worst),
        }
    }

    /// The bound that was tried. `sign` is 1 where more is worse, -1 where less is.
    pub(super) fn bound(
        self,
        bound: &'static str,
        claim: &'static str,
        limit: f64,
        sign: f64,
    ) -> Bound {
        let Self { lists, without, with, worse, worst } = self;
        let count = lists.max(1) as f64;
        let (without, with) = (without / count, with / count);
        let by = sign * (with - without);
        let found = format!(
            "{without:.3} without the boost, {with:.3} with it; worse in {:.0} % of the lists, by {worst:.3} at most",
            100.0 * worse as f64 / count
        );
        Bound {
            bound,
            claim,
            verdict: match lists {
                0 => Verdict::Absent,
                _ if by > limit => Verdict::Broken,
                _ => Verdict::Held,
            },
            limit: Some(limit),
            worst: (lists > 0).then_some(by.max(0.0)),
            checked: lists,
            unit: "lists",
            broken: if by > limit { worse } else { 0 },
            found: if lists > 0 { found } else { "no item has attributes".to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_case_is_told_and_each_broken_one_counted() {
        let mut first = Tally::default();
        first.add(0.01, 0.05, || "small".to_owned());
        let mut second = Tally::default();
        second.add(0.07, 0.05, || "large".to_owned());
        second.add(0.06, 0.05, || "between".to_owned());
        let bound = first.and(second).bound("name", "claim", "lists", Some(0.05));
        assert_eq!((bound.checked, bound.broken, bound.worst), (3, 2, Some(0.07)));
        assert_eq!((bound.verdict, bound.found.as_str()), (Verdict::Broken, "large"));
        let none = Tally::default().bound("name", "claim", "lists", None);
        assert_eq!(none.verdict, Verdict::Absent);
    }

    #[test]
    fn the_mean_decides_and_single_lists_are_told() {
        let lists = Mean::of(0.5, 0.52, 0.02).and(Mean::of(0.7, 0.66, -0.04));
        let held = lists.bound("name", "claim", 0.01, 1.0);
        assert_eq!((held.verdict, held.broken), (Verdict::Held, 0));
        assert!(held.found.contains("worse in 50 % of the lists, by 0.020"), "{}", held.found);
        let broken = lists.bound("name", "claim", 0.005, -1.0);
        assert_eq!((broken.verdict, broken.broken), (Verdict::Broken, 1));
    }
}
