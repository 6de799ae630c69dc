//! A small bookshop, and an engine in it, for the tests from outside.

#![allow(dead_code, reason = "each test file uses its part")]

use homekept::catalogue::{
    Catalogue, FacetInput, ItemInput, PackInput, TableSource, Weights, encode,
};
use homekept::consent::{Method, Purpose};
use homekept::dice::Dice;
#[cfg(not(target_arch = "wasm32"))]
use homekept::engine::view::Storage;
use homekept::engine::{Choosing, Command, Engine, RankRequest, Save, SlotName};
use homekept::policy::{Policy, PolicyFile};
#[cfg(not(target_arch = "wasm32"))]
use homekept::profile::{Dials, Forget};
use homekept::profile::{EventKind, Stance, Topic};
use homekept::time::Minute;
#[cfg(not(target_arch = "wasm32"))]
use proptest::prelude::*;

pub(crate) const NOW: Minute = Minute(29_900_000);

/// Ids are the subject and a number: ten books each, the most popular first.
pub(crate) const SUBJECTS: [&str; 4] = ["denied", "gothic", "poetry", "sea"];

/// Ten books of each subject; each is followed by the next two of its subject.
/// The books of `denied` are of a denied category.
pub(crate) fn pack() -> Vec<u8> {
    encode(&shop()).expect("the bookshop is well-formed")
}

/// The same, not packed yet.
pub(crate) fn shop() -> PackInput {
    let label = |subject: &str| format!("All about {subject}");
    let item = |n: usize| {
        let (subject, number) = (SUBJECTS[n / 10], n % 10);
        ItemInput {
            id: format!("{subject}-{number}"),
            title: format!("The {subject} book {number}"),
            url: format!("/item/{subject}-{number}"),
            facets: vec![(n / 10) as u32],
            available: true,
            denied: subject == "denied",
            popularity: (10 - number) as f64 / 20.0 + (n / 10) as f64 / 100.0,
            display: vec![(0, format!("{} EUR", 5 + number))],
            ..ItemInput::default()
        }
    };
    let row = |n: usize| {
        let last = n / 10 * 10 + 9;
        let next =
            |step: usize, weight: f64| (n + step <= last).then_some(((n + step) as u32, weight));
        [next(1, 1.0), next(2, 0.5)].into_iter().flatten().collect()
    };
    PackInput {
        items: (0..40).map(item).collect(),
        kinds: vec!["subject".into()],
        facets: SUBJECTS
            .iter()
            .map(|subject| FacetInput {
                kind: 0,
                label: label(subject),
                denied: *subject == "denied",
            })
            .collect(),
        display_keys: vec!["price".into()],
        rows: (0..40).map(row).collect(),
        vintage_day: 20_000,
        source: TableSource::Sessions,
        support: 2,
        weights: Weights::default(),
    }
}

pub(crate) fn policy() -> Policy {
    let file = PolicyFile {
        version: 1,
        site: "bookshop".into(),
        notice: "1".into(),
        ..PolicyFile::default()
    };
    Policy::of(file).expect("the policy is well-formed")
}

pub(crate) fn engine() -> Engine {
    let mut engine = Engine::new(policy(), false);
    engine.load(Catalogue::open(pack().into()).expect("the pack opens"), false);
    engine
}

pub(crate) fn choosing(allow: &[Purpose], refuse: &[Purpose]) -> Command {
    Command::Choose(Choosing {
        allow: allow.into(),
        refuse: refuse.into(),
        method: Method::Question,
        language: "en".into(),
        notice_hash: "00".repeat(32),
        told_of_signal: false,
    })
}

pub(crate) fn record(kind: EventKind, item: &str) -> Command {
    Command::Record { kind, item: item.into(), leaf: Vec::new() }
}

pub(crate) fn view(item: &str) -> Command {
    record(EventKind::View, item)
}

/// Does every command; the last one's save comes back.
pub(crate) fn apply(engine: &mut Engine, dice: &mut impl Dice, commands: &[Command]) -> Save {
    let mut last = Save::Nothing;
    for command in commands {
        last = engine.apply(command, NOW, dice).expect("the command is done");
    }
    last
}

pub(crate) fn for_you(limit: u32) -> RankRequest {
    RankRequest {
        slot: SlotName::ForYou,
        limit,
        current: Vec::new(),
        exclude: Vec::new(),
        within: None,
        plain: false,
        unlifted: false,
    }
}

/// Everything that is kept and inferred, as the customer's export has it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn kept(engine: &Engine) -> serde_json::Value {
    let status = engine.status(Storage::Device, None, NOW);
    let mut kept = serde_json::json!({
        "paused": status.paused,
        "plain": status.plain,
        "sponsored": status.sponsored,
        "surprise": status.surprise,
        "memory": status.memory,
        "choices": engine.choices(),
        "events": engine.events(),
        "interests": engine.interests(NOW),
    });
    if let Some(shown) = engine.shown() {
        kept["shown"] = shown.into();
    }
    kept
}

pub(crate) fn state(subject: &str, stance: Stance) -> Command {
    let topic = Topic { kind: "subject".into(), label: format!("All about {subject}") };
    Command::State { topic, stance: Some(stance) }
}

/// Whatever a customer does, but for choices.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn any_command() -> impl Strategy<Value = Command> {
    let subject = (1..4usize).prop_map(|subject| SUBJECTS[subject]);
    let kinds = prop_oneof![
        Just(EventKind::View),
        Just(EventKind::Purchase),
        Just(EventKind::Like),
        Just(EventKind::Dismiss),
    ];
    let stances = prop_oneof![Just(Stance::More), Just(Stance::Less), Just(Stance::Never)];
    prop_oneof![
        6 => (kinds, subject.clone(), 0..10usize)
            .prop_map(|(kind, subject, n)| record(kind, &format!("{subject}-{n}"))),
        3 => (subject.clone(), stances).prop_map(|(subject, stance)| state(subject, stance)),
        1 => (subject, 0..10usize)
            .prop_map(|(subject, n)| Command::Forget(Forget::Item(format!("{subject}-{n}")))),
        1 => (0..3).prop_map(|n| record(EventKind::Shown, &format!("[{n}]"))),
        1 => Just(Command::Forget(Forget::Learned)),
        1 => any::<bool>().prop_map(Command::Pause),
        1 => any::<bool>().prop_map(Command::Plain),
        1 => (-2..=2, -2..=2).prop_map(|(a, b)| Command::Turn(Dials::at(a, b).unwrap_or_default())),
    ]
}
