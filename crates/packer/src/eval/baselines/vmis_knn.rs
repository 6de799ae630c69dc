//! VMIS-kNN, the method of Serenade (Kersbergen, Sprangers and Schelter 2022, SIGMOD, section 3):
//! of the latest m sessions that hold an item of the visit, the k most similar vote for what they
//! hold; rare items count more.
//!
//! ```text
//! pi(i)    = place of i in the visit / its length
//! r(n)     = sum of pi over the items that session n shares
//! lambda   = 1 - 0.1 * steps, at least 0           steps back of the latest shared item, from 1
//! score(j) = sum over neighbours n that hold j of lambda * r(n) * ln(sessions / sessions with j)
//! ```

use super::session_index::{SessionIndex, neighbours};
use super::{Baseline, Method, Model, Setting, latest};
use crate::eval::Split;
use crate::eval::ranker::{Moment, Scratch};

pub(super) fn method() -> Method {
    let setting = |(m, k): (usize, usize)| Setting {
        words: format!("m {m}, k {k}"),
        fit: Box::new(move |split| Box::new(VmisKnn::fit(split, m, k))),
    };
    Method {
        name: "VMIS-kNN",
        paper: "Kersbergen, Sprangers and Schelter 2022, SIGMOD",
        settings: [(500, 100), (1000, 100), (500, 50)].map(setting).into(),
    }
}

struct VmisKnn {
    index: SessionIndex,
    rarity: Vec<f64>,
    m: usize,
    k: usize,
}

impl VmisKnn {
    fn fit(split: &Split, m: usize, k: usize) -> Self {
        let index = SessionIndex::of(split);
        Self { rarity: index.rarity(), index, m, k }
    }
}

impl Baseline for VmisKnn {
    fn score(&self, moment: &Moment<'_>, scratch: &mut Scratch) {
        let visit = latest(moment.before);
        let length = visit.last().map_or(0, |(_, steps)| steps + 1) as f64;
        for (item, steps) in &visit {
            let weight = (length - *steps as f64) / length;
            for number in self.index.latest_holding(*item, self.m) {
                scratch.sessions.add(*number, weight);
            }
        }
        for (number, alike) in neighbours(scratch.sessions.take(), self.m, self.k) {
            let Some(past) = self.index.past(number) else { continue };
            let holds =
                |item: &u32| past.items.binary_search_by_key(item, |(item, _)| *item).is_ok();
            let shared = visit.iter().find(|(item, _)| holds(item)).map_or(0, |(_, steps)| *steps);
            let weight = alike * (1.0 - 0.1 * (shared + 1) as f64);
            if weight <= 0.0 {
                continue;
            }
            for (item, _) in &past.items {
                let rarity = self.rarity.get(*item as usize).copied().unwrap_or(0.0);
                if rarity > 0.0 {
                    scratch.items.add(*item, weight * rarity);
                }
            }
        }
    }

    fn model(&self) -> Model<'_> {
        Model::Bytes(self.index.bytes())
    }
}

#[cfg(test)]
#[test]
fn the_latest_sessions_vote_and_rare_items_count_more() {
    use super::testing::{check, split};
    let training = split(&[&[0, 1, 2], &[1, 4], &[0, 3], &[2, 3]]);
    // Of four sessions two hold 0, 1, 2 and 3 each, and one holds 4.
    let (often, rare) = (libm::log(2.0), libm::log(4.0));
    // The visit 0, 1 weighs 1/2 and 1: the first session has 1.5 by its last step, .9; the second
    // 1 by the last step, .9; the third .5 by the step before, .8.
    let (first, second, third) = (1.5 * 0.9, 0.9, 0.5 * 0.8);
    check(
        &VmisKnn::fit(&training, 9, 9),
        &[0, 1],
        9,
        &[
            (0, (first + third) * often),
            (1, (first + second) * often),
            (2, first * often),
            (3, third * often),
            (4, second * rare),
        ],
    );
    check(&VmisKnn::fit(&training, 2, 1), &[0, 1], 9, &[(1, second * often), (4, second * rare)]);
}
