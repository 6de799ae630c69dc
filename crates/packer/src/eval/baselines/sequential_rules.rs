//! Sequential rules, SR (Kamehkhosh, Jannach and Ludewig 2017, RecTemp at RecSys, section 2): what
//! follows an item within some steps, each time with the weight of one over the distance. The last
//! item of the visit alone decides.
//!
//! ```text
//! score(j) = sum over sessions and places of (last item, then j, d steps later) of 1 / d
//! ```

use super::session_index::SessionIndex;
use super::{Baseline, Method, Model, Setting, rows};
use crate::eval::Split;
use crate::eval::ranker::{Moment, Scratch};

pub(super) fn method() -> Method {
    let setting = |steps: usize| Setting {
        words: format!("{steps} steps, weight 1/d, {RULES} rules an item"),
        fit: Box::new(move |split| Box::new(SequentialRules::fit(split, steps))),
    };
    Method {
        name: "sequential rules",
        paper: "Kamehkhosh, Jannach and Ludewig 2017, RecTemp",
        settings: [10, 3].map(setting).into(),
    }
}

struct SequentialRules {
    rows: Vec<Vec<(u32, f64)>>,
}

impl SequentialRules {
    fn fit(split: &Split, steps: usize) -> Self {
        let index = SessionIndex::of(split);
        let rows = rows(split.ids.len(), RULES, |item, scores| {
            for past in index.holding(item).iter().filter_map(|number| index.past(*number)) {
                for (place, _) in
                    past.events.iter().enumerate().filter(|(_, event)| **event == item)
                {
                    let after = past.events.iter().skip(place + 1).take(steps);
                    for (distance, follower) in (1..).zip(after) {
                        scores.add(*follower, 1.0 / f64::from(distance));
                    }
                }
            }
        });
        Self { rows }
    }
}

impl Baseline for SequentialRules {
    fn score(&self, moment: &Moment<'_>, scratch: &mut Scratch) {
        let row = moment.before.last().and_then(|item| self.rows.get(*item as usize));
        for (follower, weight) in row.into_iter().flatten() {
            scratch.items.add(*follower, *weight);
        }
    }

    fn model(&self) -> Model<'_> {
        Model::Rows(&self.rows)
    }
}

/// How many rules of an item are kept: as many as our rows have followers, and a few for what is
/// left out of the lists.
const RULES: usize = 50;

#[cfg(test)]
#[test]
fn what_follows_nearer_and_more_often_comes_first() {
    use super::testing::{check, split};
    let training = split(&[&[0, 1, 2, 3], &[0, 2, 0, 2]]);
    let fitted = SequentialRules::fit(&training, 2);
    // After 0: 1 once at 1; 2 at 2, then at 1 twice; 0 once at 2.
    check(&fitted, &[3, 0], 9, &[(0, 0.5), (1, 1.0), (2, 2.5)]);
    check(&fitted, &[3], 9, &[]);
    check(&fitted, &[], 9, &[]);
}
