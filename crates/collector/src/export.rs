//! Released results for other systems: files in a folder, and the webhook that the policy names.
//! A single report cannot be exported: there is none.

use crate::results::{Results, hex};
use crate::routes::House;
use crate::store::Note;
use crate::table;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where results go.
#[derive(Debug, Clone, Default)]
pub(crate) struct Export {
    pub(crate) folder: Option<PathBuf>,
    pub(crate) webhook: Option<String>,
}

/// Writes the folder anew, and sends the webhook what it has not got yet.
pub(crate) async fn all(house: &Arc<House>, export: &Export) {
    if export.folder.is_none() && export.webhook.is_none() {
        return;
    }
    let Some(results) = house.results().await else { return };
    let released = only_released(results);
    if let Some(folder) = export.folder.clone() {
        let results = released.clone();
        let written = tokio::task::spawn_blocking(move || to_folder(&folder, &results)).await;
        if let Ok(Err(error)) = written {
            eprintln!("homekept-collector: the export folder refuses: {error}");
        }
    }
    if let Some(address) = export.webhook.clone() {
        to_webhook(house, released, address).await;
    }
}

/// What is open, or withheld, is nobody's.
fn only_released(mut results: Results) -> Results {
    for measure in &mut results.measures {
        measure.periods.retain(|period| period.state == crate::results::State::Released);
    }
    results.measures.retain(|measure| !measure.periods.is_empty());
    results
}

fn to_folder(folder: &Path, results: &Results) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let json = serde_json::to_string_pretty(results).unwrap_or_default() + "\n";
    for (name, text) in [("results.json", json), ("results.csv", table::csv(results))] {
        let path = folder.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|before| before == text) {
            continue;
        }
        // Whoever reads meanwhile finds the old file whole, or the new one.
        let beside = folder.join(format!(".{name}.new"));
        std::fs::write(&beside, text)?;
        std::fs::rename(beside, path)?;
    }
    Ok(())
}

/// One request with all that is new; it is tried again until it is answered well.
async fn to_webhook(house: &Arc<House>, mut results: Results, address: String) {
    let reader = house.reader.clone();
    let Ok(Ok(releases)) = tokio::task::spawn_blocking(move || reader.releases()).await else {
        return;
    };
    let unsent: Vec<_> = releases
        .into_iter()
        .filter(|release| !release.sent && release.counts.is_some())
        .map(|release| (release.period, release.measure))
        .collect();
    if unsent.is_empty() {
        return;
    }
    for measure in &mut results.measures {
        let is_new = |period: u32| {
            unsent.iter().any(|(number, id)| *number == period && hex(id) == measure.id)
        };
        measure.periods.retain(|period| is_new(period.period));
    }
    results.measures.retain(|measure| !measure.periods.is_empty());
    let sent = tokio::task::spawn_blocking(move || send(&address, &results)).await;
    if matches!(sent, Ok(Ok(()))) {
        for (period, measure) in unsent {
            house.writer.note(Note::Sent { period, measure });
        }
    } else {
        eprintln!("homekept-collector: the webhook did not take the results; they are sent again");
    }
}

fn send(address: &str, results: &Results) -> Result<(), ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(LONGEST_WEBHOOK))
        // Elsewhere than the policy says nothing is sent.
        .max_redirects(0)
        .max_redirects_will_error(true)
        .build()
        .into();
    let json = serde_json::to_string(results).unwrap_or_default();
    agent.post(address).header("content-type", "application/json").send(json).map(drop)
}

const LONGEST_WEBHOOK: Duration = Duration::from_secs(20);
