//! A shop that is too large for one file is ranked from its parts as it is from the whole.

use super::*;
use crate::catalogue::{Cut, graft};

/// What a page knows of a shop that was cut, beside the whole of it.
struct Known {
    whole: Catalogue,
    known: Catalogue,
}

impl Known {
    /// The page knows the head, and the leaves of some items.
    fn of(shop: &PackInput, head: &[u32], leaves: &[ItemIx]) -> Self {
        let cut = Cut::of(shop);
        let leaves: Vec<Catalogue> =
            leaves.iter().map(|item| open(cut.leaf(item.0).unwrap())).collect();
        let known = open(graft(&open(cut.head(head).unwrap()), &leaves).unwrap());
        Self { whole: open(encode(shop).unwrap()), known }
    }

    fn item(&self, item: ItemIx) -> Option<ItemIx> {
        self.known.find(self.whole.id(item))
    }

    fn items(&self, items: &[ItemIx]) -> Vec<ItemIx> {
        items.iter().filter_map(|item| self.item(*item)).collect()
    }

    fn facet(&self, facet: FacetIx) -> Option<FacetIx> {
        self.known.find_facet(self.whole.facet_kind(facet), self.whole.facet_label(facet))
    }

    /// The same profile, by the numbers of the parts.
    fn profile(&self, profile: &Profile) -> Profile {
        let Profile { recent, habits, interests, dismissed, never, dials, sponsors } = profile;
        let visit = |visit: &Visit| Some(Visit { item: self.item(visit.item)?, ..*visit });
        let interest = |interest: &Interest| {
            Some(Interest { facet: self.facet(interest.facet)?, ..interest.clone() })
        };
        let habit = |(item, sum): &(ItemIx, f32)| Some((self.item(*item)?, *sum));
        Profile {
            recent: recent.iter().filter_map(visit).collect(),
            habits: habits.iter().filter_map(habit).collect(),
            interests: interests.iter().filter_map(interest).collect(),
            dismissed: self.items(dismissed),
            never: never.iter().filter_map(|facet| self.facet(*facet)).collect(),
            dials: *dials,
            sponsors: *sponsors,
        }
    }

    /// The same ask of both, among the items that the page has cards of.
    fn asks(&self, ask: &Ask) -> (Ask, Ask) {
        let every = || (0..ITEMS).map(ItemIx).collect();
        let mut within: Vec<ItemIx> = ask.within.clone().unwrap_or_else(every);
        within.retain(|item| self.item(*item).is_some());
        let part = Ask {
            slot: match ask.slot {
                Slot::LikeThis(page) => Slot::LikeThis(self.item(page).unwrap()),
                slot => slot,
            },
            current: self.items(&ask.current),
            exclude: self.items(&ask.exclude),
            within: Some(self.items(&within)),
            ..ask.clone()
        };
        (Ask { within: Some(within), ..ask.clone() }, part)
    }
}

/// The picks with every number, in words that do not depend on how items are numbered.
fn told(catalogue: &Catalogue, picks: &[Pick]) -> Vec<String> {
    let reason = |reason: &Reason| match *reason {
        Reason::Followed { item } => format!("followed {}", catalogue.id(item)),
        Reason::Revisit { item } => format!("revisit {}", catalogue.id(item)),
        Reason::LikeThis { item } => format!("like {}", catalogue.id(item)),
        Reason::GoesWith { item } => format!("goes with {}", catalogue.id(item)),
        Reason::Interest { facet, stated } => {
            format!("interest {} {stated}", catalogue.facet_label(facet))
        }
        Reason::Popular | Reason::Listed | Reason::Boost => format!("{reason:?}"),
    };
    let pick = |Pick { item, score, parts, reasons }: &Pick| {
        let reasons: Vec<String> = reasons.iter().map(reason).collect();
        format!("{} {score:?} {parts:?} {reasons:?}", catalogue.id(*item))
    };
    picks.iter().map(pick).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn parts_rank_what_they_know_as_the_whole_does(
        world in world(),
        head in ascending(ITEMS, 12),
        backward in any::<bool>(),
    ) {
        let shop = shop(&world.rows, &world.facets, &world.boosts, world.weights);
        let page = match world.ask.slot {
            Slot::LikeThis(item) => Some(item),
            Slot::ForYou | Slot::Basket | Slot::Continue | Slot::ReRank => None,
        };
        let visited = world.profile.recent.iter().map(|visit| visit.item);
        let mut leaves: Vec<ItemIx> =
            visited.chain(world.ask.current.iter().copied()).chain(page).collect();
        if backward {
            leaves.reverse();
        }
        let both = Known::of(&shop, &head, &leaves);
        for item in (0..ITEMS).map(ItemIx) {
            let follows = |of: &ItemIx| both.whole.row(*of).any(|(to, _)| to == item);
            let on_a_leaf = leaves.iter().any(|of| *of == item || follows(of));
            prop_assert_eq!(both.item(item).is_some(), on_a_leaf || head.contains(&item.0));
        }

        let (whole, part) = both.asks(&world.ask);
        prop_assert_eq!(
            told(&both.known, &rank(&both.known, &both.profile(&world.profile), &part)),
            told(&both.whole, &rank(&both.whole, &world.profile, &whole))
        );
    }
}
