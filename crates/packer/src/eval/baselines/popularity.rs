//! Popularity: the items that were looked at most, the same for everyone.

use super::{Baseline, Method, Model, Setting};
use crate::eval::Split;
use crate::eval::ranker::{Moment, Scratch};

pub(super) fn method() -> Method {
    Method {
        name: "popularity",
        paper: "the public order of any shop; Jannach and Ludewig 2017, RecSys, as a baseline",
        settings: vec![Setting {
            words: "events of the training part".to_owned(),
            fit: Box::new(|split| Box::new(Popularity::fit(split))),
        }],
    }
}

/// How often each item was looked at.
struct Popularity {
    events: Vec<f64>,
}

impl Popularity {
    fn fit(split: &Split) -> Self {
        let mut events = vec![0.0; split.ids.len()];
        for item in split.train.iter().flat_map(|session| &session.events) {
            if let Some(count) = events.get_mut(*item as usize) {
                *count += 1.0;
            }
        }
        Self { events }
    }
}

impl Baseline for Popularity {
    fn score(&self, _moment: &Moment<'_>, scratch: &mut Scratch) {
        for (item, count) in (0..).zip(&self.events).filter(|(_, count)| **count > 0.0) {
            scratch.items.add(item, *count);
        }
    }

    /// The order alone is needed: the numbers of the items, the most popular first.
    fn model(&self) -> Model<'_> {
        let mut order: Vec<(u64, u32)> =
            self.events.iter().map(|count| *count as u64).zip(0..).collect();
        order.sort_unstable_by(|first, second| second.cmp(first));
        Model::Bytes(order.iter().flat_map(|(_, item)| item.to_le_bytes()).collect())
    }
}

#[cfg(test)]
#[test]
fn every_event_counts_one() {
    use super::testing::{check, split};
    let fitted = Popularity::fit(&split(&[&[0, 1, 0], &[1, 0, 4]]));
    check(&fitted, &[2], 9, &[(0, 3.0), (1, 2.0), (4, 1.0)]);
}
