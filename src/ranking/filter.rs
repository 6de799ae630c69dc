//! What must not be picked. Filters remove; they never reorder.

use crate::catalogue::{Catalogue, ItemIx};
use crate::profile::Profile;

use super::{Ask, Slot};

/// Decides whether an item may be picked.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    catalogue: &'a Catalogue,
    pub(super) profile: &'a Profile,
    pub(super) ask: &'a Ask,
}

impl<'a> Filter<'a> {
    pub(super) fn of(catalogue: &'a Catalogue, profile: &'a Profile, ask: &'a Ask) -> Self {
        Self { catalogue, profile, ask }
    }

    /// Whether the item can be had, is not on the page, and was not turned down by the customer.
    /// A list that the page shows stays whole: what somebody searches for must be found.
    pub(super) fn lets_pass(&self, item: ItemIx) -> bool {
        let Self { catalogue, profile: _, ask } = self;
        if ask.exclude.contains(&item) {
            return false;
        }
        let on_page = ask.current.contains(&item) || ask.page_item() == Some(item);
        ask.slot == Slot::ReRank
            || catalogue.is_available(item) && !on_page && !self.turned_down(item)
    }

    /// Whether the customer wants nothing of it.
    pub(super) fn turned_down(&self, item: ItemIx) -> bool {
        let Self { catalogue, profile, ask: _ } = self;
        profile.dismissed.contains(&item)
            || !profile.never.is_empty()
                && catalogue.facets(item).any(|facet| profile.never.contains(&facet))
    }
}
