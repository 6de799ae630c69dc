//! The browser's clock and dice.

use crate::dice::{Dice, NoDice};
use crate::time::Minute;

/// This minute, by the customer's clock.
pub(super) fn now() -> Minute {
    Minute((js_sys::Date::now() / 60_000.0) as u32)
}

/// The platform's CSPRNG: `crypto.getRandomValues`.
#[derive(Debug)]
pub(super) struct PlatformDice;

impl Dice for PlatformDice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        getrandom::fill(bytes).map_err(|_| NoDice)
    }
}
