//! What the person sees while a command works: each step says what it does, how long that usually
//! takes, and how long it took.

use std::io::{IsTerminal, Write, stdout};
use std::time::{Duration, Instant};

/// A step under way.
#[derive(Debug)]
pub(crate) struct Step {
    what: String,
    begin: Instant,
    last_sign: Instant,
    alive: bool,
    /// Whether another step gives the signs of life.
    beside: bool,
}

impl Step {
    /// Announces a step. `usual` is what it takes on two cores; it is a promise to be patient with.
    pub(crate) fn begin(what: impl Into<String>, usual: &str) -> Self {
        let what = what.into();
        println!("· {what} (usually {usual}) …");
        let now = Instant::now();
        Self { what, begin: now, last_sign: now, alive: stdout().is_terminal(), beside: false }
    }

    /// Announces a step that others go on beside: one clock at a time is shown.
    pub(crate) fn meanwhile(what: impl Into<String>, usual: &str) -> Self {
        Self { beside: true, ..Self::begin(what, usual) }
    }

    /// A step inside another one that has been announced: it gives signs of life and no lines.
    pub(crate) fn quiet(what: &str) -> Self {
        let now = Instant::now();
        let (what, alive) = (what.to_owned(), stdout().is_terminal());
        Self { what, begin: now, last_sign: now, alive, beside: false }
    }

    /// A sign of life: each second on a terminal, each minute in a log.
    pub(crate) fn tick(&mut self) {
        let pause = if self.alive { Duration::from_secs(1) } else { Duration::from_secs(60) };
        if self.beside || self.last_sign.elapsed() < pause {
            return;
        }
        self.last_sign = Instant::now();
        let so_far = seconds(self.begin.elapsed());
        if self.alive {
            print!("\r  {so_far} ");
            // A terminal that is gone is noticed by the next line printed.
            let _ = stdout().flush();
        } else {
            println!("  still at it: {}, {so_far}", self.what);
        }
    }

    /// Says how it ended.
    pub(crate) fn end(self, result: &str) -> Duration {
        let took = self.begin.elapsed();
        let clear = if self.alive { "\r" } else { "" };
        println!("{clear}  {result}, {}", seconds(took));
        took
    }
}

/// A duration as a person says it: `0.4 s`, `12 s`, `3 min 5 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    match whole {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{whole} s"),
        _ => format!("{} min {} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        for (milliseconds, text) in
            [(40, "0.0 s"), (9_940, "9.9 s"), (12_300, "12 s"), (185_000, "3 min 5 s")]
        {
            assert_eq!(seconds(Duration::from_millis(milliseconds)), text);
        }
    }
}
