//! Chance as the core knows it: always an argument.
//! Leaves out where it comes from: the door asks the platform's CSPRNG.

/// A source of unpredictable bytes.
pub trait Dice {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// [`NoDice`] when the platform refuses; nothing may be sealed then.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice>;
}

/// The platform has no randomness to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDice;

/// Draws `N` fresh bytes.
///
/// # Errors
/// [`NoDice`] as [`Dice::fill`].
pub fn draw<const N: usize>(dice: &mut impl Dice) -> Result<[u8; N], NoDice> {
    let mut bytes = [0; N];
    dice.fill(&mut bytes)?;
    Ok(bytes)
}
