//! Purposes, the ledger, and [`Grant`]: the proof of consent that others ask for.
//! Leaves out how the question is put: that is the page's.
//!
//! Nothing can be learned without a proof, since only the ledger makes one:
//!
//! ```compile_fail
//! # use homekept::{consent::{Grant, Learn}, profile::{EventKind, Log}, time::Minute};
//! # use homekept::vault::memory::CountingDice;
//! let grant: Grant<'_, Learn> = Grant { purpose: std::marker::PhantomData };
//! Log::default().learn(EventKind::View, "dracula", &grant, Minute(0), &mut CountingDice::default());
//! ```
//!
//! the proof of one purpose is none of another:
//!
//! ```compile_fail
//! # use homekept::{consent::{Ledger, Remember}, profile::{EventKind, Log}, time::Minute};
//! # use homekept::vault::memory::CountingDice;
//! fn learn(ledger: &Ledger, log: &mut Log) {
//!     let grant = ledger.grant::<Remember>().unwrap();
//!     let _ = log.learn(EventKind::View, "dracula", &grant, Minute(0), &mut CountingDice::default());
//! }
//! ```
//!
//! and no proof outlives the next choice:
//!
//! ```compile_fail
//! # use homekept::{consent::{Choice, Learn, Ledger}, profile::{EventKind, Log}, time::Minute};
//! # use homekept::vault::memory::CountingDice;
//! fn learn(ledger: &mut Ledger, log: &mut Log, withdrawal: Choice) {
//!     let grant = ledger.grant::<Learn>().unwrap();
//!     ledger.write(withdrawal);
//!     let _ = log.learn(EventKind::View, "dracula", &grant, Minute(0), &mut CountingDice::default());
//! }
//! ```
//!
//! With the right proof, in time, it compiles:
//!
//! ```
//! # use homekept::{consent::{Learn, Ledger}, profile::{EventKind, Log}, time::Minute};
//! # use homekept::vault::memory::CountingDice;
//! fn learn(ledger: &Ledger, log: &mut Log) {
//!     if let Some(grant) = ledger.grant::<Learn>() {
//!         let _ = log.learn(EventKind::View, "dracula", &grant, Minute(0), &mut CountingDice::default());
//!     }
//! }
//! ```

mod choice;
mod ledger;
mod purpose;
mod refusal;

pub use choice::{Choice, Method};
pub use ledger::{Correction, Grant, Ledger, State, Terms, Uses};
pub use purpose::{Learn, Measure, Named, Purpose, Remember, Sponsor};
pub use refusal::Refusal;
