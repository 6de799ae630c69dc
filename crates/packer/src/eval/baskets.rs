//! What goes with a basket: one item of a basket is hidden, and looked for with the others.
//!
//! Leave one out, as in Deshpande and Karypis 2004, Item-based top-N recommendation algorithms, ACM
//! TOIS 22(1), section 6, whose ARHR is MRR here. Which item is hidden makes a difference, since
//! logs keep the order of the lines: one `drawn` by the seed, from anywhere, asks what belongs
//! together; the one that was added `last` asks what a page that shows the basket is asked.

use homekept::catalogue::{Catalogue, ItemIx};
use homekept::profile::Profile;
use homekept::ranking::{Ask, Slot, rank};
use serde::Serialize;

use super::baselines::{self, Baseline, Method};
use super::bootstrap::{DRAWS, Draws};
use super::dice::Dice;
use super::material::{Material, Source};
use super::metrics::{Metrics, Quality};
use super::ranker::{LeaveOut, Lists, Moment, Ranker, Scratch};
use super::replay::Replayed;
use super::{Bench, RowCut, Split, tune};
use crate::input::log::Session;
use crate::knobs::Knobs;
use crate::table::Threshold;
use crate::{BrokenLines, PackError, Progress};

/// What to measure on.
#[derive(Debug, Clone)]
pub struct BasketOptions {
    /// The files, and the test part: each session is a basket.
    pub source: Source,
    /// How many items a list has, and how many followers a row of ours keeps.
    pub top: usize,
    /// How many different visitors a pair of our table needs.
    pub support: u32,
    /// Our knobs; tuned where there are none.
    pub knobs: Option<Knobs>,
    /// The seed that draws items to hide, and of the bootstrap.
    pub seed: u64,
}

/// How well the hidden items were found.
#[derive(Debug, Clone, Serialize)]
pub struct Baskets {
    /// How many items a list had.
    pub top: usize,
    /// How many baskets of at least two items were tried.
    pub baskets: u64,
    /// How many items of them were drawn and hidden, one at a time.
    pub drawn: u64,
    /// The methods, ours last.
    pub methods: Vec<BasketMethod>,
    /// Lines that could not be used, for each file read.
    #[serde(skip)]
    pub broken: Vec<BrokenLines>,
}

/// What one method found.
#[derive(Debug, Clone, Serialize)]
pub struct BasketMethod {
    /// Its name.
    pub name: String,
    /// Where it is described.
    pub paper: String,
    /// The parameters that the end of the training part chose.
    pub parameters: String,
    /// Of items drawn by the seed.
    pub drawn: Quality,
    /// Of the items that were added last.
    pub last: Quality,
    /// By how much ours is ahead where items were drawn.
    pub ours_ahead_drawn: Quality,
    /// The same for those that were added last.
    pub ours_ahead_last: Quality,
}

/// Hides items of the test baskets and looks for them.
///
/// # Errors
/// When a file cannot be read or understood, or no basket of two items is left.
pub fn evaluate_baskets(
    options: &BasketOptions,
    progress: &mut dyn Progress,
) -> Result<Baskets, PackError> {
    let BasketOptions { top, support, seed, .. } = *options;
    let mut material = Material::read(&options.source, progress)?;
    let tail = material.tail()?;
    let knobs = match options.knobs {
        Some(knobs) => knobs.checked()?,
        None => tune::tune(&tail, top, support, LeaveOut::Seen, progress)?,
    };
    let methods = baselines::of_baskets();
    let chosen: Vec<usize> =
        methods.iter().map(|method| choose(method, &tail, top, seed)).collect();
    drop(tail);
    material.onto_feed();
    let split = &material.split;
    let baskets = baskets(split, seed);
    if baskets.is_empty() {
        return Err(PackError::NothingToTest);
    }

    let bench = Bench::of(split, material.feed.as_ref());
    let cut = RowCut { top, head_top: None, threshold: Threshold::at(support), refill: true };
    let (catalogue, _) = bench.catalogue(&bench.count(&knobs), &knobs, cut)?;
    let mut found = Vec::new();
    for (method, chosen) in methods.iter().zip(&chosen) {
        progress.begin(&format!("filling baskets: {}", method.name), None);
        let Some(setting) = method.settings.get(*chosen) else { continue };
        let fitted = (setting.fit)(split);
        found.push((
            method.name,
            method.paper,
            setting.words.clone(),
            Found::of(&fitted, &baskets, top),
        ));
    }
    progress.begin("filling baskets: ours", None);
    let ours = Found::of(&GoesWith(&catalogue), &baskets, top);
    found.push((OURS, OUR_PAPER, format!("top {top}"), ours.clone()));

    let draws = Draws::of(baskets.len(), DRAWS, seed);
    let told = |(name, paper, parameters, found): (&str, &str, String, Found)| BasketMethod {
        name: name.to_owned(),
        paper: paper.to_owned(),
        parameters,
        drawn: Quality::of(&draws, &found.drawn),
        last: Quality::of(&draws, &found.last),
        ours_ahead_drawn: Quality::ahead(&draws, &ours.drawn, &found.drawn),
        ours_ahead_last: Quality::ahead(&draws, &ours.last, &found.last),
    };
    Ok(Baskets {
        top,
        baskets: baskets.len() as u64,
        drawn: baskets.iter().map(|basket| basket.drawn.len() as u64).sum(),
        methods: found.into_iter().map(told).collect(),
        broken: material.broken,
    })
}

/// A basket, and which of its items are hidden in turn.
struct Basket {
    /// Each once, in the order of adding.
    items: Vec<u32>,
    drawn: Vec<usize>,
    at: i64,
    visitor: u32,
}

/// The test baskets of at least two items.
fn baskets(split: &Split, seed: u64) -> Vec<Basket> {
    let mut dice = Dice(seed);
    let basket = |session: &Session| {
        let mut items: Vec<u32> = Vec::new();
        for item in &session.events {
            if !items.contains(item) {
                items.push(*item);
            }
        }
        let mut left: Vec<usize> = (0..items.len()).collect();
        let draw = |_| left.swap_remove(dice.below(left.len() as u64) as usize);
        let drawn = (0..DRAWN.min(items.len())).map(draw).collect();
        Basket { items, drawn, at: session.last, visitor: session.visitor }
    };
    split.test.iter().map(basket).filter(|basket| basket.items.len() > 1).collect()
}

/// What a method finds, basket by basket.
#[derive(Clone)]
struct Found {
    drawn: Metrics,
    last: Metrics,
}

impl Found {
    fn of(ranker: &dyn Ranker, baskets: &[Basket], top: usize) -> Self {
        let mut scratch = Scratch::default();
        let mut all = |hidden: fn(&Basket) -> Vec<usize>| {
            let mut look = |basket: &Basket| {
                let places = hidden(basket).into_iter();
                places.map(|place| look_for(ranker, basket, place, top, &mut scratch)).collect()
            };
            let visits = baskets.iter().map(&mut look).collect();
            Metrics::of(&Replayed { visits, shown: Vec::new() })
        };
        Self {
            drawn: all(|basket| basket.drawn.clone()),
            last: all(|basket| vec![basket.items.len() - 1]),
        }
    }
}

/// The place in the list, from 1, of the item that is hidden.
fn look_for(
    ranker: &dyn Ranker,
    basket: &Basket,
    hidden: usize,
    top: usize,
    scratch: &mut Scratch,
) -> Option<u32> {
    let mut rest = basket.items.clone();
    let hidden = rest.remove(hidden);
    let moment = Moment { before: &rest, at: basket.at, visitor: basket.visitor };
    let list = ranker.rank(&moment, &Lists { top, leave_out: LeaveOut::Seen }, scratch);
    list.iter().position(|item| *item == hidden).map(|place| place as u32 + 1)
}

/// The place of the setting that serves best on the end of the training part.
fn choose(method: &Method, tail: &Split, top: usize, seed: u64) -> usize {
    let baskets = baskets(tail, seed);
    let score = |fitted: Box<dyn Baseline>| {
        let found = Found::of(&fitted, &baskets, top);
        [found.drawn, found.last].iter().map(Metrics::score).sum::<f64>()
    };
    let scores: Vec<f64> =
        method.settings.iter().map(|setting| score((setting.fit)(tail))).collect();
    // Equal scores keep the usual choice, which stands first.
    let better = |best: usize, (place, score): (usize, &f64)| {
        if scores.get(best).is_some_and(|best| score > best) { place } else { best }
    };
    scores.iter().enumerate().fold(0, better)
}

/// Our method: the shipped slot, for somebody of whom nothing is known.
struct GoesWith<'a>(&'a Catalogue);

impl Ranker for GoesWith<'_> {
    fn rank(&self, moment: &Moment<'_>, lists: &Lists, _scratch: &mut Scratch) -> Vec<u32> {
        let current = moment.before.iter().copied().map(ItemIx).collect();
        let ask = Ask { boost: 0.0, current, ..Ask::new(Slot::Basket, lists.top) };
        let picks = rank(self.0, &Profile::default(), &ask);
        picks.into_iter().map(|pick| pick.item.0).collect()
    }
}

/// What our method is called here.
const OURS: &str = "goes with the basket (ours)";

/// Where it is described.
const OUR_PAPER: &str = "docs/evaluation.md; ranked by the code that is shipped";

/// How many items of a basket are drawn and hidden at most: baskets of hundreds of lines would
/// outweigh all others.
const DRAWN: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    /// Says that what follows each item of the basket goes with it, the later items first.
    struct Next;

    impl Ranker for Next {
        fn rank(&self, moment: &Moment<'_>, _: &Lists, _: &mut Scratch) -> Vec<u32> {
            moment.before.iter().rev().map(|item| item + 1).collect()
        }
    }

    #[test]
    fn the_item_added_last_is_looked_for_with_those_before_and_a_drawn_one_with_all_others() {
        let session = |events: &[u32]| Session { visitor: 0, last: 0, events: events.to_vec() };
        let test = vec![session(&[4, 7, 4, 5]), session(&[1]), session(&[3, 3]), session(&[1, 2])];
        let split = Split { ids: Vec::new(), train: Vec::new(), test };
        let baskets = baskets(&split, 1);
        let items: Vec<&[u32]> = baskets.iter().map(|basket| &basket.items[..]).collect();
        assert_eq!(items, [&[4, 7, 5][..], &[1, 2]]);
        // No item is hidden twice, and all of a small basket are.
        let drawn: Vec<Vec<usize>> = baskets
            .iter()
            .map(|basket| {
                let mut drawn = basket.drawn.clone();
                drawn.sort_unstable();
                drawn
            })
            .collect();
        assert_eq!(drawn, [vec![0, 1, 2], vec![0, 1]]);
        // 5 after 7, 4: second. 2 after 1: first.
        let found = Found::of(&Next, &baskets, 20);
        let mrr: Vec<f64> = found.last.mrr.iter().map(|sum| sum.sum).collect();
        assert_eq!(mrr, [0.5, 1.0]);
        // 4 and 7 follow nothing, and 1 does not.
        let hr: Vec<(f64, f64)> = found.drawn.hr.iter().map(|sum| (sum.sum, sum.count)).collect();
        assert_eq!(hr, [(1.0, 3.0), (1.0, 2.0)]);
    }
}
