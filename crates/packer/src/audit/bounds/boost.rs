//! The bounded boost: whatever the shop would like lifted, an item stands above a better one only
//! if the better one is better by at most `eps`.

use homekept::ranking::Pick;

use super::super::displacement::{Displaced, displaced};
use super::super::lifts::{ROUNDING, short};
use super::super::world::{Moment, World, bases, with_the_displaced};
use super::{Bound, Tally};

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Tally {
    let limit = short(world.policy.boost);
    let mut tally = Tally::default();
    for list in &moment.lists {
        add(&mut tally, world, moment, (&list.list, &list.best), limit);
    }
    tally
}

/// Counts a list, of which nothing may be displaced by more than `limit` against the best list.
pub(super) fn add(
    tally: &mut Tally,
    world: &World<'_>,
    moment: &Moment<'_>,
    (list, best): (&[Pick], &[Pick]),
    limit: f64,
) {
    let all = with_the_displaced(world, list, best);
    let scores = bases(&all);
    let widest = displaced(&scores);
    tally.add(widest.map_or(0.0, |widest| widest.by), limit + ROUNDING, || {
        let Some(Displaced { above, below, .. }) = widest else {
            return "no item stands above a better one".to_owned();
        };
        let told = |place: usize| {
            let title = all.get(place).map_or(String::new(), |pick| world.title(pick.item));
            format!("{title} ({:.3})", scores.get(place).copied().unwrap_or(0.0))
        };
        let when = world.told(moment.customer);
        format!("{} stands above {}, {when}", told(above), told(below))
    });
}

pub(super) fn bound(world: &World<'_>, tally: Tally) -> Bound {
    tally.bound("bounded-boost", CLAIM, "lists", Some(short(world.policy.boost)))
}

const CLAIM: &str =
    "an item that the shop lifts passes a better one only if that is better by at most eps";
