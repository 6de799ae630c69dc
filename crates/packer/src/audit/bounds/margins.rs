//! No boost, no influence: with `eps = 0` the margins change nothing, to the last bit.

use homekept::catalogue::Catalogue;

use super::super::chance::Chance;
use super::super::margins;
use super::super::world::{Moment, World, boosted};
use super::{Bound, Tally};
use crate::PackError;

/// The pack with its margins, and with the same ones dealt out anew among the items.
#[derive(Debug)]
pub(super) struct Dealt {
    own: Catalogue,
    anew: Catalogue,
}

impl Dealt {
    pub(super) fn of(world: &World<'_>) -> Result<Self, PackError> {
        let own = margins::of(world.lifted);
        let mut anew = own.clone();
        Chance::default().shuffle(&mut anew);
        Ok(Self {
            own: margins::with_boosts(world.lifted, &own)?,
            anew: margins::with_boosts(world.lifted, &anew)?,
        })
    }

    pub(super) fn attempt(&self, world: &World<'_>, moment: &Moment<'_>) -> Tally {
        let mut tally = Tally::default();
        for list in &moment.lists {
            let ranked = |catalogue| boosted(catalogue, &moment.profile, &list.ask, 0.0);
            tally.hold(ranked(&self.own) == ranked(&self.anew), || {
                format!("the list is another one, {}", world.told(moment.customer))
            });
        }
        tally
    }
}

pub(super) fn bound(dealt: &Result<Dealt, PackError>, mut tally: Tally) -> Bound {
    if let Err(error) = dealt {
        tally.hold(false, || format!("the pack cannot be made with other margins: {error}"));
    }
    tally.bound("no-boost", CLAIM, "lists", None)
}

const CLAIM: &str = "without a boost, dealing the margins out anew among the items changes no list";
