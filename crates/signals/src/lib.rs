//! When a browser answers one of its site's questions, what that costs, and what stays written of
//! it: a module of its own, which a page loads where its customer allows measuring.
//! Leaves out the noise and the report, which are in `homekept::signals`; storage, sealing and the
//! request, which are the page's; and whether it may be done at all, which the page asks the vault.
//!
//! ```text
//! a page is opened ─► young? ─► draw a measure and a delay, write them down
//!                                     │ a page is opened after the delay
//!                                     ▼
//!         answer, draw the noise, write down report and cost ─► send ─► write down that it arrived
//!                                                                │ no answer: the same bytes again
//! ```
//!
//! Nothing of what the customer does decides whether or when a report comes, only which pages they
//! open and when: with and without a profile the schedule is the same, and so is the length.

mod answer;
#[cfg(target_arch = "wasm32")]
pub mod door;
mod ledger;
mod schedule;
mod turn;

pub use answer::{Profile, answer};
pub use ledger::{Entry, Ledger, Plan};
pub use schedule::{MOST_IN_TWO, Page, Step, next};
pub use turn::{Question, turn};

use homekept::dice::NoDice;
use homekept::signals::SignalsError;

/// Why nothing is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TurnError {
    /// What the page asks cannot be read.
    Malformed,
    /// A ledger of a later Homekept: what was spent cannot be told.
    UnknownVersion {
        /// The version found.
        found: u8,
    },
    /// The policy's signals are refused.
    Signals(SignalsError),
    /// The platform gives no randomness.
    NoDice,
}

impl TurnError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            TurnError::Malformed => "request-invalid",
            TurnError::UnknownVersion { found: _ } => "vault-version-unknown",
            TurnError::Signals(error) => error.code(),
            TurnError::NoDice => "no-randomness",
        }
    }
}

impl From<NoDice> for TurnError {
    fn from(_: NoDice) -> Self {
        TurnError::NoDice
    }
}
