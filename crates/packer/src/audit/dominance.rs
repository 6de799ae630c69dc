//! Who decides what is shown: the share of the places that would hold another item without the
//! customer's profile, without the shop's boost, and without sponsors.

use homekept::ranking::{Ask, Pick, Slot, rank, rank_without_profile};
use serde::Serialize;

use super::share::{Share, share};
use super::world::{World, boosted};

/// The share of all places of the lists *for you* whose item would not be in the list otherwise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dominance {
    /// Without the customer's profile.
    pub by_profile: f64,
    /// Without the shop's boost.
    pub by_boost: f64,
    /// Without sponsors; none where no item is sponsored.
    pub by_sponsor: Option<f64>,
}

/// Compares the list of every customer with those that they would see otherwise. Gives the share of
/// places that hold a sponsored item as well, where there is any.
pub(super) fn measure(world: &World<'_>) -> (Dominance, Option<f64>) {
    let changed = world.crowd.each(|_, customer| {
        let profile = world.profile(customer);
        let ask = Ask { boost: world.policy.boost, ..world.ask(customer, Slot::ForYou) };
        let list = boosted(world.lifted, &profile, &ask, ask.boost);
        let unknown = rank_without_profile(world.lifted, &ask);
        let unlifted = boosted(world.lifted, &profile, &ask, 0.0);
        let unsold = rank(world.lifted, &profile, &Ask { sponsored: false, ..ask });
        let is_sold = |pick: &Pick| world.catalogue.is_sponsored(pick.item);
        [new(&list, &unknown), new(&list, &unlifted), new(&list, &unsold), share(&list, is_sold)]
    });
    let of = |which: usize| {
        let shares = changed.iter().filter_map(|of_list| of_list.get(which)).copied();
        shares.sum::<Share>().of_all()
    };
    let sold = |which: usize| world.sells_places().then(|| of(which));
    (Dominance { by_profile: of(0), by_boost: of(1), by_sponsor: sold(2) }, sold(3))
}

/// The places of a list whose item is not in the other one.
fn new(list: &[Pick], other: &[Pick]) -> Share {
    share(list, |pick| !other.iter().any(|known| known.item == pick.item))
}

#[cfg(test)]
#[test]
fn a_place_is_changed_when_its_item_is_in_no_place_of_the_other_list() {
    use homekept::catalogue::ItemIx;
    use homekept::ranking::Parts;
    let list = |items: &[u32]| -> Vec<Pick> {
        let pick = |item: &u32| Pick {
            item: ItemIx(*item),
            score: 1.0,
            parts: Parts::default(),
            reasons: Vec::new(),
        };
        items.iter().map(pick).collect()
    };
    // 4 is new; 1 and 2 have only changed their places.
    let found = new(&list(&[2, 1, 4, 3]), &list(&[1, 2, 3, 5]));
    assert!((found.of_all() - 0.25).abs() < 1e-12);
}
