//! Standard output and standard error, of which either may be closed before all is said: by `head`,
//! or by somebody who has read enough. What is printed then goes nowhere, and the rest of the work
//! goes on, so that the exit status says what it always does.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use homekept_packer::PackError;

/// Prints a line.
macro_rules! say {
    () => { $crate::out::line(format_args!("")) };
    ($($text:tt)*) => { $crate::out::line(format_args!($($text)*)) };
}

/// Prints a line to standard error.
macro_rules! complain {
    ($($text:tt)*) => { $crate::out::complaint(format_args!($($text)*)) };
}

pub(crate) use {complain, say};

pub(crate) fn line(text: Arguments<'_>) {
    let mut failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner);
    if failed.is_none()
        && let Err(error) = writeln!(io::stdout(), "{text}")
    {
        *failed = Some(error);
    }
}

/// Where standard error is closed there is nobody left to tell.
pub(crate) fn complaint(text: Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Fails where something was printed that did not arrive, and the reader did not end it: a disk that
/// is full, say.
pub(crate) fn finish() -> Result<(), PackError> {
    let failed = FAILED.lock().unwrap_or_else(PoisonError::into_inner).take();
    let error = failed.or_else(|| io::stdout().flush().err());
    match error.filter(|error| error.kind() != ErrorKind::BrokenPipe) {
        None => Ok(()),
        Some(source) => Err(PackError::Write { path: PathBuf::from("standard output"), source }),
    }
}

/// The first failure.
static FAILED: Mutex<Option<io::Error>> = Mutex::new(None);
