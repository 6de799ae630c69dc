//! The order of candidates whose scores are known, where the picks are ours to choose: diversity and
//! calibration, the business's boost, the sponsored, and the places that are kept for what a list
//! lacks. What a score is made of stands in [`super::score`].

use super::ask::{Ask, SPONSORED_ONE_IN};
use super::mix::Mix;
use super::score::{self, Parts, Telling};
use crate::catalogue::{Catalogue, FacetIx, ItemIx, Weights};
use crate::profile::Visit;
use crate::sort::sort_by;
use core::cmp::Ordering;

/// A candidate, with what the order follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) item: ItemIx,
    /// Its raw score at first, then all that follows.
    value: f32,
    /// Its score where the best candidate has 1.
    base: f32,
    /// What diversity took from it.
    pub(super) apart: f32,
    /// What calibration gave it, or a kept place.
    pub(super) fits: f32,
    /// What the boost gave it.
    pub(super) lift: f32,
    /// Whether calibration may give it anything: the customer's profile has a part in its score.
    theirs: bool,
    /// Whether it may have a kept place: it has none yet, nobody pays for it, and the customer does
    /// not want less of it.
    open: bool,
    /// To how many of the picks above it that likeness was held.
    seen: usize,
}

impl Scored {
    pub(super) fn of(item: ItemIx, parts: &Parts, is_sponsored: bool) -> Self {
        Self {
            item,
            value: parts.raw,
            base: 0.0,
            apart: 0.0,
            fits: 0.0,
            lift: 0.0,
            theirs: parts.transition + parts.revisit + parts.interest > 0.0,
            open: parts.damping >= 1.0 && !is_sponsored,
            seen: 0,
        }
    }
}

/// Puts the best first.
pub(super) fn sort(scored: &mut [Scored]) {
    sort_by(scored, best_first);
}

/// The order of picks: by value, ties by item.
fn best_first(first: &Scored, second: &Scored) -> Ordering {
    second.value.total_cmp(&first.value).then(first.item.cmp(&second.item))
}

/// Scales the scores so that the best has 1, and gives the scale: the least there is where nothing
/// has a score, so that a lift alone never counts for more than it did beside something.
pub(super) fn scale(scored: &mut [Scored]) -> f32 {
    let top = scored.iter().map(|scored| scored.value).fold(f32::MIN_POSITIVE, f32::max);
    for scored in scored {
        scored.base = scored.value / top;
        scored.value = scored.base;
    }
    top
}

/// Leaves the picks, in their order. The last `kept` of them are of categories that the others lack,
/// where somebody looked at any.
pub(super) fn choose(
    catalogue: &Catalogue,
    weights: &Weights,
    ask: &Ask,
    visits: &[Visit],
    kept: usize,
    scored: &mut Vec<Scored>,
) {
    let mut mix = Mix::of(catalogue, visits);
    // Only where it leaves no place empty.
    let is_enough = scored.iter().filter(|one| one.open).count() >= ask.limit;
    let kept = if is_enough && mix.is_of_something() { kept } else { 0 };
    let (free, count) = (ask.limit - kept, scored.len());
    let (pool, _) = scored.split_at_mut(count.min(ask.limit * POOL));
    let mut eps = 0.0;
    for one in pool.iter_mut() {
        one.lift = ask.bounded_boost() * catalogue.boost(one.item);
        eps = one.lift.max(eps);
    }
    let least = arrange(catalogue, weights, &mut mix, free, eps, pool);
    let lacking = keep(catalogue, kept, mix, least, scored);
    scored.truncate(ask.limit * POOL);
    scored.retain(|one| !lacking.iter().any(|kept| kept.item == one.item));
    // The lift comes over scores that no longer change. Since it is at most `eps`, an item stands
    // above another only if its score is at most `eps` less.
    for one in scored.iter_mut() {
        one.value += one.lift;
    }
    sort(scored);
    cap_sponsored(catalogue, ask, scored);
    scored.truncate(free);
    scored.extend(lacking);
}

/// Place after place, the item that is best when its likeness to those above counts against it
/// (maximal marginal relevance, Carbonell and Goldstein 1998), and for it what it brings of the
/// customer's own mix of categories ([`super::mix`]).
///
/// As the list grows, likeness to its items is never less, and what it lacks never more: values
/// only fall. So the scores descend, over which the boost is bounded, and an item that was worth
/// less than the best one needs no second look (lazy greedy, Minoux 1978).
///
/// Gives what the last place is worth; what follows it has no order, but what a boost of at most
/// `eps` may yet lift into the list is held against all of it.
fn arrange(
    catalogue: &Catalogue,
    weights: &Weights,
    mix: &mut Mix,
    places: usize,
    eps: f32,
    scored: &mut [Scored],
) -> f32 {
    for one in scored.iter_mut().filter(|one| one.theirs) {
        one.fits = weights.calibration * mix.gain(catalogue, one.item);
        one.value += one.fits;
    }
    let mut above: Vec<Telling> = Vec::new();
    let (mut placed, mut least) = (0, 0.0);
    while let Some((best, others)) = scored.get_mut(placed..).and_then(<[_]>::split_first_mut) {
        for other in others {
            if best_first(other, best).is_lt() {
                core::mem::swap(other, best);
            }
        }
        let is_full = above.len() >= places;
        if is_full && best.value + eps < least {
            break;
        }
        if best.seen < above.len() {
            let tells: Vec<FacetIx> = catalogue.facets(best.item).collect();
            for told in above.iter().skip(best.seen) {
                let likeness = score::likeness(told, tells.iter().copied());
                best.apart = best.apart.max(weights.diversity * likeness);
            }
            best.seen = above.len();
            if best.theirs {
                best.fits = weights.calibration * mix.gain(catalogue, best.item);
            }
            let value = best.base - best.apart + best.fits;
            let falls = value < best.value;
            best.value = value;
            if falls {
                continue;
            }
        }
        placed += 1;
        // What somebody paid for takes nothing from others, nor a place: it may yet be taken out.
        if !is_full && !catalogue.is_sponsored(best.item) {
            mix.take(catalogue, best.item);
            above.push(score::telling(catalogue, best.item));
            least = best.value;
            best.open = false;
        }
    }
    least
}

/// The picks of the last places: the best of the categories that the customer looks at and the list
/// lacks, and of those they never looked at (FAIR-16). Nobody's boost and nobody's money act there,
/// nor does an item come in that the customer wants less of. Each is worth what the last of the
/// others is, so that none of them would stand above it for any boost.
fn keep(
    catalogue: &Catalogue,
    kept: usize,
    mut mix: Mix,
    mut least: f32,
    scored: &mut [Scored],
) -> Vec<Scored> {
    mix.explores();
    let mut lacking: Vec<Scored> = Vec::new();
    while lacking.len() < kept {
        let mut best: Option<(f32, &mut Scored)> = None;
        for one in scored.iter_mut().filter(|one| one.open) {
            let value = one.base + KEEPING * mix.gain(catalogue, one.item);
            if best.as_ref().is_none_or(|(most, _)| value > *most) {
                best = Some((value, one));
            }
        }
        let Some((_, one)) = best else { break };
        mix.take(catalogue, one.item);
        one.open = false;
        least -= A_LITTLE;
        lacking.push(Scored { apart: 0.0, fits: least - one.base, lift: 0.0, ..*one });
    }
    lacking
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

/// More than the rounding of a sum of such scores.
const A_LITTLE: f32 = 1e-6;

/// What a category that the list lacks counts for in a kept place, where the best score is 1.
const KEEPING: f32 = 6.0;
