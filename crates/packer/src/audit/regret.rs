//! List regret: the share of a list's relevance that was given up, the upper places counting more
//! (the discount of DCG: Järvelin and Kekäläinen 2002).
//!
//! ```text
//! R = 1 - sum over places r of d(r) s(L_r) / sum of d(r) s(L*_r)      d(r) = 1 / log2(r + 1)
//! ```
//!
//! `L` is the list as it is shown, `L*` the one without the boost, and `s` the score without it.

/// `list` and `best` are the scores without the boost, in the order of either list.
pub(crate) fn regret(list: &[f64], best: &[f64]) -> f64 {
    let ideal = discounted(best);
    if ideal > 0.0 { 1.0 - discounted(list) / ideal } else { 0.0 }
}

fn discounted(scores: &[f64]) -> f64 {
    (2u32..).zip(scores).map(|(place, score)| score / libm::log2(f64::from(place))).sum()
}

#[cfg(test)]
#[test]
fn a_swap_of_the_first_two_costs_what_the_second_place_discounts() {
    // Places count 1, 0.63093 and 0.5: 1 + 0.5 * 0.63093 + 0.2 * 0.5 = 1.415465 at best;
    // swapped 0.5 + 0.63093 + 0.1 = 1.23093.
    let found = regret(&[0.5, 1.0, 0.2], &[1.0, 0.5, 0.2]);
    assert!((found - 0.130_371).abs() < 1e-5, "{found}");
    assert!(regret(&[1.0, 0.5], &[1.0, 0.5]).abs() < 1e-12);
    assert!(regret(&[0.0], &[0.0]).abs() < 1e-12 && regret(&[], &[]).abs() < 1e-12);
}
