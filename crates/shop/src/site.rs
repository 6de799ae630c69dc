//! The catalogue as a shop walks through it: shelves, addresses, and the texts of a card. Leaves
//! out HTML, which the templates write.

use crate::cover;
use crate::search::fold;
use homekept::catalogue::{Catalogue, FacetIx, ItemIx};
use minijinja::{Value, context};

/// One kind of facet, such as "subject", with its facets.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) facets: Vec<FacetIx>,
}

/// The kinds of a catalogue, in its order.
pub(crate) fn kinds(catalogue: &Catalogue) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for facet in (0..catalogue.header().facets).map(FacetIx) {
        let name = catalogue.facet_kind(facet);
        match kinds.last_mut() {
            Some(kind) if kind.name == name => kind.facets.push(facet),
            _ => kinds.push(Kind { name: name.to_owned(), facets: vec![facet] }),
        }
    }
    kinds
}

/// The name of the facet or display field that says who made an item; empty when there is none.
pub(crate) fn maker(catalogue: &Catalogue) -> &'static str {
    let kinds = kinds(catalogue);
    let has = |name: &&&str| {
        kinds.iter().any(|kind| kind.name == **name)
            || (!catalogue.is_empty() && catalogue.display(ItemIx(0)).text(name).is_some())
    };
    MAKERS.iter().find(has).copied().unwrap_or_default()
}

/// Whether the pack has pictures of items.
pub(crate) fn has_pictures(catalogue: &Catalogue) -> bool {
    (0..catalogue.len()).any(|item| catalogue.display(ItemIx(item)).text(PICTURE).is_some())
}

/// What a card shows: the same texts that a pick on the page binds from the pack.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    id: String,
    title: String,
    url: String,
    by: String,
    price: String,
    hue: u32,
    layout: u32,
    fit: u32,
    /// Its ThumbHash; empty where the pack has no picture.
    picture: String,
    available: bool,
    /// Whether somebody pays for it to be shown.
    sponsored: bool,
    /// Why it is here, said in public: nothing of it depends on who looks.
    reason: String,
}

impl Card {
    /// The card, with why it is on the page.
    pub(crate) fn because(mut self, reason: String) -> Self {
        self.reason = reason;
        self
    }
}

pub(crate) fn card(catalogue: &Catalogue, item: ItemIx, maker: &str) -> Card {
    let (id, title) = (catalogue.id(item), catalogue.title(item));
    Card {
        id: id.to_owned(),
        title: title.to_owned(),
        url: catalogue.url(item).to_owned(),
        by: value_of(catalogue, item, maker),
        price: value_of(catalogue, item, PRICE),
        hue: cover::derive_hue(id),
        layout: cover::derive_hue(title),
        fit: cover::derive_hue(&value_of(catalogue, item, cover::FIT)),
        picture: value_of(catalogue, item, PICTURE),
        available: catalogue.is_available(item),
        sponsored: catalogue.is_sponsored(item),
        reason: String::new(),
    }
}

impl From<Card> for Value {
    fn from(card: Card) -> Self {
        let Card {
            id,
            title,
            url,
            by,
            price,
            hue,
            layout,
            fit,
            picture,
            available,
            sponsored,
            reason,
        } = card;
        context! { id, title, url, by, price, hue, layout, fit, picture, available, sponsored, reason }
    }
}

/// Shelves in the order of their labels, numbers as numbers.
pub(crate) fn sort_by_label(shelves: &mut [Shelf]) {
    shelves.sort_by(|a, b| match (a.label.parse::<f64>(), b.label.parse::<f64>()) {
        (Ok(a), Ok(b)) => a.total_cmp(&b),
        _ => fold(&a.label).cmp(&fold(&b.label)),
    });
}

/// A link to everything that carries a facet.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    pub(crate) kind: String,
    pub(crate) label: String,
    /// The label as it stands alone: a bare number says what it is the number of.
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) count: usize,
    hue: u32,
}

impl From<Shelf> for Value {
    fn from(shelf: Shelf) -> Self {
        let Shelf { kind, label, name, url, count, hue } = shelf;
        context! { kind, label, name, url, count, hue }
    }
}

pub(crate) fn shelf(catalogue: &Catalogue, facet: FacetIx) -> Shelf {
    let (kind, label) = (catalogue.facet_kind(facet), catalogue.facet_label(facet));
    let is_number = label.parse::<f64>().is_ok();
    Shelf {
        kind: in_words(kind),
        label: label.to_owned(),
        name: if is_number { format!("{} {label}", in_words(kind)) } else { label.to_owned() },
        url: format!("/browse/{}/{}", encode(kind), encode(label)),
        count: catalogue.postings(facet).count(),
        hue: cover::derive_hue(label),
    }
}

/// The facts of an item: the display fields that are not part of every card.
pub(crate) fn facts(catalogue: &Catalogue, item: ItemIx, maker: &str) -> Vec<(String, String)> {
    let shown_elsewhere =
        |key: &str| [maker, PRICE, SHELF, cover::FIT, PICTURE, "image"].contains(&key);
    let pairs = catalogue
        .display(item)
        .pairs()
        .filter(|(key, text)| !shown_elsewhere(key) && !text.is_empty());
    pairs.map(|(key, text)| (in_words(key), text.to_owned())).collect()
}

/// The shelf that an item stands on: the one that its display names, or the largest of its
/// first kind.
pub(crate) fn home_shelf(catalogue: &Catalogue, item: ItemIx) -> Option<Shelf> {
    let named = catalogue.display(item).text(SHELF).and_then(|label| {
        catalogue.facets(item).find(|facet| catalogue.facet_label(*facet) == label)
    });
    named.or_else(|| largest_of_first_kind(catalogue, item)).map(|facet| shelf(catalogue, facet))
}

fn largest_of_first_kind(catalogue: &Catalogue, item: ItemIx) -> Option<FacetIx> {
    let kind = catalogue.facets(item).next().map(|facet| catalogue.facet_kind(facet))?;
    let of_kind = catalogue.facets(item).filter(|facet| catalogue.facet_kind(*facet) == kind);
    // The first of equals, as the catalogue has them.
    of_kind.min_by_key(|facet| core::cmp::Reverse(catalogue.postings(*facet).count()))
}

/// What a name stands for, by the same rule as in the page's templates: a display field, or the
/// labels of a kind of facet.
pub(crate) fn value_of(catalogue: &Catalogue, item: ItemIx, name: &str) -> String {
    if let Some(text) = catalogue.display(item).text(name) {
        return text.to_owned();
    }
    let of_kind = catalogue.facets(item).filter(|facet| catalogue.facet_kind(*facet) == name);
    of_kind.map(|facet| catalogue.facet_label(facet)).collect::<Vec<_>>().join(", ")
}

/// A column's name as a person would say it: "main_category" and "MainCategory" are "Main category".
pub(crate) fn in_words(name: &str) -> String {
    match name {
        "year" => return "First published".to_owned(),
        "language" => return "Written in".to_owned(),
        // What the packer makes of titles where a feed has no categories.
        "word" => return "Words in the title".to_owned(),
        _ => {}
    }
    let mut spaced = String::with_capacity(name.len() + 2);
    let mut before = ' ';
    for letter in name.chars() {
        match letter {
            '_' | '-' => spaced.push(' '),
            letter if letter.is_uppercase() && before.is_lowercase() => {
                spaced.push(' ');
                spaced.extend(letter.to_lowercase());
            }
            letter => spaced.push(letter),
        }
        before = letter;
    }
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text as one segment of a path, or one value of a query.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The display field that names the shelf that an item stands on.
pub(crate) const SHELF: &str = "shelf";
const MAKERS: [&str; 4] = ["author", "brand", "maker", "artist"];
/// The display field that the packer makes of pictures.
const PICTURE: &str = "thumbhash";
const PRICE: &str = "price";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_addresses_and_column_names_become_words() {
        assert_eq!(encode("Children's books/été"), "Children%27s%20books%2F%C3%A9t%C3%A9");
        assert_eq!(in_words("main_category"), "Main category");
        assert_eq!(in_words("StockCode"), "Stock code");
        assert_eq!(in_words("EAN"), "EAN");
        assert_eq!(in_words("year"), "First published");
        assert_eq!(in_words(""), "");
    }
}
