//! The collector: takes randomised reports, keeps their sums alone, and shows what they tell.
//!
//! A report is added to its measure's counts in the transaction that takes it; of a single report
//! only its random number stays, so that it counts once. Results are released
//! once for each measure and period, when the period is over and enough reports came. Leaves out
//! TLS, which the site's own server has, and who sent what, which it never learns.

mod access;
mod calendar;
mod clock;
mod dates;
mod error;
mod export;
mod headers;
mod limits;
mod metrics;
mod page;
mod policy;
mod refusal;
mod results;
mod routes;
mod serve;
mod store;
mod table;
mod tokens;
mod upload;

pub use access::Role;
pub use calendar::GRACE_MINUTES;
pub use dates::date_of;
pub use error::CollectorError;
pub use policy::{Site, id_of};
pub use refusal::Refusal;
pub use results::{MeasureResults, PeriodResults, Results, Share, State, Uplift};
pub use serve::{Collector, Options, Running};
pub use tokens::{Token, TokenRow, Tokens};
