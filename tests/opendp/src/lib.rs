//! The noise of signals beside OpenDP's: see `tests/response.rs`. There is no code of its own.
