//! Time as the core knows it: whole minutes, always an argument.
//! Leaves out clocks: the door reads the browser's.

/// Minutes since 1970-01-01T00:00Z. Coarse on purpose (SEC-19): finer times
/// are never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Minute(pub u32);

impl Minute {
    /// Days from `earlier` to here, with their fraction; 0 when `earlier` lies ahead.
    pub fn days_since(self, earlier: Minute) -> f32 {
        self.0.saturating_sub(earlier.0) as f32 / MINUTES_A_DAY as f32
    }

    /// Months since January 1970, in months of 30.4 days: good enough to
    /// count the six months of a refusal.
    pub fn month(self) -> u32 {
        self.0 / MINUTES_A_MONTH
    }

    /// The minute `days` whole days before, not before 1970.
    pub fn days_before(self, days: u32) -> Minute {
        Minute(self.0.saturating_sub(days.saturating_mul(MINUTES_A_DAY)))
    }
}

const MINUTES_A_DAY: u32 = 24 * 60;
const MINUTES_A_MONTH: u32 = MINUTES_A_DAY * 365 / 12;
