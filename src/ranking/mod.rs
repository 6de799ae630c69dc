//! Catalogue and profile to picks, each with the numbers that made it and the reasons behind it.
//!
//! The business publishes which items tend to follow which; this multiplies that table with the
//! customer's last visits and interests, on the device. This module leaves out how the profile
//! came about, what a pick looks like, and whether it may be used at all (consent).
//!
//! The steps, in this order:
//! 1. **Sources**: the page's item (public) and the customer's visits, fading with each step back.
//! 2. **Candidates**: followers of the sources, items looked at, carriers of the interests, items
//!    like the page's, and the popular head. Never a scan of the catalogue.
//! 3. **Filters** remove what must not be picked; they never reorder.
//! 4. **Scores**, every intermediate number kept in [`Parts`], scaled to at most 1.
//! 5. **Diversity and calibration**: what is like a pick above it stands a little lower, what the
//!    list lacks of the customer's mix of categories a little higher.
//! 6. **Kept places**: the last of a list are chosen for categories that it lacks, and stay as they are.
//! 7. **Boost** of the others, additive and last, bounded by [`BOOST_MAX`].
//! 8. **Sponsored** items beyond one in [`SPONSORED_ONE_IN`] are taken out.
//! 9. **Reasons**, named only when the score would fall without them.

mod ask;
mod candidates;
mod filter;
mod mix;
mod order;
mod reasons;
mod score;

pub use ask::{Ask, BOOST_DEFAULT, BOOST_MAX, SPONSORED_ONE_IN, Slot};
pub use reasons::Reason;
pub use score::Parts;

use crate::catalogue::{Catalogue, ItemIx};
use crate::profile::Profile;
use candidates::Sources;
use filter::Filter;
use order::Scored;
use score::Scorer;

/// One pick.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// The item.
    pub item: ItemIx,
    /// How well it fits: `parts.raw`, and the boost in the same measure. The order follows it but for
    /// `parts.apart` and `parts.fits`. It is not scaled, so that taking a reason out of the profile lowers it even for the best pick.
    pub score: f32,
    /// Every number behind the score.
    pub parts: Parts,
    /// The reasons, the strongest first; none for a pick that has no score.
    pub reasons: Vec<Reason>,
}

/// Ranks for a profile. The same arguments give the same picks, natively and in wasm, bit for bit.
#[must_use]
pub fn rank(catalogue: &Catalogue, profile: &Profile, ask: &Ask) -> Vec<Pick> {
    let weights = &profile.dials.turn(&catalogue.header().weights);
    let filter = Filter::of(catalogue, profile, ask);
    let sources = Sources::of(catalogue, profile, weights, ask);
    let votes = match ask.slot {
        Slot::Continue => Vec::new(),
        Slot::ForYou | Slot::LikeThis(_) | Slot::Basket | Slot::ReRank => sources.votes(catalogue),
    };
    let scorer = Scorer::of(catalogue, profile, &filter, weights, &sources, &votes);

    let mut scored: Vec<Scored> = Vec::new();
    for item in candidates::gather(catalogue, ask, &sources, &votes, &scorer, &filter) {
        if filter.lets_pass(item) {
            let is_sponsored = catalogue.is_sponsored(item);
            scored.push(Scored::of(item, &scorer.raw(item), is_sponsored));
        }
    }
    let top = order::scale(&mut scored);
    order::sort(&mut scored);
    if ask.is_free() {
        let visits: &[_] = if ask.slot == Slot::ForYou { &sources.visits } else { &[] };
        let kept = profile.dials.kept(ask.limit);
        order::choose(catalogue, weights, ask, visits, kept, &mut scored);
    }
    scored.truncate(ask.limit);

    // The many are scored, the few are explained: their parts are worked out once more, by the
    // same code, rather than kept for all.
    let explain = |Scored { item, apart, fits, lift, .. }: Scored| {
        let mut parts = scorer.raw(item);
        parts.base = parts.raw / top;
        parts.apart = apart;
        parts.fits = fits;
        parts.boost = lift;
        let score = parts.raw + parts.boost * top;
        let reasons = reasons::name(&scorer, item, &parts, score, top);
        Pick { item, score, parts, reasons }
    };
    scored.into_iter().map(explain).collect()
}

/// The public baseline: what everyone gets whose profile is empty, paused, refused or set aside.
/// It is [`rank`] with an empty profile, bit for bit, because it is nothing else.
#[must_use]
pub fn rank_without_profile(catalogue: &Catalogue, ask: &Ask) -> Vec<Pick> {
    rank(catalogue, &Profile::default(), ask)
}

// The properties need proptest, which is not built for wasm; parity is tested there instead.
#[cfg(all(test, not(target_os = "unknown")))]
mod tests;
