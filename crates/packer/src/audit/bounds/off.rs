//! The profile switched off: what is kept of a customer does not change a single pick. This goes
//! through the engine, as a page does, since it is the engine that decides.

use homekept::engine::SlotName;

use super::super::customers::Customer;
use super::super::shop::Shop;
use super::super::world::{Moment, World};
use super::{Bound, Tally};

/// `nobody` is the page of somebody of whom nothing is known.
pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>, nobody: Option<&Shop>) -> Tally {
    let mut tally = Tally::default();
    if moment.is_sampled {
        let customer = moment.customer;
        let shop = Shop::of(world, customer, None).ok();
        let alike = shop
            .zip(nobody)
            .is_some_and(|(shop, nobody)| sees_the_same(world, customer, shop, nobody));
        tally.hold(alike, || format!("another list, {}", world.told(customer)));
    }
    tally
}

/// Whether a customer who switched the profile off, or paused, sees what somebody unknown sees.
fn sees_the_same(world: &World<'_>, customer: &Customer, mut shop: Shop, nobody: &Shop) -> bool {
    let page = customer.page().map(|item| world.catalogue.id(item));
    let like_this = page.is_some().then_some(SlotName::LikeThis);
    let same = |shop: &Shop, plain| {
        [Some(SlotName::ForYou), like_this].into_iter().flatten().all(|slot| {
            let own = shop.picks(slot, page, world.top, plain);
            own.is_ok() && own == nobody.picks(slot, page, world.top, false)
        })
    };
    let switched_off = same(&shop, true);
    shop.pause(true);
    switched_off && same(&shop, false)
}

pub(super) fn bound(tally: Tally) -> Bound {
    tally.bound("profile-off", CLAIM, "customers", None)
}

const CLAIM: &str = "with the profile switched off or paused, every customer gets the list of \
                     somebody of whom nothing is known";
