//! The methods that ours is held against. They are here for evaluation only: nothing of them goes
//! into a pack or a browser. Each file names its paper, and the settings that it is tried with;
//! which of them is used is decided on the end of the training part, as for ours.

mod item_knn;
mod popularity;
mod sequential_rules;
mod session_index;
mod v_sknn;
mod vmis_knn;
mod vstan;

use super::Split;
use super::ranker::{Lists, Moment, Ranker, Scores, Scratch};

/// A published method.
pub(crate) struct Method {
    pub(crate) name: &'static str,
    /// Where it is described.
    pub(crate) paper: &'static str,
    /// What is tried, the usual choice first.
    pub(crate) settings: Vec<Setting>,
}

/// One choice of a method's parameters.
pub(crate) struct Setting {
    /// The parameters in words.
    pub(crate) words: String,
    /// Learns from the training part of a split.
    pub(crate) fit: Fit,
}

type Fit = Box<dyn Fn(&Split) -> Box<dyn Baseline>>;

/// A method that has learned.
pub(crate) trait Baseline: Sync {
    /// Adds up the scores of what may come next.
    fn score(&self, moment: &Moment<'_>, scratch: &mut Scratch);

    /// What a browser would have to be given for the same answers.
    fn model(&self) -> Model<'_>;
}

/// What a method's answers are made from.
pub(crate) enum Model<'a> {
    /// Followers of each item: they can go into a pack as ours do.
    Rows(&'a [Vec<(u32, f64)>]),
    /// Something else, in bytes.
    Bytes(Vec<u8>),
}

impl Ranker for Box<dyn Baseline> {
    fn rank(&self, moment: &Moment<'_>, lists: &Lists, scratch: &mut Scratch) -> Vec<u32> {
        self.score(moment, scratch);
        let best = scratch.items.take_best(lists.top, lists.left_out(moment.before));
        best.into_iter().map(|(item, _)| item).collect()
    }
}

/// All of them, the simplest first.
pub(crate) fn all() -> Vec<Method> {
    vec![
        popularity::method(),
        item_knn::method(),
        sequential_rules::method(),
        v_sknn::method(),
        vstan::method(),
        vmis_knn::method(),
    ]
}

/// Those that say what goes with a basket, whose items have no order.
pub(crate) fn of_baskets() -> Vec<Method> {
    vec![popularity::method(), item_knn::method_of_baskets()]
}

/// Each item of a visit once, the latest first, with the steps back of its latest event.
fn latest(before: &[u32]) -> Vec<(u32, usize)> {
    each_once(before.get(before.len().saturating_sub(LOOKED_BACK)..).unwrap_or(&[]))
}

fn each_once(before: &[u32]) -> Vec<(u32, usize)> {
    let mut found: Vec<(u32, usize)> = Vec::new();
    for (steps, item) in before.iter().rev().enumerate() {
        if !found.iter().any(|(earlier, _)| earlier == item) {
            found.push((*item, steps));
        }
    }
    found
}

/// The strongest so many followers of every item, ascending by item, from what `add` adds up.
fn rows(items: usize, most: usize, mut add: impl FnMut(u32, &mut Scores)) -> Vec<Vec<(u32, f64)>> {
    let mut scores = Scores::default();
    let row = |item| {
        add(item, &mut scores);
        let mut row = scores.take_best(most, &[]);
        row.sort_unstable_by_key(|(follower, _)| *follower);
        row
    };
    (0..items as u32).map(row).collect()
}

/// How far back a visit is looked at. Longer ones are baskets of hundreds of lines, where the
/// papers' click sessions have ten: further back than this nothing weighs.
const LOOKED_BACK: usize = 60;

/// The training sessions of a test, and what a method scores after some events.
#[cfg(test)]
mod testing {
    use super::*;
    use crate::input::log::Session;
    use crate::input::time::DAY;

    /// Sessions a day apart, over items 0 to 4.
    pub(super) fn split(sessions: &[&[u32]]) -> Split {
        let session = |(day, events): (i64, &&[u32])| Session {
            visitor: day as u32,
            last: day * DAY,
            events: events.to_vec(),
        };
        Split {
            ids: ["a", "b", "c", "d", "e"].map(str::to_owned).into(),
            train: (0..).zip(sessions).map(session).collect(),
            test: Vec::new(),
        }
    }

    /// Holds the scores after some events, on a day, against the expected ones, by item.
    pub(super) fn check(
        baseline: &dyn Baseline,
        before: &[u32],
        day: i64,
        expected: &[(u32, f64)],
    ) {
        let mut scratch = Scratch::default();
        let moment = Moment { before, at: day * DAY, visitor: 99 };
        baseline.score(&moment, &mut scratch);
        let mut found = scratch.items.take();
        found.sort_unstable_by_key(|(item, _)| *item);
        let items = |list: &[(u32, f64)]| list.iter().map(|(item, _)| *item).collect::<Vec<_>>();
        assert_eq!(items(&found), items(expected), "{found:?}");
        for ((item, found), (_, expected)) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "item {item}: {found}, not {expected}");
        }
    }
}
