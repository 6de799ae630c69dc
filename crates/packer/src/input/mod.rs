//! From a shop's files to sessions and items: reading, and saying what could not be read.
//!
//! It leaves out what the data is used for.

pub(crate) mod broken;
mod bytes;
pub(crate) mod codes;
pub(crate) mod columns;
pub(crate) mod feed;
pub(crate) mod fields;
pub(crate) mod formats;
pub(crate) mod log;
mod readable;
pub(crate) mod reading;
pub(crate) mod records;
pub(crate) mod time;
mod words;
