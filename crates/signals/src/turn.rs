//! What crosses to the page and back: JSON both ways, which is also what is sealed.
//! Leaves out what it means.

use crate::TurnError;
use crate::answer::Profile;
use crate::ledger::Ledger;
use crate::schedule::{Page, Step, next};
use homekept::dice::Dice;
use homekept::signals::{Signals, SignalsError, SignalsFile};
use homekept::time::Minute;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What a page asks.
#[derive(Debug, Deserialize)]
pub struct Question<'a> {
    /// The policy's `signals`, as they are written.
    #[serde(borrow)]
    pub signals: &'a RawValue,
    /// What is written down, if anything is.
    #[serde(borrow)]
    pub ledger: Option<&'a RawValue>,
    /// The time, in minutes since 1970.
    pub now: u32,
    /// Which yes is in force.
    pub consent: String,
    /// Where it was asked for, what the answer is made of.
    pub profile: Option<Profile>,
    /// The report that waited has arrived.
    #[serde(default)]
    pub arrived: bool,
}

/// What the page is to do, by name, and with what.
#[derive(Debug, Default, Serialize)]
struct Reply {
    step: &'static str,
    ledger: Option<Ledger>,
    report: Option<Vec<u8>>,
}

/// The reply to a page's question.
///
/// # Errors
/// A [`TurnError`]; nothing is to be done then.
pub fn turn(question: &str, dice: &mut impl Dice) -> Result<String, TurnError> {
    let asked: Question<'_> = read(question)?;
    let ledger = asked.ledger.map(ledger_of).transpose()?;
    let file: SignalsFile =
        read(asked.signals.get()).map_err(|_| TurnError::Signals(SignalsError::Malformed))?;
    let signals = Signals::of(file).map_err(TurnError::Signals)?;
    let now = Minute(asked.now);
    let step = match ledger {
        Some(mut ledger) if asked.arrived => {
            ledger.acknowledge(now);
            Step::Plan(ledger)
        }
        ledger => {
            let profile = asked.profile.as_ref();
            let page = Page { signals: &signals, now, consent: &asked.consent, profile };
            next(ledger.as_ref(), page, dice)?
        }
    };
    let reply = match step {
        Step::Rest => Reply { step: "rest", ..Reply::default() },
        Step::Look => Reply { step: "look", ..Reply::default() },
        Step::Keep(ledger) => Reply { step: "keep", ledger: Some(ledger), report: None },
        Step::Plan(ledger) => Reply { step: "plan", ledger: Some(ledger), report: None },
        Step::Send(report) => Reply { step: "send", ledger: None, report: Some(report) },
    };
    serde_json::to_string(&reply).map_err(|_| TurnError::Malformed)
}

/// A ledger of this version; of a later one it cannot be told what was spent.
fn ledger_of(text: &RawValue) -> Result<Ledger, TurnError> {
    match read::<Form>(text.get())?.version {
        Ledger::VERSION => read(text.get()),
        found => Err(TurnError::UnknownVersion { found }),
    }
}

/// What every version has.
#[derive(Deserialize)]
struct Form {
    version: u8,
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, TurnError> {
    serde_json::from_str(text).map_err(|_| TurnError::Malformed)
}
