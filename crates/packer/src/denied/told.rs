//! What is denied, said where a pack is made.

use super::report::{Cause, Denials};
use super::topics::topics;
use crate::Progress;

/// Tells what is denied, by what, and how to change it.
pub(crate) fn tell(denials: &Denials, progress: &mut dyn Progress) {
    let Denials { items, screen, causes, more_causes, overrides, titles, .. } = denials;
    if *items > 0 {
        progress.note(&format!("denied, so never part of a profile: {items} items"));
    }
    for cause in causes.iter().take(LISTED) {
        progress.note(&line(cause));
    }
    let more = causes.len().saturating_sub(LISTED) + *more_causes as usize;
    if more > 0 {
        progress.note(&format!("  .. and {more} more; `homekept inspect --json` lists them"));
    }
    for allowed in overrides {
        progress.note(&format!(
            "allowed, though of the topic {}: {} items of {} ({})",
            allowed.topic,
            allowed.items,
            allowed.in_words(),
            allowed.reason
        ));
    }
    if titles.items > 0 {
        let topics: Vec<String> =
            titles.topics.iter().map(|(topic, items)| format!("{topic} {items}")).collect();
        progress.note(&format!(
            "{} titles hold a word of a denied topic ({}), and are not denied for it; --screen-titles denies them",
            titles.items,
            topics.join(", ")
        ));
    }
    if !screen {
        progress.note("categories were not held against the lists of words: --no-screen");
    }
    if !causes.is_empty() || !overrides.is_empty() {
        progress.note("--deny and --deny-map change what is denied: docs/packing.md");
    }
}

fn line(cause: &Cause) -> String {
    let topic = cause.topic.as_deref().unwrap_or("a topic that is not told");
    let says = topics().iter().find(|known| known.name == topic);
    let says = says.map_or(String::new(), |known| format!(" ({})", known.says));
    format!("  {topic}{says}: {} items of {}", cause.items, cause.in_words())
}

/// So many causes are told one by one.
const LISTED: usize = 20;
