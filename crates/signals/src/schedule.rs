//! What is to be done about signals on a page that is opened now.
//! Leaves out doing it: a page writes and sends, and asks again.

use crate::TurnError;
use crate::answer::{Profile, answer, is_answered};
use crate::ledger::{Entry, Ledger, Plan};
use homekept::dice::{Dice, NoDice, draw};
use homekept::signals::{Measure, MeasureId, Report, Signals, Subset, period_of};
use homekept::time::Minute;
use sha2::{Digest, Sha256};

/// What a page knows besides the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// What the policy asks.
    pub signals: &'a Signals,
    /// The time.
    pub now: Minute,
    /// Which yes is in force, in words that change with each.
    pub consent: &'a str,
    /// What the answer is made of, once that was asked for.
    pub profile: Option<&'a Profile>,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Nothing, on this page.
    Rest,
    /// Write this ledger, and ask again.
    Keep(Ledger),
    /// Write this ledger; nothing more comes on this page.
    Plan(Ledger),
    /// Ask again with the customer's profile.
    Look,
    /// Send these bytes, which are paid for, and say when they have arrived.
    Send(Vec<u8>),
}

/// What comes next for this ledger. A page writes what it is given only where nobody else has
/// written meanwhile.
///
/// # Errors
/// [`NoDice`]: then nothing comes.
pub fn next(
    ledger: Option<&Ledger>,
    page: Page<'_>,
    dice: &mut impl Dice,
) -> Result<Step, TurnError> {
    let Page { signals, now, consent, profile } = page;
    let Some(known) = ledger else { return Ok(Step::Keep(Ledger::begin(now, consent))) };
    let mut ledger = known.clone();
    if ledger.consent != consent || ledger.closed {
        ledger.reopen(consent);
    }
    let period = period_of(now);
    // A clock that was set back: nothing is over, and nothing begins, until it is right again.
    let is_ahead = ledger.entries.iter().any(|entry| entry.period > period);
    if !is_ahead {
        ledger.tidy(now);
    }
    if ledger != *known {
        return Ok(Step::Keep(ledger));
    }
    if is_ahead || now.0 < ledger.began.saturating_add(YOUNG) {
        return Ok(Step::Rest);
    }
    if let Some(waiting) = ledger.waiting() {
        let asked = signals.measures.iter().any(|measure| id_of(measure) == waiting.measure);
        let report = waiting.report.clone().filter(|_| asked);
        return Ok(report.map_or(Step::Rest, Step::Send));
    }
    let Some(plan) = ledger.plan.take() else {
        return plan_for(period, ledger, signals, now, dice);
    };
    let Some(measure) = signals.measures.iter().find(|one| id_of(one) == plan.measure) else {
        // It is not asked any more: nothing was spent, and another one is drawn.
        return Ok(Step::Keep(ledger));
    };
    // One that is too dear now is not answered this time, and no other in its place: the dear ones
    // would be drawn too seldom.
    if now.0 < plan.due || !fits(&ledger, plan.period, measure) {
        return Ok(Step::Rest);
    }
    let Some(profile) = profile else { return Ok(Step::Look) };
    let subset = Subset::of(measure.size(), measure.epsilon()).ok_or(TurnError::Malformed)?;
    let report = Report {
        period: plan.period,
        measure: plan.measure,
        number: draw(dice)?,
        set: subset.draw(answer(measure, profile, now), dice)?,
    };
    ledger.entries.push(Entry::of(measure, &report, now));
    Ok(Step::Keep(ledger))
}

/// Draws a measure and a delay, before anything of the profile is looked at.
fn plan_for(
    period: u32,
    mut ledger: Ledger,
    signals: &Signals,
    now: Minute,
    dice: &mut impl Dice,
) -> Result<Step, TurnError> {
    let is_over = ledger.entries.iter().any(|entry| entry.period == period);
    let asked: Vec<&Measure> = signals.measures.iter().filter(|one| is_answered(one)).collect();
    if is_over || asked.is_empty() {
        return Ok(Step::Rest);
    }
    let measure = asked[below(asked.len() as u32, dice)? as usize];
    let due = now.0.saturating_add(below(LONGEST_DELAY + 1, dice)?);
    ledger.plan = Some(Plan { period, measure: id_of(measure), due });
    Ok(Step::Plan(ledger))
}

/// Whether a measure may be answered in a period: two periods in a row hold [`MOST_IN_TWO`] at the
/// most. Ninety days touch four periods, which are two times two: 4 at the most in any ninety days.
fn fits(ledger: &Ledger, period: u32, measure: &Measure) -> bool {
    let around = [period.saturating_sub(1), period, period.saturating_add(1)];
    let [before, own, after] = around.map(|period| ledger.spent_in(period));
    let costs = measure.epsilon().thousandths();
    own == 0 && before + costs <= MOST_IN_TWO && after + costs <= MOST_IN_TWO
}

/// The number under which reports name a measure.
fn id_of(measure: &Measure) -> MeasureId {
    let hash = Sha256::digest(measure.definition());
    core::array::from_fn(|at| hash[at])
}

/// A number below `end`, each as likely as the others.
fn below(end: u32, dice: &mut impl Dice) -> Result<u32, NoDice> {
    let mask = end.next_power_of_two() - 1;
    loop {
        let number = u32::from_le_bytes(draw(dice)?) & mask;
        if number < end {
            return Ok(number);
        }
    }
}

/// In thousandths.
pub const MOST_IN_TWO: u32 = 2_000;
/// A ledger of less than seven days sends nothing: who erases often would otherwise spend often.
const YOUNG: u32 = 7 * 24 * 60;
/// In minutes.
const LONGEST_DELAY: u32 = 24 * 60;
