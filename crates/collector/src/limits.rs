//! How many reports are taken a second, all senders together: whose they are is not looked at.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// A bucket that fills at a steady rate and holds as much as it gets in [`SECONDS_HELD`].
#[derive(Debug)]
pub(crate) struct Bucket {
    per_second: f64,
    state: Mutex<(f64, Option<Instant>)>,
}

impl Bucket {
    pub(crate) fn new(per_second: u32) -> Self {
        let per_second = f64::from(per_second);
        Self { per_second, state: Mutex::new((per_second * SECONDS_HELD, None)) }
    }

    /// Takes one, if there is one.
    #[allow(clippy::disallowed_methods, reason = "a rate is of time")]
    pub(crate) fn take(&self) -> bool {
        self.take_at(Instant::now())
    }

    fn take_at(&self, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (level, last) = *state;
        let passed = last.map_or(0.0, |last| now.duration_since(last).as_secs_f64());
        let level = (level + passed * self.per_second).min(self.per_second * SECONDS_HELD);
        let enough = level >= 1.0;
        *state = (if enough { level - 1.0 } else { level }, Some(now));
        enough
    }
}

const SECONDS_HELD: f64 = 10.0;

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a rate is of time")]
    fn it_gives_what_it_holds_and_then_as_fast_as_it_fills() {
        let bucket = Bucket::new(2);
        let start = Instant::now();
        let taken = |second: f64| {
            let now = start + Duration::from_secs_f64(second);
            (0..100).filter(|_| bucket.take_at(now)).count()
        };
        assert_eq!([taken(0.0), taken(0.4), taken(1.0), taken(1_000.0)], [20, 0, 2, 20]);
    }
}
