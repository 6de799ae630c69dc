//! What the support threshold costs on the shop's own data: how often the end of the log is
//! predicted under it, with rows filled up and without.

use crate::eval::{Bench, Cut, RowCut, Split, sampled_hr};
use crate::input::feed::Feed;
use crate::input::log::Log;
use crate::knobs::Knobs;
use crate::table::{self, Counts, Effort, Refilled, Threshold};
use crate::{PackError, Progress};

/// What one threshold costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SupportCost {
    /// How many different visitors a pair needs.
    pub support: u32,
    /// The share of predictions whose list holds the next item, with rows as the threshold leaves
    /// them.
    pub hr: f64,
    /// The same with short rows filled up.
    pub hr_refilled: f64,
    /// How many rows that fills.
    pub refilled: Refilled,
}

/// Measures on the last tenth of the log, which the measured tables have not seen, and tells it.
/// The log may be too short to measure anything: then there are no costs.
pub(crate) fn of_support(
    log: &Log,
    feed: &Feed,
    knobs: &Knobs,
    (top, head_top): (usize, Option<usize>),
    chosen: u32,
    memory: u64,
    progress: &mut dyn Progress,
) -> Result<Vec<SupportCost>, PackError> {
    let mut split = match Split::of(log, TAIL) {
        Ok(split) => split,
        Err(PackError::NothingToTest) => {
            progress.note("the log is too short to measure what the support threshold costs");
            return Ok(Vec::new());
        }
        Err(error) => return Err(error),
    };
    let counts = count(&split, knobs, head_top.unwrap_or(top), memory, progress);
    // Sessions that are counted are not needed any more, and a large log has millions.
    split.train = Vec::new();
    let thresholds = with_chosen(chosen);
    progress.begin("measuring what the support threshold costs", Some(2 * thresholds.len() as u64));
    let bench = Bench::of(&split, Some(feed));
    let mut costs: Vec<SupportCost> = Vec::new();
    for support in thresholds {
        let mut hr = |refill| -> Result<(f64, Refilled), PackError> {
            let cut = RowCut { top, head_top, threshold: Threshold::at(support), refill };
            let (catalogue, refilled) = bench.catalogue(&counts, knobs, cut)?;
            progress.done(2 * costs.len() as u64 + 1 + u64::from(refill));
            Ok((sampled_hr(&split, &catalogue, top), refilled))
        };
        let ((hr, _), (hr_refilled, refilled)) = (hr(false)?, hr(true)?);
        costs.push(SupportCost { support, hr, hr_refilled, refilled });
    }
    progress.note(&told(&costs, top, chosen));
    Ok(costs)
}

/// Counts the training part for tables of `top` followers at whatever threshold.
fn count(
    split: &Split,
    knobs: &Knobs,
    top: usize,
    memory: u64,
    progress: &mut dyn Progress,
) -> Counts {
    progress.begin("counting all but the end of the log", Some(0));
    let heard = &mut |done, total| progress.of(done, total);
    let (train, items) = (split.train.iter(), split.ids.len());
    table::count_strongest(train, items, knobs, top, None, Effort { memory, heard })
}

/// How many pairs each threshold leaves, in words: all that counts without sessions can tell.
pub(crate) fn of_pairs(counts: &Counts, chosen: u32) -> String {
    let mut told = format!("what the support threshold leaves of {} pairs", counts.pairs.len());
    for support in with_chosen(chosen) {
        let left = counts.pairs.iter().filter(|pair| pair.visitors >= support).count();
        told += &format!("\n  support {support}: {left}{}", mark(support, chosen));
    }
    told
}

/// The costs in words, a line for each threshold.
fn told(costs: &[SupportCost], top: usize, chosen: u32) -> String {
    let mut told = format!(
        "what the support threshold costs: how often the next item is among the first {top}, on the last tenth of the log"
    );
    for SupportCost { support, hr, hr_refilled, refilled } in costs {
        told += &format!(
            "\n  support {support}: {:.1} %, with rows filled up {:.1} % ({} empty and {} short rows filled){}",
            hr * 100.0,
            hr_refilled * 100.0,
            refilled.empty,
            refilled.short,
            mark(*support, chosen),
        );
    }
    let is_worse = |cost: &SupportCost| cost.support == chosen && cost.hr_refilled < cost.hr - TOLD;
    if costs.iter().any(is_worse) {
        told += "\n  attributes say little of what comes next here: --no-refill serves better";
    }
    told
}

fn with_chosen(chosen: u32) -> Vec<u32> {
    let mut thresholds = MEASURED.to_vec();
    thresholds.push(chosen);
    thresholds.sort_unstable();
    thresholds.dedup();
    thresholds
}

fn mark(support: u32, chosen: u32) -> &'static str {
    if support == chosen { " <- chosen" } else { "" }
}

/// From this difference on filling up is advised against: one prediction in two hundred.
const TOLD: f64 = 0.005;

/// The thresholds that are measured, the chosen one beside them.
const MEASURED: [u32; 4] = [1, 2, 3, 5];

/// The part of the log that tuning and the cost of the threshold are measured on.
pub(crate) const TAIL: Cut = Cut::Share(0.1);

#[cfg(test)]
#[test]
fn filling_up_is_advised_against_where_it_serves_worse() {
    let cost = |support, hr_refilled| SupportCost {
        support,
        hr: 0.5,
        hr_refilled,
        refilled: Refilled::default(),
    };
    let costs = [cost(1, 0.5), cost(2, 0.49), cost(3, 0.499)];
    assert!(told(&costs, 20, 2).contains("--no-refill"));
    assert!(!told(&costs, 20, 1).contains("--no-refill"));
    assert!(!told(&costs, 20, 3).contains("--no-refill"));
}
