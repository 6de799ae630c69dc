//! Exact forgetting: once something is forgotten, the ranking is what it would be had it never
//! happened. Through the engine, as the preference center does it.

use homekept::catalogue::ItemIx;
use homekept::engine::{Command, EngineError, SlotName};
use homekept::profile::Forget;

use super::super::customers::Customer;
use super::super::shop::Shop;
use super::super::world::{Moment, World};
use super::{Bound, Tally};
use crate::PackError;

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Tally {
    let mut tally = Tally::default();
    if !moment.is_sampled {
        return tally;
    }
    let customer = moment.customer;
    let remembered = world.remembered(customer);
    // Something in the midst of what is remembered: neither the first nor the last is special.
    if let Some(forgotten) = remembered.get(remembered.len() / 2) {
        let exact = is_exact(world, customer, *forgotten).unwrap_or(false);
        tally.hold(exact, || {
            let title = world.title(*forgotten);
            format!("{title} is forgotten and leaves a trace, {}", world.told(customer))
        });
    }
    tally
}

/// Whether forgetting everything about an item leaves what there would be without it.
fn is_exact(world: &World<'_>, customer: &Customer, item: ItemIx) -> Result<bool, PackError> {
    let mut shop = Shop::of(world, customer, None)?;
    let before = shop.events();
    let id = world.catalogue.id(item).to_owned();
    shop.does(customer.now, &Command::Forget(Forget::Item(id)));
    let never = Shop::of(world, customer, Some(item))?;
    let page = customer.page().map(|item| world.catalogue.id(item));
    let lists = |shop: &Shop| -> Result<bool, EngineError> {
        let same = |slot, page| -> Result<bool, EngineError> {
            Ok(shop.picks(slot, page, world.top, false)?
                == never.picks(slot, page, world.top, false)?)
        };
        Ok(same(SlotName::ForYou, None)? && (page.is_none() || same(SlotName::LikeThis, page)?))
    };
    Ok(shop.events() < before
        && lists(&shop).unwrap_or(false)
        && shop.interests() == never.interests())
}

pub(super) fn bound(tally: Tally) -> Bound {
    tally.bound("exact-forgetting", CLAIM, "customers", None)
}

const CLAIM: &str =
    "after an item is forgotten, lists and interests are what they were had it never been seen";
