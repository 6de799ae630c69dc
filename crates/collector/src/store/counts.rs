//! Counts as they are kept: eight bytes each, little-endian.

pub(super) fn to_bytes(counts: &[u64]) -> Vec<u8> {
    counts.iter().flat_map(|count| count.to_le_bytes()).collect()
}

pub(super) fn from_bytes(bytes: &[u8]) -> Vec<u64> {
    bytes
        .chunks_exact(8)
        .map(|chunk| chunk.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn counts_come_back() {
        let counts = [0, 1, 255, 256, u64::MAX];
        assert_eq!(super::from_bytes(&super::to_bytes(&counts)), counts);
    }
}
