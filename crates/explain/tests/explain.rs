//! What is explained is what the page gets.

use homekept::catalogue::{
    Catalogue, FacetInput, ItemInput, PackInput, TableSource, Weights, encode,
};
use homekept::consent::{Method, Purpose};
use homekept::engine::{Choosing, Command, Engine, RankRequest, SlotName};
use homekept::policy::{Policy, PolicyFile};
use homekept::profile::{Dials, EventKind, Stance, Topic};
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;
use homekept_explain::{Explained, Question, explain};
use serde_json::{Value, json};

const NOW: Minute = Minute(29_900_000);

#[test]
fn picks_and_scores_are_those_of_the_page() {
    let mut engine = page();
    let mut dice = CountingDice::default();
    let yes = Command::Choose(Choosing {
        allow: vec![Purpose::Learn, Purpose::Remember],
        refuse: vec![],
        method: Method::Question,
        language: "en".into(),
        notice_hash: String::new(),
        told_of_signal: false,
    });
    engine.apply(&yes, Minute(NOW.0 - 5000), &mut dice).expect("it is offered");
    for (item, ago) in [("dracula", 4000), ("emma", 20), ("dracula", 10)] {
        let look = Command::Record { kind: EventKind::View, item: item.into(), leaf: Vec::new() };
        engine.apply(&look, Minute(NOW.0 - ago), &mut dice).expect("it is allowed");
    }
    let topic = Topic { kind: "subject".into(), label: "Manners".into() };
    let less = Command::State { topic, stance: Some(Stance::Less) };
    engine.apply(&less, Minute(NOW.0 - 5), &mut dice).expect("it is allowed");
    engine.apply(&Command::Turn(Dials::at(1, -1).expect("a dial")), NOW, &mut dice).expect("too");

    for (slot, name, current) in [
        (SlotName::ForYou, "for-you", vec![]),
        (SlotName::LikeThis, "like-this", vec!["carmilla".to_owned()]),
        (SlotName::Continue, "continue", vec![]),
    ] {
        let (exclude, within) = (Vec::new(), None);
        let (plain, unlifted) = (false, false);
        let request = RankRequest {
            slot,
            limit: 3,
            current: current.clone(),
            exclude,
            within,
            plain,
            unlifted,
        };
        let shown = engine.rank(&request, NOW).expect("it ranks");
        let told =
            asked(&json!({ "slot": name, "limit": 3, "current": current })).expect("it explains");
        assert!(!shown.is_empty(), "{name}");
        let of_page: Vec<_> = shown.iter().map(|pick| (pick.id, pick.score)).collect();
        let explained: Vec<_> = told.iter().map(|pick| (&*pick.id, pick.score)).collect();
        assert_eq!(explained, of_page, "{name}");
        for pick in &told {
            let part = |name| pick.parts.iter().find(|(of, _)| *of == name).expect("is told").1;
            let sum = ["transition", "revisit", "interest", "like this", "alike", "popularity"];
            let sum: f32 = sum.map(part).iter().sum::<f32>() + part("place");
            assert!((sum * part("damping") - part("raw")).abs() < 1e-6, "{pick:?}");
        }
    }
}

#[test]
fn without_leave_the_profile_has_no_part_in_it() {
    let mut question = question(&json!({ "slot": "for-you", "limit": 3 }));
    question["allowed"] = json!([]);
    let question: Question = serde_json::from_value(question).expect("a question");
    let told = explain(pack(), &question).expect("it explains");
    let part = |pick: &Explained, name| pick.parts.iter().find(|(of, _)| *of == name).map(|p| p.1);
    assert!(told.iter().all(|pick| part(pick, "transition") == Some(0.0)), "{told:?}");
    assert_eq!(told[0].id, "emma", "the popular one");
}

#[test]
fn what_is_no_question_has_its_code() {
    for (request, code) in [
        (json!({ "slot": "nowhere", "limit": 3 }), "request-invalid"),
        (json!({ "slot": "for-you", "limit": 0 }), "request-invalid"),
        (json!({ "slot": "like-this", "limit": 3, "current": ["no such book"] }), "item-unknown"),
    ] {
        assert_eq!(asked(&request), Err(code), "{request}");
    }
    let asked: Question =
        serde_json::from_value(question(&json!({ "slot": "for-you", "limit": 3 }))).expect("one");
    assert_eq!(explain(vec![1, 2, 3].into(), &asked), Err("pack-not-a-pack"));
}

fn asked(request: &Value) -> Result<Vec<Explained>, &'static str> {
    explain(pack(), &serde_json::from_value(question(request)).expect("a question"))
}

/// What the page of the first test knows.
fn question(request: &Value) -> Value {
    let view = |item, ago| json!({ "kind": "view", "item": item, "minute": NOW.0 - ago });
    json!({
        "policy": { "boost": 0.1 },
        "allowed": ["learn", "remember"],
        "settings": { "sponsored": true, "surprise": 1, "memory": -1 },
        "events": [view("dracula", 4000), view("emma", 20), view("dracula", 10)],
        "stated": [
            { "kind": "subject", "label": "Manners", "stance": "less", "minute": NOW.0 - 5 }
        ],
        "request": request,
        "minute": NOW.0,
    })
}

fn page() -> Engine {
    let policy = PolicyFile {
        version: 1,
        site: "bookshop".into(),
        notice: "1".into(),
        boost: Some(0.1),
        ..PolicyFile::default()
    };
    let mut engine = Engine::new(Policy::of(policy).expect("a policy"), false);
    engine.load(Catalogue::open(pack()).expect("a pack"), false);
    engine
}

fn pack() -> Box<[u8]> {
    let book = |id: &str, facets, popularity| ItemInput {
        id: id.into(),
        title: id.to_uppercase(),
        facets,
        available: true,
        popularity,
        ..ItemInput::default()
    };
    let subject = |label: &str| FacetInput { kind: 0, label: label.into(), denied: false };
    encode(&PackInput {
        items: vec![
            book("carmilla", vec![0], 0.1),
            book("dracula", vec![0], 0.2),
            book("emma", vec![1], 0.9),
            book("northanger-abbey", vec![0, 1], 0.3),
        ],
        kinds: vec!["subject".into()],
        facets: vec![subject("Gothic fiction"), subject("Manners")],
        display_keys: vec![],
        rows: vec![vec![(1, 1.0)], vec![(0, 1.0), (3, 0.5)], vec![(3, 1.0)], vec![(2, 1.0)]],
        vintage_day: 20_000,
        source: TableSource::Sessions,
        support: 2,
        weights: Weights::default(),
    })
    .expect("it packs")
    .into()
}
