//! Chance from a seed: the same on every machine and every day.

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough to draw sessions.
#[derive(Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below another.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
#[test]
fn the_same_seed_draws_the_same_and_every_number_comes_as_often() {
    let mut times = [0; 10];
    let mut dice = Dice(5);
    (0..10_000).for_each(|_| times[dice.below(10) as usize] += 1);
    assert!(times.iter().all(|times| (900..1100).contains(times)), "{times:?}");
    assert_eq!(Dice(5).below(u64::MAX), Dice(5).below(u64::MAX));
    assert_ne!(Dice(5).below(u64::MAX), Dice(6).below(u64::MAX));
}
