//! What is released, as everybody reads it: the page, the table, the JSON and the exports.
//! Leaves out every number of a period that is not over, but for how many hundreds of reports came.

use crate::dates::days_of;
use crate::store::{Reader, Release};
use homekept::signals::{Confidence, Estimate, Interval, Kind, Measure, MeasureId, Rate, Subset};
use serde::Serialize;

/// All results of a site.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Results {
    /// Who is responsible.
    pub site: String,
    /// Whether customers are simulated.
    pub rehearsal: bool,
    /// The least reports that a result is released for.
    pub floor: u32,
    /// How often of 1 an interval holds the true number.
    pub confidence: f64,
    /// One for each measure that was ever asked.
    pub measures: Vec<MeasureResults>,
}

/// The results on one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeasureResults {
    /// Its name in the policy.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// The number under which reports name it, in hexadecimal.
    pub id: String,
    /// `interest`, `outcome` or `count`.
    pub kind: &'static str,
    /// Whether the policy still asks it.
    pub asked: bool,
    /// What one report may tell.
    pub epsilon: f64,
    /// The labels, "nothing to report" first.
    pub buckets: Vec<String>,
    /// How many reports give a share a standard error of one point, 0.01.
    pub reports_for_one_point: u64,
    /// Periods, the latest first.
    pub periods: Vec<PeriodResults>,
}

/// The results of one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PeriodResults {
    /// Its number since 1970.
    pub period: u32,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// How far it is.
    pub state: State,
    /// How many reports came; full hundreds while it is open, none where it is withheld.
    pub reports: Option<u64>,
    /// One for each bucket, where it is released.
    pub shares: Vec<Share>,
    /// Of an outcome, where both arms are large enough.
    pub uplift: Vec<Uplift>,
}

/// How far a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Reports are still taken.
    Open,
    /// It is over, and these are its numbers for ever.
    Released,
    /// It is over, and too few reports came: there are no numbers, and never will be.
    Withheld,
}

/// The share of the customers that are in a bucket.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Share {
    /// Its label.
    pub bucket: String,
    /// The share of 1; none where fewer than 50 people would be in it.
    pub share: Option<f64>,
    /// Where its interval begins.
    pub low: f64,
    /// Where its interval ends.
    pub high: f64,
    /// The same, for intervals that hold all buckets at once (Bonferroni).
    pub low_all: f64,
    /// The same.
    pub high_all: f64,
    /// The deviation of the share.
    pub standard_error: Option<f64>,
}

/// What the profile changed in a slot.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Uplift {
    /// `clicked`, which those who bought did, or `bought`.
    pub action: &'static str,
    /// The rate without the profile.
    pub control: f64,
    /// The rate with it.
    pub personalised: f64,
    /// The second less the first.
    pub difference: f64,
    /// Where its interval begins.
    pub low: f64,
    /// Where its interval ends.
    pub high: f64,
}

/// What the results are of.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) site: String,
    pub(crate) rehearsal: bool,
    pub(crate) floor: u32,
    pub(crate) asked: Vec<MeasureId>,
}

/// Everything that is released.
pub(crate) fn read(reader: &Reader, frame: &Frame) -> rusqlite::Result<Results> {
    let (releases, tallies) = (reader.releases()?, reader.tallies()?);
    let of = |(id, measure): (MeasureId, Measure)| {
        let subset = Subset::of(measure.size(), measure.epsilon());
        let mut open: Vec<_> = tallies.iter().filter(|tally| tally.measure == id).collect();
        open.sort_by_key(|tally| std::cmp::Reverse(tally.period));
        let open = open.into_iter().map(|tally| {
            period(tally.period, State::Open, Some(tally.reports / OPEN_STEP * OPEN_STEP))
        });
        let own = releases.iter().filter(|release| release.measure == id);
        let closed = own.map(|release| {
            subset.map_or_else(
                || period(release.period, State::Withheld, None),
                |subset| of_release(&measure, subset, release),
            )
        });
        MeasureResults {
            name: measure.name().to_owned(),
            version: measure.version(),
            id: hex(&id),
            kind: measure.kind().name(),
            asked: frame.asked.contains(&id),
            epsilon: measure.epsilon().number(),
            buckets: labels(&measure),
            reports_for_one_point: subset
                .map_or(0, |subset| Estimate::population_for(subset, ONE_POINT)),
            periods: open.chain(closed).collect(),
        }
    };
    Ok(Results {
        site: frame.site.clone(),
        rehearsal: frame.rehearsal,
        floor: frame.floor,
        confidence: CONFIDENCE,
        measures: reader.measures()?.into_iter().map(of).collect(),
    })
}

fn of_release(measure: &Measure, subset: Subset, release: &Release) -> PeriodResults {
    let counts = release.counts.as_deref();
    let estimate = counts.and_then(|counts| Estimate::of(subset, counts, release.reports));
    let Some(estimate) = estimate else {
        return period(release.period, State::Withheld, None);
    };
    let labels = labels(measure);
    let reports = release.reports as f64;
    let shares = labels
        .into_iter()
        .zip(0..)
        .map(|(label, bucket)| share(&estimate, label, bucket, subset.d(), reports));
    let uplift = match measure.kind() {
        Kind::Outcome { slot: _ } => uplift(&estimate, reports),
        Kind::Interest | Kind::Count => Vec::new(),
    };
    PeriodResults {
        shares: shares.collect(),
        uplift,
        ..period(release.period, State::Released, Some(release.reports))
    }
}

fn period(number: u32, state: State, reports: Option<u64>) -> PeriodResults {
    let (from, to) = days_of(number);
    PeriodResults { period: number, from, to, state, reports, shares: vec![], uplift: vec![] }
}

/// A share, or, of a bucket with fewer than 50 people, an interval that is the same whatever the
/// estimate was: from nobody to what 50 people could look like. It holds the true share whenever
/// the interval about the estimate does.
fn share(estimate: &Estimate, bucket: String, place: u32, all: u32, reports: f64) -> Share {
    let (shown, least) = (estimate.shown(place), LEAST_PEOPLE / reports);
    let told = shown >= least;
    let middle = if told { estimate.shares()[place as usize] } else { least };
    let variance = estimate.variance_at(middle.clamp(0.0, 1.0));
    let interval = |confidence| {
        let Interval { low, high } = Interval::around(middle, variance, confidence);
        (if told { round(low.clamp(0.0, 1.0)) } else { 0.0 }, round(high.clamp(0.0, 1.0)))
    };
    let (low, high) = interval(Confidence::Each(CONFIDENCE));
    let (low_all, high_all) = interval(Confidence::All(CONFIDENCE, all));
    let share = told.then(|| round(shown));
    let standard_error = told.then(|| round(variance.sqrt()));
    Share { bucket, share, low, high, low_all, high_all, standard_error }
}

fn uplift(estimate: &Estimate, reports: f64) -> Vec<Uplift> {
    let arms = [[1, 2, 3], [4, 5, 6]];
    let size =
        |arm: &[u32; 3]| arm.iter().map(|bucket| estimate.shown(*bucket)).sum::<f64>() * reports;
    if arms.iter().any(|arm| size(arm) < LEAST_SEGMENT) {
        return Vec::new();
    }
    let rate = |arm: &[u32; 3], from: usize| {
        let whole: Vec<usize> = arm.iter().map(|bucket| *bucket as usize).collect();
        Rate { part: whole[from..].to_vec(), whole }
    };
    let of = |(action, from): (&'static str, usize)| {
        let (control, personalised) = (rate(&arms[0], from), rate(&arms[1], from));
        let (difference, variance) = estimate.uplift(&personalised, &control)?;
        let Interval { low, high } =
            Interval::around(difference, variance, Confidence::Each(CONFIDENCE));
        Some(Uplift {
            action,
            control: round(estimate.rate(&control)?.0),
            personalised: round(estimate.rate(&personalised)?.0),
            difference: round(difference),
            low: round(low),
            high: round(high),
        })
    };
    [("clicked", 1), ("bought", 2)].into_iter().filter_map(of).collect()
}

/// The buckets as people read them: a step of a count says how far it goes.
fn labels(measure: &Measure) -> Vec<String> {
    let buckets = measure.buckets();
    let label = |(at, bucket): (usize, &String)| match measure.kind() {
        Kind::Interest | Kind::Outcome { slot: _ } => bucket.clone(),
        Kind::Count => {
            let number = |text: &String| text.parse::<u32>().unwrap_or_default();
            match buckets.get(at + 1).map(|next| number(next) - 1) {
                Some(last) if last == number(bucket) => bucket.clone(),
                Some(last) => format!("{bucket} to {last}"),
                None => format!("{bucket} or more"),
            }
        }
    };
    let first = std::iter::once("nothing to report".to_owned());
    first.chain(buckets.iter().enumerate().map(label)).collect()
}

/// A measure's number as it is written.
pub(crate) fn hex(id: &MeasureId) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Six digits are more than any population tells.
fn round(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

const CONFIDENCE: f64 = 0.95;
const ONE_POINT: f64 = 0.01;
/// A bucket of fewer people is not told (SIG-13).
const LEAST_PEOPLE: f64 = 50.0;
/// No part of the customers is looked at by itself that has fewer (SIG-13).
const LEAST_SEGMENT: f64 = 1_000.0;
/// While a period is open its reports are told in steps: nobody sees a single one come.
const OPEN_STEP: u64 = 100;
