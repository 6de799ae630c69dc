//! The boost that is not offered: a factor on the score, for contrast. It moves an item the further
//! the better the item is, so that no bound can be named for it.

/// The places of `scores` in the order of `score * (1 + (factor - 1) * boost)`, the largest first,
/// ties as they were.
pub(crate) fn order(scores: &[f64], boosts: &[f64], factor: f64) -> Vec<usize> {
    let lifted = |place: &usize| {
        let boost = boosts.get(*place).copied().unwrap_or(0.0);
        scores.get(*place).copied().unwrap_or(0.0) * (1.0 + (factor - 1.0) * boost)
    };
    let mut places: Vec<usize> = (0..scores.len()).collect();
    places.sort_by(|first, second| lifted(second).total_cmp(&lifted(first)));
    places
}

#[cfg(test)]
#[test]
fn a_factor_of_three_passes_an_item_that_is_three_times_as_good() {
    use super::displacement::displacement;
    let scores = [1.0, 0.34, 0.3];
    let places = order(&scores, &[0.0, 1.0, 1.0], 3.0);
    assert_eq!(places, [1, 0, 2]);
    let moved: Vec<f64> = places.iter().map(|place| scores[*place]).collect();
    assert!((displacement(&moved) - 0.66).abs() < 1e-12);
}
