//! What is too quick to be told from the calls around it, alone and compiled as the shipped module
//! is: ranking, so that `cargo xtask bench ranking` can time in wasm what the packer timed natively,
//! and sealing, for `cargo xtask bench vault`. This crate leaves out the watch.
#![cfg(target_arch = "wasm32")]

mod ranking;
mod sealing;
