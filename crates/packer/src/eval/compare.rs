//! Our method beside published ones, on the same sessions in one run.
//!
//! Ours goes through the shipped path. Every method, ours too, chooses its parameters on the end of
//! the training part, and then sees the test once.

use std::path::PathBuf;

use serde::Serialize;

use super::baselines::{self, Baseline, Method, Model};
use super::bootstrap::{DRAWS, Draws, Estimate};
use super::material::{Material, Source};
use super::metrics::Metrics;
use super::ranker::{LeaveOut, Lists, Moment, Ranker, Shipped, ask_after, profile_after};
use super::replay::replay;
use super::timing::{Times, moments, times};
use super::{Bench, RowCut, Split, coverage, hr, mrr, size, tune};
use crate::input::log::Session;
use crate::knobs::Knobs;
use crate::parity::write_cases;
use crate::table::Threshold;
use crate::{BrokenLines, PackError, Progress};

/// What to compare on.
#[derive(Debug, Clone)]
pub struct CompareOptions {
    /// The files, and the test part.
    pub source: Source,
    /// How many items a list has, and how many followers a row of ours keeps.
    pub top: usize,
    /// How many different visitors a pair of our table needs; the other methods have no such bound.
    pub support: u32,
    /// Our knobs; tuned where there are none.
    pub knobs: Option<Knobs>,
    /// What of the visit itself is left out of the lists.
    pub leave_out: LeaveOut,
    /// About how many predictions: whole sessions are drawn where there are more. None: all.
    pub prefixes: Option<u64>,
    /// The seed of the bootstrap.
    pub seed: u64,
    /// A folder for what was timed of ours, so that it can be timed elsewhere.
    pub cases: Option<PathBuf>,
}

/// A comparison.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The log's file name.
    pub log: String,
    /// How many items a list had.
    pub top: usize,
    /// What was left out of the lists.
    pub left_out: LeaveOut,
    /// The support of our table.
    pub support: u32,
    /// How many items there are.
    pub items: u64,
    /// How many test sessions were replayed, of how many.
    pub sessions: [u64; 2],
    /// How many predictions were made, of how many.
    pub prefixes: [u64; 2],
    /// The seed of the bootstrap.
    pub seed: u64,
    /// How often the bootstrap drew.
    pub draws: u64,
    /// The methods, the simplest first and ours last.
    pub methods: Vec<Compared>,
    /// Lines that could not be used, for each file read.
    #[serde(skip)]
    pub broken: Vec<BrokenLines>,
}

/// The figures of one method.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// Where it is described.
    pub paper: String,
    /// The parameters that the end of the training part chose.
    pub parameters: String,
    /// The share of predictions whose list holds the next item.
    pub hr: Estimate,
    /// The mean of one over its place.
    pub mrr: Estimate,
    /// The mean of one over the binary logarithm of its place plus one.
    pub ndcg: Estimate,
    /// The share of the catalogue in at least one list. It has no interval: sessions drawn twice
    /// show nothing new, so a bootstrap of it is too low.
    pub coverage: f64,
    /// By how much our HR is above.
    pub ours_ahead_hr: Estimate,
    /// By how much our MRR is above.
    pub ours_ahead_mrr: Estimate,
    /// What a browser would have to load, in bytes of brotli per item.
    pub bytes_per_item: f64,
    /// The median time of a prediction, in microseconds, natively and on one thread.
    pub median_us: f64,
    /// The time that one prediction in a hundred exceeds.
    pub p99_us: f64,
}

/// Compares.
///
/// # Errors
/// When a file cannot be read or understood, or nothing is left to test on.
pub fn compare(
    options: &CompareOptions,
    progress: &mut dyn Progress,
) -> Result<Comparison, PackError> {
    let CompareOptions { top, support, leave_out, .. } = *options;
    let lists = Lists { top, leave_out };
    let mut material = Material::read(&options.source, progress)?;
    let tail = material.tail()?;
    let knobs = match options.knobs {
        Some(knobs) => knobs.checked()?,
        None => tune::tune(&tail, top, support, leave_out, progress)?,
    };
    let methods = baselines::all();
    let chosen: Vec<usize> =
        methods.iter().map(|method| choose(method, &tail, &lists, progress)).collect();
    drop(tail);
    material.onto_feed();
    let split = &material.split;

    let bench = Bench::of(split, material.feed.as_ref());
    let cut = RowCut { top, head_top: None, threshold: Threshold::at(support), refill: true };
    let (catalogue, _) = bench.catalogue(&bench.count(&knobs), &knobs, cut)?;
    let ours = Shipped(&catalogue);
    let mut fitted: Vec<Box<dyn Baseline>> = Vec::new();
    for (method, chosen) in methods.iter().zip(&chosen) {
        progress.begin(&format!("learning: {}", method.name), None);
        fitted.extend(method.settings.get(*chosen).map(|setting| (setting.fit)(split)));
    }
    let mut rankers: Vec<&dyn Ranker> = fitted.iter().map(|fitted| fitted as &dyn Ranker).collect();
    rankers.push(&ours);
    let names = methods.iter().map(|method| method.name).chain([OURS]);

    let sessions = match options.prefixes {
        Some(prefixes) if prefixes < split.prefixes() => split.draw(prefixes),
        _ => split.test.iter().collect(),
    };
    let asked: u64 = sessions.iter().map(|session| session.events.len() as u64 - 1).sum();
    let mut replays = Vec::new();
    for (name, ranker) in names.clone().zip(&rankers) {
        progress.begin(&format!("replaying: {name}"), Some(asked));
        let heard = &mut |done| progress.done(done);
        replays.push(replay(*ranker, &sessions, &lists, split.ids.len(), heard));
    }
    progress.begin("timing", None);
    let times = times(&rankers, &sessions, &lists, TIMED);
    if let Some(folder) = &options.cases {
        let case =
            |moment: Moment<'_>| (profile_after(moment.before), ask_after(moment.before, &lists));
        write_cases(&catalogue, moments(&sessions, TIMED).map(case), folder)?;
    }

    progress.begin("weighing and drawing sessions anew", None);
    let draws = Draws::of(sessions.len(), DRAWS, options.seed);
    let last = replays.last().map(Metrics::of).ok_or(PackError::NothingToTest)?;
    let mut compared = Vec::new();
    for (place, ((name, replayed), times)) in names.zip(&replays).zip(times).enumerate() {
        let method = methods.get(place);
        let setting =
            method.zip(chosen.get(place)).and_then(|(method, chosen)| method.settings.get(*chosen));
        let metrics = Metrics::of(replayed);
        let Times { median, p99 } = times;
        compared.push(Compared {
            name: name.to_owned(),
            paper: method.map_or(OUR_PAPER, |method| method.paper).to_owned(),
            parameters: setting.map_or_else(|| in_words(&knobs, top), |found| found.words.clone()),
            hr: draws.mean(&metrics.hr),
            mrr: draws.mean(&metrics.mrr),
            ndcg: draws.mean(&metrics.ndcg),
            coverage: coverage::coverage(&replayed.shown),
            ours_ahead_hr: draws.difference(&last.hr, &metrics.hr),
            ours_ahead_mrr: draws.difference(&last.mrr, &metrics.mrr),
            bytes_per_item: match fitted.get(place) {
                None => size::bytes_per_item(&catalogue),
                Some(fitted) => bytes_per_item(&bench, fitted.model(), &knobs)?,
            },
            median_us: median,
            p99_us: p99,
        });
    }
    let file = options.source.sessions.file_name().unwrap_or_default();
    Ok(Comparison {
        log: file.to_string_lossy().into_owned(),
        top,
        left_out: leave_out,
        support,
        items: split.ids.len() as u64,
        sessions: [sessions.len() as u64, split.test.len() as u64],
        prefixes: [asked, split.prefixes()],
        seed: options.seed,
        draws: DRAWS as u64,
        methods: compared,
        broken: material.broken,
    })
}

/// The place of the setting that serves best on the end of the training part.
fn choose(method: &Method, tail: &Split, lists: &Lists, progress: &mut dyn Progress) -> usize {
    let sessions: Vec<&Session> = tail.draw(TRIED_ON);
    let mut best = (0, f64::NEG_INFINITY);
    if method.settings.len() < 2 {
        return best.0;
    }
    progress.begin(
        &format!("choosing parameters: {}", method.name),
        Some(method.settings.len() as u64),
    );
    for (place, setting) in method.settings.iter().enumerate() {
        let fitted = (setting.fit)(tail);
        let ranks = replay(&fitted, &sessions, lists, tail.ids.len(), &mut |_| ()).ranks();
        let score = hr::hr(&ranks) + mrr::mrr(&ranks);
        if score > best.1 {
            best = (place, score);
        }
        progress.done(place as u64 + 1);
    }
    best.0
}

/// What a method would cost to serve, its rows in a pack as ours are.
fn bytes_per_item(bench: &Bench<'_>, model: Model<'_>, knobs: &Knobs) -> Result<f64, PackError> {
    let items = bench.split.ids.len();
    match model {
        Model::Bytes(bytes) => Ok(size::compressed(&bytes) as f64 / items.max(1) as f64),
        Model::Rows(rows) => {
            let pack = bench.catalogue_of(rows.to_vec(), knobs)?;
            Ok(size::bytes_per_item(&pack))
        }
    }
}

fn in_words(knobs: &Knobs, top: usize) -> String {
    let Knobs { window, decay, gamma, beta, alpha, recency, trend, lambda, rho, tau, .. } = knobs;
    let decay = format!("{decay:?}").to_lowercase();
    let revisit = if *rho > 0.0 { format!(", rho {rho}, tau {tau}") } else { String::new() };
    format!(
        "top {top}, window {window}, {decay} decay, gamma {gamma}, beta {beta}, alpha {alpha}, \
         recency {recency}, trend {trend}, lambda {lambda}{revisit}"
    )
}

/// What our method is called here.
const OURS: &str = "co-transition (ours)";

/// Where it is described.
const OUR_PAPER: &str = "docs/evaluation.md; ranked by the code that is shipped";

/// How many predictions parameters are chosen on, about.
const TRIED_ON: u64 = 2_000;

/// How many predictions are timed, about.
const TIMED: usize = 1_000;
