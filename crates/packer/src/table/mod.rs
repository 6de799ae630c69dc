//! From sessions to the co-transition table.
//!
//! Counting is a plain group-by of whole numbers: the same sums whatever the order of the
//! sessions and the machine. Only the last step, normalisation, uses floats, and takes them from
//! `libm`.

mod counted;
mod deal;
mod normalise;
mod private;
mod refill;
mod strongest;
mod threshold;
mod vote_table;
mod votes;

pub use counted::CountFiles;
pub(crate) use counted::read;
pub(crate) use deal::deal;
pub(crate) use normalise::rows;
pub use private::Noise;
pub(crate) use private::count_private;
pub use refill::Refilled;
pub(crate) use refill::refill;
pub(crate) use threshold::{Previous, Threshold};
pub(crate) use vote_table::VoteTable;
pub(crate) use votes::{Counts, Effort, MEMORY, count, count_rows, count_strongest};
