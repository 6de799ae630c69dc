//! The export against its published schema, and against what the vault holds.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod common;

use boon::{Compiler, SchemaIndex, Schemas};
use common::{NOW, any_command, apply, choosing, engine, kept, policy, record, state, view};
use futures_executor::block_on;
use homekept::consent::{Choice, Purpose};
use homekept::engine::{Command, Engine, Fact, Save, Settings, decode_facts};
use homekept::profile::{Dials, Entry, EventKind, Stance, What};
use homekept::vault::memory::{CountingDice, MemoryCustody, MemoryStore};
use homekept::vault::{Keeper, Scope};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_export_of_version_1_is_still_valid_and_so_is_todays() {
    let schema = Schema::published();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/vault-v1.export.json");
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(golden).unwrap()).unwrap();
    for exported in [golden, kept(&engine()), kept(&customer().engine)] {
        let whole = whole(exported);
        assert!(schema.allows(&whole), "{whole:#}");
    }
}

#[test]
fn what_is_no_export_is_not_valid() {
    let schema = Schema::published();
    let good = whole(kept(&customer().engine));
    assert!(schema.allows(&good));
    for place in ["", "/choices/0", "/events/0", "/interests/0"] {
        let fields: Vec<String> =
            good.pointer(place).unwrap().as_object().unwrap().keys().cloned().collect();
        for field in fields {
            let optional =
                ["title", "stance", "minute", "under", "sponsored", "surprise", "memory"]
                    .contains(&field.as_str());
            for change in [
                Some(json!("a text that is neither")),
                Some(json!(-5)),
                Some(json!({})),
                (!optional).then_some(Value::Null),
            ] {
                let mut bad = good.clone();
                let object = at(&mut bad, place);
                let texts = ["item", "title", "label", "kind", "jurisdiction", "language"];
                match change {
                    // Any text is a title.
                    Some(Value::String(_))
                        if texts.contains(&field.as_str()) && !place.is_empty() =>
                    {
                        continue;
                    }
                    Some(Value::String(_)) if field == "noticeVersion" || field == "noticeHash" => {
                        continue;
                    }
                    // Left out.
                    Some(Value::Null) => drop(object.remove(&field)),
                    Some(value) => drop(object.insert(field.clone(), value)),
                    None => continue,
                }
                assert!(!schema.allows(&bad), "{field} of {place:?}: {bad:#}");
            }
        }
        let mut more = good.clone();
        at(&mut more, place).insert("more".into(), json!(1));
        assert!(!schema.allows(&more), "nothing beside it at {place:?}");
    }
}

#[test]
fn every_field_of_the_schema_is_described() {
    let text = std::fs::read_to_string(Schema::path()).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.md");
    let document = std::fs::read_to_string(document).unwrap();
    let mut fields = 0;
    let mut open = vec![&schema];
    while let Some(value) = open.pop() {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            assert_eq!(value["additionalProperties"], json!(false), "{value}");
            for (name, field) in properties {
                fields += 1;
                assert!(field["description"].is_string(), "{name} is not described");
                let told =
                    [format!("`{name}`"), format!(".{name}`"), format!("`{name}`, everywhere")];
                assert!(
                    told.iter().any(|told| document.contains(told)),
                    "{name} in docs/export.md"
                );
            }
        }
        open.extend(value.as_object().into_iter().flatten().map(|(_, value)| value));
    }
    assert_eq!(fields, 36);
}

#[test]
fn the_documents_example_is_an_export() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.md");
    let document = std::fs::read_to_string(document).unwrap();
    let example = document.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let example: Value = serde_json::from_str(example).unwrap();
    assert!(Schema::published().allows(&example));
}

#[test]
fn dsr_01_the_export_holds_every_fact_of_the_vault_and_nothing_else() {
    let customer = customer();
    holds_exactly(&customer);
    // Without a pack, with another notice: what is kept is shown all the same.
    for engine in [Engine::new(policy(), false), {
        let notice = "2".into();
        Engine::new(homekept::policy::Policy { notice, ..policy() }, false)
    }] {
        let mut other = Customer { engine, ..self::customer() };
        other.restores();
        holds_exactly(&other);
    }
}

#[test]
fn dsr_01_a_new_word_on_a_topic_takes_the_place_of_the_earlier_one_in_storage_too() {
    let mut customer = customer();
    for stance in [Stance::More, Stance::Less, Stance::More] {
        customer.does(&state("poetry", stance));
        holds_exactly(&customer);
    }
    let statements = |customer: &Customer| {
        let (_, entries, _) = customer.facts();
        entries.iter().filter(|entry| matches!(entry.what, What::Statement { .. })).count()
    };
    assert_eq!(statements(&customer), 2, "one of the sea, one of poetry");
}

proptest! {
    #[test]
    fn dsr_01_whatever_is_done_the_export_is_what_the_vault_holds(
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        let mut customer = customer();
        for command in &commands {
            customer.does(command);
        }
        holds_exactly(&customer);
        prop_assert!(Schema::published().allows(&whole(kept(&customer.engine))));
    }
}

/// Compares the export with the facts that lie in the vault, read without the engine.
fn holds_exactly(customer: &Customer) {
    let exported = kept(&customer.engine);
    let (choices, entries, settings) = customer.facts();
    let list = |name: &str| exported[name].as_array().unwrap().clone();

    let told = |choice: &Choice| {
        json!({
            "purpose": choice.purpose,
            "allowed": choice.allowed,
            "minute": choice.at.0,
            "method": choice.method,
            "noticeVersion": choice.notice,
            "noticeHash": choice.notice_hash,
            "language": choice.language,
            "jurisdiction": choice.jurisdiction,
            "toldOfSignal": choice.told_of_signal,
        })
    };
    assert_eq!(list("choices"), choices.iter().map(told).collect::<Vec<_>>());
    assert_eq!(exported["paused"], json!(settings.paused));
    assert_eq!(exported["plain"], json!(settings.plain));
    assert_eq!(exported["sponsored"], json!(!settings.unsponsored));
    assert_eq!(exported["surprise"], json!(settings.dials.surprise()));
    assert_eq!(exported["memory"], json!(settings.dials.memory()));

    let mut events = Vec::new();
    let mut statements = Vec::new();
    // Of what was shown the journal may hold earlier numbers: the last ones count.
    let mut numbers = None;
    for Entry { id, order, at, under, what, leaf: _ } in &entries {
        match what {
            What::Event { kind: EventKind::Shown, item } => {
                numbers = numbers.max(Some((order, item)));
            }
            What::Event { kind, item } => events.push(
                json!({ "id": id, "kind": kind, "item": item, "minute": at.0, "under": under }),
            ),
            What::Statement { topic, stance } => statements.push(json!({
                "kind": topic.kind,
                "label": topic.label,
                "stance": stance,
                "minute": at.0,
                "under": under,
            })),
        }
    }
    assert_eq!(exported.get("shown"), numbers.map(|(_, text)| json!(text)).as_ref());
    let mut shown: Vec<Value> = list("events");
    for event in &mut shown {
        // The title is the pack's, and ids are told as JavaScript has them.
        event.as_object_mut().unwrap().remove("title");
        event["id"] = json!(event["id"].as_f64().unwrap() as u64);
    }
    assert_eq!(sorted(shown), sorted(events));
    let ids: Vec<u64> = entries.iter().map(|entry| entry.id).collect();
    let mut stated = Vec::new();
    for mut interest in list("interests") {
        let evidence = interest["events"].as_array().unwrap();
        assert!(evidence.iter().all(|id| ids.contains(&(id.as_f64().unwrap() as u64))));
        if interest.get("stance").is_some() {
            let fields = interest.as_object_mut().unwrap();
            fields.remove("strength");
            fields.remove("events");
            stated.push(interest);
        }
    }
    assert_eq!(sorted(stated), sorted(statements));
}

/// In one order, whatever order of fields serde_json keeps in this build.
fn sorted(values: Vec<Value>) -> Vec<BTreeMap<String, Value>> {
    let fields = |value: Value| -> BTreeMap<String, Value> {
        let Value::Object(fields) = value else { panic!("an object: {value}") };
        fields.into_iter().collect()
    };
    let mut values: Vec<_> = values.into_iter().map(fields).collect();
    values.sort_by_key(|value| format!("{value:?}"));
    values
}

/// A customer with a vault of their own, kept as the door keeps it.
struct Customer {
    engine: Engine,
    keeper: Keeper<MemoryStore, MemoryCustody>,
    dice: CountingDice,
}

fn customer() -> Customer {
    let scope = Scope { origin: "https://shop.example".into(), site: "bookshop".into() };
    let keeper = Keeper::new(MemoryStore::default(), MemoryCustody::default(), scope);
    let mut customer = Customer { engine: engine(), keeper, dice: CountingDice::default() };
    for command in [
        choosing(&[Purpose::Learn, Purpose::Remember], &[]),
        view("gothic-0"),
        view("gothic-1"),
        record(EventKind::Like, "poetry-3"),
        state("sea", Stance::Never),
        Command::Sponsored(false),
        Command::Turn(Dials::at(-1, 2).unwrap()),
    ] {
        customer.does(&command);
    }
    customer
}

impl Customer {
    fn does(&mut self, command: &Command) {
        let save = apply(&mut self.engine, &mut self.dice, std::slice::from_ref(command));
        block_on(async {
            match save {
                Save::Nothing => {}
                Save::Append(batch) if self.keeper.is_open() => {
                    self.keeper.append(&batch, &mut self.dice).await.unwrap();
                }
                Save::Append(_) | Save::Rewrite => {
                    let snapshot = self.engine.snapshot();
                    self.keeper.rewrite(&snapshot, &mut self.dice).await.unwrap();
                }
                Save::Erase(_) => drop(self.keeper.erase().await.unwrap()),
            }
        });
    }

    fn restores(&mut self) {
        let contents = block_on(self.keeper.open()).unwrap().unwrap();
        assert_eq!(self.engine.restore(&contents.batches), 0);
    }

    /// What the vault holds, decrypted.
    fn facts(&self) -> (Vec<Choice>, Vec<Entry>, Settings) {
        let scope = Scope { origin: "https://shop.example".into(), site: "bookshop".into() };
        let store = MemoryStore::default();
        let stored = block_on(homekept::vault::Store::load(self.keeper.store())).unwrap();
        store.tamper(|kept| *kept = stored);
        let mut reader = Keeper::new(store, MemoryCustody::default(), scope);
        let contents = block_on(reader.open()).unwrap().unwrap();
        let mut batches: Vec<_> =
            contents.batches.iter().map(|batch| decode_facts(batch).unwrap()).collect();
        batches.sort_by_key(|(order, _)| *order);
        let (mut choices, mut entries, mut settings) = (vec![], vec![], Settings::default());
        for fact in batches.into_iter().flat_map(|(_, facts)| facts) {
            match fact {
                Fact::Choice(choice) => choices.push(choice),
                Fact::Entry(entry) => entries.push(entry),
                Fact::Settings(latest) => settings = latest,
            }
        }
        (choices, entries, settings)
    }
}

/// What the facade puts around what the engine shows.
fn whole(mut exported: Value) -> Value {
    let fields = exported.as_object_mut().unwrap();
    fields.insert("homekept".into(), json!(1));
    fields.insert("site".into(), json!("bookshop"));
    fields.insert("minute".into(), json!(NOW.0));
    exported
}

fn at<'a>(value: &'a mut Value, place: &str) -> &'a mut Map<String, Value> {
    value.pointer_mut(place).unwrap().as_object_mut().unwrap()
}

struct Schema {
    schemas: Schemas,
    export: SchemaIndex,
}

impl Schema {
    fn path() -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/schema/export.schema.json");
        path.to_string_lossy().into_owned()
    }

    fn published() -> Schema {
        let mut schemas = Schemas::new();
        let export = Compiler::new().compile(&Schema::path(), &mut schemas);
        Schema { export: export.expect("the schema is a schema"), schemas }
    }

    fn allows(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.export).is_ok()
    }
}
