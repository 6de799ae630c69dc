//! One item as the pack has it: everything that a page or a ranking reads of it.

use homekept::catalogue::{Catalogue, ItemIx};
use serde::Serialize;

/// One item. As JSON it has these names, in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// Whether it can be had.
    pub available: bool,
    /// Whether it is of a denied category.
    pub denied: bool,
    /// Whether somebody pays for it to be shown.
    pub sponsored: bool,
    /// How much the shop would like it lifted, from 0 to 1.
    pub boost: f32,
    /// How popular it is, from 0 to 1.
    pub popularity: f32,
    /// Its categories and attributes.
    pub facets: Vec<CardFacet>,
    /// Its display fields.
    pub display: Vec<Field>,
    /// The items that tend to follow it, the strongest first.
    pub followers: Vec<Follower>,
}

/// A category or an attribute of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardFacet {
    /// What kind of facet it is.
    pub kind: String,
    /// Its value.
    pub label: String,
    /// Whether it is of a denied category.
    pub denied: bool,
}

/// A display field of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// Its text.
    pub text: String,
}

/// An item that tends to follow another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Follower {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How strongly it follows; the table's largest weight is 1.
    pub weight: f32,
}

pub(super) fn of(catalogue: &Catalogue, item: ItemIx) -> Card {
    let facet = |facet| CardFacet {
        kind: catalogue.facet_kind(facet).to_owned(),
        label: catalogue.facet_label(facet).to_owned(),
        denied: catalogue.is_denied_facet(facet),
    };
    let field = |(key, text): (&str, &str)| Field { key: key.to_owned(), text: text.to_owned() };
    let follower = |(item, weight)| Follower {
        id: catalogue.id(item).to_owned(),
        title: catalogue.title(item).to_owned(),
        weight,
    };
    let mut followers: Vec<Follower> = catalogue.row(item).map(follower).collect();
    // Stable, so that equals stay in the order of their ids.
    followers.sort_by(|first, second| second.weight.total_cmp(&first.weight));
    Card {
        id: catalogue.id(item).to_owned(),
        title: catalogue.title(item).to_owned(),
        url: catalogue.url(item).to_owned(),
        available: catalogue.is_available(item),
        denied: catalogue.is_denied(item),
        sponsored: catalogue.is_sponsored(item),
        boost: catalogue.boost(item),
        popularity: catalogue.popularity(item),
        facets: catalogue.facets(item).map(facet).collect(),
        display: catalogue.display(item).pairs().map(field).collect(),
        followers,
    }
}
