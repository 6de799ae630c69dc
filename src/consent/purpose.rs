//! The four purposes, as values and as types.

use crate::names::names;

/// What the customer may allow, each on its own, all off at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(target_os = "unknown", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Purpose {
    /// Keep what I state.
    Remember,
    /// Learn from what I do here.
    Learn,
    /// Send randomised counts.
    Measure,
    /// Let sponsored items use my interests.
    Sponsor,
}

names! {
    Purpose {
        Remember = "remember",
        Learn = "learn",
        Measure = "measure",
        Sponsor = "sponsor",
    }
}

impl Purpose {
    /// All purposes, in the order in which they are asked.
    pub const ALL: [Purpose; 4] =
        [Purpose::Remember, Purpose::Learn, Purpose::Measure, Purpose::Sponsor];

    /// Its number in stored records.
    pub(crate) fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_number(number: u8) -> Option<Purpose> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// A purpose named by a type, so that a [`Grant`](super::Grant) of one cannot
/// stand in for another's.
pub trait Named {
    /// Which purpose it is.
    const PURPOSE: Purpose;
}

macro_rules! named {
    ($($name:ident: $text:literal),*) => {$(
        #[doc = $text]
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
        impl Named for $name {
            const PURPOSE: Purpose = Purpose::$name;
        }
    )*};
}

named! {
    Remember: "[`Purpose::Remember`] as a type.",
    Learn: "[`Purpose::Learn`] as a type.",
    Measure: "[`Purpose::Measure`] as a type.",
    Sponsor: "[`Purpose::Sponsor`] as a type."
}
