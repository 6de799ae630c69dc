//! What many reports on one measure tell, with how far it may be off.
//! Leaves out whether there are enough of them to be shown: the floor is the
//! collector's.
//!
//! With `c` of `n` sets having a bucket, a share `f` of the customers in it
//! gives `c / n` the mean `q + f (p - q)`, hence (Ye and Barg 2018, section IV):
//!
//! ```text
//! share       (c/n - q) / (p - q)
//! noise alone q (1-q) / (n (p-q)^2) + f (1-p-q) / (n (p-q))
//! and who it is of whom a report came
//!             P (1-P) / (n (p-q)^2),  P = q + f (p-q)
//! ```
//!
//! The second variance is the first and `f (1-f) / n`: the reports are a draw
//! among the customers. Intervals are of the second, by the normal
//! approximation (Wald), which holds where `n P (1-P)` is large; under the
//! floor of 1,000 reports nothing is shown.

use super::subset::Subset;

/// Shares and their spread, out of how often each bucket was in a set.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    subset: Subset,
    reports: f64,
    /// Of each bucket; they can be below 0 and above 1, and add up to about 1.
    shares: Vec<f64>,
}

/// How sure an interval is to hold what is true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Confidence {
    /// Each interval by itself, so often of 1.
    Each(f64),
    /// All of so many intervals at once (Bonferroni: each errs so many times
    /// less often).
    All(f64, u32),
}

/// From where to where, not held within 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// From how often each bucket was in one of so many sets. `None` without
    /// reports, or where the counts are not one for each bucket.
    pub fn of(subset: Subset, counts: &[u64], reports: u64) -> Option<Estimate> {
        if reports == 0 || counts.len() != subset.d() as usize {
            return None;
        }
        let (p, q, n) = (subset.p(), subset.q(), reports as f64);
        let share = |count: &u64| (*count as f64 / n - q) / (p - q);
        Some(Estimate { subset, reports: n, shares: counts.iter().map(share).collect() })
    }

    /// The share of each bucket: right on average, so that it can be below 0.
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// The variance of a bucket's share that the noise alone makes.
    pub fn noise(&self, bucket: u32) -> f64 {
        noise(self.subset, self.shown(bucket)) / self.reports
    }

    /// The variance of a bucket's share, that of who reported with it.
    pub fn variance(&self, bucket: u32) -> f64 {
        self.variance_at(self.shown(bucket))
    }

    /// The same, of a bucket that had this share.
    pub fn variance_at(&self, share: f64) -> f64 {
        (noise(self.subset, share) + share * (1.0 - share)) / self.reports
    }

    /// Where the true share is, so sure.
    pub fn interval(&self, bucket: u32, confidence: Confidence) -> Interval {
        let share = self.shares.get(bucket as usize).copied().unwrap_or_default();
        Interval::around(share, self.variance(bucket), confidence)
    }

    /// A share held within 0 and 1, to be shown; never to be counted on with.
    pub fn shown(&self, bucket: u32) -> f64 {
        self.shares.get(bucket as usize).copied().unwrap_or_default().clamp(0.0, 1.0)
    }

    /// The sum of these buckets' shares, each with its weight.
    pub fn sum(&self, weights: &[f64]) -> f64 {
        self.shares.iter().zip(weights).map(|(share, weight)| share * weight).sum()
    }

    /// The variance of [`Estimate::sum`], in which the buckets of one set hang
    /// together.
    pub fn variance_of_sum(&self, weights: &[f64]) -> f64 {
        let (p, q) = (self.subset.p(), self.subset.q());
        let (d, k) = (f64::from(self.subset.d()), f64::from(self.subset.k()));
        // The chances that two certain buckets are in one set: one of them the true one, or neither.
        let one = p * (k - 1.0) / (d - 1.0);
        let neither = if d > 2.0 {
            (p * (k - 1.0) * (k - 2.0) + (1.0 - p) * k * (k - 1.0)) / ((d - 1.0) * (d - 2.0))
        } else {
            0.0
        };
        let chance = |bucket: usize| q + self.shown(bucket as u32) * (p - q);
        let weighed = || weights.iter().enumerate().filter(|(_, weight)| weight.abs() > 0.0);
        let mut sum = 0.0;
        for (a, weight_a) in weighed() {
            for (b, weight_b) in weighed() {
                let both = if a == b {
                    chance(a)
                } else {
                    let f = self.shown(a as u32) + self.shown(b as u32);
                    one * f + neither * (1.0 - f)
                };
                sum += weight_a * weight_b * (both - chance(a) * chance(b));
            }
        }
        sum.max(0.0) / (self.reports * (p - q) * (p - q))
    }

    /// By how much the rate of some buckets within a group differs from the
    /// same within another: the rate, and its variance by the delta method.
    /// `None` where a group is not told from an empty one.
    pub fn uplift(&self, of: &Rate, against: &Rate) -> Option<(f64, f64)> {
        let (rate, mut slope) = self.rate(of)?;
        let (other, its_slope) = self.rate(against)?;
        for (weight, its_weight) in slope.iter_mut().zip(its_slope) {
            *weight -= its_weight;
        }
        Some((rate - other, self.variance_of_sum(&slope)))
    }

    /// A rate, and how it changes with each share.
    pub fn rate(&self, rate: &Rate) -> Option<(f64, Vec<f64>)> {
        let len = self.shares.len();
        let of = |buckets: &[usize]| -> Vec<f64> {
            (0..len).map(|bucket| f64::from(u8::from(buckets.contains(&bucket)))).collect()
        };
        let (part, whole) = (of(&rate.part), of(&rate.whole));
        let (above, below) = (self.sum(&part), self.sum(&whole));
        // Division by what may be nothing tells nothing.
        if below <= LEAST_DEVIATIONS * libm::sqrt(self.variance_of_sum(&whole)) {
            return None;
        }
        let slope = part.iter().zip(&whole).map(|(p, w)| (p - w * above / below) / below);
        Some((above / below, slope.collect()))
    }

    /// How many reports make the standard error of a rare bucket so large at the most.
    pub fn population_for(subset: Subset, standard_error: f64) -> u64 {
        libm::ceil(noise(subset, 0.0) / (standard_error * standard_error)) as u64
    }
}

/// How many of a group are in some of its buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The buckets that count.
    pub part: Vec<usize>,
    /// The buckets of the group, with those that count.
    pub whole: Vec<usize>,
}

impl Interval {
    /// The interval around an estimate of this variance.
    pub fn around(estimate: f64, variance: f64, confidence: Confidence) -> Interval {
        let reach = confidence.deviations() * libm::sqrt(variance);
        Interval { low: estimate - reach, high: estimate + reach }
    }

    /// Whether it holds the number.
    pub fn holds(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

impl Confidence {
    /// How many standard deviations a normal variable stays within so often.
    pub fn deviations(self) -> f64 {
        let outside = match self {
            Confidence::Each(inside) => 1.0 - inside,
            Confidence::All(inside, many) => (1.0 - inside) / f64::from(many.max(1)),
        };
        // erfc falls, so that halving finds where it meets `outside`.
        let (mut low, mut high) = (0.0, 40.0);
        for _ in 0..80 {
            let middle = (low + high) / 2.0;
            if libm::erfc(middle / core::f64::consts::SQRT_2) > outside {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low + high) / 2.0
    }
}

/// The variance of a share by the noise of one report.
fn noise(subset: Subset, f: f64) -> f64 {
    let (p, q) = (subset.p(), subset.q());
    q * (1.0 - q) / ((p - q) * (p - q)) + f * (1.0 - p - q) / (p - q)
}

/// How far from nothing a group has to be for a rate within it.
const LEAST_DEVIATIONS: f64 = 4.0;

#[cfg(test)]
mod tests {
    use super::super::Epsilon;
    use super::*;

    fn subset(d: u32, thousandths: u32) -> Subset {
        Subset::of(d, Epsilon::of(thousandths).expect("in bounds")).expect("in bounds")
    }

    #[test]
    fn the_deviations_are_those_of_the_tables() {
        for (confidence, expected) in [
            (Confidence::Each(0.95), 1.959_964),
            (Confidence::Each(0.99), 2.575_829),
            (Confidence::All(0.95, 1), 1.959_964),
            (Confidence::All(0.95, 10), 2.807_034),
        ] {
            let found = confidence.deviations();
            assert!((found - expected).abs() < 1e-6, "{confidence:?}: {found}");
        }
    }

    #[test]
    fn what_is_expected_of_a_population_is_estimated_as_it_is() {
        let subset = subset(7, 1000);
        let truth = [0.5, 0.2, 0.1, 0.1, 0.05, 0.05, 0.0];
        let n = 1_000_000_000.0;
        let expected = |f: &f64| (n * (subset.q() + f * (subset.p() - subset.q()))) as u64;
        let counts: Vec<u64> = truth.iter().map(expected).collect();
        let estimate = Estimate::of(subset, &counts, n as u64).expect("there are reports");
        for (found, f) in estimate.shares().iter().zip(truth) {
            assert!((found - f).abs() < 1e-7, "{found} for {f}");
        }
        // What all shares add up to is known: a set has k buckets.
        let all = estimate.variance_of_sum(&[1.0; 7]);
        assert!(all < 1e-12, "{all}");
    }

    #[test]
    fn the_population_needed_is_as_published() {
        // 3.54 at epsilon 1 and 64 buckets, for one point 10,000 times as many.
        let found = Estimate::population_for(subset(64, 1000), 0.01);
        assert!((35_000..36_000).contains(&found), "{found}");
        let found = Estimate::population_for(subset(64, 2000), 0.01);
        assert!((3_300..7_100).contains(&found), "{found}");
    }

    #[test]
    fn without_reports_or_with_other_counts_nothing_is_estimated() {
        assert_eq!(Estimate::of(subset(3, 1000), &[0; 3], 0), None);
        assert_eq!(Estimate::of(subset(3, 1000), &[0; 4], 5), None);
    }
}
