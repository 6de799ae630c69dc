//! A bar on standard error that moves while work goes on.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar of the stage that is at work.
#[derive(Debug)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar that shows nothing yet; none where nobody watches.
    pub(crate) fn watched() -> Option<Self> {
        stderr().is_terminal().then(|| Self(ProgressBar::hidden()))
    }

    /// Shows the next stage; `counted` says what its steps are.
    pub(crate) fn begin(&mut self, stage: &str, total: Option<u64>, counted: &str) {
        self.0 = match total {
            Some(total) => ProgressBar::new(total).with_style(style(&format!(
                "{{msg}} [{{bar:30}}] {counted} {{elapsed}}, {{eta}} left"
            ))),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {msg} {elapsed}")),
        };
        self.0.set_draw_target(ProgressDrawTarget::stderr());
        self.0.set_message(stage.to_owned());
        self.0.enable_steady_tick(Duration::from_millis(120));
    }

    /// Moves to so many steps.
    pub(crate) fn done(&mut self, steps: u64) {
        if self.0.length().is_none() {
            self.0.set_style(style("{spinner} {msg}: {human_pos} {elapsed}"));
        }
        self.0.set_position(steps);
    }

    /// Says how many steps there are.
    pub(crate) fn of(&mut self, total: u64) {
        self.0.set_length(total);
    }

    /// Makes room for what somebody prints.
    pub(crate) fn aside(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    /// Shows nothing more.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
