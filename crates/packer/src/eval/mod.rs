//! How good the picks are on sessions that were not learned from.
//!
//! Every prefix of a test session predicts the item that comes next. Our predictions go through
//! the shipped path: a pack is encoded, opened and ranked as in a browser; those of other methods
//! are made for comparison alone. Each metric has a file of its own; none of them knows where the
//! ranks came from.

mod baselines;
mod baskets;
mod bench;
mod bootstrap;
mod compare;
mod coverage;
mod dice;
mod hr;
mod material;
mod metrics;
mod mrr;
mod ndcg;
mod page;
pub(crate) mod ranker;
pub(crate) mod replay;
mod returning;
pub(crate) mod size;
mod split;
mod timing;
mod trials;
pub(crate) mod tune;
mod tuning;

pub use baskets::{BasketMethod, BasketOptions, Baskets, evaluate_baskets};
pub(crate) use bench::{Bench, RowCut};
pub use bootstrap::Estimate;
pub use compare::{CompareOptions, Compared, Comparison, compare};
pub use material::{Source, Test};
pub use metrics::Quality;
pub use page::write_page;
pub use ranker::LeaveOut;
pub use returning::{Returning, ReturningOptions, evaluate_returning};
pub use split::Cut;
pub(crate) use split::Split;
pub use tuning::{TuneOptions, TuneReport, tune_log};

use std::path::PathBuf;

use homekept::catalogue::Catalogue;
use serde::Serialize;

use crate::inspect::open_file;
use crate::knobs::Knobs;
use crate::table::{self, Counts, Noise, Previous, Threshold};
use crate::{BrokenLines, PackError, Progress};
use material::Material;
use ranker::{Lists, Shipped};

/// What to evaluate.
#[derive(Debug, Clone)]
pub struct EvalOptions {
    /// The files, and the test part.
    pub source: Source,
    /// How many picks a list has, and how many followers a row keeps.
    pub top: usize,
    /// How many the row of an item may keep that is seen often, where shorter ones make up for it.
    pub head_top: Option<usize>,
    /// How many different visitors a pair needs.
    pub support: u32,
    /// Whether short rows are filled up with items that share attributes, which needs a feed.
    pub refill: bool,
    /// The pack of the vintage before, whose pairs stay more easily than new ones enter.
    pub previous: Option<PathBuf>,
    /// The knobs; tuned where there are none.
    pub knobs: Option<Knobs>,
    /// What of the visit itself is left out of the lists.
    pub leave_out: LeaveOut,
}

/// The figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// The share of predictions whose list holds the next item.
    pub hr: f64,
    /// The mean of one over its place.
    pub mrr: f64,
    /// The mean of one over the binary logarithm of its place plus one.
    pub ndcg: f64,
    /// The share of the catalogue in at least one list.
    pub coverage: f64,
    /// How many predictions there were.
    pub prefixes: u64,
    /// What the table costs to serve, in bytes of brotli per item.
    pub bytes_per_item: f64,
}

/// What an evaluation gives.
#[derive(Debug, Clone)]
pub struct EvalReport {
    /// The figures.
    pub figures: Figures,
    /// The knobs they were reached with.
    pub knobs: Knobs,
    /// Lines that could not be used, for each file read.
    pub broken: Vec<BrokenLines>,
}

/// Evaluates; tunes first where no knobs are given.
///
/// # Errors
/// When a file cannot be read or understood, or nothing is left to test on.
pub fn evaluate(
    options: &EvalOptions,
    progress: &mut dyn Progress,
) -> Result<EvalReport, PackError> {
    evaluate_counted(options, progress, |bench, knobs| bench.count(knobs))
}

/// The same with the counts that a differentially private table would be made of.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_private(
    options: &EvalOptions,
    noise: Noise,
    progress: &mut dyn Progress,
) -> Result<EvalReport, PackError> {
    evaluate_counted(options, progress, |bench, knobs| {
        table::count_private(bench.split.train.iter(), bench.split.ids.len(), knobs, noise)
    })
}

fn evaluate_counted(
    options: &EvalOptions,
    progress: &mut dyn Progress,
    count: impl Fn(&Bench<'_>, &Knobs) -> Counts,
) -> Result<EvalReport, PackError> {
    let mut material = Material::read(&options.source, progress)?;
    let EvalOptions { top, head_top, support, refill, leave_out, .. } = *options;
    let knobs = match options.knobs {
        Some(knobs) => knobs.checked()?,
        None => tune::tune(&material.tail()?, top, support, leave_out, progress)?,
    };
    material.onto_feed();
    let split = &material.split;
    let bench = Bench::of(split, material.feed.as_ref());
    let previous = match &options.previous {
        None => None,
        Some(path) => Some(Previous::of(&open_file(path)?, &split.ids)),
    };
    let threshold = Threshold { support, previous: previous.as_ref() };
    let cut = RowCut { top, head_top, threshold, refill };
    let (catalogue, _) = bench.catalogue(&count(&bench, &knobs), &knobs, cut)?;
    progress.begin("replaying test sessions", Some(split.prefixes()));
    let replayed = replay::replay(
        &Shipped(&catalogue),
        &split.test.iter().collect::<Vec<_>>(),
        &Lists { top, leave_out },
        split.ids.len(),
        &mut |done| progress.done(done),
    );
    let ranks = replayed.ranks();
    let figures = Figures {
        hr: hr::hr(&ranks),
        mrr: mrr::mrr(&ranks),
        ndcg: ndcg::ndcg(&ranks),
        coverage: coverage::coverage(&replayed.shown),
        prefixes: ranks.len() as u64,
        bytes_per_item: size::bytes_per_item(&catalogue),
    };
    Ok(EvalReport { figures, knobs, broken: material.broken })
}

/// How often the next item is in the list as it is shipped, on about [`SAMPLED`] predictions.
pub(crate) fn sampled_hr(split: &Split, catalogue: &Catalogue, top: usize) -> f64 {
    let lists = Lists { top, leave_out: LeaveOut::Current };
    let sessions = split.draw(SAMPLED);
    let items = split.ids.len();
    hr::hr(&replay::replay(&Shipped(catalogue), &sessions, &lists, items, &mut |_| ()).ranks())
}

/// Enough predictions to tell a difference of one in a hundred.
const SAMPLED: u64 = 4_000;
