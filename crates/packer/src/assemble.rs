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
pub(crate) fn assemble(feed: Feed, table: TablePart, knobs: &Knobs, denied: &Denied) -> PackInput {
    let mut input = without_table(feed, denied);
    put_table(&mut input, table, knobs);
    input
}

/// The parts that a feed gives, with empty rows.
pub(crate) fn without_table(feed: Feed, denied: &Denied) -> PackInput {
    let facets = facets(&feed, denied);
    let places: BTreeMap<(u16, &str), u32> =
        facets.iter().map(|facet| (facet.kind, facet.label.as_str())).zip(0..).collect();
    let item = |item: FeedItem| {
        let mut own: Vec<u32> = item
            .facets
            .iter()
            .filter_map(|(kind, label)| places.get(&(*kind, &**label)).copied())
            .collect();
        own.sort_unstable();
        own.dedup();
        let denied = item.denied
            || own
                .iter()
                .any(|facet| facets.get(*facet as usize).is_some_and(|facet| facet.denied));
        ItemInput {
            id: item.id,
            title: item.title,
            url: item.url,
            facets: own,
            available: item.available,
            denied,
            boost: item.boost,
            sponsored: item.sponsored,
            popularity: 0.0,
            display: item.display,
        }
    };
    let rows = vec![Vec::new(); feed.items.len()];
    let items = feed.items.into_iter().map(item).collect();
    PackInput {
        items,
        kinds: feed.kinds,
        display_keys: feed.display,
        rows,
        vintage_day: 0,
        source: TableSource::Attributes,
        support: 0,
        weights: Knobs::default().weights(),
        facets,
    }
}

/// Puts a table into the parts of its feed.
pub(crate) fn put_table(input: &mut PackInput, table: TablePart, knobs: &Knobs) {
    let TablePart { mut rows, popularity, source, support, vintage_day } = table;
    for (item, popularity) in input.items.iter_mut().zip(popularity) {
        item.popularity = popularity;
    }
    let items = &input.items;
    let denied = |item: u32| items.get(item as usize).is_some_and(|item| item.denied);
    for (from, row) in (0..).zip(&mut rows) {
        row.retain(|(to, _)| !denied(from) && !denied(*to));
    }
    input.rows = rows;
    input.source = source;
    input.support = support;
    input.vintage_day = vintage_day;
    input.weights = knobs.weights();
}

/// Sessions in the numbers of `ids`, which ascend, and how many events were of other items. A
/// session keeps its place among the others even when nothing is left of it.
pub(crate) fn renumber(sessions: &[Session], from: &[String], ids: &[&str]) -> (Vec<Session>, u64) {
    renumber_in_place(sessions.to_vec(), from, ids)
}

/// The same without a copy of the sessions, of which a large log has millions.
pub(crate) fn renumber_in_place(
    mut sessions: Vec<Session>,
    from: &[String],
    ids: &[&str],
) -> (Vec<Session>, u64) {
    let places: Vec<Option<u32>> = from
        .iter()
        .map(|id| ids.binary_search(&id.as_str()).ok().map(|place| place as u32))
        .collect();
    let mut unknown = 0;
    for session in &mut sessions {
        session.events.retain_mut(|event| {
            let place = places.get(*event as usize).copied().flatten();
            unknown += u64::from(place.is_none());
            *event = place.unwrap_or(*event);
            place.is_some()
        });
    }
    (sessions, unknown)
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
    let labels: BTreeSet<(u16, &str)> = all.map(|(kind, label)| (*kind, &**label)).collect();
    let facet = |(kind, label): (u16, &str)| FacetInput {
        kind,
        label: label.to_owned(),
        denied: denied.has(kind, label),
    };
    labels.into_iter().map(facet).collect()
}
