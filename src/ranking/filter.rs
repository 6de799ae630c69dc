//! What must not be picked. Filters remove; they never reorder.

use crate::catalogue::{Catalogue, ItemIx};
use crate::profile::Profile;

use super::Ask;

/// Decides whether an item may be picked.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    catalogue: &'a Catalogue,
    profile: &'a Profile,
    ask: &'a Ask,
}

impl<'a> Filter<'a> {
    pub(super) fn of(catalogue: &'a Catalogue, profile: &'a Profile, ask: &'a Ask) -> Self {
        Self { catalogue, profile, ask }
    }

    /// Whether the item can be had, is not on the page, and was not turned down by the customer.
    pub(super) fn lets_pass(&self, item: ItemIx) -> bool {
        let Self { catalogue, profile, ask } = self;
        let on_page = ask.current == Some(item)
            || ask.page_item() == Some(item)
            || ask.exclude.contains(&item);
        let turned_down = profile.dismissed.contains(&item)
            || !profile.never.is_empty()
                && catalogue.facets(item).any(|facet| profile.never.contains(&facet));
        catalogue.is_available(item) && !on_page && !turned_down
    }
}
