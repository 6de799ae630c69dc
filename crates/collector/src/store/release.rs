//! Releasing what is over: once for each measure and period, or never.

use super::writer::Closed;
use crate::calendar::is_over;
use homekept::signals::MeasureId;
use homekept::time::Minute;
use rusqlite::{Connection, TransactionBehavior};

/// Closes every tally whose period is over. One under the floor leaves how many there were and no
/// more, so that nothing can be told from it later, by whatever difference.
pub(super) fn over(
    connection: &mut Connection,
    now: Minute,
    floor: u32,
) -> rusqlite::Result<Closed> {
    let mut closed = Closed::default();
    let changes = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (period, measure, reports) in tallies(&changes)? {
        if !is_over(period, now) {
            continue;
        }
        let enough = reports >= i64::from(floor);
        changes.execute(
            "INSERT INTO releases (period, measure, reports, counts) \
             SELECT period, measure, iif(?3, reports, 0), iif(?3, counts, NULL) FROM tallies \
             WHERE period = ?1 AND measure = ?2",
            (period, measure, enough),
        )?;
        changes
            .execute("DELETE FROM tallies WHERE period = ?1 AND measure = ?2", (period, measure))?;
        closed.released += usize::from(enough);
        closed.withheld += usize::from(!enough);
    }
    // Reports of these are refused by their period from now on.
    let periods: Vec<u32> = {
        let mut statement = changes.prepare("SELECT DISTINCT period FROM numbers")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    for period in periods.into_iter().filter(|period| is_over(*period, now)) {
        changes.execute("DELETE FROM numbers WHERE period = ?1", [period])?;
    }
    let oldest = now.days_before(ACCESS_DAYS);
    changes.execute("DELETE FROM access WHERE minute < ?1", [oldest.0])?;
    changes.execute("DELETE FROM tokens WHERE ends < ?1", [oldest.0])?;
    changes.commit()?;
    // The log of changes has the sums before and after each commit, and so what one report added.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(closed)
}

fn tallies(connection: &Connection) -> rusqlite::Result<Vec<(u32, MeasureId, i64)>> {
    let mut statement = connection.prepare("SELECT period, measure, reports FROM tallies")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

/// How long it can be seen who read what.
const ACCESS_DAYS: u32 = 90;
