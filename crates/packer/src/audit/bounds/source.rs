//! The table's source, in the policy as in the pack: customers are told what the policy says.

use super::super::world::World;
use super::{Bound, Tally};
use crate::inspect::source_name;

/// `said` is what the policy says, where there is one that says it.
pub(super) fn bound(world: &World<'_>, said: Option<&str>) -> Bound {
    let made = source_name(world.catalogue.header().source);
    let mut tally = Tally::default();
    if let Some(said) = said {
        tally.hold(said == made, || {
            format!("the policy says {said:?}, and the table was made from {made}")
        });
    }
    let bound = tally.bound("source", CLAIM, "policy", None);
    match said {
        Some(_) => bound,
        None => Bound { found: "no policy says it".to_owned(), ..bound },
    }
}

const CLAIM: &str = "the policy tells customers what the table was really made from";
