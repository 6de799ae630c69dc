//! Diversity under the boost: lists must not become more of the same.

use homekept::ranking::Pick;

use super::super::ild::ild;
use super::super::world::{Moment, World};
use super::{Bound, Mean};

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Mean {
    let of = |picks: &[Pick]| {
        let items: Vec<Vec<u32>> = picks.iter().map(|pick| world.facets(pick.item, None)).collect();
        ild(&items)
    };
    let list = moment.lists.first().filter(|_| moment.counts);
    match list.map(|list| (of(&list.best), of(&list.list))) {
        Some((Some(without), Some(with))) => Mean::of(without, with, without - with),
        _ => Mean::default(),
    }
}

pub(super) fn bound(mean: Mean) -> Bound {
    mean.bound("diversity", CLAIM, LEAST, -1.0)
}

const CLAIM: &str = "in the mean, the boost makes lists less diverse by at most 0.01";

/// What nobody would see in a list of twenty.
const LEAST: f64 = 0.01;
