//! What is remembered, in order; the only way in asks for a proof of consent.

use super::entry::{Entry, EventKind, ID_BOUND, Stance, Topic, What};
use crate::consent::{Correction, Grant, Learn, Purpose};
use crate::dice::{Dice, NoDice, draw};
use crate::sort::sort_by;
use crate::time::Minute;

/// Every remembered entry, oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Log {
    entries: Vec<Entry>,
}

/// Which entries to forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// One entry, by id.
    Entry(u64),
    /// Everything that was done with one item.
    Item(String),
    /// What was stated of one topic.
    Topic(Topic),
    /// Everything learned: all events, not what was stated.
    Learned,
    /// Everything kept under a purpose.
    Under(Purpose),
    /// Learned events older than this.
    Before(Minute),
}

impl Log {
    /// The log of what was read back from storage, in whatever order it came.
    pub fn of(mut entries: Vec<Entry>) -> Log {
        sort_by(&mut entries, |a, b| (a.order, a.id).cmp(&(b.order, b.id)));
        entries.dedup_by_key(|entry| (entry.order, entry.id));
        let mut log = Log { entries };
        while log.entries.len() > MOST_ENTRIES && log.drop_oldest_learned() {}
        log
    }

    /// Remembers something that the customer did.
    ///
    /// # Errors
    /// [`NoDice`] when no id can be drawn.
    pub fn learn(
        &mut self,
        kind: EventKind,
        item: &str,
        _grant: &Grant<'_, Learn>,
        now: Minute,
        dice: &mut impl Dice,
    ) -> Result<&Entry, NoDice> {
        self.append(What::Event { kind, item: item.into() }, Purpose::Learn, now, dice)
    }

    /// Remembers what the customer states: allowed under any purpose that
    /// keeps something, pause or not, so that "never again" always works. A new
    /// word on a topic takes the place of every earlier one.
    ///
    /// # Errors
    /// [`NoDice`] when no id can be drawn.
    pub fn state(
        &mut self,
        what: What,
        correction: &Correction<'_>,
        now: Minute,
        dice: &mut impl Dice,
    ) -> Result<&Entry, NoDice> {
        self.append(what, correction.under(), now, dice)?;
        let last = self.entries.len() - 1;
        if let What::Statement { topic, .. } = self.entries[last].what.clone() {
            let latest = self.entries[last].id;
            let earlier = Forget::Topic(topic);
            self.entries.retain(|entry| entry.id == latest || !earlier.covers(entry));
        }
        Ok(&self.entries[self.entries.len() - 1])
    }

    /// Keeps the leaf of the last entry's item with it, and drops those of entries that are no
    /// longer among the last; gives the last entry, which there has to be.
    pub fn keep_leaf(&mut self, leaf: &[u8]) -> &Entry {
        let last = self.entries.len() - 1;
        self.entries[last].leaf = leaf.into();
        let kept = self.entries.iter_mut().rev().filter(|entry| !entry.leaf.is_empty());
        for entry in kept.skip(MOST_LEAVES) {
            entry.leaf = Vec::new();
        }
        &self.entries[last]
    }

    /// The leaves that are kept, the latest first.
    pub fn leaves(&self) -> impl Iterator<Item = &[u8]> {
        self.entries.iter().rev().map(|entry| &entry.leaf[..]).filter(|leaf| !leaf.is_empty())
    }

    /// Forgets; afterwards the log is what it would be had the entries never
    /// been there. Asks for no proof: forgetting is always allowed.
    pub fn forget(&mut self, forget: &Forget) -> usize {
        let before = self.entries.len();
        self.entries.retain(|entry| !forget.covers(entry));
        before - self.entries.len()
    }

    /// The numbers of what was shown: the last, where the journal holds earlier ones yet.
    pub fn shown(&self) -> Option<&str> {
        self.entries.iter().rev().find_map(Entry::shown)
    }

    /// Every entry, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was last stated of each topic, the latest first.
    pub fn statements(&self) -> Vec<(&Entry, &Topic, Stance)> {
        let mut latest: Vec<(&Entry, &Topic, Stance)> = Vec::new();
        for entry in self.entries.iter().rev() {
            if let What::Statement { topic, stance } = &entry.what
                && !latest.iter().any(|(_, known, _)| *known == topic)
            {
                latest.push((entry, topic, *stance));
            }
        }
        latest
    }

    fn append(
        &mut self,
        what: What,
        under: Purpose,
        now: Minute,
        dice: &mut impl Dice,
    ) -> Result<&Entry, NoDice> {
        let id = loop {
            let id = u64::from_le_bytes(draw(dice)?) % ID_BOUND;
            if !self.entries.iter().any(|entry| entry.id == id) {
                break id;
            }
        };
        let order = self.entries.last().map_or(0, |last| last.order.saturating_add(1));
        if matches!(what, What::Event { kind: EventKind::Shown, .. }) {
            // The last numbers of what was shown take the place of all earlier ones.
            self.entries.retain(|entry| entry.shown().is_none());
        }
        if self.entries.len() >= MOST_ENTRIES {
            self.drop_oldest_learned();
        }
        self.entries.push(Entry { id, order, at: now, under, what, leaf: Vec::new() });
        Ok(&self.entries[self.entries.len() - 1])
    }

    fn drop_oldest_learned(&mut self) -> bool {
        let oldest = self.entries.iter().position(|entry| !entry.is_stated());
        oldest.map(|oldest| self.entries.remove(oldest)).is_some()
    }
}

impl Forget {
    fn covers(&self, entry: &Entry) -> bool {
        match (self, &entry.what) {
            // What was shown names items: it must not tell of one that is forgotten.
            (Forget::Entry(_) | Forget::Item(_), _) if entry.shown().is_some() => true,
            (Forget::Entry(id), _) => entry.id == *id,
            (Forget::Item(gone), What::Event { item, .. }) => item == gone,
            (Forget::Topic(gone), What::Statement { topic, .. }) => topic == gone,
            (Forget::Learned, What::Event { kind, .. }) => !kind.is_stated(),
            (Forget::Under(purpose), _) => entry.under == *purpose,
            (Forget::Before(minute), _) => !entry.is_stated() && entry.at < *minute,
            (Forget::Item(_), What::Statement { .. })
            | (Forget::Topic(_), What::Event { .. })
            | (Forget::Learned, What::Statement { .. }) => false,
        }
    }
}

/// So many entries keep the leaves of their items.
pub(super) const MOST_LEAVES: usize = 20;

/// At most this many entries are kept: learned events make room, oldest first.
pub const MOST_ENTRIES: usize = 2_000;
