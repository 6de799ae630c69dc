//! Records with named fields, from CSV or JSON Lines, plain or gzip. Which of these a file is
//! shows in its bytes, not in its name.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use serde_json::Value;

use crate::PackError;

/// One line, or what is wrong with it.
pub(crate) struct Record {
    /// The number of the line, counted from 1.
    pub(crate) line: u64,
    /// The fields in the order of the columns; none where the line leaves one out.
    pub(crate) fields: Result<Vec<Option<String>>, String>,
}

/// A file of records.
pub(crate) struct Records {
    /// The names of the columns.
    pub(crate) columns: Vec<String>,
    pub(crate) path: PathBuf,
    lines: Lines,
}

enum Lines {
    Csv(Box<csv::Reader<Box<dyn Read>>>),
    Json {
        reader: Box<dyn BufRead>,
        line: u64,
        ahead: std::vec::IntoIter<(u64, Result<Value, String>)>,
    },
}

impl Records {
    /// Opens a file and reads the names of its columns.
    pub(crate) fn open(path: &Path) -> Result<Self, PackError> {
        let fail = |source| PackError::Read { path: path.to_owned(), source };
        let mut reader = unpack(File::open(path).map_err(fail)?).map_err(fail)?;
        let head = String::from_utf8_lossy(reader.fill_buf().map_err(fail)?).into_owned();
        // Office programs write UTF-16, every second byte of which is none of text.
        if head.contains('\0') {
            let reason = "is not text in UTF-8";
            return Err(fail(std::io::Error::new(std::io::ErrorKind::InvalidData, reason)));
        }
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if head.is_empty() {
            return Err(PackError::Empty { path: path.to_owned() });
        }
        if head.starts_with('{') {
            Self::open_json(path, reader)
        } else {
            Self::open_csv(path, reader, head)
        }
    }

    fn open_csv(path: &Path, reader: Box<dyn BufRead>, head: &str) -> Result<Self, PackError> {
        let mut csv = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter(head.lines().next().unwrap_or("")))
            .from_reader(Box::new(reader) as Box<dyn Read>);
        let header = csv
            .byte_headers()
            .map_err(|error| PackError::Read { path: path.to_owned(), source: error.into() })?;
        let columns = header.iter().map(|name| clean(&String::from_utf8_lossy(name))).collect();
        Ok(Self { columns, path: path.to_owned(), lines: Lines::Csv(Box::new(csv)) })
    }

    /// The columns of JSON Lines are the keys of the first lines, in the order they are met.
    fn open_json(path: &Path, mut reader: Box<dyn BufRead>) -> Result<Self, PackError> {
        let (mut columns, mut ahead, mut line) = (Vec::<String>::new(), Vec::new(), 0);
        while ahead.len() < JSON_LINES_FOR_COLUMNS
            && let Some(value) = next_json(&mut reader, &mut line)
                .map_err(|source| PackError::Read { path: path.to_owned(), source })?
        {
            if let Ok(Value::Object(fields)) = &value {
                for key in
                    fields.keys().filter(|key| !columns.contains(key)).cloned().collect::<Vec<_>>()
                {
                    columns.push(key);
                }
            }
            ahead.push((line, value));
        }
        Ok(Self {
            columns,
            path: path.to_owned(),
            lines: Lines::Json { reader, line, ahead: ahead.into_iter() },
        })
    }

    /// The next record; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Record>, PackError> {
        let Self { columns, path, lines } = self;
        match lines {
            Lines::Csv(csv) => next_csv(csv, columns.len()),
            Lines::Json { reader, line, ahead } => match ahead.next() {
                Some((line, value)) => Ok(Some(Record { line, fields: from_json(value, columns) })),
                None => next_json(reader, line).map(|value| {
                    value.map(|value| Record { line: *line, fields: from_json(value, columns) })
                }),
            },
        }
        .map_err(|source| PackError::Read { path: path.clone(), source })
    }
}

fn next_csv(
    csv: &mut csv::Reader<Box<dyn Read>>,
    columns: usize,
) -> std::io::Result<Option<Record>> {
    let mut record = csv::ByteRecord::new();
    if !csv.read_byte_record(&mut record)? {
        return Ok(None);
    }
    let line = record.position().map_or(0, csv::Position::line);
    let fields = if record.len() == columns {
        let texts = record
            .iter()
            .map(|field| std::str::from_utf8(field).map(|text| some_text(text.trim())));
        texts.collect::<Result<_, _>>().map_err(|_| "is not UTF-8".to_owned())
    } else {
        Err(format!("has {} fields where the header has {columns}", record.len()))
    };
    Ok(Some(Record { line, fields }))
}

/// The value of the next line that is not blank; `line` becomes its number.
fn next_json(
    reader: &mut Box<dyn BufRead>,
    line: &mut u64,
) -> std::io::Result<Option<Result<Value, String>>> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        *line += 1;
        if !bytes.trim_ascii().is_empty() {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
            return Ok(Some(
                serde_json::from_slice(bytes).map_err(|error| format!("is not JSON: {error}")),
            ));
        }
    }
}

/// The fields of a JSON object; a list becomes a text with `|` between its parts, as in CSV.
fn from_json(
    value: Result<Value, String>,
    columns: &[String],
) -> Result<Vec<Option<String>>, String> {
    let Value::Object(fields) = value? else {
        return Err("is not a JSON object".to_owned());
    };
    let field = |name: &String| fields.get(name).and_then(json_text);
    Ok(columns.iter().map(field).collect())
}

fn json_text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(value) => Some(value.to_string()),
        Value::String(value) => some_text(value.trim()),
        Value::Array(values) => {
            some_text(&values.iter().filter_map(json_text).collect::<Vec<_>>().join("|"))
        }
    }
}

fn some_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn unpack(file: File) -> std::io::Result<Box<dyn BufRead>> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    if reader.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader))));
    }
    Ok(Box::new(reader))
}

/// The delimiter that a header uses most.
fn delimiter(header: &str) -> u8 {
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    // The last of equals wins, so the comma comes last.
    [b'|', b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn clean(name: &str) -> String {
    name.trim_start_matches('\u{feff}').trim().to_owned()
}

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// How many lines of JSON Lines are read for the names of the columns.
const JSON_LINES_FOR_COLUMNS: usize = 200;
