//! A JSON document: a list, an object that holds one, or a single object. schema.org's JSON-LD is
//! such a document too.

use std::io;

use super::held::Held;
use super::scan::Scanner;
use crate::input::bytes::Text;
use crate::input::columns;
use crate::input::fields::{Columns, Fields};
use crate::input::records::{Line, Source};

/// A reader of one JSON document.
pub(crate) struct Json {
    scanner: Scanner,
    stage: Stage,
    bytes: Vec<u8>,
    held: Held,
}

enum Stage {
    /// Before the list to which these names lead.
    Before(Vec<String>),
    /// Within the list.
    Elements,
    /// Between values that stand one behind the other.
    Values,
    End,
}

/// How a document holds its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Layout {
    /// In a list, to which these names lead; none where the document is the list.
    List(Vec<String>),
    /// It is an item itself, or knows what its items are, as JSON-LD does. More such objects may
    /// stand behind it.
    Objects,
}

impl Layout {
    /// Looks through an object for the list that it holds: one whose name says so, or else the one
    /// with the most objects in it.
    pub(crate) fn of_object(text: Text) -> io::Result<Self> {
        let mut scanner = Scanner::new(text);
        let mut lists = Vec::new();
        let names = survey(&mut scanner, &mut Vec::new(), &mut lists)?;
        let is_named = |path: &[String]| {
            path.last().is_some_and(|name| LISTS.contains(&name.to_lowercase().as_str()))
        };
        // A product has lists of its own, such as that of its pictures, and is none.
        let is_typed = names.iter().any(|name| name == "@type" || name == "@graph");
        let is_item = names.iter().any(|name| columns::ID.is_called(name));
        lists.retain(|(path, _)| {
            let name = path.last().map_or("", String::as_str);
            if is_typed { JSON_LD.contains(&name) } else { !is_item || is_named(path) }
        });
        let best = lists.into_iter().max_by_key(|(path, objects)| (is_named(path), *objects));
        Ok(best.map_or(Self::Objects, |(path, _)| Self::List(path)))
    }

    /// What the document is, in words.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::List(path) if path.is_empty() => "a JSON list".to_owned(),
            Self::List(path) => format!("a JSON object with the list {}", path.join(".")),
            Self::Objects => "JSON objects".to_owned(),
        }
    }
}

impl Json {
    pub(crate) fn new(text: Text, layout: Layout) -> Self {
        Self {
            scanner: Scanner::new(text),
            stage: match layout {
                Layout::List(path) => Stage::Before(path),
                Layout::Objects => Stage::Values,
            },
            bytes: Vec::new(),
            held: Held::default(),
        }
    }

    /// Reads one value, which is held or told of.
    fn value(&mut self) -> io::Result<()> {
        self.scanner.peek()?;
        let line = self.scanner.line();
        if !self.scanner.value(&mut self.bytes)? {
            self.held.broken(line, CUT);
            return Ok(());
        }
        if self.bytes.is_empty() {
            // What closes or parts something stands where something should begin.
            self.scanner.step();
        }
        self.held.take(line, serde_json::from_slice(&self.bytes));
        Ok(())
    }

    /// Reads on until something is held, or all is read.
    fn advance(&mut self) -> io::Result<()> {
        match &self.stage {
            Stage::End => {}
            Stage::Values => match self.scanner.peek()? {
                Some(_) => self.value()?,
                None => self.stage = Stage::End,
            },
            Stage::Before(path) => {
                let is_found = find(&mut self.scanner, path)?;
                self.stage = if is_found { Stage::Elements } else { Stage::End };
                if !is_found {
                    self.held.broken(self.scanner.line(), CUT);
                }
            }
            Stage::Elements => match self.scanner.peek()? {
                Some(b',') => self.scanner.step(),
                Some(b']') => {
                    self.stage = Stage::End;
                    self.scanner.rest()?;
                }
                Some(_) => self.value()?,
                None => {
                    self.stage = Stage::End;
                    self.held.broken(self.scanner.line(), CUT);
                }
            },
        }
        Ok(())
    }
}

impl Source for Json {
    fn next(&mut self, columns: &mut Columns, fields: &mut Fields) -> io::Result<Option<Line>> {
        loop {
            if let Some(line) = self.held.next(columns, fields) {
                return Ok(Some(line));
            }
            if matches!(self.stage, Stage::End) {
                return Ok(None);
            }
            self.advance()?;
        }
    }

    fn left_out(&self) -> Option<String> {
        self.held.left_out()
    }
}

/// Notes the lists of an object, and of the objects in it, with how many objects each holds. Gives
/// the names in the object. What is cut is as long as it is.
fn survey(
    scanner: &mut Scanner,
    path: &mut Vec<String>,
    lists: &mut Vec<(Vec<String>, u64)>,
) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    scanner.peek()?;
    scanner.step();
    while let Some(byte) = scanner.peek()? {
        match byte {
            b'}' => {
                scanner.step();
                break;
            }
            b'"' => {
                let Some(name) = scanner.name()? else { break };
                names.push(name.clone());
                if scanner.peek()? == Some(b':') {
                    scanner.step();
                }
                path.push(name);
                match scanner.peek()? {
                    Some(b'{') if path.len() < DEEPEST => {
                        survey(scanner, path, lists)?;
                    }
                    Some(b'[') => {
                        let objects = count_objects(scanner)?;
                        if objects > 0 {
                            lists.push((path.clone(), objects));
                        }
                    }
                    Some(b'}') | None => {}
                    Some(_) => {
                        scanner.skip()?;
                    }
                }
                path.pop();
            }
            _ => scanner.step(),
        }
    }
    Ok(names)
}

fn count_objects(scanner: &mut Scanner) -> io::Result<u64> {
    let mut objects = 0;
    scanner.step();
    while let Some(byte) = scanner.peek()? {
        match byte {
            b']' => {
                scanner.step();
                break;
            }
            b',' | b':' | b'}' => scanner.step(),
            _ => {
                objects += u64::from(byte == b'{');
                scanner.skip()?;
            }
        }
    }
    Ok(objects)
}

/// Goes to the first element of the list to which names lead; false where the document ends before.
fn find(scanner: &mut Scanner, path: &[String]) -> io::Result<bool> {
    let Some((name, rest)) = path.split_first() else {
        let is_list = scanner.peek()? == Some(b'[');
        scanner.step();
        return Ok(is_list);
    };
    scanner.step();
    while let Some(byte) = scanner.peek()? {
        if byte != b'"' {
            scanner.step();
            continue;
        }
        let Some(found) = scanner.name()? else { return Ok(false) };
        if scanner.peek()? == Some(b':') {
            scanner.step();
        }
        let opens = if rest.is_empty() { b'[' } else { b'{' };
        match scanner.peek()? {
            Some(byte) if found == *name && byte == opens => return find(scanner, rest),
            Some(b'}') | None => {}
            Some(_) => {
                scanner.skip()?;
            }
        }
    }
    Ok(false)
}

/// What shops and their interfaces call the list of their items or events.
const LISTS: [&str; 12] = [
    "products",
    "items",
    "events",
    "data",
    "results",
    "records",
    "rows",
    "entries",
    "feed",
    "sessions",
    "itemlistelement",
    "@graph",
];

/// The lists of JSON-LD whose elements are things of their own.
const JSON_LD: [&str; 2] = ["itemListElement", "@graph"];

/// How far within the document a list is looked for.
const DEEPEST: usize = 4;

const CUT: &str = "is cut: the file ends in its midst";
