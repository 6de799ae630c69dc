//! The export: convert, call, convert. An error carries its code in the message.

use crate::{DapError, Fetched, Task};
use homekept::dice::{Dice, NoDice};
use homekept::time::Minute;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The bytes of a report on a bucket, in the minute `now` since 1970. The task is the JSON of a
/// `TaskFile`; of each aggregator there is the list of HPKE configurations as it was fetched.
///
/// # Errors
/// A code in the message.
#[wasm_bindgen]
pub fn report(
    task: &str,
    leader: &[u8],
    helper: &[u8],
    bucket: u32,
    now: u32,
) -> Result<Vec<u8>, JsError> {
    let made = || {
        let file = serde_json::from_str(task).map_err(|_| DapError::Malformed)?;
        let fetched = Fetched { leader, helper };
        crate::make_report(&Task::of(&file)?, fetched, bucket, Minute(now), &mut PlatformDice)
    };
    made().map_err(|error| JsError::new(error.code()))
}

/// Randomness from the browser.
struct PlatformDice;

impl Dice for PlatformDice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        getrandom::fill(bytes).map_err(|_| NoDice)
    }
}
