//! What a page asks for.

use crate::catalogue::ItemIx;

/// A place on a page that shows picks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Picks for this customer. Without a profile: what is popular.
    ForYou,
    /// Items like the page's. Without a profile: what follows it, what resembles it, what is popular.
    LikeThis(ItemIx),
}

/// What a page asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// The slot to fill.
    pub slot: Slot,
    /// How many picks at most.
    pub limit: usize,
    /// The item that the page shows: never picked. Without it, the last item that the customer
    /// looked at may be picked like any other.
    pub current: Option<ItemIx>,
    /// Items that the page shows elsewhere or knows to be sold out: never picked.
    pub exclude: Vec<ItemIx>,
    /// The most that the boost can lift an item, where the best score is 1. Larger: the business's
    /// margins move the order more. Bounds: 0 to [`BOOST_MAX`]; what lies outside is clamped.
    pub boost: f32,
}

impl Ask {
    /// An ask that excludes nothing, with the default boost.
    #[must_use]
    pub fn new(slot: Slot, limit: usize) -> Self {
        Self { slot, limit, current: None, exclude: Vec::new(), boost: BOOST_DEFAULT }
    }

    /// The page's item, when the slot is about one.
    pub(super) fn page_item(&self) -> Option<ItemIx> {
        match self.slot {
            Slot::ForYou => None,
            Slot::LikeThis(item) => Some(item),
        }
    }

    /// The boost within its bounds; none for what is not a number.
    pub(super) fn bounded_boost(&self) -> f32 {
        if self.boost.is_nan() { 0.0 } else { self.boost.clamp(0.0, BOOST_MAX) }
    }
}

/// The boost of an ask that names none.
pub const BOOST_DEFAULT: f32 = 0.05;

/// The hard maximum of the boost, whatever an ask or a policy says.
pub const BOOST_MAX: f32 = 0.10;
