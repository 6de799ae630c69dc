//! Bytes an item: the table section with its index, in brotli at quality 11, by the number of items.

use homekept::catalogue::Catalogue;

/// What the table costs to serve, per item.
pub(crate) fn bytes_per_item(catalogue: &Catalogue) -> f64 {
    compressed(catalogue.table_bytes()) as f64 / f64::from(catalogue.len().max(1))
}

/// The length of bytes in brotli at quality 11, as a web server sends them.
pub(crate) fn compressed(bytes: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut out = Vec::new();
    // Reading from memory and writing to it does not fail.
    brotli::BrotliCompress(&mut { bytes }, &mut out, &params).map_or(bytes.len(), |_| out.len())
}

#[cfg(test)]
#[test]
fn a_run_of_zeros_is_small() {
    assert!(compressed(&[0; 10_000]) < 40);
    assert!(compressed(b"") < 4);
}
