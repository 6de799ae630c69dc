//! The curve of Lorenz (1905): what share of all places the least shown share of the items takes.
//! The further it sags below the diagonal, the fewer items take the places.

/// Points from (0, 0) to (1, 1), at most `steps` apart: the share of the items, ascending by how
/// often they are shown, and the share of the places that they take together.
pub(crate) fn lorenz(shown: &[u64], steps: usize) -> Vec<[f64; 2]> {
    let mut ascending = shown.to_vec();
    ascending.sort_unstable();
    let (items, sum) = (ascending.len(), ascending.iter().sum::<u64>());
    if sum == 0 || steps == 0 {
        return vec![[0.0, 0.0], [1.0, 1.0]];
    }
    let mut points = vec![[0.0, 0.0]];
    let mut taken = 0;
    for (place, shown) in ascending.iter().enumerate() {
        taken += shown;
        let (before, after) = (place * steps / items, (place + 1) * steps / items);
        if after > before || place + 1 == items {
            points.push([(place + 1) as f64 / items as f64, taken as f64 / sum as f64]);
        }
    }
    points
}

#[cfg(test)]
#[test]
fn half_of_the_items_with_a_quarter_of_the_places() {
    let points = lorenz(&[3, 1, 4, 2, 0, 2], 2);
    // Ascending 0 1 2 | 2 3 4: the lower half takes 3 of 12.
    assert_eq!(points, [[0.0, 0.0], [0.5, 0.25], [1.0, 1.0]]);
    assert_eq!(lorenz(&[0, 0], 4), [[0.0, 0.0], [1.0, 1.0]]);
    assert_eq!(lorenz(&[1, 1], 9).len(), 3);
}
