//! Faithful reasons: take what a reason names out of the profile, and the score of the pick falls.

use homekept::profile::Profile;
use homekept::ranking::{Ask, Pick, Reason, Slot, rank};

use super::super::customers::Customer;
use super::super::world::{Moment, World};
use super::{Bound, Tally};

pub(super) fn attempt(world: &World<'_>, moment: &Moment<'_>) -> Tally {
    let mut tally = Tally::default();
    if moment.is_sampled {
        let slots = [Slot::ForYou, Slot::Continue];
        let page = moment.customer.page().map(Slot::LikeThis);
        for slot in slots.into_iter().chain(page) {
            let ask = world.ask(moment.customer, slot);
            hold_all(world, moment.customer, &moment.profile, &ask, &mut tally);
        }
    }
    tally
}

/// Holds every reason that a list names of the profile. The picks that name the same one are ranked
/// without it together, among themselves: their scores do not depend on who else is there.
fn hold_all(
    world: &World<'_>,
    customer: &Customer,
    profile: &Profile,
    ask: &Ask,
    tally: &mut Tally,
) {
    let picks = rank(world.catalogue, profile, ask);
    let mut told: Vec<Reason> = Vec::new();
    for reason in picks.iter().flat_map(|pick| &pick.reasons) {
        if told.contains(reason) {
            continue;
        }
        told.push(*reason);
        let Some(without) = without(profile, *reason) else { continue };
        let naming: Vec<&Pick> =
            picks.iter().filter(|pick| pick.reasons.contains(reason)).collect();
        let within = Some(naming.iter().map(|pick| pick.item).collect());
        let after = rank(world.catalogue, &without, &Ask { within, ..ask.clone() });
        for pick in naming {
            let score = after.iter().find(|again| again.item == pick.item);
            let falls = score.is_none_or(|again| again.score < pick.score);
            tally.hold(falls && without != *profile, || {
                let title = world.title(pick.item);
                format!("{title} does as well without its reason, {}", world.told(customer))
            });
        }
    }
}

/// The profile without what a reason names; none for reasons that say nothing of the customer.
fn without(profile: &Profile, reason: Reason) -> Option<Profile> {
    let mut without = profile.clone();
    match reason {
        Reason::Followed { item } | Reason::Revisit { item } => {
            without.recent.retain(|visit| visit.item != item);
            without.habits.retain(|(habit, _)| *habit != item);
        }
        Reason::Interest { facet, .. } => {
            without.interests.retain(|interest| interest.facet != facet);
        }
        Reason::LikeThis { .. }
        | Reason::GoesWith { .. }
        | Reason::Popular
        | Reason::Listed
        | Reason::Boost => return None,
    }
    Some(without)
}

pub(super) fn bound(tally: Tally) -> Bound {
    tally.bound("faithful-reasons", CLAIM, "reasons", None)
}

const CLAIM: &str =
    "without what a reason names of the customer, the pick that it explains has a lower score";
