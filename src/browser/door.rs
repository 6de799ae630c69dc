//! The exports: convert, call, convert. What comes in are plain arguments,
//! what goes out are the views.

use super::error::Thrown;
use super::js::{bytes, texts};
use super::platform::now;
use super::policy_file::read_policy;
use super::room::{Room, Task};
use crate::catalogue::Catalogue;
use crate::consent::{Method, Purpose};
use crate::engine::{Choosing, Command, EngineError, RankRequest, SlotName};
use crate::policy::Policy;
use crate::profile::{Dials, EventKind, Forget, Stance, Topic};
use js_sys::{Array, Promise, Uint8Array};
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const VIEWS: &str = r#"
export interface Door {
  /** How everything stands. */
  view(of: "status"): StatusView;
  /** Every category and attribute that an interest can be stated in. */
  view(of: "topics"): FacetView[];
  /** Every interest, for the customer's own eyes. */
  view(of: "interests"): InterestView[];
  /** Every event, newest first, for the customer's own eyes. */
  view(of: "events"): EventView[];
  /** Every choice, oldest first. */
  view(of: "choices"): ChoiceView[];
  /** The leaves that are kept with the last events, the latest first. */
  view(of: "leaves"): Uint8Array[];
  /** The numbers of what was shown, as they were recorded. */
  view(of: "shown"): string | undefined;
  /** Everything that is kept, as one batch of facts. */
  view(of: "kept"): Uint8Array;
}
"#;

/// One page's way into the module.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Door {
    room: Rc<Room>,
}

#[wasm_bindgen]
impl Door {
    /// A door to the site of `policy` (the parsed policy file), for a page of
    /// `origin`. `gpc`: the browser sends Global Privacy Control. `framed`: the
    /// page is inside a frame, where nothing is kept (SEC-18).
    ///
    /// # Errors
    /// A policy code.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "unknown")] policy: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] origin: &JsValue,
        gpc: bool,
        framed: bool,
    ) -> Result<Door, Thrown> {
        let policy = Policy::of(read_policy(policy))?;
        Ok(Door { room: Rc::new(Room::new(policy, text(origin), gpc, framed)) })
    }

    /// Opens what this browser keeps; nothing else counts before it resolves.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn open(&self) -> Promise {
        self.run(Ok(Task::Open))
    }

    /// Takes the pack's bytes. With `own`, it is what the profile alone is held against: the pack
    /// grafted with this customer's own `view("leaves")`.
    ///
    /// # Errors
    /// A pack code; what was loaded before stays.
    pub fn load(&self, pack: Box<[u8]>, own: bool) -> Result<(), Thrown> {
        self.room.engine.borrow_mut().load(Catalogue::open(pack)?, own);
        Ok(())
    }

    /// Allows and refuses purposes. `language` and `notice_hash` are of the
    /// text that was shown (SHA-256, hexadecimal); `told`: the person knew of
    /// their browser's privacy signal. Rejects with `purpose-not-offered`,
    /// `switched-off`, `request-invalid`, or a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn choose(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Purpose[]")] allow: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Purpose[]")] refuse: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Method")] method: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] language: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] notice_hash: &JsValue,
        told: bool,
    ) -> Promise {
        let choosing = || {
            Some(Command::Choose(Choosing {
                allow: purposes(allow)?,
                refuse: purposes(refuse)?,
                method: Method::from_name(&text(method))?,
                language: text(language),
                notice_hash: text(notice_hash),
                told_of_signal: told,
            }))
        };
        self.change(choosing())
    }

    /// Turns a switch: `paused` stops all use, `plain` shows picks without the profile, `sponsored`
    /// lets sponsored items be among them. `locked` locks the profile, where one is kept: memory is
    /// emptied, and every page does without until somebody unlocks it. Rejects with
    /// `request-invalid`, or a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn set(
        &self,
        #[wasm_bindgen(
            unchecked_param_type = "\"paused\" | \"plain\" | \"sponsored\" | \"locked\""
        )]
        switch: &JsValue,
        on: bool,
    ) -> Promise {
        self.run(Ok(match &*text(switch) {
            "locked" => Task::Lock(on),
            "paused" => Task::Apply(Command::Pause(on)),
            "plain" => Task::Apply(Command::Plain(on)),
            "sponsored" => Task::Apply(Command::Sponsored(on)),
            _ => return self.change(None),
        }))
    }

    /// Chooses picks another way: `surprise` from familiar to surprising, `memory` from short to
    /// long, each from -2 to 2. Rejects with `request-invalid`, or a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn turn(&self, surprise: i32, memory: i32) -> Promise {
        self.change(Dials::at(surprise, memory).map(Command::Turn))
    }

    /// Records what was done with an item, where consent allows, and keeps its `leaf` with that if
    /// there is one; resolves when it is stored. Rejects with `catalogue-missing`, `item-unknown`,
    /// `request-invalid`, or a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn record(
        &self,
        #[wasm_bindgen(unchecked_param_type = "EventKind")] kind: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] item: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Uint8Array")] leaf: &JsValue,
    ) -> Promise {
        let (item, leaf) = (text(item), bytes(leaf));
        let kind = EventKind::from_name(&text(kind));
        self.change(kind.map(|kind| Command::Record { kind, item, leaf }))
    }

    /// The picks for one slot, best first: at most `limit` (1 to 100), none of
    /// `exclude`, where it is given only of `within` (at most 1,000), and none of
    /// `current`, the item that the page shows, or those in the basket. `unlifted`: as they would
    /// be if the shop lifted nothing.
    ///
    /// # Errors
    /// `catalogue-missing`, `item-unknown`, `request-invalid`.
    #[allow(clippy::too_many_arguments, reason = "plain values: an object would be read by name")]
    #[wasm_bindgen(unchecked_return_type = "PickView[]")]
    pub fn rank(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SlotName")] slot: &JsValue,
        limit: u32,
        #[wasm_bindgen(unchecked_param_type = "string[]")] current: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string[]")] exclude: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string[] | null | undefined")] within: &JsValue,
        plain: bool,
        unlifted: bool,
    ) -> Result<JsValue, Thrown> {
        let slot = SlotName::from_name(&text(slot)).ok_or(EngineError::BadRequest)?;
        let current = texts(current).ok_or(EngineError::BadRequest)?;
        let exclude = texts(exclude).ok_or(EngineError::BadRequest)?;
        let within = texts(within);
        let request = RankRequest { slot, limit, current, exclude, within, plain, unlifted };
        Ok(write(Shape::Pick, &self.room.engine.borrow().rank(&request, now())?))
    }

    /// States a preference of a topic (`kind` and `label` of a facet), or takes
    /// it back. Rejects with `topic-unknown`, `consent-required`,
    /// `request-invalid`, or a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn state(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] kind: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] label: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Stance | \"clear\"")] stance: &JsValue,
    ) -> Promise {
        let stance = text(stance);
        let wish = Stance::from_name(&stance);
        let known = wish.is_some() || stance == "clear";
        let topic = Topic { kind: text(kind), label: text(label) };
        self.change(known.then_some(Command::State { topic, stance: wish }))
    }

    /// Forgets one event, by its id; or everything done with one item; or `all` that was learned,
    /// while what was stated stays. Rejects with `request-invalid` where none of these is given, or
    /// a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn forget(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] event: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "string")] item: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "boolean")] all: &JsValue,
    ) -> Promise {
        self.change(match (event.as_f64(), item.as_string()) {
            (Some(id), _) => Some(Command::Forget(Forget::Entry(id as u64))),
            (None, Some(item)) => Some(Command::Forget(Forget::Item(item))),
            (None, None) => all.is_truthy().then_some(Command::Forget(Forget::Learned)),
        })
    }

    /// Puts one snapshot in the place of another, which is `view("kept")` as it is now: what
    /// `homekept/transfer` makes of a file. Rejects with `consent-required`, `request-invalid`
    /// (also where something changed meanwhile), or a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<StatusView>")]
    pub fn exchange(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] old: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] new: &JsValue,
    ) -> Promise {
        self.change(Some(Command::Exchange { old: bytes(old), new: bytes(new) }))
    }

    /// Lets go of storage until the next call: the browser puts the page away, and a page that
    /// does not run must not stand in the way of others. What it was in the midst of is done again
    /// when it comes back.
    pub fn let_go(&self) {
        self.room.database.let_go();
    }

    /// Erases everything, and says what is left. Rejects with a storage code.
    #[wasm_bindgen(unchecked_return_type = "Promise<EraseView>")]
    pub fn erase(&self) -> Promise {
        self.run(Ok(Task::Erase))
    }

    /// What there is to see, by its name; the types of each are above.
    #[wasm_bindgen(skip_typescript)]
    pub fn view(&self, of: &JsValue) -> JsValue {
        let engine = self.room.engine.borrow();
        match &*text(of) {
            "topics" => write(Shape::Facet, &engine.topics()),
            "interests" => write(Shape::Interest, &engine.interests(now())),
            "events" => write(Shape::Event, &engine.events()),
            "choices" => write(Shape::Choice, &engine.choices()),
            "leaves" => engine.leaves().map(Uint8Array::from).collect::<Array>().into(),
            "shown" => engine.shown().into(),
            "kept" => Uint8Array::from(&*engine.snapshot()).into(),
            _ => write(Shape::Status, &self.room.status()),
        }
    }

    fn change(&self, command: Option<Command>) -> Promise {
        self.run(command.map(Task::Apply).ok_or(EngineError::BadRequest.into()))
    }

    /// One future for all tasks: each further one would cost kilobytes.
    fn run(&self, task: Result<Task, Thrown>) -> Promise {
        let room = self.room.clone();
        self.room.queue.add(async move { Ok(room.run(&task?).await?) })
    }
}

/// A text. It crosses as the value that it is: the glue for a text that is passed as one takes more
/// bytes than the whole call. The page's side lets nothing else in.
fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

fn purposes(names: &JsValue) -> Option<Vec<Purpose>> {
    texts(names)?.iter().map(|name| Purpose::from_name(name)).collect()
}

/// Which view crosses: the place of its names in `views.js`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Status,
    Erase,
    Pick,
    Facet,
    Interest,
    Event,
    Choice,
}

/// Views are made of numbers, texts and lists, which cannot fail to cross.
pub(super) fn write<T: Serialize>(shape: Shape, view: &T) -> JsValue {
    named(shape as u32, serde_wasm_bindgen::to_value(view).unwrap_or_default())
}

#[wasm_bindgen(module = "/src/browser/views.js")]
extern "C" {
    /// The view with names for its values.
    fn named(shape: u32, view: JsValue) -> JsValue;
}
