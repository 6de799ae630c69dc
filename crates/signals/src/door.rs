//! The export: convert, call, convert. An error carries its code in the message.

use homekept::dice::{Dice, NoDice};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// What comes next: JSON in and out, as `crate::turn` has it.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn turn(question: &str) -> Result<String, JsError> {
    crate::turn(question, &mut PlatformDice).map_err(|error| JsError::new(error.code()))
}

/// Randomness from the browser.
struct PlatformDice;

impl Dice for PlatformDice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        getrandom::fill(bytes).map_err(|_| NoDice)
    }
}
