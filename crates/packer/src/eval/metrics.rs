//! Metrics session by session, as the bootstrap needs them.

use serde::Serialize;

use super::bootstrap::{Draws, Estimate, Sum};
use super::replay::Replayed;
use super::{hr, mrr, ndcg};

/// The metrics of each session.
#[derive(Clone)]
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

    /// What parameters are chosen by: HR and MRR together, over all predictions.
    pub(crate) fn score(&self) -> f64 {
        [&self.hr, &self.mrr].map(|sums| mean(sums)).iter().sum()
    }
}

fn mean(sums: &[Sum]) -> f64 {
    let count: f64 = sums.iter().map(|one| one.count).sum();
    sums.iter().map(|one| one.sum).sum::<f64>() / count.max(1.0)
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

    /// By how much one is ahead of another.
    pub(crate) fn ahead(draws: &Draws, ours: &Metrics, theirs: &Metrics) -> Self {
        Self {
            hr: draws.difference(&ours.hr, &theirs.hr),
            mrr: draws.difference(&ours.mrr, &theirs.mrr),
        }
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
    assert!((metrics.score() - (0.5 + 0.375)).abs() < 1e-12);
}
