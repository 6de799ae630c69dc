//! What may leave the device in signals: declared measures, the noise, the
//! report, and what can be told from many of them.
//! Leaves out when a report is sent and whether it may be: that takes a budget
//! and a consent, and this room knows of no customer.

mod declaration;
mod epsilon;
mod estimate;
mod measure;
mod report;
mod subset;

pub use declaration::{ExportFile, MeasureFile, Signals, SignalsError, SignalsFile};
pub use epsilon::Epsilon;
pub use estimate::{Confidence, Estimate, Interval, Rate};
pub use measure::{Kind, Measure, MeasureId};
pub use report::{Report, ReportError};
pub use subset::{Set, Subset};

use crate::time::Minute;

/// The 30-day period that a minute lies in, counted from 1970: the same for
/// everybody, so that it tells nothing of a customer.
pub fn period_of(now: Minute) -> u32 {
    now.0 / MINUTES_A_PERIOD
}

/// The minute in which a period begins.
pub fn begin_of(period: u32) -> Minute {
    Minute(period.saturating_mul(MINUTES_A_PERIOD))
}

/// How long after a period's end its reports are still taken: they wait for a day at the most, and
/// then for the next page.
pub const GRACE_MINUTES: u32 = 2 * 24 * 60;

/// Whether reports of the period are taken now, by the collector and by who would send one.
pub fn takes_reports(period: u32, now: Minute) -> bool {
    let current = period_of(now);
    let late = now.0 - begin_of(current).0;
    period == current || period.checked_add(1) == Some(current) && late < GRACE_MINUTES
}

const MINUTES_A_PERIOD: u32 = 30 * 24 * 60;
