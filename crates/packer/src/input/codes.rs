//! What items are called in a taxonomy that others keep, or by a path in the shop's own: each name
//! once, however many items have it.

use std::collections::HashMap;

/// Whose names they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Taxonomy {
    /// Ids of the IAB's Content Taxonomy.
    Iab,
    /// Numbers or paths of Google's product taxonomy.
    Google,
    /// Paths of the shop's own categories.
    Own,
}

/// One name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Code {
    pub(crate) taxonomy: Taxonomy,
    pub(crate) text: String,
}

/// The names that were met, in the order in which they were.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    pub(crate) all: Vec<Code>,
    places: HashMap<Code, u32>,
}

impl Codes {
    /// The place of a name, which is a new one where it has not been met.
    pub(crate) fn place(&mut self, taxonomy: Taxonomy, text: &str) -> u32 {
        let code = Code { taxonomy, text: text.to_owned() };
        let next = self.all.len() as u32;
        *self.places.entry(code).or_insert_with_key(|code| {
            self.all.push(code.clone());
            next
        })
    }
}

/// The values of a field that holds ids: shops part them by bars, commas, semicolons or spaces.
pub(crate) fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.split(['|', ',', ';', ' ', '\t']).filter(|id| !id.is_empty())
}

/// The values of a field that holds paths.
pub(crate) fn paths(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|path| !path.is_empty())
}
