//! The bytes of a file: unwrapped, numbered by lines, and bounded record by record.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use crate::machine;

/// A file whose beginning has been looked at.
pub(crate) struct Input {
    /// The beginning, which `text` gives again.
    pub(crate) head: Vec<u8>,
    pub(crate) text: Text,
    /// What the file is packed in.
    pub(crate) wrapping: Option<&'static str>,
    /// How many bytes the file has, where it is one that has a length.
    pub(crate) size: Option<u64>,
    /// How many of them have been read.
    pub(crate) read: Rc<Cell<u64>>,
}

impl Input {
    /// Opens a file, and takes it out of gzip or zstd.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let size = Some(file.metadata()?).filter(std::fs::Metadata::is_file).map(|data| data.len());
        let read = Rc::new(Cell::new(0));
        let counted = Counted { file, read: Rc::clone(&read) };
        let mut outer = BufReader::with_capacity(BUFFER, counted);
        let start = outer.fill_buf()?;
        let (wrapping, mut inner): (_, Box<dyn BufRead>) = if start.starts_with(&GZIP) {
            let inner = MultiGzDecoder::new(outer);
            (Some("gzip"), Box::new(BufReader::with_capacity(BUFFER, inner)))
        } else if start.starts_with(&ZSTD) {
            let inner = machine::zstd(outer)?;
            (Some("zstd"), Box::new(BufReader::with_capacity(BUFFER, inner)))
        } else {
            (None, Box::new(outer))
        };
        let mut head = Vec::new();
        inner.by_ref().take(BUFFER as u64).read_to_end(&mut head)?;
        if wrapping.is_some() && (head.starts_with(&GZIP) || head.starts_with(&ZSTD)) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "is packed twice"));
        }
        let inner = Box::new(Cursor::new(head.clone()).chain(inner));
        Ok(Self { head, text: Text { inner, line: 1, left: LONGEST }, wrapping, size, read })
    }
}

/// The text of a file. Whoever reads it says where a record begins; one that does not end is an
/// error, so that a quote or bracket that is never closed does not fill the memory.
pub(crate) struct Text {
    inner: Box<dyn BufRead>,
    line: u64,
    left: u64,
}

impl Text {
    /// The number of the line that the next byte is on, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// A record begins here.
    pub(crate) fn begin(&mut self) {
        self.left = LONGEST;
    }

    /// Whether a record was longer than any may be.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.left == 0
    }

    /// Goes to the line behind line `number`, or to the end.
    pub(crate) fn go_behind(&mut self, number: u64) -> io::Result<()> {
        while self.line <= number {
            self.begin();
            let bytes = self.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let count = end.map_or(bytes.len(), |place| place + 1);
            self.consume(count);
        }
        Ok(())
    }
}

impl BufRead for Text {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        let bytes = self.inner.fill_buf()?;
        if most == 0 && !bytes.is_empty() {
            let reason = format!(
                "what ends at line {} is longer than {} MB, so some quote or bracket before it is never closed",
                self.line,
                LONGEST >> 20
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        Ok(bytes.get(..most).unwrap_or(bytes))
    }

    fn consume(&mut self, count: usize) {
        // What was filled is still there, so this reads nothing and cannot fail.
        if let Some(bytes) = self.inner.fill_buf().ok().and_then(|bytes| bytes.get(..count)) {
            self.line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        }
        self.left = self.left.saturating_sub(count as u64);
        self.inner.consume(count);
    }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

/// A file that says how much of it was read.
struct Counted {
    file: File,
    read: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const BUFFER: usize = 1 << 16;

/// No record of a feed or a log is longer than this.
const LONGEST: u64 = 16 << 20;
