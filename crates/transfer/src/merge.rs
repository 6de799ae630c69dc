//! One snapshot out of what a document says and what is kept here.

use crate::{Document, TransferError};
use homekept::consent::Purpose;
use homekept::dice::{Dice, draw};
use homekept::engine::{Fact, Settings, decode_facts, encode_facts};
use homekept::profile::{Entry, EventKind, MOST_ENTRIES, Topic, What};
use homekept::time::Minute;
use std::collections::{BTreeMap, BTreeSet};

/// What is here.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The site's name in its policy.
    pub site: &'a str,
    /// What is kept, as the core gives it.
    pub snapshot: &'a [u8],
    /// The purposes that the customer allows here.
    pub allowed: &'a [Purpose],
    /// Days after which what was learned is forgotten.
    pub retention_days: u32,
    /// Now.
    pub now: Minute,
}

/// What came of it, in entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The snapshot to come.
    pub snapshot: Vec<u8>,
    /// Came in.
    pub brought: u32,
    /// Are here already, or a later word on the same topic is.
    pub known: u32,
    /// Stayed out: what they would be kept under is not allowed here.
    pub barred: u32,
    /// Stayed out: learned longer ago than things are kept, or pushed out by later ones.
    pub expired: u32,
}

/// Makes the snapshot of what is here with what `document` says beside it, or with `replaces` in its
/// place. The choices are those of here. Of two words on one topic the later one counts.
///
/// # Errors
/// [`TransferError::Foreign`], [`TransferError::Early`], [`TransferError::Unreadable`],
/// [`TransferError::NoDice`].
pub fn merge(
    document: &Document,
    here: Here<'_>,
    replaces: bool,
    dice: &mut impl Dice,
) -> Result<Merged, TransferError> {
    if document.site != here.site {
        return Err(TransferError::Foreign);
    }
    if document.minute.0 > here.now.0.saturating_add(CLOCKS_DIFFER) {
        return Err(TransferError::Early);
    }
    let (order, facts) = decode_facts(here.snapshot).ok_or(TransferError::Unreadable)?;
    let mut choices = Vec::new();
    let mut settings = Settings::default();
    let mut own = Vec::new();
    for fact in facts {
        match fact {
            Fact::Choice(_) => choices.push(fact),
            Fact::Settings(found) => settings = found,
            Fact::Entry(entry) => own.push(entry),
        }
    }
    if replaces {
        // What is stopped or switched off here stays so: a file lifts none of that.
        settings = Settings {
            paused: settings.paused || document.paused,
            plain: settings.plain || document.plain,
            unsponsored: settings.unsponsored || document.unsponsored,
            dials: document.dials.unwrap_or(settings.dials),
        };
        // What waits to be asked about again is not replaced: nothing can come in under that.
        own.retain(|entry| !here.allowed.contains(&entry.under));
    }

    let mut merged = Merged { snapshot: Vec::new(), brought: 0, known: 0, barred: 0, expired: 0 };
    let oldest = here.now.days_before(here.retention_days);
    let own_ids: BTreeSet<u64> = own.iter().map(|entry| entry.id).collect();
    let mut incoming = Vec::new();
    for said in &document.said {
        if said.id.is_some_and(|id| own_ids.contains(&id)) {
            merged.known += 1;
            continue;
        }
        let mut entry = Entry {
            id: said.id.map_or_else(|| draw_id(dice), Ok)?,
            order: 0,
            // A clock that is ahead over there must not make things of here look old.
            at: said.at.min(here.now),
            under: said.under,
            what: said.what.clone(),
            leaf: Vec::new(),
        };
        match kept_under(&entry, here.allowed) {
            Some(under) => entry.under = under,
            None => {
                merged.barred += 1;
                continue;
            }
        }
        if !entry.is_stated() && entry.at < oldest {
            merged.expired += 1;
        } else {
            incoming.push(entry);
        }
    }

    // By time; of one minute what was here comes first, and each in its own order.
    let mut entries: Vec<(Entry, bool)> = own.into_iter().map(|entry| (entry, false)).collect();
    entries.extend(incoming.into_iter().map(|entry| (entry, true)));
    entries.sort_by_key(|(entry, _)| entry.at);
    merged.known += drop_repeated(&mut entries);
    let shown =
        document.shown.as_ref().filter(|_| replaces && here.allowed.contains(&Purpose::Learn));
    merged.expired += drop_beyond(&mut entries, MOST_ENTRIES - usize::from(shown.is_some()));
    merged.brought = count_new(&entries);

    let mut entries: Vec<Entry> = entries.into_iter().map(|(entry, _)| entry).collect();
    // Counts of what was shown here go on; those of elsewhere come where nothing else is left.
    if let Some(shown) = shown {
        entries.push(Entry {
            id: draw_id(dice)?,
            order: 0,
            at: here.now,
            under: Purpose::Learn,
            what: What::Event { kind: EventKind::Shown, item: shown.clone() },
            leaf: Vec::new(),
        });
    }
    for (place, entry) in entries.iter_mut().enumerate() {
        entry.order = place as u32;
    }
    let mut facts = choices;
    facts.push(Fact::Settings(settings));
    facts.extend(entries.into_iter().map(Fact::Entry));
    merged.snapshot = encode_facts(order, &facts);
    Ok(merged)
}

/// Under which purpose it is kept here: what was learned under that of learning alone, what was
/// stated under any that keeps things.
fn kept_under(entry: &Entry, allowed: &[Purpose]) -> Option<Purpose> {
    let purposes = match (entry.is_stated(), entry.under) {
        (true, Purpose::Learn) => &[Purpose::Learn, Purpose::Remember][..],
        (true, _) => &[Purpose::Remember, Purpose::Learn],
        (false, Purpose::Learn) => &[Purpose::Learn],
        (false, _) => &[],
    };
    purposes.iter().find(|purpose| allowed.contains(purpose)).copied()
}

/// Drops what says nothing beside another entry: it is the same one, or an earlier word on the same
/// topic. Gives how many of those that came in have nothing new.
fn drop_repeated(entries: &mut Vec<(Entry, bool)>) -> u32 {
    let mut known = 0;
    let mut ids = BTreeSet::new();
    let mut topics: BTreeMap<Topic, usize> = BTreeMap::new();
    let mut kept: Vec<Option<(Entry, bool)>> = Vec::new();
    for (entry, is_new) in entries.drain(..) {
        if !ids.insert(entry.id) {
            known += u32::from(is_new);
            continue;
        }
        if let What::Statement { topic, .. } = &entry.what {
            if let Some((before, was_new)) = topics.get(topic).and_then(|at| kept[*at].as_ref()) {
                // The same word, of the same minute: that of here stays where it is.
                if before.at == entry.at && before.what == entry.what {
                    known += u32::from(is_new);
                    continue;
                }
                known += u32::from(*was_new);
            }
            if let Some(place) = topics.insert(topic.clone(), kept.len()) {
                kept[place] = None;
            }
        }
        kept.push(Some((entry, is_new)));
    }
    entries.extend(kept.into_iter().flatten());
    known
}

/// Drops what was learned first, where there is more than `most`, and then what was stated first of
/// what came in. Gives how many of those that came in.
fn drop_beyond(entries: &mut Vec<(Entry, bool)>, most: usize) -> u32 {
    let before = count_new(entries);
    for only_learned in [true, false] {
        let mut beyond = entries.len().saturating_sub(most);
        entries.retain(|(entry, is_new)| {
            let goes = if only_learned { !entry.is_stated() } else { *is_new };
            let stays = beyond == 0 || !goes;
            beyond -= usize::from(!stays);
            stays
        });
    }
    before - count_new(entries)
}

fn count_new(entries: &[(Entry, bool)]) -> u32 {
    entries.iter().filter(|(_, is_new)| *is_new).count() as u32
}

fn draw_id(dice: &mut impl Dice) -> Result<u64, TransferError> {
    let bytes = draw(dice).map_err(|_| TransferError::NoDice)?;
    Ok(u64::from_le_bytes(bytes) >> (u64::BITS - ID_BITS))
}

/// Numbers that JavaScript holds exactly.
const ID_BITS: u32 = 53;
/// Minutes by which one device's clock may be ahead of another's.
const CLOCKS_DIFFER: u32 = 24 * 60;
