//! Intra-list diversity (Smyth and McClave 2001; Zhang and Hurley 2008): the mean distance of all
//! pairs of a list. The distance of two items is one minus the share of their categories and
//! attributes that they have in common (Jaccard 1901): 0 are alike, 1 have nothing in common.

/// `items` are the attributes of each item of a list, ascending; none for lists of less than two
/// items that have attributes, where there is no pair.
pub(crate) fn ild(items: &[Vec<u32>]) -> Option<f64> {
    let told: Vec<&Vec<u32>> = items.iter().filter(|item| !item.is_empty()).collect();
    let mut sum = 0.0;
    let mut pairs = 0u32;
    for (place, first) in told.iter().enumerate() {
        for second in told.iter().skip(place + 1) {
            let shared = first.iter().filter(|own| second.binary_search(own).is_ok()).count();
            let all = first.len() + second.len() - shared;
            sum += 1.0 - shared as f64 / all as f64;
            pairs += 1;
        }
    }
    (pairs > 0).then(|| sum / f64::from(pairs))
}

#[cfg(test)]
#[test]
fn three_pairs_of_which_one_shares_a_third() {
    // {1,2} and {2,3} share one of three: 2/3; both have nothing of {4}: 1 and 1.
    let found = ild(&[vec![1, 2], vec![2, 3], vec![4], vec![]]);
    assert!((found.unwrap_or(0.0) - 8.0 / 9.0).abs() < 1e-12);
    assert_eq!(ild(&[vec![1, 2], vec![1, 2]]), Some(0.0));
    assert_eq!(ild(&[vec![1], vec![]]), None);
}
