//! Progress on the terminal. Everything goes to standard error, so that figures can be piped.

use std::io::{Write, stderr};

use crate::Progress;
use crate::machine::Bar;

/// Tells on standard error how far the work is: a bar where somebody watches, a line for each stage
/// where nobody does.
#[derive(Debug)]
pub struct Voice {
    bar: Option<Bar>,
}

impl Voice {
    /// A voice that has said nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { bar: Bar::watched() }
    }

    fn start(&mut self, stage: &str, total: Option<u64>, counted: &str) {
        self.end();
        match &mut self.bar {
            Some(bar) => bar.begin(stage, total, counted),
            None => tell(&format!("{stage} ..")),
        }
    }
}

impl Default for Voice {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress for Voice {
    fn begin(&mut self, stage: &str, total: Option<u64>) {
        self.start(stage, total, "{human_pos} of {human_len}");
    }

    fn begin_bytes(&mut self, stage: &str, total: Option<u64>) {
        self.start(stage, total, "{bytes} of {total_bytes}");
    }

    fn done(&mut self, steps: u64) {
        if let Some(bar) = &mut self.bar {
            bar.done(steps);
        }
    }

    fn of(&mut self, steps: u64, total: u64) {
        if let Some(bar) = &mut self.bar {
            bar.of(total);
            bar.done(steps);
        }
    }

    fn note(&mut self, text: &str) {
        match &self.bar {
            Some(bar) => bar.aside(|| tell(text)),
            None => tell(text),
        }
    }

    fn end(&mut self) {
        if let Some(bar) = &self.bar {
            bar.end();
        }
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.end();
    }
}

/// Where standard error is closed nobody is left to tell, and the work goes on.
fn tell(text: &str) {
    let _ = writeln!(stderr(), "{text}");
}
