//! One pack of what a page knows of a large shop: its head, and the leaves of the page's items and
//! of the customer's last visits. The browser's module does not do it: a module of its own does,
//! which small shops never load.

use super::build::{BuildError, FacetInput, ItemInput, PackInput, encode_sections};
use super::table::Scale;
use super::{Catalogue, FacetIx, ItemIx, layout};

/// Writes the pack of everything that a shop's head and some leaves know. Where several know an
/// item, the first one's card stands; a row is the longest that any has. What one of them denies
/// stays denied. The same parts of one shop give the same pack, in whatever order the leaves come.
///
/// # Errors
/// See [`BuildError`].
pub fn graft(head: &Catalogue, leaves: &[Catalogue]) -> Result<Vec<u8>, BuildError> {
    let catalogues: Vec<&Catalogue> = core::iter::once(head).chain(leaves).collect();
    let names = Names::of(&catalogues);
    let files: Vec<File<'_>> = catalogues.into_iter().map(|part| names.numbered(part)).collect();
    let mut items = vec![Known::default(); names.items.len()];
    let mut facets: Vec<FacetInput> = names.facets.iter().map(facet_of).collect();
    let mut carriers = vec![0u32; facets.len()];
    for (number, file) in files.iter().enumerate() {
        for (item, place) in (0..).map(ItemIx).zip(&file.items) {
            items[*place].learn(number, item, file.part);
        }
        for (facet, place) in (0..).map(FacetIx).zip(&file.facets) {
            facets[*place].denied |= file.part.is_denied_facet(facet);
            // Each part says how many there are in the whole shop.
            carriers[*place] = file.part.carriers(facet, usize::MAX) as u32;
        }
    }
    let mut whole = head.whole().to_le_bytes().to_vec();
    for carriers in carriers {
        whole.extend_from_slice(&carriers.to_le_bytes());
    }
    let header = head.header();
    let input = PackInput {
        items: items.iter().map(|known| known.card(&files, &names)).collect(),
        kinds: names.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        facets,
        display_keys: names.display_keys.iter().map(|key| (*key).to_owned()).collect(),
        rows: items.iter().map(|known| known.row(&files)).collect(),
        vintage_day: header.vintage_day,
        source: header.source,
        support: header.support,
        weights: header.weights,
    };
    let scale = Scale::read(head.table_bytes());
    encode_sections(&input, Some(scale), vec![(layout::WHOLE, whole)])
}

/// What the parts know, by names, since each has numbers of its own: a name's place is its number
/// in what they are joined to.
#[derive(Debug)]
struct Names<'a> {
    items: Vec<&'a str>,
    /// By the place of the kind and by label.
    facets: Vec<(usize, &'a str)>,
    kinds: Vec<&'a str>,
    display_keys: Vec<&'a str>,
}

/// A part, with the place of each of its items and facets among all.
#[derive(Debug)]
struct File<'a> {
    part: &'a Catalogue,
    items: Vec<usize>,
    facets: Vec<usize>,
}

impl<'a> Names<'a> {
    fn of(parts: &[&'a Catalogue]) -> Self {
        let mut names = Self {
            items: Vec::new(),
            facets: Vec::new(),
            kinds: Vec::new(),
            display_keys: Vec::new(),
        };
        for part in parts {
            for kind in part.kinds() {
                place_of(&mut names.kinds, kind);
            }
            for facet in facets(part) {
                let kind = place_of(&mut names.kinds, part.facet_kind(facet));
                names.facets.push((kind, part.facet_label(facet)));
            }
            for item in (0..part.len()).map(ItemIx) {
                names.items.push(part.id(item));
                for (key, _) in part.display(item).pairs() {
                    place_of(&mut names.display_keys, key);
                }
            }
        }
        names.items.sort_unstable();
        names.items.dedup();
        names.facets.sort_unstable();
        names.facets.dedup();
        names
    }

    /// Every name of a part is among those of all, so nothing is left out here.
    fn numbered(&self, part: &'a Catalogue) -> File<'a> {
        let item = |item| self.items.binary_search(&part.id(item)).ok();
        let kind = |facet| self.kinds.iter().position(|kind| *kind == part.facet_kind(facet));
        let facet = |facet| {
            let name = (kind(facet)?, part.facet_label(facet));
            self.facets.binary_search(&name).ok()
        };
        File {
            part,
            items: (0..part.len()).map(ItemIx).filter_map(item).collect(),
            facets: facets(part).filter_map(facet).collect(),
        }
    }
}

/// What is known of one item: the parts by their numbers, and which item it is there.
#[derive(Debug, Clone, Default)]
struct Known {
    card: Option<(usize, ItemIx)>,
    denied: bool,
    row: Option<(usize, ItemIx)>,
    row_length: usize,
}

impl Known {
    fn learn(&mut self, file: usize, item: ItemIx, part: &Catalogue) {
        self.card.get_or_insert((file, item));
        self.denied |= part.is_denied(item);
        let length = part.row(item).count();
        if length > self.row_length {
            self.row = Some((file, item));
            self.row_length = length;
        }
    }

    fn card(&self, files: &[File<'_>], names: &Names<'_>) -> ItemInput {
        let Some((file, item)) = self.card else { return ItemInput::default() };
        let File { part, facets, .. } = &files[file];
        let key = |key: &str| names.display_keys.iter().position(|known| *known == key);
        let mut carried: Vec<u32> =
            part.facets(item).map(|facet| facets[facet.0 as usize] as u32).collect();
        carried.sort_unstable();
        ItemInput {
            id: part.id(item).to_owned(),
            title: part.title(item).to_owned(),
            url: part.url(item).to_owned(),
            facets: carried,
            available: part.is_available(item),
            denied: self.denied,
            boost: part.boost(item),
            sponsored: part.is_sponsored(item),
            popularity: f64::from(part.popularity(item)),
            display: part
                .display(item)
                .pairs()
                .filter_map(|(name, text)| Some((key(name)? as u32, text.to_owned())))
                .collect(),
        }
    }

    fn row(&self, files: &[File<'_>]) -> Vec<(u32, f64)> {
        let Some((file, item)) = self.row else { return Vec::new() };
        let File { part, items, .. } = &files[file];
        let place = |(to, weight): (ItemIx, f32)| (items[to.0 as usize] as u32, f64::from(weight));
        let mut row: Vec<(u32, f64)> = part.row(item).map(place).collect();
        row.sort_unstable_by_key(|(item, _)| *item);
        row
    }
}

fn facets(part: &Catalogue) -> impl Iterator<Item = FacetIx> {
    (0..part.header().facets).map(FacetIx)
}

fn facet_of((kind, label): &(usize, &str)) -> FacetInput {
    FacetInput { kind: *kind as u16, label: (*label).to_owned(), denied: false }
}

/// The place of a name in a list, at its end if it is new.
fn place_of<'a>(names: &mut Vec<&'a str>, name: &'a str) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}
