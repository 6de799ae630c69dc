//! What is written down of signals, in the customer's own browser: what is planned, what was spent,
//! and every report that left. It is JSON, sealed by the page (`www/src/signals/sealed.ts`):
//!
//! ```text
//! { "version": 1, "began": minute, "consent": text, "closed": bool,
//!   "plan": null | { "period", "measure": 8 bytes, "due": minute },
//!   "entries": [ { "period", "measure": 8 bytes, "name", "revision", "kind", "epsilon": thousandths,
//!                  "spent": minute, "sent": null | minute, "report": null | 64 bytes }, ... ] }
//! ```
//!
//! Minutes are since 1970, entries are ascending by period, at most one for each.
//! Leaves out what decides: `schedule` does.

use homekept::signals::{Measure, MeasureId, Report, period_of, takes_reports};
use homekept::time::Minute;
use serde::{Deserialize, Serialize};

/// Everything that is written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The form of this, [`Ledger::VERSION`].
    pub version: u8,
    /// The minute in which it began.
    pub began: u32,
    /// Which yes it goes by, in the page's own words: after another one nothing of before is sent.
    pub consent: String,
    /// Whether the yes was taken back.
    pub closed: bool,
    /// What is to be answered next.
    pub plan: Option<Plan>,
    /// Everything that was spent.
    pub entries: Vec<Entry>,
}

/// A measure that was drawn, and from when on it is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The period that the answer is for.
    pub period: u32,
    /// Which measure.
    pub measure: MeasureId,
    /// The minute.
    pub due: u32,
}

/// One report that was paid for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The period that it is of.
    pub period: u32,
    /// The measure that it is on.
    pub measure: MeasureId,
    /// The measure's name, for the customer to read.
    pub name: String,
    /// The measure's version.
    pub revision: u32,
    /// What was asked, by name.
    pub kind: String,
    /// What it cost, in thousandths.
    pub epsilon: u32,
    /// When that was.
    pub spent: u32,
    /// When the collector said that it has it.
    pub sent: Option<u32>,
    /// The very bytes; none of what never left and never will.
    pub report: Option<Vec<u8>>,
}

impl Ledger {
    /// The form that this version writes.
    pub const VERSION: u8 = 1;

    /// An empty one.
    pub fn begin(now: Minute, consent: &str) -> Ledger {
        Ledger {
            version: Ledger::VERSION,
            began: now.0,
            consent: consent.to_owned(),
            closed: false,
            plan: None,
            entries: Vec::new(),
        }
    }

    /// Another yes counts from here on: nothing that was planned or written before it is sent.
    /// What was spent stays spent.
    pub fn reopen(&mut self, consent: &str) {
        self.withdraw();
        consent.clone_into(&mut self.consent);
        self.closed = false;
    }

    /// The yes was taken back.
    pub fn withdraw(&mut self) {
        self.closed = true;
        self.plan = None;
        for entry in &mut self.entries {
            entry.give_up();
        }
    }

    /// Drops what is over: plans of earlier periods, reports that nobody takes any more, the numbers
    /// of those that were sent, and entries of more than two years ago.
    pub fn tidy(&mut self, now: Minute) {
        // What was not answered in its period is not paid for in the next: ninety days would touch
        // the costs of five periods then.
        self.plan = self.plan.take().filter(|plan| plan.period == period_of(now));
        for entry in &mut self.entries {
            if !takes_reports(entry.period, now) {
                entry.give_up();
                entry.forget_number();
            }
        }
        let oldest = period_of(now).saturating_sub(KEPT_PERIODS);
        self.entries.retain(|entry| entry.period >= oldest);
    }

    /// What was spent in a period, in thousandths.
    pub fn spent_in(&self, period: u32) -> u32 {
        let own = self.entries.iter().filter(|entry| entry.period == period);
        own.map(|entry| entry.epsilon).sum()
    }

    /// The report that waits for the collector to say that it has it.
    pub fn waiting(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.waits())
    }

    /// Notes that the collector has the report that waits.
    pub fn acknowledge(&mut self, now: Minute) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.waits()) {
            entry.sent = Some(now.0);
        }
    }
}

impl Entry {
    /// A report that is paid for now.
    pub fn of(measure: &Measure, report: &Report, now: Minute) -> Entry {
        Entry {
            period: report.period,
            measure: report.measure,
            name: measure.name().to_owned(),
            revision: measure.version(),
            kind: measure.kind().name().to_owned(),
            epsilon: measure.epsilon().thousandths(),
            spent: now.0,
            sent: None,
            report: Some(report.encode().to_vec()),
        }
    }

    fn waits(&self) -> bool {
        self.sent.is_none() && self.report.is_some()
    }

    /// It will not be sent: its bytes go, its cost stays.
    fn give_up(&mut self) {
        if self.sent.is_none() {
            self.report = None;
        }
    }

    /// The number was for the collector to tell a report sent again from another; after that it
    /// would only be a mark.
    fn forget_number(&mut self) {
        if let Some(number) = self.report.as_mut().and_then(|bytes| bytes.get_mut(NUMBER)) {
            number.fill(0);
        }
    }
}

/// Where a report has its number, as `src/signals/report.rs` draws it.
const NUMBER: core::ops::Range<usize> = 16..32;
/// Two years of entries stay, for the customer to read.
const KEPT_PERIODS: u32 = 24;
