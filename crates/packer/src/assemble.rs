//! From a feed, a table and counts to the parts of a pack.

use std::collections::{BTreeMap, BTreeSet};

use homekept::catalogue::{FacetInput, ItemInput, PackInput, TableSource};

use crate::denied::Denied;
use crate::input::feed::{Feed, FeedItem};
use crate::input::log::Session;
use crate::knobs::Knobs;

/// What the table part of a pack is made of.
#[derive(Debug)]
pub(crate) struct TablePart {
    /// The rows, in the order of the feed's items.
    pub(crate) rows: Vec<Vec<(u32, f64)>>,
    /// How popular each item is, from 0 to 1.
    pub(crate) popularity: Vec<f64>,
    pub(crate) source: TableSource,
    pub(crate) support: u32,
    pub(crate) vintage_day: u32,
}

/// Puts the parts together. Items that carry a denied facet are denied, and no row speaks of them.
pub(crate) fn assemble(feed: &Feed, table: TablePart, knobs: &Knobs, denied: &Denied) -> PackInput {
    let facets = facets(feed, denied);
    let places: BTreeMap<(u16, &str), u32> =
        facets.iter().map(|facet| (facet.kind, facet.label.as_str())).zip(0..).collect();
    let item = |(item, popularity): (&FeedItem, f64)| {
        let mut own: Vec<u32> = item
            .facets
            .iter()
            .filter_map(|(kind, label)| places.get(&(*kind, label.as_str())).copied())
            .collect();
        own.sort_unstable();
        own.dedup();
        let denied = item.denied
            || own
                .iter()
                .any(|facet| facets.get(*facet as usize).is_some_and(|facet| facet.denied));
        ItemInput {
            id: item.id.clone(),
            title: item.title.clone(),
            url: item.url.clone(),
            facets: own,
            available: item.available,
            denied,
            boost: item.boost,
            sponsored: item.sponsored,
            popularity,
            display: item.display.clone(),
        }
    };
    let items: Vec<ItemInput> = feed.items.iter().zip(table.popularity).map(item).collect();
    let mut rows = table.rows;
    let denied = |item: u32| items.get(item as usize).is_some_and(|item| item.denied);
    for (from, row) in (0..).zip(&mut rows) {
        row.retain(|(to, _)| !denied(from) && !denied(*to));
    }
    PackInput {
        items,
        kinds: feed.kinds.clone(),
        display_keys: feed.display.clone(),
        rows,
        vintage_day: table.vintage_day,
        source: table.source,
        support: table.support,
        weights: knobs.weights(),
        facets,
    }
}

/// Sessions in the numbers of `ids`, which ascend, and how many events were of other items. A
/// session keeps its place among the others even when nothing is left of it.
pub(crate) fn renumber(sessions: &[Session], from: &[String], ids: &[&str]) -> (Vec<Session>, u64) {
    let places: Vec<Option<u32>> = from
        .iter()
        .map(|id| ids.binary_search(&id.as_str()).ok().map(|place| place as u32))
        .collect();
    let mut unknown = 0;
    let renumbered = sessions.iter().map(|session| {
        let known = session
            .events
            .iter()
            .filter_map(|event| places.get(*event as usize).copied().flatten());
        let events: Vec<u32> = known.collect();
        unknown += (session.events.len() - events.len()) as u64;
        Session { events, ..*session }
    });
    let renumbered = renumbered.collect();
    (renumbered, unknown)
}

/// Counts as popularity from 0 to 1, on a logarithmic scale, since a bestseller is not a hundred
/// times as fitting as an ordinary item. Counts below the support threshold are none: they would
/// tell of single visits.
pub(crate) fn popularity(counts: &[f64], support: u32) -> Vec<f64> {
    let counted: Vec<f64> = counts
        .iter()
        .map(|count| if *count < f64::from(support) { 0.0 } else { libm::log(1.0 + count) })
        .collect();
    let most = counted.iter().copied().fold(0.0, f64::max);
    counted.iter().map(|count| if most > 0.0 { count / most } else { 0.0 }).collect()
}

/// The facets of all items, by kind and label.
fn facets(feed: &Feed, denied: &Denied) -> Vec<FacetInput> {
    let all = feed.items.iter().flat_map(|item| &item.facets);
    let labels: BTreeSet<(u16, &str)> = all.map(|(kind, label)| (*kind, label.as_str())).collect();
    let facet = |(kind, label): (u16, &str)| FacetInput {
        kind,
        label: label.to_owned(),
        denied: denied.has(kind, label),
    };
    labels.into_iter().map(facet).collect()
}
