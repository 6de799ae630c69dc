//! Reading numbers from bytes that may say anything: every read is total, and what is out of
//! bounds reads as nothing.

/// A stretch of the pack, as two numbers rather than a slice, so that the catalogue can own its
/// bytes and still remember where things are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) len: usize,
}

impl Span {
    /// The bytes of the span; none when it lies outside.
    pub(super) fn of(self, bytes: &[u8]) -> &[u8] {
        self.start.checked_add(self.len).and_then(|end| bytes.get(self.start..end)).unwrap_or(&[])
    }

    /// Cuts the first `len` bytes off, if there are so many.
    pub(super) fn split(self, len: usize) -> Option<(Span, Span)> {
        let rest = self.len.checked_sub(len)?;
        Some((Span { start: self.start, len }, Span { start: self.start + len, len: rest }))
    }
}

/// The little-endian `u16` at a byte offset; 0 when it lies outside.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array_at(bytes, at))
}

/// The little-endian `u32` at a byte offset; 0 when it lies outside.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

/// The little-endian `u64` at a byte offset; 0 when it lies outside.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array_at(bytes, at))
}

/// Whether a bit of a bit set is on; off when it lies outside. Bit 0 is the lowest of byte 0.
pub(super) fn bit_at(bytes: &[u8], at: u32) -> bool {
    bytes.get(at as usize / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
}

/// Takes a varint (seven bits a byte, the lowest first, the high bit says that more follow) off
/// the front. None at the end, and for one that does not fit 32 bits.
pub(super) fn take_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u32::from(byte & 0x7f);
        if shift == 28 && part > 0xf {
            return None;
        }
        value |= part << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// Takes a run of bytes off the front, its length before it as a varint.
pub(super) fn take_run<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = take_varint(bytes)? as usize;
    let (run, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    Some(run)
}

/// Writes what [`take_varint`] takes.
pub(super) fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Writes what [`take_run`] takes.
pub(super) fn put_run(out: &mut Vec<u8>, run: &[u8]) {
    put_varint(out, run.len() as u32);
    out.extend_from_slice(run);
}

fn array_at<const LEN: usize>(bytes: &[u8], at: usize) -> [u8; LEN] {
    bytes.get(at..).and_then(|rest| rest.first_chunk::<LEN>()).copied().unwrap_or([0; LEN])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_varint_comes_back_as_it_went() {
        for value in [0, 1, 127, 128, 300, 16_383, 16_384, 1 << 28, u32::MAX] {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, value);
            let mut rest = bytes.as_slice();
            assert_eq!(take_varint(&mut rest), Some(value));
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn a_varint_that_is_cut_or_too_large_is_none() {
        for bad in [&[][..], &[0x80], &[0xff, 0xff, 0xff, 0xff, 0x10], &[0x80; 6]] {
            let mut rest = bad;
            assert_eq!(take_varint(&mut rest), None, "{bad:?}");
        }
    }

    #[test]
    fn reads_outside_are_nothing() {
        assert_eq!(u32_at(&[1, 0, 0], 0), 0);
        assert_eq!(u16_at(&[1, 2], usize::MAX), 0);
        assert!(!bit_at(&[0xff], 8));
        assert!(Span { start: usize::MAX, len: 2 }.of(&[0; 4]).is_empty());
    }
}
