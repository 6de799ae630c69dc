//! What is denied, said where a pack is made.

use super::report::{Cause, Denials};
use super::topics::topics;
use crate::Progress;

/// Tells what is denied, by what, and how to change it.
pub(crate) fn tell(denials: &Denials, progress: &mut dyn Progress) {
    let Denials { items, screen, causes, more_causes, overrides, titles, .. } = denials;
    if *items > 0 {
        progress.note(&format!("denied, so never part of a profile: {}", counted(*items)));
    }
    let mut told: Vec<&Option<String>> = Vec::new();
    for cause in causes.iter().take(LISTED) {
        // What a topic is, the first time that it comes.
        let is_new = !told.contains(&&cause.topic);
        progress.note(&line(cause, is_new));
        told.push(&cause.topic);
    }
    let more = causes.len().saturating_sub(LISTED) + *more_causes as usize;
    if more > 0 {
        progress.note(&format!("  .. and {more} more; `homekept inspect --json` lists them"));
    }
    for allowed in overrides {
        progress.note(&format!(
            "allowed, though of the topic {}: {} of {} ({})",
            allowed.topic,
            counted(allowed.items),
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

fn line(cause: &Cause, is_new: bool) -> String {
    let topic = cause.topic.as_deref().unwrap_or("a topic that is not told");
    let says = topics().iter().find(|known| is_new && known.name == topic);
    let says = says.map_or(String::new(), |known| format!(" ({})", known.says));
    format!("  {topic}{says}: {} of {}", counted(cause.items), cause.in_words())
}

fn counted(items: u32) -> String {
    if items == 1 { "1 item".to_owned() } else { format!("{items} items") }
}

/// So many causes are told one by one.
const LISTED: usize = 20;
