//! The module inside a real browser: the store on IndexedDB, keys in
//! WebCrypto, the door, and the same ranking bit for bit.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../conformance/mod.rs"]
mod conformance;

mod bad_storage;
mod cases;
mod custody;
mod door;
mod faults;
mod page;
mod parity;
mod store;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
