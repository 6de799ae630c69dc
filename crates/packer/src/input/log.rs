//! A session log: who looked at what, in which order.

use std::collections::BTreeMap;
use std::path::Path;

use super::broken::BrokenLines;
use super::columns::{self, plain};
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

/// Reads a log.
pub(crate) fn read(
    path: &Path,
    said: &[(String, String)],
    progress: &mut dyn Progress,
) -> Result<Log, PackError> {
    let mut records = Records::open(path)?;
    let plan = Plan::of(&records, said)?;
    progress.note(&plan.told(&records));
    progress.begin("reading lines of the log", None);

    let mut broken = BrokenLines::of(path);
    let mut numbers = Numbers::default();
    let mut events = Vec::new();
    while let Some(record) = records.next()? {
        match record.fields.and_then(|fields| plan.event(&fields, &mut numbers)) {
            Ok(event) => events.push(event),
            Err(reason) => broken.add(record.line, reason),
        }
        if (events.len() as u64).is_multiple_of(REPORTED) {
            progress.done(events.len() as u64);
        }
    }
    broken.good = events.len() as u64;
    let broken = broken.check()?;
    if !plan.session_named() {
        split_by_pause(&mut events);
    }
    let sessions = sessions(events);
    let (ids, sessions) = by_id(numbers.items, sessions);
    Ok(Log { ids, sessions, dated: plan.dated(), has_visitors: plan.visitor.is_some(), broken })
}

/// Which column is what.
struct Plan {
    session: Option<usize>,
    visitor: Option<usize>,
    time: Option<usize>,
    order: Option<usize>,
    day: Option<(Option<usize>, usize, usize)>,
    item: usize,
}

impl Plan {
    fn of(records: &Records, said: &[(String, String)]) -> Result<Self, PackError> {
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
        Ok(Self { session, visitor, time, order: find(&columns::ORDER)?, day, item })
    }

    /// What was understood, in words.
    fn told(&self, records: &Records) -> String {
        let name = |place: usize| records.columns.get(place).map_or("", String::as_str);
        let mut parts = vec![format!("item = {}", name(self.item))];
        match (self.session, self.visitor) {
            (Some(session), _) => parts.push(format!("session = {}", name(session))),
            (None, _) => {
                parts.push("session = a visitor's events less than 30 minutes apart".to_owned())
            }
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
        format!("{}: {}", records.path.display(), parts.join(", "))
    }

    fn session_named(&self) -> bool {
        self.session.is_some()
    }

    fn dated(&self) -> bool {
        self.time.is_some() || matches!(self.day, Some((Some(_), ..)))
    }

    fn event(&self, fields: &[Option<String>], numbers: &mut Numbers) -> Result<Event, String> {
        let text = |place: usize| fields.get(place).and_then(Option::as_deref);
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
        let order = match self.order {
            Some(place) => text(place)
                .and_then(|text| text.parse::<f64>().ok())
                .ok_or("has no readable order")?,
            None => 0.0,
        };
        Ok(Event {
            session: numbers.session(session),
            visitor: visitor.map(|visitor| numbers.visitor(visitor)),
            item: numbers.item(item),
            time,
            order,
        })
    }
}

/// One line of the log.
#[derive(Debug, Clone)]
struct Event {
    session: u32,
    visitor: Option<u32>,
    item: u32,
    time: i64,
    order: f64,
}

/// Numbers for texts, in the order they are met.
#[derive(Default)]
struct Numbers {
    sessions: BTreeMap<String, u32>,
    visitors: BTreeMap<String, u32>,
    items: BTreeMap<String, u32>,
}

impl Numbers {
    fn session(&mut self, text: &str) -> u32 {
        number(&mut self.sessions, text)
    }
    fn visitor(&mut self, text: &str) -> u32 {
        number(&mut self.visitors, text)
    }
    fn item(&mut self, text: &str) -> u32 {
        number(&mut self.items, text)
    }
}

fn number(numbers: &mut BTreeMap<String, u32>, text: &str) -> u32 {
    if let Some(number) = numbers.get(text) {
        return *number;
    }
    let number = numbers.len() as u32;
    numbers.insert(text.to_owned(), number);
    number
}

/// Texts that logs write where they do not know the visitor.
fn is_unknown(visitor: &str) -> bool {
    matches!(plain(visitor).as_str(), "" | "0" | "null" | "none" | "nan" | "unknown" | "anonymous")
        || visitor == "-1"
}

/// Gives a visitor's events session numbers of their own after each long pause.
fn split_by_pause(events: &mut [Event]) {
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|place| events.get(*place).map(|event| (event.session, event.time)));
    let mut last: Option<(u32, i64)> = None;
    let mut sessions = 0u32;
    for place in order {
        if let Some(event) = events.get_mut(place) {
            let goes_on = last.is_some_and(|(session, time)| {
                session == event.session && event.time - time < PAUSE
            });
            last = Some((event.session, event.time));
            sessions += u32::from(!goes_on);
            event.session = sessions;
        }
    }
}

/// Events to sessions, in order of time, both; ties stay in the order of the file.
fn sessions(mut events: Vec<Event>) -> Vec<Session> {
    let unknown_from =
        events.iter().filter_map(|event| event.visitor).max().map_or(0, |most| most + 1);
    events.sort_by(|first, second| {
        (first.session, first.time)
            .cmp(&(second.session, second.time))
            .then(first.order.total_cmp(&second.order))
    });
    let mut sessions: Vec<(u32, Session)> = events
        .chunk_by(|first, second| first.session == second.session)
        .filter_map(|events| {
            let (first, last) = (events.first()?, events.last()?);
            let visitor = events
                .iter()
                .find_map(|event| event.visitor)
                .unwrap_or(unknown_from + first.session);
            let items = events.iter().map(|event| event.item).collect();
            Some((first.session, Session { visitor, last: last.time, events: items }))
        })
        .collect();
    sessions.sort_by_key(|(number, session)| (session.last, *number));
    sessions.into_iter().map(|(_, session)| session).collect()
}

/// Numbers items by the byte order of their ids, as the pack does.
fn by_id(
    numbers: BTreeMap<String, u32>,
    mut sessions: Vec<Session>,
) -> (Vec<String>, Vec<Session>) {
    let mut places = vec![0u32; numbers.len()];
    for (place, number) in (0u32..).zip(numbers.values()) {
        if let Some(slot) = places.get_mut(*number as usize) {
            *slot = place;
        }
    }
    for event in sessions.iter_mut().flat_map(|session| &mut session.events) {
        *event = places.get(*event as usize).copied().unwrap_or(*event);
    }
    (numbers.into_keys().collect(), sessions)
}

/// A pause that ends a session where the log does not name sessions: half an hour, as in web analytics.
const PAUSE: i64 = 30 * 60 * 1000;

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
        let log = read(&path, &[], &mut Quiet);
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
    fn unknown_visitors_are_each_their_own() {
        let log = "session,user,item\n1,-1,a\n2,-1,a\n3,,a\n4,u,a\n5,u,a\n";
        let log = check("unknown", log, &[&["a"], &["a"], &["a"], &["a"], &["a"]]);
        let mut visitors: Vec<u32> = log.sessions.iter().map(|session| session.visitor).collect();
        visitors.dedup();
        assert_eq!(visitors.len(), 4);
    }
}
