//! The same ranking natively and in the browser, bit for bit: what the native side gives to compare.

use std::fs;
use std::path::Path;

use homekept::catalogue::{Catalogue, FacetIx, ItemIx, TableSource, encode};
use homekept::profile::{Dials, Interest, Profile, Visit};
use homekept::ranking::{Ask, Slot, rank};

use crate::assemble::{TablePart, assemble, popularity, renumber};
use crate::denied::Denied;
use crate::eval::ranker::profile_after;
use crate::input::feed::FeedFlags;
use crate::input::log::LogFlags;
use crate::input::{feed, log};
use crate::knobs::Knobs;
use crate::table::Threshold;
use crate::{PackError, Quiet, table, write};

/// Ranks 1,000 real prefixes of the sessions in `data` (the folder of eshop2008) natively, and
/// writes what a browser needs to do the same: `parity.hkp`, a pack, and `parity.bin`:
///
/// ```text
/// u32 cases
/// case[cases]:
///   u32 slot                0: for you; 2^32 - 2: basket; 2^32 - 1: re-rank, and then
///                           { u32 items, { u32 item }[items] }, the list;
///                           otherwise like this, and the item's number plus one
///   u32 items               { u32 item }[items], the page's item or those in the basket
///   u32 items               { u32 item }[items], what is left out
///   u32 limit
///   f32 boost               as its bits
///   u32 dials               surprise is this modulo 5, less 2; memory a fifth of it, modulo 5, less 2
///   u32 visits              { u32 item, u32 steps }[visits], newest first
///   u32 habits              { u32 item, f32 sum as its bits }[habits]
///   u32 interests           { u32 facet, f32 strength as its bits, u32 stated (0 or 1) }[interests]
///   u32 picks               { u32 item, f32 score as its bits }[picks], the best first
/// ```
///
/// All numbers are little-endian. Every third case has interests (of the last item's facets, one
/// of them negative), every fourth is of the slot *like this*, every fifth re-ranks a list, every
/// seventh has a basket, every eleventh habits, and the dials turn from case to case, so that every
/// term of the score is compared.
///
/// # Errors
/// When the data cannot be read, or the files cannot be written.
pub fn write_parity(data: &Path, dir: &Path) -> Result<(), PackError> {
    let knobs = Knobs { rho: 0.5, ..Knobs::default() };
    let flags = FeedFlags { url_template: "/item/{id}", ..FeedFlags::default() };
    let mut feed = feed::read(&data.join("items.csv.gz"), &flags, &mut Quiet)?;
    for item in feed.items.iter_mut().step_by(9) {
        item.sponsored = true;
    }
    let log = log::read(&data.join("events.csv.gz"), &LogFlags::default(), &mut Quiet)?;
    let ids: Vec<&str> = feed.items.iter().map(|item| item.id.as_str()).collect();
    let (sessions, _) = renumber(&log.sessions, &log.ids, &ids);
    let counts = table::count(sessions.iter(), ids.len(), &knobs);
    let counted: Vec<f64> = counts.sessions.iter().map(|count| f64::from(*count)).collect();
    let table = TablePart {
        rows: table::rows(&counts, &knobs, 20, Threshold::at(1)),
        popularity: popularity(&counted, 1),
        source: TableSource::Sessions,
        support: 1,
        vintage_day: 0,
    };
    let bytes =
        encode(&assemble(feed, table, &knobs, &Denied::default())).map_err(PackError::Build)?;
    let catalogue = Catalogue::open(bytes.clone().into()).map_err(PackError::Open)?;

    // Prefixes from all over the log, of every length.
    let step = (sessions.len() / CASES).max(1);
    let picked =
        sessions.iter().step_by(step).filter(|session| !session.events.is_empty()).take(CASES);
    let mut out = Vec::new();
    let mut cases = 0u32;
    for (number, session) in picked.enumerate() {
        let len = 1 + number % session.events.len();
        put_case(&mut out, &catalogue, number, session.events.get(..len).unwrap_or(&[]));
        cases += 1;
    }
    let file = [&cases.to_le_bytes()[..], &out].concat();
    fs::create_dir_all(dir).map_err(|source| PackError::Write { path: dir.to_owned(), source })?;
    write::whole(&dir.join("parity.hkp"), &bytes)?;
    write::whole(&dir.join("parity.bin"), &file)
}

/// Writes cases for whoever times them elsewhere: `cases.hkp`, the pack, and `cases.bin`, as drawn
/// at [`write_parity`], with the dials at rest.
///
/// # Errors
/// When the files cannot be written.
pub(crate) fn write_cases<'a>(
    catalogue: &Catalogue,
    cases: impl Iterator<Item = (Profile, Ask)> + Clone + 'a,
    dir: &Path,
) -> Result<(), PackError> {
    let mut out = (cases.clone().count() as u32).to_le_bytes().to_vec();
    for (profile, ask) in cases {
        put(&mut out, catalogue, AT_REST, &profile, &ask);
    }
    fs::create_dir_all(dir).map_err(|source| PackError::Write { path: dir.to_owned(), source })?;
    write::whole(&dir.join("cases.hkp"), catalogue.bytes())?;
    write::whole(&dir.join("cases.bin"), &out)
}

/// Reads what [`write_parity`] wrote, ranks it again, and gives the number of cases: the twin of
/// what the browser's test does, so that the drawing above is known to be true.
///
/// # Errors
/// When a file cannot be read, or the pack does not open.
///
/// # Panics
/// When a case does not come out with the same items and bits.
pub fn check_parity(dir: &Path) -> Result<u32, PackError> {
    let read = |name: &str| {
        let path = dir.join(name);
        fs::read(&path).map_err(|source| PackError::Read { path, source })
    };
    let catalogue = Catalogue::open(read("parity.hkp")?.into()).map_err(PackError::Open)?;
    let file = read("parity.bin")?;
    let mut numbers = file
        .chunks_exact(4)
        .map(|bytes| bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)));
    let mut next = || numbers.next().unwrap_or(0);
    let item = |number: u32| number.checked_sub(1).map(ItemIx);
    let cases = next();
    for case in 0..cases {
        let slot = match next() {
            RE_RANK => Slot::ReRank,
            BASKET => Slot::Basket,
            number => item(number).map_or(Slot::ForYou, Slot::LikeThis),
        };
        let within = (slot == Slot::ReRank).then(|| (0..next()).map(|_| ItemIx(next())).collect());
        let current = (0..next()).map(|_| ItemIx(next())).collect();
        let exclude = (0..next()).map(|_| ItemIx(next())).collect();
        let ask = Ask {
            current,
            exclude,
            limit: next() as usize,
            boost: f32::from_bits(next()),
            within,
            ..Ask::new(slot, 0)
        };
        let mut profile = Profile { dials: dials(next()), ..Profile::default() };
        for _ in 0..next() {
            profile.recent.push(Visit { item: ItemIx(next()), steps: next() });
        }
        for _ in 0..next() {
            profile.habits.push((ItemIx(next()), f32::from_bits(next())));
        }
        for _ in 0..next() {
            let (facet, strength) = (FacetIx(next()), f32::from_bits(next()));
            profile.interests.push(Interest { facet, strength, stated: next() == 1 });
        }
        let picks = rank(&catalogue, &profile, &ask);
        assert_eq!(next() as usize, picks.len(), "case {case}");
        for pick in picks {
            assert_eq!((next(), next()), (pick.item.0, pick.score.to_bits()), "case {case}");
        }
    }
    Ok(cases)
}

fn put_case(out: &mut Vec<u8>, catalogue: &Catalogue, number: usize, events: &[u32]) {
    let mut profile = profile_after(events);
    let last = profile.recent.first().map(|visit| visit.item);
    if number.is_multiple_of(3) {
        profile.interests = interests(last.into_iter().flat_map(|item| catalogue.facets(item)));
    }
    if number.is_multiple_of(11) {
        profile.habits = last.into_iter().map(|item| (item, 1.5)).collect();
    }
    profile.dials = dials(number as u32);
    let basket = number.is_multiple_of(7);
    let slot = match last {
        Some(_) if basket => Slot::Basket,
        Some(item) if number.is_multiple_of(4) => Slot::LikeThis(item),
        _ if number.is_multiple_of(5) => Slot::ReRank,
        _ => Slot::ForYou,
    };
    let every_seventh = || (0..catalogue.len()).rev().step_by(7).map(ItemIx).collect();
    let ask = Ask {
        current: profile
            .recent
            .iter()
            .map(|visit| visit.item)
            .take(if basket { 3 } else { (number + 1) % 2 })
            .collect(),
        within: (slot == Slot::ReRank).then(every_seventh),
        ..Ask::new(slot, 20)
    };

    put(out, catalogue, number as u32, &profile, &ask);
}

/// Writes one case with its picks; `dials` are those of the profile.
fn put(out: &mut Vec<u8>, catalogue: &Catalogue, dials: u32, profile: &Profile, ask: &Ask) {
    let mut put = |value: u32| out.extend_from_slice(&value.to_le_bytes());
    put(match ask.slot {
        Slot::LikeThis(item) => item.0 + 1,
        Slot::ReRank => RE_RANK,
        Slot::Basket => BASKET,
        Slot::ForYou | Slot::Continue => 0,
    });
    if let Some(list) = &ask.within {
        put(list.len() as u32);
        list.iter().for_each(|item| put(item.0));
    }
    put(ask.current.len() as u32);
    ask.current.iter().for_each(|item| put(item.0));
    put(ask.exclude.len() as u32);
    ask.exclude.iter().for_each(|item| put(item.0));
    put(ask.limit as u32);
    put(ask.boost.to_bits());
    put(dials);
    put(profile.recent.len() as u32);
    for visit in &profile.recent {
        put(visit.item.0);
        put(visit.steps);
    }
    put(profile.habits.len() as u32);
    for (item, sum) in &profile.habits {
        put(item.0);
        put(sum.to_bits());
    }
    put(profile.interests.len() as u32);
    for interest in &profile.interests {
        put(interest.facet.0);
        put(interest.strength.to_bits());
        put(u32::from(interest.stated));
    }
    let picks = rank(catalogue, profile, ask);
    put(picks.len() as u32);
    for pick in picks {
        put(pick.item.0);
        put(pick.score.to_bits());
    }
}

/// One interest for each facet: stated or not, in turn, and the third one negative.
fn interests(facets: impl Iterator<Item = FacetIx>) -> Vec<Interest> {
    let interest = |(place, facet): (usize, FacetIx)| Interest {
        facet,
        strength: if place == 2 { -0.5 } else { 0.9 / (1.0 + place as f32) },
        stated: place.is_multiple_of(2),
    };
    facets.enumerate().map(interest).collect()
}

/// Dials for a case: each place of the one with each of the other, in turn.
fn dials(case: u32) -> Dials {
    let place = |number: u32| (number % 5) as i32 - 2;
    Dials::at(place(case), place(case / 5)).unwrap_or_default()
}

/// Both dials in the middle, see [`dials`].
const AT_REST: u32 = 12;

/// Stand for slots that are no item's.
const RE_RANK: u32 = u32::MAX;
const BASKET: u32 = u32::MAX - 1;

/// How many prefixes are compared.
const CASES: usize = 1000;
