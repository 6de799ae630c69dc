//! Metrics session by session, as the bootstrap needs them.

use serde::Serialize;

use super::bootstrap::{Draws, Estimate, Sum};
use super::replay::Replayed;
use super::{hr, mrr, ndcg};

/// The metrics of each session.
pub(crate) struct Metrics {
    pub(crate) hr: Vec<Sum>,
    pub(crate) mrr: Vec<Sum>,
    pub(crate) ndcg: Vec<Sum>,
}

impl Metrics {
    pub(crate) fn of(replayed: &Replayed) -> Self {
        let each = |metric: fn(&[Option<u32>]) -> f64| {
            let sum = |ranks: &Vec<Option<u32>>| {
                let count = ranks.len() as f64;
                Sum { sum: metric(ranks) * count, count }
            };
            replayed.visits.iter().map(sum).collect()
        };
        Self { hr: each(hr::hr), mrr: each(mrr::mrr), ndcg: each(ndcg::ndcg) }
    }
}

/// How often the next item is in the list, and how high, with intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quality {
    /// The share of predictions whose list holds the next item.
    pub hr: Estimate,
    /// The mean of one over its place.
    pub mrr: Estimate,
}

impl Quality {
    pub(crate) fn of(draws: &Draws, metrics: &Metrics) -> Self {
        Self { hr: draws.mean(&metrics.hr), mrr: draws.mean(&metrics.mrr) }
    }
}

#[cfg(test)]
#[test]
fn sums_of_sessions_make_the_metric_of_all() {
    let visits = vec![vec![Some(1), None, Some(2)], vec![None]];
    let metrics = Metrics::of(&Replayed { visits, shown: Vec::new() });
    assert_eq!(metrics.hr, [Sum { sum: 2.0, count: 3.0 }, Sum { sum: 0.0, count: 1.0 }]);
    assert_eq!(metrics.mrr, [Sum { sum: 1.5, count: 3.0 }, Sum { sum: 0.0, count: 1.0 }]);
    assert!((Quality::of(&Draws::of(2, 1, 1), &metrics).hr.value - 0.5).abs() < 1e-12);
}
