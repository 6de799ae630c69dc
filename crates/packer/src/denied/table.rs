//! The shop's own table: what becomes of its categories. A row names a category and says which topic
//! it is of, or `deny`, or `allow` with the reason for it.
//!
//! It leaves out which categories the feed has: a table may be of the whole shop, and a feed of a
//! part of it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

use super::topics;
use crate::PackError;
use crate::input::columns::{self, CATEGORY, REASON, TOPIC};
use crate::input::fields::Fields;
use crate::input::records::Records;

/// What a shop says of its categories.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) path: PathBuf,
    rows: Vec<Row>,
    /// The place of the row of each category.
    places: BTreeMap<String, usize>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) category: String,
    pub(super) says: Says,
    is_used: Cell<bool>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    /// The category is of the topic at this place.
    Topic(usize),
    /// It is denied, and the shop does not say why.
    Deny,
    /// It is not what the words take it for.
    Allow {
        /// Why not.
        reason: String,
    },
}

impl Table {
    /// A table without a row.
    pub(super) fn empty() -> Self {
        Self { path: PathBuf::new(), rows: Vec::new(), places: BTreeMap::new() }
    }

    /// Reads a table. One row that cannot be understood is an error: what it should have denied
    /// would be profiled.
    pub(super) fn read(path: &Path) -> Result<Self, PackError> {
        let mut records = Records::open(path)?;
        let mut fields = Fields::default();
        let mut table = Self { path: path.to_owned(), ..Self::empty() };
        let category = columns::need(&records, &CATEGORY, &[]);
        let topic = columns::need(&records, &TOPIC, &[]);
        let (category, topic) = (category?, topic?);
        let reason = columns::find(&records, &REASON, &[])?;
        while let Some(line) = records.next(&mut fields)? {
            let row = match line.broken {
                Some(broken) => Err(broken),
                None => Row::of(
                    line.number,
                    fields.text(category),
                    fields.text(topic),
                    reason.and_then(|place| fields.text(place)),
                ),
            };
            let row = row.map_err(|reason| table.unclear(line.number, reason))?;
            let place = table.rows.len();
            if let Some(before) = table.places.insert(key(&row.category), place) {
                let before = table.rows.get(before).map_or(0, |row| row.line);
                let reason =
                    format!("has the category {:?}, which line {before} has", row.category);
                return Err(table.unclear(line.number, reason));
            }
            table.rows.push(row);
        }
        if table.rows.is_empty() {
            return Err(PackError::Empty { path: path.to_owned() });
        }
        Ok(table)
    }

    /// What the table says of a label: by kind and label, by the label alone, or by a path that ends
    /// in it and is allowed.
    pub(super) fn of_label(&self, kind: &str, label: &str) -> Option<&Row> {
        let row = self.row(&format!("{kind}={label}")).or_else(|| self.row(label));
        row.or_else(|| {
            let ends_in_it = |row: &&Row| {
                let end = row.category.rsplit_once(STEP).map(|(_, end)| end);
                matches!(row.says, Says::Allow { .. })
                    && end.is_some_and(|end| key(end) == key(label))
            };
            self.rows.iter().find(ends_in_it)
        })
    }

    /// What the table says of a code, by its taxonomy and its text.
    pub(super) fn of_code(&self, taxonomy: &str, text: &str) -> Option<&Row> {
        self.row(&format!("{taxonomy}={text}"))
    }

    /// What the table says of a path, or of the longest one that it goes through.
    pub(super) fn of_path(&self, path: &str) -> Option<&Row> {
        let mut path = key(path);
        loop {
            if let Some(row) = self.row(&path) {
                return Some(row);
            }
            path = path.rsplit_once(STEP).filter(|(above, _)| above.contains(STEP))?.0.to_owned();
        }
    }

    /// Notes that a row is about something that the feed has.
    pub(super) fn is_used(&self, row: &Row) {
        row.is_used.set(true);
    }

    /// How many rows there are, and those that are about nothing in the feed.
    pub(super) fn unused(&self) -> (usize, Vec<&Row>) {
        (self.rows.len(), self.rows.iter().filter(|row| !row.is_used.get()).collect())
    }

    /// The error of a row.
    pub(super) fn unclear(&self, line: u64, reason: String) -> PackError {
        PackError::DenyMapUnclear { path: self.path.clone(), line, reason }
    }

    fn row(&self, category: &str) -> Option<&Row> {
        self.rows.get(*self.places.get(&key(category))?)
    }
}

impl Row {
    fn of(
        line: u64,
        category: Option<&str>,
        topic: Option<&str>,
        reason: Option<&str>,
    ) -> Result<Self, String> {
        let category = category.map(str::trim).filter(|category| !category.is_empty());
        let category = category.ok_or("has no category")?.to_owned();
        let topic = topic.map(str::trim).filter(|topic| !topic.is_empty());
        let topic = topic.ok_or_else(|| format!("does not say what becomes of {category:?}"))?;
        let says = match topic {
            "deny" => Says::Deny,
            "allow" => {
                let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
                let reason = reason.ok_or_else(|| {
                    format!("allows {category:?} without a reason; the audit tells it")
                })?;
                Says::Allow { reason: reason.to_owned() }
            }
            name => Says::Topic(topics::find(name).ok_or_else(|| {
                format!(
                    "has the topic {name:?}; the topics are {}, or deny, or allow",
                    topics::names()
                )
            })?),
        };
        Ok(Self { line, category, says, is_used: Cell::new(false) })
    }
}

/// A category as it is compared: without capitals, in one form of Unicode, with single spaces.
fn key(category: &str) -> String {
    let folded: String = category.nfkc().default_case_fold().nfkc().collect();
    let steps: Vec<String> = folded
        .split('>')
        .map(|step| step.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    steps.join(STEP)
}

const STEP: &str = " > ";
