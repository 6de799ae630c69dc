//! What each strength of the boost does to the lists: what they give up, whom it moves, what it
//! gains the shop, and what becomes of calibration and diversity.

use homekept::ranking::{BOOST_MAX, Pick, Slot};
use serde::Serialize;

use super::calibration::{Mix, miscalibration, mix};
use super::displacement::displacement;
use super::ild::ild;
use super::multiplied;
use super::regret::regret;
use super::share::{Share, share};
use super::world::{World, bases, boosted, with_the_displaced};

/// What a strength of the boost does, over all lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lift {
    /// `none`, `additive` (the only one that is offered), or `multiplicative` (for contrast).
    pub rule: &'static str,
    /// The most that is added to a score of at most 1; of the multiplicative rule the factor.
    pub strength: f64,
    /// List regret: the mean over all lists.
    pub regret: f64,
    /// The regret of the list that gives up most.
    pub largest_regret: f64,
    /// The largest displacement of any list.
    pub displacement: f64,
    /// Whether the displacement is at most the strength; the multiplicative rule has no such bound.
    pub bounded: bool,
    /// The share of all places that items with a boost take.
    pub boosted_share: f64,
    /// Miscalibration: the mean over the lists that have one.
    pub miscalibration: Option<f64>,
    /// Intra-list diversity: the mean over the lists that have one.
    pub diversity: Option<f64>,
}

/// The figures of one list.
#[derive(Debug, Clone, Copy)]
struct Figures {
    regret: f64,
    displacement: f64,
    boosted: Share,
    miscalibration: Option<f64>,
    diversity: Option<f64>,
}

/// Measures the list *for you* of every customer at each strength.
pub(super) fn measure(world: &World<'_>) -> Vec<Lift> {
    let strengths = strengths(world.policy.boost);
    let step = world.crowd.len().div_ceil(CONTRASTED).max(1);
    let lists = world.crowd.each(|place, customer| {
        let profile = world.profile(customer);
        let ask = world.ask(customer, Slot::ForYou);
        let history = world.history(customer);
        let best = boosted(world.lifted, &profile, &ask, 0.0);
        let mut rows: Vec<Figures> = strengths
            .iter()
            .map(|eps| {
                let list = boosted(world.lifted, &profile, &ask, *eps);
                figures(world, &history, &list, &best)
            })
            .collect();
        if !place.is_multiple_of(step) {
            return rows;
        }
        let pool = homekept::ranking::Ask { limit: world.top + POOL, ..ask };
        let pool = boosted(world.lifted, &profile, &pool, 0.0);
        let boosts: Vec<f64> =
            pool.iter().map(|pick| f64::from(world.lifted.boost(pick.item))).collect();
        let order = multiplied::order(&bases(&pool), &boosts, FACTOR);
        let moved: Vec<Pick> =
            order.iter().take(world.top).filter_map(|place| pool.get(*place)).cloned().collect();
        let best = pool.get(..world.top.min(pool.len())).unwrap_or(&[]);
        rows.push(figures(world, &history, &moved, best));
        rows
    });
    let rules = strengths
        .iter()
        .map(|eps| (if *eps > 0.0 { "additive" } else { "none" }, short(*eps)))
        .chain([("multiplicative", FACTOR)]);
    rules
        .enumerate()
        .map(|(row, (rule, strength))| {
            let of_row: Vec<Figures> =
                lists.iter().filter_map(|rows| rows.get(row)).copied().collect();
            lift(rule, strength, &of_row)
        })
        .collect()
}

fn figures(world: &World<'_>, history: &Mix, list: &[Pick], best: &[Pick]) -> Figures {
    let categories = list.iter().map(|pick| world.facets(pick.item, world.category));
    let attributes: Vec<Vec<u32>> = list.iter().map(|pick| world.facets(pick.item, None)).collect();
    Figures {
        regret: regret(&bases(&world.unsponsored(list)), &bases(&world.unsponsored(best))),
        displacement: displacement(&bases(&with_the_displaced(world, list, best))),
        boosted: share(list, |pick| world.lifted.boost(pick.item) > 0.0),
        miscalibration: world.category.and_then(|_| miscalibration(history, &mix(categories))),
        diversity: ild(&attributes),
    }
}

fn lift(rule: &'static str, strength: f64, lists: &[Figures]) -> Lift {
    let largest = |of: fn(&Figures) -> f64| lists.iter().map(of).fold(0.0, f64::max);
    let displacement = largest(|list| list.displacement);
    Lift {
        rule,
        strength,
        regret: mean(lists.iter().map(|list| list.regret)).unwrap_or(0.0),
        largest_regret: largest(|list| list.regret),
        displacement,
        bounded: rule != "multiplicative" && displacement <= strength + ROUNDING,
        boosted_share: lists.iter().map(|list| list.boosted).sum::<Share>().of_all(),
        miscalibration: mean(lists.iter().filter_map(|list| list.miscalibration)),
        diversity: mean(lists.iter().filter_map(|list| list.diversity)),
    }
}

/// The mean; none of nothing.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0u32);
    for value in values {
        sum += value;
        count += 1;
    }
    (count > 0).then(|| sum / f64::from(count))
}

/// The strengths that are compared, and the shop's own.
fn strengths(own: f32) -> Vec<f32> {
    let mut strengths = vec![0.0, 0.02, 0.05, BOOST_MAX, own];
    strengths.sort_by(f32::total_cmp);
    strengths.dedup();
    strengths
}

/// A strength as it was written: 0.05, not the nearest number of 32 bits.
pub(super) fn short(eps: f32) -> f64 {
    (f64::from(eps) * 1e6).round() / 1e6
}

/// What scores of 32 bits may be off by.
pub(super) const ROUNDING: f64 = 1e-6;

/// The factor of the multiplicative boost.
const FACTOR: f64 = 3.0;

/// How many items behind a list the multiplicative boost may bring up.
const POOL: usize = 180;

/// On how many lists about: to look so far behind a list takes long, and a contrast needs no digits.
const CONTRASTED: usize = 300;
