//! What the shop sells at a time: pack, pages and policy belong together and are replaced together.

use crate::error::ShopError;
use crate::pages::Pages;
use crate::policy::{pack_address, policy};
use homekept::catalogue::Catalogue;
use minijinja::Value;

/// One pack and everything made from it.
#[derive(Debug)]
pub(crate) struct Stock {
    pub(crate) pages: Pages,
    pub(crate) pack: Vec<u8>,
    pub(crate) pack_address: String,
    pub(crate) policy: String,
}

impl Stock {
    /// Opens a pack, for a shop of that `site` and `name`; `front` is what every page may say of it.
    pub(crate) fn of(
        pack: Vec<u8>,
        site: &str,
        name: &str,
        front: Value,
    ) -> Result<Self, ShopError> {
        let catalogue =
            Catalogue::open(pack.clone().into_boxed_slice()).map_err(ShopError::Pack)?;
        let policy = policy(&catalogue, &pack, site, name).to_string();
        let pages = Pages::new(catalogue, front)?;
        Ok(Self { pages, pack_address: pack_address(&pack), pack, policy })
    }
}
