//! Takes in what another browser kept: reads an export (`docs/export.md`), and makes one snapshot of
//! it and of what is kept here, which the core puts in the place of the one that it had. A module of
//! its own, which a page loads when somebody brings a file.
//! Leaves out opening a sealed file, which is the lock's (`crates/lock`), and consent: no file gives
//! or takes any.

mod document;
#[cfg(target_arch = "wasm32")]
pub mod door;
mod merge;

pub use document::{Document, MOST_BYTES};
pub use merge::{Here, Merged, merge};

/// Why a file is not taken in. Nothing was changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransferError {
    /// It is no export, or one of its fields is not what it has to be.
    Malformed,
    /// It is longer than [`MOST_BYTES`], or names more events than are ever kept.
    TooLarge,
    /// A newer Homekept wrote it.
    Newer,
    /// Another site's page made it.
    Foreign,
    /// It was made later than now, by more than clocks differ.
    Early,
    /// What is kept here could not be read.
    Unreadable,
    /// The platform gives no randomness.
    NoDice,
}

impl TransferError {
    /// Its stable code.
    pub fn code(self) -> &'static str {
        match self {
            TransferError::Malformed => "file-malformed",
            TransferError::TooLarge => "file-too-large",
            TransferError::Newer => "file-newer",
            TransferError::Foreign => "file-foreign",
            TransferError::Early => "file-early",
            TransferError::Unreadable => "vault-damaged",
            TransferError::NoDice => "no-randomness",
        }
    }
}
