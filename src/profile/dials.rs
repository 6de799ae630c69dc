//! What the customer turns: how picks are chosen, within bounds.

use crate::catalogue::Weights;

/// How the customer wants picks chosen. 0 is as the shop's pack says; every step towards either
/// end, of which there are [`Dials::MOST`], halves or doubles what the dial stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dials {
    /// From familiar to surprising. A step up halves what brings back items and subjects that the
    /// customer knows (`rho`, `habit`, `interest`) and what keeps to their mix of categories
    /// (`calibration`), and doubles how much picks must differ (`diversity`) and, once, how many
    /// places are kept for categories that a list lacks.
    surprise: i8,
    /// From short to long memory. A step up doubles how many steps back (`lambda`) and how many
    /// days ago still count.
    memory: i8,
}

impl Dials {
    /// How far a dial turns to either side.
    pub const MOST: i8 = 2;

    /// Dials at these places; none where one is beyond its end.
    #[must_use]
    pub fn at(surprise: i32, memory: i32) -> Option<Self> {
        let turns = -Self::MOST..=Self::MOST;
        let (surprise, memory) = (i8::try_from(surprise).ok()?, i8::try_from(memory).ok()?);
        (turns.contains(&surprise) && turns.contains(&memory)).then_some(Self { surprise, memory })
    }

    /// From familiar to surprising, -2 to 2.
    #[must_use]
    pub fn surprise(self) -> i8 {
        self.surprise
    }

    /// From short to long memory, -2 to 2.
    #[must_use]
    pub fn memory(self) -> i8 {
        self.memory
    }

    /// The pack's knobs as the customer turned them. What was stated still comes before what was
    /// inferred.
    pub(crate) fn turn(self, weights: &Weights) -> Weights {
        let (surprise, memory) = (doubled(self.surprise), doubled(self.memory));
        Weights {
            lambda: weights.lambda * memory,
            rho: weights.rho / surprise,
            habit: weights.habit / surprise,
            interest: (weights.interest / surprise).min(weights.stated),
            diversity: weights.diversity * surprise,
            calibration: weights.calibration / surprise,
            ..*weights
        }
    }

    /// How many of so many places are kept for categories that a list lacks (FAIR-16): one in
    /// [`KEPT_ONE_IN`], half of them for each step to the familiar, and half of all places for who
    /// wants to be surprised.
    pub(crate) fn kept(self, places: usize) -> usize {
        if self.surprise > 0 { places / 2 } else { (places / KEPT_ONE_IN) >> -self.surprise }
    }

    /// How many times longer, or shorter, what was done counts.
    pub(crate) fn endurance(self) -> f32 {
        doubled(self.memory)
    }
}

/// One of so many places, the last ones, is kept for categories that the list lacks.
const KEPT_ONE_IN: usize = 5;

/// Two to the power of the steps: exact, so that a dial at 0 changes not a bit.
fn doubled(steps: i8) -> f32 {
    (0..steps.abs()).fold(1.0, |product, _| product * if steps < 0 { 0.5 } else { 2.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dials_have_ends() {
        assert_eq!(Dials::at(0, 0), Some(Dials::default()));
        assert!(Dials::at(2, -2).is_some() && Dials::at(-2, 2).is_some());
        for beyond in [(3, 0), (-3, 0), (0, 3), (0, -3), (256, 0), (i32::MIN, i32::MAX)] {
            assert_eq!(Dials::at(beyond.0, beyond.1), None, "{beyond:?}");
        }
    }

    #[test]
    fn one_place_in_five_is_kept_or_fewer_or_half_of_all_as_the_dial_says() {
        let kept = |surprise, places| Dials::at(surprise, 0).unwrap().kept(places);
        assert_eq!([0, 4, 5, 9, 10, 20].map(|places| kept(0, places)), [0, 0, 1, 1, 2, 4]);
        assert_eq!([-2, -1, 0, 1, 2].map(|surprise| kept(surprise, 20)), [1, 2, 4, 10, 10]);
        assert_eq!([kept(-2, 10), kept(1, 10), kept(1, 1)], [0, 5, 0]);
    }

    #[test]
    fn each_step_halves_or_doubles_and_none_changes_nothing() {
        let weights = Weights { rho: 0.7, interest: 0.6, stated: 1.0, ..Weights::default() };
        assert_eq!(Dials::default().turn(&weights), weights);
        let turned = Dials::at(-1, 2).unwrap_or_default().turn(&weights);
        let expected = Weights {
            lambda: weights.lambda * 4.0,
            rho: 1.4,
            habit: weights.habit * 2.0,
            // Not 1.2: what was stated comes first.
            interest: 1.0,
            diversity: weights.diversity / 2.0,
            calibration: weights.calibration * 2.0,
            ..weights
        };
        assert_eq!(turned, expected);
    }
}
