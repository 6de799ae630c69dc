//! Barriers in every state of our elements, in every look and language: all of it in English in
//! Chromium, every two together in all engines, and everything with `--long`.

use crate::languages::{comes_from, tags};
use crate::themes::{KIND, wears};
use homekept_e2e::{Customer, DESKTOP, Engine};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test(flavor = "multi_thread")]
async fn ui_01_no_state_has_a_barrier_in_any_look() {
    if Engine::under_test() == Engine::Chromium {
        let all = STATES.iter().flat_map(|state| looks().map(move |look| (*state, "en", look)));
        meet_no_barrier(all).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ui_01_no_state_has_a_barrier_in_any_language_and_no_language_in_any_look() {
    let looks: Vec<Look> = looks().collect();
    let engine = Engine::ALL.iter().position(|engine| *engine == Engine::under_test());
    let table = every_two([STATES.len(), tags().count(), looks.len(), Engine::ALL.len()]);
    let here = table.into_iter().filter(|row| Some(row[3]) == engine);
    let language = |at: usize| tags().nth(at).expect("a language");
    meet_no_barrier(here.map(|[state, tag, look, _]| (STATES[state], language(tag), looks[look])))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "480 combinations an engine: `cargo xtask test --long` runs it"]
async fn ui_01_no_state_has_a_barrier_in_any_language_and_look() {
    let all = STATES
        .iter()
        .flat_map(|state| tags().flat_map(move |tag| looks().map(move |look| (*state, tag, look))));
    meet_no_barrier(all).await;
}

/// A barrier that is put into an element is found, in whichever state and look it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_barrier_in_an_element_is_found() {
    let me = Customer::new().await;
    me.visits("/").await;
    me.reads("places()[0].shadowRoot.append(document.createElement('input'))").await;
    let found = me.meets_barriers_in_elements().await;
    assert!(found.iter().any(|barrier| barrier.starts_with("label: ")), "{found:?}");
    me.leaves().await;
}

#[test]
fn every_two_values_meet_in_the_table() {
    let sizes = [8, 10, 6, 3];
    let table = every_two(sizes);
    let met: BTreeSet<Pair> = table.iter().flat_map(pairs_of).collect();
    assert_eq!(met, all_pairs(sizes));
    // As few as the two largest need by themselves, or not many more.
    assert!((80..100).contains(&table.len()), "{}", table.len());
}

/// What our elements can show, and how to come there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Asked,
    EmptyCenter,
    Refused,
    Picks,
    Back,
    OpenCenter,
    Erasing,
    Locked,
}

/// In an order in which one customer can go through them.
const STATES: [State; 8] = [
    State::Asked,
    State::EmptyCenter,
    State::Refused,
    State::Picks,
    State::Back,
    State::OpenCenter,
    State::Erasing,
    State::Locked,
];

impl State {
    /// Brings a customer, whom the states before it have left, to what it says.
    async fn is_reached_by(self, me: &Customer) {
        let does = match self {
            State::Asked | State::EmptyCenter => "",
            State::Refused => "await hk.consent({ refuse: ['remember', 'learn'] })",
            _ => "await hk.consent({ allow: ['remember', 'learn'] })",
        };
        me.visits(if self.is_in_center() { "/preferences" } else { "/" }).await;
        let found = me.status().await;
        me.reads(&format!("const hk = await module_(); await hk.unlock(); {does}")).await;
        if self.has_a_profile() && me.status().await["events"] == json!(0) {
            me.reads_gothic().await;
        }
        // What a page shows where it was done is not what it shows to who comes after it.
        if !self.is_in_center() && me.status().await != found {
            me.visits("/").await;
        }
        match self {
            State::Picks => me.waits_for_picks().await,
            State::Back => {
                me.waits_for_picks().await;
                me.presses_card(0).await;
            }
            State::OpenCenter => {
                drop(me.reads("for (const summary of all('summary')) summary.click()").await);
            }
            State::Erasing => drop(me.reads("all('#confirm-erase button')[0].click()").await),
            State::Locked => drop(me.reads("await (await module_()).lock()").await),
            State::Asked | State::EmptyCenter | State::Refused => {}
        }
        me.rests().await;
    }

    fn has_a_profile(self) -> bool {
        !matches!(self, State::Asked | State::EmptyCenter | State::Refused)
    }

    fn is_in_center(self) -> bool {
        matches!(self, State::EmptyCenter | State::OpenCenter | State::Erasing | State::Locked)
    }
}

/// A theme of a page's, by day or by night.
type Look = (&'static (&'static str, &'static str), &'static str);

/// The picks stand on the page's own ground, in its own ink: where a theme sets one of the two for
/// all hours, it is looked at when it goes with the other.
fn looks() -> impl Iterator<Item = Look> {
    KIND.iter().flat_map(|theme| {
        let schemes: &[&str] = match theme.0 {
            "night" => &["dark"],
            "colours of a newer kind" => &["light"],
            _ => &["light", "dark"],
        };
        schemes.iter().map(move |scheme| (theme, *scheme))
    })
}

async fn meet_no_barrier(combinations: impl Iterator<Item = (State, &'static str, Look)>) {
    let mut by_place: BTreeMap<(State, &str), Vec<Look>> = BTreeMap::new();
    for (state, tag, look) in combinations {
        by_place.entry((state, tag)).or_default().push(look);
    }
    assert!(!by_place.is_empty());
    let me = Customer::new().await;
    me.uses(DESKTOP).await;
    let mut found = Vec::new();
    for ((state, tag), looks) in by_place {
        comes_from(&me, tag);
        state.is_reached_by(&me).await;
        for ((name, theme), scheme) in looks {
            me.prefers(&[("prefers-color-scheme", scheme)]).await;
            wears(&me, theme).await;
            let barriers = me.meets_barriers_in_elements().await;
            found.extend(
                barriers.iter().map(|it| format!("{state:?}, {tag}, {name}, {scheme}: {it}")),
            );
        }
        me.prefers(&[]).await;
    }
    assert_eq!(found, Vec::<String>::new());
    me.leaves().await;
}

/// Two factors with a value each.
type Pair = ((usize, usize), (usize, usize));

/// Rows in which any two values of different factors meet at least once. Each row begins with a
/// pair that has not met, and takes of the other factors what meets most that is new.
fn every_two(sizes: [usize; 4]) -> Vec<[usize; 4]> {
    let mut missing = all_pairs(sizes);
    let mut table = Vec::new();
    while let Some(&(one, other)) = missing.first() {
        let mut row = [None; 4];
        row[one.0] = Some(one.1);
        row[other.0] = Some(other.1);
        for factor in 0..sizes.len() {
            if row[factor].is_some() {
                continue;
            }
            let new_with = |value: usize| {
                let chosen = row.iter().enumerate().filter_map(|(at, it)| it.map(|it| (at, it)));
                chosen.filter(|it| missing.contains(&pair(*it, (factor, value)))).count()
            };
            // Of those that are as good the first: the table is the same each time.
            let best = (0..sizes[factor]).rev().max_by_key(|value| new_with(*value));
            row[factor] = best;
        }
        let row = row.map(|value| value.expect("each factor has values"));
        for met in pairs_of(&row) {
            missing.remove(&met);
        }
        table.push(row);
    }
    table
}

fn all_pairs(sizes: [usize; 4]) -> BTreeSet<Pair> {
    let values = || (0..sizes.len()).flat_map(|at| (0..sizes[at]).map(move |value| (at, value)));
    let pairs = values().flat_map(|one| values().map(move |other| (one, other)));
    pairs.filter(|(one, other)| one.0 < other.0).collect()
}

fn pairs_of(row: &[usize; 4]) -> Vec<Pair> {
    let places = 0..row.len();
    let pairs = places.clone().flat_map(|one| places.clone().map(move |other| (one, other)));
    pairs.filter(|(one, other)| one < other).map(|(a, b)| ((a, row[a]), (b, row[b]))).collect()
}

/// In the order of their factors.
fn pair(one: (usize, usize), other: (usize, usize)) -> Pair {
    if one.0 < other.0 { (one, other) } else { (other, one) }
}
