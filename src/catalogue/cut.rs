//! Cutting a shop that is too large for one file: a pack of its head, and for every item a leaf.
//! The packer calls it; the browser's module never does.

use super::build::{BuildError, ItemInput, PackInput, encode_sections, lists};
use super::layout;
use super::table::Scale;

/// A shop, to be cut.
#[derive(Debug)]
pub struct Cut<'a> {
    shop: &'a PackInput,
    /// How many items carry each facet.
    carriers: Vec<u32>,
    /// That of the whole table: a weight is the same number in every part.
    scale: Scale,
}

impl<'a> Cut<'a> {
    /// Looks the whole shop over, once.
    #[must_use]
    pub fn of(shop: &'a PackInput) -> Self {
        let mut carriers = vec![0; shop.facets.len()];
        for facet in shop.items.iter().flat_map(|item| &item.facets) {
            if let Some(count) = carriers.get_mut(*facet as usize) {
                *count += 1;
            }
        }
        Self { shop, carriers, scale: Scale::of(&shop.rows) }
    }

    /// The pack of some items, ascending, and of their rows as far as they stay among them.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn head(&self, items: &[u32]) -> Result<Vec<u8>, BuildError> {
        self.part(items, |_| true)
    }

    /// The pack of one item's row, with its own card and those of its neighbours.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn leaf(&self, item: u32) -> Result<Vec<u8>, BuildError> {
        let row = self.shop.rows.get(item as usize).map_or(&[][..], Vec::as_slice);
        let mut items: Vec<u32> = row.iter().map(|(neighbour, _)| *neighbour).collect();
        if let Err(place) = items.binary_search(&item) {
            items.insert(place, item);
        }
        self.part(&items, |of| of == item)
    }

    /// The file of some items' leaves, by id ascending.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn shard(&self, leaves: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, BuildError> {
        let bare =
            |(id, _): &(&str, Vec<u8>)| ItemInput { id: (*id).to_owned(), ..ItemInput::default() };
        let input = PackInput {
            items: leaves.iter().map(bare).collect(),
            kinds: Vec::new(),
            facets: Vec::new(),
            display_keys: Vec::new(),
            rows: vec![Vec::new(); leaves.len()],
            vintage_day: self.shop.vintage_day,
            source: self.shop.source,
            support: self.shop.support,
            weights: self.shop.weights,
        };
        let leaves = lists(leaves.iter().map(|(_, leaf)| leaf.clone()));
        encode_sections(&input, None, vec![(layout::LEAVES, leaves)])
    }

    fn part(&self, items: &[u32], has_row: impl Fn(u32) -> bool) -> Result<Vec<u8>, BuildError> {
        let shop = self.shop;
        let chosen = || items.iter().filter_map(|item| shop.items.get(*item as usize));
        let mut facets: Vec<u32> = chosen().flat_map(|item| item.facets.iter().copied()).collect();
        facets.sort_unstable();
        facets.dedup();
        let place =
            |list: &[u32], number: u32| list.binary_search(&number).ok().map(|at| at as u32);
        let row = |item: &u32| -> Vec<(u32, f64)> {
            let row = shop.rows.get(*item as usize).filter(|_| has_row(*item));
            let there = row.map_or(&[][..], Vec::as_slice).iter();
            there.filter_map(|(to, weight)| Some((place(items, *to)?, *weight))).collect()
        };
        let mut whole = (shop.items.len() as u32).to_le_bytes().to_vec();
        for facet in &facets {
            let carriers = self.carriers.get(*facet as usize).copied().unwrap_or_default();
            whole.extend_from_slice(&carriers.to_le_bytes());
        }
        let input = PackInput {
            items: chosen()
                .map(|item| ItemInput {
                    facets: item.facets.iter().filter_map(|facet| place(&facets, *facet)).collect(),
                    ..item.clone()
                })
                .collect(),
            kinds: shop.kinds.clone(),
            facets: facets
                .iter()
                .filter_map(|facet| shop.facets.get(*facet as usize))
                .cloned()
                .collect(),
            display_keys: shop.display_keys.clone(),
            rows: items.iter().map(row).collect(),
            vintage_day: shop.vintage_day,
            source: shop.source,
            support: shop.support,
            weights: shop.weights,
        };
        encode_sections(&input, Some(self.scale), vec![(layout::WHOLE, whole)])
    }
}
