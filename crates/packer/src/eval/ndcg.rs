//! NDCG for one right answer: one over the binary logarithm of its place plus one.

/// `ranks` are the places of the next item in each list, from 1; none where it is not in it.
pub(crate) fn ndcg(ranks: &[Option<u32>]) -> f64 {
    let sum: f64 =
        ranks.iter().flatten().map(|rank| 1.0 / libm::log2(f64::from(*rank) + 1.0)).sum();
    sum / ranks.len().max(1) as f64
}

#[cfg(test)]
#[test]
fn a_third_place_counts_half() {
    assert!((ndcg(&[Some(1), Some(3), None]) - 0.5).abs() < 1e-12);
}
