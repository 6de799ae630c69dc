//! Customers who are made up, and their way to a collector: the module's own code, over HTTP.

#![allow(dead_code, reason = "each program uses its part")]

use homekept::dice::{NoDice, draw};
use homekept::signals::{Kind, Measure, MeasureId, Report, Subset};
use homekept::vault::memory::CountingDice;
use homekept_collector::id_of;

/// What a measure asks, ready to be answered.
pub(crate) struct Question {
    pub(crate) measure: Measure,
    id: MeasureId,
    subset: Subset,
}

impl Question {
    pub(crate) fn of(measure: &Measure) -> Option<Self> {
        let subset = Subset::of(measure.size(), measure.epsilon())?;
        Some(Self { measure: measure.clone(), id: id_of(measure), subset })
    }

    /// The share of the customers in each bucket, in period `at` of a simulation: known, so that
    /// what is estimated can be held against it.
    pub(crate) fn truth(&self, at: u32) -> Vec<f64> {
        let drift = f64::from(at);
        let weights: Vec<f64> = match self.measure.kind() {
            // Fewer click without the profile than with it.
            Kind::Outcome { slot: _ } => {
                let better = 0.02 + 0.01 * drift.min(6.0);
                vec![0.2, 0.32, 0.06, 0.02, 0.32 - better, 0.06 + better, 0.02]
            }
            // A few large ones, many small ones; the first falls, the third rises.
            Kind::Interest | Kind::Count => (0..self.subset.d())
                .map(|bucket| match bucket {
                    0 => 2.0,
                    1 => 3.0 - 0.2 * drift.min(10.0),
                    3 => 1.2 + 0.3 * drift.min(10.0),
                    bucket => 3.0 / f64::from(bucket + 1),
                })
                .collect(),
        };
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / sum).collect()
    }

    /// The report of a customer who is drawn from these shares.
    pub(crate) fn report(
        &self,
        shares: &[f64],
        period: u32,
        dice: &mut CountingDice,
    ) -> Result<Report, NoDice> {
        let mut left = share(dice);
        let place = shares.iter().position(|share| {
            left -= share;
            left < 0.0
        });
        let set = self.subset.draw(place.unwrap_or(0) as u32, dice)?;
        Ok(Report { period, measure: self.id, number: draw(dice)?, set })
    }
}

/// Sends a report; whether it is counted.
pub(crate) fn send(
    agent: &ureq::Agent,
    address: &str,
    report: &Report,
) -> Result<u16, ureq::Error> {
    let request = agent.post(address).content_type("application/octet-stream");
    Ok(request.send(&report.encode()[..])?.status().as_u16())
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

/// Dice that nobody had before: numbers of reports are not to come twice.
pub(crate) fn fresh() -> Result<CountingDice, getrandom::Error> {
    getrandom::u64().map(CountingDice::seeded)
}

pub(crate) fn below(many: usize, dice: &mut CountingDice) -> usize {
    (share(dice) * many as f64) as usize % many.max(1)
}

/// A number from 0 to 1.
fn share(dice: &mut CountingDice) -> f64 {
    dice.word() as f64 / u64::MAX as f64
}
