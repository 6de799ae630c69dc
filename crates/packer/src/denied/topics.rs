//! The table of denied topics: what `topics.toml` says, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Something that no profile may hold, and what it is known by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Topic {
    /// Its stable name.
    pub(crate) name: String,
    /// What it is, in words.
    pub(crate) says: String,
    #[serde(default)]
    pub(super) iab: Vec<String>,
    #[serde(default)]
    pub(super) iab_guarded: Vec<String>,
    #[serde(default)]
    pub(super) iab1: Vec<String>,
    #[serde(default)]
    pub(super) iab1_guarded: Vec<String>,
    #[serde(default)]
    pub(super) google: Vec<String>,
    #[serde(default)]
    pub(super) google_guarded: Vec<String>,
    /// Its words, by language.
    pub(super) words: BTreeMap<String, Vec<String>>,
    /// Phrases that hold one of them and are not meant, by language.
    #[serde(default)]
    pub(super) except: BTreeMap<String, Vec<String>>,
}

/// The topics, in the order of the file.
pub(crate) fn topics() -> &'static [Topic] {
    &TOPICS.topic
}

/// The place of the topic of a name.
pub(crate) fn find(name: &str) -> Option<usize> {
    topics().iter().position(|topic| topic.name == name)
}

/// The names of the topics, for somebody who has to choose one.
pub(crate) fn names() -> String {
    let names: Vec<&str> = topics().iter().map(|topic| topic.name.as_str()).collect();
    names.join(", ")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    topic: Vec<Topic>,
}

static TOPICS: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("topics.toml")).expect("a test reads the table of this build")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_name_of_its_own_and_words_in_every_language() {
        for (place, topic) in topics().iter().enumerate() {
            assert_eq!(find(&topic.name), Some(place), "{} comes twice", topic.name);
            let languages: Vec<&str> = topic.words.keys().map(String::as_str).collect();
            assert_eq!(languages, LANGUAGES, "{}", topic.name);
            assert!(topic.words.values().all(|words| !words.is_empty()), "{}", topic.name);
            assert!(topic.except.keys().all(|language| LANGUAGES.contains(&language.as_str())));
        }
        assert!(names().starts_with("health, disability, "));
    }

    const LANGUAGES: [&str; 11] =
        ["ar", "de", "en", "es", "fr", "hi", "it", "ja", "pt", "zh-Hans", "zh-Hant"];
}
