//! The ledger of choices, and the proof of consent that others ask for.

use super::choice::Choice;
use super::purpose::{Learn, Named, Purpose, Remember, Sponsor};
use super::refusal::Refusal;
use crate::names::names;
use crate::time::Minute;
use core::marker::PhantomData;

/// Every choice made, in order, and what follows from them today.
#[derive(Debug, Clone)]
pub struct Ledger {
    choices: Vec<Choice>,
    refusal: Option<Refusal>,
    /// Stops every use without deleting anything (DSR-04).
    paused: bool,
    terms: Terms,
}

/// What the site offers and the browser says: the frame in which choices count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The purposes that the site's policy offers; no other can be granted.
    pub offered: Vec<Purpose>,
    /// Version of the notice in force; an older yes is void (CON-08).
    pub notice: String,
    /// Whether the browser sends Global Privacy Control (CON-11).
    pub gpc: bool,
}

/// Proof, for as long as it lives, that the customer allows `P` now.
///
/// Only [`Ledger::grant`] makes one, and it borrows the ledger: a withdrawal
/// cannot be written while an old grant is still in use.
#[derive(Debug)]
pub struct Grant<'l, P: Named> {
    purpose: PhantomData<(&'l Ledger, P)>,
}

/// Proof that something may be kept at all, pause or not: enough to correct,
/// never enough to learn or to rank.
#[derive(Debug)]
pub struct Correction<'l> {
    under: Purpose,
    ledger: PhantomData<&'l Ledger>,
}

/// What a fold of the profile may use: made of proofs only.
#[derive(Debug)]
pub struct Uses<'l> {
    remember: bool,
    learn: bool,
    sponsor: bool,
    ledger: PhantomData<&'l Ledger>,
}

/// How a purpose stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum State {
    /// No choice yet: off.
    Unasked,
    /// Allowed.
    On,
    /// Refused or withdrawn.
    Off,
    /// A yes that no longer counts, since the notice changed or a privacy
    /// signal arrived after it: off until asked again.
    AskAgain,
}

names! {
    State {
        Unasked = "unasked",
        On = "on",
        Off = "off",
        AskAgain = "ask-again",
    }
}

impl Ledger {
    /// The ledger before any choice.
    pub fn new(terms: Terms) -> Ledger {
        Ledger { choices: Vec::new(), refusal: None, paused: false, terms }
    }

    /// The ledger of a browser that keeps the record of a refusal and nothing else.
    pub fn refused(refusal: Refusal, terms: Terms) -> Ledger {
        Ledger { refusal: Some(refusal), ..Ledger::new(terms) }
    }

    /// The proof that `P` is allowed now: on, offered, and not paused.
    pub fn grant<P: Named>(&self) -> Option<Grant<'_, P>> {
        (!self.paused && self.state(P::PURPOSE) == State::On)
            .then_some(Grant { purpose: PhantomData })
    }

    /// The proof that what is kept may be corrected; names the purpose under
    /// which a correction is kept.
    pub fn correction(&self) -> Option<Correction<'_>> {
        [Purpose::Remember, Purpose::Learn]
            .into_iter()
            .find(|purpose| self.state(*purpose) == State::On)
            .map(|under| Correction { under, ledger: PhantomData })
    }

    /// What ranking may use now: nothing while paused.
    pub fn uses(&self) -> Uses<'_> {
        Uses {
            remember: self.grant::<Remember>().is_some(),
            learn: self.grant::<Learn>().is_some(),
            sponsor: self.grant::<Sponsor>().is_some(),
            ledger: PhantomData,
        }
    }

    /// What may be shown to the customer themself: pause or not.
    pub fn own_view(&self) -> Uses<'_> {
        Uses {
            remember: self.state(Purpose::Remember) == State::On,
            learn: self.state(Purpose::Learn) == State::On,
            sponsor: self.state(Purpose::Sponsor) == State::On,
            ledger: PhantomData,
        }
    }

    /// How `purpose` stands.
    pub fn state(&self, purpose: Purpose) -> State {
        let Some(last) = self.choices.iter().rfind(|choice| choice.purpose == purpose) else {
            return if self.refusal.is_some() { State::Off } else { State::Unasked };
        };
        if !last.allowed || !self.terms.offered.contains(&purpose) {
            State::Off
        } else if last.notice != self.terms.notice
            || (self.terms.gpc && !last.told_of_signal && purpose != Purpose::Remember)
        {
            State::AskAgain
        } else {
            State::On
        }
    }

    /// Whether the question may be put at all: something offered is open, no
    /// refusal stands, and no privacy signal has already answered it.
    pub fn may_ask(&self, now: Minute) -> bool {
        let refused =
            self.refusal.as_ref().is_some_and(|refusal| refusal.stands(now, &self.terms.notice));
        !refused
            && !self.terms.gpc
            && self.terms.offered.iter().any(|purpose| {
                match self.state(*purpose) {
                    State::Unasked | State::AskAgain => true,
                    State::On => false,
                    // A refusal that has run out is an open question again.
                    State::Off => self.choices.is_empty(),
                }
            })
    }

    /// Whether anything is allowed, so that a vault is needed.
    pub fn keeps_anything(&self) -> bool {
        Purpose::ALL.into_iter().any(|purpose| self.keeps(purpose))
    }

    /// Whether what was kept under `purpose` stays: it is allowed, or was and is to be asked again.
    pub fn keeps(&self, purpose: Purpose) -> bool {
        matches!(self.state(purpose), State::On | State::AskAgain)
    }

    /// Appends a choice; it counts from here on.
    pub fn write(&mut self, choice: Choice) {
        self.refusal = None;
        self.choices.push(choice);
    }

    /// Every choice, oldest first.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// Whether the customer has stopped all use for now.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Stops all use, or lets it go on.
    pub fn pause(&mut self, paused: bool) {
        self.paused = paused;
    }

    /// The frame in which choices count.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }
}

impl Correction<'_> {
    /// The purpose under which the correction is kept, and with which it goes.
    pub fn under(&self) -> Purpose {
        self.under
    }
}

impl Uses<'_> {
    /// Whether what is kept under `purpose` may be used, or used for it.
    pub fn covers(&self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::Remember => self.remember,
            Purpose::Learn => self.learn,
            Purpose::Sponsor => self.sponsor,
            Purpose::Measure => false,
        }
    }

    /// Whether anything may be used.
    pub fn anything(&self) -> bool {
        self.remember || self.learn
    }
}

#[cfg(test)]
mod tests {
    use super::super::choice::tests::choice;
    use super::super::purpose::{Measure, Sponsor};
    use super::*;

    fn terms() -> Terms {
        Terms { offered: Purpose::ALL.to_vec(), notice: "1".into(), gpc: false }
    }

    fn grants(ledger: &Ledger) -> [bool; 4] {
        [
            ledger.grant::<Remember>().is_some(),
            ledger.grant::<Learn>().is_some(),
            ledger.grant::<Measure>().is_some(),
            ledger.grant::<Sponsor>().is_some(),
        ]
    }

    #[test]
    fn con_02_each_purpose_stands_alone_and_off_at_first() {
        assert_eq!(grants(&Ledger::new(terms())), [false; 4]);
        for bits in 0..16u8 {
            let mut ledger = Ledger::new(terms());
            let wanted = [0, 1, 2, 3].map(|i| bits >> i & 1 == 1);
            for (purpose, allowed) in Purpose::ALL.into_iter().zip(wanted) {
                ledger.write(choice(purpose, allowed));
            }
            assert_eq!(grants(&ledger), wanted);
        }
    }

    #[test]
    fn a_purpose_that_is_not_offered_is_never_granted() {
        let mut ledger = Ledger::new(Terms { offered: vec![Purpose::Learn], ..terms() });
        ledger.write(choice(Purpose::Measure, true));
        assert_eq!(grants(&ledger), [false; 4]);
    }

    #[test]
    fn con_08_a_new_notice_turns_a_purpose_off_until_asked_again() {
        let mut ledger = Ledger::new(Terms { notice: "2".into(), ..terms() });
        ledger.write(choice(Purpose::Learn, true));
        assert_eq!(ledger.state(Purpose::Learn), State::AskAgain);
        assert!(ledger.grant::<Learn>().is_none());
        assert!(ledger.may_ask(Minute(29_000_000)));
    }

    #[test]
    fn con_11_and_12_the_signal_wins_until_the_person_was_told() {
        let mut ledger = Ledger::new(Terms { gpc: true, ..terms() });
        assert!(!ledger.may_ask(Minute(29_000_000)));
        ledger.write(choice(Purpose::Learn, true));
        ledger.write(choice(Purpose::Remember, true));
        assert_eq!(grants(&ledger), [true, false, false, false]);
        ledger.write(Choice { told_of_signal: true, ..choice(Purpose::Learn, true) });
        assert_eq!(grants(&ledger), [true, true, false, false]);
    }

    #[test]
    fn dsr_04_a_pause_takes_every_grant_and_leaves_corrections() {
        let mut ledger = Ledger::new(terms());
        ledger.write(choice(Purpose::Learn, true));
        ledger.pause(true);
        assert_eq!(grants(&ledger), [false; 4]);
        assert_eq!(ledger.correction().map(|c| c.under()), Some(Purpose::Learn));
        ledger.pause(false);
        assert!(ledger.grant::<Learn>().is_some());
    }

    #[test]
    fn con_05_a_refusal_stands_for_six_months_and_for_its_notice() {
        let now = Minute(29_000_000);
        let refusal = Refusal { month: now.month(), notice: "1".into() };
        let ledger = Ledger::refused(refusal.clone(), terms());
        assert_eq!(ledger.state(Purpose::Learn), State::Off);
        for (days, asks) in [(0, false), (150, false), (220, true)] {
            assert_eq!(ledger.may_ask(Minute(now.0 + days * 1440)), asks, "{days}");
        }
        let newer = Ledger::refused(refusal, Terms { notice: "2".into(), ..terms() });
        assert!(newer.may_ask(now));
    }
}
