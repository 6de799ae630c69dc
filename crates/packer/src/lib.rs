//! From a shop's files to the public pack, and how good that pack is.
//!
//! The packer reads a product feed and, if there is one, a session log; counts which items tend to
//! follow which; and writes one file that every visitor gets. It runs where the shop's data is,
//! and nothing of it leaves but the pack. It leaves out how the pack is laid out (`homekept`'s
//! catalogue) and how it is ranked (`homekept`'s ranking): both are the very code that runs in the
//! browser.
//!
//! ```text
//! feed ──► input ─► denied ───────────► assemble ─► encode ─► write
//! log ───► input ─► table (count, normalise) ─┘         └───► eval (replay through ranking)
//! ```
#![forbid(unsafe_code)]

mod assemble;
mod audit;
mod cost;
mod denied;
mod error;
mod eval;
mod input;
mod inspect;
mod knobs;
mod machine;
mod pack;
mod parity;
mod policy;
mod progress;
mod shards;
mod table;
mod thumbs;
mod voice;
mod write;

use std::path::Path;

pub use audit::{
    Audit, AuditOptions, AuditReport, Bound, Dominance, Exposed, Exposure, Lift, Lists, Promise,
    Verdict, audit, write_audit_page,
};
pub use cost::SupportCost;
pub use denied::{Cause, Denials, Override, Rule, Titles};
pub use error::PackError;
pub use eval::{
    BasketMethod, BasketOptions, Baskets, CompareOptions, Compared, Comparison, Cut, Estimate,
    EvalOptions, EvalReport, Figures, LeaveOut, Quality, Returning, ReturningOptions, Source, Test,
    TuneOptions, TuneReport, compare, evaluate, evaluate_baskets, evaluate_private,
    evaluate_returning, tune_log, write_page,
};
pub use input::broken::BrokenLines;
pub use input::reading::Reading;
pub use inspect::{
    Boosted, Card, CardFacet, Check, DisplayKey, Field, Follower, Inspection, Items, Kind, Rows,
    Scoring, SectionSize, Spread, inspect, inspect_item, what_source, what_support,
};
pub use knobs::{Decay, Knobs, write_knobs};
pub use machine::settle;
pub use pack::{PackOptions, PackReport, pack_files};
pub use parity::{check_parity, write_parity};
pub use policy::{PolicyOptions, write_policy, write_record};
pub use progress::{Notes, Progress, Quiet};
pub use shards::{PAGE_BYTES, SHARDS_A_PAGE, Shards, shard_of};
pub use table::{CountFiles, Noise, Refilled};
pub use voice::Voice;

/// Writes the table of votes for a log whose first and last session end so many days apart.
///
/// # Errors
/// When the file cannot be written.
pub fn write_votes(knobs: &Knobs, days: u32, output: &Path) -> Result<(), PackError> {
    let table = table::VoteTable::of(knobs, i64::from(days));
    write::whole(output, table.to_csv().as_bytes())
}

/// The day of a date such as 2026-01-31, in days since 1970-01-01.
#[must_use]
pub fn day_of_date(date: &str) -> Option<u32> {
    let time = input::time::parse(date).filter(|_| date.contains('-'))?;
    u32::try_from(time / input::time::DAY).ok()
}
