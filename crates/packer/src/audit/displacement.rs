//! Displacement: by how much an item beats one that stands above it. The additive boost bounds it
//! by `eps`: for every `i` above `j`, `s(j) - s(i) <= eps`, with `s` scaled to at most 1.

/// A pair of places that is upside down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Displaced {
    /// The upper place.
    pub(crate) above: usize,
    /// The lower place, whose item is the better one.
    pub(crate) below: usize,
    /// By how much it is.
    pub(crate) by: f64,
}

/// The pair that is furthest upside down; none where the order is that of the scores. `scores` are
/// those without the boost, in the order of the list, and behind it those of the items that the
/// list would have held and does not.
pub(crate) fn displaced(scores: &[f64]) -> Option<Displaced> {
    let mut least: Option<(usize, f64)> = None;
    let mut widest: Option<Displaced> = None;
    for (below, score) in scores.iter().enumerate() {
        if let Some((above, lower)) = least {
            let by = score - lower;
            if by > widest.map_or(0.0, |widest| widest.by) {
                widest = Some(Displaced { above, below, by });
            }
        }
        if least.is_none_or(|(_, lower)| *score < lower) {
            least = Some((below, *score));
        }
    }
    widest
}

/// By how much that pair is upside down; 0 where none is.
pub(crate) fn displacement(scores: &[f64]) -> f64 {
    displaced(scores).map_or(0.0, |displaced| displaced.by)
}

#[cfg(test)]
#[test]
fn the_widest_pair_that_is_upside_down_counts_even_if_they_are_no_neighbours() {
    let found = displaced(&[1.0, 0.25, 0.5, 0.75]);
    assert_eq!(found, Some(Displaced { above: 1, below: 3, by: 0.5 }));
    assert!(displacement(&[1.0, 0.6, 0.6, 0.1]).abs() < 1e-12);
    assert!(displacement(&[]).abs() < 1e-12);
}
