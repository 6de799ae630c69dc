//! The same rankings on this machine without a browser: what wasm is held against.

use crate::packs::Packed;
use homekept::catalogue::ItemIx;
use homekept::consent::{Method, Purpose};
use homekept::engine::{Choosing, Command, Engine, RankRequest, SlotName};
use homekept::policy::{Policy, PolicyFile};
use homekept::profile::EventKind;
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;

/// The median cost of one pick of each slot, in microseconds, for a profile of so many events.
pub(crate) fn ranking(packed: &Packed, events: usize, runs: usize) -> Value {
    let catalogue = packed.catalogue();
    let ids: Vec<String> =
        (0..catalogue.len()).map(|item| catalogue.id(ItemIx(item)).to_owned()).collect();
    let engine = customer(packed, &ids, events);
    let plain = RankRequest {
        slot: SlotName::ForYou,
        limit: 1,
        current: Vec::new(),
        exclude: vec![],
        within: None,
        plain: true,
        unlifted: false,
    };
    let mine = RankRequest { plain: false, ..plain.clone() };
    let current = vec![ids[0].clone()];
    let slots = [
        ("for-you, one pick", mine.clone()),
        ("for-you, plain, one", plain),
        ("like-this, one pick", RankRequest { slot: SlotName::LikeThis, current, ..mine.clone() }),
        ("continue, one pick", RankRequest { slot: SlotName::Continue, ..mine }),
    ];
    let mut costs = json!({});
    for (slot, request) in slots {
        costs[format!("rank {slot}")] = cost(runs, || {
            black_box(engine.rank(&request, NOW).expect("it ranks"));
        });
    }
    costs
}

/// Somebody who walked through the catalogue as the customer in the page did.
fn customer(packed: &Packed, ids: &[String], events: usize) -> Engine {
    let policy = PolicyFile {
        version: 1,
        site: "bench".into(),
        notice: "1".into(),
        ..PolicyFile::default()
    };
    let mut engine = Engine::new(Policy::of(policy).expect("the policy is fine"), false);
    engine.load(packed.catalogue(), false);
    let choosing = Command::Choose(Choosing {
        allow: vec![Purpose::Remember, Purpose::Learn],
        refuse: vec![],
        method: Method::Question,
        language: "en".into(),
        notice_hash: String::new(),
        told_of_signal: false,
    });
    let visits = (0..events).map(|n| Command::Record {
        kind: EventKind::View,
        item: ids[(n * 7_919) % ids.len()].clone(),
        leaf: Vec::new(),
    });
    let mut dice = CountingDice::default();
    for command in std::iter::once(choosing).chain(visits) {
        engine.apply(&command, NOW, &mut dice).expect("it is done");
    }
    engine
}

fn cost(runs: usize, call: impl Fn()) -> Value {
    let batch = |size: u32| {
        let begin = Instant::now();
        (0..size).for_each(|_| call());
        begin.elapsed().as_secs_f64() * 1e6 / f64::from(size)
    };
    // Two milliseconds, as in the page.
    let size = (2_000.0 / batch(4)).clamp(1.0, 65_536.0) as u32;
    let mut costs: Vec<f64> = (0..runs).map(|_| batch(size)).collect();
    costs.sort_by(f64::total_cmp);
    json!(costs[costs.len() / 2])
}

const NOW: Minute = Minute(29_900_000);
