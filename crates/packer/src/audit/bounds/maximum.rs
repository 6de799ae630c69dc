//! The hard maximum: no policy and no page can ask for more than the code allows.

use homekept::ranking::BOOST_MAX;

use super::super::lifts::short;
use super::super::world::{Moment, World, boosted};
use super::{Bound, Tally, boost};

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Tally {
    let mut tally = Tally::default();
    for list in &moment.lists {
        let most = boosted(world.lifted, &moment.profile, &list.ask, TOO_MUCH);
        boost::add(&mut tally, world, moment, (&most, &list.best), short(BOOST_MAX));
    }
    tally
}

pub(super) fn bound(tally: Tally) -> Bound {
    tally.bound("hard-maximum", CLAIM, "lists", Some(short(BOOST_MAX)))
}

const CLAIM: &str = "a page that asks for fifty times the hard maximum gets that and no more";

/// Far beyond any policy.
const TOO_MUCH: f32 = 5.0;
