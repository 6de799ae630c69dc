//! Personalization that never leaves home.
#![forbid(unsafe_code)]

mod bytes;
pub mod catalogue;
pub mod consent;
pub mod dice;
pub mod engine;
pub mod policy;
pub mod profile;
pub mod ranking;
mod sort;
pub mod time;
pub mod vault;

#[cfg(target_arch = "wasm32")]
pub mod browser;
