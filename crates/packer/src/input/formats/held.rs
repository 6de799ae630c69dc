//! Objects that have been read and not handed on: JSON-LD holds several items in one.

use std::collections::VecDeque;

use serde_json::Value;

use super::{object, schema};
use crate::input::fields::{Columns, Fields};
use crate::input::records::Line;

/// What is waiting to become records.
#[derive(Default)]
pub(crate) struct Held {
    values: VecDeque<(u64, Result<Value, String>)>,
    /// How many things of JSON-LD were no products.
    others: u64,
}

impl Held {
    /// Takes what was read at a line: an object, or, of JSON-LD, the products in it.
    pub(crate) fn take(&mut self, line: u64, read: Result<Value, serde_json::Error>) {
        match read {
            Err(error) => self.broken(line, format!("is not JSON: {error}")),
            Ok(value) if schema::is_typed(&value) => {
                let mut products = Vec::new();
                self.others += schema::products(value, &mut products);
                self.values.extend(products.into_iter().map(|product| (line, Ok(product))));
            }
            Ok(value) => self.values.push_back((line, Ok(value))),
        }
    }

    /// Takes what is wrong at a line.
    pub(crate) fn broken(&mut self, line: u64, reason: impl Into<String>) {
        self.values.push_back((line, Err(reason.into())));
    }

    /// Whether there is an object among what is held.
    pub(crate) fn has_objects(&self) -> bool {
        self.values.iter().any(|(_, value)| value.is_ok())
    }

    /// The next record; none where nothing is held.
    pub(crate) fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> Option<Line> {
        let (number, value) = self.values.pop_front()?;
        let read = value.and_then(|value| object::fill(&value, columns, fields));
        Some(Line { number, broken: read.err() })
    }

    /// What was left out, in words; none where nothing was.
    pub(crate) fn left_out(&self) -> Option<String> {
        let others = self.others;
        (others > 0)
            .then(|| format!("{others} things that are no Product of schema.org are left out"))
    }
}
