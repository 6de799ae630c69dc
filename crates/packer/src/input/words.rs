//! Attributes out of the words of titles, where a feed has no column for them: something to browse
//! by, and something that an interest can be about.
//!
//! It leaves out what a word means. Words are parted by spaces and marks, so a title in a script
//! that does not part them has none.

use std::collections::BTreeMap;

/// The words of each title that can serve as attributes, at most [`MOST`] each, the rarer ones
/// first: they say more. A word serves when enough titles hold it to be worth a shelf, and few
/// enough that it tells items apart.
pub(crate) fn attributes(titles: &[&str]) -> Vec<Vec<String>> {
    let vocabulary = Vocabulary::of(titles);
    let least = LEAST.max(titles.len() / 1000);
    let most = titles.len() * MOST_PERCENT / 100;
    let mut usable: BTreeMap<&str, usize> = vocabulary
        .titles
        .iter()
        .map(|(word, count)| (word.as_str(), *count))
        .filter(|(_, count)| (least..=most).contains(count))
        .collect();
    loop {
        let chosen: Vec<Vec<&str>> =
            vocabulary.of_title.iter().map(|words| rarest(words, &usable)).collect();
        let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
        for word in chosen.iter().flatten() {
            *carried.entry(word).or_default() += 1;
        }
        // A word that rarer ones crowd out of its titles leaves its place to others.
        let before = usable.len();
        usable.retain(|word, _| carried.get(word).is_some_and(|count| *count >= least));
        if usable.len() == before {
            let label = |word: &&str| vocabulary.labels.get(*word).cloned().unwrap_or_default();
            return chosen.iter().map(|words| words.iter().map(label).collect()).collect();
        }
    }
}

/// The words of all titles. A word and the same one with an `s` at its end are one.
struct Vocabulary {
    /// The words of each title, each once.
    of_title: Vec<Vec<String>>,
    /// How many titles hold a word.
    titles: BTreeMap<String, usize>,
    /// How a word is written most often.
    labels: BTreeMap<String, String>,
}

impl Vocabulary {
    fn of(titles: &[&str]) -> Self {
        let written: Vec<Vec<&str>> = titles.iter().map(|title| words(title)).collect();
        let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
        for word in written.iter().flatten() {
            *spellings.entry(word).or_default() += 1;
        }
        let known: std::collections::BTreeSet<String> =
            spellings.keys().map(|word| word.to_lowercase()).collect();
        let stem = |word: &str| {
            let word = word.to_lowercase();
            let single = word
                .strip_suffix('s')
                .filter(|single| single.chars().count() >= SHORTEST && known.contains(*single));
            single.map_or(word.clone(), str::to_owned)
        };
        let of_title: Vec<Vec<String>> = written
            .iter()
            .map(|words| {
                let mut stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
                stems.sort_unstable();
                stems.dedup();
                stems
            })
            .collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for stem in of_title.iter().flatten() {
            *counts.entry(stem.clone()).or_default() += 1;
        }
        let mut usual: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for (word, count) in spellings {
            let best = usual.entry(stem(word)).or_insert((0, word));
            if count > best.0 {
                *best = (count, word);
            }
        }
        let labels = usual.into_iter().map(|(stem, (_, word))| (stem, capitalised(word)));
        Self { of_title, titles: counts, labels: labels.collect() }
    }
}

/// The words of a title that may say what the item is: no numbers, no measures, no function words.
fn words(title: &str) -> Vec<&str> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '\'' | '’');
    title
        .split(|letter| !is_part(letter))
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
        .filter(|word| {
            word.chars().count() >= SHORTEST
                && !word.chars().any(char::is_numeric)
                && !FUNCTION_WORDS.contains(&word.to_lowercase().as_str())
        })
        .collect()
}

/// The rarest of a title's usable words, ties in the order of the alphabet.
fn rarest<'a>(words: &'a [String], usable: &BTreeMap<&str, usize>) -> Vec<&'a str> {
    let count = |word: &str| usable.get(word).copied();
    let mut chosen: Vec<(usize, &str)> =
        words.iter().filter_map(|word| Some((count(word)?, word.as_str()))).collect();
    chosen.sort_unstable();
    chosen.into_iter().take(MOST).map(|(_, word)| word).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How many words an item carries. Fewer, and a word's shelf misses items that have it in their
/// title; more, and shelves of fillers grow.
const MOST: usize = 4;

/// A word on fewer items is no shelf. In large catalogues it is one item in a thousand.
const LEAST: usize = 5;

/// A word on more of the catalogue than this says nothing of an item.
const MOST_PERCENT: usize = 15;

/// Shorter ones are measures and particles more often than words.
const SHORTEST: usize = 3;

/// Words that say nothing of an item. How often they come does not tell them from others: in a shop
/// of gifts "with" is as frequent as "mug".
const FUNCTION_WORDS: [&str; 88] = [
    "and", "are", "but", "for", "from", "her", "his", "into", "its", "not", "off", "our", "out",
    "over", "per", "than", "that", "the", "their", "this", "with", "without", "you", "your",
    // German
    "als", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem",
    "einen", "einer", "für", "mit", "oder", "ohne", "und", "vom", "von", "vor", "zum", "zur",
    // French
    "aux", "avec", "ces", "dans", "elle", "les", "leur", "par", "pas", "pour", "sans", "ses", "son",
    "sur", "une", "vers", // Spanish, Italian, Portuguese
    "che", "com", "con", "dal", "del", "della", "las", "los", "nel", "para", "por", "sin", "uma",
    "una", // Dutch
    "aan", "bij", "een", "het", "naar", "ook", "van", "voor", "zonder",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn repeated(titles: &[(&'static str, usize)]) -> Vec<&'static str> {
        titles.iter().flat_map(|(title, times)| vec![*title; *times]).collect()
    }

    #[test]
    fn a_word_serves_when_enough_titles_hold_it_and_not_too_many() {
        let titles = repeated(&[("Christmas tree", 6), ("Paper lantern", 4), ("Mug", 90)]);
        let words = attributes(&titles);
        assert_eq!(words.first().unwrap(), &["Christmas", "Tree"]);
        // Four lanterns are too few for a shelf, and nearly everything is a mug.
        assert!(words.iter().skip(6).all(Vec::is_empty));
    }

    #[test]
    fn plurals_go_together_and_numbers_measures_and_function_words_go_out() {
        let titles = repeated(&[
            ("SET OF 3 candles FOR the garden, 12cm", 4),
            ("Candle", 3),
            ("Glass t-light", 5),
            ("Nothing at all", 1),
            ("x", 60),
        ]);
        let words = attributes(&titles);
        assert_eq!(words.first().unwrap(), &["Candles"]);
        assert_eq!(words.get(4).unwrap(), &["Candles"]);
        assert_eq!(words.get(7).unwrap(), &["Glass", "T-light"]);
    }

    #[test]
    fn an_item_carries_its_rarest_words_alone() {
        let titles = repeated(&[
            ("amber brass cedar denim ebony", 5),
            ("ebony", 4),
            ("denim", 1),
            ("brass cedar", 3),
            ("x", 60),
        ]);
        let words = attributes(&titles);
        // Without its place in these titles ebony is on too few, and is gone from the others too.
        assert_eq!(words.first().unwrap(), &["Amber", "Denim", "Brass", "Cedar"]);
        assert!(words.get(5).unwrap().is_empty());
    }

    #[test]
    fn every_function_word_can_be_met() {
        for (place, word) in FUNCTION_WORDS.iter().enumerate() {
            assert_eq!(*word, word.to_lowercase());
            assert!(word.chars().count() >= SHORTEST, "{word} is never a word here");
            assert!(!FUNCTION_WORDS[..place].contains(word), "{word} stands here twice");
        }
    }
}
