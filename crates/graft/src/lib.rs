//! Joins what a page of a large shop loads, its head and the leaves of its items, to one ordinary
//! pack for the module that ranks. This is a module of its own, so that a shop whose pack is one
//! file never loads it. Leaves out which leaves there are: the page and the vault say that.
#![cfg(target_arch = "wasm32")]

use homekept::catalogue::{self, Catalogue, CatalogueError, Shard};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsError};

/// The leaf of an item, where this shard has it.
///
/// # Errors
/// A pack code in the message.
#[wasm_bindgen]
pub fn leaf(shard: Box<[u8]>, id: &str) -> Result<Option<Vec<u8>>, JsError> {
    Ok(Shard::open(shard).map_err(told)?.leaf(id).map(<[u8]>::to_vec))
}

/// The pack of everything that a head and some leaves know. A leaf that does not open is passed
/// over: it may be kept since long ago.
///
/// # Errors
/// A pack code in the message.
#[wasm_bindgen]
pub fn graft(
    head: Box<[u8]>,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array[]")] leaves: &Array,
) -> Result<Vec<u8>, JsError> {
    let head = Catalogue::open(head).map_err(told)?;
    let leaf = |bytes: wasm_bindgen::JsValue| {
        Catalogue::open(bytes.unchecked_into::<Uint8Array>().to_vec().into()).ok()
    };
    let leaves: Vec<Catalogue> = leaves.iter().filter_map(leaf).collect();
    catalogue::graft(&head, &leaves).map_err(|error| JsError::new(error.code()))
}

fn told(error: CatalogueError) -> JsError {
    JsError::new(error.code())
}
