//! The pages: what each one shows, as the templates read it. Every page is whole before any script
//! runs, and the same for everyone.

use crate::error::ShopError;
use crate::policy::{RETENTION_DAYS, source_name};
use crate::search::{self, Index};
use crate::site::{self, Card, Kind, Shelf, card, shelf};
use homekept::catalogue::{Catalogue, FacetIx, ItemIx};
use homekept::ranking::{Ask, Reason, Slot, rank_without_profile};
use minijinja::{Environment, Value, context};

/// The pages of one shop.
#[derive(Debug)]
pub(crate) struct Pages {
    catalogue: Catalogue,
    templates: Environment<'static>,
    kinds: Vec<Kind>,
    index: Index,
    /// What says who made an item: "author" in a bookshop.
    maker: &'static str,
}

impl Pages {
    /// `counts`: customers are asked for random counts, too.
    pub(crate) fn new(catalogue: Catalogue, shop: Value, counts: bool) -> Result<Self, ShopError> {
        let mut templates = Environment::new();
        for (name, source) in TEMPLATES {
            templates.add_template(name, source).map_err(ShopError::Template)?;
        }
        let (kinds, index, maker) =
            (site::kinds(&catalogue), Index::new(&catalogue), site::maker(&catalogue));
        templates.add_global("shop", shop);
        templates.add_global("maker", maker);
        templates.add_global("pictures", site::has_pictures(&catalogue));
        templates.add_global("items", catalogue.len());
        templates.add_global("retention_days", RETENTION_DAYS);
        templates.add_global("counts", counts);
        templates.add_global("source", source_name(catalogue.header().source));
        Ok(Self { catalogue, templates, kinds, index, maker })
    }

    /// The door of the shop: picks for everyone, shelves, and what is popular.
    pub(crate) fn home(&self, frame: Value) -> Rendered {
        let picks = self.picks(&Ask::new(Slot::ForYou, PICKS));
        let shown: Vec<ItemIx> = picks.iter().map(|(item, _)| *item).collect();
        // No cover stands twice in one view, and the window is the first to choose.
        let mut popular = self.catalogue.popular().filter(|item| !shown.contains(item));
        let hero: Vec<ItemIx> = popular.by_ref().take(HERO).collect();
        self.render(
            "home.html",
            frame,
            context! {
                hero => self.cards(hero),
                picks => self.cards_of(picks),
                shelves => self.shelves(),
                popular => self.cards(popular.take(POPULAR)),
            },
        )
    }

    /// Everything that carries one facet, the popular first; none when there is no such facet.
    pub(crate) fn browse(
        &self,
        frame: Value,
        kind: &str,
        label: &str,
        page: usize,
    ) -> Option<Rendered> {
        let facet = self.catalogue.find_facet(kind, label)?;
        let all: Vec<ItemIx> = self.catalogue.postings(facet).collect();
        let shelf = shelf(&self.catalogue, facet);
        let (items, paging) = paged(&all, page, &shelf.url, "?");
        Some(self.render(
            "browse.html",
            frame,
            context! {
                shelf => shelf,
                cards => self.cards(items),
                paging,
                beside => self.beside(facet, &all),
            },
        ))
    }

    /// Every shelf of the shop, by kind; every item, where the catalogue has no kinds.
    pub(crate) fn shelves_page(&self, frame: Value, page: usize) -> Rendered {
        let kinds: Vec<Value> = self
            .kinds
            .iter()
            .map(|kind| {
                let mut shelves = self.by_size(&kind.facets);
                shelves.truncate(MOST_SHELVES);
                site::sort_by_label(&mut shelves);
                context! { name => site::in_words(&kind.name), shelves, all => kind.facets.len() }
            })
            .collect();
        let mut all: Vec<ItemIx> = Vec::new();
        if kinds.is_empty() {
            all.extend((0..self.catalogue.len()).map(ItemIx));
            all.sort_by(|a, b| {
                self.catalogue
                    .popularity(*b)
                    .total_cmp(&self.catalogue.popularity(*a))
                    .then(a.cmp(b))
            });
        }
        let (items, paging) = paged(&all, page, "/browse", "?");
        self.render("shelves.html", frame, context! { kinds, cards => self.cards(items), paging })
    }

    /// One item; none when the shop does not have it.
    pub(crate) fn item(&self, frame: Value, id: &str) -> Option<Rendered> {
        let catalogue = &self.catalogue;
        let item = catalogue.find(id)?;
        let picks =
            self.picks(&Ask { current: vec![item], ..Ask::new(Slot::LikeThis(item), PICKS) });
        let mut shown: Vec<ItemIx> = picks.iter().map(|(item, _)| *item).collect();
        shown.push(item);
        let facets: Vec<FacetIx> = catalogue.facets(item).collect();
        let made_by = facets.iter().find(|facet| catalogue.facet_kind(**facet) == self.maker);
        let more = made_by.map(|facet| {
            let others = catalogue.postings(*facet).filter(|other| !shown.contains(other));
            context! { shelf => shelf(catalogue, *facet), cards => self.cards(others.take(PICKS)) }
        });
        // The maker stands under the title already.
        let groups = self
            .kinds
            .iter()
            .filter(|kind| made_by.is_none() || kind.name != self.maker)
            .filter_map(|kind| {
                let of_kind = facets.iter().filter(|facet| kind.facets.contains(facet));
                let shelves: Vec<Shelf> = of_kind.map(|facet| shelf(catalogue, *facet)).collect();
                (!shelves.is_empty())
                    .then(|| context! { kind => site::in_words(&kind.name), shelves })
            });
        Some(self.render(
            "item.html",
            frame,
            context! {
                item => card(catalogue, item, self.maker),
                home_shelf => site::home_shelf(catalogue, item),
                facts => site::facts(catalogue, item, self.maker),
                groups => groups.collect::<Vec<Value>>(),
                denied => catalogue.is_denied(item),
                picks => self.cards_of(picks),
                more,
            },
        ))
    }

    /// What a search finds.
    pub(crate) fn search(&self, frame: Value, query: &str, page: usize) -> Rendered {
        let found = self.index.find(&self.catalogue, query);
        let (items, paging) =
            paged(&found, page, &format!("/search?q={}", site::encode(query)), "&");
        let shelves: Vec<Shelf> = search::facets(&self.catalogue, query)
            .into_iter()
            .map(|facet| shelf(&self.catalogue, facet))
            .collect();
        self.render(
            "search.html",
            frame,
            context! { query, cards => self.cards(items), shelves, paging },
        )
    }

    /// The basket. Its content is the page's own business; without a script it shows the one item
    /// that the address names.
    pub(crate) fn basket(&self, frame: Value, add: Option<&str>) -> Rendered {
        let added = add.and_then(|id| self.catalogue.find(id));
        let current = added.into_iter().collect();
        let picks = self.picks(&Ask { current, ..Ask::new(Slot::Basket, PICKS) });
        let added = added.map(|item| card(&self.catalogue, item, self.maker));
        let picks = self.cards_of(picks);
        self.render("basket.html", frame, context! { added, picks })
    }

    /// A page that only its template knows.
    pub(crate) fn plain(&self, template: &str, frame: Value) -> Rendered {
        self.render(template, frame, context! {})
    }

    fn render(&self, template: &str, frame: Value, page: Value) -> Rendered {
        self.templates.get_template(template)?.render(context! { ..page, ..frame })
    }

    /// The public baseline, each item with its public reason.
    fn picks(&self, ask: &Ask) -> Vec<(ItemIx, String)> {
        let reason = |reasons: &[Reason]| match reasons.first() {
            Some(Reason::LikeThis { item }) => {
                format!("Similar to “{}”", self.catalogue.title(*item))
            }
            Some(Reason::GoesWith { item }) => {
                format!("Goes with “{}”", self.catalogue.title(*item))
            }
            Some(Reason::Boost) => "Moved up a little by the shop".to_owned(),
            _ => "Popular here".to_owned(),
        };
        let picks = rank_without_profile(&self.catalogue, ask);
        picks.into_iter().map(|pick| (pick.item, reason(&pick.reasons))).collect()
    }

    fn cards(&self, items: impl IntoIterator<Item = ItemIx>) -> Vec<Card> {
        items.into_iter().map(|item| card(&self.catalogue, item, self.maker)).collect()
    }

    fn cards_of(&self, picks: Vec<(ItemIx, String)>) -> Vec<Card> {
        picks
            .into_iter()
            .map(|(item, why)| card(&self.catalogue, item, self.maker).because(why))
            .collect()
    }

    /// The shelves of the first kind, the largest first.
    fn shelves(&self) -> Vec<Shelf> {
        let mut shelves =
            self.kinds.first().map_or_else(Vec::new, |kind| self.by_size(&kind.facets));
        shelves.truncate(SHELVES);
        shelves
    }

    fn by_size(&self, facets: &[FacetIx]) -> Vec<Shelf> {
        let mut shelves: Vec<Shelf> =
            facets.iter().map(|facet| shelf(&self.catalogue, *facet)).collect();
        shelves.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        shelves
    }

    /// The shelves of the first kind that share the most items with one.
    fn beside(&self, facet: FacetIx, items: &[ItemIx]) -> Vec<Shelf> {
        let Some(kind) = self.kinds.first() else { return Vec::new() };
        let shared = |other: FacetIx| {
            items
                .iter()
                .filter(|item| self.catalogue.facets(**item).any(|found| found == other))
                .count()
        };
        let mut beside: Vec<(usize, FacetIx)> = kind
            .facets
            .iter()
            .filter(|other| **other != facet)
            .map(|other| (shared(*other), *other))
            .filter(|(count, _)| *count > 0)
            .collect();
        beside.sort_by(|(count_a, a), (count_b, b)| count_b.cmp(count_a).then_with(|| a.cmp(b)));
        beside.into_iter().take(BESIDE).map(|(_, other)| shelf(&self.catalogue, other)).collect()
    }
}

/// A page as text, or why its template failed.
pub(crate) type Rendered = Result<String, minijinja::Error>;

/// One page of a list, and the addresses of the pages around it.
fn paged(all: &[ItemIx], page: usize, address: &str, joint: &str) -> (Vec<ItemIx>, Value) {
    let pages = all.len().div_ceil(PAGE).max(1);
    let page = page.clamp(1, pages);
    let at = |page: usize| {
        if page == 1 { address.to_owned() } else { format!("{address}{joint}page={page}") }
    };
    let items = all.iter().skip((page - 1) * PAGE).take(PAGE).copied().collect();
    let paging = context! {
        page, pages,
        all => all.len(),
        before => (page > 1).then(|| at(page - 1)),
        after => (page < pages).then(|| at(page + 1)),
    };
    (items, paging)
}

/// The templates are part of the program: a shop starts whole or not at all.
const TEMPLATES: [(&str, &str); 12] = [
    ("frame.html", include_str!("../../../www/demo/templates/frame.html")),
    ("parts.html", include_str!("../../../www/demo/templates/parts.html")),
    ("home.html", include_str!("../../../www/demo/templates/home.html")),
    ("browse.html", include_str!("../../../www/demo/templates/browse.html")),
    ("shelves.html", include_str!("../../../www/demo/templates/shelves.html")),
    ("item.html", include_str!("../../../www/demo/templates/item.html")),
    ("search.html", include_str!("../../../www/demo/templates/search.html")),
    ("basket.html", include_str!("../../../www/demo/templates/basket.html")),
    ("preferences.html", include_str!("../../../www/demo/templates/preferences.html")),
    ("about.html", include_str!("../../../www/demo/templates/about.html")),
    ("vault.html", include_str!("../../../www/demo/templates/vault.html")),
    ("missing.html", include_str!("../../../www/demo/templates/missing.html")),
];
/// How many picks a block has.
const PICKS: usize = 8;
const POPULAR: usize = 16;
/// How many covers stand in the window.
const HERO: usize = 5;
/// How many shelves the home page names, and how many of each kind the page of shelves.
const SHELVES: usize = 30;
const MOST_SHELVES: usize = 120;
const BESIDE: usize = 6;
/// How many items a page of a list has.
const PAGE: usize = 48;
