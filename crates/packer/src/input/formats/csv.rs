//! CSV and TSV: a header, and then a record a line.

use std::io::{self, Chain, Read};
use std::path::{Path, PathBuf};

use csv::ByteRecord;

use crate::PackError;
use crate::input::bytes::{Input, Text};
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};

/// A reader of CSV.
pub(crate) struct Csv {
    path: PathBuf,
    reader: csv::Reader<Chain<Text, &'static [u8]>>,
    record: ByteRecord,
    layout: Layout,
    columns: usize,
    /// The number of the line in front of the first that `reader` gives.
    before: u64,
    /// How often the file was opened anew behind a quote that is never closed.
    resumed: u32,
}

/// How records are told apart.
#[derive(Clone, Copy)]
struct Layout {
    delimiter: u8,
    /// Whether lines end as on Windows.
    crlf: bool,
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
        let crlf = head.split('\n').next().is_some_and(|line| line.ends_with('\r'));
        let layout = Layout { delimiter, crlf };
        let mut reader = reader(text, layout);
        let mut header = ByteRecord::new();
        reader
            .read_byte_record(&mut header)
            .map_err(|error| PackError::Read { path: path.to_owned(), source: error.into() })?;
        if is_open_at_end(&header) {
            return Err(PackError::NothingReadable {
                path: path.to_owned(),
                lines: 1,
                first: format!("line 1: {OPEN_QUOTE}"),
            });
        }
        let columns = Columns::of(header.iter().map(|name| clean(&String::from_utf8_lossy(name))));
        let csv = Self {
            path: path.to_owned(),
            reader,
            record: header,
            layout,
            columns: columns.names.len(),
            before: 0,
            resumed: 0,
        };
        Ok((csv, columns, name))
    }

    /// Goes on behind line `number`, which takes in what is none of its own. False where that was
    /// done too often already: each time the file is read from its beginning.
    fn resume(&mut self, number: u64) -> io::Result<bool> {
        if self.resumed == MOST_RESUMED {
            return Ok(false);
        }
        self.resumed += 1;
        self.before = number.max(self.before + 1);
        let mut text = Input::open(&self.path)?.text;
        text.go_behind(self.before)?;
        self.reader = reader(text, self.layout);
        Ok(true)
    }
}

impl Source for Csv {
    fn next(&mut self, _: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        self.reader.get_mut().get_mut().0.begin();
        let begin = self.before + self.reader.position().line();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) if self.record.as_slice() != MARK => {}
            Ok(_) => return Ok(None),
            Err(error) => {
                let is_exceeded = self.reader.get_ref().get_ref().0.is_exceeded();
                // Behind the carriage return of the line before, its line feed is still to come.
                let number = begin + u64::from(self.layout.crlf);
                if is_exceeded && self.resume(number)? {
                    return Ok(Some(Line::broken(self.before, OPEN_QUOTE)));
                }
                return Err(error.into());
            }
        }
        let content = self.record.as_slice();
        let over = content.iter().filter(|byte| **byte == b'\n').count() as u64;
        let end = self.before + self.reader.position().line();
        let is_open = is_open_at_end(&self.record);
        // The line feed that ends a record was read with it, but for one behind a carriage return.
        let number = end - over - u64::from(!is_open && !self.layout.crlf);
        let (found, columns) = (self.record.len(), self.columns);
        if is_open {
            let mut reason = OPEN_QUOTE.to_owned();
            if !self.resume(number)? {
                reason += ", and what is behind it is lost";
            }
            return Ok(Some(Line::broken(number, reason)));
        }
        if over > 0 && (found != columns || self.swallows_lines()) {
            let mut reason = format!("opens a quote that is closed {over} lines below");
            if found != columns {
                reason += &format!(", and has {found} fields where the header has {columns}");
            }
            if !self.resume(number)? {
                reason += "; the lines between are lost";
            }
            return Ok(Some(Line::broken(number, reason)));
        }
        Ok(Some(if found != columns {
            Line::broken(number, format!("has {found} fields where the header has {columns}"))
        } else if fill(fields, &self.record) {
            Line::good(number)
        } else {
            Line::broken(number, "is not UTF-8")
        }))
    }
}

fn reader(text: Text, layout: Layout) -> csv::Reader<Chain<Text, &'static [u8]>> {
    csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(layout.delimiter)
        .buffer_capacity(1 << 16)
        .from_reader(text.chain(if layout.crlf { END_CRLF } else { END }))
}

impl Csv {
    /// Whether a field holds the end of a line, whole lines, and the beginning of one, each with as
    /// many delimiters as the header has. Then its quote was not closed, and what closed it was the
    /// quote of a later record. In which field that one stood does not matter where a whole line is
    /// in between and has so many delimiters that no sentence has them by chance.
    fn swallows_lines(&self) -> bool {
        let last = self.columns.saturating_sub(1);
        let delimiters =
            |line: &[u8]| line.iter().filter(|byte| **byte == self.layout.delimiter).count();
        let is_swallowing = |(place, field): (usize, &[u8])| {
            let lines: Vec<usize> = field.split(|byte| *byte == b'\n').map(delimiters).collect();
            match lines.as_slice() {
                [first, whole @ .., end] => {
                    *first == last - place.min(last)
                        && (*end == place || !whole.is_empty() && last >= TELLING)
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
const END_CRLF: &[u8] = b"\r\n\0end of file";
const MARK: &[u8] = b"\0end of file";

/// So many delimiters are no sentence's.
const TELLING: usize = 5;

/// How often a file is read anew behind a quote that takes in what is behind it.
const MOST_RESUMED: u32 = 16;

const OPEN_QUOTE: &str = "opens a quote that is never closed";
