//! The knobs of scoring, as they travel in a pack's header.

use super::CatalogueError;

/// The knobs of scoring. The packer tunes the first three on the shop's own sessions; all of them
/// travel in the pack, so that a ranking can be repeated from the pack and the profile alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// How slowly the influence of a visit fades, in steps back: a visit `b` steps back weighs
    /// `exp(-b / lambda)`. Larger: older visits matter more. Bounds: 0.25 to 20.
    pub lambda: f32,
    /// How strongly items that were already looked at come back, relative to the best follower.
    /// 0 never brings them back for their own sake. Bounds: 0 to 4.
    pub rho: f32,
    /// How slowly the pull of a looked-at item fades, in steps back. Only matters when `rho` is
    /// above 0. Bounds: 0.25 to 40.
    pub tau: f32,
    /// The most that inferred interests add together, relative to the best follower. Larger: picks
    /// keep to the usual subjects rather than to the last steps. Bounds: 0 to 4.
    pub interest: f32,
    /// The same for interests that the customer stated. At least `interest`, since what was said
    /// comes before what was guessed. Bounds: `interest` to 8.
    pub stated: f32,
    /// How strongly an interest with negative strength ("less of this") pushes an item down: its
    /// score is multiplied by `exp(-less * strength)`. Bounds: 0 to 8.
    pub less: f32,
    /// How much the likeness of attributes adds on *like this item*, relative to the best follower;
    /// it carries the slot where a row is empty. Bounds: 0 to 4.
    pub alike: f32,
    /// How much the customer's visits count on *like this item*, where the page's item counts 1.
    /// Bounds: 0 to 1.
    pub memory: f32,
    /// How much popularity adds, relative to the best follower. Small: it fills up lists and
    /// decides between equals. Bounds: 0 to 1.
    pub popularity: f32,
    /// How much being like a pick above it takes from an item, where the best has 1: maximal marginal
    /// relevance (Carbonell and Goldstein 1998) with this for `(1 - lambda) / lambda`. Larger: lists
    /// repeat themselves less. Bounds: 0 to 1.
    pub diversity: f32,
    /// How strongly items return that the customer had to do with on earlier days, relative to the
    /// best follower. Larger: picks keep to what is bought again and again. Bounds: 0 to 4.
    pub habit: f32,
    /// How much an item counts for that brings the mix of categories in the list nearer to that of
    /// the customer's visits, where the best has 1 (Steck 2018). Bounds: 0 to 1.
    pub calibration: f32,
}

impl Weights {
    /// How many knobs this version writes.
    pub(crate) const COUNT: usize = 12;

    /// The knobs in the order of the header.
    pub(crate) fn to_list(self) -> [f32; Self::COUNT] {
        let Self {
            lambda,
            rho,
            tau,
            interest,
            stated,
            less,
            alike,
            memory,
            popularity,
            diversity,
            habit,
            calibration,
        } = self;
        [
            lambda,
            rho,
            tau,
            interest,
            stated,
            less,
            alike,
            memory,
            popularity,
            diversity,
            habit,
            calibration,
        ]
    }

    /// Knobs from a header. Missing ones take their default, later ones that this build does not
    /// know were already left out.
    ///
    /// # Errors
    /// [`CatalogueError::KnobOutOfBounds`] when one is outside its bounds or not a number.
    pub(crate) fn from_list(found: &[f32]) -> Result<Self, CatalogueError> {
        let mut list = Self::default().to_list();
        for (knob, value) in list.iter_mut().zip(found) {
            *knob = *value;
        }
        let [
            lambda,
            rho,
            tau,
            interest,
            stated,
            less,
            alike,
            memory,
            popularity,
            diversity,
            habit,
            calibration,
        ] = list;
        Self {
            lambda,
            rho,
            tau,
            interest,
            stated,
            less,
            alike,
            memory,
            popularity,
            diversity,
            habit,
            calibration,
        }
        .checked()
    }

    /// The same knobs, if each is within its bounds.
    ///
    /// # Errors
    /// [`CatalogueError::KnobOutOfBounds`] when one is outside its bounds or not a number.
    pub fn checked(self) -> Result<Self, CatalogueError> {
        for (knob, (value, (low, high))) in self.to_list().into_iter().zip(BOUNDS).enumerate() {
            // Written so that a value that is not a number is refused too.
            if !(value >= low && value <= high) {
                return Err(CatalogueError::KnobOutOfBounds { knob: knob as u16 });
            }
        }
        if self.stated < self.interest {
            return Err(CatalogueError::KnobOutOfBounds { knob: STATED });
        }
        Ok(self)
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            lambda: 1.0,
            rho: 0.0,
            tau: 4.0,
            interest: 0.6,
            stated: 1.5,
            less: 2.0,
            alike: 0.25,
            memory: 0.25,
            popularity: 0.001,
            diversity: 0.05,
            habit: 0.3,
            calibration: 0.1,
        }
    }
}

/// The bounds of each knob, in the order of the header.
const BOUNDS: [(f32, f32); Weights::COUNT] = [
    (0.25, 20.0),
    (0.0, 4.0),
    (0.25, 40.0),
    (0.0, 4.0),
    (0.0, 8.0),
    (0.0, 8.0),
    (0.0, 4.0),
    (0.0, 1.0),
    (0.0, 1.0),
    (0.0, 1.0),
    (0.0, 4.0),
    (0.0, 1.0),
];

/// The place of `stated` in the header.
const STATED: u16 = 4;
