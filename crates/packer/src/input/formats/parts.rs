//! A file of which parts are read, each at a place of its own. A handle that is cloned would do the
//! same, and WASI clones none.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// The file.
pub(crate) struct Parts {
    file: Arc<Mutex<File>>,
    size: u64,
}

impl Parts {
    pub(crate) fn of(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { file: Arc::new(Mutex::new(file)), size })
    }
}

impl Length for Parts {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Parts {
    type T = BufReader<Part>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(Part { file: Arc::clone(&self.file), place: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let part = Part { file: Arc::clone(&self.file), place: start };
        let mut bytes = Vec::new();
        let found = part.take(length as u64).read_to_end(&mut bytes)?;
        if found == length {
            Ok(bytes.into())
        } else {
            Err(ParquetError::EOF(format!("Expected to read {length} bytes, read only {found}")))
        }
    }
}

/// What of it begins at a place.
pub(crate) struct Part {
    file: Arc<Mutex<File>>,
    place: u64,
}

impl Read for Part {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.place))?;
        let count = file.read(into)?;
        self.place += count as u64;
        Ok(count)
    }
}
