//! The export, read. `www/schema/export.schema.json` describes it; what is stricter here is said at
//! the bounds below. Leaves out `@context` and `checksum`: whoever reads the file looks at those.

use crate::TransferError;
use homekept::consent::Purpose;
use homekept::profile::{Dials, EventKind, MOST_ENTRIES, Stance, Topic, What};
use homekept::time::Minute;
use serde::Deserialize;

/// What an export says.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The site's name in its policy.
    pub site: String,
    /// When it was taken.
    pub minute: Minute,
    /// Whether all use was stopped.
    pub paused: bool,
    /// Whether picks were shown without the profile.
    pub plain: bool,
    /// Whether sponsored items were left out; not, where it does not say.
    pub unsponsored: bool,
    /// Where the dials stood, if it says so.
    pub dials: Option<Dials>,
    /// What was done and stated, oldest first.
    pub said: Vec<Said>,
    /// The counts of what was shown.
    pub shown: Option<String>,
}

/// One thing that was done or stated.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its number, which a statement has none of.
    pub id: Option<u64>,
    /// When.
    pub at: Minute,
    /// The purpose under which it was kept.
    pub under: Purpose,
    /// What.
    pub what: What,
}

impl Document {
    /// Reads an export. A field that this version does not know is passed over.
    ///
    /// # Errors
    /// [`TransferError::TooLarge`], [`TransferError::Newer`], [`TransferError::Malformed`].
    pub fn read(text: &str) -> Result<Document, TransferError> {
        if text.len() > MOST_BYTES {
            return Err(TransferError::TooLarge);
        }
        let Version { homekept } = of_json(text)?;
        match homekept {
            1 => {}
            2.. => return Err(TransferError::Newer),
            0 => return Err(TransferError::Malformed),
        }
        let export: Export = of_json(text)?;
        if export.events.len() > 2 * MOST_ENTRIES || export.interests.len() > MOST_INTERESTS {
            return Err(TransferError::TooLarge);
        }
        let document = export.check().ok_or(TransferError::Malformed)?;
        if document.said.len() > 2 * MOST_ENTRIES {
            return Err(TransferError::TooLarge);
        }
        Ok(document)
    }
}

fn of_json<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, TransferError> {
    serde_json::from_str(text).map_err(|_| TransferError::Malformed)
}

/// What every version of the form has.
#[derive(Deserialize)]
struct Version {
    homekept: u32,
}

#[derive(Deserialize)]
struct Export {
    site: String,
    minute: u32,
    paused: bool,
    plain: bool,
    sponsored: Option<bool>,
    surprise: Option<i32>,
    memory: Option<i32>,
    events: Vec<Event>,
    interests: Vec<Interest>,
    shown: Option<String>,
}

#[derive(Deserialize)]
struct Event {
    id: u64,
    kind: String,
    item: String,
    minute: u32,
    under: String,
}

#[derive(Deserialize)]
struct Interest {
    kind: String,
    label: String,
    stance: Option<String>,
    minute: Option<u32>,
    under: Option<String>,
}

impl Export {
    fn check(self) -> Option<Document> {
        let minute = Minute(self.minute);
        let dials = match (self.surprise, self.memory) {
            (Some(surprise), Some(memory)) => Some(Dials::at(surprise, memory)?),
            (None, None) => None,
            _ => return None,
        };
        // Both are listed newest first, as far as their order tells anything.
        let events = self.events.into_iter().rev().map(Event::check);
        let stated = self.interests.into_iter().rev().filter_map(Interest::check);
        let mut said = events.chain(stated).collect::<Option<Vec<Said>>>()?;
        // Nothing was done after the document was made: a clock was ahead then, and set back since.
        for said in &mut said {
            said.at = said.at.min(minute);
        }
        // Of equal minutes the order stays.
        said.sort_by_key(|said| said.at);
        let shown = self.shown.filter(|shown| !shown.is_empty());
        if shown.as_ref().is_some_and(|shown| shown.len() > MOST_SHOWN) {
            return None;
        }
        let Export { site, paused, plain, sponsored, .. } = self;
        let unsponsored = sponsored == Some(false);
        Some(Document { site, minute, paused, plain, unsponsored, dials, said, shown })
    }
}

impl Event {
    fn check(self) -> Option<Said> {
        let kind = EventKind::from_name(&self.kind).filter(|kind| *kind != EventKind::Shown)?;
        (1..=MOST_ITEM).contains(&self.item.len()).then_some(())?;
        Some(Said {
            id: Some(self.id).filter(|id| *id <= MOST_ID),
            at: Minute(self.minute),
            under: Purpose::from_name(&self.under)?,
            what: What::Event { kind, item: self.item },
        })
        .filter(|said| said.id.is_some())
    }
}

impl Interest {
    /// Nothing for one that is inferred alone: it follows from the events.
    fn check(self) -> Option<Option<Said>> {
        let stance = self.stance?;
        let said = || {
            let stance = Stance::from_name(&stance)?;
            (is_name(&self.kind) && is_name(&self.label)).then_some(())?;
            Some(Said {
                id: None,
                at: Minute(self.minute?),
                under: Purpose::from_name(&self.under?)?,
                what: What::Statement {
                    topic: Topic { kind: self.kind, label: self.label },
                    stance,
                },
            })
        };
        Some(said())
    }
}

fn is_name(text: &str) -> bool {
    (1..=MOST_NAME).contains(&text.len())
}

/// Bytes of a document: several times what 2,000 events take.
pub const MOST_BYTES: usize = 4 << 20;
/// What is inferred and stated: a large shop's categories and attributes, ten times over.
const MOST_INTERESTS: usize = 10_000;
/// Bytes of an item's id, which some feeds make of an address.
const MOST_ITEM: usize = 1_024;
/// Bytes of a kind or a label.
const MOST_NAME: usize = 256;
/// Bytes of the counts of what was shown: two weeks of them take some thousands.
const MOST_SHOWN: usize = 1 << 17;
/// The highest number that JavaScript holds exactly.
const MOST_ID: u64 = (1 << 53) - 1;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn export() -> Value {
        json!({
            "homekept": 1,
            "site": "bookshop",
            "minute": 29_900_321,
            "paused": false,
            "plain": true,
            "choices": [],
            "events": [
                { "id": 9, "kind": "like", "item": "dracula", "minute": 29_900_008, "under": "remember" },
                { "id": 7, "kind": "view", "item": "frankenstein", "minute": 29_900_008, "under": "learn" },
            ],
            "interests": [
                { "kind": "subject", "label": "Gothic fiction", "strength": 0.62, "events": [7] },
                {
                    "kind": "subject", "label": "Sea stories", "strength": 0, "stance": "never",
                    "minute": 29_900_001, "under": "learn", "events": [],
                },
            ],
            "more": "of a later time",
        })
    }

    #[test]
    fn an_export_is_read_oldest_first_and_what_is_inferred_stays_out() {
        let document = Document::read(&export().to_string()).unwrap();
        let ids: Vec<Option<u64>> = document.said.iter().map(|said| said.id).collect();
        assert_eq!(ids, [None, Some(7), Some(9)]);
        assert_eq!(document.site, "bookshop");
        assert!(document.plain && !document.paused);
        assert!(!document.unsponsored, "it was not said yet when this was written");
    }

    #[test]
    fn an_event_of_a_clock_that_was_ahead_is_as_old_as_the_document() {
        let mut export = export();
        export["events"][0]["minute"] = json!(29_900_400);
        let document = Document::read(&export.to_string()).unwrap();
        assert_eq!(document.said.last().map(|said| said.at), Some(document.minute));
    }

    #[test]
    fn dsr_05_what_is_no_export_is_refused_by_a_code() {
        let refused = |change: &dyn Fn(&mut Value)| {
            let mut export = export();
            change(&mut export);
            Document::read(&export.to_string()).map(|_| ()).unwrap_err()
        };
        for field in ["site", "minute", "paused", "plain", "events", "interests", "homekept"] {
            let without = refused(&|export| drop(export.as_object_mut().unwrap().remove(field)));
            assert_eq!(without, TransferError::Malformed, "{field}");
            let other = refused(&|export| export[field] = json!({ "none": "such" }));
            assert_eq!(other, TransferError::Malformed, "{field}");
        }
        let long = "x".repeat(MOST_NAME + 1);
        for (place, value) in [
            ("/events/0/kind", json!("shown")),
            ("/events/0/kind", json!("sold")),
            ("/events/0/under", json!("everything")),
            ("/events/0/id", json!(1u64 << 53)),
            ("/events/0/id", json!(-1)),
            ("/events/0/item", json!("")),
            ("/events/0/item", json!("x".repeat(MOST_ITEM + 1))),
            ("/interests/1/stance", json!("always")),
            ("/interests/1/minute", json!(null)),
            ("/interests/1/under", json!(null)),
            ("/interests/1/label", json!(long)),
        ] {
            let changed = refused(&|export| *export.pointer_mut(place).unwrap() = value.clone());
            assert_eq!(changed, TransferError::Malformed, "{place} {value}");
        }
        assert_eq!(refused(&|export| export["surprise"] = json!(0)), TransferError::Malformed);
        let turned = refused(&|export| {
            export["surprise"] = json!(3);
            export["memory"] = json!(0);
        });
        assert_eq!(turned, TransferError::Malformed);
        assert_eq!(refused(&|export| export["homekept"] = json!(2)), TransferError::Newer);
        let shown = "1".repeat(MOST_SHOWN + 1);
        assert_eq!(refused(&|export| export["shown"] = json!(shown)), TransferError::Malformed);
        let event = export()["events"][0].clone();
        let many = vec![event; 2 * MOST_ENTRIES + 1];
        assert_eq!(refused(&|export| export["events"] = json!(many)), TransferError::TooLarge);
        let topic = export()["interests"][1].clone();
        let topics = vec![topic; 2 * MOST_ENTRIES];
        assert_eq!(refused(&|export| export["interests"] = json!(topics)), TransferError::TooLarge);
        let much = " ".repeat(MOST_BYTES + 1);
        assert_eq!(Document::read(&much), Err(TransferError::TooLarge));
        assert_eq!(Document::read("no JSON"), Err(TransferError::Malformed));
    }
}
