//! From sessions to the co-transition table.
//!
//! Counting is a plain group-by of whole numbers: the same sums whatever the order of the
//! sessions and the machine. Only the last step, normalisation, uses floats, and takes them from
//! `libm`.

mod normalise;
mod refill;
mod threshold;
mod votes;

pub(crate) use normalise::rows;
pub use refill::Refilled;
pub(crate) use refill::refill;
pub(crate) use threshold::{Previous, Threshold};
pub(crate) use votes::{Counts, count};
