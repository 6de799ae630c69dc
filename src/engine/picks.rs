//! From a page's request to its picks.

use super::view::{FacetView, PickView, ReasonKind, ReasonView};
use super::{Engine, EngineError};
use crate::catalogue::{Catalogue, FacetIx, ItemIx};
use crate::ranking::{Ask, Parts, Pick, Reason, Slot, rank, rank_without_profile};
use crate::time::Minute;

/// What a page wants ranked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankRequest {
    /// The place on the page.
    pub slot: SlotName,
    /// How many picks at the most, 1 to 100.
    pub limit: u32,
    /// The id of the item that the page shows, which *like this* needs; or the ids of the basket's
    /// items, the last one that was put in at the end; unknown ones are passed over.
    pub current: Vec<String>,
    /// Ids of items that must not appear; unknown ones are passed over.
    pub exclude: Vec<String>,
    /// Where it is given, the ids of the only items that may appear, at most 1,000; unknown ones
    /// are passed over. *Re-rank* needs it: the list that the page shows, in its order.
    pub within: Option<Vec<String>>,
    /// Rank as if there were no profile.
    pub plain: bool,
    /// Rank as if the shop lifted nothing.
    pub unlifted: bool,
}

/// A place on a page that shows picks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(serde::Serialize, tsify::Tsify))]
#[cfg_attr(target_os = "unknown", serde(rename_all = "kebab-case"))]
pub enum SlotName {
    /// What the customer may like.
    ForYou,
    /// What goes on from the item that the page shows.
    LikeThis,
    /// What goes with what is in the basket.
    Basket,
    /// What the customer looked at last.
    Continue,
    /// The list that the page shows, in an order for the customer.
    ReRank,
}

impl SlotName {
    /// The slot of this name.
    pub fn from_name(name: &str) -> Option<SlotName> {
        Some(match name {
            "for-you" => SlotName::ForYou,
            "like-this" => SlotName::LikeThis,
            "basket" => SlotName::Basket,
            "continue" => SlotName::Continue,
            "re-rank" => SlotName::ReRank,
            _ => return None,
        })
    }
}

impl Engine {
    /// The picks for one slot, best first.
    ///
    /// # Errors
    /// [`EngineError::NoCatalogue`] before a pack is loaded,
    /// [`EngineError::UnknownItem`] when `current` is not in it,
    /// [`EngineError::BadRequest`] for a limit outside 1 to 100, *like this*
    /// without a current item, *re-rank* without a list, or one that is too long.
    pub fn rank(
        &self,
        request: &RankRequest,
        now: Minute,
    ) -> Result<Vec<PickView<'_>>, EngineError> {
        let (catalogue, picks) = self.picks(request, now)?;
        Ok(picks.iter().map(|pick| pick_view(catalogue, pick)).collect())
    }

    /// The same with every number behind each score, for whoever develops the page.
    ///
    /// # Errors
    /// As [`Engine::rank`].
    pub fn explain(
        &self,
        request: &RankRequest,
        now: Minute,
    ) -> Result<Vec<(PickView<'_>, Parts)>, EngineError> {
        let (catalogue, picks) = self.picks(request, now)?;
        Ok(picks.iter().map(|pick| (pick_view(catalogue, pick), pick.parts)).collect())
    }

    fn picks(
        &self,
        request: &RankRequest,
        now: Minute,
    ) -> Result<(&Catalogue, Vec<Pick>), EngineError> {
        let personal = self.is_personal() && !request.plain;
        let catalogue = if personal { self.own() } else { self.catalogue.as_ref() };
        let catalogue = catalogue.ok_or(EngineError::NoCatalogue)?;
        let ask = self.ask(catalogue, request)?;
        let picks = if personal {
            rank(catalogue, &self.profile(catalogue, now), &ask)
        } else {
            rank_without_profile(catalogue, &ask)
        };
        Ok((catalogue, picks))
    }

    fn ask(&self, catalogue: &Catalogue, request: &RankRequest) -> Result<Ask, EngineError> {
        if !(1..=MOST_PICKS).contains(&request.limit) {
            return Err(EngineError::BadRequest);
        }
        let known = |ids: &Vec<String>| -> Vec<ItemIx> {
            ids.iter().filter_map(|id| catalogue.find(id)).collect()
        };
        let current = known(&request.current);
        if current.len() < request.current.len() && request.slot != SlotName::Basket {
            return Err(EngineError::UnknownItem);
        }
        let within = &request.within;
        let too_long = |ids: &Vec<String>| ids.len() > MOST_LISTED;
        if too_long(&request.current) || within.as_ref().is_some_and(too_long) {
            return Err(EngineError::BadRequest);
        }
        let slot = match (request.slot, current.first(), within) {
            (SlotName::ForYou, ..) => Slot::ForYou,
            (SlotName::Continue, ..) => Slot::Continue,
            (SlotName::Basket, ..) => Slot::Basket,
            (SlotName::LikeThis, Some(item), _) => Slot::LikeThis(*item),
            (SlotName::ReRank, _, Some(_)) => Slot::ReRank,
            (SlotName::LikeThis, None, _) | (SlotName::ReRank, _, None) => {
                return Err(EngineError::BadRequest);
            }
        };
        Ok(Ask {
            slot,
            limit: request.limit as usize,
            current,
            exclude: known(&request.exclude),
            within: within.as_ref().map(known),
            boost: if request.unlifted { 0.0 } else { self.policy.boost },
            sponsored: !self.settings.unsponsored,
        })
    }
}

fn pick_view<'a>(catalogue: &'a Catalogue, pick: &Pick) -> PickView<'a> {
    let item = pick.item;
    let display = catalogue.display(item);
    PickView {
        id: catalogue.id(item),
        title: catalogue.title(item),
        url: catalogue.url(item),
        display: display.pairs().collect(),
        facets: catalogue.facets(item).map(|facet| facet_view(catalogue, facet)).collect(),
        reasons: pick.reasons.iter().map(|reason| reason_view(catalogue, reason)).collect(),
        score: pick.score,
        personal: pick.reasons.iter().any(is_personal),
        sponsored: catalogue.is_sponsored(item),
    }
}

fn reason_view<'a>(catalogue: &'a Catalogue, reason: &Reason) -> ReasonView<'a> {
    let of_item = |kind, item: ItemIx| ReasonView {
        kind,
        item: Some(catalogue.title(item)),
        facet: None,
        stated: false,
    };
    let bare = |kind| ReasonView { kind, item: None, facet: None, stated: false };
    match reason {
        Reason::Followed { item } => of_item(ReasonKind::Followed, *item),
        Reason::Revisit { item } => of_item(ReasonKind::Revisit, *item),
        Reason::LikeThis { item } => of_item(ReasonKind::LikeThis, *item),
        Reason::GoesWith { item } => of_item(ReasonKind::GoesWith, *item),
        Reason::Interest { facet, stated } => ReasonView {
            kind: ReasonKind::Interest,
            item: None,
            facet: Some(facet_view(catalogue, *facet)),
            stated: *stated,
        },
        Reason::Popular => bare(ReasonKind::Popular),
        Reason::Listed => bare(ReasonKind::Listed),
        Reason::Boost => bare(ReasonKind::Boost),
    }
}

fn is_personal(reason: &Reason) -> bool {
    match reason {
        Reason::Followed { .. } | Reason::Revisit { .. } | Reason::Interest { .. } => true,
        Reason::LikeThis { .. }
        | Reason::GoesWith { .. }
        | Reason::Popular
        | Reason::Listed
        | Reason::Boost => false,
    }
}

pub(super) fn facet_view(catalogue: &Catalogue, facet: FacetIx) -> FacetView<'_> {
    FacetView { kind: catalogue.facet_kind(facet), label: catalogue.facet_label(facet) }
}

const MOST_PICKS: u32 = 100;
/// Longer than any page's list, and short enough to be looked through for each item.
const MOST_LISTED: usize = 1_000;
