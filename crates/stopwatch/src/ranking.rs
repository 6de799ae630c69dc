//! Ranks prepared cases one at a time. The packer writes them, with the picks that they have to give.

#[path = "../../../tests/browser/cases.rs"]
mod cases;

use cases::Case;
use homekept::catalogue::Catalogue;
use homekept::ranking::rank;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A pack, and what is to be ranked with it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Cases {
    catalogue: Catalogue,
    cases: Vec<Case>,
}

#[wasm_bindgen]
impl Cases {
    /// Opens the pack and reads the cases.
    ///
    /// # Errors
    /// When one of them is not what the packer wrote.
    #[wasm_bindgen(constructor)]
    pub fn new(pack: Box<[u8]>, cases: &[u8]) -> Result<Cases, JsError> {
        let catalogue = Catalogue::open(pack).map_err(|error| JsError::new(error.code()))?;
        let cases = cases::read(cases).ok_or_else(|| JsError::new("the cases are cut"))?;
        Ok(Cases { catalogue, cases })
    }

    /// How many cases there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.cases.len()
    }

    /// Ranks one case, and gives how many picks it has.
    pub fn rank(&self, case: usize) -> usize {
        let Case { profile, ask, expected: _ } = &self.cases[case];
        rank(&self.catalogue, profile, ask).len()
    }

    /// Whether a case gives the picks that it gave natively, bit for bit.
    #[wasm_bindgen(js_name = isAsNatively)]
    pub fn is_as_natively(&self, case: usize) -> bool {
        let Case { profile, ask, expected } = &self.cases[case];
        let picks = rank(&self.catalogue, profile, ask);
        let found = picks.iter().map(|pick| (pick.item.0, pick.score.to_bits()));
        found.eq(expected.iter().copied())
    }
}
