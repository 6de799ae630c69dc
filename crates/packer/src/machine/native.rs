//! A machine of its own.

use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::thread;

pub(crate) use super::bar::Bar;

/// Whether Parquet is read whose columns are packed in zstd.
pub(crate) const READS_PARQUET_IN_ZSTD: bool = true;

/// What a process needs before it does anything else.
pub fn settle() {}

/// How much is done at once.
pub(crate) fn workers() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does all of the work at once, and this `meanwhile`. Gives what came of each, in their order.
pub(crate) fn at_once<R: Send, W: FnOnce() -> R + Send>(
    work: impl IntoIterator<Item = W>,
    meanwhile: impl FnOnce(),
) -> Vec<R> {
    thread::scope(|scope| {
        let running: Vec<_> = work.into_iter().map(|work| scope.spawn(work)).collect();
        meanwhile();
        let done = |worker: thread::ScopedJoinHandle<'_, R>| {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic))
        };
        running.into_iter().map(done).collect()
    })
}

/// What nobody else who is at work now has.
pub(crate) fn mark() -> u32 {
    std::process::id()
}

/// Takes a file out of zstd.
pub(crate) fn zstd(packed: impl BufRead + 'static) -> io::Result<Box<dyn Read>> {
    Ok(Box::new(zstd::stream::read::Decoder::with_buffer(packed)?))
}

/// What reading of a file gives, nothing where it panics.
pub(crate) fn unharmed<T>(_: &Path, read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}
