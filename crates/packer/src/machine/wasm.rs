//! Wasm for Node, by WASI: one thread, no processes, no C, and a panic is the end.

use std::cell::RefCell;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, Read};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::Once;

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::PackError;
use crate::input::formats::parquet;

/// Whether Parquet is read whose columns are packed in zstd.
pub(crate) const READS_PARQUET_IN_ZSTD: bool = false;

/// What a process needs before it does anything else: WASI knows of no current folder, so whoever
/// starts it says where that is. Where it does not lead anywhere, paths are meant from the root.
pub fn settle() {
    if let Some(folder) = std::env::var_os("PWD") {
        let _ = std::env::set_current_dir(folder);
    }
}

/// How much is done at once.
pub(crate) fn workers() -> usize {
    1
}

/// Does all of the work one after the other, and this `meanwhile` behind it.
pub(crate) fn at_once<R: Send, W: FnOnce() -> R + Send>(
    work: impl IntoIterator<Item = W>,
    meanwhile: impl FnOnce(),
) -> Vec<R> {
    let done = work.into_iter().map(|work| work()).collect();
    meanwhile();
    done
}

/// What nobody else who is at work now has: chance, since there are no numbers of processes.
pub(crate) fn mark() -> u32 {
    // The upper half of a hash is as good as the lower one.
    (RandomState::new().hash_one(()) >> 32) as u32
}

/// The bar that there is not: what moves one is a thread.
#[derive(Debug)]
pub(crate) enum Bar {}

impl Bar {
    pub(crate) fn watched() -> Option<Self> {
        None
    }

    pub(crate) fn begin(&mut self, _: &str, _: Option<u64>, _: &str) {
        match *self {}
    }

    pub(crate) fn done(&mut self, _: u64) {
        match *self {}
    }

    pub(crate) fn of(&mut self, _: u64) {
        match *self {}
    }

    pub(crate) fn aside(&self, _: impl FnOnce()) {
        match *self {}
    }

    pub(crate) fn end(&self) {
        match *self {}
    }
}

/// Takes a file out of zstd.
pub(crate) fn zstd(packed: impl BufRead + 'static) -> io::Result<Box<dyn Read>> {
    Ok(Box::new(Zstd { packed, frame: FrameDecoder::new(), given: 0 }))
}

/// What reading of a file gives. Where it panics there is no way back, so the error that would
/// have been told is told by the panic, and the program ends as it would have.
pub(crate) fn unharmed<T>(path: &Path, read: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let Some(path) = READ.take() else { return usual(panic) };
            let error = PackError::Read { path, source: parquet::contradiction() };
            eprintln!("error[{}]: {error}", error.code());
            std::process::exit(1);
        }));
    });
    READ.set(Some(path.to_owned()));
    let read = read();
    READ.set(None);
    Some(read)
}

thread_local! {
    /// The file that is being read.
    static READ: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// One frame behind the other, as the C library reads them.
struct Zstd<R> {
    packed: R,
    frame: FrameDecoder,
    /// How much of the frame was given.
    given: u64,
}

impl<R: BufRead> Zstd<R> {
    /// Begins the next frame; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.packed.fill_buf()?.is_empty() {
            match self.frame.init(&mut self.packed) {
                Ok(()) => {
                    self.given = 0;
                    return Ok(true);
                }
                // A frame that holds nothing of the file.
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    let gone = io::copy(&mut (&mut self.packed).take(length), &mut io::sink())?;
                    if gone < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(damaged(error)),
            }
        }
        Ok(false)
    }
}

impl<R> Zstd<R> {
    /// Holds the frame that was given against what it says of itself, as far as it does.
    fn check(&self) -> io::Result<()> {
        let length = self.frame.content_size();
        let checksum = self.frame.get_checksum_from_data();
        if (length != 0 && length != self.given)
            || (checksum.is_some() && checksum != self.frame.get_calculated_checksum())
        {
            return Err(damaged("is not what was packed: length or checksum differs"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // Before the first frame the decoder counts as finished with nothing to collect.
        while self.frame.is_finished() && self.frame.can_collect() == 0 {
            if !self.begin()? {
                return Ok(0);
            }
        }
        while self.frame.can_collect() == 0 && !self.frame.is_finished() {
            let some = BlockDecodingStrategy::UptoBytes(into.len());
            self.frame.decode_blocks(&mut self.packed, some).map_err(damaged)?;
        }
        let count = self.frame.read(into)?;
        self.given += count as u64;
        if self.frame.is_finished() && self.frame.can_collect() == 0 {
            self.check()?;
        }
        Ok(count)
    }
}

fn damaged(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
