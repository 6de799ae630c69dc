//! The marker in localStorage: that a vault exists, or that this browser refused.
//! It is all that is read before a choice, and it identifies nobody.

use crate::consent::Refusal;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the marker says.
#[derive(Debug)]
pub(super) enum Mark {
    /// No choice yet, or everything was erased.
    None,
    /// The browser does not say.
    Unreadable,
    /// A vault was opened here.
    Open,
    /// A vault is here, and stays shut until somebody unlocks it.
    Locked,
    /// The customer refused.
    Refused(Refusal),
}

/// One site's marker.
#[derive(Debug)]
pub(super) struct Marker {
    key: String,
}

impl Marker {
    pub(super) fn new(name: &str) -> Marker {
        Marker { key: name.into() }
    }

    /// Reads it.
    pub(super) fn read(&self) -> Mark {
        let Ok(text) = get_item(&self.key) else {
            return Mark::Unreadable;
        };
        match text.as_deref() {
            None => Mark::None,
            // What may follow, after a space, is when a lock shuts by itself: `www/src/lock`.
            Some(text) if text.starts_with(OPEN) => Mark::Open,
            Some(LOCKED) => Mark::Locked,
            Some(text) => Refusal::from_text(text).map_or(Mark::None, Mark::Refused),
        }
    }

    /// Says that a vault is there, locked or not; `None` when the browser refuses.
    pub(super) fn write(&self, locked: bool) -> Option<()> {
        set_item(&self.key, if locked { LOCKED } else { OPEN }).ok()
    }

    /// Remembers a refusal. Where the browser refuses, the question comes
    /// again, which harms nobody.
    pub(super) fn refuse(&self, refusal: &Refusal) {
        let _ = set_item(&self.key, &refusal.to_text());
    }

    /// Removes it; says whether it is gone, as it is where there is no storage.
    pub(super) fn remove(&self) -> bool {
        let _ = remove_item(&self.key);
        !matches!(get_item(&self.key), Ok(Some(_)))
    }
}

// By its global name, as IndexedDB is.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = localStorage, js_name = getItem)]
    fn get_item(key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = localStorage, js_name = setItem)]
    fn set_item(key: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = localStorage, js_name = removeItem)]
    fn remove_item(key: &str) -> Result<(), JsValue>;
}

const OPEN: &str = "open";
const LOCKED: &str = "locked";
