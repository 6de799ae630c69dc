//! The door, compiled for wasm32 only: exports, IndexedDB, key custody, clock, dice.
//! Leaves out every decision: it converts, calls, converts.

mod custody;
mod door;
mod error;
mod indexed_db;
mod js;
mod marker;
mod platform;
mod policy_file;
mod queue;
mod room;
mod waiting;

pub use custody::DeviceCustody;
pub use door::Door;
pub use indexed_db::IndexedDb;
