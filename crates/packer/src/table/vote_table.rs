//! The published table of votes: whole numbers by direction, distance and age in days.
//!
//! It is all of the counting that knows floats, and it is small. Whoever has it counts by adding
//! whole numbers, on any engine, to the same sums.

use crate::knobs::{Decay, Knobs};

/// The table of votes.
#[derive(Debug)]
pub(crate) struct VoteTable {
    /// Forward and backward votes, by distance less 1, then by day.
    votes: [Vec<Vec<i64>>; 2],
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Direction {
    Forward = 0,
    Backward = 1,
}

impl VoteTable {
    /// The votes of a log whose first and last session end `span` days apart.
    pub(crate) fn of(knobs: &Knobs, span: i64) -> Self {
        let near = |distance: u32| match knobs.decay {
            Decay::Reciprocal => 1.0 / f64::from(distance),
            Decay::Exponential => libm::exp(-f64::from(distance - 1) / 2.0),
        };
        let fresh = |age: i64| {
            if knobs.recency > 0.0 && span > 0 {
                libm::exp(-(age as f64) / (knobs.recency * span as f64))
            } else {
                1.0
            }
        };
        let vote = |share: f64, distance, age| {
            libm::round(share * near(distance) * fresh(age) * SCALE) as i64
        };
        let direction = |share| {
            let ages = |distance| (0..=span).map(|age| vote(share, distance, age)).collect();
            (1..=knobs.window).map(ages).collect()
        };
        Self { votes: [direction(1.0), direction(knobs.gamma)] }
    }

    pub(super) fn vote(&self, direction: Direction, distance: usize, age: i64) -> i64 {
        let ages = self.votes.get(direction as usize).and_then(|votes| votes.get(distance - 1));
        ages.and_then(|ages| ages.get(age as usize)).copied().unwrap_or(0)
    }

    /// The table as CSV, for counting elsewhere. Votes of nothing are left out.
    pub(crate) fn to_csv(&self) -> String {
        let mut csv = "direction,distance,day,votes\n".to_owned();
        for (direction, votes) in ["forward", "backward"].iter().zip(&self.votes) {
            for (distance, days) in (1..).zip(votes) {
                for (day, votes) in days.iter().enumerate().filter(|(_, votes)| **votes > 0) {
                    csv += &format!("{direction},{distance},{day},{votes}\n");
                }
            }
        }
        csv
    }
}

/// The unit of votes.
pub(super) const SCALE: f64 = (1 << 20) as f64;

#[cfg(test)]
#[test]
fn the_table_as_csv_has_each_vote_that_is_not_nothing() {
    let knobs = Knobs { window: 2, gamma: 0.5, recency: 0.0, ..Knobs::default() };
    assert_eq!(
        VoteTable::of(&knobs, 1).to_csv(),
        "direction,distance,day,votes\n\
         forward,1,0,1048576\nforward,1,1,1048576\nforward,2,0,524288\nforward,2,1,524288\n\
         backward,1,0,524288\nbackward,1,1,524288\nbackward,2,0,262144\nbackward,2,1,262144\n"
    );
    let forward = VoteTable::of(&Knobs { gamma: 0.0, ..knobs }, 0).to_csv();
    assert_eq!(forward.lines().count(), 3);
}
