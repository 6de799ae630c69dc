//! JSON Lines: an object a line.

use std::io::{self, BufRead};

use super::held::Held;
use crate::input::bytes::Text;
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};

/// A reader of JSON Lines.
pub(crate) struct JsonLines {
    text: Text,
    bytes: Vec<u8>,
    held: Held,
}

impl JsonLines {
    pub(crate) fn new(text: Text) -> Self {
        Self { text, bytes: Vec::new(), held: Held::default() }
    }
}

impl Source for JsonLines {
    fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        loop {
            if let Some(line) = self.held.next(columns, fields) {
                return Ok(Some(line));
            }
            self.text.begin();
            self.bytes.clear();
            let number = self.text.line();
            if self.text.read_until(b'\n', &mut self.bytes)? == 0 {
                return Ok(None);
            }
            let line = self.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.bytes);
            if !line.trim_ascii().is_empty() {
                self.held.take(number, serde_json::from_slice(line));
            }
        }
    }

    fn left_out(&self) -> Option<String> {
        self.held.left_out()
    }
}
