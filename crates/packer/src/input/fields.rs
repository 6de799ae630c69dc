//! The names of columns, and the fields of one record.

use std::collections::HashMap;

/// The columns of a file, in the order they are met. Formats whose records name their fields can
/// have more of them at every record.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    pub(crate) fn of(names: impl IntoIterator<Item = String>) -> Self {
        let mut columns = Self::default();
        for name in names {
            let place = columns.names.len();
            columns.places.entry(name.clone()).or_insert(place);
            columns.names.push(name);
        }
        columns
    }

    /// The place of a column, which is a new one where the name has not been met; none where there
    /// are more names than any feed has.
    pub(crate) fn place(&mut self, name: &str) -> Option<usize> {
        if let Some(place) = self.places.get(name) {
            return Some(*place);
        }
        let place = self.names.len();
        if place == MOST_COLUMNS {
            return None;
        }
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        Some(place)
    }
}

/// The fields of one record, in one piece of memory, which the next record fills again.
#[derive(Debug, Default, Clone)]
pub(crate) struct Fields {
    text: String,
    /// Where each field begins and ends in the text; nothing lies between where there is no field.
    spans: Vec<(u32, u32)>,
}

impl Fields {
    /// The text at a place; none where it is missing or blank.
    pub(crate) fn text(&self, place: usize) -> Option<&str> {
        let (from, to) = *self.spans.get(place)?;
        self.text.get(from as usize..to as usize).filter(|text| !text.is_empty())
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
    }

    /// Puts a text at a place, in front of which there may be gaps.
    pub(crate) fn put(&mut self, place: usize, text: &str) {
        let from = self.text.len();
        self.text.push_str(text.trim());
        self.mark(place, from);
    }

    /// Adds a text to what is at a place, with a bar between, as lists are written in CSV.
    pub(crate) fn add(&mut self, place: usize, text: &str) {
        let text = text.trim();
        let Some(before) = self.text(place).map(str::to_owned) else {
            return self.put(place, text);
        };
        if !text.is_empty() {
            self.put(place, &format!("{before}|{text}"));
        }
    }

    fn mark(&mut self, place: usize, from: usize) {
        if self.spans.len() <= place {
            self.spans.resize(place + 1, (0, 0));
        }
        // A record is bounded by far less than what a u32 counts.
        if let Some(span) = self.spans.get_mut(place) {
            *span = (from as u32, self.text.len() as u32);
        }
    }
}

/// A feed with more columns than this names data, not columns.
const MOST_COLUMNS: usize = 2_000;
