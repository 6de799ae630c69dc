//! What can be held against a pack's claims without knowing where it came from. Opening has already
//! checked length, checksum, the places of the sections and the bounds of the knobs.

use std::collections::BTreeSet;

use homekept::catalogue::{Catalogue, FacetIx, ItemIx, TableSource};
use serde::Serialize;

use super::{all, all_facets, denials};
use crate::denied::Denials;

/// One claim, held against the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Its stable name.
    pub check: &'static str,
    /// What is claimed.
    pub claim: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// The first thing that speaks against it; empty where it holds.
    pub found: String,
}

/// Every check, in a fixed order.
pub(super) fn all_of(catalogue: &Catalogue) -> Vec<Check> {
    let check = |name, claim, found: Option<String>| Check {
        check: name,
        claim,
        holds: found.is_none(),
        found: found.unwrap_or_default(),
    };
    vec![
        check(
            "hash",
            "length and content hash in the header are those of the bytes",
            // Such a file does not open.
            None,
        ),
        check("ids", "there are as many ids as items, each once", ids(catalogue)),
        check("urls", "every address is a path or begins with http(s)", urls(catalogue)),
        check("facets", "every facet has a label and is carried by an item", facets(catalogue)),
        check("postings", "items and facets name each other alike", postings(catalogue)),
        check("popularity", "popular items come first", popularity(catalogue)),
        check(
            "source",
            "a table of attributes alone has no rows, and one of behaviour has counted somebody",
            source(catalogue),
        ),
        check(
            "denied",
            "items of denied facets are denied, and no row tells of a denied item",
            denied(catalogue),
        ),
        check(
            "denials",
            "what it says of its denied items fits them",
            denials(catalogue).and_then(|said| misfits(catalogue, said)),
        ),
    ]
}

fn ids(catalogue: &Catalogue) -> Option<String> {
    let mut before = "";
    for item in all(catalogue) {
        let id = catalogue.id(item);
        if id <= before {
            return Some(match id {
                "" => format!("the item at place {} has none", item.0),
                id if id == before => format!("{id:?} comes twice"),
                id => format!("{id:?} stands after {before:?}, so it is never found"),
            });
        }
        before = id;
    }
    None
}

fn urls(catalogue: &Catalogue) -> Option<String> {
    let is_safe =
        |url: &str| ["/", "http://", "https://"].iter().any(|beginning| url.starts_with(beginning));
    let item = all(catalogue).find(|item| !is_safe(catalogue.url(*item)))?;
    Some(format!("{:?} has {:?}", catalogue.id(item), catalogue.url(item)))
}

fn facets(catalogue: &Catalogue) -> Option<String> {
    let is_idle = |facet: &FacetIx| {
        catalogue.facet_label(*facet).is_empty() || catalogue.postings(*facet).next().is_none()
    };
    Some(named(catalogue, all_facets(catalogue).find(is_idle)?))
}

fn postings(catalogue: &Catalogue) -> Option<String> {
    let by_items: BTreeSet<(FacetIx, ItemIx)> = all(catalogue)
        .flat_map(|item| catalogue.facets(item).map(move |facet| (facet, item)))
        .collect();
    let by_facets: BTreeSet<(FacetIx, ItemIx)> = all_facets(catalogue)
        .flat_map(|facet| catalogue.postings(facet).map(move |item| (facet, item)))
        .collect();
    let (facet, item) = by_items.symmetric_difference(&by_facets).next()?;
    Some(format!("{:?} and {} do not agree", catalogue.id(*item), named(catalogue, *facet)))
}

fn popularity(catalogue: &Catalogue) -> Option<String> {
    let disorder = |items: Vec<ItemIx>| {
        let pair = items
            .windows(2)
            .find(|pair| catalogue.popularity(pair[0]) < catalogue.popularity(pair[1]))?;
        Some(format!("{:?} stands before {:?}", catalogue.id(pair[0]), catalogue.id(pair[1])))
    };
    disorder(catalogue.popular().collect()).or_else(|| {
        all_facets(catalogue).find_map(|facet| disorder(catalogue.postings(facet).collect()))
    })
}

fn source(catalogue: &Catalogue) -> Option<String> {
    let header = catalogue.header();
    let rows = all(catalogue).filter(|item| catalogue.row(*item).next().is_some()).count();
    match header.source {
        _ if rows == 0 => None,
        TableSource::Attributes => {
            Some(format!("it was made from attributes alone, and {rows} items have followers"))
        }
        TableSource::Orders | TableSource::Sessions | TableSource::Signals => (header.support == 0)
            .then(|| format!("{rows} items have followers, and no visitor was counted")),
    }
}

fn denied(catalogue: &Catalogue) -> Option<String> {
    for item in all(catalogue) {
        let id = catalogue.id(item);
        let facet = catalogue.facets(item).find(|facet| catalogue.is_denied_facet(*facet));
        match facet {
            Some(facet) if !catalogue.is_denied(item) => {
                return Some(format!("{id:?} carries {}", named(catalogue, facet)));
            }
            _ => {}
        }
        let told = |(follower, _): &(ItemIx, f32)| {
            catalogue.is_denied(item) || catalogue.is_denied(*follower)
        };
        if let Some((follower, _)) = catalogue.row(item).find(told) {
            return Some(format!("the row of {id:?} names {:?}", catalogue.id(follower)));
        }
    }
    None
}

fn misfits(catalogue: &Catalogue, said: &[u8]) -> Option<String> {
    let Some(said) = Denials::read(said) else { return Some("it cannot be read".to_owned()) };
    let denied = all(catalogue).filter(|item| catalogue.is_denied(*item)).count();
    if said.items as usize != denied {
        return Some(format!("it says {} items, and {denied} are denied", said.items));
    }
    let is_told =
        |facet: &FacetIx| said.causes.iter().any(|cause| cause.what == label(catalogue, *facet));
    let mut open = all_facets(catalogue).filter(|facet| !catalogue.is_denied_facet(*facet));
    Some(format!("it says {}, which is not denied", named(catalogue, open.find(is_told)?)))
}

fn label(catalogue: &Catalogue, facet: FacetIx) -> String {
    format!("{}={}", catalogue.facet_kind(facet), catalogue.facet_label(facet))
}

fn named(catalogue: &Catalogue, facet: FacetIx) -> String {
    format!("{}={:?}", catalogue.facet_kind(facet), catalogue.facet_label(facet))
}
