//! How the machine does, for those who operate it: sums since it was started, and of refusals ever.

use crate::refusal::Refusal;
use crate::store::{Note, Writer};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is counted while it runs.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    taken: AtomicU64,
    /// By their place in [`Refusal::CODES`]; what is not in the database yet.
    refused: [AtomicU64; Refusal::CODES.len()],
}

impl Metrics {
    pub(crate) fn count(&self, result: Result<(), Refusal>) {
        match result {
            Ok(()) => drop(self.taken.fetch_add(1, Ordering::Relaxed)),
            Err(refusal) => {
                let place = Refusal::CODES.iter().position(|code| *code == refusal.code());
                if let Some(count) = place.and_then(|place| self.refused.get(place)) {
                    count.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }

    /// Has the writer keep the refusals so far.
    pub(crate) fn keep(&self, writer: &Writer) {
        for (code, count) in Refusal::CODES.into_iter().zip(&self.refused) {
            let times = count.swap(0, Ordering::Relaxed);
            if times > 0 {
                writer.note(Note::Refused { code, times });
            }
        }
    }

    /// In the text form of Prometheus, with the refusals that the database has.
    pub(crate) fn text(&self, kept: &[(String, u64)]) -> String {
        let mut text = String::from(
            "# HELP homekept_reports_total Reports taken since the start.\n\
             # TYPE homekept_reports_total counter\n",
        );
        let taken = self.taken.load(Ordering::Relaxed);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "homekept_reports_total {taken}");
        text += "# HELP homekept_refusals_total Uploads refused, by their code.\n\
                 # TYPE homekept_refusals_total counter\n";
        for (code, count) in Refusal::CODES.into_iter().zip(&self.refused) {
            let before = kept.iter().find(|(name, _)| name == code).map_or(0, |(_, times)| *times);
            let times = before + count.load(Ordering::Relaxed);
            let _ = writeln!(text, "homekept_refusals_total{{code=\"{code}\"}} {times}");
        }
        text
    }
}
