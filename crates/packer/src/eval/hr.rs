//! HR: the share of predictions whose list holds the next item.

/// `ranks` are the places of the next item in each list, from 1; none where it is not in it.
pub(crate) fn hr(ranks: &[Option<u32>]) -> f64 {
    ranks.iter().flatten().count() as f64 / ranks.len().max(1) as f64
}

#[cfg(test)]
#[test]
fn two_of_four_are_half() {
    assert!((hr(&[Some(1), None, Some(20), None]) - 0.5).abs() < 1e-12);
    assert!(hr(&[]).abs() < 1e-12);
}
