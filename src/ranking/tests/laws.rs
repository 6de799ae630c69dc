//! The laws of ranking, on catalogues, profiles and asks of random parts.

mod cut;

use proptest::prelude::*;

use super::*;

/// A catalogue, a profile and an ask of random parts.
#[derive(Debug)]
struct World {
    rows: Vec<Vec<(u32, f64)>>,
    facets: Vec<Vec<u32>>,
    boosts: Vec<f32>,
    weights: Weights,
    profile: Profile,
    ask: Ask,
}

impl World {
    fn catalogue(&self) -> Catalogue {
        catalogue(&self.rows, &self.facets, &self.boosts, self.weights)
    }

    fn rank(&self, profile: &Profile) -> Vec<Pick> {
        rank(&self.catalogue(), profile, &self.ask)
    }

    /// How many places come before those that are kept for what the list lacks.
    fn free(&self) -> usize {
        let (catalogue, limit) = (self.catalogue(), self.ask.limit);
        let has_a_category = |visit: &Visit| {
            !catalogue.is_denied(visit.item) && catalogue.categories(visit.item).next().is_some()
        };
        let has_a_mix = self.profile.recent.iter().any(has_a_category);
        let is_enough = self
            .candidates()
            .iter()
            .filter(|(item, damping)| *damping >= 1.0 && !SPONSORED.contains(&item.0))
            .count()
            >= limit;
        let keeps = self.ask.slot == Slot::ForYou && has_a_mix && is_enough;
        limit - if keeps { self.profile.dials.kept(limit) } else { 0 }
    }

    /// What is ranked, each with what less of it is wanted.
    fn candidates(&self) -> Vec<(ItemIx, f32)> {
        let (catalogue, profile, ask) = (&self.catalogue(), &self.profile, &self.ask);
        let weights = &profile.dials.turn(&catalogue.header().weights);
        let filter = Filter::of(catalogue, profile, ask);
        let sources = Sources::of(catalogue, profile, weights, ask);
        let votes = sources.votes(catalogue);
        let scorer = Scorer::of(catalogue, profile, &filter, weights, &sources, &votes);
        let items = candidates::gather(catalogue, ask, &sources, &votes, &scorer, &filter);
        let passing = items.into_iter().filter(|item| filter.lets_pass(*item));
        passing.map(|item| (item, scorer.raw(item).damping)).collect()
    }

    fn free_picks(&self) -> Vec<Pick> {
        let mut picks = self.rank(&self.profile);
        picks.truncate(self.free());
        picks
    }
}

fn ascending(below: u32, most: usize) -> impl Strategy<Value = Vec<u32>> {
    prop::collection::btree_set(0..below, 0..=most).prop_map(|set| set.into_iter().collect())
}

/// The bounds of these and of the other numbers are sums of few powers of two: between others the
/// sampler of proptest now and then stops at a rounding of its own.
fn weights() -> impl Strategy<Value = Weights> {
    let knob = |low: f32, high: f32| low..=high;
    (
        knob(0.25, 5.0),
        knob(0.0, 2.0),
        knob(0.25, 8.0),
        knob(0.0, 2.0),
        knob(0.0, 2.0),
        knob(0.0, 4.0),
        knob(0.0, 1.0),
    )
        .prop_map(|(lambda, rho, tau, interest, above, less, memory)| Weights {
            habit: rho,
            lambda,
            rho,
            tau,
            interest,
            stated: interest + above,
            less,
            memory,
            alike: above,
            popularity: 0.05 * memory,
            diversity: 0.5 * memory,
            calibration: 0.25 * rho,
        })
}

fn profile() -> impl Strategy<Value = Profile> {
    let interests = prop::collection::btree_map(0..FACETS, (-1.0f32..=1.0, any::<bool>()), 0..5);
    let visits = prop::collection::vec((0..ITEMS, 0u32..25), 0..8);
    let habits = prop::collection::btree_map(0..ITEMS, 0.0625f32..8.0, 0..5);
    let word = (-2i32..=2, -2i32..=2, any::<bool>());
    (visits, habits, interests, ascending(ITEMS, 3), ascending(FACETS, 1), word).prop_map(
        |(recent, habits, interests, dismissed, never, (surprise, memory, sponsors))| Profile {
            dials: Dials::at(surprise, memory).unwrap(),
            sponsors,
            habits: habits.into_iter().map(|(item, sum)| (ItemIx(item), sum)).collect(),
            recent: recent
                .into_iter()
                .map(|(item, steps)| Visit { item: ItemIx(item), steps })
                .collect(),
            interests: interests
                .into_iter()
                .map(|(facet, (strength, stated))| interest(facet, strength, stated))
                .collect(),
            dismissed: dismissed.into_iter().map(ItemIx).collect(),
            never: never.into_iter().map(FacetIx).collect(),
        },
    )
}

fn ask() -> impl Strategy<Value = Ask> {
    let slot = prop_oneof![
        Just(Slot::ForYou),
        (0..ITEMS).prop_map(|item| Slot::LikeThis(ItemIx(item))),
        Just(Slot::Basket),
        Just(Slot::Continue),
        Just(Slot::ReRank),
    ];
    let within = prop::option::of(prop::collection::vec(0..ITEMS, 0..20));
    let current = prop::collection::vec((0..ITEMS).prop_map(ItemIx), 0..4);
    let shop = (-0.125f32..0.25, any::<bool>());
    (slot, 1usize..12, current, ascending(ITEMS, 3), within, shop).prop_map(
        |(slot, limit, current, exclude, within, (boost, sponsored))| Ask {
            slot,
            limit,
            current,
            exclude: exclude.into_iter().map(ItemIx).collect(),
            // What is re-ranked is a list.
            within: within
                .or((slot == Slot::ReRank).then(Vec::new))
                .map(|list| list.into_iter().map(ItemIx).collect()),
            boost,
            sponsored,
        },
    )
}

fn world() -> impl Strategy<Value = World> {
    let row = prop::collection::btree_map(0..ITEMS, 0.0625f64..8.0, 0..6)
        .prop_map(|row| row.into_iter().collect());
    let rows = prop::collection::vec(row, ITEMS as usize);
    let facets = prop::collection::vec(ascending(FACETS, 3), ITEMS as usize);
    let boosts = prop::collection::vec(prop_oneof![Just(0.0f32), 0.0f32..=1.0], ITEMS as usize);
    (rows, facets, boosts, weights(), profile(), ask()).prop_map(
        |(rows, facets, boosts, weights, profile, ask)| World {
            rows,
            facets,
            boosts,
            weights,
            profile,
            ask,
        },
    )
}
proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn one_in_five_picks_is_sponsored_at_most_and_the_best_match_never(world in world()) {
        let picks = world.rank(&world.profile);
        let mut sponsored = 0;
        for (place, pick) in picks.iter().enumerate().filter(|_| world.ask.is_free()) {
            sponsored += usize::from(SPONSORED.contains(&pick.item.0));
            prop_assert!(sponsored * SPONSORED_ONE_IN <= place + 1);
        }
        prop_assert!(world.ask.sponsored || sponsored == 0);
    }

    #[test]
    fn nothing_of_the_customer_lifts_what_is_sponsored_without_their_word(mut world in world()) {
        world.profile.sponsors = false;
        for pick in world.rank(&world.profile) {
            if SPONSORED.contains(&pick.item.0) && world.ask.slot != Slot::Continue {
                let Parts { transition, revisit, interest, fits, .. } = pick.parts;
                prop_assert_eq!((transition, revisit, interest, fits), (0.0, 0.0, 0.0, 0.0));
                let personal = |reason: &Reason| matches!(reason, Reason::Followed { .. } | Reason::Revisit { .. } | Reason::Interest { .. });
                prop_assert!(!pick.reasons.iter().any(personal));
            }
        }
    }

    #[test]
    fn nothing_stands_above_a_pick_that_beats_it_by_more_than_the_boost(world in world()) {
        let eps = world.ask.boost.clamp(0.0, BOOST_MAX);
        let picks = world.rank(&world.profile);
        for (place, above) in picks.iter().enumerate() {
            prop_assert!((0.0..=1.0).contains(&above.parts.base) && (0.0..=eps).contains(&above.parts.boost));
            let unlifted = |pick: &Pick| pick.parts.base - pick.parts.apart + pick.parts.fits;
            for below in &picks[place..] {
                prop_assert!(unlifted(below) - unlifted(above) <= eps + 1e-6);
                let lifted = |pick: &Pick| unlifted(pick) + pick.parts.boost;
                prop_assert!(lifted(below) <= lifted(above) + 1e-6);
            }
        }
    }

    #[test]
    fn what_is_like_a_pick_above_it_stands_lower_by_just_that(mut world in world()) {
        world.ask.boost = 0.0;
        let catalogue = world.catalogue();
        let diversity = world.profile.dials.turn(&catalogue.header().weights).diversity;
        let picks = world.free_picks();
        for (place, pick) in picks.iter().enumerate() {
            let alike = |above: &Pick| {
                score::likeness(&score::telling(&catalogue, above.item), catalogue.facets(pick.item))
            };
            let counts = |above: &&Pick| !SPONSORED.contains(&above.item.0);
            let most = picks[..place].iter().filter(counts).map(alike).fold(0.0, f32::max);
            let is_free = world.ask.is_free();
            let expected = if is_free { diversity * most } else { 0.0 };
            prop_assert!((pick.parts.apart - expected).abs() < 1e-6, "{} {expected}", pick.parts.apart);
        }
    }

    #[test]
    fn what_brings_the_list_nearer_to_the_customers_mix_stands_higher_by_just_that(mut world in world()) {
        world.ask.boost = 0.0;
        let catalogue = world.catalogue();
        let calibration = world.profile.dials.turn(&catalogue.header().weights).calibration;
        let visited: Vec<ItemIx> = world.profile.recent.iter().map(|visit| visit.item).collect();
        let visited: Vec<ItemIx> = visited.iter().enumerate().filter(|(n, item)| !visited[..*n].contains(item) && !catalogue.is_denied(**item)).map(|(_, item)| *item).collect();
        let categories = |item: ItemIx| catalogue.categories(item).collect::<Vec<_>>();
        // How much of a category some items have, each sharing itself out among its own.
        let amount = |items: &[ItemIx], category| -> f32 {
            items.iter().map(|item| categories(*item)).filter(|of| of.contains(&category)).map(|of| 1.0 / of.len() as f32).sum()
        };
        let picks = world.free_picks();
        for (place, pick) in picks.iter().enumerate() {
            let above: Vec<ItemIx> = picks[..place].iter().map(|above| above.item).filter(|above| !SPONSORED.contains(&above.0)).collect();
            let gain = |category: &FacetIx| {
                let wanted = amount(&visited, *category) / visited.len() as f32;
                let one = 0.99 / (above.len() as f32 + 1.0);
                let share = one * amount(&above, *category) + 0.01 * wanted;
                if wanted > 0.0 { wanted * libm::logf((share + one) / share) } else { 0.0 }
            };
            let of = categories(pick.item);
            let mean = of.iter().map(gain).sum::<f32>() / of.len().max(1) as f32;
            let theirs = pick.parts.transition + pick.parts.revisit + pick.parts.interest > 0.0;
            let expected = if world.ask.slot == Slot::ForYou && theirs { calibration * mean } else { 0.0 };
            prop_assert!((pick.parts.fits - expected).abs() < 1e-4, "{} {expected}", pick.parts.fits);
        }
    }

    #[test]
    fn fair_16_in_a_kept_place_is_nothing_that_is_paid_for_lifted_or_less_wanted(world in world()) {
        let picks = world.rank(&world.profile);
        for (place, pick) in picks.iter().enumerate().skip(world.free()) {
            let Parts { boost, apart, fits, base, damping, .. } = pick.parts;
            prop_assert!(!SPONSORED.contains(&pick.item.0));
            prop_assert_eq!((boost, apart, damping), (0.0, 0.0, 1.0));
            let above = &picks[place - 1].parts;
            prop_assert!(base + fits <= above.base - above.apart + above.fits + above.boost + 1e-6);
        }
    }

    #[test]
    fn without_the_boost_the_margins_change_nothing(mut world in world()) {
        world.ask.boost = 0.0;
        let before = world.rank(&world.profile);
        world.boosts.rotate_left(5);
        prop_assert_eq!(before, world.rank(&world.profile));
    }

    #[test]
    fn with_the_profile_off_not_a_byte_of_it_matters(world in world()) {
        let off = rank_without_profile(&world.catalogue(), &world.ask);
        prop_assert_eq!(&off, &world.rank(&Profile::default()));
        for pick in &off {
            prop_assert_eq!((pick.parts.transition, pick.parts.revisit, pick.parts.interest), (0.0, 0.0, 0.0));
            prop_assert_eq!(pick.parts.fits, 0.0);
            let public = |reason: &Reason| matches!(reason, Reason::LikeThis { .. } | Reason::GoesWith { .. } | Reason::Popular | Reason::Listed | Reason::Boost);
            prop_assert!(pick.reasons.iter().all(public));
        }
    }

    #[test]
    fn without_a_named_reason_the_score_falls(world in world()) {
        for (place, pick) in world.rank(&world.profile).iter().enumerate() {
            for reason in &pick.reasons {
                let mut without = world.profile.clone();
                match *reason {
                    Reason::Followed { item } | Reason::Revisit { item } => {
                        without.recent.retain(|visit| visit.item != item);
                        without.habits.retain(|(habit, _)| *habit != item);
                    }
                    Reason::Interest { facet, .. } => without.interests.retain(|interest| interest.facet != facet),
                    Reason::LikeThis { .. } | Reason::GoesWith { .. } | Reason::Popular | Reason::Listed | Reason::Boost => continue,
                }
                prop_assert_ne!(&without, &world.profile, "the reason names something of the profile");
                let all = Ask { limit: ITEMS as usize, ..world.ask.clone() };
                let after = rank(&world.catalogue(), &without, &all);
                if let Some(again) = after.iter().find(|again| again.item == pick.item) {
                    // In a kept place nothing is lifted, in the longer list it may be.
                    let score = |of: &Pick| if place < world.free() { of.score } else { of.parts.raw };
                    prop_assert!(score(again) < score(pick), "{reason:?}: {} then {}", score(pick), score(again));
                }
            }
        }
    }

    #[test]
    fn a_boost_is_named_only_where_one_is_given(world in world()) {
        for pick in world.rank(&world.profile) {
            let named = pick.reasons.contains(&Reason::Boost);
            prop_assert!(!named || pick.parts.boost > 0.0);
        }
    }

    #[test]
    fn no_pick_comes_twice_and_none_that_was_turned_down(world in world()) {
        let catalogue = world.catalogue();
        let picks = world.rank(&world.profile);
        prop_assert!(picks.len() <= world.ask.limit);
        for (place, pick) in picks.iter().enumerate() {
            let item = pick.item;
            prop_assert!(!picks[..place].iter().any(|earlier| earlier.item == item));
            prop_assert!(!world.ask.exclude.contains(&item));
            prop_assert!(world.ask.within.as_ref().is_none_or(|list| list.contains(&item)));
            if world.ask.slot == Slot::ReRank {
                continue;
            }
            prop_assert!(catalogue.is_available(item) && !world.profile.dismissed.contains(&item));
            prop_assert!(!catalogue.facets(item).any(|facet| world.profile.never.contains(&facet)));
            prop_assert!(!world.ask.current.contains(&item));
            prop_assert!(world.ask.slot != Slot::LikeThis(item));
        }
    }

    #[test]
    fn a_list_comes_back_whole_and_without_a_profile_as_it_was(mut world in world()) {
        let ask = &mut world.ask;
        (ask.slot, ask.limit) = (Slot::ReRank, ITEMS as usize);
        let list = ask.within.get_or_insert_default().clone();
        let mut whole: Vec<u32> = Vec::new();
        for item in list.iter().filter(|item| !ask.exclude.contains(item)) {
            if !whole.contains(&item.0) {
                whole.push(item.0);
            }
        }
        prop_assert_eq!(items(&rank_without_profile(&world.catalogue(), &world.ask)), &whole[..]);
        let mut mine = items(&world.rank(&world.profile));
        mine.sort_unstable();
        whole.sort_unstable();
        prop_assert_eq!(mine, whole);
    }

    #[test]
    fn fair_18_the_same_arguments_give_the_same_bits(world in world()) {
        let bits = |picks: Vec<Pick>| picks.iter().map(|pick| (pick.item, pick.score.to_bits())).collect::<Vec<_>>();
        prop_assert_eq!(bits(world.rank(&world.profile)), bits(world.rank(&world.profile)));
    }
}
