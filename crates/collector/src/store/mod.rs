//! The database: one file, in SQLite's WAL mode, durable at each commit.
//! Leaves out what the numbers mean.

mod counts;
mod measures;
mod open;
mod read;
mod release;
mod writer;

pub(crate) use open::{Kind, open, open_any};
pub(crate) use read::{Reader, Release};
pub(crate) use writer::{Access, Incoming, Note, Writer};
