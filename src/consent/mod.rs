//! Purposes, the ledger, and [`Grant`]: the proof of consent that others ask for.
//! Leaves out how the question is put: that is the page's.

mod choice;
mod ledger;
mod purpose;
mod refusal;

pub use choice::{Choice, Method};
pub use ledger::{Correction, Grant, Ledger, State, Terms, Uses};
pub use purpose::{Learn, Measure, Named, Purpose, Remember, Sponsor};
pub use refusal::Refusal;
