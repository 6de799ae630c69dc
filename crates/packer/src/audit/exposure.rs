//! Who is shown: how the places of all lists fall to the items.

use homekept::catalogue::ItemIx;
use homekept::ranking::Slot;
use serde::Serialize;

use super::gini::gini;
use super::head::head_share;
use super::lorenz::lorenz;
use super::world::{World, boosted};

/// How the places of the lists *for you*, with the shop's boost, fall to the items that can be had.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exposure {
    /// How many lists there were.
    pub lists: u64,
    /// How many places they have together.
    pub places: u64,
    /// How many items can be had.
    pub items: u32,
    /// How many of them were in at least one list.
    pub shown: u32,
    /// Their share: coverage.
    pub coverage: f64,
    /// How unequally the places fall to the items: 0 equally, near 1 to a few.
    pub gini: f64,
    /// The part of the items that counts as the head: the most popular ones.
    pub head: f64,
    /// The share of all places that the head takes.
    pub head_share: f64,
    /// Those that are in most lists.
    pub most_shown: Vec<Exposed>,
    /// The curve of Lorenz, from [0, 0] to [1, 1].
    pub lorenz: Vec<[f64; 2]>,
}

/// How often an item is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exposed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many lists it was in.
    pub lists: u64,
    /// Their share of all lists.
    pub share: f64,
}

/// Counts the lists.
pub(super) fn measure(world: &World<'_>) -> Exposure {
    let catalogue = world.catalogue;
    let lists: Vec<Vec<ItemIx>> = world.crowd.each(|_, customer| {
        let ask = world.ask(customer, Slot::ForYou);
        let list = boosted(catalogue, &world.profile(customer), &ask, world.policy.boost);
        list.into_iter().map(|pick| pick.item).collect()
    });
    let mut counts = vec![0u64; catalogue.len() as usize];
    for item in lists.iter().flatten() {
        if let Some(count) = counts.get_mut(item.0 as usize) {
            *count += 1;
        }
    }
    let available: Vec<(ItemIx, u64)> = (0..catalogue.len())
        .map(ItemIx)
        .zip(counts)
        .filter(|(item, _)| catalogue.is_available(*item))
        .collect();
    let shown: Vec<u64> = available.iter().map(|(_, count)| *count).collect();
    let popularity: Vec<f32> =
        available.iter().map(|(item, _)| catalogue.popularity(*item)).collect();
    let mut ordered = available;
    ordered.sort_by_key(|(item, count)| (std::cmp::Reverse(*count), *item));
    let of_lists = |count: u64| count as f64 / lists.len().max(1) as f64;
    let exposed = |(item, count): &(ItemIx, u64)| Exposed {
        id: catalogue.id(*item).to_owned(),
        title: catalogue.title(*item).to_owned(),
        lists: *count,
        share: of_lists(*count),
    };
    let in_a_list = shown.iter().filter(|count| **count > 0).count();
    Exposure {
        lists: lists.len() as u64,
        places: shown.iter().sum(),
        items: shown.len() as u32,
        shown: in_a_list as u32,
        coverage: in_a_list as f64 / shown.len().max(1) as f64,
        gini: gini(&shown),
        head: HEAD,
        head_share: head_share(&shown, &popularity, HEAD),
        most_shown: ordered
            .iter()
            .take(NAMED)
            .filter(|(_, count)| *count > 0)
            .map(exposed)
            .collect(),
        lorenz: lorenz(&shown, CURVE),
    }
}

/// The most popular tenth is the head.
const HEAD: f64 = 0.1;

/// How many items are named.
const NAMED: usize = 12;

/// How many points the curve has.
const CURVE: usize = 50;
