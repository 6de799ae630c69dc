//! Dealing the places of a table out: longer rows for items that are seen often, shorter ones for the
//! others, and no place more in all.

/// Cuts rows so that they have no more followers together than rows of `top` would. The `top / 2`
/// strongest of each stay; of the others those that will be asked for most: by the root of the
/// sessions of their item times their share of its row.
pub(crate) fn deal(rows: &mut [Vec<(u32, f64)>], sessions: &[u32], top: usize) {
    let least = top.div_ceil(KEPT);
    let mut offered: Vec<(f64, u32)> = Vec::new();
    let mut places = 0;
    for ((number, row), sessions) in (0u32..).zip(rows.iter_mut()).zip(sessions) {
        row.sort_unstable_by(|first, second| {
            second.1.total_cmp(&first.1).then(first.0.cmp(&second.0))
        });
        places += row.len().min(top) - row.len().min(least);
        let whole: f64 = row.iter().map(|(_, weight)| *weight).sum();
        let asked = f64::from(*sessions).sqrt() / whole;
        let others = row.get(least..).unwrap_or(&[]);
        offered.extend(others.iter().map(|(_, weight)| (asked * weight, number)));
    }
    offered.sort_by(|first, second| second.0.total_cmp(&first.0).then(first.1.cmp(&second.1)));
    offered.truncate(places);
    let mut lengths = vec![least; rows.len()];
    for (_, number) in offered {
        if let Some(length) = lengths.get_mut(number as usize) {
            *length += 1;
        }
    }
    for (row, length) in rows.iter_mut().zip(lengths) {
        row.truncate(length);
        row.shrink_to_fit();
        row.sort_unstable_by_key(|(item, _)| *item);
    }
}

/// One in so many places of a row is its own, whatever the others have.
const KEPT: usize = 2;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_go_where_they_are_asked_for() {
        let row = |weights: &[f64]| (0..).zip(weights.iter().copied()).collect::<Vec<_>>();
        // The first item is seen a hundred times as often as the second, the third has two followers.
        let even = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let mut rows = vec![row(&even), row(&even), row(&[1.0, 9.0]), Vec::new()];
        deal(&mut rows, &[400, 4, 4, 4], 4);
        // Of four places beyond the two strongest of each, the first item's row takes all.
        let items = |row: &Vec<(u32, f64)>| row.iter().map(|(item, _)| *item).collect::<Vec<_>>();
        assert_eq!(items(&rows[0]), [0, 1, 2, 3, 4, 5]);
        assert_eq!(items(&rows[1]), [4, 5]);
        assert_eq!((items(&rows[2]), items(&rows[3])), (vec![0, 1], vec![]));
    }

    proptest! {
        #[test]
        fn no_place_is_added_and_the_strongest_stay(
            rows in prop::collection::vec(prop::collection::btree_map(0u32..40, 0.0625f64..8.0, 0..20), 1..9),
            seen in prop::collection::vec(0u32..500, 9),
            top in 1usize..12,
        ) {
            let before: Vec<Vec<(u32, f64)>> =
                rows.into_iter().map(|row| row.into_iter().collect()).collect();
            let mut after = before.clone();
            deal(&mut after, &seen, top);
            let places = |rows: &[Vec<(u32, f64)>], most: usize| -> usize {
                rows.iter().map(|row| row.len().min(most)).sum()
            };
            prop_assert_eq!(places(&after, usize::MAX), places(&before, top));
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(after.len() >= before.len().min(top.div_ceil(2)));
                prop_assert!(after.iter().all(|follower| before.contains(follower)));
                prop_assert!(after.is_sorted_by(|first, second| first.0 < second.0));
                let weakest = after.iter().map(|(_, weight)| *weight).fold(f64::INFINITY, f64::min);
                let gone = before.iter().filter(|follower| !after.contains(follower));
                prop_assert!(gone.map(|(_, weight)| *weight).all(|weight| weight <= weakest));
            }
        }
    }
}
