//! What time it is: the system's, in whole minutes, or a rehearsal's.

use homekept::signals::{begin_of, period_of};
use homekept::time::Minute;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// A clock that is right, or, in a rehearsal, so many minutes ahead.
#[derive(Debug)]
pub(crate) struct Clock {
    ahead: AtomicU32,
}

impl Clock {
    pub(crate) fn ahead_by(minutes: u32) -> Self {
        Self { ahead: AtomicU32::new(minutes) }
    }

    pub(crate) fn now(&self) -> Minute {
        Minute(system().0.saturating_add(self.ahead()))
    }

    pub(crate) fn ahead(&self) -> u32 {
        self.ahead.load(Ordering::Acquire)
    }

    /// Goes on to the given minute of the next period.
    pub(crate) fn skip_to_next_period(&self, minute: u32) {
        let now = self.now();
        let then = begin_of(period_of(now) + 1).0 + minute;
        self.ahead.fetch_add(then - now.0, Ordering::AcqRel);
    }
}

/// The system's time.
#[allow(clippy::disallowed_methods, reason = "the one place that asks the system")]
pub(crate) fn system() -> Minute {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Minute((since.unwrap_or(Duration::ZERO).as_secs() / 60) as u32)
}
