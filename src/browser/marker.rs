//! The marker in localStorage: that a vault exists, or that this browser refused.
//! It is all that is read before a choice, and it identifies nobody.

use crate::consent::Refusal;

/// What the marker says.
#[derive(Debug)]
pub(super) enum Mark {
    /// No choice yet, or everything was erased.
    None,
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

    /// Reads it; a browser that gives no storage gives no marker.
    pub(super) fn read(&self) -> Mark {
        let text = storage().and_then(|storage| storage.get_item(&self.key).ok().flatten());
        match text.as_deref() {
            None => Mark::None,
            Some(OPEN) => Mark::Open,
            Some(LOCKED) => Mark::Locked,
            Some(text) => Refusal::from_text(text).map_or(Mark::None, Mark::Refused),
        }
    }

    /// Says that a vault is there, locked or not; `None` when the browser refuses.
    pub(super) fn write(&self, locked: bool) -> Option<()> {
        storage()?.set_item(&self.key, if locked { LOCKED } else { OPEN }).ok()
    }

    /// Remembers a refusal. Where the browser refuses, the question comes
    /// again, which harms nobody.
    pub(super) fn refuse(&self, refusal: &Refusal) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(&self.key, &refusal.to_text());
        }
    }

    /// Removes it; says whether it is gone.
    pub(super) fn remove(&self) -> bool {
        let Some(storage) = storage() else {
            return true;
        };
        let _ = storage.remove_item(&self.key);
        matches!(storage.get_item(&self.key), Ok(None))
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

const OPEN: &str = "open";
const LOCKED: &str = "locked";
