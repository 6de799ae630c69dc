//! The demo shop's server: one pack in, a whole shop out.
//!
//! Everything on its pages comes from the pack, so it serves the bookshop of the demo and anybody's
//! own feed alike. Every page is whole without JavaScript and is the same for everyone: the server
//! knows nobody. This crate leaves out personalization itself, which happens in the customer's
//! browser, and how packs are made, which is the packer's work.

pub mod cover;
pub mod demo;
mod error;
mod feed;
mod forward;
mod headers;
mod pages;
mod policy;
mod record;
mod search;
mod server;
pub mod sessions;
mod site;
mod stock;
mod tweaks;

pub use error::ShopError;
pub use feed::{Feed, FeedError, prepare, prepare_parts};
pub use policy::{pack_address, policy, signals};
pub use record::Recorded;
pub use server::{Running, Shop, ShopOptions};
pub use stock::Parts;
pub use tweaks::Tweaks;
