//! The noise: a set of buckets in the place of one (subset selection, Ye and
//! Barg 2018), drawn with integers alone.
//! Leaves out the report that carries the set.

use super::epsilon::{Epsilon, ONE};
use crate::dice::{Dice, NoDice};

/// How sets are drawn for `d` buckets under an epsilon.
///
/// A set has `k` of the `d` buckets. With the chance `p = inside / 2^48` the
/// true bucket is one of them and the others are any `k - 1`; otherwise they
/// are any `k` without it. At `k = 1` this is randomised response.
///
/// # No set tells more than epsilon
/// Sets with the true bucket are equally likely among themselves, and so are
/// those without it; two buckets are told apart best by a set that has the one
/// and lacks the other, whose two likelihoods are as
/// `p / C(d-1, k-1)` to `(1-p) / C(d-1, k)`, that is as
/// `inside (d - k)` to `(2^48 - inside) k`.
/// With `E / 2^48 <= e^epsilon` and
/// `inside = floor(2^48 k E / (k E + (d - k) 2^48))` it follows that
/// `inside (k E + (d - k) 2^48) <= 2^48 k E`, hence
/// `inside (d - k) 2^48 <= (2^48 - inside) k E`: the ratio is `E / 2^48` at
/// the most. The other way round it is below 1, as `E > 2^48`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subset {
    /// How many buckets there are: 2..=256.
    d: u32,
    /// How many of them are in a set: 1..d.
    k: u32,
    /// The chance that the true one is, in units of 2^-48.
    inside: u64,
}

impl Subset {
    /// The draw for so many buckets; `None` outside of 2..=256.
    pub fn of(d: u32, epsilon: Epsilon) -> Option<Subset> {
        if !(2..=256).contains(&d) {
            return None;
        }
        let exp = epsilon.exp();
        // The whole number next to d / (e^epsilon + 1), where the variance is least.
        let nearest = (u128::from(d) * ONE + (exp + ONE) / 2) / (exp + ONE);
        let k = nearest.max(1);
        let weighted = k * exp;
        let inside = weighted * ONE / (weighted + (u128::from(d) - k) * ONE);
        Some(Subset { d, k: k as u32, inside: inside as u64 })
    }

    /// How many buckets there are.
    pub fn d(self) -> u32 {
        self.d
    }

    /// How many of them are in a set.
    pub fn k(self) -> u32 {
        self.k
    }

    /// The chance that a set has the true bucket.
    pub fn p(self) -> f64 {
        self.inside as f64 / ONE as f64
    }

    /// The chance that a set has a certain other bucket.
    pub fn q(self) -> f64 {
        let (d, k, p) = (f64::from(self.d), f64::from(self.k), self.p());
        (p * (k - 1.0) + (1.0 - p) * k) / (d - 1.0)
    }

    /// Draws a set for the true bucket. A bucket that does not exist is
    /// reported as 0, nothing to report.
    ///
    /// # Errors
    /// [`NoDice`] when the platform gives no randomness; nothing may be sent then.
    pub fn draw(self, bucket: u32, dice: &mut impl Dice) -> Result<Set, NoDice> {
        let bucket = if bucket < self.d { bucket } else { 0 };
        let mut stream = Stream { dice, block: [0; 64], used: 64 };
        let mut bytes = [0; 8];
        for byte in &mut bytes[..6] {
            *byte = stream.byte()?;
        }
        let mut set = Set::default();
        let mut missing = self.k;
        if u64::from_le_bytes(bytes) < self.inside {
            set.insert(bucket);
            missing -= 1;
        }
        let mask = self.d.next_power_of_two() - 1;
        while missing > 0 {
            let other = u32::from(stream.byte()?) & mask;
            // Drawing again is what makes every other bucket equally likely.
            if other < self.d && other != bucket && !set.contains(other) {
                set.insert(other);
                missing -= 1;
            }
        }
        Ok(set)
    }
}

/// A set of buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Set(pub [u8; 32]);

impl Set {
    /// Adds a bucket under 256.
    pub fn insert(&mut self, bucket: u32) {
        if let Some(byte) = self.0.get_mut(bucket as usize / 8) {
            *byte |= 1 << (bucket % 8);
        }
    }

    /// Whether it has the bucket.
    pub fn contains(&self, bucket: u32) -> bool {
        self.0.get(bucket as usize / 8).is_some_and(|byte| byte & 1 << (bucket % 8) != 0)
    }

    /// How many buckets it has.
    pub fn len(&self) -> u32 {
        self.0.iter().map(|byte| byte.count_ones()).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its buckets, ascending.
    pub fn buckets(&self) -> impl Iterator<Item = u32> + '_ {
        (0..256).filter(|bucket| self.contains(*bucket))
    }
}

/// Bytes one at a time, from dice that are asked for many at once.
struct Stream<'a, D> {
    dice: &'a mut D,
    block: [u8; 64],
    used: usize,
}

impl<D: Dice> Stream<'_, D> {
    fn byte(&mut self) -> Result<u8, NoDice> {
        if self.used == self.block.len() {
            self.dice.fill(&mut self.block)?;
            self.used = 0;
        }
        let byte = self.block[self.used];
        self.used += 1;
        Ok(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subset(d: u32, thousandths: u32) -> Subset {
        Subset::of(d, Epsilon::wide(thousandths).expect("in bounds")).expect("in bounds")
    }

    #[test]
    fn sig_04_the_loss_never_exceeds_epsilon_and_hardly_falls_short_of_it() {
        for d in 2..=256 {
            for thousandths in (1..=2_000).chain((2_500..=10_000).step_by(500)) {
                let Subset { d, k, inside } = subset(d, thousandths);
                assert!((1..d).contains(&k), "{d} {thousandths}");
                let exp = Epsilon::wide(thousandths).expect("in bounds").exp();
                let (with, without) = (u128::from(inside), ONE - u128::from(inside));
                let (k, rest) = (u128::from(k), u128::from(d - k));
                // Exactly, in whole numbers.
                assert!(with * rest * ONE <= without * k * exp, "{d} {thousandths}");
                assert!(with * rest >= without * k, "{d} {thousandths}");
                // One unit more would exceed it.
                assert!((with + 1) * rest * ONE > (without - 1) * k * exp, "{d} {thousandths}");
            }
        }
    }

    #[test]
    fn at_one_bucket_a_set_it_is_randomised_response() {
        for (d, thousandths) in [(2, 500), (2, 1000), (3, 1000), (4, 2000), (8, 2000)] {
            let subset = subset(d, thousandths);
            assert_eq!(subset.k(), 1, "{d} {thousandths}");
            let exp = libm::exp(f64::from(thousandths) / 1000.0);
            let (p, q) = (exp, 1.0);
            let all = exp + f64::from(d) - 1.0;
            assert!((subset.p() - p / all).abs() < 1e-12);
            assert!((subset.q() - q / all).abs() < 1e-12);
        }
    }

    #[test]
    fn no_other_size_of_a_set_has_much_less_variance() {
        let spread = |d: f64, k: f64, exp: f64| {
            let p = k * exp / (k * exp + d - k);
            let q = (p * (k - 1.0) + (1.0 - p) * k) / (d - 1.0);
            q * (1.0 - q) / ((p - q) * (p - q))
        };
        for d in [2, 3, 7, 16, 64, 256] {
            for thousandths in [250, 500, 1000, 1500, 2000] {
                let exp = libm::exp(f64::from(thousandths) / 1000.0);
                let own = spread(f64::from(d), f64::from(subset(d, thousandths).k()), exp);
                let least = (1..d).map(|k| spread(f64::from(d), f64::from(k), exp));
                let least = least.fold(f64::INFINITY, f64::min);
                assert!(own <= least * 1.05, "{d} {thousandths}: {own} against {least}");
            }
        }
    }

    #[test]
    fn without_dice_nothing_is_drawn() {
        struct Empty;
        impl Dice for Empty {
            fn fill(&mut self, _: &mut [u8]) -> Result<(), NoDice> {
                Err(NoDice)
            }
        }
        assert_eq!(subset(4, 1000).draw(1, &mut Empty), Err(NoDice));
    }
}
