//! Sponsored items: so few of them, never first, and lifted by nothing that is known of a customer
//! who did not say that they may be. The label is the page's, and the pack's flag is what it stands on.

use homekept::ranking::{Pick, SPONSORED_ONE_IN};

use super::super::world::{Moment, World};
use super::{Bound, Tally};

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Tally {
    let mut tally = Tally::default();
    if !world.sells_places() {
        return tally;
    }
    for list in moment.lists.iter().map(|list| &list.list) {
        let share = largest_share(world, list);
        tally
            .add(share, LIMIT, || format!("{share:.2} of a list, {}", world.told(moment.customer)));
        let known = list.iter().find(|pick| is_lifted_by_the_profile(world, moment, pick));
        tally.hold(known.is_none(), || {
            let title = known.map(|pick| world.title(pick.item)).unwrap_or_default();
            format!("{title} is lifted by the profile, {}", world.told(moment.customer))
        });
    }
    tally
}

/// The largest share of sponsored items in any beginning of a list: 1 where the first one is.
fn largest_share(world: &World<'_>, list: &[Pick]) -> f64 {
    let mut sponsored = 0u32;
    let shares = (1u32..).zip(list).map(|(length, pick)| {
        sponsored += u32::from(world.catalogue.is_sponsored(pick.item));
        f64::from(sponsored) / f64::from(length)
    });
    shares.fold(0.0, f64::max)
}

fn is_lifted_by_the_profile(world: &World<'_>, moment: &Moment<'_>, pick: &Pick) -> bool {
    let parts = &pick.parts;
    !moment.profile.sponsors
        && world.catalogue.is_sponsored(pick.item)
        && parts.transition + parts.revisit + parts.interest > 0.0
}

pub(super) fn bound(world: &World<'_>, tally: Tally) -> Bound {
    let bound = tally.bound("sponsored", CLAIM, "lists", Some(LIMIT));
    match world.sells_places() {
        true => bound,
        false => Bound { found: "no item is sponsored".to_owned(), ..bound },
    }
}

const CLAIM: &str = "sponsored items are at most one in five of any beginning of a list, so never in \
                     place of the best match, and no profile lifts them without the customer's word";

const LIMIT: f64 = 1.0 / SPONSORED_ONE_IN as f64;
