//! What a shop's ranking does with its own catalogue and its own customers: each bound on the shop's
//! influence held or broken, and the figures behind it, for somebody who has to judge it.
//!
//! Every list comes from the ranking that is shipped, with profiles from the fold that is shipped.
//! Each measure has a file of its own, with its formula and its paper; each bound has one under
//! `bounds`. What can be said from the bytes of the pack alone is left to `inspect`.

mod bounds;
mod calibration;
mod chance;
mod customers;
mod displacement;
mod dominance;
mod exposure;
mod gini;
mod head;
mod ild;
mod lifts;
mod lorenz;
mod margins;
mod multiplied;
mod page;
mod regret;
mod share;
mod shop;
mod world;

pub use bounds::{Bound, Verdict};
pub use dominance::Dominance;
pub use exposure::{Exposed, Exposure};
pub use lifts::Lift;
pub use page::write_audit_page;

use std::path::PathBuf;

use homekept::catalogue::{Catalogue, FacetIx, ItemIx};
use homekept::ranking::BOOST_MAX;
use serde::Serialize;

use crate::assemble::renumber;
use crate::input::log;
use crate::input::reading::Reading;
use crate::inspect::{Inspection, inspect, open, read};
use crate::{BrokenLines, PackError, Progress, policy};
use chance::Chance;
use customers::Crowd;
use world::World;

/// What to audit.
#[derive(Debug, Clone)]
pub struct AuditOptions {
    /// The pack.
    pub pack: PathBuf,
    /// The log that the customers come from; without one they are invented.
    pub sessions: Option<PathBuf>,
    /// The shop's policy file; without one the boost is the default.
    pub policy: Option<PathBuf>,
    /// How the log is read.
    pub reading: Reading,
    /// How long lists are.
    pub top: usize,
    /// About how many moments of customers are drawn; none: every one of the log.
    pub moments: Option<u64>,
    /// How many invented customers the bounds are tried on besides those of a log.
    pub invented: u64,
    /// About how many customers of each sort what takes long is tried on; none: every one.
    pub tried: Option<u64>,
    /// The kind of attribute that counts as the category; none: the first one.
    pub category: Option<String>,
}

impl AuditOptions {
    /// The options that the command line has without flags.
    #[must_use]
    pub fn new(pack: PathBuf) -> Self {
        Self {
            pack,
            sessions: None,
            policy: None,
            reading: Reading::default(),
            top: 20,
            moments: Some(MOMENTS),
            invented: INVENTED,
            tried: Some(TRIED),
            category: None,
        }
    }
}

/// What was found. As JSON it has these names, in this order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audit {
    /// What the pack says of itself, and whether its bytes bear it out.
    pub pack: Inspection,
    /// What the shop promises.
    pub policy: Promise,
    /// Where the lists come from.
    pub lists: Lists,
    /// Each bound.
    pub bounds: Vec<Bound>,
    /// What each strength of the boost does.
    pub boost: Vec<Lift>,
    /// Who decides what is shown.
    pub dominance: Dominance,
    /// Who is shown.
    pub exposure: Exposure,
    /// The share of places of sponsored items in lists *for you*; none where no item is sponsored.
    pub sponsored_share: Option<f64>,
}

/// What the shop promises.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Promise {
    /// Whether a policy file said so; otherwise these are the defaults.
    pub from_file: bool,
    /// The boost.
    pub boost: f64,
    /// The most that any policy may say.
    pub boost_maximum: f64,
    /// Days after which what was learned is forgotten.
    pub retention_days: u32,
}

/// Where the lists come from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lists {
    /// `sessions` of a log, or `invented` customers.
    pub from: &'static str,
    /// How many moments there were at which somebody could have been shown a list.
    pub moments: u64,
    /// How many of them were looked at.
    pub lists: u64,
    /// How many invented customers the bounds were tried on besides.
    pub invented: u64,
    /// How long lists are.
    pub top: usize,
    /// The kind of attribute that counts as the category.
    pub category: Option<String>,
    /// `pack`, or `supposed` where no item of the pack has a boost: then a tenth of the items, drawn
    /// by a fixed seed, has the largest.
    pub margins: &'static str,
    /// Events of the log whose item is not in the pack.
    pub unknown_events: u64,
}

/// What an audit gives.
#[derive(Debug, Clone)]
pub struct AuditReport {
    /// What was found.
    pub audit: Audit,
    /// Lines of the log that could not be used.
    pub broken: Vec<BrokenLines>,
}

impl Audit {
    /// Whether every bound is kept and the pack is what it claims to be.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.pack.failed().next().is_none()
            && self.bounds.iter().all(|bound| bound.verdict != Verdict::Broken)
    }
}

/// Audits a pack.
///
/// # Errors
/// When a file cannot be read or understood, or there is nobody to make a list for.
pub fn audit(
    options: &AuditOptions,
    progress: &mut dyn Progress,
) -> Result<AuditReport, PackError> {
    let flags = options.reading.flags()?;
    let (policy, said) = policy::read(options.policy.as_deref())?;
    let pack = inspect(&options.pack, progress)?;
    let bytes = read(&options.pack)?;
    let catalogue = open(&options.pack, bytes.clone())?;
    let category = category(&catalogue, options.category.as_deref())?;

    let mut broken = Vec::new();
    let (crowd, invented, moments, unknown_events) = match &options.sessions {
        None => {
            let count = options.moments.unwrap_or(MOMENTS);
            (Crowd::invented(&catalogue, count), None, count, 0)
        }
        Some(path) => {
            let log = log::read(path, &flags, progress)?;
            broken.push(log.broken.clone());
            let ids: Vec<&str> =
                (0..catalogue.len()).map(|item| catalogue.id(ItemIx(item))).collect();
            let (sessions, unknown) = renumber(&log.sessions, &log.ids, &ids);
            let moments = sessions.iter().map(|session| session.events.len() as u64).sum();
            let crowd = Crowd::of_sessions(sessions, options.moments);
            (crowd, Some(Crowd::invented(&catalogue, options.invented)), moments, unknown)
        }
    };
    if crowd.len() == 0 || catalogue.is_empty() {
        return Err(PackError::NothingToAudit { path: options.pack.clone() });
    }

    let supposed = match pack.items.boosted.is_empty() {
        true => Some(margins::with_boosts(&catalogue, &suppose(catalogue.len()))?),
        false => None,
    };
    let world = World {
        bytes: &bytes,
        catalogue: &catalogue,
        lifted: supposed.as_ref().unwrap_or(&catalogue),
        policy: &policy,
        top: options.top,
        category: category.as_deref(),
        crowd: &crowd,
        invented: invented.as_ref(),
        tried: options.tried,
    };
    progress.begin("ranking with and without the boost", None);
    let boost = lifts::measure(&world);
    progress.begin("comparing with the lists of others", None);
    let (dominance, sponsored_share) = dominance::measure(&world);
    progress.begin("counting who is shown", None);
    let exposure = exposure::measure(&world);
    progress.begin("trying the bounds", None);
    let bounds = bounds::all_of(&world, said.as_deref());
    let audit = Audit {
        policy: Promise {
            from_file: options.policy.is_some(),
            boost: lifts::short(policy.boost),
            boost_maximum: lifts::short(BOOST_MAX),
            retention_days: policy.retention_days,
        },
        lists: Lists {
            from: if options.sessions.is_some() { "sessions" } else { "invented" },
            moments,
            lists: crowd.len() as u64,
            invented: invented.as_ref().map_or(0, |invented| invented.len() as u64),
            top: options.top,
            category,
            margins: if supposed.is_some() { "supposed" } else { "pack" },
            unknown_events,
        },
        pack,
        bounds,
        boost,
        dominance,
        exposure,
        sponsored_share,
    };
    Ok(AuditReport { audit, broken })
}

/// The kind that counts as the category: the one that is named, or the first, since packers put
/// categories first.
fn category(catalogue: &Catalogue, named: Option<&str>) -> Result<Option<String>, PackError> {
    let kinds = || (0..catalogue.header().facets).map(|facet| catalogue.facet_kind(FacetIx(facet)));
    match named {
        None => Ok(kinds().next().map(str::to_owned)),
        Some(named) if kinds().any(|kind| kind == named) => Ok(Some(named.to_owned())),
        Some(named) => Err(PackError::FlagUnclear {
            flag: "--category",
            value: named.to_owned(),
            expected: "a kind of category or attribute that the pack has",
        }),
    }
}

/// The boosts of a shop that would like a tenth of its items lifted as far as may be.
fn suppose(items: u32) -> Vec<f32> {
    let mut chance = Chance::default();
    (0..items).map(|_| f32::from(u8::from(chance.happens(1, 10)))).collect()
}

/// About how many moments are looked at, where it is not said: enough for means of two digits.
const MOMENTS: u64 = 2_000;

/// How many invented customers there are besides, where it is not said.
const INVENTED: u64 = 300;

/// How many customers of each sort what takes long is tried on, where it is not said.
const TRIED: u64 = 150;
