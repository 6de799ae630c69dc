//! A shop in parts, from outside: the leaves that are kept with the last events, and what they may
//! change.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use common::{NOW, apply, choosing, engine, for_you, policy};
use homekept::catalogue::{Catalogue, Cut, graft};
use homekept::consent::Purpose;
use homekept::engine::{Command, Engine, EngineError, Save, SlotName};
use homekept::profile::{EventKind, Forget};
use homekept::vault::memory::CountingDice;

/// The shop's head knows the books about the sea, and nobody's leaf but those of gothic ones is here.
struct Parts {
    head: Catalogue,
    shop: homekept::catalogue::PackInput,
}

impl Parts {
    fn new() -> Self {
        let shop = common::shop();
        let head = open(Cut::of(&shop).head(&(30..40).collect::<Vec<_>>()).unwrap());
        Self { head, shop }
    }

    fn leaf(&self, item: &str) -> Vec<u8> {
        let place = self.shop.items.iter().position(|known| known.id == item).unwrap();
        Cut::of(&self.shop).leaf(place as u32).unwrap()
    }

    fn joined(&self, leaves: &[&[u8]]) -> Catalogue {
        let leaves: Vec<Catalogue> = leaves.iter().map(|leaf| open(leaf.to_vec())).collect();
        open(graft(&self.head, &leaves).unwrap())
    }

    /// Somebody who allowed learning, on a page that is about the book that they look at.
    fn looks_at(&self, engine: &mut Engine, dice: &mut CountingDice, item: &str) -> Save {
        let leaf = self.leaf(item);
        engine.load(self.joined(&[&leaf]), false);
        self.keeps_up(engine, &[&leaf]);
        let record = Command::Record { kind: EventKind::View, item: item.into(), leaf };
        let save = engine.apply(&record, NOW, dice).unwrap();
        engine.load(self.joined(&[]), false);
        self.keeps_up(engine, &[]);
        save
    }

    fn keeps_up(&self, engine: &mut Engine, page: &[&[u8]]) {
        let kept: Vec<Vec<u8>> = engine.leaves().map(<[u8]>::to_vec).collect();
        let all: Vec<&[u8]> = page.iter().copied().chain(kept.iter().map(Vec::as_slice)).collect();
        engine.load(self.joined(&all), true);
    }
}

fn open(pack: Vec<u8>) -> Catalogue {
    Catalogue::open(pack.into()).unwrap()
}

fn learner(parts: &Parts) -> (Engine, CountingDice) {
    let (mut engine, mut dice) = (Engine::new(policy(), false), CountingDice::default());
    engine.load(parts.joined(&[]), false);
    apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[Purpose::Remember])]);
    (engine, dice)
}

fn ids(engine: &Engine, plain: bool) -> Vec<String> {
    let request = homekept::engine::RankRequest { plain, ..for_you(100) };
    engine.rank(&request, NOW).unwrap().iter().map(|pick| pick.id.to_owned()).collect()
}

#[test]
fn my_picks_know_what_i_looked_at_and_what_everybody_gets_does_not() {
    let parts = Parts::new();
    let (mut engine, mut dice) = learner(&parts);
    let public = ids(&engine, true);
    parts.looks_at(&mut engine, &mut dice, "gothic-3");
    assert_eq!(ids(&engine, true), public, "the public order is the same for everybody");
    assert!(public.iter().all(|id| id.starts_with("sea")), "{public:?}");
    let mine = ids(&engine, false);
    for followed in ["gothic-4", "gothic-5"] {
        assert!(mine.contains(&followed.to_owned()), "{mine:?}");
    }
    // With the profile switched off, there is nothing of it.
    apply(&mut engine, &mut dice, &[Command::Plain(true)]);
    assert_eq!(ids(&engine, false), public);
    let like_this = homekept::engine::RankRequest {
        slot: SlotName::LikeThis,
        current: vec!["gothic-3".into()],
        ..for_you(3)
    };
    assert_eq!(engine.rank(&like_this, NOW), Err(EngineError::UnknownItem));
}

#[test]
fn the_last_twenty_events_keep_their_leaves() {
    let parts = Parts::new();
    let (mut engine, mut dice) = learner(&parts);
    for round in 0..30 {
        parts.looks_at(&mut engine, &mut dice, &format!("gothic-{}", round % 10));
    }
    let kept: Vec<&[u8]> = engine.leaves().collect();
    assert_eq!(kept.len(), 20);
    assert_eq!(kept[0], parts.leaf("gothic-9"), "the latest first");
    assert_eq!(engine.events().len(), 30, "the events stay");
}

#[test]
fn a_leaf_is_kept_sealed_with_its_event_and_comes_back_with_it() {
    let parts = Parts::new();
    let (mut engine, mut dice) = learner(&parts);
    let Save::Append(batch) = parts.looks_at(&mut engine, &mut dice, "gothic-3") else {
        panic!("an event is added to what there is");
    };
    let leaf = parts.leaf("gothic-3");
    assert!(batch.windows(leaf.len()).any(|part| part == leaf));
    let mut later = Engine::new(policy(), false);
    assert_eq!(later.restore(&[engine.snapshot()]), 0);
    assert_eq!(later.leaves().collect::<Vec<_>>(), [leaf]);
}

#[test]
fn what_is_forgotten_withdrawn_or_locked_takes_its_leaves_along() {
    let parts = Parts::new();
    for (command, left) in [
        (Command::Forget(Forget::Item("gothic-3".into())), 1),
        (Command::Forget(Forget::Learned), 0),
        (choosing(&[], &[Purpose::Learn]), 0),
    ] {
        let (mut engine, mut dice) = learner(&parts);
        for item in ["gothic-3", "gothic-7"] {
            parts.looks_at(&mut engine, &mut dice, item);
        }
        apply(&mut engine, &mut dice, &[command]);
        assert_eq!(engine.leaves().count(), left);
    }
    let (mut engine, mut dice) = learner(&parts);
    parts.looks_at(&mut engine, &mut dice, "gothic-3");
    engine.lock();
    assert_eq!(engine.leaves().count(), 0);
    assert_eq!(ids(&engine, false), ids(&learner(&parts).0, true));
}

#[test]
fn without_consent_no_leaf_is_kept_and_of_a_denied_book_none() {
    let parts = Parts::new();
    let mut engine = engine();
    let mut dice = CountingDice::default();
    let record = |item: &str| Command::Record {
        kind: EventKind::View,
        item: item.into(),
        leaf: parts.leaf(item),
    };
    assert_eq!(engine.apply(&record("gothic-3"), NOW, &mut dice), Ok(Save::Nothing));
    apply(&mut engine, &mut dice, &[choosing(&[Purpose::Learn], &[Purpose::Remember])]);
    assert_eq!(engine.apply(&record("denied-3"), NOW, &mut dice), Ok(Save::Nothing));
    assert_eq!(engine.leaves().count(), 0);
}
