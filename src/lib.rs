//! Personalization that never leaves home.
//!
//! What a customer looks at becomes a profile, kept sealed in their own
//! browser; items are ranked there, each with its reason; nothing about a
//! person goes to a server. This is the whole line, natively:
//!
//! ```
//! use homekept::catalogue::{Catalogue, FacetInput, ItemInput, PackInput, encode};
//! use homekept::catalogue::{TableSource, Weights};
//! use homekept::consent::{Method, Purpose};
//! use homekept::engine::{Choosing, Command, Engine, RankRequest, Save, SlotName};
//! use homekept::policy::{Policy, PolicyFile};
//! use homekept::profile::EventKind;
//! use homekept::time::Minute;
//! use homekept::vault::memory::CountingDice;
//!
//! // A shop publishes its catalogue, the same bytes for everyone.
//! let book = |id: &str, subject, popularity| ItemInput {
//!     id: id.into(),
//!     title: id.to_uppercase(),
//!     facets: vec![subject],
//!     available: true,
//!     popularity,
//!     ..ItemInput::default()
//! };
//! let subject = |label: &str| FacetInput { kind: 0, label: label.into(), denied: false };
//! let pack = encode(&PackInput {
//!     items: vec![book("carmilla", 0, 0.1), book("dracula", 0, 0.2), book("emma", 1, 0.9)],
//!     kinds: vec!["subject".into()],
//!     facets: vec![subject("Gothic fiction"), subject("Manners")],
//!     display_keys: vec![],
//!     rows: vec![vec![(1, 1.0)], vec![(0, 1.0)], vec![]],
//!     vintage_day: 20_000,
//!     source: TableSource::Sessions,
//!     support: 2,
//!     weights: Weights::default(),
//! })
//! .unwrap();
//!
//! // A page opens it, under the shop's policy.
//! let policy = PolicyFile {
//!     version: 1,
//!     site: "bookshop".into(),
//!     notice: "1".into(),
//!     ..PolicyFile::default()
//! };
//! let mut engine = Engine::new(Policy::of(policy).unwrap(), false);
//! engine.load(Catalogue::open(pack.into()).unwrap(), false);
//! let (now, mut dice) = (Minute(29_900_000), CountingDice::default());
//! let ask = RankRequest {
//!     slot: SlotName::ForYou,
//!     limit: 1,
//!     current: Vec::new(),
//!     exclude: vec![],
//!     within: None,
//!     plain: false,
//!     unlifted: false,
//! };
//! assert_eq!(engine.rank(&ask, now).unwrap()[0].id, "emma");
//!
//! // Before a choice nothing is remembered, and nothing is to be saved.
//! let look = Command::Record { kind: EventKind::View, item: "dracula".into(), leaf: Vec::new() };
//! assert_eq!(engine.apply(&look, now, &mut dice), Ok(Save::Nothing));
//!
//! // The customer allows it, and looks at a book.
//! let yes = Command::Choose(Choosing {
//!     allow: vec![Purpose::Learn],
//!     refuse: vec![],
//!     method: Method::Question,
//!     language: "en".into(),
//!     notice_hash: String::new(),
//!     told_of_signal: false,
//! });
//! engine.apply(&yes, now, &mut dice).unwrap();
//! assert!(matches!(engine.apply(&look, now, &mut dice), Ok(Save::Append(_))));
//! assert_eq!(engine.rank(&ask, now).unwrap()[0].id, "carmilla");
//! ```
//!
//! The rooms, in reading order: [`engine`], [`ranking`], [`profile`],
//! [`signals`], [`consent`], [`catalogue`], [`vault`], and the door, which exists in the
//! browser alone. The core takes time and chance as arguments, and knows no
//! web, disk or network.

pub mod engine;
pub mod policy;
pub mod ranking;

pub mod profile;

pub mod signals;

pub mod consent;

pub mod catalogue;

pub mod vault;

#[cfg(all(target_os = "unknown", feature = "door"))]
pub mod browser;

#[cfg(target_os = "unknown")]
mod allocator;

pub mod dice;
pub mod time;

mod bytes;
mod names;
mod sort;
