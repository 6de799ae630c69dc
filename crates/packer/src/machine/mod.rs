//! What a machine has and wasm for Node has not, or has in another way: threads, processes, a
//! folder to be in, the C library of zstd, and life after a panic.
//!
//! Which of the two it is shows here alone: both modules have the same functions, and everything
//! else of the packer is the same code.

#[cfg(not(target_family = "wasm"))]
mod bar;
#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(target_family = "wasm")]
mod wasm;

#[cfg(not(target_family = "wasm"))]
use native as chosen;
#[cfg(target_family = "wasm")]
use wasm as chosen;

pub use chosen::settle;
pub(crate) use chosen::{Bar, READS_PARQUET_IN_ZSTD, at_once, mark, unharmed, workers, zstd};
