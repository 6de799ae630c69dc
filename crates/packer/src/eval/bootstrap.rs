//! How far figures would move with other sessions: 95 % intervals by bootstrap over sessions
//! (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13: the percentile
//! interval). Sessions are drawn, not predictions: those of one session are alike.

use serde::Serialize;

use super::dice::Dice;

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// What was measured.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Sessions drawn with replacement, so many times: the same draws for every method, so that what
/// one is better by can be given an interval too.
#[derive(Debug)]
pub(crate) struct Draws {
    /// For each draw how often each session is in it.
    times: Vec<Vec<u32>>,
}

/// What one session adds to a mean: the sum over its predictions, and their number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sum {
    pub(crate) sum: f64,
    pub(crate) count: f64,
}

impl Draws {
    /// The draws of a seed.
    pub(crate) fn of(sessions: usize, draws: usize, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mut one = || {
            let mut times = vec![0; sessions];
            for _ in 0..sessions {
                let place = dice.below(sessions as u64);
                if let Some(times) = times.get_mut(place as usize) {
                    *times += 1;
                }
            }
            times
        };
        Self { times: (0..draws).map(|_| one()).collect() }
    }

    /// A mean over all predictions.
    pub(crate) fn mean(&self, sums: &[Sum]) -> Estimate {
        self.interval(|times| mean(sums, times))
    }

    /// By how much one mean is above another.
    pub(crate) fn difference(&self, ours: &[Sum], theirs: &[Sum]) -> Estimate {
        self.interval(|times| mean(ours, times) - mean(theirs, times))
    }

    /// By which share one mean is above another.
    pub(crate) fn gain(&self, ours: &[Sum], theirs: &[Sum]) -> Estimate {
        self.interval(|times| {
            let theirs = mean(theirs, times);
            if theirs > 0.0 { mean(ours, times) / theirs - 1.0 } else { 0.0 }
        })
    }

    fn interval(&self, figure: impl Fn(Option<&[u32]>) -> f64) -> Estimate {
        let mut found: Vec<f64> = self.times.iter().map(|times| figure(Some(times))).collect();
        found.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| {
            let place = (share * found.len().saturating_sub(1) as f64).round() as usize;
            found.get(place).copied().unwrap_or(f64::NAN)
        };
        Estimate { value: figure(None), low: at(0.025), high: at(0.975) }
    }
}

fn mean(sums: &[Sum], times: Option<&[u32]>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (place, one) in sums.iter().enumerate() {
        let times = times.map_or(1.0, |times| times.get(place).copied().map_or(0.0, f64::from));
        sum += times * one.sum;
        count += times * one.count;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// How often sessions are drawn anew, where nobody says otherwise.
pub(crate) const DRAWS: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(hits: &[(f64, f64)]) -> Vec<Sum> {
        hits.iter().map(|&(sum, count)| Sum { sum, count }).collect()
    }

    #[test]
    fn sessions_that_are_all_alike_leave_no_doubt() {
        let found = Draws::of(5, 100, 1).mean(&sums(&[(1.0, 4.0); 5]));
        assert_eq!(found, Estimate { value: 0.25, low: 0.25, high: 0.25 });
    }

    /// 400 sessions of one prediction each, half of them hits: the mean of a draw has the standard
    /// deviation sqrt(.5 * .5 / 400) = .025, and the interval 1.96 of it to each side.
    #[test]
    fn the_interval_is_as_wide_as_the_binomial_one() {
        let half: Vec<(f64, f64)> = (0..400).map(|place| (f64::from(place % 2), 1.0)).collect();
        let found = Draws::of(400, 2000, 7).mean(&sums(&half));
        assert!((found.value - 0.5).abs() < 1e-12);
        assert!(
            (found.low - 0.451).abs() < 0.004 && (found.high - 0.549).abs() < 0.004,
            "{found:?}"
        );
        // The same seed gives the same interval, another one nearly the same.
        assert_eq!(found, Draws::of(400, 2000, 7).mean(&sums(&half)));
        assert_ne!(found, Draws::of(400, 2000, 8).mean(&sums(&half)));
    }

    /// One method finds what the other finds and one thing more in every session: how much better
    /// it is does not depend on which sessions are drawn, though both means do.
    #[test]
    fn what_is_better_in_every_session_is_better_beyond_doubt() {
        let theirs: Vec<(f64, f64)> = (0..50).map(|place| (f64::from(place % 3), 4.0)).collect();
        let ours: Vec<(f64, f64)> = theirs.iter().map(|(sum, count)| (sum + 1.0, *count)).collect();
        let draws = Draws::of(50, 200, 3);
        let (ours, theirs) = (sums(&ours), sums(&theirs));
        let found = draws.difference(&ours, &theirs);
        assert!((found.low - 0.25).abs() < 1e-9 && (found.high - 0.25).abs() < 1e-9, "{found:?}");
        assert!(draws.mean(&ours).high - draws.mean(&ours).low > 0.05);
        // The others have 49 hits of 200, we have 99: more than twice as many.
        let gain = draws.gain(&ours, &theirs);
        assert!((gain.value - 50.0 / 49.0).abs() < 1e-9 && gain.low < gain.high, "{gain:?}");
    }
}
