//! The screen of words: which denied topic a text is about, in any of the languages of the table.
//!
//! It leaves out what a text means. Text and words are brought into one form, parted by single
//! spaces, so that a space in a pattern stands for the border of a word.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::topics::{Topic, topics};

/// Looks for the words of all topics at once.
pub(crate) struct Screen {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit<'a> {
    /// The place of the topic.
    pub(crate) topic: usize,
    /// The word, as the table has it.
    pub(crate) word: &'a str,
    /// The languages that have it, joined.
    pub(crate) language: &'a str,
}

#[derive(Debug)]
struct Pattern {
    topic: usize,
    word: String,
    language: String,
    /// Whether it covers what lies in it.
    is_exception: bool,
}

/// The screen of all topics. Each word is named once in the table, and the way through all of them
/// is laid out once.
pub(crate) fn screen() -> &'static Screen {
    static SCREEN: LazyLock<Screen> = LazyLock::new(|| Screen::of(topics()));
    &SCREEN
}

impl Screen {
    fn of(topics: &[Topic]) -> Self {
        // The same word in several languages is one pattern, told with each of them.
        let mut found: BTreeMap<(usize, bool, String), Pattern> = BTreeMap::new();
        for (topic, said) in topics.iter().enumerate() {
            for (is_exception, lists) in [(false, &said.words), (true, &said.except)] {
                for (language, word) in lists
                    .iter()
                    .flat_map(|(language, words)| words.iter().map(move |word| (language, word)))
                {
                    found
                        .entry((topic, is_exception, bordered(word)))
                        .and_modify(|known| {
                            known.language = format!("{}, {language}", known.language)
                        })
                        .or_insert_with(|| Pattern {
                            topic,
                            word: word.clone(),
                            language: language.clone(),
                            is_exception,
                        });
                }
            }
        }
        let automaton = AhoCorasick::new(found.keys().map(|(_, _, pattern)| pattern))
            .expect("a few thousand short words are not too many");
        Self { automaton, patterns: found.into_values().collect() }
    }

    /// The first word of a topic in a text that no exception covers.
    pub(crate) fn find(&self, text: &str) -> Option<Hit<'_>> {
        let text = normal(text);
        let all: Vec<Place<'_>> = self
            .automaton
            .find_overlapping_iter(&text)
            .filter_map(|found| {
                Place::of(&text, found.range(), self.patterns.get(found.pattern().as_usize())?)
            })
            .collect();
        let (covers, words): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|place| place.pattern.is_exception);
        let is_covered = |word: &Place<'_>| {
            covers.iter().any(|cover| cover.from <= word.from && word.to <= cover.to)
        };
        // Of two that begin together the longer one says more.
        let first = words
            .iter()
            .filter(|word| !is_covered(word))
            .min_by_key(|word| (word.from, std::cmp::Reverse(word.to), word.pattern.topic))?;
        let Pattern { topic, word, language, .. } = first.pattern;
        Some(Hit { topic: *topic, word, language })
    }
}

/// Where a pattern was found: its words from end to end, without the spaces around them.
struct Place<'a> {
    from: usize,
    to: usize,
    pattern: &'a Pattern,
}

impl<'a> Place<'a> {
    fn of(text: &str, found: std::ops::Range<usize>, pattern: &'a Pattern) -> Option<Self> {
        let inner = text.get(found.clone())?;
        let from = found.start + usize::from(inner.starts_with(' '));
        // The beginning of a word stands for the whole of it.
        let rest = text.get(found.end..)?;
        let more = if pattern.word.ends_with('*') { rest.find(' ').unwrap_or(0) } else { 0 };
        let to = found.end - usize::from(inner.ends_with(' ')) + more;
        Some(Self { from, to, pattern })
    }
}

/// A word of the table as it is looked for: with a space where it has to begin or end.
fn bordered(word: &str) -> String {
    let (stem, is_open) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
    let text = normal(stem);
    // Chinese and Japanese have no spaces, so a word of theirs may begin and end anywhere.
    let inner = text.trim_matches(' ');
    let from = if inner.starts_with(is_unparted) { inner } else { text.trim_end_matches(' ') };
    let is_free = is_open || inner.ends_with(is_unparted);
    if is_free { from.to_owned() } else { format!("{from} ") }
}

/// A text in the form in which texts are compared: its words, without capitals, accents and marks,
/// each with one space before and after it. What is written in a script that parts no words is a
/// word of its own.
pub(crate) fn normal(text: &str) -> String {
    let folded: String = text
        .nfkd()
        .default_case_fold()
        .nfkd()
        .filter(|letter| !is_dropped(*letter))
        .map(plain)
        .nfc()
        .collect();
    let mut out = String::with_capacity(folded.len() + 2);
    let mut word = String::new();
    for letter in folded.chars() {
        let is_word = letter.is_alphanumeric() || is_combining_mark(letter);
        let is_border = word.chars().next_back().is_some_and(|last| {
            !is_combining_mark(letter) && is_unparted(last) != is_unparted(letter)
        });
        if !is_word || is_border {
            put(&mut out, &word);
            word.clear();
        }
        if is_word {
            word.push(letter);
        }
    }
    put(&mut out, &word);
    out.push(' ');
    out
}

fn put(out: &mut String, word: &str) {
    let word = without_article(word);
    if !word.is_empty() {
        out.push(' ');
        out.push_str(word);
    }
}

/// An Arabic word without the article, which is written with it, also behind "and", "in", "like"
/// and "for". What would be left of a short word is none.
fn without_article(word: &str) -> &str {
    let bare = ARTICLES.iter().find_map(|article| word.strip_prefix(article));
    bare.filter(|bare| bare.chars().count() >= SHORTEST).unwrap_or(word)
}

/// Accents, the vowel signs of Arabic and Hebrew that are mostly left out, the dot of Hindi's
/// borrowed sounds, the line that stretches Arabic words, and what is not seen. The vowel signs of
/// Hindi and the marks of Japanese tell words apart, and stay.
fn is_dropped(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{93c}' | '\u{200b}'..='\u{200f}' | '\u{ad}')
}

/// Letters of Arabic that are written for one another.
fn plain(letter: char) -> char {
    match letter {
        'ى' => 'ي',
        'ة' => 'ه',
        other => other,
    }
}

/// Whether a letter is of a script that does not part words.
fn is_unparted(letter: char) -> bool {
    matches!(letter, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "لل", "ال"];

/// The letters that a word has at least when the article is taken from it.
const SHORTEST: usize = 2;
