//! One pack of what a page knows of a large shop: its head, and the leaves of the page's items and
//! of the customer's last visits. The browser's module does not do it: a module of its own does,
//! which small shops never load.

use super::build::{BuildError, FacetInput, ItemInput, PackInput, encode_sections};
use super::table::Scale;
use super::{Catalogue, FacetIx, ItemIx, layout};
use std::collections::BTreeMap;

/// Writes the pack of everything that a shop's head and some leaves know. Where several know an
/// item, the first one's card stands; a row is the longest that any has. What one of them denies
/// stays denied. The same parts of one shop give the same pack, in whatever order the leaves come.
///
/// # Errors
/// See [`BuildError`].
pub fn graft(head: &Catalogue, leaves: &[Catalogue]) -> Result<Vec<u8>, BuildError> {
    let mut union = Union::default();
    for file in core::iter::once(head).chain(leaves) {
        union.learn(file);
    }
    union.write(head)
}

/// What the files know, by names, since each has numbers of its own.
#[derive(Debug, Default)]
struct Union<'a> {
    items: BTreeMap<&'a str, Known<'a>>,
    /// By the place of the kind and by label: whether it is denied, and how many items carry it.
    facets: BTreeMap<(usize, &'a str), (bool, u32)>,
    kinds: Vec<&'a str>,
    display_keys: Vec<&'a str>,
}

#[derive(Debug)]
struct Known<'a> {
    file: &'a Catalogue,
    item: ItemIx,
    denied: bool,
    row: Vec<(&'a str, f32)>,
}

impl<'a> Union<'a> {
    fn learn(&mut self, file: &'a Catalogue) {
        for kind in file.kinds() {
            place_of(&mut self.kinds, kind);
        }
        for facet in (0..file.header().facets).map(FacetIx) {
            let kind = place_of(&mut self.kinds, file.facet_kind(facet));
            let carriers = file.carriers(facet, usize::MAX) as u32;
            let known = self.facets.entry((kind, file.facet_label(facet)));
            known.or_insert((false, carriers)).0 |= file.is_denied_facet(facet);
        }
        for item in (0..file.len()).map(ItemIx) {
            let row: Vec<_> = file.row(item).map(|(to, weight)| (file.id(to), weight)).collect();
            let known = self.items.entry(file.id(item)).or_insert(Known {
                file,
                item,
                denied: false,
                row: Vec::new(),
            });
            known.denied |= file.is_denied(item);
            if row.len() > known.row.len() {
                known.row = row;
            }
            for (key, _) in file.display(item).pairs() {
                place_of(&mut self.display_keys, key);
            }
        }
    }

    fn write(&mut self, head: &Catalogue) -> Result<Vec<u8>, BuildError> {
        let ids: Vec<&str> = self.items.keys().copied().collect();
        let facets: Vec<(usize, &str)> = self.facets.keys().copied().collect();
        let mut whole = head.whole().to_le_bytes().to_vec();
        for (_, carriers) in self.facets.values() {
            whole.extend_from_slice(&carriers.to_le_bytes());
        }
        let header = head.header();
        let input = PackInput {
            items: self.items.iter().map(|(id, known)| self.card(id, known, &facets)).collect(),
            kinds: self.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            facets: self
                .facets
                .iter()
                .map(|((kind, label), (denied, _))| FacetInput {
                    kind: *kind as u16,
                    label: (*label).to_owned(),
                    denied: *denied,
                })
                .collect(),
            display_keys: self.display_keys.iter().map(|key| (*key).to_owned()).collect(),
            rows: self.items.values().map(|known| row(&known.row, &ids)).collect(),
            vintage_day: header.vintage_day,
            source: header.source,
            support: header.support,
            weights: header.weights,
        };
        let scale = Scale::read(head.table_bytes());
        encode_sections(&input, Some(scale), vec![(layout::WHOLE, whole)])
    }

    fn card(&self, id: &str, known: &Known<'_>, facets: &[(usize, &str)]) -> ItemInput {
        let Known { file, item, denied, row: _ } = *known;
        let kind = |facet| self.kinds.iter().position(|kind| *kind == file.facet_kind(facet));
        let place = |facet| facets.binary_search(&(kind(facet)?, file.facet_label(facet))).ok();
        let key = |key: &str| self.display_keys.iter().position(|known| *known == key);
        let mut carried: Vec<u32> =
            file.facets(item).filter_map(place).map(|place| place as u32).collect();
        carried.sort_unstable();
        ItemInput {
            id: id.to_owned(),
            title: file.title(item).to_owned(),
            url: file.url(item).to_owned(),
            facets: carried,
            available: file.is_available(item),
            denied,
            boost: file.boost(item),
            sponsored: file.is_sponsored(item),
            popularity: f64::from(file.popularity(item)),
            display: file
                .display(item)
                .pairs()
                .filter_map(|(name, text)| Some((key(name)? as u32, text.to_owned())))
                .collect(),
        }
    }
}

/// A row by the numbers of `ids`, which ascend.
fn row(row: &[(&str, f32)], ids: &[&str]) -> Vec<(u32, f64)> {
    let place = |(id, weight): &(&str, f32)| {
        let place = ids.binary_search(id).ok()?;
        Some((place as u32, f64::from(*weight)))
    };
    let mut row: Vec<(u32, f64)> = row.iter().filter_map(place).collect();
    row.sort_by_key(|(item, _)| *item);
    row
}

/// The place of a name in a list, at its end if it is new.
fn place_of<'a>(names: &mut Vec<&'a str>, name: &'a str) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}
