//! The demo's own catalogue: real books, whose authors, years and subjects are facts, at prices
//! that are invented. Leaves out the visits, which `sessions` generates.

use crate::cover::{self, derive_fit};
use crate::site::SHELF;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// One book of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The stable id, which is also its address.
    pub id: String,
    /// The title, in English where there is one.
    pub title: String,
    /// The author, as the title page names them.
    pub author: String,
    /// The year of the first publication that is commonly given.
    pub year: u16,
    /// What it is, the main subject first.
    pub subjects: Vec<String>,
    /// The language it was written in.
    pub language: String,
    /// The invented price, a bare number.
    pub price: String,
}

/// Why the demo's list of books is refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum BooksError {
    /// A line is not CSV.
    Line(csv::Error),
    /// A line has a column too few.
    Column {
        /// The line.
        line: u64,
        /// The column that is missing or empty.
        name: &'static str,
    },
    /// A year is not a number.
    Year {
        /// The line.
        line: u64,
    },
    /// Two books have one id.
    Twice {
        /// The id.
        id: String,
    },
}

/// The books of the demo, in the order of the file.
///
/// # Errors
/// A [`BooksError`] that names the line; the file is part of the source, so only an edit brings one.
pub fn books() -> Result<Vec<Book>, BooksError> {
    let mut seen = BTreeMap::new();
    let mut books = Vec::new();
    let mut reader = csv::Reader::from_reader(BOOKS.as_bytes());
    for (place, record) in reader.records().enumerate() {
        let record = record.map_err(BooksError::Line)?;
        let line = place as u64 + 2;
        let text = |column: usize| {
            let text = record.get(column).unwrap_or_default().trim();
            if text.is_empty() {
                Err(BooksError::Column { line, name: COLUMNS[column] })
            } else {
                Ok(text)
            }
        };
        let id = text(0)?.to_owned();
        match seen.entry(id.clone()) {
            Entry::Occupied(_) => return Err(BooksError::Twice { id }),
            Entry::Vacant(entry) => entry.insert(line),
        };
        books.push(Book {
            id,
            title: text(1)?.to_owned(),
            author: text(2)?.to_owned(),
            year: text(3)?.parse().map_err(|_| BooksError::Year { line })?,
            subjects: text(4)?.split('|').map(str::to_owned).collect(),
            language: text(5)?.to_owned(),
            price: text(6)?.to_owned(),
        });
    }
    Ok(books)
}

/// The books as a feed for the packer: what a shop would export, with a price that says
/// its currency, the shelf that a book stands on, and the size of its cover's lettering.
///
/// # Errors
/// A [`csv::Error`] when the feed cannot be written.
pub fn feed(books: &[Book]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "id",
        "title",
        "subject",
        "author",
        "year",
        "language",
        "price",
        SHELF,
        cover::FIT,
    ])?;
    for book in books {
        writer.write_record([
            book.id.as_str(),
            &book.title,
            &book.subjects.join("|"),
            &book.author,
            &book.year.to_string(),
            &book.language,
            &format!("£{}", book.price),
            book.subjects.first().map_or("", String::as_str),
            derive_fit(&book.title),
        ])?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

impl BooksError {
    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Line(_) => "books-line",
            Self::Column { line: _, name: _ } => "books-column",
            Self::Year { line: _ } => "books-year",
            Self::Twice { id: _ } => "books-twice",
        }
    }
}

impl core::fmt::Display for BooksError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Line(error) => write!(f, "books.csv: {error}"),
            Self::Column { line, name } => write!(f, "books.csv, line {line}: no {name}"),
            Self::Year { line } => write!(f, "books.csv, line {line}: the year is not a number"),
            Self::Twice { id } => write!(f, "books.csv: two books have the id {id}"),
        }
    }
}

impl core::error::Error for BooksError {}

const BOOKS: &str = include_str!("../../../www/demo/books.csv");
const COLUMNS: [&str; 7] = ["id", "title", "author", "year", "subjects", "language", "price"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_books_are_many_old_and_well_shelved() {
        let books = books().unwrap();
        assert!(books.len() >= 300, "{}", books.len());
        let mut shelves: BTreeMap<&str, usize> = BTreeMap::new();
        for book in &books {
            assert!(
                book.id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')),
                "{}",
                book.id
            );
            // Before 1929: in the public domain where this was written.
            assert!((1450..1929).contains(&book.year), "{} is of {}", book.id, book.year);
            assert!(
                book.price.parse::<f64>().is_ok_and(|price| (3.0..40.0).contains(&price)),
                "{}",
                book.id
            );
            for subject in &book.subjects {
                *shelves.entry(subject).or_default() += 1;
            }
            let mut subjects = book.subjects.clone();
            subjects.sort();
            subjects.dedup();
            assert_eq!(subjects.len(), book.subjects.len(), "{} names a subject twice", book.id);
        }
        assert!((20..=32).contains(&shelves.len()), "{}", shelves.len());
        for (subject, count) in shelves {
            assert!(count >= 8, "{subject} has {count} books");
        }
    }

    #[test]
    fn no_book_is_listed_twice_under_two_ids() {
        let books = books().unwrap();
        let mut seen = BTreeMap::new();
        for book in &books {
            let key = (&book.title, &book.author);
            assert_eq!(seen.insert(key, &book.id), None, "{}", book.id);
        }
    }
}
