//! Bad input against error codes, natively: one row, one test. The rows of the
//! page (`www/src`), of the browser's storage (`tests/browser`) and of the packer
//! stand beside their code; `docs/errors.md` lists all of them for readers.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

/// One row: a test of this name. What the expression gives is the answer.
macro_rules! row {
    ($answer:literal, $name:ident, $found:expr) => {
        #[test]
        fn $name() {
            assert_eq!($found, $answer);
        }
    };
}

#[path = "../common/mod.rs"]
mod common;

mod documents;
mod facts;
mod marker;
mod pack;
mod requests;
mod sealed;
mod storage;

/// The one answer that all of these give, or all that they give.
fn all(answers: impl IntoIterator<Item = &'static str>) -> String {
    let mut found: Vec<&str> = answers.into_iter().collect();
    assert!(!found.is_empty(), "a row without a case");
    found.sort_unstable();
    found.dedup();
    found.join(", ")
}
