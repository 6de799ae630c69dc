//! What is remembered, how it fades, how it is forgotten: a fold over events.
//! Leaves out where it is kept, and asks others for the proof of consent.

mod dials;
mod entry;
mod fold;
mod log;

pub use dials::Dials;
pub use entry::{Entry, EventKind, Stance, Topic, What};
pub use fold::{Interest, Knobs, Profile, RECENT, Visit, evidence};
pub use log::{Forget, Log, MOST_ENTRIES};
