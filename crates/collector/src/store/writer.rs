//! The one thread that writes. Reports that wait together are committed together, and none is
//! acknowledged before its commit is on the disk.

use super::{counts, measures, release};
use crate::refusal::Refusal;
use homekept::signals::{Measure, MeasureId, Report};
use homekept::time::Minute;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// A report on its way, its set found possible.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) report: Report,
    /// How many buckets its measure has.
    pub(crate) buckets: u32,
}

/// What a release did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed {
    pub(crate) released: usize,
    pub(crate) withheld: usize,
}

/// The way to the thread.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    jobs: SyncSender<Job>,
}

#[derive(Debug)]
enum Job {
    Take(Incoming, oneshot::Sender<Result<(), Refusal>>),
    Release {
        now: Minute,
        floor: u32,
        done: oneshot::Sender<rusqlite::Result<Closed>>,
    },
    /// Who came, and whether that is written down.
    Enter(Access, oneshot::Sender<bool>),
    /// Anything small, whose loss in a crash loses nobody's report.
    Note(Note),
    Stop,
}

/// What is written down of somebody with a token: nothing else (SEC-31).
#[derive(Debug)]
pub(crate) struct Access {
    pub(crate) minute: Minute,
    pub(crate) role: &'static str,
    pub(crate) action: &'static str,
}

#[derive(Debug)]
pub(crate) enum Note {
    Refused { code: &'static str, times: u64 },
    Sent { period: u32, measure: MeasureId },
    Ahead { minutes: u32 },
}

impl Writer {
    /// Starts the thread on this connection.
    pub(crate) fn start(
        mut connection: Connection,
        asked: &[Measure],
    ) -> Result<(Self, JoinHandle<()>), crate::CollectorError> {
        measures::keep(&connection, asked)?;
        let (jobs, waiting) = sync_channel(MOST_WAITING);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write(&mut connection, &waiting))
            .map_err(crate::CollectorError::Thread)?;
        Ok((Self { jobs }, thread))
    }

    /// Has a report counted; the answer comes after the commit.
    pub(crate) async fn take(&self, incoming: Incoming) -> Result<(), Refusal> {
        let (answer, answered) = oneshot::channel();
        self.jobs.try_send(Job::Take(incoming, answer)).map_err(|error| match error {
            TrySendError::Full(_) => Refusal::Busy,
            TrySendError::Disconnected(_) => Refusal::Unavailable,
        })?;
        answered.await.unwrap_or(Err(Refusal::Unavailable))
    }

    /// Releases every period that is over, once.
    pub(crate) async fn release(&self, now: Minute, floor: u32) -> Option<Closed> {
        let (done, result) = oneshot::channel();
        self.jobs.try_send(Job::Release { now, floor, done }).ok()?;
        result.await.ok()?.ok()
    }

    /// Writes down who came; whether it stands there. However much waits, nobody is let in
    /// unnoted.
    pub(crate) async fn enter(&self, access: Access) -> bool {
        let (noted, written) = oneshot::channel();
        self.jobs.try_send(Job::Enter(access, noted)).is_ok() && written.await.unwrap_or(false)
    }

    /// Writes something small down, unless too much waits already.
    pub(crate) fn note(&self, note: Note) {
        drop(self.jobs.try_send(Job::Note(note)));
    }

    /// Ends the thread behind all that waits.
    pub(crate) fn stop(&self) {
        drop(self.jobs.send(Job::Stop));
    }
}

fn write(connection: &mut Connection, waiting: &Receiver<Job>) {
    while let Ok(first) = waiting.recv() {
        let mut reports = Vec::new();
        let mut other = Vec::new();
        let mut stop = false;
        let more = std::iter::from_fn(|| waiting.try_recv().ok()).take(MOST_TOGETHER);
        for job in std::iter::once(first).chain(more) {
            match job {
                Job::Take(incoming, answer) => reports.push((incoming, answer)),
                Job::Stop => stop = true,
                job => other.push(job),
            }
        }
        if !reports.is_empty() {
            let (incoming, answers): (Vec<_>, Vec<_>) = reports.into_iter().unzip();
            let taken = take(connection, &incoming);
            let results = taken.unwrap_or_else(|_| vec![Err(Refusal::Unavailable); incoming.len()]);
            for (answer, result) in answers.into_iter().zip(results) {
                // Who sent it may have gone.
                let _ = answer.send(result);
            }
        }
        for job in other {
            match job {
                Job::Release { now, floor, done } => {
                    let _ = done.send(release::over(connection, now, floor));
                }
                Job::Enter(access, noted) => {
                    let _ = noted.send(write_down(connection, &access).is_ok());
                }
                Job::Note(note) => drop(jot(connection, &note)),
                Job::Take(..) | Job::Stop => {}
            }
        }
        if stop {
            break;
        }
    }
}

/// Counts the reports in one transaction; when it fails none of them is counted.
fn take(
    connection: &mut Connection,
    incoming: &[Incoming],
) -> rusqlite::Result<Vec<Result<(), Refusal>>> {
    let changes = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut answers = Vec::with_capacity(incoming.len());
    let mut sums: BTreeMap<(u32, MeasureId), (u64, Vec<u64>)> = BTreeMap::new();
    let mut released = BTreeSet::new();
    {
        let mut number =
            changes.prepare_cached("INSERT INTO numbers VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        let mut over = changes
            .prepare_cached("SELECT count(*) FROM releases WHERE period = ?1 AND measure = ?2")?;
        for Incoming { report, buckets } in incoming {
            let place = (report.period, report.measure);
            if !sums.contains_key(&place) && !released.contains(&place) {
                let found: i64 = over.query_row(place, |row| row.get(0))?;
                if found > 0 {
                    released.insert(place);
                }
            }
            if released.contains(&place) {
                answers.push(Err(Refusal::WrongPeriod));
                continue;
            }
            if number.execute((report.period, report.number))? == 0 {
                answers.push(Err(Refusal::Replayed));
                continue;
            }
            let (reports, counts) =
                sums.entry(place).or_insert_with(|| (0, vec![0; *buckets as usize]));
            *reports += 1;
            for bucket in report.set.buckets() {
                if let Some(count) = counts.get_mut(bucket as usize) {
                    *count += 1;
                }
            }
            answers.push(Ok(()));
        }
        for ((period, measure), (reports, more)) in sums {
            add(&changes, period, measure, reports, &more)?;
        }
    }
    changes.commit()?;
    Ok(answers)
}

fn add(
    changes: &Connection,
    period: u32,
    measure: MeasureId,
    reports: u64,
    more: &[u64],
) -> rusqlite::Result<()> {
    let mut kept =
        changes.prepare_cached("SELECT counts FROM tallies WHERE period = ?1 AND measure = ?2")?;
    let mut rows = kept.query((period, measure))?;
    let before: Vec<u64> = match rows.next()? {
        Some(row) => counts::from_bytes(row.get_ref(0)?.as_blob()?),
        None => vec![0; more.len()],
    };
    let sum: Vec<u64> = before.iter().zip(more).map(|(before, more)| before + more).collect();
    changes
        .prepare_cached(
            "INSERT INTO tallies VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO UPDATE SET reports = reports + excluded.reports, counts = excluded.counts",
        )?
        .execute((period, measure, reports as i64, counts::to_bytes(&sum)))?;
    Ok(())
}

fn write_down(connection: &Connection, access: &Access) -> rusqlite::Result<usize> {
    let Access { minute, role, action } = access;
    connection.execute("INSERT INTO access VALUES (?1, ?2, ?3)", (minute.0, role, action))
}

fn jot(connection: &Connection, note: &Note) -> rusqlite::Result<usize> {
    match note {
        Note::Refused { code, times } => connection.execute(
            "INSERT INTO refusals VALUES (?1, ?2) \
             ON CONFLICT DO UPDATE SET times = times + excluded.times",
            (code, *times as i64),
        ),
        Note::Sent { period, measure } => connection.execute(
            "UPDATE releases SET sent = 1 WHERE period = ?1 AND measure = ?2",
            (period, measure),
        ),
        Note::Ahead { minutes } => connection.execute(
            "INSERT INTO facts VALUES ('ahead', ?1) ON CONFLICT DO UPDATE SET value = excluded.value",
            [minutes],
        ),
    }
}

/// Beyond these, reports are refused instead of kept waiting.
const MOST_WAITING: usize = 8_192;
/// So many share one commit.
const MOST_TOGETHER: usize = 1_024;
