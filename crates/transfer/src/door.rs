//! The exports: convert, call, convert. Errors carry their code in the message.

use crate::{Document, Here, Merged, TransferError};
use homekept::consent::Purpose;
use homekept::dice::{Dice, NoDice};
use homekept::time::Minute;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A document that was read.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Arrival(Document);

#[wasm_bindgen]
impl Arrival {
    /// Reads a document.
    ///
    /// # Errors
    /// A code in the message.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Arrival, JsError> {
        Document::read(text).map(Arrival).map_err(told)
    }

    /// The site that it is of.
    pub fn site(&self) -> String {
        self.0.site.clone()
    }

    /// When it was taken, in minutes since 1970.
    pub fn minute(&self) -> u32 {
        self.0.minute.0
    }

    /// How many entries it has: what was done, and what was stated.
    pub fn entries(&self) -> u32 {
        self.0.said.len() as u32
    }

    /// The snapshot to come, and in entries: brought, known, barred, expired. `allowed` has the names
    /// of purposes, with spaces between them.
    ///
    /// # Errors
    /// A code in the message.
    pub fn merge(
        &self,
        site: &str,
        snapshot: &[u8],
        allowed: &str,
        retention_days: u32,
        now: u32,
        replaces: bool,
    ) -> Result<Outcome, JsError> {
        let allowed: Vec<Purpose> = allowed.split(' ').filter_map(Purpose::from_name).collect();
        let now = Minute(now);
        let here = Here { site, snapshot, allowed: &allowed, retention_days, now };
        crate::merge(&self.0, here, replaces, &mut PlatformDice).map(Outcome).map_err(told)
    }
}

/// What came of it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Outcome(Merged);

#[wasm_bindgen]
impl Outcome {
    /// The snapshot to come.
    pub fn snapshot(&self) -> Vec<u8> {
        self.0.snapshot.clone()
    }

    /// Entries: brought, known, barred, expired.
    pub fn counts(&self) -> Vec<u32> {
        let Merged { snapshot: _, brought, known, barred, expired } = &self.0;
        vec![*brought, *known, *barred, *expired]
    }
}

fn told(error: TransferError) -> JsError {
    JsError::new(error.code())
}

/// Randomness from the browser.
struct PlatformDice;

impl Dice for PlatformDice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        getrandom::fill(bytes).map_err(|_| NoDice)
    }
}
