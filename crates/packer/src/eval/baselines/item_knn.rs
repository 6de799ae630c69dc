//! Item-kNN: items that share their sessions (Sarwar, Karypis, Konstan and Riedl 2001, WWW,
//! section 3.1.1, cosine over sessions; with the shrinkage of Hidasi et al. 2016, ICLR, section 4).
//!
//! ```text
//! sim(i, j) = sessions with both / sqrt((n_i + shrink) * (n_j + shrink))
//! score(j)  = sum over the items i of the visit of exp(-steps(i) / slowness) * sim(i, j)
//! ```
//!
//! For baskets nothing fades, as in Deshpande and Karypis 2004, ACM TOIS 22(1), section 4.

use super::session_index::SessionIndex;
use super::{Baseline, Method, Model, Setting, each_once, latest, rows};
use crate::eval::Split;
use crate::eval::ranker::{Moment, Scratch};

pub(super) fn method() -> Method {
    let setting = |(shrink, slowness): (f64, f64)| Setting {
        words: format!(
            "shrink {shrink}, {NEIGHBOURS} neighbours, steps fade with slowness {slowness}"
        ),
        fit: Box::new(move |split| Box::new(ItemKnn::fit(split, shrink, slowness))),
    };
    Method {
        name: "item-kNN, decayed",
        paper: "Sarwar et al. 2001, WWW; shrinkage of Hidasi et al. 2016, ICLR",
        settings: [(20.0, 1.0), (20.0, 3.0), (0.0, 1.0)].map(setting).into(),
    }
}

pub(super) fn method_of_baskets() -> Method {
    let setting = |shrink: f64| Setting {
        words: format!("shrink {shrink}, {NEIGHBOURS} neighbours"),
        fit: Box::new(move |split| Box::new(ItemKnn::fit(split, shrink, f64::INFINITY))),
    };
    Method {
        name: "item-kNN",
        paper: "Deshpande and Karypis 2004, ACM TOIS; shrinkage of Hidasi et al. 2016, ICLR",
        settings: [20.0, 0.0].map(setting).into(),
    }
}

struct ItemKnn {
    rows: Vec<Vec<(u32, f64)>>,
    /// Without end for baskets.
    slowness: f64,
}

impl ItemKnn {
    fn fit(split: &Split, shrink: f64, slowness: f64) -> Self {
        let index = SessionIndex::of(split);
        let count = |item: u32| index.holding(item).len() as f64 + shrink;
        let rows = rows(split.ids.len(), NEIGHBOURS, |item, scores| {
            for past in index.holding(item).iter().filter_map(|number| index.past(*number)) {
                for (other, _) in past.items.iter().filter(|(other, _)| *other != item) {
                    scores.add(*other, 1.0 / (count(item) * count(*other)).sqrt());
                }
            }
        });
        Self { rows, slowness }
    }
}

impl Baseline for ItemKnn {
    fn score(&self, moment: &Moment<'_>, scratch: &mut Scratch) {
        let of = if self.slowness.is_finite() { latest } else { each_once };
        for (item, steps) in of(moment.before) {
            let weight = libm::exp(-(steps as f64) / self.slowness);
            for (follower, alike) in self.rows.get(item as usize).into_iter().flatten() {
                scratch.items.add(*follower, weight * alike);
            }
        }
    }

    fn model(&self) -> Model<'_> {
        Model::Rows(&self.rows)
    }
}

/// How many neighbours of an item are kept.
const NEIGHBOURS: usize = 100;

#[cfg(test)]
#[test]
fn items_are_alike_that_share_their_sessions() {
    use super::testing::{check, split};
    // 0 is in three sessions, 1 in two, 2 in two; 0 and 1 share two, 0 and 2 one, 1 and 2 one.
    let training = split(&[&[0, 1], &[0, 1, 2], &[2, 3], &[0, 3]]);
    let fitted = ItemKnn::fit(&training, 0.0, 1.0);
    let root = f64::sqrt(6.0);
    check(&fitted, &[0], 9, &[(1, 2.0 / root), (2, 1.0 / root), (3, 1.0 / root)]);
    let back = libm::exp(-1.0);
    check(
        &fitted,
        &[1, 0],
        9,
        &[(0, back * 2.0 / root), (1, 2.0 / root), (2, 1.0 / root + back * 0.5), (3, 1.0 / root)],
    );
    let unfading = ItemKnn::fit(&training, 0.0, f64::INFINITY);
    let expected = [(0, 2.0 / root), (1, 2.0 / root), (2, 1.0 / root + 0.5), (3, 1.0 / root)];
    check(&unfading, &[1, 0], 9, &expected);
    let shrunk = ItemKnn::fit(&training, 1.0, 1.0);
    let root = f64::sqrt(12.0);
    check(&shrunk, &[0], 9, &[(1, 2.0 / root), (2, 1.0 / root), (3, 1.0 / root)]);
}
