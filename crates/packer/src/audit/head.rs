//! Head share: the share of all places that goes to the most popular items. The catalogue's head
//! is what sells anyway; the rest is what customers find only when they are shown it (Anderson 2006
//! named the long tail; the share of the head is the plainest measure of it).

/// The share of places taken by the most popular `part` of the items, at least one of them.
/// `shown` and `popularity` are by item; of equally popular ones the first come first.
pub(crate) fn head_share(shown: &[u64], popularity: &[f32], part: f64) -> f64 {
    let mut order: Vec<usize> = (0..shown.len()).collect();
    let popular = |item: &usize| popularity.get(*item).copied().unwrap_or(0.0);
    order.sort_by(|first, second| popular(second).total_cmp(&popular(first)));
    let head = ((shown.len() as f64 * part).ceil() as usize).max(1);
    let taken: u64 = order.iter().take(head).filter_map(|item| shown.get(*item)).sum();
    taken as f64 / shown.iter().sum::<u64>().max(1) as f64
}

#[cfg(test)]
#[test]
fn the_more_popular_half_of_four_takes_seven_of_ten_places() {
    let shown = [1, 4, 3, 2];
    assert!((head_share(&shown, &[0.1, 0.9, 0.5, 0.2], 0.5) - 0.7).abs() < 1e-12);
    assert!((head_share(&shown, &[0.1, 0.9, 0.5, 0.2], 0.01) - 0.4).abs() < 1e-12);
    assert!(head_share(&[], &[], 0.5).abs() < 1e-12);
}
