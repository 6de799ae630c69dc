//! What was denied, by which rule: told where a pack is made, and kept in it for who has to judge it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What was denied in a pack, and by what. As JSON it has these names, in this order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denials {
    /// How many items are denied.
    pub items: u32,
    /// Whether the names of categories were held against the lists of words.
    pub screen: bool,
    /// Whether titles were, too. Otherwise what is found in them is counted alone.
    pub screen_titles: bool,
    /// What denied them, those with the most items first.
    pub causes: Vec<Cause>,
    /// How many causes are not listed.
    pub more_causes: u32,
    /// How many labels are denied because denied items alone carry them.
    pub closed: u32,
    /// What the shop allows against the screen, or as a proxy.
    pub overrides: Vec<Override>,
    /// Items that are not denied and whose titles hold a word of a topic.
    pub titles: Titles,
}

/// A reason why items are denied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// What kind of rule it is.
    pub rule: Rule,
    /// The topic; none where the shop does not say it.
    pub topic: Option<String>,
    /// What of the feed: a category as kind=label, a code, a path, or a column.
    pub what: String,
    /// The word that was found in it, with its languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// How many items.
    pub items: u32,
}

/// By what something is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A column of the feed says so.
    Column,
    /// A flag.
    Flag,
    /// The shop's own table.
    Map,
    /// An id of the IAB.
    Iab,
    /// A category of Google's taxonomy.
    Google,
    /// A word in the name of a category.
    Screen,
    /// A word in a title.
    Title,
}

/// What would have been denied, and is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The rule that is overruled.
    pub rule: Rule,
    /// The topic it is of.
    pub topic: String,
    /// What of the feed.
    pub what: String,
    /// The word that was found in it, with its languages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// Why, in the shop's words.
    pub reason: String,
    /// How many items.
    pub items: u32,
}

/// What was found in the titles of items that are not denied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Titles {
    /// How many items.
    pub items: u32,
    /// How many of each topic.
    pub topics: BTreeMap<String, u32>,
}

impl Denials {
    /// What a pack says; none where it says nothing, or nothing that can be read.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// As it stands in a pack.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl Rule {
    /// What it is, in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Column => "the feed says so",
            Self::Flag => "--deny",
            Self::Map => "the shop's table",
            Self::Iab => "IAB id",
            Self::Google => "Google's taxonomy",
            Self::Screen => "a word in the category",
            Self::Title => "a word in the title",
        }
    }
}

impl Cause {
    /// What denies, in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        told(self.rule, &self.what, self.word.as_deref())
    }
}

impl Override {
    /// What would deny, in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        told(self.rule, &self.what, self.word.as_deref())
    }
}

fn told(rule: Rule, what: &str, word: Option<&str>) -> String {
    match word {
        Some(word) => format!("{what}: {}, {word}", rule.in_words()),
        None => format!("{what}: {}", rule.in_words()),
    }
}
