//! Bounded regret, which follows from the bounded boost: of the `r` best items at least one stands
//! at place `r` or below it, so the item at place `r` is at most `eps` worse than the best list's.
//! Summed up, `R <= eps * sum d / sum d s(L*)`.

use super::super::lifts::{ROUNDING, short};
use super::super::regret::regret;
use super::super::world::{Moment, World, bases};
use super::{Bound, Tally};

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Tally {
    let mut tally = Tally::default();
    for list in &moment.lists {
        let unsponsored = |picks| bases(&world.unsponsored(picks));
        let (best, shown) = (unsponsored(&list.best), unsponsored(&list.list));
        let given_up = best.iter().zip(&shown).map(|(best, shown)| best - shown);
        let limit = short(world.policy.boost) + ROUNDING;
        tally.add(given_up.fold(0.0, f64::max), limit, || {
            let regret = 100.0 * regret(&shown, &best);
            let when = world.told(moment.customer);
            format!("the list gives up {regret:.2} % of its relevance in all, {when}")
        });
    }
    tally
}

pub(super) fn bound(world: &World<'_>, tally: Tally) -> Bound {
    tally.bound("bounded-regret", CLAIM, "lists", Some(short(world.policy.boost)))
}

const CLAIM: &str = "at no place is the item shown worse by more than eps than the one that would \
                     stand there without the boost";
