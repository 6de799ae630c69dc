//! Miscalibration (Steck 2018, *Calibrated recommendations*, its metrics): how far the mix of
//! categories in a list is from the mix in what the customer looked at. 0 is the same mix.
//!
//! ```text
//! C = sum over categories of p log(p / q~)      q~ = (1 - a) q + a p,  a = 0.01
//! ```
//!
//! `p` is the mix of the history, `q` that of the list; an item of several categories counts for
//! each of them in equal parts; the logarithm is the natural one. At most it is `-log a`, 4.6.

use std::collections::BTreeMap;

/// The share of each category; together 1, or nothing where no item has a category.
pub(crate) type Mix = BTreeMap<u32, f64>;

/// The mix of some items, each with its categories.
pub(crate) fn mix<C: IntoIterator<Item = u32>>(items: impl IntoIterator<Item = C>) -> Mix {
    let mut mix = Mix::new();
    for item in items {
        let categories: Vec<u32> = item.into_iter().collect();
        for category in &categories {
            *mix.entry(*category).or_default() += 1.0 / categories.len() as f64;
        }
    }
    let sum: f64 = mix.values().sum();
    for share in mix.values_mut() {
        *share /= sum;
    }
    mix
}

/// How far the mix of a list is from that of the history; none where the history has no mix, so
/// that there is nothing to match.
pub(crate) fn miscalibration(history: &Mix, list: &Mix) -> Option<f64> {
    let term = |(category, p): (&u32, &f64)| {
        let q = list.get(category).copied().unwrap_or(0.0);
        p * libm::log(p / ((1.0 - SMOOTHING) * q + SMOOTHING * p))
    };
    (!history.is_empty()).then(|| history.iter().map(term).sum())
}

/// Steck's alpha, which keeps the logarithm finite where a list leaves a category out.
pub(crate) const SMOOTHING: f64 = 0.01;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_two_categories_count_half_for_each() {
        let found = mix([vec![1], vec![1, 2], vec![]]);
        assert_eq!(found, Mix::from([(1, 0.75), (2, 0.25)]));
        assert_eq!(mix([Vec::new()]), Mix::new());
    }

    #[test]
    fn the_same_mix_is_calibrated_and_a_missing_half_is_not() {
        let half = mix([vec![1], vec![2]]);
        let none = |list: &Mix| miscalibration(&half, list).unwrap_or(f64::NAN);
        assert!(none(&half).abs() < 1e-12);
        // 0.5 log(0.5 / 0.995) + 0.5 log(0.5 / 0.005) = -0.344067 + 2.302585.
        assert!((none(&mix([vec![1]])) - 1.958_518).abs() < 1e-5);
        assert_eq!(miscalibration(&Mix::new(), &half), None);
    }
}
