//! Which items and categories are never part of what is known of anybody, and why.
//!
//! The first line is what somebody has said: the feed's column, a flag, the shop's own table, and
//! codes of taxonomies that others keep. The second is a screen of words in many languages. What
//! denied means for tables, profiles and reasons is left to the rest of the house.

mod codes;
mod report;
mod screen;
mod table;
mod told;
mod topics;

pub use report::{Cause, Denials, Override, Rule, Titles};
pub(crate) use told::tell;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use crate::input::codes::{Code, Taxonomy};
use crate::input::columns::plain;
use crate::input::feed::{Feed, FeedItem};
use crate::{PackError, Progress};
use codes::{Listed, google_path, is_iab_id, look_up};
use screen::{Hit, Screen, screen};
use table::{Row, Says, Table};
use topics::topics;

/// What the caller says of denied categories.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rules<'a> {
    /// Categories that are denied, each as kind=label.
    pub(crate) flags: &'a [String],
    /// The shop's own table.
    pub(crate) map: Option<&'a Path>,
    /// Whether names of categories are held against the lists of words.
    pub(crate) screen: bool,
    /// Whether titles are, too.
    pub(crate) screen_titles: bool,
}

/// What is denied of a feed.
#[derive(Debug, Default)]
pub(crate) struct Denied {
    /// The labels of each kind.
    labels: Vec<BTreeSet<String>>,
    /// By what.
    pub(crate) denials: Denials,
}

impl Denied {
    /// Whether a label is denied.
    pub(crate) fn has(&self, kind: u16, label: &str) -> bool {
        self.labels.get(usize::from(kind)).is_some_and(|labels| labels.contains(label))
    }
}

/// Decides which items and labels of a feed are denied, and marks the items.
pub(crate) fn decide(
    feed: &mut Feed,
    rules: Rules<'_>,
    progress: &mut dyn Progress,
) -> Result<Denied, PackError> {
    progress.begin("looking for denied topics", None);
    let table = rules.map.map_or_else(|| Ok(Table::empty()), Table::read)?;
    let screen = rules.screen.then(screen);
    let mut found = Found::default();
    let labels = labels(feed);
    let by_label = of_labels(feed, &labels, rules.flags, &table, screen, &mut found)?;
    let by_code = of_codes(&feed.codes, &table, &mut found)?;
    let by_column = feed.denied_column.as_ref().map(|column| {
        // Merchant Center's `adult` says what it is about.
        let topic = (plain(column) == "adult").then(|| "sex-life".to_owned());
        found.cause(Cause { rule: Rule::Column, topic, what: column.clone(), word: None, items: 0 })
    });
    let labels: Vec<Vec<String>> = labels
        .iter()
        .map(|of_kind| of_kind.iter().map(|label| (*label).to_owned()).collect())
        .collect();

    let mut causes = Vec::new();
    for item in &mut feed.items {
        causes.clear();
        causes.extend(by_column.filter(|_| item.denied));
        causes.extend(
            item.facets.iter().filter_map(|(kind, label)| {
                by_label.get(usize::from(*kind))?.get(&**label).copied()
            }),
        );
        let of_code = |code: &u32| by_code.get(*code as usize).copied().flatten();
        causes.extend(item.codes.iter().filter_map(of_code));
        // Whoever allows a category has seen what stands in it.
        if causes.is_empty()
            && let Some(screen) = screen
        {
            causes.extend(of_title(item, screen, rules.screen_titles, &mut found));
        }
        found.count(&mut causes);
        item.denied |= causes.iter().any(|mark| !mark.is_allowed);
    }
    let denied = close(feed, labels, &by_label, found, rules);
    note_slips(feed, &table, progress);
    Ok(denied)
}

/// A cause or an override, by its place among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    is_allowed: bool,
    place: usize,
}

/// What was found so far.
#[derive(Debug, Default)]
struct Found {
    causes: Vec<Cause>,
    overrides: Vec<Override>,
    /// The causes of words in titles, by topic and word.
    of_titles: BTreeMap<(usize, String), Mark>,
    titles: Titles,
}

impl Found {
    fn cause(&mut self, cause: Cause) -> Mark {
        self.causes.push(cause);
        Mark { is_allowed: false, place: self.causes.len() - 1 }
    }

    fn allow(&mut self, allowed: Override) -> Mark {
        self.overrides.push(allowed);
        Mark { is_allowed: true, place: self.overrides.len() - 1 }
    }

    /// Counts an item, once for each of its marks.
    fn count(&mut self, marks: &mut Vec<Mark>) {
        marks.sort_unstable();
        marks.dedup();
        for mark in marks {
            let items = match mark.is_allowed {
                true => self.overrides.get_mut(mark.place).map(|allowed| &mut allowed.items),
                false => self.causes.get_mut(mark.place).map(|cause| &mut cause.items),
            };
            items.into_iter().for_each(|items| *items += 1);
        }
    }
}

/// The labels of each kind.
fn labels(feed: &Feed) -> Vec<BTreeSet<&str>> {
    let mut labels = vec![BTreeSet::new(); feed.kinds.len()];
    for (kind, label) in feed.items.iter().flat_map(|item| &item.facets) {
        if let Some(of_kind) = labels.get_mut(usize::from(*kind)) {
            of_kind.insert(&**label);
        }
    }
    labels
}

/// What becomes of labels: by a flag, by the table, by a word.
fn of_labels(
    feed: &Feed,
    labels: &[BTreeSet<&str>],
    flags: &[String],
    table: &Table,
    screen: Option<&Screen>,
    found: &mut Found,
) -> Result<Vec<BTreeMap<String, Mark>>, PackError> {
    let mut marks = vec![BTreeMap::new(); labels.len()];
    for flag in flags {
        let (kind, label) = flag.split_once('=').ok_or_else(|| PackError::FlagUnclear {
            flag: "--deny",
            value: flag.clone(),
            expected: "kind=label",
        })?;
        let place = feed.kinds.iter().position(|known| known == kind);
        let is_there =
            place.and_then(|kind| labels.get(kind)).is_some_and(|of_kind| of_kind.contains(label));
        let of_kind = place.filter(|_| is_there).and_then(|kind| marks.get_mut(kind));
        let of_kind: &mut BTreeMap<String, Mark> =
            of_kind.ok_or_else(|| PackError::DenyUnknown { facet: flag.clone() })?;
        let cause =
            Cause { rule: Rule::Flag, topic: None, what: flag.clone(), word: None, items: 0 };
        of_kind.entry(label.to_owned()).or_insert_with(|| found.cause(cause));
    }
    for ((kind, of_kind), marks) in feed.kinds.iter().zip(labels).zip(&mut marks) {
        let screen = screen.filter(|_| names_topics(kind));
        for label in of_kind {
            let row = table.of_label(kind, label);
            row.inspect(|row| table.is_used(row));
            if marks.contains_key(*label) {
                continue;
            }
            let hit = || screen.and_then(|screen| screen.find(label));
            if let Some(mark) = of_label(format!("{kind}={label}"), row, hit, found) {
                marks.insert((*label).to_owned(), mark);
            }
        }
    }
    Ok(marks)
}

/// What becomes of one label.
fn of_label<'a>(
    what: String,
    row: Option<&Row>,
    hit: impl Fn() -> Option<Hit<'a>>,
    found: &mut Found,
) -> Option<Mark> {
    match row.map(|row| &row.says) {
        Some(Says::Topic(topic)) => Some(found.cause(by_table(Some(*topic), what))),
        Some(Says::Deny) => Some(found.cause(by_table(None, what))),
        Some(Says::Allow { reason }) => {
            let hit = hit()?;
            Some(found.allow(Override {
                rule: Rule::Screen,
                topic: name(hit.topic),
                what,
                word: Some(quoted(&hit)),
                reason: reason.clone(),
                items: 0,
            }))
        }
        None => {
            let hit = hit()?;
            let (topic, word) = (Some(name(hit.topic)), Some(quoted(&hit)));
            Some(found.cause(Cause { rule: Rule::Screen, topic, what, word, items: 0 }))
        }
    }
}

/// What becomes of codes: by the table, or by the list of denied ones.
fn of_codes(
    codes: &[Code],
    table: &Table,
    found: &mut Found,
) -> Result<Vec<Option<Mark>>, PackError> {
    codes.iter().map(|code| of_code(code, table, found)).collect()
}

fn of_code(code: &Code, table: &Table, found: &mut Found) -> Result<Option<Mark>, PackError> {
    let (rule, what) = match code.taxonomy {
        Taxonomy::Iab => (Rule::Iab, format!("iab={}", code.text)),
        Taxonomy::Google | Taxonomy::Own => (Rule::Google, code.text.clone()),
    };
    let row = match code.taxonomy {
        Taxonomy::Iab => table.of_code("iab", &code.text),
        Taxonomy::Own => table.of_path(&code.text),
        Taxonomy::Google => {
            let path = google_path(&code.text).unwrap_or(&code.text);
            table.of_code("google", &code.text).or_else(|| table.of_path(path))
        }
    };
    row.inspect(|row| table.is_used(row));
    let listed = look_up(code, topics());
    Ok(match (row.map(|row| (row, &row.says)), listed) {
        (Some((_, Says::Topic(topic))), _) => Some(found.cause(by_table(Some(*topic), what))),
        (Some((_, Says::Deny)), _) => Some(found.cause(by_table(None, what))),
        (Some((_, Says::Allow { .. })), None) | (None, None) => None,
        (Some((_, Says::Allow { reason })), Some(Listed { topic, guarded: true })) => {
            let (topic, reason) = (name(topic), reason.clone());
            Some(found.allow(Override { rule, topic, what, word: None, reason, items: 0 }))
        }
        (Some((row, Says::Allow { .. })), Some(Listed { topic, guarded: false })) => {
            let reason = format!(
                "allows {what:?}, which {} lists under {:?}: no table can allow it",
                rule.in_words(),
                name(topic)
            );
            return Err(table.unclear(row.line, reason));
        }
        (None, Some(Listed { topic, .. })) => {
            let topic = Some(name(topic));
            Some(found.cause(Cause { rule, topic, what, word: None, items: 0 }))
        }
    })
}

/// What becomes of an item by its title: nothing but a number, unless titles are to deny. A title is
/// a name and no category: in a bookshop every second one holds a god, a war or a crime.
fn of_title(item: &FeedItem, screen: &Screen, denies: bool, found: &mut Found) -> Option<Mark> {
    let hit = screen.find(&item.title)?;
    if !denies {
        found.titles.items += 1;
        *found.titles.topics.entry(name(hit.topic)).or_default() += 1;
        return None;
    }
    let key = (hit.topic, hit.word.to_owned());
    let known = found.of_titles.get(&key).copied();
    Some(known.unwrap_or_else(|| {
        let (topic, word) = (Some(name(hit.topic)), Some(quoted(&hit)));
        let what = "title".to_owned();
        let mark = found.cause(Cause { rule: Rule::Title, topic, what, word, items: 0 });
        found.of_titles.insert(key, mark);
        mark
    }))
}

/// Denies the labels that denied items alone carry, since an interest in one of them would say the
/// same as an interest in those items, and puts together what was found.
fn close(
    feed: &Feed,
    labels: Vec<Vec<String>>,
    by_label: &[BTreeMap<String, Mark>],
    found: Found,
    rules: Rules<'_>,
) -> Denied {
    let mut open: HashSet<(u16, &str)> = HashSet::new();
    for item in feed.items.iter().filter(|item| !item.denied) {
        open.extend(item.facets.iter().map(|(kind, label)| (*kind, &**label)));
    }
    let mut closed = 0;
    let mut denied = Denied::default();
    for ((kind, of_kind), marks) in (0u16..).zip(labels).zip(by_label) {
        let mut labels = BTreeSet::new();
        for label in of_kind {
            let is_said = marks.get(&label).is_some_and(|mark| !mark.is_allowed);
            let is_closed = !is_said && !open.contains(&(kind, label.as_str()));
            closed += u32::from(is_closed);
            if is_said || is_closed {
                labels.insert(label);
            }
        }
        denied.labels.push(labels);
    }
    let Found { mut causes, mut overrides, titles, .. } = found;
    causes.retain(|cause| cause.items > 0);
    causes.sort_by(|first, second| {
        second
            .items
            .cmp(&first.items)
            .then_with(|| first.what.cmp(&second.what))
            .then(first.rule.cmp(&second.rule))
    });
    overrides.sort_by(|first, second| first.what.cmp(&second.what));
    let more_causes = causes.len().saturating_sub(LISTED) as u32;
    causes.truncate(LISTED);
    denied.denials = Denials {
        items: feed.items.iter().filter(|item| item.denied).count() as u32,
        screen: rules.screen,
        screen_titles: rules.screen && rules.screen_titles,
        causes,
        more_causes,
        closed,
        overrides,
        titles,
    };
    denied
}

/// Tells what could be a slip: rows of the table that are about nothing, and values in the place of
/// ids that are none.
fn note_slips(feed: &Feed, table: &Table, progress: &mut dyn Progress) {
    let (rows, unused) = table.unused();
    if !unused.is_empty() {
        let first: Vec<String> = unused
            .iter()
            .take(NAMED)
            .map(|row| format!("line {} {:?}", row.line, row.category))
            .collect();
        progress.note(&format!(
            "{}: {} of {rows} rows name no category of the feed: {}{}",
            table.path.display(),
            unused.len(),
            first.join(", "),
            if unused.len() > first.len() { " .." } else { "" }
        ));
    }
    let is_slip = |code: &&Code| code.taxonomy == Taxonomy::Iab && !is_iab_id(&code.text);
    let slips: Vec<&str> =
        feed.codes.iter().filter(is_slip).map(|code| code.text.as_str()).collect();
    if !slips.is_empty() {
        let first: Vec<&str> = slips.iter().take(NAMED).copied().collect();
        progress.note(&format!(
            "{} values in the column of IAB ids are no ids, and deny nothing: {}{}",
            slips.len(),
            first.join(", "),
            if slips.len() > first.len() { " .." } else { "" }
        ));
    }
}

/// Whether labels of a kind name what items are about. Names of people and firms, colours and
/// languages do not: Christian Dior is no religion.
fn names_topics(kind: &str) -> bool {
    let kind = plain(kind);
    !NAMES.iter().any(|name| kind.contains(name))
}

fn by_table(topic: Option<usize>, what: String) -> Cause {
    Cause { rule: Rule::Map, topic: topic.map(name), what, word: None, items: 0 }
}

fn name(topic: usize) -> String {
    topics().get(topic).map_or_else(String::new, |topic| topic.name.clone())
}

fn quoted(hit: &Hit<'_>) -> String {
    format!("\u{201c}{}\u{201d} ({})", hit.word, hit.language)
}

/// Kinds whose labels are names, looks or measures.
const NAMES: [&str; 14] = [
    "brand",
    "vendor",
    "manufacturer",
    "supplier",
    "author",
    "artist",
    "publisher",
    "director",
    "actor",
    "colour",
    "color",
    "material",
    "size",
    "language",
];

/// So many causes are listed at most: every visitor gets the list with the pack.
const LISTED: usize = 200;

/// So many slips are named.
const NAMED: usize = 5;

#[cfg(test)]
mod tests;
