//! Calibration under the boost: what the shop lifts must not drown what the customer came for.

use homekept::ranking::Pick;

use super::super::calibration::{miscalibration, mix};
use super::super::world::{Moment, World};
use super::{Bound, Mean};

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Mean {
    let history = world.history(moment.customer);
    let list = moment.lists.first().filter(|_| moment.counts && world.category.is_some());
    let Some(list) = list else { return Mean::default() };
    let of = |picks: &[Pick]| {
        let categories = picks.iter().map(|pick| world.facets(pick.item, world.category));
        miscalibration(&history, &mix(categories))
    };
    match (of(&list.best), of(&list.list)) {
        (Some(without), Some(with)) => Mean::of(without, with, with - without),
        _ => Mean::default(),
    }
}

pub(super) fn bound(mean: Mean) -> Bound {
    mean.bound("calibration", CLAIM, DELTA, 1.0)
}

const CLAIM: &str = "in the mean, the boost makes the mix of categories fit the customer's own \
                     worse by at most 0.05";

/// About a tenth of what lists without calibration are off by.
const DELTA: f64 = 0.05;
