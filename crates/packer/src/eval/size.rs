//! Bytes an item: the table section with its index, in brotli, by the number of items.

use std::io::{self, Read};

use homekept::catalogue::Catalogue;

/// What the table costs to serve, per item.
pub(crate) fn bytes_per_item(catalogue: &Catalogue) -> f64 {
    compressed(catalogue.table_bytes()) as f64 / f64::from(catalogue.len().max(1))
}

/// The length of bytes in brotli, as a web server sends them.
pub(crate) fn compressed(bytes: &[u8]) -> usize {
    compressed_heard(bytes, &mut |_| ())
}

/// The same, and how many bytes are done is heard on the way.
pub(crate) fn compressed_heard(bytes: &[u8], heard: &mut dyn FnMut(u64)) -> usize {
    compressed_at(quality(bytes.len()), bytes, heard)
}

/// The length of bytes in brotli at the quality that servers use which compress as they send.
pub(crate) fn compressed_quickly(bytes: &[u8]) -> usize {
    compressed_at(QUICK, bytes, &mut |_| ())
}

fn compressed_at(quality: u32, bytes: &[u8], heard: &mut dyn FnMut(u64)) -> usize {
    let quality = quality as i32;
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    let mut out = Counted(0);
    let mut bytes = Heard { bytes, done: 0, heard };
    // Reading from memory and counting does not fail.
    let whole = brotli::BrotliCompress(&mut bytes, &mut out, &params);
    whole.map_or(bytes.done + bytes.bytes.len(), |_| out.0)
}

/// The quality that so many bytes are compressed at.
pub(crate) fn quality(bytes: usize) -> u32 {
    if bytes > LARGE { QUICK } else { 11 }
}

/// Bytes that tell how many of them were read.
struct Heard<'a> {
    bytes: &'a [u8],
    done: usize,
    heard: &'a mut dyn FnMut(u64),
}

impl Read for Heard<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(into)?;
        self.done += count;
        (self.heard)(self.done as u64);
        Ok(count)
    }
}

/// Counts what is written, of which nothing else is wanted.
struct Counted(usize);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A quality of brotli that takes a twentieth of the time of 11.
const QUICK: u32 = 5;

/// At quality 11 more than this takes minutes, for a figure.
const LARGE: usize = 8 << 20;

#[cfg(test)]
#[test]
fn a_run_of_zeros_is_small() {
    assert!(compressed(&[0; 10_000]) < 40);
    assert!(compressed(b"") < 4);
    let mut heard = 0;
    compressed_heard(&[0; 10_000], &mut |done| heard = done);
    assert_eq!(heard, 10_000);
    assert_eq!((quality(LARGE), quality(LARGE + 1)), (11, 5));
}
