//! Progress on the terminal. Everything goes to standard error, so that figures can be piped.

use homekept_packer::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Tells on the terminal; a bar where somebody watches, lines where nobody does.
pub(crate) struct Voice {
    bar: ProgressBar,
}

impl Voice {
    pub(crate) fn new() -> Self {
        Self { bar: ProgressBar::hidden() }
    }
}

impl Progress for Voice {
    fn begin(&mut self, stage: &str, total: Option<u64>) {
        self.bar.finish_and_clear();
        self.bar = match total {
            Some(total) => {
                ProgressBar::new(total).with_style(style("{msg} [{bar:30}] {pos}/{len} {elapsed}"))
            }
            None => ProgressBar::new_spinner().with_style(style("{spinner} {msg} {elapsed}")),
        };
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.set_message(stage.to_owned());
        self.bar.enable_steady_tick(std::time::Duration::from_millis(120));
    }

    fn done(&mut self, steps: u64) {
        self.bar.set_position(steps);
    }

    fn note(&mut self, text: &str) {
        self.bar.suspend(|| eprintln!("{text}"));
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
