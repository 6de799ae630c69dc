//! VSTAN (Ludewig, Mauro, Latifi and Jannach 2020, UMUAI 31, section 3.2), which is STAN (Garg et
//! al. 2019, SIGIR, section 3) with the place of the shared item in the visit and the rarity of items.
//!
//! ```text
//! w1(i)    = exp(-steps back of i in the visit / spw)
//! sim(n)   = sum of w1 over the items that session n shares / sqrt(items of the visit * items of n)
//!            * exp(-age of n / snh)
//! w3(j)    = exp(-|place of j in n - place of the shared item in n| / inh)
//! w4       = exp(-steps back of the shared item in the visit / ipw)
//!            the shared item is the latest of the visit that n holds
//! score(j) = sum over the k most similar n that hold j of sim * w3 * w4 * (1 + idf * ln(sessions / sessions with j))
//! ```

use super::session_index::{SessionIndex, neighbours};
use super::{Baseline, Method, Model, Setting, latest};
use crate::eval::Split;
use crate::eval::ranker::{Moment, Scratch};
use crate::input::time::DAY;

pub(super) fn method() -> Method {
    let setting = |parameters: Parameters| Setting {
        words: parameters.words(),
        fit: Box::new(move |split| Box::new(Vstan::fit(split, parameters))),
    };
    let usual =
        Parameters { k: 500, sample: 2500, spw: 3.0, snh: 40.0, inh: 2.0, ipw: 3.0, idf: 1.0 };
    Method {
        name: "VSTAN",
        paper: "Garg et al. 2019, SIGIR (STAN); Ludewig et al. 2020, UMUAI",
        settings: [
            usual,
            Parameters { spw: 1.0, inh: 1.0, ipw: 1.0, ..usual },
            Parameters { k: 1500, sample: 5000, spw: 1.0, snh: 80.0, ..usual },
            Parameters { spw: 1.0, inh: 1.0, ipw: 1.0, idf: 0.0, ..usual },
        ]
        .map(setting)
        .into(),
    }
}

/// The names are those of the formulas; `snh` is in days.
#[derive(Debug, Clone, Copy)]
struct Parameters {
    k: usize,
    sample: usize,
    spw: f64,
    snh: f64,
    inh: f64,
    ipw: f64,
    idf: f64,
}

impl Parameters {
    fn words(&self) -> String {
        let Self { k, sample, spw, snh, inh, ipw, idf } = self;
        format!(
            "k {k} of the latest {sample}, spw {spw}, snh {snh} days, inh {inh}, ipw {ipw}, idf {idf}"
        )
    }
}

struct Vstan {
    index: SessionIndex,
    rarity: Vec<f64>,
    parameters: Parameters,
}

impl Vstan {
    fn fit(split: &Split, parameters: Parameters) -> Self {
        let index = SessionIndex::of(split);
        Self { rarity: index.rarity(), index, parameters }
    }
}

impl Baseline for Vstan {
    fn score(&self, moment: &Moment<'_>, scratch: &mut Scratch) {
        let Parameters { k, sample, spw, snh, inh, ipw, idf } = self.parameters;
        let visit = latest(moment.before);
        for (item, steps) in &visit {
            let weight = fade(*steps as f64, spw);
            for number in self.index.latest_holding(*item, sample) {
                scratch.sessions.add(*number, weight);
            }
        }
        let mut alike = scratch.sessions.take();
        for (number, weight) in &mut alike {
            if let Some(past) = self.index.past(*number) {
                let days = (moment.at - past.at).max(0) as f64 / DAY as f64;
                let sizes = (visit.len() * past.items.len()) as f64;
                *weight *= fade(days, snh) / sizes.sqrt();
            }
        }
        for (number, alike) in neighbours(alike, sample, k) {
            let Some(past) = self.index.past(number) else { continue };
            let place = |item: &u32| {
                let found = past.items.binary_search_by_key(item, |(item, _)| *item).ok()?;
                past.items.get(found).map(|(_, place)| *place)
            };
            let shared = visit.iter().find_map(|(item, steps)| Some((place(item)?, *steps)));
            let Some((shared, steps)) = shared else { continue };
            for (item, place) in &past.items {
                let rarity = self.rarity.get(*item as usize).copied().unwrap_or(0.0);
                let near = fade(f64::from(place.abs_diff(shared)), inh);
                scratch
                    .items
                    .add(*item, alike * near * fade(steps as f64, ipw) * (1.0 + idf * rarity));
            }
        }
    }

    fn model(&self) -> Model<'_> {
        Model::Bytes(self.index.bytes())
    }
}

fn fade(distance: f64, slowness: f64) -> f64 {
    libm::exp(-distance / slowness)
}

#[cfg(test)]
#[test]
fn near_items_of_late_and_similar_sessions_come_first() {
    use super::testing::{check, split};
    let parameters =
        Parameters { k: 9, sample: 9, spw: 2.0, snh: 10.0, inh: 3.0, ipw: 4.0, idf: 1.0 };
    let fitted = Vstan::fit(&split(&[&[0, 1, 2], &[3, 0]]), parameters);
    let e = libm::exp;
    // The visit 0, 1 on day 5. The first session, 5 days old, shares both: 1 + e^(-1/2), over the
    // root of 2 * 3; its shared item is 1, in its middle. The second, 4 days old, shares 0, a step
    // back, over the root of 2 * 2; 0 is its last. Of two sessions both hold 0, one holds each other.
    let first = (1.0 + e(-0.5)) / f64::sqrt(6.0) * e(-0.5);
    let second = e(-0.5) / 2.0 * e(-0.4) * e(-0.25);
    let rare = 1.0 + libm::log(2.0);
    check(
        &fitted,
        &[0, 1],
        5,
        &[
            (0, first * e(-1.0 / 3.0) + second),
            (1, first * rare),
            (2, first * e(-1.0 / 3.0) * rare),
            (3, second * e(-1.0 / 3.0) * rare),
        ],
    );
    let one =
        Vstan::fit(&split(&[&[0, 1, 2], &[3, 0]]), Parameters { k: 1, idf: 0.0, ..parameters });
    check(&one, &[0, 1], 5, &[(0, first * e(-1.0 / 3.0)), (1, first), (2, first * e(-1.0 / 3.0))]);
}
