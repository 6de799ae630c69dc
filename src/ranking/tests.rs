//! The ranking told on one small catalogue, a case at a time; its laws stand in `laws.rs`.

#![allow(clippy::unwrap_used, reason = "a failing test says where")]
#![allow(clippy::float_cmp, reason = "the same bits are what is meant")]

mod laws;

use super::*;
use crate::catalogue::{FacetInput, FacetIx, ItemInput, PackInput, TableSource, Weights, encode};
use crate::profile::{Dials, Interest, Visit};

const ITEMS: u32 = 24;
const FACETS: u32 = 8;

/// The items that somebody pays for.
const SPONSORED: [u32; 4] = [6, 13, 14, 22];

/// A shop of `ITEMS` items and `FACETS` facets; item 5 and facet 0 are of a denied category.
fn shop(
    rows: &[Vec<(u32, f64)>],
    facets: &[Vec<u32>],
    boosts: &[f32],
    weights: Weights,
) -> PackInput {
    let item = |n: u32| ItemInput {
        id: format!("item-{n:02}"),
        facets: facets[n as usize].clone(),
        available: n != 7,
        denied: n == 5,
        boost: boosts[n as usize],
        sponsored: SPONSORED.contains(&n),
        popularity: f64::from(n * 7 % ITEMS) / f64::from(ITEMS),
        ..ItemInput::default()
    };
    PackInput {
        items: (0..ITEMS).map(item).collect(),
        kinds: vec!["kind".into()],
        facets: (0..FACETS)
            .map(|n| FacetInput { kind: 0, label: format!("{n}"), denied: n == 0 })
            .collect(),
        display_keys: vec![],
        rows: rows.to_vec(),
        vintage_day: 0,
        source: TableSource::Sessions,
        support: 1,
        weights,
    }
}

fn catalogue(
    rows: &[Vec<(u32, f64)>],
    facets: &[Vec<u32>],
    boosts: &[f32],
    weights: Weights,
) -> Catalogue {
    open(encode(&shop(rows, facets, boosts, weights)).unwrap())
}

fn open(pack: Vec<u8>) -> Catalogue {
    Catalogue::open(pack.into()).unwrap()
}

/// Parts in a few lines: item `n` is followed by the next two and carries facet `n % FACETS`.
fn plain() -> Catalogue {
    let mut rows = vec![Vec::new(); ITEMS as usize];
    for n in 0..ITEMS - 2 {
        rows[n as usize] = vec![(n + 1, 1.0), (n + 2, 0.5)];
    }
    let facets: Vec<_> = (0..ITEMS).map(|n| vec![n % FACETS]).collect();
    let weights = Weights { rho: 0.5, diversity: 0.0, ..Weights::default() };
    catalogue(&rows, &facets, &[0.0; ITEMS as usize], weights)
}

fn catalogue_of_one_kind() -> Catalogue {
    let (rows, facets) = (vec![Vec::new(); ITEMS as usize], vec![vec![1]; ITEMS as usize]);
    catalogue(&rows, &facets, &[0.0; ITEMS as usize], Weights::default())
}

fn visits(items: &[u32]) -> Vec<Visit> {
    (0..).zip(items).map(|(steps, item)| Visit { item: ItemIx(*item), steps }).collect()
}

fn interest(facet: u32, strength: f32, stated: bool) -> Interest {
    Interest { facet: FacetIx(facet), strength, stated }
}

fn items(picks: &[Pick]) -> Vec<u32> {
    picks.iter().map(|pick| pick.item.0).collect()
}

#[test]
fn what_follows_the_last_visit_leads_and_says_so() {
    let profile = Profile { recent: visits(&[10, 2]), ..Profile::default() };
    let picks =
        rank(&plain(), &profile, &Ask { current: vec![ItemIx(10)], ..Ask::new(Slot::ForYou, 4) });
    assert_eq!(picks[0].item, ItemIx(11));
    assert_eq!(picks[0].reasons, [Reason::Followed { item: ItemIx(10) }]);
    assert_eq!(picks[0].parts.base, 1.0);
    assert!(picks.iter().any(|pick| pick.reasons.contains(&Reason::Revisit { item: ItemIx(2) })));
    assert!(!items(&picks).contains(&10));
}

#[test]
fn without_a_profile_the_popular_lead_and_say_so() {
    let picks = rank_without_profile(&plain(), &Ask::new(Slot::ForYou, 3));
    // Popularity is 7 n mod 24, which is 23 at 17, 22 at 10, 21 at 3.
    assert_eq!(items(&picks), [17, 10, 3]);
    assert!(picks.iter().all(|pick| pick.reasons == [Reason::Popular]));
}

#[test]
fn like_this_without_a_profile_is_the_row_then_likeness_then_popularity() {
    let picks = rank_without_profile(&plain(), &Ask::new(Slot::LikeThis(ItemIx(1)), 6));
    // 2 and 3 follow 1; 9 and 17 share its facet; the rest is popular.
    assert_eq!(items(&picks), [2, 3, 17, 9, 10, 20]);
    assert_eq!(picks[0].reasons, [Reason::LikeThis { item: ItemIx(1) }]);
    assert_eq!(picks[3].reasons, [Reason::LikeThis { item: ItemIx(1) }]);
    assert_eq!(picks[4].reasons, [Reason::Popular]);
}

#[test]
fn a_list_does_not_repeat_itself_where_others_are_nearly_as_good() {
    let of_one_kind = [0.9, 0.89, 0.88, 0.87, 0.5];
    let row: Vec<(u32, f64)> = (1..).zip(of_one_kind).collect();
    let mut rows = vec![Vec::new(); ITEMS as usize];
    rows[0] = row;
    // Items 1, 2, 3 and 5 are of one kind, 4 is of another.
    let facets: Vec<_> = (0..ITEMS).map(|n| vec![u32::from(n == 4)]).collect();
    let ranked = |diversity| {
        let weights = Weights { diversity, alike: 0.0, ..Weights::default() };
        let catalogue = catalogue(&rows, &facets, &[0.0; ITEMS as usize], weights);
        items(&rank_without_profile(&catalogue, &Ask::new(Slot::LikeThis(ItemIx(0)), 5)))
    };
    assert_eq!(ranked(0.0), [1, 2, 3, 4, 5]);
    // The best stays the best, and what is much worse stays behind.
    assert_eq!(ranked(0.1), [1, 4, 2, 3, 5]);
}

#[test]
fn a_list_has_of_each_category_what_the_customer_looks_at() {
    // Three visits of one kind and one of another; all that follows the first kind is better.
    let mut rows = vec![Vec::new(); ITEMS as usize];
    rows[0] = (8..20).map(|item| (item, if item < 16 { 1.0 } else { 0.8 })).collect();
    let facets: Vec<_> = (0..ITEMS).map(|n| vec![1 + u32::from(n == 3 || n >= 16)]).collect();
    let visits = visits(&[0, 1, 2, 3]);
    let ranked = |calibration| {
        let weights = Weights { calibration, diversity: 0.0, ..Weights::default() };
        let catalogue = catalogue(&rows, &facets, &[0.0; ITEMS as usize], weights);
        let profile = Profile { recent: visits.clone(), ..Profile::default() };
        let ask = Ask { sponsored: false, ..Ask::new(Slot::ForYou, 4) };
        let picks = items(&rank(&catalogue, &profile, &ask));
        picks.iter().map(|item| u32::from(*item >= 16)).collect::<Vec<_>>()
    };
    assert_eq!(ranked(0.0), [0; 4]);
    // A quarter of the visits were of the other kind, so it is not left out.
    assert_eq!(ranked(0.5), [0, 1, 0, 0]);
}

#[test]
fn fair_16_the_last_places_are_for_the_categories_that_a_list_lacks() {
    // Two visits of kind 1 and one of kind 2; all that follows is of kind 1, 3 and 4 were never seen.
    let mut rows = vec![Vec::new(); ITEMS as usize];
    rows[0] = (8..20).map(|item| (item, 1.0)).collect();
    let kind = |n: u32| match n {
        2 | 3 => 2,
        20 | 21 => 3,
        // The one is not to be had, the other is sponsored.
        10 | 14 => 4,
        _ => 1,
    };
    let facets: Vec<_> = (0..ITEMS).map(|n| vec![kind(n)]).collect();
    let mut boosts = [0.0; ITEMS as usize];
    boosts[11] = 1.0;
    let weights = Weights { calibration: 0.0, diversity: 0.0, rho: 0.5, ..Weights::default() };
    let catalogue = catalogue(&rows, &facets, &boosts, weights);
    let kinds = |limit, surprise, less: Option<u32>| {
        let profile = Profile {
            recent: visits(&[0, 1, 2]),
            interests: less.map(|facet| interest(facet, -1.0, true)).into_iter().collect(),
            dials: Dials::at(surprise, 0).unwrap(),
            ..Profile::default()
        };
        let ask = Ask { boost: BOOST_MAX, ..Ask::new(Slot::ForYou, limit) };
        let ask = Ask { exclude: vec![ItemIx(10)], ..ask };
        let picks = rank(&catalogue, &profile, &ask);
        for pick in &picks[limit - profile.dials.kept(limit)..] {
            assert_eq!((pick.parts.boost, pick.parts.apart), (0.0, 0.0));
        }
        let scores = picks.iter().map(|pick| pick.parts.base + pick.parts.fits + pick.parts.boost);
        assert!(scores.collect::<Vec<_>>().is_sorted_by(|above, below| above >= below));
        picks.iter().map(|pick| kind(pick.item.0)).collect::<Vec<_>>()
    };
    // One of a kind that is new, one of the kind that was looked at.
    assert_eq!(kinds(10, 0, None), [1, 1, 1, 1, 1, 1, 1, 1, 3, 2]);
    assert_eq!(kinds(5, 0, None), [1, 1, 1, 1, 3]);
    assert_eq!(kinds(4, 0, None), [1; 4]);
    // Familiar is without, surprising has half of the list; less of a kind is no place for it.
    assert_eq!(kinds(10, -2, None)[8..], [1, 1]);
    assert_eq!(kinds(10, 1, None)[5..7], [3, 2]);
    assert_eq!(kinds(10, 0, Some(2)), [1, 1, 1, 1, 1, 1, 1, 1, 3, 1]);
    // Of a kind that is all there is less is wanted, and the list is as long as without.
    let profile = Profile {
        recent: visits(&[0]),
        interests: vec![interest(1, -1.0, true)],
        ..Profile::default()
    };
    let catalogue = catalogue_of_one_kind();
    assert_eq!(rank(&catalogue, &profile, &Ask::new(Slot::ForYou, 10)).len(), 10);
}

#[test]
fn a_stated_interest_outranks_any_inferred_one() {
    let profile = Profile {
        interests: vec![interest(3, 1.0, false), interest(4, 1.0, true)],
        ..Profile::default()
    };
    let picks = rank(&plain(), &profile, &Ask::new(Slot::ForYou, 6));
    // Items 4, 12, 20 carry facet 4; items 3, 11, 19 carry facet 3; each by popularity.
    assert_eq!(items(&picks), [20, 12, 4, 3, 19, 11]);
    assert_eq!(picks[0].reasons, [Reason::Interest { facet: FacetIx(4), stated: true }]);
    assert_eq!(picks[5].reasons, [Reason::Interest { facet: FacetIx(3), stated: false }]);
}

#[test]
fn continue_is_what_was_looked_at_the_last_first() {
    let mut boosts = [0.0; ITEMS as usize];
    boosts[3] = 1.0;
    let rows = vec![Vec::new(); ITEMS as usize];
    let facets = vec![vec![1]; ITEMS as usize];
    let catalogue = catalogue(&rows, &facets, &boosts, Weights::default());
    // The denied item 5, the item 7 that cannot be had and the dismissed item 9 stay away.
    let profile = Profile {
        recent: visits(&[10, 5, 2, 7, 9, 3]),
        dismissed: vec![ItemIx(9)],
        ..Profile::default()
    };
    let ask = Ask { current: vec![ItemIx(10)], boost: BOOST_MAX, ..Ask::new(Slot::Continue, 8) };
    let picks = rank(&catalogue, &profile, &ask);
    assert_eq!(items(&picks), [2, 3]);
    assert_eq!(picks[1].reasons, [Reason::Revisit { item: ItemIx(3) }]);
    let listed = Ask { within: Some(vec![ItemIx(4), ItemIx(3)]), ..ask.clone() };
    assert_eq!(items(&rank(&catalogue, &profile, &listed)), [3]);
    assert_eq!(rank_without_profile(&catalogue, &ask), []);
}

#[test]
fn a_list_is_moved_by_the_profile_and_says_what_moved_it() {
    let list = |items: &[u32]| Some(items.iter().copied().map(ItemIx).collect());
    let ask = Ask { within: list(&[20, 7, 11, 16, 12]), ..Ask::new(Slot::ReRank, 8) };
    let profile = Profile {
        recent: visits(&[10]),
        interests: vec![interest(16 % FACETS, -1.0, true)],
        dismissed: vec![ItemIx(20)],
        ..Profile::default()
    };
    let picks = rank(&plain(), &profile, &ask);
    // 11 and 12 follow 10; of 16 less is wanted, of 20 nothing; 7 cannot be had, and stays listed.
    assert_eq!(items(&picks), [11, 12, 7, 16, 20]);
    let followed = Reason::Followed { item: ItemIx(10) };
    assert_eq!(picks[0].reasons, [followed, Reason::Listed]);
    assert_eq!(picks[2].reasons, [Reason::Listed]);
}

#[test]
fn within_a_list_nothing_else_is_picked() {
    let within = Some([3, 4, 5, 7].map(ItemIx).to_vec());
    let ask = Ask { within, ..Ask::new(Slot::ForYou, 8) };
    let profile = Profile { recent: visits(&[2]), ..Profile::default() };
    assert_eq!(items(&rank(&plain(), &profile, &ask)), [3, 4, 5]);
}

#[test]
fn less_of_a_facet_pushes_down_without_removing() {
    let ask = Ask::new(Slot::ForYou, ITEMS as usize);
    let profile = Profile { recent: visits(&[10]), ..Profile::default() };
    let less = Profile { interests: vec![interest(11 % FACETS, -1.0, true)], ..profile.clone() };
    let place = |picks: &[Pick]| picks.iter().position(|pick| pick.item == ItemIx(11));
    assert_eq!(place(&rank(&plain(), &profile, &ask)), Some(0));
    assert!(place(&rank(&plain(), &less, &ask)) > Some(0));
}

#[test]
fn a_denied_item_or_facet_in_a_profile_changes_nothing() {
    let ask = Ask::new(Slot::ForYou, ITEMS as usize);
    let profile = Profile {
        recent: visits(&[5]),
        interests: vec![interest(0, 1.0, true)],
        ..Profile::default()
    };
    assert_eq!(rank(&plain(), &profile, &ask), rank_without_profile(&plain(), &ask));
    // Item 5 follows item 4, but is shown for being popular alone.
    let picks = rank(&plain(), &Profile { recent: visits(&[4]), ..Profile::default() }, &ask);
    let denied = picks.iter().find(|pick| pick.item == ItemIx(5)).unwrap();
    assert_eq!(
        (denied.parts.transition, denied.parts.revisit, denied.parts.interest),
        (0.0, 0.0, 0.0)
    );
}

#[test]
fn a_profile_that_names_what_is_not_there_is_harmless() {
    let profile = Profile {
        habits: vec![(ItemIx(5), 9.0), (ItemIx(ITEMS), 9.0)],
        recent: visits(&[ITEMS, u32::MAX, 3, 3]),
        interests: vec![interest(u32::MAX, f32::INFINITY, true), interest(1, f32::NAN, true)],
        dismissed: vec![ItemIx(u32::MAX)],
        never: vec![FacetIx(u32::MAX)],
        dials: Dials::default(),
        sponsors: true,
    };
    let ask = Ask { exclude: vec![ItemIx(u32::MAX)], boost: f32::NAN, ..Ask::new(Slot::ForYou, 5) };
    let picks = rank(&plain(), &profile, &ask);
    assert_eq!(picks.len(), 5);
    assert!(picks.iter().all(|pick| pick.score.is_finite()));
    let nowhere = rank(&plain(), &profile, &Ask::new(Slot::LikeThis(ItemIx(u32::MAX)), 5));
    assert_eq!(nowhere.len(), 5);
}

#[test]
fn ranking_never_reads_the_display_fields() {
    let sources = [
        include_str!("ask.rs"),
        include_str!("candidates.rs"),
        include_str!("filter.rs"),
        include_str!("mix.rs"),
        include_str!("mod.rs"),
        include_str!("order.rs"),
        include_str!("reasons.rs"),
        include_str!("score.rs"),
    ];
    for source in sources {
        assert!(!source.contains(".display(") && !source.contains("Display"));
    }
}

#[test]
fn what_was_bought_on_earlier_days_comes_back_and_says_so() {
    let habits = vec![(ItemIx(9), 2.0), (ItemIx(17), 0.2)];
    let profile = Profile { habits, recent: visits(&[10]), ..Profile::default() };
    let picks = rank(&plain(), &profile, &Ask::new(Slot::ForYou, 24));
    // Two thirds and a sixth of 0.3 beside what follows item 10, and itself.
    let habit = |item| picks.iter().find(|pick| pick.item == ItemIx(item)).unwrap();
    assert!((habit(9).parts.revisit - 0.2).abs() < 1e-6, "{:?}", habit(9));
    assert!((habit(17).parts.revisit - 0.05).abs() < 1e-6, "{:?}", habit(17));
    assert_eq!(habit(9).reasons, [Reason::Revisit { item: ItemIx(9) }]);
}

#[test]
fn what_goes_with_the_basket_follows_any_of_it_and_names_which() {
    let ask = Ask { current: vec![ItemIx(1), ItemIx(9)], ..Ask::new(Slot::Basket, 4) };
    let picks = rank_without_profile(&plain(), &ask);
    // 10 and 11 follow what was put in last, 2 and 3 what was before. Likeness brings in nothing.
    assert_eq!(items(&picks), [10, 2, 11, 3]);
    assert_eq!(picks[0].reasons, [Reason::GoesWith { item: ItemIx(9) }]);
    assert_eq!(picks[1].reasons, [Reason::GoesWith { item: ItemIx(1) }]);
    assert!(picks.iter().all(|pick| pick.parts.alike == 0.0));
    // Of what nobody knows nothing goes on: what is popular fills up.
    let empty = Ask { current: vec![], ..ask };
    assert_eq!(items(&rank_without_profile(&plain(), &empty)), [17, 10, 3, 20]);
}

#[test]
fn a_lift_where_nothing_has_a_score_is_worth_less_than_beside_a_visit() {
    let mut rows = vec![Vec::new(); ITEMS as usize];
    rows[1] = vec![(0, 1.0), (2, 1.0)];
    let facets = vec![Vec::new(); ITEMS as usize];
    let mut boosts = [0.0; ITEMS as usize];
    boosts[0] = 1.0;
    let catalogue =
        catalogue(&rows, &facets, &boosts, Weights { popularity: 0.0, ..Weights::default() });
    let profile =
        Profile { recent: vec![Visit { item: ItemIx(1), steps: 20 }], ..Profile::default() };
    // The visit is long ago, what follows it barely counts; without it not even that is left.
    let ask = Ask { boost: BOOST_MAX, ..Ask::new(Slot::ForYou, 24) };
    let first = |profile| rank(&catalogue, profile, &ask).swap_remove(0);
    let (with, without) = (first(&profile), first(&Profile::default()));
    assert_eq!(with.item, ItemIx(0));
    assert_eq!(with.reasons, [Reason::Followed { item: ItemIx(1) }]);
    assert_eq!((without.item, &without.reasons[..]), (ItemIx(0), &[Reason::Boost][..]));
    assert!(without.score < with.score, "{} then {}", with.score, without.score);
}

#[test]
fn dials_turn_from_familiar_to_surprising_and_from_short_to_long_memory() {
    let parts = |surprise, memory, item| {
        let profile = Profile {
            dials: Dials::at(surprise, memory).unwrap(),
            habits: vec![(ItemIx(16), 2.0)],
            ..Profile { recent: visits(&[10, 2]), ..Profile::default() }
        };
        let picks = rank(&plain(), &profile, &Ask::new(Slot::ForYou, 24));
        picks.into_iter().find(|pick| pick.item == ItemIx(item)).unwrap().parts
    };
    // Half of what brings back the habit, and twice.
    let habit = parts(0, 0, 16).revisit;
    assert_eq!(parts(1, 0, 16).revisit, habit / 2.0);
    assert_eq!(parts(-1, 0, 16).revisit, habit * 2.0);
    // The visit before the last weighs exp(-1), exp(-1/2), exp(-2).
    let follower = |memory| parts(0, memory, 4).transition;
    assert!((follower(1) / follower(0) - libm::expf(0.5)).abs() < 1e-4);
    assert!((follower(-1) / follower(0) - libm::expf(-1.0)).abs() < 1e-4);
}

#[test]
fn the_list_fills_up_where_sponsored_items_are_left_out() {
    for sponsored in [true, false] {
        let ask = Ask { sponsored, ..Ask::new(Slot::ForYou, 15) };
        let picks = rank_without_profile(&plain(), &ask);
        let paid: Vec<usize> = (0..)
            .zip(&picks)
            .filter(|(_, pick)| SPONSORED.contains(&pick.item.0))
            .map(|(n, _)| n)
            .collect();
        assert_eq!(picks.len(), 15);
        assert_eq!(paid.len(), if sponsored { 2 } else { 0 }, "{paid:?}");
        assert!(paid.iter().zip([4, 9]).all(|(place, least)| *place >= least), "{paid:?}");
    }
}
