//! What a page asks for.

use crate::catalogue::ItemIx;

/// A place on a page that shows picks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Picks for this customer. Without a profile: what is popular.
    ForYou,
    /// Items like the page's. Without a profile: what follows it, what resembles it, what is popular.
    LikeThis(ItemIx),
    /// What goes with the basket, [`Ask::current`], but is in its stead nowhere: attributes in common
    /// count for nothing. Without a profile, or an item of it that the pack knows: what is popular.
    Basket,
    /// What the customer looked at, the last first. Without a profile: nothing.
    Continue,
    /// The list that the page shows, [`Ask::within`], whole, in an order for this customer.
    /// Without a profile: the list as it is.
    ReRank,
}

/// What a page asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// The slot to fill.
    pub slot: Slot,
    /// How many picks at most.
    pub limit: usize,
    /// The item that the page shows, or those in the basket, the last one that was put in at the end:
    /// never picked. Without it, the last item
    /// that the customer looked at may be picked like any other.
    pub current: Vec<ItemIx>,
    /// Items that the page shows elsewhere or knows to be sold out: never picked.
    pub exclude: Vec<ItemIx>,
    /// Where it is given, nothing else is picked: the candidates are these. An item may be named
    /// twice, and counts where it is named first.
    pub within: Option<Vec<ItemIx>>,
    /// The most that the boost can lift an item, where the best score is 1. Larger: the business's
    /// margins move the order more. Bounds: 0 to [`BOOST_MAX`]; what lies outside is clamped.
    pub boost: f32,
    /// Whether sponsored items may be picked where the picks are ours to choose.
    pub sponsored: bool,
}

impl Ask {
    /// An ask that excludes nothing, with the default boost.
    #[must_use]
    pub fn new(slot: Slot, limit: usize) -> Self {
        let (current, exclude) = (Vec::new(), Vec::new());
        let (within, boost, sponsored) = (None, BOOST_DEFAULT, true);
        Self { slot, limit, current, exclude, within, boost, sponsored }
    }

    /// The page's item, when the slot is about one.
    pub(super) fn page_item(&self) -> Option<ItemIx> {
        match self.slot {
            Slot::LikeThis(item) => Some(item),
            Slot::ForYou | Slot::Basket | Slot::Continue | Slot::ReRank => None,
        }
    }

    /// The items that the slot is about, whoever asks.
    pub(super) fn about(&self) -> &[ItemIx] {
        match &self.slot {
            Slot::LikeThis(item) => core::slice::from_ref(item),
            Slot::Basket => &self.current,
            Slot::ForYou | Slot::Continue | Slot::ReRank => &[],
        }
    }

    /// Whether the picks are ours to choose. What the customer looked at has its own order, and a
    /// list of the page's is the business's influence already.
    pub(super) fn is_free(&self) -> bool {
        matches!(self.slot, Slot::ForYou | Slot::LikeThis(_) | Slot::Basket)
    }

    /// The boost within its bounds; none for what is not a number, and none where nothing is ours
    /// to choose.
    pub(super) fn bounded_boost(&self) -> f32 {
        if self.boost.is_nan() || !self.is_free() { 0.0 } else { self.boost.clamp(0.0, BOOST_MAX) }
    }

    /// Where the page's list has an item, from 0.
    pub(super) fn place(&self, item: ItemIx) -> Option<usize> {
        self.within.as_ref()?.iter().position(|listed| *listed == item)
    }
}

/// One of so many picks may be sponsored, counted from the first (FAIR-09): so none of fewer, and
/// never the best match.
pub const SPONSORED_ONE_IN: usize = 5;

/// The boost of an ask that names none.
pub const BOOST_DEFAULT: f32 = 0.05;

/// The hard maximum of the boost, whatever an ask or a policy says.
pub const BOOST_MAX: f32 = 0.10;
