//! The shapes that go out through the door. The TypeScript types are made
//! from them. Leaves out the crossing itself, so that all of it can be tested
//! natively; and what comes in, which are plain arguments: reading objects
//! field by field would cost a fifth of the module's bytes.
//!
//! In the browser the fields cross as a list, and `src/browser/views.js` gives them their names;
//! natively, for tests and tools, they carry them. A test holds the names together.

use crate::consent::{Method, Purpose, State};
use crate::names::names;
use crate::profile::{EventKind, Stance};

/// How everything stands.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    /// Whether the question may be put.
    pub ask: bool,
    /// Whether all use is stopped for now.
    pub paused: bool,
    /// Whether picks are shown without the profile.
    pub plain: bool,
    /// Whether the next ranking uses the profile.
    pub personal: bool,
    /// Where the profile is.
    pub storage: Storage,
    /// Why it is not on the device, as an error code.
    #[cfg_attr(target_os = "unknown", tsify(optional))]
    #[cfg_attr(not(target_os = "unknown"), serde(skip_serializing_if = "Option::is_none"))]
    pub storage_reason: Option<&'static str>,
    /// Whether the browser sends Global Privacy Control.
    pub gpc: bool,
    /// Learned events kept.
    pub events: u32,
    /// Interests, stated and inferred.
    pub interests: u32,
    /// Preferences stated.
    pub stated: u32,
    /// Whether the site has switched everything off.
    pub off: bool,
    /// Whether the profile is locked: kept, but not used and not shown.
    pub locked: bool,
    /// Whether sponsored items may be among the picks.
    pub sponsored: bool,
    /// From familiar (-2) to surprising picks (2); 0 is as the shop has it.
    pub surprise: i8,
    /// From short (-2) to long memory (2); 0 is as the shop has it.
    pub memory: i8,
    /// Each purpose.
    pub purposes: Vec<PurposeView>,
}

/// Where the profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum Storage {
    /// Nowhere: nothing is kept.
    None,
    /// On this device, sealed.
    Device,
    /// In this page's memory only: gone with it.
    Memory,
}

names! {
    Storage {
        None = "none",
        Device = "device",
        Memory = "memory",
    }
}

/// One purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
pub struct PurposeView {
    /// Which.
    pub purpose: Purpose,
    /// How it stands.
    pub state: State,
    /// Whether the site offers it.
    pub offered: bool,
}

/// One pick.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
pub struct PickView<'a> {
    /// The item's id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its address.
    pub url: &'a str,
    /// Its public display fields, in the feed's order.
    pub display: Vec<(&'a str, &'a str)>,
    /// Its categories and attributes.
    pub facets: Vec<FacetView<'a>>,
    /// Why it is here, strongest first.
    pub reasons: Vec<ReasonView<'a>>,
    /// Its score within this list.
    pub score: f32,
    /// Whether the profile had a part in it.
    pub personal: bool,
    /// Whether somebody pays for it to be shown.
    pub sponsored: bool,
}

/// A category or an attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
pub struct FacetView<'a> {
    /// For example `subject`.
    pub kind: &'a str,
    /// For example `Gothic fiction`.
    pub label: &'a str,
}

/// Why a pick is here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
#[serde(rename_all = "camelCase")]
pub struct ReasonView<'a> {
    /// Which reason.
    pub kind: ReasonKind,
    /// Title of the item behind it.
    #[cfg_attr(target_os = "unknown", tsify(optional))]
    #[cfg_attr(not(target_os = "unknown"), serde(skip_serializing_if = "Option::is_none"))]
    pub item: Option<&'a str>,
    /// The interest behind it.
    #[cfg_attr(target_os = "unknown", tsify(optional))]
    #[cfg_attr(not(target_os = "unknown"), serde(skip_serializing_if = "Option::is_none"))]
    pub facet: Option<FacetView<'a>>,
    /// Whether that interest was stated.
    pub stated: bool,
}

/// Which reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(tsify::Tsify), serde(rename_all = "kebab-case"))]
pub enum ReasonKind {
    /// Others went on to it from an item that the customer looked at.
    Followed,
    /// The customer looked at it before.
    Revisit,
    /// It carries something the customer is interested in.
    Interest,
    /// It goes on from the item that the page shows.
    LikeThis,
    /// It goes with an item in the basket.
    GoesWith,
    /// Many choose it.
    Popular,
    /// The page's own list has it there.
    Listed,
    /// The shop lifted it.
    Boost,
}

names! {
    ReasonKind {
        Followed = "followed",
        Revisit = "revisit",
        Interest = "interest",
        LikeThis = "like-this",
        GoesWith = "goes-with",
        Popular = "popular",
        Listed = "listed",
        Boost = "boost",
    }
}

/// One interest, for the customer's own eyes.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
pub struct InterestView<'a> {
    /// For example `subject`.
    pub kind: &'a str,
    /// For example `Gothic fiction`.
    pub label: &'a str,
    /// From -1 to 1; 0 for one that is wanted never again.
    pub strength: f32,
    /// What the customer stated of it.
    #[cfg_attr(target_os = "unknown", tsify(optional))]
    #[cfg_attr(not(target_os = "unknown"), serde(skip_serializing_if = "Option::is_none"))]
    pub stance: Option<Stance>,
    /// When they did, in minutes since 1970.
    #[cfg_attr(target_os = "unknown", tsify(optional))]
    #[cfg_attr(not(target_os = "unknown"), serde(skip_serializing_if = "Option::is_none"))]
    pub minute: Option<u32>,
    /// The purpose under which that is kept.
    #[cfg_attr(target_os = "unknown", tsify(optional))]
    #[cfg_attr(not(target_os = "unknown"), serde(skip_serializing_if = "Option::is_none"))]
    pub under: Option<Purpose>,
    /// Ids of the events behind it, newest first.
    pub events: Vec<f64>,
}

impl<'a> InterestView<'a> {
    /// One of which nothing is known yet.
    pub(super) fn of(kind: &'a str, label: &'a str) -> InterestView<'a> {
        let (strength, events) = (0.0, Vec::new());
        InterestView { kind, label, strength, stance: None, minute: None, under: None, events }
    }
}

/// One remembered event, for the customer's own eyes.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
pub struct EventView<'a> {
    /// Its id, to forget it by.
    pub id: f64,
    /// What was done.
    pub kind: EventKind,
    /// The item's id.
    pub item: &'a str,
    /// Its title, while the catalogue has it.
    #[cfg_attr(target_os = "unknown", tsify(optional))]
    #[cfg_attr(not(target_os = "unknown"), serde(skip_serializing_if = "Option::is_none"))]
    pub title: Option<&'a str>,
    /// When, in minutes since 1970.
    pub minute: u32,
    /// The purpose under which it is kept.
    pub under: Purpose,
}

/// One choice, as a receipt states it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
#[serde(rename_all = "camelCase")]
pub struct ChoiceView<'a> {
    /// What it is about.
    pub purpose: Purpose,
    /// Allowed, or not.
    pub allowed: bool,
    /// When, in minutes since 1970.
    pub minute: u32,
    /// By which control.
    pub method: Method,
    /// Version of the notice that was shown.
    pub notice_version: &'a str,
    /// SHA-256 of the text that was shown.
    pub notice_hash: &'a str,
    /// Language of that text.
    pub language: &'a str,
    /// Which rules were applied.
    pub jurisdiction: &'a str,
    /// Whether the person had been told of their browser's privacy signal.
    pub told_of_signal: bool,
}

/// What erasing left.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_os = "unknown", derive(serde_tuple::Serialize_tuple, tsify::Tsify))]
#[cfg_attr(not(target_os = "unknown"), derive(serde::Serialize))]
pub struct EraseView {
    /// Whether nothing is left, read back.
    pub erased: bool,
    /// Names of what is still there.
    pub leftovers: Vec<String>,
}
