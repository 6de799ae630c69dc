//! The true answer to a measure, which leaves nothing but the noise.
//! Leaves out outcomes: they take two arms, which this version does not draw.

use homekept::signals::{Kind, Measure};
use homekept::time::Minute;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What an answer is made of, as the page has it from the customer's own views.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Profile {
    /// Each interest's label and strength.
    pub interests: Vec<(String, f32)>,
    /// Each item that was looked at, and in which minute.
    pub looks: Vec<(String, u32)>,
}

/// The bucket of a measure that this profile is in; 0 where there is nothing to report.
pub fn answer(measure: &Measure, profile: &Profile, now: Minute) -> u32 {
    match measure.kind() {
        Kind::Interest => strongest(measure.buckets(), profile),
        Kind::Count => step(measure.buckets(), profile, now),
        Kind::Outcome { slot: _ } => 0,
    }
}

/// Whether this version has an answer to it. Nobody is asked what all would answer alike.
pub(crate) fn is_answered(measure: &Measure) -> bool {
    matches!(measure.kind(), Kind::Interest | Kind::Count)
}

/// The listed category that stands highest; of two alike the one that is listed first.
fn strongest(labels: &[String], profile: &Profile) -> u32 {
    let mut best = (0, 0.0);
    for (bucket, label) in (1..).zip(labels) {
        let own = profile.interests.iter().filter(|(own, _)| own == label);
        // One label may be that of a subject and of an author, too.
        let strength = own.map(|(_, strength)| *strength).fold(0.0, f32::max);
        if strength.total_cmp(&best.1).is_gt() {
            best = (bucket, strength);
        }
    }
    best.0
}

/// The highest step that the items of the last thirty days reach; each item counts once.
fn step(steps: &[String], profile: &Profile, now: Minute) -> u32 {
    let since = now.days_before(DAYS).0;
    let recent = |minute: &u32| (since..=now.0).contains(minute);
    let items: BTreeSet<&str> = profile
        .looks
        .iter()
        .filter(|(_, minute)| recent(minute))
        .map(|(item, _)| item.as_str())
        .collect();
    let reached = |step: &&String| step.parse().is_ok_and(|from: usize| from <= items.len());
    steps.iter().take_while(reached).count() as u32
}

const DAYS: u32 = 30;
