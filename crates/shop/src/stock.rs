//! What the shop sells at a time: pack, pages and policy belong together and are replaced together.

use crate::error::ShopError;
use crate::pages::Pages;
use crate::policy::{pack_address, policy, signals};
use homekept::catalogue::Catalogue;
use minijinja::Value;
use serde_json::json;
use std::path::PathBuf;

/// One pack and everything made from it.
#[derive(Debug)]
pub(crate) struct Stock {
    pub(crate) pages: Pages,
    pub(crate) pack: Vec<u8>,
    pub(crate) pack_address: String,
    pub(crate) policy: String,
    /// The folder with the shards, where the pack that is served is a head alone.
    pub(crate) shards: Option<PathBuf>,
}

/// What a shop that is too large for one pack serves in its place.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The pack that every page loads.
    pub head: Vec<u8>,
    /// The folder with the shards: `0.hkp`, `1.hkp` and so on.
    pub folder: PathBuf,
    /// How many there are.
    pub count: u32,
}

impl Stock {
    /// Opens a pack, for a shop of that `site` and `name`, which serves its `parts` in its place if
    /// there are any; `asks` is whether it asks what its collector takes answers to, and `front` is what
    /// every page may say of it.
    pub(crate) fn of(
        pack: Vec<u8>,
        parts: Option<Parts>,
        site: &str,
        name: &str,
        asks: bool,
        front: Value,
    ) -> Result<Self, ShopError> {
        let catalogue =
            Catalogue::open(pack.clone().into_boxed_slice()).map_err(ShopError::Pack)?;
        let count = parts.as_ref().map(|parts| parts.count);
        let (pack, shards) = match parts {
            Some(parts) => (parts.head, Some(parts.folder)),
            None => (pack, None),
        };
        let mut policy = policy(&catalogue, &pack, count, site, name);
        if asks {
            policy["purposes"] = json!(["remember", "learn", "measure"]);
            policy["signals"] = signals();
        }
        let policy = policy.to_string();
        let pages = Pages::new(catalogue, front, asks)?;
        Ok(Self { pages, pack_address: pack_address(&pack), pack, policy, shards })
    }
}
