//! The fold: from what is remembered to what ranking may know.
//! Leaves out any state of its own: the same log, catalogue and minute give
//! the same profile, so that forgetting an entry is folding without it.

use super::dials::Dials;
use super::entry::{Entry, EventKind, Stance, Topic, What};
use super::log::Log;
use crate::catalogue::{Catalogue, FacetIx, ItemIx};
use crate::consent::{Purpose, Uses};
use crate::sort::sort_by;
use crate::time::Minute;

/// Everything that ranking may know of the customer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// The distinct items of the last events, newest first, at most [`RECENT`].
    pub recent: Vec<Visit>,
    /// How much the customer did with each item on earlier days, in views of today, ascending by
    /// item.
    pub habits: Vec<(ItemIx, f32)>,
    /// Interests, strongest first, ties by facet.
    pub interests: Vec<Interest>,
    /// Items that the customer dismissed or disliked, each once: never picked.
    pub dismissed: Vec<ItemIx>,
    /// Facets that the customer wants nothing more of, each once: an item that carries one is never
    /// picked.
    pub never: Vec<FacetIx>,
    /// How the customer wants picks chosen.
    pub dials: Dials,
    /// Whether sponsored items may be ranked by any of the above: only with the proof of
    /// [`Purpose::Sponsor`].
    pub sponsors: bool,
}

/// One distinct item among the last events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Visit {
    /// The item.
    pub item: ItemIx,
    /// Steps back of its latest occurrence: 0 for the last event.
    pub steps: u32,
}

/// One interest of the customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Interest {
    /// What it is about.
    pub facet: FacetIx,
    /// From -1 (less of this) to 1 (the strongest); inferred ones lie in (0, 1).
    pub strength: f32,
    /// Whether the customer stated it; otherwise it was inferred from events.
    pub stated: bool,
}

/// How much what counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knobs {
    /// Days after which an event counts half. Longer: interests fade more
    /// slowly. 1 to 365.
    pub half_life_days: f32,
    /// How many views of one facet's items make half of the strongest
    /// interest. Larger: interests take longer to build. 0.5 to 50.
    pub half_strength: f32,
    /// An inferred interest below it is left out, as noise. 0 to 0.5.
    pub least_strength: f32,
}

impl Default for Knobs {
    fn default() -> Self {
        Knobs { half_life_days: 30.0, half_strength: 3.0, least_strength: 0.1 }
    }
}

impl Profile {
    /// Folds `log` over `catalogue` as of `now`; what `uses` holds no proof
    /// for does not count.
    pub fn fold(
        log: &Log,
        catalogue: &Catalogue,
        knobs: &Knobs,
        dials: Dials,
        now: Minute,
        uses: &Uses<'_>,
    ) -> Profile {
        let counts = |entry: &&Entry| uses.covers(entry.under);
        let sponsors = uses.covers(Purpose::Sponsor);
        let mut profile = Profile { dials, sponsors, ..Profile::default() };
        let half_life_days = knobs.half_life_days * dials.endurance();
        let knobs = &Knobs { half_life_days, ..*knobs };
        // One place for each facet: looking a facet up in a list took most of a fold.
        let mut sums = vec![0.0; catalogue.header().facets as usize];
        let mut stated: Vec<&Topic> = Vec::new();
        let mut last: Option<ItemIx> = None;
        let mut steps = 0;
        for entry in log.entries().iter().rev().filter(counts) {
            match &entry.what {
                What::Statement { topic, stance } => {
                    // The newest statement of a topic is met first and stands.
                    if !stated.contains(&topic) {
                        stated.push(topic);
                        profile.state(catalogue, topic, *stance);
                    }
                }
                // Which is of no item.
                What::Event { kind: EventKind::Shown, .. } => {}
                What::Event { kind, item } => {
                    let Some(item) = catalogue.find(item).filter(|it| !catalogue.is_denied(*it))
                    else {
                        continue;
                    };
                    if matches!(kind, EventKind::Dislike | EventKind::Dismiss) {
                        if !profile.dismissed.contains(&item) {
                            profile.dismissed.push(item);
                        }
                        continue;
                    }
                    // A view and the basket on the same page are one step.
                    if last.is_some_and(|last| last != item) {
                        steps += 1;
                    }
                    last = Some(item);
                    if profile.recent.len() < RECENT
                        && !profile.recent.iter().any(|visit| visit.item == item)
                    {
                        profile.recent.push(Visit { item, steps });
                    }
                    let days = now.days_since(entry.at);
                    if days >= EARLIER {
                        let weight = weight(*kind) * fading(days / HABITS_LAST, knobs);
                        profile.habits.push((item, weight));
                    }
                    let weight = weight(*kind) * fading(days, knobs);
                    for facet in catalogue.facets(item) {
                        if let Some(sum) = sums.get_mut(facet.0 as usize) {
                            *sum += weight;
                        }
                    }
                }
            }
        }
        profile.infer(catalogue, &sums, knobs);
        profile.settle();
        profile
    }

    fn state(&mut self, catalogue: &Catalogue, topic: &Topic, stance: Stance) {
        let Some(facet) = catalogue
            .find_facet(&topic.kind, &topic.label)
            .filter(|facet| !catalogue.is_denied_facet(*facet))
        else {
            return;
        };
        match stance {
            Stance::Never => self.never.push(facet),
            Stance::More => self.interests.push(Interest { facet, strength: MORE, stated: true }),
            Stance::Less => self.interests.push(Interest { facet, strength: LESS, stated: true }),
        }
    }

    /// Stated beats inferred, always: a facet that was stated takes nothing
    /// from events, and one wanted never again stays away.
    fn infer(&mut self, catalogue: &Catalogue, sums: &[f32], knobs: &Knobs) {
        let items = catalogue.whole().max(1) as f32;
        let stated = self.interests.len();
        for (facet, sum) in (0..).map(FacetIx).zip(sums) {
            let known = *sum <= 0.0
                || self.never.contains(&facet)
                || self.interests.iter().take(stated).any(|interest| interest.facet == facet);
            if known || catalogue.is_denied_facet(facet) {
                continue;
            }
            // What most items carry says little about anybody.
            let rarity = 1.0 - catalogue.carriers(facet, usize::MAX) as f32 / items;
            let sum = sum * rarity;
            let strength = sum / (sum + knobs.half_strength);
            if strength >= knobs.least_strength {
                self.interests.push(Interest { facet, strength, stated: false });
            }
        }
    }

    fn settle(&mut self) {
        sort_by(&mut self.interests, |a, b| {
            b.strength.total_cmp(&a.strength).then_with(|| a.facet.cmp(&b.facet))
        });
        sort_by(&mut self.habits, |a, b| a.0.cmp(&b.0));
        let mut habits: Vec<(ItemIx, f32)> = Vec::new();
        for (item, weight) in &self.habits {
            match habits.last_mut() {
                Some((last, sum)) if last == item => *sum += weight,
                _ => habits.push((*item, *weight)),
            }
        }
        self.habits = habits;
        self.recent.retain(|visit| !self.dismissed.contains(&visit.item));
    }
}

/// The learned entries behind the interests, newest first, each with every facet that it speaks
/// for: in one pass, since to look through the log once more for each interest takes seconds.
pub fn evidence(log: &Log, catalogue: &Catalogue) -> Vec<(FacetIx, u64)> {
    let mut evidence = Vec::new();
    for entry in log.entries().iter().rev() {
        if let What::Event { kind, item } = &entry.what
            && !matches!(kind, EventKind::Dislike | EventKind::Dismiss)
            && let Some(item) = catalogue.find(item)
        {
            evidence.extend(catalogue.facets(item).map(|facet| (facet, entry.id)));
        }
    }
    evidence
}

/// What one event counts, in views.
fn weight(kind: EventKind) -> f32 {
    match kind {
        EventKind::View => 1.0,
        EventKind::Engage => 2.0,
        EventKind::Cart => 3.0,
        EventKind::Like => 4.0,
        EventKind::Purchase => 5.0,
        EventKind::Dislike | EventKind::Dismiss | EventKind::Shown => 0.0,
    }
}

/// Exponential decay: a half for every half-life. By the exponential function that ranking has
/// already: one to the base of two would bring a table of its own.
fn fading(days: f32, knobs: &Knobs) -> f32 {
    libm::expf(-core::f32::consts::LN_2 * days / knobs.half_life_days)
}

/// How many distinct items ranking looks back (RANKING.md: L <= 20).
pub const RECENT: usize = 20;

/// Days after which an event is of an earlier visit: what somebody does today is no habit yet.
const EARLIER: f32 = 1.0;

/// How many times longer habits last than interests: what somebody buys, they buy for months.
const HABITS_LAST: f32 = 4.0;

/// Strength of "more of this": above anything inferred.
const MORE: f32 = 1.0;

/// Strength of "less of this".
const LESS: f32 = -0.6;
