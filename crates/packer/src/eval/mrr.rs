//! MRR: the mean of one over the place of the next item, 0 where it is not in the list.

/// `ranks` are the places of the next item in each list, from 1; none where it is not in it.
pub(crate) fn mrr(ranks: &[Option<u32>]) -> f64 {
    let sum: f64 = ranks.iter().flatten().map(|rank| 1.0 / f64::from(*rank)).sum();
    sum / ranks.len().max(1) as f64
}

#[cfg(test)]
#[test]
fn a_second_place_counts_half() {
    assert!((mrr(&[Some(1), None, Some(2), None]) - 0.375).abs() < 1e-12);
}
