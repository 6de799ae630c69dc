//! Coverage: the share of the catalogue that is in at least one list.

/// `shown` tells of each item whether any list held it.
pub(crate) fn coverage(shown: &[bool]) -> f64 {
    shown.iter().filter(|shown| **shown).count() as f64 / shown.len().max(1) as f64
}

#[cfg(test)]
#[test]
fn three_of_four_items_are_three_quarters() {
    assert!((coverage(&[true, true, false, true]) - 0.75).abs() < 1e-12);
}
