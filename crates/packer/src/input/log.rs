//! A session log: who looked at what, in which order.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::broken::{BrokenLines, Report};
use super::columns::{self, plain};
use super::fields::Fields;
use super::records::Records;
use super::time;
use crate::{PackError, Progress};

/// Sessions in the order of time, ties in the order of the file.
#[derive(Debug, Clone)]
pub(crate) struct Log {
    /// The ids of the items in it, ascending.
    pub(crate) ids: Vec<String>,
    pub(crate) sessions: Vec<Session>,
    /// Whether the times are real dates; otherwise only their order and distance count.
    pub(crate) dated: bool,
    /// Whether the log tells visitors apart.
    pub(crate) has_visitors: bool,
    pub(crate) broken: BrokenLines,
}

/// One session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// The number of the visitor; sessions of unknown visitors have numbers of their own.
    pub(crate) visitor: u32,
    /// The time of its last event, in milliseconds.
    pub(crate) last: i64,
    /// What was looked at, as places in the log's ids.
    pub(crate) events: Vec<u32>,
}

/// What the caller says of a log.
#[derive(Debug, Clone)]
pub(crate) struct LogFlags<'a> {
    pub(crate) columns: &'a [(String, String)],
    /// The kinds of events that are kept; empty: all.
    pub(crate) kinds: &'a [String],
    /// A pause of so many minutes ends a session where the log does not name sessions.
    pub(crate) pause: u32,
    /// Where lines that cannot be used are written.
    pub(crate) report: Report,
}

impl Default for LogFlags<'_> {
    fn default() -> Self {
        Self { columns: &[], kinds: &[], pause: PAUSE, report: Report::default() }
    }
}

/// Reads a log.
///
/// While it is read it takes 24 bytes an event, 8 more where the log has an `order`, and each id of
/// an item, a session and a visitor once; then 4 bytes an event and some 60 a session.
pub(crate) fn read(
    path: &Path,
    flags: &LogFlags<'_>,
    progress: &mut dyn Progress,
) -> Result<Log, PackError> {
    let mut records = Records::open(path)?;
    progress.note(&format!("{} is {}", path.display(), records.format));
    let plan = Plan::of(&records, flags)?;
    progress.note(&plan.told(&records, flags));
    records.only(&plan.places())?;
    progress.begin_bytes("reading the log", records.size);

    let mut broken = BrokenLines::of(path, &flags.report);
    let mut reading = Reading::default();
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let mut fields = Fields::default();
    while let Some(mut line) = records.next(&mut fields)? {
        if line.number.is_multiple_of(REPORTED) {
            progress.done(records.done());
        }
        if broken.takes(&mut line) || !plan.keeps(&fields, flags, &mut kinds) {
            continue;
        }
        if let Err(reason) = plan.read(&fields, &mut reading) {
            broken.add(line.number, reason);
        }
    }
    if !kinds.is_empty() {
        progress.note(&told_kinds(&kinds, flags));
    }
    if let Some(kind) = flags.kinds.iter().find(|kind| !kinds.contains_key(*kind)) {
        return Err(PackError::FlagUnclear {
            flag: "--kind",
            value: kind.clone(),
            expected: "a kind of event that the log has",
        });
    }
    broken.good = reading.events.len() as u64;
    let broken = broken.check()?;
    let Reading { mut events, orders, sessions, visitors, items } = reading;
    // Their names are not needed any more, and take more memory than their events.
    drop(sessions);
    let known = visitors.len();
    drop(visitors);
    progress.begin("putting sessions in order", None);
    if plan.session.is_none() {
        split_by_pause(&mut events, i64::from(flags.pause) * MINUTE);
    }
    let sessions = sessions_of(events, &orders, known);
    let (ids, sessions) = by_id(items, sessions);
    Ok(Log { ids, sessions, dated: plan.dated(), has_visitors: plan.visitor.is_some(), broken })
}

/// How many events of which kind there are, in words.
fn told_kinds(kinds: &BTreeMap<String, u64>, flags: &LogFlags<'_>) -> String {
    let kept = |kind: &String| flags.kinds.is_empty() || flags.kinds.contains(kind);
    let of_each: Vec<String> = kinds
        .iter()
        .take(KINDS_NAMED)
        .map(|(kind, count)| {
            format!("{count} {kind}{}", if kept(kind) { "" } else { " (left out)" })
        })
        .collect();
    let more = if kinds.len() > of_each.len() { " .." } else { "" };
    format!("kinds of events: {}{more}", of_each.join(", "))
}

/// Which column is what.
struct Plan {
    session: Option<usize>,
    visitor: Option<usize>,
    time: Option<usize>,
    order: Option<usize>,
    day: Option<(Option<usize>, usize, usize)>,
    item: usize,
    kind: Option<usize>,
}

impl Plan {
    fn of(records: &Records, flags: &LogFlags<'_>) -> Result<Self, PackError> {
        let said = flags.columns;
        let find = |role| columns::find(records, role, said);
        let visitor = find(&columns::VISITOR)?;
        let time = find(&columns::TIME)?;
        let session = find(&columns::SESSION)?;
        if session.is_none() && (visitor.is_none() || time.is_none()) {
            columns::need(records, &columns::SESSION, said)?;
        }
        let day = match (find(&columns::YEAR)?, find(&columns::MONTH)?, find(&columns::DAY)?) {
            (year, Some(month), Some(day)) => Some((year, month, day)),
            _ => None,
        };
        let item = columns::need(records, &columns::ITEM, said)?;
        let kind = if flags.kinds.is_empty() {
            find(&columns::KIND)?
        } else {
            Some(columns::need(records, &columns::KIND, said)?)
        };
        Ok(Self { session, visitor, time, order: find(&columns::ORDER)?, day, item, kind })
    }

    /// What was understood, in words.
    fn told(&self, records: &Records, flags: &LogFlags<'_>) -> String {
        let name = |place: usize| records.columns.names.get(place).map_or("", String::as_str);
        let mut parts = vec![format!("item = {}", name(self.item))];
        match (self.session, self.visitor) {
            (Some(session), _) => parts.push(format!("session = {}", name(session))),
            (None, _) => parts.push(format!(
                "session = a visitor's events less than {} minutes apart",
                flags.pause
            )),
        }
        if let Some(visitor) = self.visitor {
            parts.push(format!("visitor = {}", name(visitor)));
        }
        match (self.time, self.day) {
            (Some(time), _) => parts.push(format!("time = {}", name(time))),
            (None, Some((Some(_), ..))) => parts.push("time = year, month, day".to_owned()),
            (None, Some((None, ..))) => {
                parts.push("time = month, day (no year: one calendar year is assumed)".to_owned());
            }
            (None, None) => parts.push("time = the order of the lines".to_owned()),
        }
        if let Some(order) = self.order {
            parts.push(format!("order = {}", name(order)));
        }
        if let Some(kind) = self.kind {
            parts.push(format!("kind = {}", name(kind)));
        }
        format!("{}: {}", records.path.display(), parts.join(", "))
    }

    /// The places of the columns that it reads.
    fn places(&self) -> Vec<usize> {
        let Self { session, visitor, time, order, day, item, kind } = *self;
        let day = day.map(|(year, month, day)| [year, Some(month), Some(day)]);
        let places = [session, visitor, time, order, Some(item), kind];
        places.into_iter().chain(day.into_iter().flatten()).flatten().collect()
    }

    fn dated(&self) -> bool {
        self.time.is_some() || matches!(self.day, Some((Some(_), ..)))
    }

    /// Whether an event is of a kind that is asked for. Counts the kinds, as far as there are few.
    fn keeps(
        &self,
        fields: &Fields,
        flags: &LogFlags<'_>,
        kinds: &mut BTreeMap<String, u64>,
    ) -> bool {
        let Some(kind) = self.kind.and_then(|place| fields.text(place)) else {
            return flags.kinds.is_empty();
        };
        if let Some(count) = kinds.get_mut(kind) {
            *count += 1;
        } else if kinds.len() < KINDS_COUNTED {
            kinds.insert(kind.to_owned(), 1);
        }
        flags.kinds.is_empty() || flags.kinds.iter().any(|kept| kept == kind)
    }

    fn read(&self, fields: &Fields, reading: &mut Reading) -> Result<(), String> {
        let text = |place: usize| fields.text(place);
        let item = text(self.item).ok_or("has no item")?;
        let visitor = self.visitor.and_then(text).filter(|visitor| !is_unknown(visitor));
        let session = match self.session {
            Some(place) => text(place).ok_or("has no session")?,
            None => visitor.ok_or("has no visitor")?,
        };
        let time = match (self.time, self.day) {
            (Some(place), _) => {
                let time = text(place).ok_or("has no time")?;
                time::parse(time)
                    .ok_or_else(|| format!("has the time {time:?}, which is not understood"))?
            }
            (None, Some((year, month, day))) => {
                let number = |place: usize| text(place).and_then(|text| text.parse::<i64>().ok());
                // Any year without a 29th of February keeps months and days in their order.
                let year = year.map_or(Some(1971), number);
                let day = (|| time::day_of(year?, number(month)?, number(day)?))()
                    .ok_or("has no readable day")?;
                day * time::DAY
            }
            (None, None) => 0,
        };
        if let Some(place) = self.order {
            let order = text(place).and_then(|text| text.parse::<f64>().ok());
            reading.orders.push(order.ok_or("has no readable order")?);
        }
        reading.add(session, visitor, item, time);
        Ok(())
    }
}

/// What has been read.
#[derive(Default)]
struct Reading {
    events: Vec<Event>,
    /// The order within a session that the log tells of each event; empty where it tells none.
    orders: Vec<f64>,
    sessions: HashMap<Box<str>, u32>,
    visitors: HashMap<Box<str>, u32>,
    items: HashMap<Box<str>, u32>,
}

impl Reading {
    fn add(&mut self, session: &str, visitor: Option<&str>, item: &str, time: i64) {
        let session = number(&mut self.sessions, session);
        let visitor = visitor.map(|visitor| number(&mut self.visitors, visitor));
        let item = number(&mut self.items, item);
        let line = self.events.len() as u32;
        let visitor = visitor.unwrap_or(UNKNOWN);
        self.events.push(Event { time, session, visitor, item, line });
    }
}

/// One line of the log.
#[derive(Debug, Clone, Copy)]
struct Event {
    time: i64,
    session: u32,
    /// [`UNKNOWN`] where the line names none.
    visitor: u32,
    item: u32,
    /// Its place among the events that could be used.
    line: u32,
}

/// The number of a text: they are numbered in the order they are met.
fn number(numbers: &mut HashMap<Box<str>, u32>, text: &str) -> u32 {
    if let Some(number) = numbers.get(text) {
        return *number;
    }
    let number = numbers.len() as u32;
    numbers.insert(text.into(), number);
    number
}

/// Texts that logs write where they do not know the visitor.
fn is_unknown(visitor: &str) -> bool {
    matches!(plain(visitor).as_str(), "" | "0" | "null" | "none" | "nan" | "unknown" | "anonymous")
        || visitor == "-1"
}

/// Gives a visitor's events session numbers of their own after each long pause.
fn split_by_pause(events: &mut [Event], pause: i64) {
    events.sort_unstable_by_key(|event| (event.session, event.time, event.line));
    let mut last: Option<(u32, i64)> = None;
    let mut sessions = 0u32;
    for event in events {
        let visitor = event.session;
        let goes_on = last.is_some_and(|(same, time)| same == visitor && event.time - time < pause);
        last = Some((visitor, event.time));
        sessions += u32::from(!goes_on);
        event.session = sessions;
    }
}

/// Events to sessions, in order of time, both; ties stay in the order of the file. So many visitors
/// are `known`, and sessions of others have numbers behind theirs.
fn sessions_of(mut events: Vec<Event>, orders: &[f64], known: usize) -> Vec<Session> {
    let order = |event: &Event| orders.get(event.line as usize).copied().unwrap_or(0.0);
    events.sort_unstable_by(|first, second| {
        (first.session, first.time)
            .cmp(&(second.session, second.time))
            .then_with(|| order(first).total_cmp(&order(second)))
            .then_with(|| first.line.cmp(&second.line))
    });
    let mut sessions: Vec<(u32, Session)> = events
        .chunk_by(|first, second| first.session == second.session)
        .filter_map(|events| {
            let (first, last) = (events.first()?, events.last()?);
            let visitor = events.iter().map(|event| event.visitor).find(|found| *found != UNKNOWN);
            let visitor = visitor.unwrap_or(known as u32 + first.session);
            let items = events.iter().map(|event| event.item).collect();
            Some((first.session, Session { visitor, last: last.time, events: items }))
        })
        .collect();
    sessions.sort_unstable_by_key(|(number, session)| (session.last, *number));
    sessions.into_iter().map(|(_, session)| session).collect()
}

/// Numbers items by the byte order of their ids, as the pack does.
fn by_id(
    numbers: HashMap<Box<str>, u32>,
    mut sessions: Vec<Session>,
) -> (Vec<String>, Vec<Session>) {
    let mut ids: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
    ids.sort_unstable();
    let mut places = vec![0u32; ids.len()];
    for (place, (_, number)) in (0u32..).zip(&ids) {
        if let Some(slot) = places.get_mut(*number as usize) {
            *slot = place;
        }
    }
    for event in sessions.iter_mut().flat_map(|session| &mut session.events) {
        *event = places.get(*event as usize).copied().unwrap_or(*event);
    }
    (ids.into_iter().map(|(id, _)| id.into()).collect(), sessions)
}

/// A pause that ends a session where the log does not name sessions: half an hour, as in web analytics.
pub(crate) const PAUSE: u32 = 30;

const MINUTE: i64 = 60_000;

/// The number of no visitor.
const UNKNOWN: u32 = u32::MAX;

/// A column with more kinds than this tells something else.
const KINDS_COUNTED: usize = 1_000;

/// How many kinds are named where they are told of.
const KINDS_NAMED: usize = 12;

/// Every so many lines the reader tells where it is.
const REPORTED: u64 = 16_384;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quiet;

    /// The sessions of a log, each with the ids of its items, in order.
    fn check(name: &str, log: &str, expected: &[&[&str]]) -> Log {
        let path =
            std::env::temp_dir().join(format!("homekept-log-{name}-{}.csv", std::process::id()));
        std::fs::write(&path, log).unwrap();
        let log = read(&path, &LogFlags::default(), &mut Quiet);
        std::fs::remove_file(&path).unwrap();
        let log = log.unwrap();
        let id = |event: &u32| log.ids[*event as usize].as_str();
        let found: Vec<Vec<&str>> =
            log.sessions.iter().map(|session| session.events.iter().map(id).collect()).collect();
        assert_eq!(found, expected);
        log
    }

    #[test]
    fn events_are_ordered_by_time_then_by_order_then_by_line() {
        let log = "session,time,position,item\n2,9,1,b\n1,5,2,c\n1,5,1,a\n1,3,7,b\n1,5,2,d\n";
        let log = check("order", log, &[&["b", "a", "c", "d"], &["b"]]);
        assert!(log.dated && !log.has_visitors);
    }

    #[test]
    fn months_and_days_without_a_year_are_ordered() {
        let log = "session,order,month,day,country,item\nx,1,12,31,29,c\ny,2,4,30,29,b\ny,1,4,30,29,a\nz,1,5,1,29,a\n";
        let log = check("months", log, &[&["a", "b"], &["a"], &["c"]]);
        assert!(!log.dated);
        assert_eq!(log.sessions[1].last - log.sessions[0].last, time::DAY);
    }

    #[test]
    fn a_long_pause_begins_a_session_where_none_are_named() {
        let log = "user,time,item\nu,0,a\nv,60,a\nu,1799,b\nu,3599,c\nv,70,b\n";
        check("pause", log, &[&["a", "b"], &["a", "b"], &["c"]]);
    }

    #[test]
    fn a_session_is_of_the_visitor_who_is_known_first_in_time() {
        let log =
            "session,user,time,item\n1,late,9,b\n1,early,5,a\n1,,1,c\n2,early,20,a\n3,late,30,a\n";
        let log = check("visitor", log, &[&["c", "a", "b"], &["a"], &["a"]]);
        assert_eq!(log.sessions[0].visitor, log.sessions[1].visitor);
        assert_ne!(log.sessions[0].visitor, log.sessions[2].visitor);
    }

    #[test]
    fn unknown_visitors_are_each_their_own() {
        let log = "session,user,item\n1,-1,a\n2,-1,a\n3,,a\n4,u,a\n5,u,a\n";
        let log = check("unknown", log, &[&["a"], &["a"], &["a"], &["a"], &["a"]]);
        let mut visitors: Vec<u32> = log.sessions.iter().map(|session| session.visitor).collect();
        visitors.dedup();
        assert_eq!(visitors.len(), 4);
    }
}
