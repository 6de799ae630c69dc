//! Denied categories: their items are shown and found like any other, and are never part of what is
//! known of anybody: in no row of the table, in no profile, in no reason.

use homekept::catalogue::ItemIx;
use homekept::profile::Stance;
use homekept::ranking::{Reason, Slot, rank};

use super::super::customers::Customer;
use super::super::world::{Moment, World};
use super::{Bound, Tally};

/// Nobody of a log looked at every denied item, so we have everybody do so on top of what they did.
pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Tally {
    let mut tally = Tally::default();
    if !moment.is_sampled || !world.denies() {
        return tally;
    }
    let customer = moment.customer;
    let events = world.denied_items().take(TRIED).map(|item| (item, customer.now));
    let stated = world.denied_facets().take(TRIED).map(|facet| (facet, Stance::More));
    let curious = Customer {
        events: customer.events.iter().copied().chain(events).collect(),
        stated: customer.stated.iter().copied().chain(stated).collect(),
        now: customer.now,
    };
    let speaks = speaks_of_denied(world, &curious);
    tally.hold(speaks.is_none(), || speaks.unwrap_or_default());
    tally
}

pub(super) fn bound(world: &World<'_>, mut tally: Tally) -> Bound {
    // The table is tried as if it were one more of them.
    if world.denies() {
        let row = told_by_a_row(world);
        tally.hold(row.is_none(), || {
            format!(
                "the row of {} tells of one",
                row.map_or(String::new(), |item| world.title(item))
            )
        });
    }
    let bound = tally.bound("denied", CLAIM, "customers", None);
    match world.denies() {
        true => bound,
        false => Bound { found: "no item is of a denied category".to_owned(), ..bound },
    }
}

/// The first item whose row tells of an item of a denied category, or that is of one and has a row.
fn told_by_a_row(world: &World<'_>) -> Option<ItemIx> {
    let catalogue = world.catalogue;
    (0..catalogue.len()).map(ItemIx).find(|item| {
        let mut row = catalogue.row(*item);
        row.any(|(follower, _)| catalogue.is_denied(*item) || catalogue.is_denied(follower))
    })
}

/// What in a profile, or in the reasons of its list, is of a denied category.
fn speaks_of_denied(world: &World<'_>, customer: &Customer) -> Option<String> {
    let catalogue = world.catalogue;
    let profile = world.profile(customer);
    let denied = |item: &ItemIx| catalogue.is_denied(*item);
    if let Some(item) = profile.recent.iter().map(|visit| visit.item).find(denied) {
        return Some(format!("a profile holds {}", world.title(item)));
    }
    let topics = profile.interests.iter().map(|interest| interest.facet);
    let topics = topics.chain(profile.never.iter().copied());
    if let Some(facet) = topics.into_iter().find(|facet| catalogue.is_denied_facet(*facet)) {
        return Some(format!("a profile holds {}", catalogue.facet_label(facet)));
    }
    let picks = rank(catalogue, &profile, &world.ask(customer, Slot::ForYou));
    let named = picks.iter().flat_map(|pick| &pick.reasons).find_map(|reason| match reason {
        Reason::Followed { item } | Reason::Revisit { item } if denied(item) => Some(*item),
        _ => None,
    });
    named.map(|item| format!("a reason names {}", world.title(item)))
}

const CLAIM: &str = "items of denied categories are in no row of the table, no profile and no \
                     reason, whatever a customer looks at";

/// So many items of denied categories are looked at, at most.
const TRIED: usize = 50;
