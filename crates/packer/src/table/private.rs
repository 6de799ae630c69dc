//! What a differentially private table would hold, to measure what it costs. No pack is made of it:
//! its dice have a fixed seed, so that the figures can be had again, and whoever knows the seed can
//! take the noise off.
//!
//! A visitor gives at most so many pairs and items, each at most once. Every sum gets Gaussian noise
//! (Balle and Wang 2018, "Improving the Gaussian Mechanism for Differential Privacy", theorem 8), and
//! a pair is released when its noisy sum is so large that the pair of a single visitor would hardly
//! ever reach it (Korolova, Kenthapadi, Mishra and Ntoulas 2009, "Releasing Search Queries and Clicks
//! Privately"; Wilson et al. 2020, "Differentially Private SQL with Bounded User Contribution").

use std::collections::BTreeMap;

use super::vote_table::SCALE;
use super::votes::{Counts, Pair, Poll};
use crate::input::log::Session;
use crate::knobs::Knobs;

/// How private, and how much of each visitor counts.
#[derive(Debug, Clone, Copy)]
pub struct Noise {
    /// The privacy loss of a visitor, over the whole table.
    pub epsilon: f64,
    /// The chance that it is larger.
    pub delta: f64,
    /// How many pairs, and how many items, a visitor gives at most.
    pub given: usize,
}

/// Counts as a differentially private table would be made of.
pub(crate) fn count_private<'a>(
    sessions: impl Iterator<Item = &'a Session>,
    items: usize,
    knobs: &Knobs,
    noise: Noise,
) -> Counts {
    let poll = Poll::of(sessions, items, knobs);
    let mut sums: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    let mut visitors = vec![0.0; items];
    poll.each_visitor(&(0..items), |pairs| {
        // The strongest pairs of a visitor, and the items in them: their own data alone decides.
        let mut given = pairs.to_vec();
        given.sort_by_key(|(from, to, votes)| (-votes, *from, *to));
        given.truncate(noise.given);
        for (from, to, votes) in &given {
            *sums.entry((*from, *to)).or_default() += (*votes as f64 / SCALE).min(1.0);
        }
        let mut own: Vec<u32> = given.iter().map(|(from, ..)| *from).collect();
        own.sort_unstable();
        own.dedup();
        for item in own {
            if let Some(count) = visitors.get_mut(item as usize) {
                *count += 1.0;
            }
        }
    });
    // One half of the loss for the pairs, the other for the items. Half of the chance is for pairs
    // that only one visitor has, whose being there would tell.
    let sigma = sigma(noise.epsilon / 2.0, noise.delta / 4.0, (noise.given as f64).sqrt());
    let least = 1.0 + sigma * quantile(noise.delta / 2.0 / noise.given as f64);
    let mut dice = Dice(SEED);
    let pairs = sums.into_iter().filter_map(|((from, to), sum)| {
        let votes = sum + sigma * dice.normal();
        let pair = Pair { from, to, votes: (votes * SCALE) as i64, visitors: MANY };
        (votes >= least).then_some(pair)
    });
    let pairs = pairs.collect();
    let sessions = visitors.iter().map(|count| (count + sigma * dice.normal()).max(0.0) as u32);
    Counts { pairs, sessions: sessions.collect(), recent: Vec::new() }
}

/// The least noise that keeps a sum of this sensitivity within the loss.
fn sigma(epsilon: f64, delta: f64, sensitivity: f64) -> f64 {
    let exceeds = |sigma: f64| {
        let (near, far) = (sensitivity / (2.0 * sigma), epsilon * sigma / sensitivity);
        below(near - far) - libm::exp(epsilon) * below(-near - far) > delta
    };
    bisect(exceeds, sensitivity * 1e-3, sensitivity * 1e3)
}

/// How many standard deviations a normal number is above with this chance.
fn quantile(chance: f64) -> f64 {
    bisect(|place| below(-place) > chance, 0.0, 40.0)
}

/// The chance that a normal number is below a place.
fn below(place: f64) -> f64 {
    libm::erfc(-place / std::f64::consts::SQRT_2) / 2.0
}

/// Where something ceases to be true.
fn bisect(holds: impl Fn(f64) -> bool, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..200 {
        let middle = (low + high) / 2.0;
        *(if holds(middle) { &mut low } else { &mut high }) = middle;
    }
    high
}

/// Numbers by splitmix64 (Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// By Box and Muller.
    fn normal(&mut self) -> f64 {
        let length = libm::sqrt(-2.0 * libm::log(1.0 - self.share()));
        length * libm::cos(std::f64::consts::TAU * self.share())
    }
}

const SEED: u64 = 0x686f_6d65_6b65_7074;

/// Pairs that are released need no other threshold.
const MANY: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_as_large_as_the_mechanism_needs() {
        // At a loss of 1 the classic bound, sqrt(2 ln(1.25 / delta)), is above what is needed.
        let (needed, classic) = (sigma(1.0, 1e-5, 1.0), libm::sqrt(2.0 * libm::log(1.25e5)));
        assert!(needed < classic && needed > 0.7 * classic, "{needed} {classic}");
        assert!((sigma(1.0, 1e-5, 3.0) / needed - 3.0).abs() < 1e-6);
        assert!(sigma(0.5, 1e-5, 1.0) > needed && sigma(1.0, 1e-7, 1.0) > needed);
        assert!((quantile(0.025) - 1.959_964).abs() < 1e-5);
    }

    #[test]
    fn normal_numbers_have_their_mean_and_spread() {
        let mut dice = Dice(SEED);
        let drawn: Vec<f64> = (0..100_000).map(|_| dice.normal()).collect();
        let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
        let spread = drawn.iter().map(|number| number * number).sum::<f64>() / drawn.len() as f64;
        assert!(mean.abs() < 0.01 && (spread - 1.0).abs() < 0.02, "{mean} {spread}");
    }

    #[test]
    fn a_pair_of_many_visitors_is_released_and_that_of_one_is_not() {
        let visit = |visitor, events: &[u32]| Session { visitor, last: 0, events: events.to_vec() };
        let mut sessions: Vec<Session> = (0..900).map(|visitor| visit(visitor, &[0, 1])).collect();
        sessions.push(visit(900, &[2, 3]));
        // However often they come, a visitor counts once.
        sessions.extend((0..900).map(|_| visit(901, &[4, 5])));
        let noise = Noise { epsilon: 1.0, delta: 1e-6, given: 2 };
        let knobs = Knobs { gamma: 0.0, ..Knobs::default() };
        let counts = count_private(sessions.iter(), 6, &knobs, noise);
        let released: Vec<_> = counts.pairs.iter().map(|pair| (pair.from, pair.to)).collect();
        assert_eq!(released, [(0, 1)]);
        assert!(counts.sessions[0] > 800 && counts.sessions[4] < 200, "{:?}", counts.sessions);
    }
}
