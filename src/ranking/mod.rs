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
//! 6. **Boost**, additive and last, bounded by [`BOOST_MAX`].
//! 7. **Sponsored** items beyond one in [`SPONSORED_ONE_IN`] are taken out.
//! 8. **Reasons**, named only when the score would fall without them.

mod ask;
mod candidates;
mod filter;
mod mix;
mod reasons;
mod score;

pub use ask::{Ask, BOOST_DEFAULT, BOOST_MAX, SPONSORED_ONE_IN, Slot};
pub use reasons::Reason;
pub use score::Parts;

use crate::catalogue::{Catalogue, ItemIx, Weights};
use crate::profile::Profile;
use crate::sort::sort_by;
use candidates::Sources;
use core::cmp::Ordering;
use filter::Filter;
use mix::Mix;
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
            let parts = scorer.raw(item);
            let theirs = parts.transition + parts.revisit + parts.interest > 0.0;
            scored.push(Scored { item, value: parts.raw, theirs, apart: 0.0, fits: 0.0 });
        }
    }
    let top = scale(&mut scored);
    sort(&mut scored);
    if ask.is_free() {
        scored.truncate(ask.limit * POOL);
        let mix = Mix::of(catalogue, if ask.slot == Slot::ForYou { &sources.visits } else { &[] });
        arrange(catalogue, mix, weights, ask.limit, &mut scored);
        boost(catalogue, ask, &mut scored);
        sort(&mut scored);
        cap_sponsored(catalogue, ask, &mut scored);
    }
    scored.truncate(ask.limit);

    // The many are scored, the few are explained: their parts are worked out once more, by the
    // same code, rather than kept for all.
    let explain = |Scored { item, value: _, theirs: _, apart, fits }: Scored| {
        let mut parts = scorer.raw(item);
        parts.base = parts.raw / top;
        parts.apart = apart;
        parts.fits = fits;
        parts.boost = ask.bounded_boost() * catalogue.boost(item);
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

/// An item with what the order follows: its raw score at first, then scaled, then lifted.
#[derive(Debug, Clone, Copy)]
struct Scored {
    item: ItemIx,
    value: f32,
    /// Whether the customer's profile has a part in it.
    theirs: bool,
    /// What diversity took from it.
    apart: f32,
    /// What calibration gave it.
    fits: f32,
}

/// Puts the best first.
fn sort(scored: &mut [Scored]) {
    sort_by(scored, best_first);
}

/// The order of picks: by value, ties by item.
fn best_first(first: &Scored, second: &Scored) -> Ordering {
    second.value.total_cmp(&first.value).then(first.item.cmp(&second.item))
}

/// Scales the scores so that the best has 1, and gives the scale: the least there is where nothing
/// has a score, so that a lift alone never counts for more than it did beside something.
fn scale(scored: &mut [Scored]) -> f32 {
    let top = scored.iter().map(|scored| scored.value).fold(f32::MIN_POSITIVE, f32::max);
    for scored in scored {
        scored.value /= top;
    }
    top
}

/// Place after place, the item that is best when its likeness to those above counts against it
/// (maximal marginal relevance, Carbonell and Goldstein 1998), and for it what it brings of the
/// customer's own mix of categories ([`mix`]), where their profile brought it in. Each choice is at
/// least as good as the next one, since likeness to more items is never less, and what a longer
/// list lacks never more; so the scores that it leaves descend, and the boost is bounded over them.
fn arrange(
    catalogue: &Catalogue,
    mut mix: Mix,
    weights: &Weights,
    limit: usize,
    scored: &mut [Scored],
) {
    let (mut rest, mut wanted) = (scored, limit);
    while wanted > 0 {
        mix.weigh();
        for other in rest.iter_mut().filter(|other| other.theirs) {
            let fits = weights.calibration * mix.gain(catalogue, other.item);
            other.value += fits - other.fits;
            other.fits = fits;
        }
        let Some((chosen, others)) = rest.split_first_mut() else { return };
        for other in others.iter_mut() {
            if best_first(other, chosen).is_lt() {
                core::mem::swap(other, chosen);
            }
        }
        // What somebody paid for takes nothing from others, nor a place: it may yet be taken out.
        if !catalogue.is_sponsored(chosen.item) {
            wanted -= 1;
            mix.take(catalogue, chosen.item);
            let told = score::telling(catalogue, chosen.item);
            for other in others.iter_mut() {
                let likeness = score::likeness(catalogue, &told, other.item);
                let apart = weights.diversity * likeness;
                if apart > other.apart {
                    other.value += other.apart - apart;
                    other.apart = apart;
                }
            }
        }
        rest = others;
    }
}

/// Adds the business's lift to scores that no longer change. Since it is at most `eps`, an item
/// stands above another only if its score is at most `eps` less.
fn boost(catalogue: &Catalogue, ask: &Ask, scored: &mut [Scored]) {
    let eps = ask.bounded_boost();
    for scored in scored {
        scored.value += eps * catalogue.boost(scored.item);
    }
}

/// Takes out what is sponsored: all of it where the customer wants none, otherwise what is beyond
/// one in [`SPONSORED_ONE_IN`], counted from the first.
fn cap_sponsored(catalogue: &Catalogue, ask: &Ask, scored: &mut Vec<Scored>) {
    let (mut kept, mut sponsored) = (Vec::new(), 0);
    for scored in scored.iter() {
        if catalogue.is_sponsored(scored.item) {
            if !ask.sponsored || (sponsored + 1) * SPONSORED_ONE_IN > kept.len() + 1 {
                continue;
            }
            sponsored += 1;
        }
        kept.push(*scored);
    }
    *scored = kept;
}

/// From how many candidates for each place diversity and boost choose.
const POOL: usize = 4;

// The properties need proptest, which is not built for wasm; parity is tested there instead.
#[cfg(all(test, not(target_os = "unknown")))]
mod tests;
