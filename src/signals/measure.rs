//! A question that a site may ask many customers at once, as its policy
//! declares it in public.
//! Leaves out who answers it, and when.

use super::epsilon::Epsilon;
use crate::bytes::{put_str, put_varint};

/// One measure: a choice of one bucket out of a public list. Bucket 0 always
/// says that there is nothing to report, so that everybody can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What it is called in the policy: `a-z 0-9 . _ -`.
    pub(super) name: String,
    /// Counts up with each change of what is asked; 1 or more.
    pub(super) version: u32,
    pub(super) kind: Kind,
    /// The labels of the buckets from 1 on; 1 to 255, each once.
    pub(super) buckets: Vec<String>,
    pub(super) epsilon: Epsilon,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Which of the listed categories stands highest in the profile.
    Interest,
    /// What came of a slot, with the profile or, for the comparison, without.
    Outcome {
        /// The slot's name.
        slot: String,
    },
    /// How many items were looked at in the last thirty days, in public steps.
    Count,
}

/// The first eight bytes of the SHA-256 of a measure's definition: another
/// version, list or epsilon is another measure.
pub type MeasureId = [u8; 8];

impl Measure {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its version.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// What is asked.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// What one report on it may tell.
    pub fn epsilon(&self) -> Epsilon {
        self.epsilon
    }

    /// The labels of the buckets from 1 on.
    pub fn buckets(&self) -> &[String] {
        &self.buckets
    }

    /// How many buckets there are, "nothing to report" with them: 2 to 256.
    pub fn size(&self) -> u32 {
        self.buckets.len() as u32 + 1
    }

    /// All that makes it what it is, in bytes that nothing else has. The
    /// caller hashes them to its [`MeasureId`].
    pub fn definition(&self) -> Vec<u8> {
        let Measure { name, version, kind, buckets, epsilon } = self;
        let mut bytes = Vec::new();
        put_str(&mut bytes, "homekept measure");
        put_varint(&mut bytes, 1);
        put_str(&mut bytes, name);
        put_varint(&mut bytes, u64::from(*version));
        put_str(&mut bytes, kind.name());
        put_str(&mut bytes, kind.slot());
        put_varint(&mut bytes, buckets.len() as u64);
        for bucket in buckets {
            put_str(&mut bytes, bucket);
        }
        put_varint(&mut bytes, u64::from(epsilon.thousandths()));
        bytes
    }
}

impl Kind {
    /// Its name in the policy.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Interest => "interest",
            Kind::Outcome { slot: _ } => "outcome",
            Kind::Count => "count",
        }
    }

    fn slot(&self) -> &str {
        match self {
            Kind::Outcome { slot } => slot,
            Kind::Interest | Kind::Count => "",
        }
    }
}

/// The buckets of every outcome: a customer is in the furthest one reached.
pub(super) const OUTCOMES: [&str; 6] = [
    "control, shown",
    "control, clicked",
    "control, bought",
    "personalised, shown",
    "personalised, clicked",
    "personalised, bought",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn measure() -> Measure {
        Measure {
            name: "taste".into(),
            version: 1,
            kind: Kind::Interest,
            buckets: vec!["Gothic".into(), "Manners".into()],
            epsilon: Epsilon::of(1000).expect("1 is allowed"),
        }
    }

    #[test]
    fn whatever_changes_is_another_definition() {
        let others = [
            Measure { name: "tast".into(), ..measure() },
            Measure { version: 2, ..measure() },
            Measure { kind: Kind::Count, ..measure() },
            Measure { kind: Kind::Outcome { slot: "for-you".into() }, ..measure() },
            Measure { kind: Kind::Outcome { slot: "like-this".into() }, ..measure() },
            Measure { buckets: vec!["GothicManners".into()], ..measure() },
            Measure { buckets: vec!["Manners".into(), "Gothic".into()], ..measure() },
            Measure { epsilon: Epsilon::of(1001).expect("allowed"), ..measure() },
        ];
        let mut definitions: Vec<_> = others.iter().map(Measure::definition).collect();
        definitions.push(measure().definition());
        for (at, definition) in definitions.iter().enumerate() {
            assert!(!definitions[..at].contains(definition), "{at}");
        }
    }

    #[test]
    fn the_definition_of_a_measure_stays_as_it_is() {
        let expected = b"\x10homekept measure\x01\x05taste\x01\x08interest\x00\x02\x06Gothic\
                         \x07Manners\xe8\x07";
        assert_eq!(measure().definition(), expected);
    }
}
