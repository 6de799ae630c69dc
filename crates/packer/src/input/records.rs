//! Records with named fields, from any format that shops have. Which format a file is in shows in
//! its bytes, not in its name.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::bytes::{Input, Text};
use super::fields::{Columns, Fields};
use super::formats::Format;
use super::formats::csv::Csv;
use super::formats::json::{Json, Layout};
use super::formats::lines::JsonLines;
use super::formats::merchant::Merchant;
use super::formats::page::Page;
use super::formats::parquet::{self, Parquet};
use super::formats::shopify::{self, Shopify};
use crate::PackError;

/// The reader of one format.
pub(crate) trait Source {
    /// Reads the next record into `fields`, which are empty; none at the end.
    fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>>;

    /// Only the columns at these places are asked for from now on. A format that has its columns
    /// apart can leave the others unread.
    fn only(&mut self, _places: &[usize]) -> io::Result<()> {
        Ok(())
    }

    /// What was left out on purpose, in words, once all is read.
    fn left_out(&self) -> Option<String> {
        None
    }
}

/// Where a record stands, and what is wrong with it, if anything is.
#[derive(Debug)]
pub(crate) struct Line {
    /// The number of its first line or of its row, counted from 1.
    pub(crate) number: u64,
    pub(crate) broken: Option<String>,
}

impl Line {
    pub(crate) fn good(number: u64) -> Self {
        Self { number, broken: None }
    }

    pub(crate) fn broken(number: u64, reason: impl Into<String>) -> Self {
        Self { number, broken: Some(reason.into()) }
    }
}

/// A file of records.
pub(crate) struct Records {
    pub(crate) path: PathBuf,
    pub(crate) columns: Columns,
    /// What the file was recognised as, in words.
    pub(crate) format: String,
    /// Where shops whose feed this is have the page of an item.
    pub(crate) url_template: Option<&'static str>,
    /// The length of the file in bytes, where it has one.
    pub(crate) size: Option<u64>,
    read: Rc<Cell<u64>>,
    ahead: VecDeque<(Line, Fields)>,
    source: Box<dyn Source>,
}

impl Records {
    /// Opens a file, recognises its format, and learns the names of its columns.
    pub(crate) fn open(path: &Path) -> Result<Self, PackError> {
        let fail = |source| PackError::Read { path: path.to_owned(), source };
        let input = Input::open(path).map_err(fail)?;
        if input.head.starts_with(parquet::MAGIC) {
            return Self::open_parquet(path, &input);
        }
        // Office programs write UTF-16, every second byte of which is none of text.
        if input.head.contains(&0) {
            let reason = "is not text in UTF-8";
            return Err(fail(io::Error::new(io::ErrorKind::InvalidData, reason)));
        }
        let head = String::from_utf8_lossy(&input.head).into_owned();
        let head = head.trim_start_matches('\u{feff}').trim_start();
        let (wrapping, size, read) = (input.wrapping, input.size, Rc::clone(&input.read));
        let (mut columns, mut url_template) = (Columns::default(), None);
        let (mut format, source): (String, Box<dyn Source>) = match Format::of(head) {
            None => return Err(PackError::Empty { path: path.to_owned() }),
            Some(Format::JsonLines) => {
                ("JSON Lines".to_owned(), Box::new(JsonLines::new(input.text)))
            }
            Some(Format::JsonList) => json(input.text, Layout::List(Vec::new())),
            Some(Format::JsonObject) => {
                // Which list is meant shows at the end of the document alone.
                let again = Input::open(path).map_err(fail)?;
                json(input.text, Layout::of_object(again.text).map_err(fail)?)
            }
            Some(Format::Merchant) => {
                ("a Merchant Center feed in XML".to_owned(), Box::new(Merchant::new(input.text)))
            }
            Some(Format::Page) => {
                let page = Page::open(input.text).map_err(fail)?;
                let page = page.ok_or_else(|| PackError::FormatUnknown {
                    path: path.to_owned(),
                    found: "a web page without a Product of schema.org in it",
                })?;
                ("a web page with schema.org's JSON-LD".to_owned(), Box::new(page))
            }
            Some(Format::OtherXml) => {
                return Err(PackError::FormatUnknown {
                    path: path.to_owned(),
                    found: "XML, and neither RSS nor Atom",
                });
            }
            Some(Format::Csv) => {
                let (csv, header, delimiter) = Csv::open(path, input.text, head)?;
                if let Some(places) = shopify::Places::of(&header) {
                    url_template = Some(shopify::URL_TEMPLATE);
                    let shopify = Shopify::new(csv, header, places);
                    ("a Shopify export of products".to_owned(), Box::new(shopify))
                } else {
                    columns = header;
                    (format!("CSV with {delimiter}"), Box::new(csv))
                }
            }
        };
        if let Some(wrapping) = wrapping {
            format += &format!(", in {wrapping}");
        }
        let path = path.to_owned();
        let mut records = Self {
            path,
            columns,
            format,
            url_template,
            size,
            read,
            ahead: VecDeque::new(),
            source,
        };
        if records.columns.names.is_empty() {
            records.look_ahead()?;
        }
        Ok(records)
    }

    /// Parquet has its list of parts at the end of the file, and is read from there.
    fn open_parquet(path: &Path, input: &Input) -> Result<Self, PackError> {
        let (Some(size), None) = (input.size, input.wrapping) else {
            return Err(PackError::FormatUnknown {
                path: path.to_owned(),
                found: "Parquet within something else, and cannot be read from its end",
            });
        };
        let mut columns = Columns::default();
        let read = Rc::clone(&input.read);
        let source = Parquet::open(path, size, Rc::clone(&read), &mut columns)?;
        Ok(Self {
            path: path.to_owned(),
            columns,
            format: "Parquet".to_owned(),
            url_template: None,
            size: Some(size),
            read,
            ahead: VecDeque::new(),
            source: Box::new(source),
        })
    }

    /// The next record; none at the end.
    pub(crate) fn next(&mut self, fields: &mut Fields) -> Result<Option<Line>, PackError> {
        if let Some((line, ahead)) = self.ahead.pop_front() {
            *fields = ahead;
            return Ok(Some(line));
        }
        fields.clear();
        self.source
            .next(&mut self.columns, fields)
            .map_err(|source| PackError::Read { path: self.path.clone(), source })
    }

    /// Only the columns at these places are asked for from now on: where they are known before the
    /// first record, the others need not be read.
    pub(crate) fn only(&mut self, places: &[usize]) -> Result<(), PackError> {
        self.source
            .only(places)
            .map_err(|source| PackError::Read { path: self.path.clone(), source })
    }

    /// How many bytes of the file have been read.
    pub(crate) fn done(&self) -> u64 {
        self.read.get()
    }

    /// What was left out on purpose, in words, once all is read.
    pub(crate) fn left_out(&self) -> Option<String> {
        self.source.left_out()
    }

    /// Where no header names the columns, the first records do.
    fn look_ahead(&mut self) -> Result<(), PackError> {
        let mut ahead = VecDeque::new();
        while ahead.len() < LOOKED_AT {
            let mut fields = Fields::default();
            let Some(line) = self.next(&mut fields)? else { break };
            ahead.push_back((line, fields));
        }
        if !self.columns.names.is_empty() {
            self.ahead = ahead;
            return Ok(());
        }
        let path = self.path.clone();
        let lines = ahead.len() as u64;
        Err(match ahead.pop_front() {
            None => PackError::Empty { path },
            Some((line, _)) => {
                let reason = line.broken.unwrap_or_else(|| "has no fields".to_owned());
                let first = format!("line {}: {reason}", line.number);
                PackError::NothingReadable { path, lines, first }
            }
        })
    }
}

fn json(text: Text, layout: Layout) -> (String, Box<dyn Source>) {
    (layout.told(), Box::new(Json::new(text, layout)))
}

/// How many records are looked at for the names of the columns.
const LOOKED_AT: usize = 200;
