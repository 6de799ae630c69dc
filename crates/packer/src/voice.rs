//! Progress on the terminal. Everything goes to standard error, so that figures can be piped.

use std::io::{IsTerminal, Write, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::Progress;

/// Tells on standard error how far the work is: a bar where somebody watches, a line for each stage
/// where nobody does.
#[derive(Debug)]
pub struct Voice {
    bar: ProgressBar,
    watched: bool,
}

impl Voice {
    /// A voice that has said nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { bar: ProgressBar::hidden(), watched: std::io::stderr().is_terminal() }
    }

    fn start(&mut self, stage: &str, total: Option<u64>, counted: &str) {
        self.bar.finish_and_clear();
        if !self.watched {
            tell(&format!("{stage} .."));
            return;
        }
        self.bar = match total {
            Some(total) => ProgressBar::new(total).with_style(style(&format!(
                "{{msg}} [{{bar:30}}] {counted} {{elapsed}}, {{eta}} left"
            ))),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {msg} {elapsed}")),
        };
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.set_message(stage.to_owned());
        self.bar.enable_steady_tick(std::time::Duration::from_millis(120));
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
        if self.bar.length().is_none() {
            self.bar.set_style(style("{spinner} {msg}: {human_pos} {elapsed}"));
        }
        self.bar.set_position(steps);
    }

    fn of(&mut self, steps: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(steps);
    }

    fn note(&mut self, text: &str) {
        self.bar.suspend(|| tell(text));
    }

    fn end(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Where standard error is closed nobody is left to tell, and the work goes on.
fn tell(text: &str) {
    let _ = writeln!(stderr(), "{text}");
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
