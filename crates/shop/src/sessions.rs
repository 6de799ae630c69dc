//! Visits for the demo's bookshop, generated: no person made them, and the shop says so on its
//! pages. The same books and the same seed give the same bytes.
//!
//! A reader has a few favourite subjects, begins a visit in one of them, mostly stays with the
//! subject or the author, drifts to a neighbouring subject now and then, and looks at well-known
//! books more often. That is enough for a co-transition table that makes sense to a person.

use crate::demo::Book;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Generates the visits as CSV: session, user, time (seconds since 1970), item.
#[must_use]
pub fn generate(books: &[Book], seed: u64, sessions: usize) -> String {
    let shelf = Shelf::new(books);
    let mut dice = Dice(seed);
    let readers: Vec<Vec<usize>> =
        (0..(sessions * 2).div_ceil(3)).map(|_| shelf.favourites(&mut dice)).collect();
    let mut csv = String::from("session,user,time,item\n");
    for session in 1..=sessions {
        let reader = dice.below(readers.len());
        // Visits are spread evenly over the days and come out in the order of time.
        let begin =
            LAST_SECOND - DAYS * 86_400 + (session as u64 * DAYS * 86_400) / (sessions as u64 + 1);
        let mut time = begin;
        for book in shelf.visit(&readers[reader], &mut dice) {
            // Writing to a String cannot fail.
            let _ = writeln!(csv, "{session},{},{time},{}", reader + 1, books[book].id);
            time += 20 + dice.below(160) as u64;
        }
    }
    csv
}

/// The books, seen as a reader finds them.
struct Shelf<'a> {
    books: &'a [Book],
    by_subject: Vec<Vec<usize>>,
    by_author: BTreeMap<&'a str, Vec<usize>>,
    subjects_of: Vec<Vec<usize>>,
    fame: Vec<f64>,
}

impl<'a> Shelf<'a> {
    fn new(books: &'a [Book]) -> Self {
        let mut subjects: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_subject: Vec<Vec<usize>> = Vec::new();
        let mut by_author: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut subjects_of = Vec::with_capacity(books.len());
        for (place, book) in books.iter().enumerate() {
            by_author.entry(&book.author).or_default().push(place);
            let mut own = Vec::new();
            for subject in &book.subjects {
                let next = subjects.len();
                let subject = *subjects.entry(subject).or_insert(next);
                if subject == by_subject.len() {
                    by_subject.push(Vec::new());
                }
                by_subject[subject].push(place);
                own.push(subject);
            }
            subjects_of.push(own);
        }
        let fame = books.iter().map(|book| fame(&book.id)).collect();
        Self { books, by_subject, by_author, subjects_of, fame }
    }

    /// Two or three subjects, the larger ones more often.
    fn favourites(&self, dice: &mut Dice) -> Vec<usize> {
        let weights: Vec<f64> = self.by_subject.iter().map(|books| books.len() as f64).collect();
        (0..2 + dice.below(2)).filter_map(|_| dice.pick(&weights)).collect()
    }

    /// The books of one visit, in order: 3 to 12 views.
    fn visit(&self, favourites: &[usize], dice: &mut Dice) -> Vec<usize> {
        let length = 3 + dice.below(4) + dice.below(4) + dice.below(4);
        let subject = favourites.get(dice.below(favourites.len().max(1))).copied().unwrap_or(0);
        let mut seen = Vec::with_capacity(length);
        let Some(first) =
            self.near(None, self.by_subject.get(subject).map_or(&[], Vec::as_slice), &seen, dice)
        else {
            return seen;
        };
        seen.push(first);
        let mut subject = subject;
        while seen.len() < length {
            let here = seen[seen.len() - 1];
            let roll = dice.unit();
            let next = if roll < 0.06 && seen.len() > 2 {
                // Back to a book looked at before.
                Some(seen[dice.below(seen.len() - 1)])
            } else if roll < 0.28 {
                self.near(
                    Some(here),
                    &self.by_author[self.books[here].author.as_str()],
                    &seen,
                    dice,
                )
            } else {
                if roll > 0.80 {
                    // The book at hand leads to another of its subjects.
                    let own = &self.subjects_of[here];
                    subject = own[dice.below(own.len())];
                }
                self.near(Some(here), &self.by_subject[subject], &seen, dice)
            };
            match next {
                Some(book) => seen.push(book),
                None if self.by_subject[subject].iter().all(|book| seen.contains(book)) => break,
                None => {}
            }
        }
        seen
    }

    /// One of some books, not among those seen: by its fame, and by how near it is to the book at
    /// hand in subjects and in years.
    fn near(
        &self,
        here: Option<usize>,
        among: &[usize],
        seen: &[usize],
        dice: &mut Dice,
    ) -> Option<usize> {
        let weight = |book: usize| {
            if seen.contains(&book) {
                return 0.0;
            }
            let Some(here) = here else { return self.fame[book] };
            let shared = self.subjects_of[here]
                .iter()
                .filter(|subject| self.subjects_of[book].contains(subject));
            let years = self.books[here].year.abs_diff(self.books[book].year);
            self.fame[book] * (0.4 + shared.count() as f64) / (1.0 + f64::from(years) / 25.0)
        };
        let weights: Vec<f64> = among.iter().map(|book| weight(*book)).collect();
        dice.pick(&weights).map(|place| among[place])
    }
}

/// How often a book is looked at, relative to others: a guess at what is well known, and a spread
/// over the rest.
fn fame(id: &str) -> f64 {
    match WELL_KNOWN.iter().position(|known| *known == id) {
        Some(place) => 4.0 + 56.0 / (place as f64 + 4.0),
        None => {
            0.5 + (id.bytes().fold(7u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte)) % 100)
                as f64
                / 60.0
        }
    }
}

/// SplitMix64: small, known, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, bound: usize) -> usize {
        ((self.unit() * bound as f64) as usize).min(bound.saturating_sub(1))
    }

    /// A place, with a chance in proportion to its weight; none when all weights are zero.
    fn pick(&mut self, weights: &[f64]) -> Option<usize> {
        let sum: f64 = weights.iter().sum();
        let mut left = self.unit() * sum;
        let last = weights.iter().rposition(|weight| *weight > 0.0)?;
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if *weight > 0.0 && left < 0.0 {
                return Some(place);
            }
        }
        Some(last)
    }
}

/// How many days the visits spread over, up to the end of October 2026.
const DAYS: u64 = 120;
const LAST_SECOND: u64 = 1_793_491_200;

/// Books that the generated readers know of, the best known first.
const WELL_KNOWN: &[&str] = &[
    "pride-and-prejudice",
    "frankenstein",
    "adventures-of-sherlock-holmes",
    "moby-dick",
    "alices-adventures-in-wonderland",
    "dracula",
    "treasure-island",
    "jane-eyre",
    "great-gatsby",
    "crime-and-punishment",
    "time-machine",
    "anne-of-green-gables",
    "count-of-monte-cristo",
    "wuthering-heights",
    "metamorphosis",
    "walden",
    "great-expectations",
    "hamlet",
    "on-the-origin-of-species",
    "leaves-of-grass",
    "war-of-the-worlds",
    "murder-of-roger-ackroyd",
    "picture-of-dorian-gray",
    "madame-bovary",
    "secret-garden",
    "three-men-in-a-boat",
    "emma",
    "anna-karenina",
    "call-of-the-wild",
    "mrs-dalloway",
    "middlemarch",
    "wind-in-the-willows",
    "don-quixote",
    "candide",
    "gullivers-travels",
    "waste-land",
    "winnie-the-pooh",
    "robinson-crusoe",
    "dubliners",
    "turn-of-the-screw",
    "hound-of-the-baskervilles",
    "room-with-a-view",
    "little-women",
    "christmas-carol",
    "war-and-peace",
    "three-musketeers",
    "thus-spoke-zarathustra",
    "souls-of-black-folk",
    "les-miserables",
    "age-of-innocence",
    "heart-of-darkness",
    "faust",
    "siddhartha",
    "brothers-karamazov",
    "twenty-thousand-leagues-under-the-seas",
    "wonderful-wizard-of-oz",
    "childrens-and-household-tales",
    "voyage-of-the-beagle",
    "importance-of-being-earnest",
    "tess-of-the-durbervilles",
    "sense-and-sensibility",
    "woman-in-white",
    "dolls-house",
    "dickinson-poems",
    "trial",
    "innocents-abroad",
    "sailing-alone-around-the-world",
    "montaigne-essays",
    "cherry-orchard",
    "to-the-lighthouse",
    "sea-wolf",
    "songs-of-innocence-and-of-experience",
    "red-badge-of-courage",
    "bel-ami",
    "ghost-stories-of-an-antiquary",
    "narrative-of-frederick-douglass",
    "utopia",
    "kalevala",
    "malay-archipelago",
    "ivanhoe",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use std::collections::BTreeSet;

    #[test]
    fn the_visits_are_plausible_and_the_same_every_time() {
        let books = demo::books().unwrap();
        let csv = generate(&books, 1, 500);
        assert_eq!(csv, generate(&books, 1, 500));
        assert_ne!(csv, generate(&books, 2, 500));

        let mut visits: BTreeMap<u32, Vec<&Book>> = BTreeMap::new();
        let mut last = 0;
        for line in csv.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let book = books.iter().find(|book| book.id == fields[3]).unwrap();
            visits.entry(fields[0].parse().unwrap()).or_default().push(book);
            last = last.max(fields[2].parse::<u64>().unwrap());
        }
        assert_eq!(visits.len(), 500);
        assert!(last < LAST_SECOND + 86_400);
        assert!(visits.values().all(|visit| (3..=12).contains(&visit.len())));
        let related = |pair: &[&Book]| {
            pair[0].author == pair[1].author
                || pair[0].subjects.iter().any(|it| pair[1].subjects.contains(it))
        };
        let (mut near, mut all) = (0, 0);
        for pair in visits.values().flat_map(|visit| visit.windows(2)) {
            near += usize::from(related(pair));
            all += 1;
        }
        assert!(near * 10 > all * 8, "{near} of {all} steps stay with a subject or an author");
    }

    #[test]
    fn every_well_known_book_is_in_the_shop() {
        let books = demo::books().unwrap();
        let ids: BTreeSet<&str> = books.iter().map(|book| book.id.as_str()).collect();
        for known in WELL_KNOWN {
            assert!(ids.contains(known), "{known}");
        }
    }
}
