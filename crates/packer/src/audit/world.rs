//! What an audit looks at: a pack, a policy, and customers.

use homekept::catalogue::{Catalogue, FacetIx, ItemIx};
use homekept::policy::Policy;
use homekept::profile::Profile;
use homekept::ranking::{Ask, Pick, Slot, rank};

use super::calibration::{Mix, mix};
use super::customers::{Crowd, Customer};

/// A pack, a policy, and customers.
#[derive(Debug)]
pub(super) struct World<'a> {
    /// The bytes of the pack.
    pub(super) bytes: &'a [u8],
    /// The pack, opened.
    pub(super) catalogue: &'a Catalogue,
    /// The pack that the boost is measured on: the pack itself, or, where no item has a boost, the
    /// same with boosts that are supposed.
    pub(super) lifted: &'a Catalogue,
    /// What the shop promises.
    pub(super) policy: &'a Policy,
    /// How long lists are.
    pub(super) top: usize,
    /// The kind of attribute that counts as the category, where there is one.
    pub(super) category: Option<&'a str>,
    /// Those that the figures are about.
    pub(super) crowd: &'a Crowd,
    /// Those that the bounds are tried on besides.
    pub(super) invented: Option<&'a Crowd>,
    /// About how many of either what takes long is tried on; none: on all of them.
    pub(super) tried: Option<u64>,
}

impl World<'_> {
    /// What comes of every customer, the invented ones last. About as many of either sort as are
    /// to be tried are marked for what takes long.
    pub(super) fn everybody<R: Send>(&self, work: impl Fn(&Moment<'_>) -> R + Sync) -> Vec<R> {
        let crowds = [Some((self.crowd, true)), self.invented.map(|crowd| (crowd, false))];
        let of_crowd = |(crowd, counts): (&Crowd, bool)| {
            let tried = self.tried.map_or(usize::MAX, |tried| tried.max(1) as usize);
            let step = crowd.len().div_ceil(tried).max(1);
            crowd.each(|place, customer| {
                let is_sampled = place.is_multiple_of(step);
                work(&Moment { counts, is_sampled, ..self.moment(customer) })
            })
        };
        crowds.into_iter().flatten().flat_map(of_crowd).collect()
    }

    /// A customer with their lists, with and without the shop's boost.
    fn moment<'a>(&self, customer: &'a Customer) -> Moment<'a> {
        let profile = self.profile(customer);
        let slots = [Some(Slot::ForYou), customer.page().map(Slot::LikeThis)];
        let list = |slot| {
            let ask = self.ask(customer, slot);
            let best = boosted(self.lifted, &profile, &ask, 0.0);
            let list = boosted(self.lifted, &profile, &ask, self.policy.boost);
            List { ask, best, list }
        };
        let lists = slots.into_iter().flatten().map(list).collect();
        Moment { customer, profile, lists, counts: true, is_sampled: true }
    }

    /// The profile that the shipped fold makes of a customer.
    pub(super) fn profile(&self, customer: &Customer) -> Profile {
        customer.profile(self.catalogue, self.policy)
    }

    /// What the page of a customer asks for, without any boost: the item that it shows is left out,
    /// as shipped pages do.
    pub(super) fn ask(&self, customer: &Customer, slot: Slot) -> Ask {
        Ask {
            current: customer.page().into_iter().collect(),
            boost: 0.0,
            ..Ask::new(slot, self.top)
        }
    }

    /// The items of a customer's events as far as they are remembered: not for longer than the
    /// policy says, and none of a denied category.
    pub(super) fn remembered(&self, customer: &Customer) -> Vec<ItemIx> {
        let oldest = customer.now.days_before(self.policy.retention_days);
        let events = customer.events.iter();
        let kept = events
            .filter(|(item, at)| *at >= oldest && !self.catalogue.is_denied(*item))
            .map(|(item, _)| *item);
        kept.collect()
    }

    /// The mix of categories in what is remembered of a customer.
    pub(super) fn history(&self, customer: &Customer) -> Mix {
        mix(self.remembered(customer).into_iter().map(|item| self.facets(item, self.category)))
    }

    /// The attributes of an item, ascending, of one kind or of all.
    pub(super) fn facets(&self, item: ItemIx, kind: Option<&str>) -> Vec<u32> {
        let told =
            |facet: &FacetIx| kind.is_none_or(|kind| self.catalogue.facet_kind(*facet) == kind);
        self.catalogue.facets(item).filter(told).map(|facet| facet.0).collect()
    }

    /// The items of denied categories.
    pub(super) fn denied_items(&self) -> impl Iterator<Item = ItemIx> {
        (0..self.catalogue.len()).map(ItemIx).filter(|item| self.catalogue.is_denied(*item))
    }

    /// The denied categories.
    pub(super) fn denied_facets(&self) -> impl Iterator<Item = FacetIx> {
        let facets = (0..self.catalogue.header().facets).map(FacetIx);
        facets.filter(|facet| self.catalogue.is_denied_facet(*facet))
    }

    /// Whether any item is sponsored.
    pub(super) fn sells_places(&self) -> bool {
        (0..self.catalogue.len()).map(ItemIx).any(|item| self.catalogue.is_sponsored(item))
    }

    /// The picks that nobody pays for: the cap on the others has a part in how many of those a list has.
    pub(super) fn unsponsored(&self, picks: &[Pick]) -> Vec<Pick> {
        let unpaid = |pick: &&Pick| !self.catalogue.is_sponsored(pick.item);
        picks.iter().filter(unpaid).cloned().collect()
    }

    /// Whether anything is of a denied category.
    pub(super) fn denies(&self) -> bool {
        self.denied_items().next().is_some() || self.denied_facets().next().is_some()
    }

    /// An item in words.
    pub(super) fn title(&self, item: ItemIx) -> String {
        match self.catalogue.title(item) {
            "" => format!("item {}", self.catalogue.id(item)),
            title => format!("\u{201c}{title}\u{201d}"),
        }
    }

    /// A moment in words.
    pub(super) fn told(&self, customer: &Customer) -> String {
        let events = match customer.events.len() {
            1 => "one event".to_owned(),
            events => format!("{events} events"),
        };
        match customer.page() {
            Some(page) => format!("after {events}, on the page of {}", self.title(page)),
            None => "before any event".to_owned(),
        }
    }
}

/// A customer on a page, and the lists there that the boost has a part in.
#[derive(Debug)]
pub(super) struct Moment<'a> {
    pub(super) customer: &'a Customer,
    pub(super) profile: Profile,
    /// *For you* first, then *like this*.
    pub(super) lists: Vec<List>,
    /// Whether the figures are about this customer; they are not about those who are invented
    /// besides the ones of a log.
    pub(super) counts: bool,
    /// Whether what takes long is tried here.
    pub(super) is_sampled: bool,
}

/// A list with and without the shop's boost.
#[derive(Debug)]
pub(super) struct List {
    /// What was asked for, without any boost.
    pub(super) ask: Ask,
    pub(super) best: Vec<Pick>,
    pub(super) list: Vec<Pick>,
}

/// A list with a boost.
pub(super) fn boosted(catalogue: &Catalogue, profile: &Profile, ask: &Ask, eps: f32) -> Vec<Pick> {
    rank(catalogue, profile, &Ask { boost: eps, ..ask.clone() })
}

/// The scores that the boost is added to, in the order of the list.
pub(super) fn bases(picks: &[Pick]) -> Vec<f64> {
    picks
        .iter()
        .map(|pick| f64::from(pick.parts.base - pick.parts.apart + pick.parts.fits))
        .collect()
}

/// A list, and behind it those of the best list that are not in it: whatever was passed by another
/// item is in one of both. What is sponsored was not passed but left out, beyond its share.
pub(super) fn with_the_displaced(world: &World<'_>, list: &[Pick], best: &[Pick]) -> Vec<Pick> {
    let is_shown = |pick: &Pick| list.iter().any(|shown| shown.item == pick.item);
    let is_passed = |pick: &&Pick| !is_shown(pick) && !world.catalogue.is_sponsored(pick.item);
    list.iter().chain(best.iter().filter(is_passed)).cloned().collect()
}
