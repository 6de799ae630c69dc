//! Commands: everything that changes what is remembered.

use super::{Engine, EngineError, Fact, decode_facts};
use crate::consent::{Choice, Learn, Method, Purpose, Refusal, State};
use crate::dice::{Dice, NoDice};
use crate::profile::{Dials, EventKind, Forget, Stance, Topic, What};
use crate::time::Minute;
use core::slice;

/// Something that the customer, or the page for them, wants done. It can be
/// done again: a page that lost a race against another tab restores what the
/// vault holds and repeats it.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Allow and refuse purposes.
    Choose(Choosing),
    /// Stop all use, or let it go on.
    Pause(bool),
    /// Show picks without the profile, or with it.
    Plain(bool),
    /// Let sponsored items be among the picks, or not.
    Sponsored(bool),
    /// Choose picks another way.
    Turn(Dials),
    /// Something was done with an item.
    Record {
        /// What.
        kind: EventKind,
        /// With which item.
        item: String,
        /// Its leaf, in a shop that is too large for one pack; else empty.
        leaf: Vec<u8>,
    },
    /// A preference is stated, or taken back.
    State {
        /// Of what.
        topic: Topic,
        /// What is wanted; `None` takes it back.
        stance: Option<Stance>,
    },
    /// Forget.
    Forget(Forget),
    /// Put one snapshot in the place of another.
    Exchange {
        /// The [`Engine::snapshot`] that the other one was made from.
        old: Vec<u8>,
        /// What comes in its place.
        new: Vec<u8>,
    },
}

/// A choice about purposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choosing {
    /// Purposes switched on.
    pub allow: Vec<Purpose>,
    /// Purposes switched off.
    pub refuse: Vec<Purpose>,
    /// By which control.
    pub method: Method,
    /// Language of the text that was shown.
    pub language: String,
    /// SHA-256 of it.
    pub notice_hash: String,
    /// Whether the person had been told of their browser's privacy signal.
    pub told_of_signal: bool,
}

/// What must be stored before a command counts as done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Save {
    /// Nothing.
    Nothing,
    /// This batch, behind what is there.
    Append(Vec<u8>),
    /// Everything anew, under a new key: something was forgotten or withdrawn.
    Rewrite,
    /// Nothing may be kept any more: erase, and keep the refusal alone.
    Erase(Refusal),
}

impl Engine {
    /// Does `command`, and says what must be stored.
    ///
    /// # Errors
    /// An [`EngineError`]; nothing was changed then.
    pub fn apply(
        &mut self,
        command: &Command,
        now: Minute,
        dice: &mut impl Dice,
    ) -> Result<Save, EngineError> {
        match command {
            // As without consent: the page need not know why nothing is kept.
            Command::Record { .. } if self.locked => Ok(Save::Nothing),
            _ if self.locked => Err(EngineError::Locked),
            Command::Choose(choosing) => self.choose(choosing, now),
            Command::Pause(paused) => {
                self.settings.paused = *paused;
                self.ledger.pause(*paused);
                Ok(self.save_settings())
            }
            Command::Plain(plain) => {
                self.settings.plain = *plain;
                Ok(self.save_settings())
            }
            Command::Sponsored(on) => {
                self.settings.unsponsored = !on;
                Ok(self.save_settings())
            }
            Command::Turn(dials) => {
                self.settings.dials = *dials;
                Ok(self.save_settings())
            }
            Command::Record { kind, item, leaf } => self.record(*kind, item, leaf, now, dice),
            Command::State { topic, stance } => self.state(topic, *stance, now, dice),
            Command::Forget(forget) => Ok(match self.log.forget(forget) {
                0 => Save::Nothing,
                _ => Save::Rewrite,
            }),
            Command::Exchange { old, new } => self.exchange(old, new),
        }
    }

    fn choose(&mut self, choosing: &Choosing, now: Minute) -> Result<Save, EngineError> {
        let offered = &self.policy.purposes;
        if choosing.allow.iter().any(|purpose| !offered.contains(purpose)) {
            return Err(EngineError::NotOffered);
        }
        if self.policy.off && !choosing.allow.is_empty() {
            return Err(EngineError::SwitchedOff);
        }
        if choosing.language.len() > 64 || choosing.notice_hash.len() > 128 {
            return Err(EngineError::BadRequest);
        }
        let both = choosing.allow.iter().any(|purpose| choosing.refuse.contains(purpose));
        if both || (choosing.allow.is_empty() && choosing.refuse.is_empty()) {
            return Err(EngineError::BadRequest);
        }

        let withdraws = choosing.refuse.iter().any(|purpose| self.ledger.keeps(*purpose));
        let choice = |purpose: &Purpose, allowed| Choice {
            purpose: *purpose,
            allowed,
            at: now,
            method: choosing.method,
            notice: self.policy.notice.clone(),
            notice_hash: choosing.notice_hash.clone(),
            language: choosing.language.clone(),
            jurisdiction: self.policy.jurisdiction.clone(),
            told_of_signal: choosing.told_of_signal,
        };
        let choices: Vec<Choice> = choosing
            .allow
            .iter()
            .map(|purpose| choice(purpose, true))
            .chain(choosing.refuse.iter().map(|purpose| choice(purpose, false)))
            .chain(self.refused_with_all(choosing).map(|purpose| choice(purpose, false)))
            .collect();
        for choice in &choices {
            self.ledger.write(choice.clone());
        }
        for purpose in &choosing.refuse {
            self.log.forget(&Forget::Under(*purpose));
        }
        if !self.ledger.keeps_anything() {
            let refusal = Refusal { month: now.month(), notice: self.policy.notice.clone() };
            self.clear(Some(refusal.clone()));
            return Ok(Save::Erase(refusal));
        }
        Ok(if withdraws { Save::Rewrite } else { self.batch(&Self::choice_facts(choices)) })
    }

    /// A noted no to all ends with the first yes. What it said of the other
    /// purposes is written down then, so that nobody is asked about them anew.
    fn refused_with_all(&self, choosing: &Choosing) -> impl Iterator<Item = &Purpose> {
        let chosen = |purpose: &Purpose| {
            choosing.allow.contains(purpose) || choosing.refuse.contains(purpose)
        };
        let noted = self.ledger.choices().is_empty();
        let refused = move |purpose: &&Purpose| self.ledger.state(**purpose) == State::Off;
        self.policy
            .purposes
            .iter()
            .filter(move |purpose| noted && refused(purpose) && !chosen(purpose))
    }

    /// Without consent nothing is recorded, which is no error: the page need
    /// not know what the customer chose.
    fn record(
        &mut self,
        kind: EventKind,
        item: &str,
        leaf: &[u8],
        now: Minute,
        dice: &mut impl Dice,
    ) -> Result<Save, EngineError> {
        if kind != EventKind::Shown {
            let catalogue = self.own().ok_or(EngineError::NoCatalogue)?;
            let found = catalogue.find(item).ok_or(EngineError::UnknownItem)?;
            // Denied items are shown and found like any other, and never profiled.
            if catalogue.is_denied(found) {
                return Ok(Save::Nothing);
            }
        }
        if self.policy.off {
            return Ok(Save::Nothing);
        }
        if kind.is_stated() {
            let Some(correction) = self.ledger.correction() else {
                return Ok(Save::Nothing);
            };
            let what = What::Event { kind, item: item.into() };
            self.log.state(what, &correction, now, dice)?;
        } else {
            let Some(grant) = self.ledger.grant::<Learn>() else {
                return Ok(Save::Nothing);
            };
            self.log.learn(kind, item, &grant, now, dice)?;
        }
        let fact = Fact::Entry(self.log.keep_leaf(leaf).clone());
        Ok(self.batch(&[fact]))
    }

    fn state(
        &mut self,
        topic: &Topic,
        stance: Option<Stance>,
        now: Minute,
        dice: &mut impl Dice,
    ) -> Result<Save, EngineError> {
        let Some(stance) = stance else {
            return Ok(match self.log.forget(&Forget::Topic(topic.clone())) {
                0 => Save::Nothing,
                _ => Save::Rewrite,
            });
        };
        let catalogue = self.own().ok_or(EngineError::NoCatalogue)?;
        catalogue
            .find_facet(&topic.kind, &topic.label)
            .filter(|facet| !catalogue.is_denied_facet(*facet))
            .ok_or(EngineError::UnknownTopic)?;
        let correction = self.ledger.correction().ok_or(EngineError::ConsentRequired)?;
        let what = What::Statement { topic: topic.clone(), stance };
        let before = self.log.entries().len();
        let fact = Fact::Entry(self.log.state(what, &correction, now, dice)?.clone());
        // What was said earlier goes from storage too.
        let replaces = self.log.entries().len() <= before;
        Ok(if replaces { Save::Rewrite } else { self.batch(&[fact]) })
    }

    /// Puts one snapshot in the place of another, unless something changed since that was taken. The
    /// ledger stays, since nobody consents by a file, and so nothing comes in that it does not allow.
    fn exchange(&mut self, old: &[u8], new: &Vec<u8>) -> Result<Save, EngineError> {
        let (_, facts) = decode_facts(new).ok_or(EngineError::BadRequest)?;
        if self.snapshot() != old {
            return Err(EngineError::BadRequest);
        }
        let keeps = |fact: &Fact| match fact {
            // What was learned is kept under learning alone.
            Fact::Entry(entry) => {
                let under = if entry.is_stated() { entry.under } else { Purpose::Learn };
                entry.under == under && self.ledger.keeps(under)
            }
            Fact::Choice(_) | Fact::Settings(_) => self.keeps_anything(),
        };
        if !facts.iter().all(keeps) {
            return Err(EngineError::ConsentRequired);
        }
        let ledger = self.ledger.clone();
        self.restore(slice::from_ref(new));
        self.ledger = ledger;
        self.ledger.pause(self.settings.paused);
        Ok(Save::Rewrite)
    }

    fn save_settings(&mut self) -> Save {
        if self.ledger.keeps_anything() {
            self.batch(&[Fact::Settings(self.settings)])
        } else {
            Save::Nothing
        }
    }
}

impl From<NoDice> for EngineError {
    fn from(_: NoDice) -> Self {
        EngineError::NoDice
    }
}
