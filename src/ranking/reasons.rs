//! Why an item was picked, made from the numbers that made its score.

use crate::catalogue::{FacetIx, ItemIx};
use crate::sort::sort_by;

use super::Parts;
use super::score::Scorer;

/// Why an item was picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It tends to follow an item that the customer looked at.
    Followed {
        /// The item that was looked at.
        item: ItemIx,
    },
    /// The customer looked at it before.
    Revisit {
        /// The picked item itself.
        item: ItemIx,
    },
    /// It carries a facet that the customer is interested in.
    Interest {
        /// The facet.
        facet: FacetIx,
        /// Whether the customer stated the interest; otherwise it was inferred.
        stated: bool,
    },
    /// It follows or resembles the page's item, which says nothing of the customer.
    LikeThis {
        /// The page's item.
        item: ItemIx,
    },
    /// It tends to follow an item in the basket, which the page knows.
    GoesWith {
        /// The item in the basket.
        item: ItemIx,
    },
    /// It is popular with everyone.
    Popular,
    /// The page's own list has it there.
    Listed,
    /// The business lifted it, within the bound.
    Boost,
}

/// The strongest reasons behind a score, the strongest first. Each makes up a real share of it, so
/// that the score falls when it is taken away.
pub(super) fn name(
    scorer: &Scorer<'_>,
    item: ItemIx,
    parts: &Parts,
    score: f32,
    top: f32,
) -> Vec<Reason> {
    let mut found: Vec<(f32, Reason)> = Vec::new();
    let mut again = parts.revisit;
    let personal = scorer.may_know(item);
    for vote in scorer.votes_for(item) {
        match scorer.sources.source(vote) {
            Some(source) if !source.public && !personal => {}
            // Items can follow themselves: people come back to them.
            Some(source) if !source.public && source.item == item => again += vote.strength,
            Some(source) if !source.public => {
                found.push((vote.strength * parts.damping, Reason::Followed { item: source.item }));
            }
            Some(source) if scorer.page.is_none() => {
                found.push((vote.strength * parts.damping, Reason::GoesWith { item: source.item }));
            }
            _ => {}
        }
    }
    for interest in scorer.interests_in(item).filter(|interest| personal && interest.strength > 0.0)
    {
        let share = scorer.share_of(interest, item) * parts.damping;
        found.push((share, Reason::Interest { facet: interest.facet, stated: interest.stated }));
    }
    if let Some(page) = scorer.page {
        found.push((
            (parts.like_this + parts.alike) * parts.damping,
            Reason::LikeThis { item: page },
        ));
    }
    found.push((again * parts.damping, Reason::Revisit { item }));
    found.push((parts.popularity * parts.damping, Reason::Popular));
    found.push((parts.place * parts.damping, Reason::Listed));
    found.push((parts.boost * top, Reason::Boost));

    found.retain(|(share, _)| *share > 0.0 && *share >= score * LEAST_SHARE);
    sort_by(&mut found, |(first, a), (second, b)| second.total_cmp(first).then_with(|| a.cmp(b)));
    found.truncate(MOST_REASONS);
    found.into_iter().map(|(_, reason)| reason).collect()
}

/// The least share of a score that is named. A smaller one would be true but not why.
const LEAST_SHARE: f32 = 0.1;

/// How many reasons a pick names at most: what fits under a card.
const MOST_REASONS: usize = 3;
