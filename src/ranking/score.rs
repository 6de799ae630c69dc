//! The score of an item, and every number on the way to it.
//!
//! ```text
//! S(j)  = sum over sources i of weight(i) * table(i, j)          weight = exp(-steps / lambda)
//!                                                                of a basket 1 / sqrt(1 + place from its end)
//! level = the largest S of any item, at least 2^-20
//! raw   = (S + revisit + habit + interest + alike + popularity + place) * damping
//!         revisit    = level * rho * exp(-steps(j) / tau)        for items looked at
//!         habit      = level * habit * h(sum of earlier days)    counted as part of revisit
//!         interest   = level * (interest * h(inferred) + stated * h(stated))
//!                                                                h(x) = x / (1 + x), x = sum of strengths
//!         alike      = level * alike * share of the page's item's attributes, the rare ones first
//!         popularity = level * popularity * popularity(j)
//!         place      = level / (1 + ln(1 + place(j)))            in a list of the page's, from 0
//!         damping    = exp(-less * sum of negative strengths)
//! base  = raw / the largest raw of the candidates
//! apart = diversity * the largest likeness to a pick above it that is not sponsored
//! fits  = calibration * what it brings of the customer's mix of categories (`mix.rs`);
//!         in a kept place what is missing to the value of the last other pick (`order.rs`)
//! ```
//!
//! In a list of the page's, `place` stands for popularity, and what the customer turned down is
//! damped to below everything else rather than removed. *Continue* has one term alone,
//! `revisit = 1 / (1 + steps)`.
//!
//! Every term only grows with each visit and each positive interest, and so does `level`; negative
//! interests act by the factor alone. So taking a visit or an interest away can only lower scores,
//! which is what makes the reasons true.

use crate::catalogue::{Catalogue, FacetIx, ItemIx, Weights};
use crate::profile::{Interest, Profile};

use super::Slot;
use super::candidates::{Sources, Vote, fade};
use super::filter::Filter;

/// Every number behind a score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Parts {
    /// From the rows of the customer's visits, its own among them.
    pub transition: f32,
    /// For having been looked at, beyond what its row says.
    pub revisit: f32,
    /// From the customer's interests.
    pub interest: f32,
    /// From the row of the page's item: public.
    pub like_this: f32,
    /// From sharing attributes with the page's item: public.
    pub alike: f32,
    /// From being popular with everyone: public.
    pub popularity: f32,
    /// From its place in the page's own list: public.
    pub place: f32,
    /// The factor of what the customer wants less of; 1 where nothing is.
    pub damping: f32,
    /// The sum of the above, damped.
    pub raw: f32,
    /// `raw` where the best candidate has 1.
    pub base: f32,
    /// What being like a pick above it takes from `base`.
    pub apart: f32,
    /// What bringing the list nearer to the customer's own mix of categories adds to `base`, or a
    /// place that is kept for a category which the list lacks.
    pub fits: f32,
    /// The business's lift, in the measure of `base`, at most [`super::BOOST_MAX`].
    pub boost: f32,
}

/// Scores items for one ask.
#[derive(Debug)]
pub(super) struct Scorer<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) sources: &'a Sources,
    votes: &'a [Vote],
    /// The interests that may count, each within its bounds.
    interests: Vec<Interest>,
    /// Where each facet's interest stands in that list; beyond its end for a facet without one.
    places: Vec<usize>,
    /// The attributes of the page's item with their rarity.
    page_facets: Telling,
    pub(super) page: Option<ItemIx>,
    filter: &'a Filter<'a>,
    weights: &'a Weights,
    level: f32,
}

impl<'a> Scorer<'a> {
    pub(super) fn of(
        catalogue: &'a Catalogue,
        profile: &'a Profile,
        filter: &'a Filter<'a>,
        weights: &'a Weights,
        sources: &'a Sources,
        votes: &'a [Vote],
    ) -> Self {
        let ask = filter.ask;
        let mut interests: Vec<Interest> = Vec::new();
        let mut places = vec![usize::MAX; catalogue.header().facets as usize];
        for interest in &profile.interests {
            // Denied facets never enter a profile; no profile can bring them in here either.
            let counts = ask.slot != Slot::Continue && !interest.strength.is_nan();
            if counts && !catalogue.is_denied_facet(interest.facet) {
                if let Some(place) = places.get_mut(interest.facet.0 as usize) {
                    *place = interests.len();
                }
                interests.push(Interest {
                    strength: interest.strength.clamp(-1.0, 1.0),
                    ..interest.clone()
                });
            }
        }
        let page = ask.page_item();
        Self {
            catalogue,
            sources,
            votes,
            interests,
            places,
            page_facets: page.map_or(Vec::new(), |page| telling(catalogue, page)),
            page,
            filter,
            weights,
            level: level(votes),
        }
    }

    /// The facets that the customer is interested in.
    pub(super) fn wanted_facets(&self) -> impl Iterator<Item = FacetIx> + '_ {
        self.interests
            .iter()
            .filter(|interest| interest.strength > 0.0)
            .map(|interest| interest.facet)
    }

    /// The numbers of an item up to `raw`; what comes after depends on the other candidates.
    pub(super) fn raw(&self, item: ItemIx) -> Parts {
        let weights = self.weights;
        let mut parts = Parts::default();
        let personal = self.may_know(item);
        for vote in self.votes_for(item) {
            let public = self.sources.source(vote).is_some_and(|source| source.public);
            *(if public { &mut parts.like_this } else { &mut parts.transition }) += vote.strength;
        }
        let (mut stated, mut inferred, mut less) = (0.0, 0.0, 0.0);
        for interest in self.interests_in(item) {
            let sum = match interest.stated {
                _ if interest.strength < 0.0 => &mut less,
                true => &mut stated,
                false => &mut inferred,
            };
            *sum += interest.strength.abs();
        }
        if personal {
            parts.revisit = self.revisit(item) + self.habit(item);
            parts.interest = self.level
                * (weights.interest * saturate(inferred) + weights.stated * saturate(stated));
        } else {
            parts.transition = 0.0;
        }
        parts.alike = self.alike(item);
        match self.filter.ask.slot {
            Slot::ForYou | Slot::LikeThis(_) | Slot::Basket => {
                parts.popularity =
                    self.level * weights.popularity * self.catalogue.popularity(item);
            }
            Slot::Continue => {}
            Slot::ReRank => parts.place = self.place(item),
        }
        parts.damping = if less > 0.0 { libm::expf(-weights.less * less) } else { 1.0 };
        if self.filter.turned_down(item) {
            parts.damping *= TURNED_DOWN;
        }
        let sum = parts.transition
            + parts.like_this
            + parts.revisit
            + parts.interest
            + parts.alike
            + parts.popularity
            + parts.place;
        parts.raw = sum * parts.damping;
        parts
    }

    /// The votes for an item.
    pub(super) fn votes_for(&self, item: ItemIx) -> impl Iterator<Item = &'a Vote> {
        let from = self.votes.partition_point(|vote| vote.item < item);
        self.votes.iter().skip(from).take_while(move |vote| vote.item == item)
    }

    /// The customer's interests that an item carries. An item of a denied category carries none.
    pub(super) fn interests_in(&self, item: ItemIx) -> impl Iterator<Item = &Interest> {
        let count = !self.interests.is_empty() && !self.catalogue.is_denied(item);
        let carried = count.then(|| self.catalogue.facets(item)).into_iter().flatten();
        carried.filter_map(|facet| self.interests.get(*self.places.get(facet.0 as usize)?))
    }

    /// What one interest adds to an item that carries it: by how much the interest term would
    /// fall without it.
    pub(super) fn share_of(&self, interest: &Interest, item: ItemIx) -> f32 {
        let weights = self.weights;
        let same = self
            .interests_in(item)
            .filter(|other| other.stated == interest.stated && other.strength > 0.0);
        let sum: f32 = same.map(|other| other.strength).sum();
        let weight = if interest.stated { weights.stated } else { weights.interest };
        self.level * weight * (saturate(sum) - saturate((sum - interest.strength).max(0.0)))
    }

    fn revisit(&self, item: ItemIx) -> f32 {
        let weights = self.weights;
        let Some(visit) = self.sources.visits.iter().find(|visit| visit.item == item) else {
            return 0.0;
        };
        match self.filter.ask.slot {
            Slot::ForYou | Slot::ReRank => {
                self.level * weights.rho * fade(visit.steps, weights.tau)
            }
            Slot::LikeThis(_) | Slot::Basket => 0.0,
            Slot::Continue => 1.0 / (1.0 + visit.steps as f32),
        }
    }

    /// What earlier days add, however long the visit is by now.
    fn habit(&self, item: ItemIx) -> f32 {
        let counts = matches!(self.filter.ask.slot, Slot::ForYou | Slot::ReRank);
        if !counts || self.catalogue.is_denied(item) {
            return 0.0;
        }
        let habits = &self.filter.profile.habits;
        let found = habits.binary_search_by(|(habit, _)| habit.cmp(&item)).ok();
        let sum = found.and_then(|found| habits.get(found)).map_or(0.0, |(_, sum)| *sum);
        self.level * self.weights.habit * saturate(sum)
    }

    fn place(&self, item: ItemIx) -> f32 {
        let place = self.filter.ask.place(item).unwrap_or_default();
        self.level / (1.0 + libm::logf(1.0 + place as f32))
    }

    fn alike(&self, item: ItemIx) -> f32 {
        let tells = self.catalogue.facets(item);
        self.level * self.weights.alike * likeness(&self.page_facets, tells)
    }

    /// Whether what the customer did and wants may lift an item: not one that is sponsored, without
    /// the customer's word for it. What they want less of sinks all the same, and what they looked
    /// at is theirs.
    pub(super) fn may_know(&self, item: ItemIx) -> bool {
        self.filter.profile.sponsors
            || self.filter.ask.slot == Slot::Continue
            || !self.catalogue.is_sponsored(item)
    }
}

/// The attributes of an item, each with its rarity.
pub(super) type Telling = Vec<(FacetIx, f32)>;

pub(super) fn telling(catalogue: &Catalogue, item: ItemIx) -> Telling {
    catalogue.facets(item).map(|facet| (facet, rarity(catalogue, facet))).collect()
}

/// How much of what an item tells another one tells too, 0 to 1: the share of its attributes, the
/// rare ones first, that the other carries.
pub(super) fn likeness(of: &Telling, other: impl Iterator<Item = FacetIx>) -> f32 {
    let mut shared = 0.0;
    for carried in other {
        for (facet, rarity) in of {
            if *facet == carried {
                shared += rarity;
            }
        }
    }
    // Nothing to share is nothing in common.
    let all: f32 = of.iter().map(|(_, rarity)| rarity).sum();
    shared / all.max(f32::MIN_POSITIVE)
}

/// The largest sum of votes of any item, which the other terms are measured by: tables differ in
/// how large their weights are, and rows within a table do too.
fn level(votes: &[Vote]) -> f32 {
    let sum = |votes: &[Vote]| votes.iter().map(|vote| vote.strength).sum::<f32>();
    votes.chunk_by(|first, second| first.item == second.item).map(sum).fold(FLOOR, f32::max)
}

/// A sum of strengths as a number below 1 that still grows with each of them.
fn saturate(sum: f32) -> f32 {
    sum / (1.0 + sum)
}

/// How telling it is to share a facet: the fewer items carry it, the more.
fn rarity(catalogue: &Catalogue, facet: FacetIx) -> f32 {
    let carriers = catalogue.carriers(facet, CARRIERS_COUNTED);
    libm::logf(1.0 + catalogue.whole() as f32 / (1.0 + carriers as f32))
}

/// The least that `level` can be, so that interests and popularity rank where no row speaks. Below
/// any weight that a table distinguishes in practice, so that adding a first visit never lowers a score.
const FLOOR: f32 = 1.0 / (1 << 20) as f32;

/// What is left of the score of an item that the customer turned down, in a list that stays whole:
/// less than the last place of the longest list is worth, which is an eighth of the first.
const TURNED_DOWN: f32 = 0.01;

/// Facets with more carriers than this count as having so many: a bound on the work.
const CARRIERS_COUNTED: usize = 2000;
