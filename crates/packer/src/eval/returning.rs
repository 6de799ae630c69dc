//! What a memory of earlier visits is worth: the visits of returning customers, ranked with and
//! without it, by the shipped fold and the shipped ranking.
//!
//! The customer's earlier sessions, all from the training part, lie in a log as the browser would
//! hold it; before each prediction the log is folded into a profile anew. A log of a shop does not
//! say what kind an event is, so each counts as a view.

use std::collections::BTreeMap;

use homekept::catalogue::Catalogue;
use homekept::consent::{Choice, Ledger, Method, Purpose, Terms};
use homekept::profile::{
    Dials, Entry, EventKind, Knobs as FoldKnobs, Log, MOST_ENTRIES, Profile, What,
};
use homekept::ranking::rank;
use homekept::time::Minute;
use serde::Serialize;

use super::bootstrap::{DRAWS, Draws, Estimate};
use super::material::{Material, Source, Test};
use super::metrics::{Metrics, Quality};
use super::ranker::{LeaveOut, Lists, Moment, Ranker, Scratch, Shipped, ask_after};
use super::replay::replay;
use super::{Bench, RowCut, Split, tune};
use crate::input::log::Session;
use crate::knobs::Knobs;
use crate::table::Threshold;
use crate::{BrokenLines, PackError, Progress};

/// What to measure on.
#[derive(Debug, Clone)]
pub struct ReturningOptions {
    /// The files, and the test part, which is cut off the log: only then customers are known again.
    pub source: Source,
    /// How many items a list has, and how many followers a row keeps.
    pub top: usize,
    /// How many different visitors a pair needs.
    pub support: u32,
    /// The knobs; tuned where there are none.
    pub knobs: Option<Knobs>,
    /// What of the visit itself is left out of the lists.
    pub leave_out: LeaveOut,
    /// About how many predictions: whole sessions are drawn where there are more. None: all.
    pub prefixes: Option<u64>,
    /// The seed of the bootstrap.
    pub seed: u64,
}

/// What it is worth.
#[derive(Debug, Clone, Serialize)]
pub struct Returning {
    /// How many test sessions are of customers who were there before, of how many.
    pub sessions: [u64; 2],
    /// How many predictions were made, of how many of returning customers.
    pub prefixes: [u64; 2],
    /// How many events a customer brings from before, in the middle.
    pub events_before: u64,
    /// The table alone, with the visit's own events.
    pub table: Quality,
    /// The profile of this visit alone: interests join.
    pub visit: Quality,
    /// The profile of all visits.
    pub profile: Quality,
    /// By which share the profile of all visits has a higher HR than that of this visit.
    pub gain_hr: Estimate,
    /// The same for MRR.
    pub gain_mrr: Estimate,
    /// By which share it has a higher HR than the table alone.
    pub gain_hr_over_table: Estimate,
    /// Lines that could not be used, for each file read.
    #[serde(skip)]
    pub broken: Vec<BrokenLines>,
}

/// Measures what a memory of earlier visits is worth.
///
/// # Errors
/// When a file cannot be read or understood, or no customer comes back.
pub fn evaluate_returning(
    options: &ReturningOptions,
    progress: &mut dyn Progress,
) -> Result<Returning, PackError> {
    if let Test::File(path) = &options.source.test {
        return Err(PackError::FlagUnclear {
            flag: "--returning",
            value: path.display().to_string(),
            expected: "a test part that is cut off the log, so that customers are known again",
        });
    }
    let ReturningOptions { top, support, leave_out, .. } = *options;
    let lists = Lists { top, leave_out };
    let mut material = Material::read(&options.source, progress)?;
    let knobs = match options.knobs {
        Some(knobs) => knobs.checked()?,
        None => tune::tune(&material.tail()?, top, support, leave_out, progress)?,
    };
    material.onto_feed();
    let mut split = material.split;
    let history = Memory::of(&split);
    let all = split.test.len() as u64;
    split.test.retain(|session| history.knows(session.visitor));
    if split.test.is_empty() {
        return Err(PackError::NothingToTest);
    }
    let bench = Bench::of(&split, material.feed.as_ref());
    let cut = RowCut { top, head_top: None, threshold: Threshold::at(support), refill: true };
    let (catalogue, _) = bench.catalogue(&bench.count(&knobs), &knobs, cut)?;
    let sessions = match options.prefixes {
        Some(prefixes) if prefixes < split.prefixes() => split.draw(prefixes),
        _ => split.test.iter().collect(),
    };

    let ledger = willing();
    let visit = Remembering { catalogue: &catalogue, ledger: &ledger, memory: None };
    let profile = Remembering { memory: Some(&history), ..visit };
    let asked: u64 = sessions.iter().map(|session| session.events.len() as u64 - 1).sum();
    let mut replayed = |name: &str, ranker: &dyn Ranker| {
        progress.begin(&format!("replaying with {name}"), Some(asked));
        let heard = &mut |done| progress.done(done);
        Metrics::of(&replay(ranker, &sessions, &lists, split.ids.len(), heard))
    };
    let table = replayed("the table alone", &Shipped(&catalogue));
    let visit = replayed("this visit", &visit);
    let profile = replayed("all visits", &profile);
    let draws = Draws::of(sessions.len(), DRAWS, options.seed);
    Ok(Returning {
        sessions: [split.test.len() as u64, all],
        prefixes: [asked, split.prefixes()],
        events_before: history.middle(&sessions),
        table: Quality::of(&draws, &table),
        visit: Quality::of(&draws, &visit),
        profile: Quality::of(&draws, &profile),
        gain_hr: draws.gain(&profile.hr, &visit.hr),
        gain_mrr: draws.gain(&profile.mrr, &visit.mrr),
        gain_hr_over_table: draws.gain(&profile.hr, &table.hr),
        broken: material.broken,
    })
}

/// What customers did in the training part, each in the order of time.
struct Memory {
    events: BTreeMap<u32, Vec<(u32, Minute)>>,
}

impl Memory {
    fn of(split: &Split) -> Self {
        let mut events: BTreeMap<u32, Vec<(u32, Minute)>> = BTreeMap::new();
        for session in &split.train {
            let at = minute(session.last);
            let own = events.entry(session.visitor).or_default();
            own.extend(session.events.iter().map(|item| (*item, at)));
        }
        Self { events }
    }

    fn knows(&self, visitor: u32) -> bool {
        self.before(visitor).next().is_some()
    }

    fn before(&self, visitor: u32) -> impl Iterator<Item = (u32, Minute)> + '_ {
        self.events.get(&visitor).into_iter().flatten().copied()
    }

    fn middle(&self, sessions: &[&Session]) -> u64 {
        let count = |session: &&Session| self.before(session.visitor).count() as u64;
        let mut counts: Vec<u64> = sessions.iter().map(count).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    }
}

/// A customer's browser, with a memory of earlier visits or without.
#[derive(Clone, Copy)]
struct Remembering<'a> {
    catalogue: &'a Catalogue,
    ledger: &'a Ledger,
    memory: Option<&'a Memory>,
}

impl Ranker for Remembering<'_> {
    fn rank(&self, moment: &Moment<'_>, lists: &Lists, _scratch: &mut Scratch) -> Vec<u32> {
        let profile = self.profile(moment);
        let picks = rank(self.catalogue, &profile, &ask_after(moment.before, lists));
        picks.into_iter().map(|pick| pick.item.0).collect()
    }
}

impl Remembering<'_> {
    fn profile(&self, moment: &Moment<'_>) -> Profile {
        let now = minute(moment.at);
        let earlier = self.memory.into_iter().flat_map(|memory| memory.before(moment.visitor));
        let events: Vec<(u32, Minute)> =
            earlier.chain(moment.before.iter().map(|item| (*item, now))).collect();
        let kept = events.get(events.len().saturating_sub(MOST_ENTRIES)..).unwrap_or(&[]);
        let entry = |(order, (item, at)): (u32, &(u32, Minute))| Entry {
            id: u64::from(order),
            order,
            at: *at,
            under: Purpose::Learn,
            what: What::Event {
                kind: EventKind::View,
                item: self.catalogue.id(homekept::catalogue::ItemIx(*item)).to_owned(),
            },
            leaf: Vec::new(),
        };
        let log = Log::of((0..).zip(kept).map(entry).collect());
        Profile::fold(
            &log,
            self.catalogue,
            &FoldKnobs::default(),
            Dials::default(),
            now,
            &self.ledger.uses(),
        )
    }
}

/// The ledger of a customer who lets the shop learn.
fn willing() -> Ledger {
    let notice = "1".to_owned();
    let offered = vec![Purpose::Remember, Purpose::Learn];
    let mut ledger = Ledger::new(Terms { offered: offered.clone(), notice, gpc: false });
    for purpose in offered {
        ledger.write(Choice {
            purpose,
            allowed: true,
            at: Minute(0),
            method: Method::Question,
            notice: "1".to_owned(),
            notice_hash: String::new(),
            language: "en".to_owned(),
            jurisdiction: String::new(),
            told_of_signal: false,
        });
    }
    ledger
}

fn minute(milliseconds: i64) -> Minute {
    Minute(u32::try_from(milliseconds / 60_000).unwrap_or(0))
}
