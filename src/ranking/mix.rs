//! Calibration (Steck 2018, *Calibrated recommendations*): a list has its categories in the shares
//! that they have in what the customer looked at.
//!
//! ```text
//! p(g)     share of a category in the visits, each visit's shared out among its categories
//! q(g)     share in the list so far, smoothed: (1 - a) n(g) / (k + 1) + a p(g), n(g) of k picks
//! gain(g)  p(g) ln(q'(g) / q(g)), q' with one pick more: by so much the divergence of q from p falls
//! fits     calibration * the mean of gain(g) over the item's categories
//! ```
//!
//! In a kept place (`order.rs`) a category gains something, too, that is neither in the visits nor in
//! the list; everywhere else it gains nothing.
//!
//! As the list grows a gain only falls. So what stands at a place was worth at least what any other
//! item is worth at a later one, and the scores of the list descend, as they do for diversity.
//! The mean is at most what the item really gains, since a logarithm is concave.

use crate::catalogue::{Catalogue, FacetIx, ItemIx};
use crate::profile::Visit;

/// The customer's mix of categories, and how far a list has it.
#[derive(Debug)]
pub(super) struct Mix {
    shares: Vec<Share>,
    picks: f32,
    /// What a category gains that is neither in the visits nor in the list.
    unseen: f32,
}

#[derive(Debug)]
struct Share {
    category: FacetIx,
    wanted: f32,
    there: f32,
}

impl Mix {
    /// The mix of some visits, and of a list with nothing in it.
    pub(super) fn of(catalogue: &Catalogue, visits: &[Visit]) -> Self {
        let mut mix = Self { shares: Vec::new(), picks: 0.0, unseen: 0.0 };
        for visit in visits {
            mix.add(catalogue, visit.item, 1.0 / visits.len() as f32, |share| &mut share.wanted);
        }
        mix
    }

    /// Takes a pick into the list.
    pub(super) fn take(&mut self, catalogue: &Catalogue, item: ItemIx) {
        self.picks += 1.0;
        self.add(catalogue, item, 1.0, |share| &mut share.there);
    }

    /// Whether there is anything to be near to.
    pub(super) fn is_of_something(&self) -> bool {
        !self.shares.is_empty()
    }

    /// From now on a category counts that is in neither; each that is taken makes the next count less.
    pub(super) fn explores(&mut self) {
        self.unseen = UNSEEN;
    }

    /// What an item gains: the mean over its categories.
    pub(super) fn gain(&self, catalogue: &Catalogue, item: ItemIx) -> f32 {
        let one = (1.0 - SMOOTHING) / (self.picks + 1.0);
        let (mut sum, mut categories) = (0.0, 0.0);
        for category in catalogue.categories(item) {
            categories += 1.0;
            let known = self.shares.iter().find(|share| share.category == category);
            sum += known.map_or(self.unseen, |Share { wanted, there, .. }| {
                let share = one * there + SMOOTHING * wanted;
                wanted * libm::logf((share + one) / share)
            });
        }
        sum / f32::max(categories, 1.0)
    }

    /// Shares a part out among the categories of an item.
    fn add(
        &mut self,
        catalogue: &Catalogue,
        item: ItemIx,
        part: f32,
        to: fn(&mut Share) -> &mut f32,
    ) {
        let part = part / catalogue.categories(item).count() as f32;
        for category in catalogue.categories(item) {
            let known = self.shares.iter().position(|share| share.category == category);
            let place = known.unwrap_or(self.shares.len());
            if known.is_none() {
                self.unseen *= SECOND;
                self.shares.push(Share { category, wanted: 0.0, there: 0.0 });
            }
            *to(&mut self.shares[place]) += part;
        }
    }
}

/// What a category gains in a kept place that is new to customer and list: more than nearly any that
/// the list lacks, so that one such place explores.
const UNSEEN: f32 = 1.5;

/// How much of that the next new one gains: about as much as a category that the list lacks and that
/// makes up a fifteenth of the mix.
const SECOND: f32 = 0.2;

/// `a` above, as Steck has it: the divergence of a list without one of the categories stays finite.
const SMOOTHING: f32 = 0.01;
