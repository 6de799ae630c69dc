//! Customers who are made up, and their way to a collector: the module's own code, over HTTP.

#![allow(dead_code, reason = "each program uses its part")]

use homekept::dice::{Dice, NoDice, draw};
use homekept::signals::{Kind, Measure, MeasureId, Report, Subset};
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
        dice: &mut SeededDice,
    ) -> Result<Report, NoDice> {
        let mut left = dice.share();
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

/// SplitMix64 (Steele, Lea and Flood 2014): the same customers on every machine.
#[derive(Debug, Clone)]
pub(crate) struct SeededDice(u64);

impl SeededDice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    /// One that nobody had before: numbers of reports are not to come twice.
    pub(crate) fn fresh() -> Result<Self, getrandom::Error> {
        getrandom::u64().map(Self)
    }

    pub(crate) fn below(&mut self, many: usize) -> usize {
        (self.share() * many as f64) as usize % many.max(1)
    }

    /// A number from 0 to 1.
    fn share(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Dice for SeededDice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}
