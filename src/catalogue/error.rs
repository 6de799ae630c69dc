//! What can be wrong with a pack's bytes.

/// Why bytes were refused as a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CatalogueError {
    /// The bytes do not begin like a pack.
    NotAPack,
    /// A pack of a version that this build does not read.
    UnknownVersion {
        /// The version found.
        found: u16,
    },
    /// There are fewer bytes than the pack says it has.
    Truncated {
        /// How many bytes the pack says it has, as far as could be read.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// The bytes are not those that were written: the checksum differs, or there are bytes left over.
    Damaged,
    /// The checksum holds, but a section is missing, out of bounds or of the wrong size.
    Malformed {
        /// The section's id; 0 for the header.
        section: u16,
    },
    /// A knob is outside its bounds.
    KnobOutOfBounds {
        /// Which of the knobs, counted from 0 in the order of the header.
        knob: u16,
    },
}

impl CatalogueError {
    /// The stable code of the error, the same in Rust and in JavaScript.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAPack => "pack-not-a-pack",
            Self::UnknownVersion { .. } => "pack-version-unknown",
            Self::Truncated { .. } => "pack-truncated",
            Self::Damaged => "pack-damaged",
            Self::Malformed { .. } => "pack-malformed",
            Self::KnobOutOfBounds { .. } => "pack-knob-out-of-bounds",
        }
    }

    /// Every code that [`CatalogueError::code`] can give, for the list that JavaScript holds.
    pub const CODES: [&'static str; 6] = [
        "pack-not-a-pack",
        "pack-version-unknown",
        "pack-truncated",
        "pack-damaged",
        "pack-malformed",
        "pack-knob-out-of-bounds",
    ];
}

impl core::fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for CatalogueError {}
