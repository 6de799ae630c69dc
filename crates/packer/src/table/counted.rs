//! Counts that another engine made, read instead of a log. The statements that make them are in
//! `sql/`, and docs/counting.md says how.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::votes::{Counts, Pair};
use crate::input::broken::{BrokenLines, Report};
use crate::input::columns::named;
use crate::input::fields::Fields;
use crate::input::records::Records;
use crate::{PackError, Progress};

/// The two files of one count.
#[derive(Debug, Clone)]
pub struct CountFiles {
    /// The pairs: `item`, `follower`, `votes`, `visitors`.
    pub pairs: PathBuf,
    /// The items: `item`, `sessions`.
    pub items: PathBuf,
}

/// Reads counts in the numbers of `ids`, which ascend, with the lines that could not be used.
pub(crate) fn read(
    files: &CountFiles,
    ids: &[&str],
    report: &Report,
    progress: &mut dyn Progress,
) -> Result<(Counts, [BrokenLines; 2]), PackError> {
    let place = |id: &str| ids.binary_search(&id).ok().map(|place| place as u32);
    let mut strangers = 0u64;

    let mut counted: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    let (stage, columns) = ("reading the items of the count", ["item", "sessions", "recent"]);
    let broken_items =
        lines(&files.items, report, columns, stage, progress, |_, [id, sessions, recent]| {
            let sessions = number(sessions).ok_or("has no readable number of sessions")?;
            let recent = number(recent).filter(|recent| *recent <= sessions);
            let recent = recent.ok_or("has no readable number of recent sessions")?;
            let Some(item) = place(id) else {
                strangers += 1;
                return Ok(());
            };
            if counted.contains_key(&item) {
                return Err(format!("has the item {id:?}, which an earlier line has"));
            }
            counted.insert(item, (sessions, recent));
            Ok(())
        })?;

    let sessions = |item: u32| counted.get(&item).map_or(0, |(sessions, _)| *sessions);
    let recent = |item: u32| counted.get(&item).map_or(0, |(_, recent)| *recent);
    let mut pairs: Vec<(u64, Pair)> = Vec::new();
    let columns = ["item", "follower", "votes", "visitors"];
    let mut broken = lines(
        &files.pairs,
        report,
        columns,
        "reading the pairs of the count",
        progress,
        |line, [item, follower, votes, visitors]| {
            let votes: i64 = number(votes).ok_or("has no readable votes")?;
            let visitors: u32 = number(visitors).ok_or("has no readable number of visitors")?;
            let (Some(from), Some(to)) = (place(item), place(follower)) else {
                strangers += 1;
                return Ok(());
            };
            let most = sessions(from).min(sessions(to));
            if votes == 0 || visitors == 0 || visitors > most {
                return Err(format!(
                    "has {votes} votes of {visitors} visitors, and both items share at most {most} sessions"
                ));
            }
            pairs.push((line, Pair { from, to, votes, visitors }));
            Ok(())
        },
    )?;
    pairs.sort_unstable_by_key(|(line, pair)| (pair.from, pair.to, *line));
    pairs.dedup_by(|(line, pair), (_, earlier)| {
        let again = (pair.from, pair.to) == (earlier.from, earlier.to);
        if again {
            broken.good -= 1;
            broken.add(*line, "has a pair that an earlier line has");
        }
        again
    });
    if strangers > 0 {
        progress.note(&format!(
            "{strangers} lines of the count are of items that the feed does not have, and are left out"
        ));
    }
    let items = 0..ids.len() as u32;
    let (sessions, recent) = (items.clone().map(sessions).collect(), items.map(recent).collect());
    let pairs = pairs.into_iter().map(|(_, pair)| pair).collect();
    Ok((Counts { pairs, sessions, recent }, [broken_items, broken]))
}

/// Takes each line's fields of these columns, and gives the lines that could not be taken.
fn lines<const N: usize>(
    path: &Path,
    report: &Report,
    columns: [&str; N],
    stage: &str,
    progress: &mut dyn Progress,
    mut take: impl FnMut(u64, [&str; N]) -> Result<(), String>,
) -> Result<BrokenLines, PackError> {
    let mut records = Records::open(path)?;
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        *place = named(&records, column)?;
    }
    records.only(&places)?;
    progress.begin_bytes(stage, records.size);
    let mut broken = BrokenLines::of(path, report);
    let mut fields = Fields::default();
    while let Some(mut line) = records.next(&mut fields)? {
        if line.number.is_multiple_of(REPORTED) {
            progress.done(records.done());
        }
        if broken.takes(&mut line) {
            continue;
        }
        match take(line.number, places.map(|place| fields.text(place).unwrap_or(""))) {
            Ok(()) => broken.good += 1,
            Err(reason) => broken.add(line.number, reason),
        }
    }
    broken.check()
}

/// A count: digits alone, whatever else an engine may take for a number.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Every so many lines the reader tells where it is.
const REPORTED: u64 = 16_384;
