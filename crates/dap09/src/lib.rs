//! Reports of the Distributed Aggregation Protocol, draft-ietf-ppm-dap-09, with Prio3 of
//! draft-irtf-cfrg-vdaf-08: an answer is split into two shares, each sealed for one of two
//! aggregators, and neither share alone tells anything of it.
//! Leaves out whether and when a customer answers and what that costs, fetching the aggregators' keys,
//! and the upload. The noise is the aggregators' to add, and their promise.
//!
//! ```text
//! answer ─► Prio3 ─┬► leader's share ─► HPKE ─┐
//!                  └► helper's share ─► HPKE ─┴► report
//! ```

#[cfg(target_arch = "wasm32")]
pub mod door;
mod keys;
mod report;
mod task;

pub use report::{Fetched, make_report};
pub use task::{AggregatorFile, Task, TaskFile, Vdaf};

use homekept::dice::NoDice;

/// Why there is no report. Nothing may be sent then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DapError {
    /// The task is not of the form that tasks have.
    Malformed,
    /// Results would be released on fewer than 100 reports (SIG-02).
    SmallBatch,
    /// No noise is promised, or less than for an epsilon of 1 (SIG-02, SIG-03).
    BadEpsilon,
    /// Not two aggregators, each on an https origin and with a key of its own (SIG-02).
    NotTwo,
    /// Reports would tell the time to less than an hour (SIG-02).
    FineTime,
    /// A list of keys is none.
    BadConfigurations,
    /// No key of the one suite that is taken (SIG-11).
    OtherSuite,
    /// No key that the task pins: it may have been made for one customer (SIG-12).
    UnpinnedKey,
    /// The task has no such bucket (SIG-01).
    UnknownBucket,
    /// The platform gives no randomness.
    NoDice,
}

impl DapError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            DapError::Malformed => "dap-malformed",
            DapError::SmallBatch => "dap-batch",
            DapError::BadEpsilon => "dap-epsilon",
            DapError::NotTwo => "dap-aggregators",
            DapError::FineTime => "dap-precision",
            DapError::BadConfigurations => "dap-configurations",
            DapError::OtherSuite => "dap-suite",
            DapError::UnpinnedKey => "dap-key",
            DapError::UnknownBucket => "dap-bucket",
            DapError::NoDice => "no-randomness",
        }
    }
}

impl From<NoDice> for DapError {
    fn from(_: NoDice) -> Self {
        DapError::NoDice
    }
}
