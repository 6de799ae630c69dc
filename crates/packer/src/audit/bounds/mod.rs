//! The bounds on a shop's influence, each held against the shipped ranking on every list there is.
//! What is tried here on one catalogue, the property tests of `homekept`'s ranking try on random
//! ones. One bound a file.

mod boost;
mod calibration;
mod denied;
mod diversity;
mod forgetting;
mod margins;
mod maximum;
mod off;
mod reasons;
mod regret;
mod source;
mod sponsored;
mod tally;

use serde::Serialize;

use super::shop::Shop;
use super::world::World;
use margins::Dealt;
use tally::{Mean, Tally};

/// A bound, and what came of trying it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bound {
    /// Its stable name.
    pub bound: &'static str,
    /// What is promised.
    pub claim: &'static str,
    /// Whether the promise is kept.
    pub verdict: Verdict,
    /// The most that the worst case may be, where that is a number.
    pub limit: Option<f64>,
    /// The worst case, where that is a number.
    pub worst: Option<f64>,
    /// How many cases were tried.
    pub checked: u64,
    /// What a case is.
    pub unit: &'static str,
    /// How many of them break the bound.
    pub broken: u64,
    /// The worst case in words, or why there is none.
    pub found: String,
}

/// What came of a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It was kept in every case.
    Held,
    /// It was not.
    Broken,
    /// There is nothing that it could be about.
    Absent,
}

/// Every bound, in a fixed order. `said` is what the policy says of the table's source.
pub(super) fn all_of(world: &World<'_>, said: Option<&str>) -> Vec<Bound> {
    let nobody = Shop::of_nobody(world).ok();
    let dealt = Dealt::of(world);
    let found = world.everybody(|moment| Found {
        boost: boost::attempt(world, moment),
        maximum: maximum::attempt(world, moment),
        regret: regret::attempt(world, moment),
        margins: dealt.as_ref().map(|dealt| dealt.attempt(world, moment)).unwrap_or_default(),
        calibration: calibration::attempt(world, moment),
        diversity: diversity::attempt(world, moment),
        off: off::attempt(world, moment, nobody.as_ref()),
        sponsored: sponsored::attempt(world, moment),
        reasons: reasons::attempt(world, moment),
        forgetting: forgetting::attempt(world, moment),
        denied: denied::attempt(world, moment),
    });
    let found = found.into_iter().fold(Found::default(), Found::and);
    vec![
        boost::bound(world, found.boost),
        maximum::bound(found.maximum),
        regret::bound(world, found.regret),
        margins::bound(&dealt, found.margins),
        calibration::bound(found.calibration),
        diversity::bound(found.diversity),
        off::bound(found.off),
        sponsored::bound(world, found.sponsored),
        reasons::bound(found.reasons),
        forgetting::bound(found.forgetting),
        denied::bound(world, found.denied),
        source::bound(world, said),
    ]
}

/// What was found of each bound that is tried on customers.
#[derive(Debug, Default)]
struct Found {
    boost: Tally,
    maximum: Tally,
    regret: Tally,
    margins: Tally,
    calibration: Mean,
    diversity: Mean,
    off: Tally,
    sponsored: Tally,
    reasons: Tally,
    forgetting: Tally,
    denied: Tally,
}

impl Found {
    fn and(self, other: Self) -> Self {
        Self {
            boost: self.boost.and(other.boost),
            maximum: self.maximum.and(other.maximum),
            regret: self.regret.and(other.regret),
            margins: self.margins.and(other.margins),
            calibration: self.calibration.and(other.calibration),
            diversity: self.diversity.and(other.diversity),
            off: self.off.and(other.off),
            sponsored: self.sponsored.and(other.sponsored),
            reasons: self.reasons.and(other.reasons),
            forgetting: self.forgetting.and(other.forgetting),
            denied: self.denied.and(other.denied),
        }
    }
}
