//! Every number behind each pick, for whoever develops a page. This is a module of its own, loaded
//! by the developer's overlay alone: the one that customers load gives no scores away. It plays
//! what the page's profile holds to an engine like the page's, and asks that. Leaves out where the
//! profile comes from and how the numbers are shown.

use homekept::catalogue::Catalogue;
use homekept::consent::{Method, Purpose};
use homekept::engine::view::PickView;
use homekept::engine::{Choosing, Command, Engine, RankRequest, SlotName};
use homekept::policy::{Policy, PolicyFile};
use homekept::profile::{Dials, EventKind, Stance, Topic};
use homekept::ranking::Parts;
use homekept::time::Minute;
use homekept::vault::memory::CountingDice;
use serde::{Deserialize, Serialize};

/// What the page knows of its profile, and what it wants explained.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// What of the policy bears on ranking.
    pub policy: Rules,
    /// The purposes that are allowed.
    pub allowed: Vec<String>,
    /// How picks are chosen.
    pub settings: Settings,
    /// Every event, oldest first.
    pub events: Vec<Event>,
    /// Every interest that was stated.
    pub stated: Vec<Stated>,
    /// Which picks.
    pub request: Request,
    /// The time, in minutes since 1970.
    pub minute: u32,
}

/// Fields of the policy file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rules {
    /// `boost`, where the file names it.
    pub boost: Option<f64>,
    /// `retentionDays`, where the file names it.
    pub retention_days: Option<f64>,
}

/// The customer's switches and dials.
#[derive(Debug, Deserialize)]
pub struct Settings {
    /// Whether sponsored items may be among the picks.
    pub sponsored: bool,
    /// From -2 to 2.
    pub surprise: i32,
    /// From -2 to 2.
    pub memory: i32,
}

/// Something that was done with an item.
#[derive(Debug, Deserialize)]
pub struct Event {
    /// Its kind, by name.
    pub kind: String,
    /// The item's id.
    pub item: String,
    /// When, in minutes since 1970.
    pub minute: u32,
}

/// An interest that was stated.
#[derive(Debug, Deserialize)]
pub struct Stated {
    /// The kind of facet.
    pub kind: String,
    /// Its label.
    pub label: String,
    /// What is wanted, by name.
    pub stance: String,
    /// When that was said, in minutes since 1970.
    pub minute: u32,
}

/// As a page asks for picks.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// The slot, by name.
    pub slot: String,
    /// How many picks.
    pub limit: u32,
    /// Ids of the page's item, or of those in the basket.
    #[serde(default)]
    pub current: Vec<String>,
    /// Ids of the only items that may appear.
    pub within: Option<Vec<String>>,
    /// Without the profile.
    #[serde(default)]
    pub plain: bool,
}

/// A pick with its numbers.
#[derive(Debug, PartialEq, Serialize)]
pub struct Explained {
    /// The item's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the page gets as its score.
    pub score: f32,
    /// Whether it is sponsored.
    pub sponsored: bool,
    /// Each number by its name, in the order in which they are worked out.
    pub parts: Vec<(&'static str, f32)>,
}

/// The picks for a question, best first.
///
/// # Errors
/// The stable code of what is wrong with the pack, the policy or the request.
pub fn explain(pack: Box<[u8]>, question: &Question) -> Result<Vec<Explained>, &'static str> {
    let catalogue = Catalogue::open(pack).map_err(|error| error.code())?;
    let engine = engine_of(catalogue, question)?;
    let Request { slot, limit, current, within, plain } = &question.request;
    let request = RankRequest {
        slot: SlotName::from_name(slot).ok_or("request-invalid")?,
        limit: *limit,
        current: current.clone(),
        exclude: Vec::new(),
        within: within.clone(),
        plain: *plain,
        unlifted: false,
    };
    let picks = engine.explain(&request, Minute(question.minute)).map_err(|error| error.code())?;
    let explained = |(pick, parts): (PickView<'_>, Parts)| Explained {
        id: pick.id.to_owned(),
        title: pick.title.to_owned(),
        score: pick.score,
        sponsored: pick.sponsored,
        parts: named(&parts),
    };
    Ok(picks.into_iter().map(explained).collect())
}

/// An engine that has gone through what the page's went through.
fn engine_of(catalogue: Catalogue, question: &Question) -> Result<Engine, &'static str> {
    let policy = PolicyFile {
        version: 1,
        site: "explained".into(),
        notice: "1".into(),
        purposes: Some(Purpose::ALL.map(|purpose| purpose.name().to_owned()).to_vec()),
        boost: question.policy.boost,
        retention_days: question.policy.retention_days,
        ..PolicyFile::default()
    };
    let mut engine = Engine::new(Policy::of(policy).map_err(|error| error.code())?, false);
    engine.load(catalogue, false);
    let mut told: Vec<(Minute, Command)> = Vec::new();
    for event in &question.events {
        let kind = EventKind::from_name(&event.kind).ok_or("request-invalid")?;
        let (item, leaf) = (event.item.clone(), Vec::new());
        told.push((Minute(event.minute), Command::Record { kind, item, leaf }));
    }
    for stated in &question.stated {
        let topic = Topic { kind: stated.kind.clone(), label: stated.label.clone() };
        let stance = Stance::from_name(&stated.stance);
        told.push((Minute(stated.minute), Command::State { topic, stance }));
    }
    told.sort_by_key(|(minute, _)| *minute);
    let first = told.first().map_or(Minute(question.minute), |(minute, _)| *minute);
    let allow = question.allowed.iter().filter_map(|name| Purpose::from_name(name)).collect();
    let choosing = Choosing {
        allow,
        refuse: Vec::new(),
        method: Method::Site,
        language: "en".into(),
        notice_hash: String::new(),
        told_of_signal: false,
    };
    let Settings { sponsored, surprise, memory } = question.settings;
    let dials = Dials::at(surprise, memory).ok_or("request-invalid")?;
    let before = [Command::Choose(choosing), Command::Sponsored(sponsored), Command::Turn(dials)];
    let before = before.into_iter().map(|command| (first, command));
    // Nothing is sealed here, so nobody has to be unable to guess.
    let mut dice = CountingDice::default();
    for (minute, command) in before.chain(told) {
        // What the catalogue has no longer is passed over, as it is in ranking.
        let _ = engine.apply(&command, minute, &mut dice);
    }
    Ok(engine)
}

fn named(parts: &Parts) -> Vec<(&'static str, f32)> {
    let Parts {
        transition,
        revisit,
        interest,
        like_this,
        alike,
        popularity,
        place,
        damping,
        raw,
        base,
        apart,
        fits,
        boost,
    } = *parts;
    vec![
        ("transition", transition),
        ("revisit", revisit),
        ("interest", interest),
        ("like this", like_this),
        ("alike", alike),
        ("popularity", popularity),
        ("place", place),
        ("damping", damping),
        ("raw", raw),
        ("base", base),
        ("apart", apart),
        ("fits", fits),
        ("boost", boost),
    ]
}

/// The same for a page: a question in JSON, the picks in JSON.
///
/// # Errors
/// The code in the message.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(js_name = explain)]
pub fn explain_json(pack: Box<[u8]>, question: &str) -> Result<String, wasm_bindgen::JsError> {
    let answer = || -> Result<String, &'static str> {
        let question = serde_json::from_str(question).map_err(|_| "request-invalid")?;
        serde_json::to_string(&explain(pack, &question)?).map_err(|_| "request-invalid")
    };
    answer().map_err(wasm_bindgen::JsError::new)
}
