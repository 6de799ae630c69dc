//! Gini: how unequally the places of the lists fall to the items (Gini 1912; of recommendations:
//! Fleder and Hosanagar 2009). 0 where all are shown equally often, near 1 where one takes all.
//!
//! ```text
//! G = sum over items in ascending order of (2k - n - 1) x_k / (n * sum of x)      k = 1 .. n
//! ```

/// `shown` tells of each item in how many lists it was.
pub(crate) fn gini(shown: &[u64]) -> f64 {
    let mut ascending = shown.to_vec();
    ascending.sort_unstable();
    let (items, sum) = (ascending.len() as f64, ascending.iter().sum::<u64>() as f64);
    let weighted: f64 = (1u32..)
        .zip(ascending)
        .map(|(place, shown)| (2.0 * f64::from(place) - items - 1.0) * shown as f64)
        .sum();
    if sum > 0.0 { weighted / (items * sum) } else { 0.0 }
}

#[cfg(test)]
#[test]
fn one_that_takes_all_of_four_has_three_quarters() {
    // (2 * 4 - 4 - 1) * 8 / (4 * 8) = 0.75.
    assert!((gini(&[0, 8, 0, 0]) - 0.75).abs() < 1e-12);
    // -3 * 1 - 1 * 2 + 1 * 3 + 3 * 4 = 10, over 4 * 10.
    assert!((gini(&[4, 1, 3, 2]) - 0.25).abs() < 1e-12);
    assert!(gini(&[5, 5, 5]).abs() < 1e-12 && gini(&[]).abs() < 1e-12 && gini(&[0]).abs() < 1e-12);
}
