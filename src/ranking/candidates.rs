//! Where picks can come from: the sources that vote, and what they bring in.

use crate::catalogue::{Catalogue, FacetIx, ItemIx, Weights};
use crate::profile::{Profile, RECENT, Visit};
use crate::sort::sort_by;

use super::filter::Filter;
use super::score::Scorer;
use super::{Ask, Slot};

/// The items whose rows vote.
#[derive(Debug)]
pub(super) struct Sources {
    list: Vec<Source>,
    /// The customer's visits that may count: each item once, none of a denied category.
    pub(super) visits: Vec<Visit>,
}

/// One item whose row votes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    pub(super) item: ItemIx,
    /// Whether it is the page's item rather than the customer's visit.
    pub(super) public: bool,
    weight: f32,
}

/// How strongly one source speaks for one item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vote {
    pub(super) item: ItemIx,
    pub(super) source: u32,
    pub(super) strength: f32,
}

impl Sources {
    /// The page's item and the customer's last visits. The profile leaves out items of denied
    /// categories already; they are left out here once more, so that no profile can bring them in.
    pub(super) fn of(
        catalogue: &Catalogue,
        profile: &Profile,
        weights: &Weights,
        ask: &Ask,
    ) -> Self {
        let about = ask.about();
        let mut visits: Vec<Visit> = Vec::new();
        for visit in profile.recent.iter().take(RECENT) {
            let seen = visits.iter().any(|earlier| earlier.item == visit.item);
            if !seen && visit.item.0 < catalogue.len() && !catalogue.is_denied(visit.item) {
                visits.push(*visit);
            }
        }
        let mut list: Vec<Source> = Vec::new();
        for (place, item) in about.iter().rev().enumerate() {
            // What was put into a basket last says most of what goes with it. A square root is exact
            // (IEEE 754), so that it is the same everywhere.
            let weight = 1.0 / (1.0 + place as f32).sqrt();
            list.push(Source { item: *item, public: true, weight });
        }
        let share = if about.is_empty() { 1.0 } else { weights.memory };
        for visit in visits.iter().filter(|visit| !about.contains(&visit.item)) {
            let weight = share * fade(visit.steps, weights.lambda);
            list.push(Source { item: visit.item, public: false, weight });
        }
        Self { list, visits }
    }

    /// The source behind a vote.
    pub(super) fn source(&self, vote: &Vote) -> Option<&Source> {
        self.list.get(vote.source as usize)
    }

    /// Every vote, by item and then in the order of the sources, so that sums are always taken in
    /// the same order. A customer's visits do not speak for items of denied categories.
    pub(super) fn votes(&self, catalogue: &Catalogue) -> Vec<Vote> {
        let mut votes = Vec::new();
        for (number, source) in (0u32..).zip(&self.list) {
            for (item, weight) in catalogue.row(source.item) {
                if source.public || !catalogue.is_denied(item) {
                    votes.push(Vote { item, source: number, strength: source.weight * weight });
                }
            }
        }
        sort_by(&mut votes, |a, b| (a.item, a.source).cmp(&(b.item, b.source)));
        votes
    }
}

/// The items that may be picked, ascending, each once.
pub(super) fn gather(
    catalogue: &Catalogue,
    ask: &Ask,
    sources: &Sources,
    votes: &[Vote],
    scorer: &Scorer<'_>,
    filter: &Filter<'_>,
) -> Vec<ItemIx> {
    let visited = || sources.visits.iter().map(|visit| visit.item);
    let mut items: Vec<ItemIx> = Vec::new();
    match (ask.slot, &ask.within) {
        (Slot::Continue, within) => {
            let listed = |item: &ItemIx| within.is_none() || ask.place(*item).is_some();
            items.extend(visited().filter(listed));
        }
        (_, Some(within)) => items.clone_from(within),
        (slot, None) => {
            items.extend(votes.iter().map(|vote| vote.item));
            if slot == Slot::ForYou && catalogue.header().weights.rho > 0.0 {
                items.extend(visited());
            }
            if slot == Slot::ForYou && catalogue.header().weights.habit > 0.0 {
                let known = |item: &ItemIx| item.0 < catalogue.len();
                items.extend(filter.profile.habits.iter().map(|(item, _)| *item).filter(known));
            }
            for facet in scorer.wanted_facets() {
                carriers(catalogue, facet, filter, &mut items);
            }
            for facet in ask.page_item().into_iter().flat_map(|page| catalogue.facets(page)) {
                carriers(catalogue, facet, filter, &mut items);
            }
            let popular = catalogue.popular().filter(|item| filter.lets_pass(*item));
            // So many that the list fills up even where no sponsored one stays.
            let mut wanted = ask.limit;
            for item in popular {
                if wanted == 0 {
                    break;
                }
                items.push(item);
                wanted -= usize::from(!catalogue.is_sponsored(item));
            }
        }
    }
    sort_by(&mut items, Ord::cmp);
    items.dedup();
    items
}

/// How much a visit still counts after some steps.
pub(super) fn fade(steps: u32, slowness: f32) -> f32 {
    libm::expf(-(steps as f32) / slowness)
}

/// The most popular carriers of a facet that may be picked.
fn carriers(catalogue: &Catalogue, facet: FacetIx, filter: &Filter<'_>, items: &mut Vec<ItemIx>) {
    let looked_at = catalogue.postings(facet).take(POSTINGS_READ);
    items.extend(looked_at.filter(|item| filter.lets_pass(*item)).take(POSTINGS_TAKEN));
}

/// How many carriers of one facet become candidates: a list of picks and a few to choose from.
const POSTINGS_TAKEN: usize = 24;

/// How many carriers are looked at to find those: a bound on the work where most are filtered.
const POSTINGS_READ: usize = 400;
