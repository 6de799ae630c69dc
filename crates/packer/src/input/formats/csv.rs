//! CSV and TSV: a header, and then a record a line.

use std::io::{self, Chain, Read};
use std::path::Path;

use csv::ByteRecord;

use crate::PackError;
use crate::input::bytes::Text;
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};

/// A reader of CSV.
pub(crate) struct Csv {
    reader: csv::Reader<Chain<Text, &'static [u8]>>,
    record: ByteRecord,
    columns: usize,
    delimiter: u8,
}

impl Csv {
    /// Reads the header. Gives the columns, and the name of the delimiter, which is the one that the
    /// header uses most.
    pub(crate) fn open(
        path: &Path,
        text: Text,
        head: &str,
    ) -> Result<(Self, Columns, &'static str), PackError> {
        let (delimiter, name) = delimiter(head.lines().next().unwrap_or(""));
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(text.chain(END));
        let header = reader
            .byte_headers()
            .map_err(|error| PackError::Read { path: path.to_owned(), source: error.into() })?;
        if is_open_at_end(header) {
            return Err(PackError::NothingReadable {
                path: path.to_owned(),
                lines: 1,
                first: format!("line 1: {OPEN_QUOTE}"),
            });
        }
        let columns = Columns::of(header.iter().map(|name| clean(&String::from_utf8_lossy(name))));
        let csv =
            Self { reader, record: ByteRecord::new(), columns: columns.names.len(), delimiter };
        Ok((csv, columns, name))
    }
}

impl Source for Csv {
    fn next(&mut self, _: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        self.reader.get_mut().get_mut().0.begin();
        let is_record = self.reader.read_byte_record(&mut self.record)?;
        if !is_record || self.record.as_slice() == MARK {
            return Ok(None);
        }
        let number = self.record.position().map_or(0, csv::Position::line);
        let lines = self.reader.position().line().saturating_sub(number);
        let (found, columns) = (self.record.len(), self.columns);
        Ok(Some(if is_open_at_end(&self.record) {
            let lost =
                self.record.as_slice().strip_suffix(MARK).unwrap_or_default().trim_ascii_end();
            let lost = lost.iter().filter(|byte| **byte == b'\n').count();
            Line::broken(
                number,
                format!("{OPEN_QUOTE}; the {lost} lines up to the end are lost in it"),
            )
        } else if found != columns {
            let over = if lines > 1 {
                format!(" and goes over {lines} lines, perhaps by a quote that is not closed")
            } else {
                String::new()
            };
            Line::broken(number, format!("has {found} fields where the header has {columns}{over}"))
        } else if lines > 1 && self.swallows_lines() {
            Line::broken(
                number,
                format!(
                    "opens a quote that is closed {} lines below, over what look like records",
                    lines - 1
                ),
            )
        } else if fill(fields, &self.record) {
            Line::good(number)
        } else {
            Line::broken(number, "is not UTF-8")
        }))
    }
}

impl Csv {
    /// Whether a field holds the end of a line, whole lines, and the beginning of one, each with as
    /// many delimiters as the header has. Then its quote was not closed, and what closed it was the
    /// quote of a later record.
    fn swallows_lines(&self) -> bool {
        let last = self.columns.saturating_sub(1);
        let delimiters = |line: &[u8]| line.iter().filter(|byte| **byte == self.delimiter).count();
        let is_swallowing = |(place, field): (usize, &[u8])| {
            let lines: Vec<usize> = field.split(|byte| *byte == b'\n').map(delimiters).collect();
            match lines.as_slice() {
                [first, whole @ .., end] => {
                    *first == last - place.min(last)
                        && *end == place
                        && whole.iter().all(|count| *count == last)
                }
                _ => false,
            }
        };
        last > 1 && self.record.iter().enumerate().any(is_swallowing)
    }
}

fn fill(fields: &mut Fields, record: &ByteRecord) -> bool {
    for (place, field) in record.iter().enumerate() {
        match std::str::from_utf8(field) {
            Ok(text) => fields.put(place, text),
            Err(_) => return false,
        }
    }
    true
}

/// Whether a record took in the mark behind the file: only a quote that was open there does that.
fn is_open_at_end(record: &ByteRecord) -> bool {
    record.as_slice().ends_with(MARK)
}

/// The delimiter that a header uses most, and its name.
fn delimiter(header: &str) -> (u8, &'static str) {
    let count =
        |(delimiter, _): &(u8, &str)| header.bytes().filter(|byte| byte == delimiter).count();
    DELIMITERS.into_iter().max_by_key(count).unwrap_or((b',', "commas"))
}

/// Names without what editors leave around them. Merchant Center's `g:` says whose names these
/// are, and feeds write them with it and without.
fn clean(name: &str) -> String {
    let name = name.trim_start_matches('\u{feff}').trim();
    name.strip_prefix("g:").unwrap_or(name).to_owned()
}

/// The last of equals wins, so the comma comes last.
const DELIMITERS: [(u8, &str); 4] =
    [(b'|', "bars"), (b'\t', "tabs"), (b';', "semicolons"), (b',', "commas")];

/// Stands behind every file. A file ends well when this comes as a record of its own.
const END: &[u8] = b"\n\0end of file";
const MARK: &[u8] = b"\0end of file";

const OPEN_QUOTE: &str = "opens a quote that is never closed";
