//! Which period takes reports, and which is over.

use homekept::signals::begin_of;
use homekept::time::Minute;

pub use homekept::signals::GRACE_MINUTES;
pub(crate) use homekept::signals::takes_reports as takes;

/// Whether no more reports of the period are taken, so that it can be released.
pub(crate) fn is_over(period: u32, now: Minute) -> bool {
    let end = begin_of(period.saturating_add(1)).0;
    now.0 >= end.saturating_add(GRACE_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_takes_reports_until_two_days_after_its_end_and_is_over_then() {
        let end = begin_of(691).0;
        for (minute, takes_it, over) in [
            (begin_of(690).0 - 1, false, false),
            (begin_of(690).0, true, false),
            (end, true, false),
            (end + GRACE_MINUTES - 1, true, false),
            (end + GRACE_MINUTES, false, true),
            (begin_of(692).0, false, true),
        ] {
            let now = Minute(minute);
            assert_eq!((takes(690, now), is_over(690, now)), (takes_it, over), "{minute}");
        }
        assert!(!takes(u32::MAX, Minute(end)));
    }
}
