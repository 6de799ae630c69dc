//! Where the rooms meet: a command in, what to save out; and what there is to see.
//! Leaves out waiting and writing: the door does both.

mod command;
mod facts;
mod picks;
mod show;
pub mod view;

pub use command::{Choosing, Command, Save};
pub use facts::{Fact, Settings, decode as decode_facts, encode as encode_facts};
pub use picks::{RankRequest, SlotName};

use crate::catalogue::Catalogue;
use crate::consent::{Choice, Ledger, Refusal, Terms, Uses};
use crate::policy::Policy;
use crate::profile::{Forget, Knobs, Log, Profile};
use crate::sort::sort_by;
use crate::time::Minute;

/// One site's personalization in one page.
#[derive(Debug)]
pub struct Engine {
    policy: Policy,
    ledger: Ledger,
    log: Log,
    settings: Settings,
    /// Order of the next batch: above every one seen.
    order: u32,
    /// What every customer of this page gets.
    catalogue: Option<Catalogue>,
    /// Of a shop that is too large for one pack: that, and the leaves that the log keeps.
    own: Option<Catalogue>,
    knobs: Knobs,
    /// What is kept stays sealed, and nothing is known here, until somebody unlocks it.
    locked: bool,
}

impl Engine {
    /// The engine of a browser that keeps nothing.
    pub fn new(policy: Policy, gpc: bool) -> Engine {
        let terms = Terms { offered: policy.purposes.clone(), notice: policy.notice.clone(), gpc };
        Engine {
            policy,
            ledger: Ledger::new(terms),
            log: Log::default(),
            settings: Settings::default(),
            order: 0,
            catalogue: None,
            own: None,
            knobs: Knobs::default(),
            locked: false,
        }
    }

    /// Takes the pack. With `own`, it is one that knows what this customer's own
    /// [`Engine::leaves`] know beside: the profile is held against it, and nothing else is, so that
    /// the public order is the same for everybody.
    pub fn load(&mut self, catalogue: Catalogue, own: bool) {
        *(if own { &mut self.own } else { &mut self.catalogue }) = Some(catalogue);
    }

    /// The leaves of the last events' items, the latest first.
    pub fn leaves(&self) -> impl Iterator<Item = &[u8]> {
        self.log.leaves()
    }

    /// Puts what the vault holds in the place of everything remembered so far.
    /// A batch that is not understood is passed over and counted.
    pub fn restore(&mut self, batches: &[Vec<u8>]) -> usize {
        let mut read: Vec<(u32, &Vec<u8>, Vec<Fact>)> = batches
            .iter()
            .filter_map(|bytes| facts::decode(bytes).map(|(order, facts)| (order, bytes, facts)))
            .collect();
        sort_by(&mut read, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let unread = batches.len() - read.len();

        let mut entries = Vec::new();
        self.ledger = Ledger::new(self.ledger.terms().clone());
        self.settings = Settings::default();
        self.order = read.last().map_or(0, |(order, ..)| order.saturating_add(1));
        for (_, _, facts) in read {
            for fact in facts {
                match fact {
                    Fact::Choice(choice) => self.ledger.write(choice),
                    Fact::Entry(entry) => entries.push(entry),
                    Fact::Settings(settings) => self.settings = settings,
                }
            }
        }
        self.ledger.pause(self.settings.paused);
        self.log = Log::of(entries);
        self.locked = false;
        unread
    }

    /// Drops everything remembered, but for a refusal: as after an erasure.
    pub fn clear(&mut self, refusal: Option<Refusal>) {
        let terms = self.ledger.terms().clone();
        self.ledger = match refusal {
            Some(refusal) => Ledger::refused(refusal, terms),
            None => Ledger::new(terms),
        };
        self.log = Log::default();
        self.own = None;
        self.settings = Settings::default();
        self.order = 0;
        self.locked = false;
    }

    /// Drops everything remembered while the vault stays: for the next person
    /// at a shared computer.
    pub fn lock(&mut self) {
        self.clear(None);
        self.locked = true;
    }

    /// Lets things be remembered again; what the vault holds has to be restored.
    pub fn unlock(&mut self) {
        self.locked = false;
    }

    /// Forgets what is older than the policy's retention; says whether
    /// anything was.
    pub fn retire(&mut self, now: Minute) -> bool {
        let oldest = now.days_before(self.policy.retention_days);
        self.log.forget(&Forget::Before(oldest)) > 0
    }

    /// Everything remembered, as one batch: what a new generation holds.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut facts = Vec::new();
        for choice in self.ledger.choices() {
            facts.push(Fact::Choice(choice.clone()));
        }
        facts.push(Fact::Settings(self.settings));
        for entry in self.log.entries() {
            facts.push(Fact::Entry(entry.clone()));
        }
        // Before every batch that is yet to come: equal numbers would be ordered by their bytes.
        facts::encode(self.order.saturating_sub(1), &facts)
    }

    /// Whether anything is allowed, so that a vault is needed.
    pub fn keeps_anything(&self) -> bool {
        self.ledger.keeps_anything()
    }

    /// The site's policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The catalogue that the profile is held against.
    fn own(&self) -> Option<&Catalogue> {
        self.own.as_ref().or(self.catalogue.as_ref())
    }

    /// The profile that ranking may use now.
    fn profile(&self, catalogue: &Catalogue, now: Minute) -> Profile {
        self.fold(catalogue, now, &self.ledger.uses())
    }

    /// The profile for the customer's own eyes.
    fn own_profile(&self, catalogue: &Catalogue, now: Minute) -> Profile {
        self.fold(catalogue, now, &self.ledger.own_view())
    }

    fn fold(&self, catalogue: &Catalogue, now: Minute, uses: &Uses<'_>) -> Profile {
        Profile::fold(&self.log, catalogue, &self.knobs, self.settings.dials, now, uses)
    }

    /// Whether the next ranking uses the profile.
    fn is_personal(&self) -> bool {
        !self.policy.off && !self.settings.plain && self.ledger.uses().anything()
    }

    fn batch(&mut self, facts: &[Fact]) -> Save {
        let batch = facts::encode(self.order, facts);
        self.order = self.order.saturating_add(1);
        Save::Append(batch)
    }

    fn choice_facts(choices: Vec<Choice>) -> Vec<Fact> {
        choices.into_iter().map(Fact::Choice).collect()
    }
}

/// Why the engine did not do it. Nothing was changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EngineError {
    /// No pack was loaded.
    NoCatalogue,
    /// The pack has no such item.
    UnknownItem,
    /// The pack has no such category or attribute.
    UnknownTopic,
    /// The site's policy does not offer a purpose.
    NotOffered,
    /// Nothing is allowed under which this could be kept.
    ConsentRequired,
    /// The site has switched everything off.
    SwitchedOff,
    /// The profile is locked.
    Locked,
    /// A request is out of its bounds.
    BadRequest,
    /// The platform gives no randomness.
    NoDice,
}

impl EngineError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            EngineError::NoCatalogue => "catalogue-missing",
            EngineError::UnknownItem => "item-unknown",
            EngineError::UnknownTopic => "topic-unknown",
            EngineError::NotOffered => "purpose-not-offered",
            EngineError::ConsentRequired => "consent-required",
            EngineError::SwitchedOff => "switched-off",
            EngineError::Locked => "vault-locked",
            EngineError::BadRequest => "request-invalid",
            EngineError::NoDice => "no-randomness",
        }
    }
}
