//! The measures that were ever asked, kept as the policy declared them.

use crate::policy::id_of;
use homekept::signals::{Kind, Measure, MeasureFile, MeasureId};
use rusqlite::Connection;
use serde_json::json;

/// Keeps the measures of the policy.
pub(super) fn keep(connection: &Connection, measures: &[Measure]) -> rusqlite::Result<()> {
    for measure in measures {
        let declared = match measure.kind() {
            Kind::Outcome { slot } => json!({ "slot": slot }),
            Kind::Interest | Kind::Count => json!({ "buckets": measure.buckets() }),
        };
        let mut declared = declared;
        declared["name"] = json!(measure.name());
        declared["version"] = json!(measure.version());
        declared["kind"] = json!(measure.kind().name());
        declared["eps"] = json!(measure.epsilon().number());
        connection.execute(
            "INSERT INTO measures VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            (id_of(measure), declared.to_string()),
        )?;
    }
    Ok(())
}

/// All that were ever asked, by name and version.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<(MeasureId, Measure)>> {
    let mut statement = connection.prepare("SELECT id, declared FROM measures")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (id, declared): (MeasureId, String) = row?;
        let file = serde_json::from_str::<MeasureFile>(&declared).ok();
        // What was kept was within the bounds; a later collector may have narrowed them.
        found.extend(file.and_then(|file| Measure::of(file).ok()).map(|measure| (id, measure)));
    }
    found.sort_by(|(_, a), (_, b)| a.name().cmp(b.name()).then(b.version().cmp(&a.version())));
    Ok(found)
}
