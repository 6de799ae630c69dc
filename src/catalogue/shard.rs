//! A shard: the leaves of some items in one file, for a page that shows one of them.

use super::ragged::Ragged;
use super::{Catalogue, CatalogueError, layout};

/// An open shard.
#[derive(Debug)]
pub struct Shard {
    /// Knows the items' ids and nothing else of them.
    pack: Catalogue,
    leaves: Ragged,
}

impl Shard {
    /// Opens a shard.
    ///
    /// # Errors
    /// As [`Catalogue::open`]; malformed without its leaves.
    pub fn open(bytes: Box<[u8]>) -> Result<Self, CatalogueError> {
        let pack = Catalogue::open(bytes)?;
        let section = layout::directory(&pack.bytes).find(|(id, _)| *id == layout::LEAVES);
        let leaves = section
            .and_then(|(_, section)| Ragged::open(section, pack.len()))
            .ok_or(CatalogueError::Malformed { section: layout::LEAVES })?;
        Ok(Self { pack, leaves })
    }

    /// The leaf of an item: a pack of its row, with its own card and those of its neighbours.
    #[must_use]
    pub fn leaf(&self, id: &str) -> Option<&[u8]> {
        self.pack.find(id).map(|item| self.leaves.entry(&self.pack.bytes, item.0))
    }

    /// The ids of the items, ascending.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        (0..self.pack.len()).map(|item| self.pack.id(super::ItemIx(item)))
    }
}
