//! Opening the file and bringing it to today's form, one step after the other.

use crate::error::CollectorError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// What a database is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Real,
    /// Simulated customers, and a clock that can be put on.
    Rehearsal,
}

/// Opens or makes the database; one of the other kind is refused.
pub(crate) fn open(path: &Path, kind: Kind) -> Result<Connection, CollectorError> {
    let mut connection = open_any(path)?;
    let own = i64::from(kind == Kind::Rehearsal);
    let kept = "INSERT INTO facts VALUES ('rehearsal', ?1) ON CONFLICT DO NOTHING";
    let changes = connection.transaction()?;
    changes.execute(kept, [own])?;
    let found: i64 =
        changes
            .query_row("SELECT value FROM facts WHERE name = 'rehearsal'", [], |row| row.get(0))?;
    changes.commit()?;
    if found == own {
        Ok(connection)
    } else {
        Err(CollectorError::OtherKind { rehearsal: found == 1 })
    }
}

/// Opens a database of whatever kind, beside whoever has it open.
pub(crate) fn open_any(path: &Path) -> Result<Connection, CollectorError> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    // What is acknowledged is on the disk, whatever happens to the machine; what is deleted is
    // written over.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;",
    )?;
    migrate(&mut connection)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), CollectorError> {
    let changes = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = changes.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(found).ok().filter(|done| *done <= STEPS.len());
    let done = done.ok_or(CollectorError::LaterStore { found })?;
    for step in &STEPS[done..] {
        changes.execute_batch(step)?;
    }
    changes.execute_batch(&format!("PRAGMA user_version = {}", STEPS.len()))?;
    changes.commit()?;
    Ok(())
}

/// A step once released is never changed; the next one goes below it.
const STEPS: [&str; 2] = [include_str!("migrations/1.sql"), include_str!("migrations/2.sql")];

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("homekept-open-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("there is room");
        folder.join(name)
    }

    #[test]
    fn a_database_of_the_first_step_goes_on_as_one_of_today() {
        let path = path("old.db");
        let connection = Connection::open(&path).expect("it is made");
        connection.execute_batch(STEPS[0]).expect("the step runs");
        connection
            .execute_batch(
                "INSERT INTO releases VALUES (690, x'01', 5, NULL); PRAGMA user_version = 1",
            )
            .expect("a release of then");
        drop(connection);
        let connection = open(&path, Kind::Real).expect("it opens");
        let sent: i64 = connection
            .query_row("SELECT sent FROM releases", [], |row| row.get(0))
            .expect("the release is there");
        assert_eq!(sent, 0);
        std::fs::remove_file(path).expect("it was there");
    }

    #[test]
    fn a_later_database_and_one_of_the_other_kind_are_refused() {
        let path = path("later.db");
        drop(open(&path, Kind::Rehearsal).expect("it is made"));
        let code = |kind| open(&path, kind).map_err(|error| error.code()).err();
        assert_eq!(code(Kind::Real), Some("collector-rehearsal"));
        let connection = Connection::open(&path).expect("it opens");
        connection.execute_batch("PRAGMA user_version = 9").expect("it is set");
        assert_eq!(code(Kind::Rehearsal), Some("collector-store-later"));
        std::fs::remove_file(path).expect("it was there");
    }
}
