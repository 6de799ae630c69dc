//! V-SKNN (Ludewig and Jannach 2018, UMUAI 28, section 3.3.2): sessions like the visit, where its
//! later items count more, vote for what they hold.
//!
//! ```text
//! w(i)     = place of i in the visit / its length        1 for the last item
//! sim(n)   = sum of w over the items that session n shares / sqrt(items of n)
//! score(j) = sum over the k most similar of the latest sessions that hold j of sim(n)
//! ```

use super::session_index::{SessionIndex, neighbours};
use super::{Baseline, Method, Model, Setting, latest};
use crate::eval::ranker::{Moment, Scratch};

pub(super) fn method() -> Method {
    let setting = |(k, sample): (usize, usize)| Setting {
        words: format!("k {k} of the latest {sample}, linear decay"),
        fit: Box::new(move |split| Box::new(VSknn { index: SessionIndex::of(split), k, sample })),
    };
    Method {
        name: "V-SKNN",
        paper: "Ludewig and Jannach 2018, UMUAI",
        settings: [(100, 1000), (200, 2000), (50, 500)].map(setting).into(),
    }
}

struct VSknn {
    index: SessionIndex,
    k: usize,
    sample: usize,
}

impl Baseline for VSknn {
    fn score(&self, moment: &Moment<'_>, scratch: &mut Scratch) {
        let visit = latest(moment.before);
        let length = visit.last().map_or(0, |(_, steps)| steps + 1) as f64;
        for (item, steps) in &visit {
            let weight = (length - *steps as f64) / length;
            for number in self.index.latest_holding(*item, self.sample) {
                scratch.sessions.add(*number, weight);
            }
        }
        let size = |number| self.index.past(number).map_or(1, |past| past.items.len()) as f64;
        let mut alike = scratch.sessions.take();
        for (number, weight) in &mut alike {
            *weight /= size(*number).sqrt();
        }
        for (number, alike) in neighbours(alike, self.sample, self.k) {
            for (item, _) in self.index.past(number).into_iter().flat_map(|past| &past.items) {
                scratch.items.add(*item, alike);
            }
        }
    }

    fn model(&self) -> Model<'_> {
        Model::Bytes(self.index.bytes())
    }
}

#[cfg(test)]
#[test]
fn sessions_that_share_the_later_items_vote() {
    use super::testing::{check, split};
    let index = || SessionIndex::of(&split(&[&[0, 1, 2, 3], &[1, 4], &[0, 3]]));
    let fitted = VSknn { index: index(), k: 9, sample: 9 };
    // The visit 0, 1 weighs 1/2 and 1. The first session shares both and has four items: 1.5 / 2.
    // The second shares 1 of two items, the third 0 of two.
    let (first, second, third) = (0.75, 1.0 / f64::sqrt(2.0), 0.5 / f64::sqrt(2.0));
    check(
        &fitted,
        &[0, 1],
        9,
        &[(0, first + third), (1, first + second), (2, first), (3, first + third), (4, second)],
    );
    // Of the latest two sessions the more similar one.
    let fitted = VSknn { index: index(), k: 1, sample: 2 };
    check(&fitted, &[0, 1], 9, &[(1, second), (4, second)]);
}
