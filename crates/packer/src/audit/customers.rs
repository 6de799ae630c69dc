//! The customers of an audit: real ones out of a log, or invented ones where there is none. Each is
//! what the browser would have remembered at one moment, and nothing that it would not.

use std::collections::BTreeMap;

use homekept::catalogue::{Catalogue, FacetIx, ItemIx};
use homekept::consent::{Choice, Ledger, Method, Purpose, Terms};
use homekept::policy::Policy;
use homekept::profile::{
    Dials, Entry, EventKind, Forget, Knobs, Log, MOST_ENTRIES, Profile, Stance, Topic, What,
};
use homekept::time::Minute;

use super::chance::Chance;
use crate::input::log::Session;
use crate::machine;

/// A customer at the moment at which a page asks for picks.
#[derive(Debug, Clone)]
pub(super) struct Customer {
    /// What was looked at, the oldest first, and when.
    pub(super) events: Vec<(ItemIx, Minute)>,
    /// What was stated; nothing for customers out of a log, which does not hold it.
    pub(super) stated: Vec<(FacetIx, Stance)>,
    /// The moment.
    pub(super) now: Minute,
}

impl Customer {
    /// The item of the page that asks: the one looked at last.
    pub(super) fn page(&self) -> Option<ItemIx> {
        self.events.last().map(|(item, _)| *item)
    }

    /// What the vault would hold, after the policy's retention.
    pub(super) fn log(&self, catalogue: &Catalogue, policy: &Policy) -> Log {
        let event = |(item, at): &(ItemIx, Minute)| {
            let item = catalogue.id(*item).to_owned();
            (*at, What::Event { kind: EventKind::View, item })
        };
        let statement = |(facet, stance): &(FacetIx, Stance)| {
            (self.now, What::Statement { topic: topic(catalogue, *facet), stance: *stance })
        };
        let told = self.events.iter().map(event).chain(self.stated.iter().map(statement));
        let entry = |(place, (at, what)): (u32, (Minute, What))| Entry {
            id: u64::from(place),
            order: place,
            at,
            under: Purpose::Learn,
            what,
            leaf: Vec::new(),
        };
        let mut log = Log::of((0..).zip(told).map(entry).collect());
        log.forget(&Forget::Before(self.now.days_before(policy.retention_days)));
        log
    }

    /// The profile that the shipped fold makes of it.
    pub(super) fn profile(&self, catalogue: &Catalogue, policy: &Policy) -> Profile {
        fold(&self.log(catalogue, policy), catalogue, self.now)
    }
}

/// The shipped fold, for somebody who said yes to being learned from.
pub(super) fn fold(log: &Log, catalogue: &Catalogue, now: Minute) -> Profile {
    let mut ledger =
        Ledger::new(Terms { offered: vec![Purpose::Learn], notice: String::new(), gpc: false });
    ledger.write(Choice {
        purpose: Purpose::Learn,
        allowed: true,
        at: now,
        method: Method::Question,
        notice: String::new(),
        notice_hash: String::new(),
        language: String::new(),
        jurisdiction: String::new(),
        told_of_signal: false,
    });
    Profile::fold(log, catalogue, &Knobs::default(), Dials::default(), now, &ledger.uses())
}

/// How a facet is named in a log.
pub(super) fn topic(catalogue: &Catalogue, facet: FacetIx) -> Topic {
    Topic {
        kind: catalogue.facet_kind(facet).to_owned(),
        label: catalogue.facet_label(facet).to_owned(),
    }
}

/// The customers of an audit, made one at a time: those of a large log do not fit into memory with
/// everything that each of them remembers.
#[derive(Debug)]
pub(super) enum Crowd {
    /// Out of a log.
    Real {
        /// In the numbers of the catalogue, in the order of time.
        sessions: Vec<Session>,
        /// For each session the one before it of the same visitor.
        before: Vec<Option<u32>>,
        /// The session, and how many of its events are over.
        moments: Vec<(u32, u32)>,
    },
    /// Out of nothing.
    Invented(Vec<Customer>),
}

impl Crowd {
    /// Customers out of sessions: one for each event where `most` allows, else about so many, drawn
    /// by a fixed seed. What a visitor did in earlier sessions is part of what is remembered.
    pub(super) fn of_sessions(sessions: Vec<Session>, most: Option<u64>) -> Self {
        let total: u64 = sessions.iter().map(|session| session.events.len() as u64).sum();
        let mut chance = Chance::default();
        let mut latest: BTreeMap<u32, u32> = BTreeMap::new();
        let (mut before, mut moments) = (Vec::new(), Vec::new());
        for (number, session) in (0u32..).zip(&sessions) {
            before.push(latest.insert(session.visitor, number));
            for length in 1..=session.events.len() {
                let drawn = most.is_none_or(|most| {
                    total <= most || chance.happens(most as usize, total as usize)
                });
                if drawn {
                    moments.push((number, length as u32));
                }
            }
        }
        Self::Real { sessions, before, moments }
    }

    /// Invented customers: each wanders from item to item, by the table or a shared attribute half
    /// of the time, and one in three has stated something. Nobody behaves so; it is meant to reach
    /// every corner of a catalogue, not to be typical.
    pub(super) fn invented(catalogue: &Catalogue, count: u64) -> Self {
        let mut chance = Chance::default();
        Self::Invented((0..count).map(|_| wanderer(catalogue, &mut chance)).collect())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Real { moments, .. } => moments.len(),
            Self::Invented(customers) => customers.len(),
        }
    }

    /// One of them.
    pub(super) fn customer(&self, place: usize) -> Option<Customer> {
        match self {
            Self::Invented(customers) => customers.get(place).cloned(),
            Self::Real { sessions, before, moments } => {
                let (session, length) = *moments.get(place)?;
                Some(remembered(sessions, before, session as usize, length as usize))
            }
        }
    }

    /// What comes of each customer, by their place, in their order: the same on every machine, on
    /// all of its processors.
    pub(super) fn each<R: Send>(&self, work: impl Fn(usize, &Customer) -> R + Sync) -> Vec<R> {
        let places: Vec<usize> = (0..self.len()).collect();
        let workers = machine::workers();
        let chunk = places.len().div_ceil(workers).max(1);
        let one = |place: &usize| Some(work(*place, &self.customer(*place)?));
        let run = |places: &'_ [usize]| places.iter().filter_map(one).collect::<Vec<R>>();
        let work = places.chunks(chunk).map(|places| move || run(places));
        machine::at_once(work, || ()).into_iter().flatten().collect()
    }
}

/// A visitor after the first `length` events of a session: the newest of what they did before, as
/// much as is kept, and this.
fn remembered(
    sessions: &[Session],
    before: &[Option<u32>],
    session: usize,
    length: usize,
) -> Customer {
    let minute = |session: &Session| Minute(u32::try_from(session.last / 60_000).unwrap_or(0));
    let mut room = MOST_ENTRIES;
    let mut kept: Vec<(Minute, &[u32])> = Vec::new();
    let mut next = Some(session);
    while let Some(session) = next.filter(|_| room > 0) {
        let Some(found) = sessions.get(session) else { break };
        let all = if kept.is_empty() { length } else { found.events.len() };
        let events = found.events.get(all.saturating_sub(room)..all).unwrap_or(&[]);
        room -= events.len();
        kept.push((minute(found), events));
        next = before.get(session).copied().flatten().map(|session| session as usize);
    }
    let now = kept.first().map_or(Minute(0), |(minute, _)| *minute);
    let events = kept
        .into_iter()
        .rev()
        .flat_map(|(minute, items)| items.iter().map(move |item| (ItemIx(*item), minute)));
    Customer { events: events.collect(), stated: Vec::new(), now }
}

fn wanderer(catalogue: &Catalogue, chance: &mut Chance) -> Customer {
    let mut events: Vec<(ItemIx, Minute)> = Vec::new();
    let length = 1 + chance.below(LONGEST_WALK);
    for step in 0..length {
        let last = events.last().map(|(item, _)| *item);
        let near: Vec<ItemIx> = match (last, chance.below(4)) {
            (Some(last), 0) => catalogue.row(last).map(|(item, _)| item).collect(),
            (Some(last), 1) => {
                let facets: Vec<FacetIx> = catalogue.facets(last).collect();
                let facet = chance.one_of(&facets).copied();
                facet.into_iter().flat_map(|facet| catalogue.postings(facet).take(NEAR)).collect()
            }
            _ => Vec::new(),
        };
        let anywhere = ItemIx(chance.below(catalogue.len() as usize) as u32);
        let item = chance.one_of(&near).copied().unwrap_or(anywhere);
        // A few minutes apart, the last one now.
        events.push((item, Minute(NOW.0 - 3 * (length - 1 - step) as u32)));
    }
    let facets = catalogue.header().facets as usize;
    let mut stated = Vec::new();
    if facets > 0 && chance.happens(1, 3) {
        let stance = [Stance::More, Stance::More, Stance::Less, Stance::Never][chance.below(4)];
        stated.push((FacetIx(chance.below(facets) as u32), stance));
    }
    Customer { events, stated, now: NOW }
}

/// The most items that an invented customer looks at: beyond what ranking looks back.
const LONGEST_WALK: usize = 25;

/// How many carriers of an attribute an invented customer chooses from.
const NEAR: usize = 50;

/// A moment like any other, so that an audit of invented customers is the same every day.
const NOW: Minute = Minute(29_000_000);

#[cfg(test)]
mod tests {
    use super::*;

    fn session(visitor: u32, day: u32, events: &[u32]) -> Session {
        Session { visitor, last: i64::from(day) * 86_400_000, events: events.to_vec() }
    }

    fn customers(sessions: &[Session], most: Option<u64>) -> Vec<Customer> {
        Crowd::of_sessions(sessions.to_vec(), most).each(|_, customer| customer.clone())
    }

    #[test]
    fn a_visitor_is_known_by_the_sessions_before_and_not_by_those_after() {
        let sessions = [session(1, 10, &[5, 6]), session(2, 11, &[7]), session(1, 12, &[8, 9])];
        let found = customers(&sessions, None);
        let items = |customer: &Customer| -> Vec<u32> {
            customer.events.iter().map(|(item, _)| item.0).collect()
        };
        let expected = [vec![5], vec![5, 6], vec![7], vec![5, 6, 8], vec![5, 6, 8, 9]];
        assert_eq!(found.iter().map(items).collect::<Vec<_>>(), expected);
        assert_eq!(found[4].events[0].1, Minute(10 * 1440));
        assert_eq!(found[4].now, Minute(12 * 1440));
        assert_eq!(found[4].page(), Some(ItemIx(9)));
        assert_eq!(customers(&sessions, Some(5)).len(), 5);
    }

    #[test]
    fn no_more_is_remembered_than_the_vault_keeps() {
        let long = |day: u32| session(1, day, &vec![day; MOST_ENTRIES - 10]);
        let found = customers(&[long(1), long(2), long(3)], None);
        let last = &found[found.len() - 1].events;
        assert_eq!(last.len(), MOST_ENTRIES);
        assert_eq!((last[9].0, last[10].0), (ItemIx(2), ItemIx(3)));
    }
}
