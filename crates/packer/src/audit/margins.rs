//! The same pack with other margins: what the shop earns with an item is all that changes.

use homekept::catalogue::{Catalogue, FacetInput, FacetIx, ItemInput, ItemIx, PackInput, encode};

use crate::PackError;

/// Makes a pack anew with the boosts given, by item. What it holds else is read from the old one
/// and written again, rounded again too, so compare it with another pack made by this function.
pub(super) fn with_boosts(catalogue: &Catalogue, boosts: &[f32]) -> Result<Catalogue, PackError> {
    let header = catalogue.header();
    let facets: Vec<FacetIx> = (0..header.facets).map(FacetIx).collect();
    let mut kinds: Vec<String> = Vec::new();
    let mut inputs = Vec::new();
    for facet in facets {
        let kind = catalogue.facet_kind(facet);
        if kinds.last().is_none_or(|last| last != kind) {
            kinds.push(kind.to_owned());
        }
        inputs.push(FacetInput {
            kind: (kinds.len() - 1) as u16,
            label: catalogue.facet_label(facet).to_owned(),
            denied: catalogue.is_denied_facet(facet),
        });
    }
    // Display fields are left out: ranking cannot read them.
    let item = |item: ItemIx| ItemInput {
        id: catalogue.id(item).to_owned(),
        title: catalogue.title(item).to_owned(),
        facets: catalogue.facets(item).map(|facet| facet.0).collect(),
        available: catalogue.is_available(item),
        denied: catalogue.is_denied(item),
        boost: boosts.get(item.0 as usize).copied().unwrap_or(0.0),
        sponsored: catalogue.is_sponsored(item),
        popularity: f64::from(catalogue.popularity(item)),
        ..ItemInput::default()
    };
    let row = |item: ItemIx| {
        catalogue.row(item).map(|(follower, weight)| (follower.0, f64::from(weight))).collect()
    };
    let input = PackInput {
        items: all(catalogue).map(item).collect(),
        kinds,
        facets: inputs,
        display_keys: Vec::new(),
        rows: all(catalogue).map(row).collect(),
        vintage_day: header.vintage_day,
        source: header.source,
        support: header.support,
        weights: header.weights,
    };
    let bytes = encode(&input).map_err(PackError::Build)?;
    Catalogue::open(bytes.into()).map_err(PackError::Open)
}

/// The boosts of a pack, by item.
pub(super) fn of(catalogue: &Catalogue) -> Vec<f32> {
    all(catalogue).map(|item| catalogue.boost(item)).collect()
}

fn all(catalogue: &Catalogue) -> impl Iterator<Item = ItemIx> + use<> {
    (0..catalogue.len()).map(ItemIx)
}
