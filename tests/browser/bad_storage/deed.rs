//! What is done while storage fails, what comes of it, and what is there later.

use crate::common;
use crate::faults::{Fault, bothered, mend_all};
use crate::page::{clear_text, databases, done, dump_of, field, list};
use homekept::browser::Door;
use js_sys::{Array, JSON, Promise};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};

/// What the customer or the page does while storage fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Open,
    FirstYes,
    Record,
    Forget,
    Withdraw,
    Erase,
    Lock,
    Unlock,
    /// What another browser kept comes in.
    Bring,
}

impl Deed {
    pub(super) async fn is_done(self, door: &Door) -> Result<JsValue, String> {
        let brought = self.brings().await;
        self.is_done_with(door, &brought).await
    }

    async fn brings(self) -> JsValue {
        if self == Deed::Bring { from_elsewhere().await } else { JsValue::UNDEFINED }
    }

    async fn is_done_with(self, door: &Door, brought: &JsValue) -> Result<JsValue, String> {
        done(match self {
            Deed::Open => door.open(),
            Deed::FirstYes => choose(door, &["learn"], &[]),
            Deed::Record => door.record(&"view".into(), &"gothic-1".into(), &JsValue::UNDEFINED),
            Deed::Forget => {
                door.forget(&JsValue::UNDEFINED, &"gothic-0".into(), &JsValue::UNDEFINED)
            }
            Deed::Withdraw => choose(door, &[], &["learn"]),
            Deed::Erase => door.erase(),
            Deed::Lock => door.set(&"locked".into(), true),
            Deed::Unlock => door.set(&"locked".into(), false),
            Deed::Bring => door.exchange(&door.view(&"kept".into()), brought),
        })
        .await
    }
}

/// Lets each of these happen, each in a shop of its own; gives the one answer, or all of them.
pub(super) async fn all(deed: Deed, faults: &[Fault]) -> String {
    let mut answers: Vec<String> = Vec::new();
    for fault in faults {
        let answer = check(deed, fault).await;
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    answers.join(", ")
}

async fn check(deed: Deed, fault: &Fault) -> String {
    let site = shop();
    let what = format!("{deed:?} with {fault:?}");
    let before = customer(&site, deed).await;
    let door = if deed == Deed::Open { closed(&site) } else { before };
    if deed == Deed::Unlock {
        done(door.set(&"locked".into(), true)).await.expect("it locks");
    }
    let brought = deed.brings().await;
    let _ = bothered();
    fault.begin();
    let outcome = deed.is_done_with(&door, &brought).await;
    let calls = mend_all();
    assert!((1..=10).contains(&calls), "{what}: called {calls} times");
    let answer = told(deed, &door, outcome);
    goes_on(deed, &door, &what).await;

    // Storage works again.
    let later = opened(&site).await;
    let kept = items(&later);
    match deed {
        Deed::Open => assert_eq!(kept, ["sea-0", "gothic-0"], "{what}"),
        // Whoever was told that it failed does it again.
        Deed::Lock | Deed::Unlock => {
            deed.is_done(&door).await.unwrap_or_else(|code| panic!("{what}, then {code}"));
            let locked = deed == Deed::Lock;
            assert_eq!(field(&door.view(&"status".into()), "locked"), locked.to_string(), "{what}");
            done(door.set(&"locked".into(), false)).await.expect("it unlocks");
            let later = opened(&site).await;
            assert!(items(&later).ends_with(&["sea-0".into(), "gothic-0".into()]), "{what}");
        }
        Deed::FirstYes if answer == "nothing lost" => assert_eq!(kept, ["sea-1"], "{what}"),
        Deed::FirstYes => assert_eq!(kept, Vec::<String>::new(), "{what}"),
        Deed::Record => {
            assert!(kept.ends_with(&["sea-0".into(), "gothic-0".into()]), "{what}: {kept:?}")
        }
        // As with forgetting, the next write makes up for what storage did not do, and for all of it.
        Deed::Bring => {
            let theirs = ["sea-0", "gothic-2", "gothic-1"];
            assert!(kept.ends_with(&theirs.map(str::to_owned)), "{what}: {kept:?}");
            deed.is_done(&later).await.unwrap_or_else(|code| panic!("{what}, then {code}"));
            assert_eq!(items(&opened(&site).await), theirs, "{what}");
        }
        Deed::Forget => assert!(
            !kept.contains(&"gothic-0".into()) && kept.contains(&"sea-0".into()),
            "{what}: {kept:?}"
        ),
        // Done again, it is done.
        Deed::Withdraw | Deed::Erase => {
            deed.is_done(&door).await.unwrap_or_else(|code| panic!("{what}, then {code}"));
            assert!(!databases().await.contains(&site), "{what}");
            assert_eq!(items(&opened(&site).await), Vec::<String>::new(), "{what}");
        }
    }
    is_sealed(&site, &what).await;
    assert_eq!(bothered(), "", "{what}");
    erased(&site).await;
    answer
}

/// What somebody kept in another browser: the door of a shop of their own tells it.
async fn from_elsewhere() -> JsValue {
    let site = shop();
    let door = opened(&site).await;
    done(choose(&door, &["learn"], &[])).await.expect("the yes is kept");
    for item in ["gothic-1", "gothic-2", "sea-0"] {
        done(door.record(&"view".into(), &item.into(), &JsValue::UNDEFINED))
            .await
            .expect("it is recorded");
    }
    let kept = door.view(&"kept".into());
    done(door.erase()).await.expect("it erases");
    kept
}

/// What the page is told.
pub(super) fn told(deed: Deed, door: &Door, outcome: Result<JsValue, String>) -> String {
    let status = door.view(&"status".into());
    let reason = field(&status, "storageReason");
    match outcome {
        Err(code) => code,
        Ok(_) if !reason.is_empty() => format!("memory: {reason}"),
        Ok(view) if deed == Deed::Erase && field(&view, "erased") != "true" => "left behind".into(),
        Ok(_) if deed == Deed::Open && field(&status, "personal") != "true" => "asked again".into(),
        Ok(_) if deed == Deed::Withdraw && !clear_text().contains("refused ") => {
            "asked again".into()
        }
        Ok(_) => "nothing lost".into(),
    }
}

/// The page shows picks, and its next calls are answered.
pub(super) async fn goes_on(deed: Deed, door: &Door, what: &str) {
    let picks = door
        .rank(&"for-you".into(), 5, &list(&[]), &list(&[]), &JsValue::UNDEFINED, false, false)
        .map_err(JsValue::from)
        .unwrap();
    assert_eq!(picks.unchecked_into::<Array>().length(), 5, "{what}");
    if deed != Deed::Open {
        let next = done(door.record(&"view".into(), &"sea-1".into(), &JsValue::UNDEFINED)).await;
        assert!(next.is_ok(), "{what}, then {next:?}");
    }
}

/// No database and no other storage tells of anything.
async fn is_sealed(site: &str, what: &str) {
    let mut stored = clear_text();
    if databases().await.contains(site) {
        stored += &dump_of(&format!("homekept:{site}")).await;
    }
    for canary in ["gothic", "sea-", "learn"] {
        assert!(!stored.contains(canary), "{what}: {canary} stands in clear");
    }
}

/// Somebody who allowed learning and looked at two books, as far as the deed needs it.
pub(super) async fn customer(site: &str, deed: Deed) -> Door {
    let door = opened(site).await;
    if deed != Deed::FirstYes {
        done(choose(&door, &["learn"], &[])).await.expect("the yes is kept");
        for item in ["gothic-0", "sea-0"] {
            done(door.record(&"view".into(), &item.into(), &JsValue::UNDEFINED))
                .await
                .expect("it is recorded");
        }
    }
    door
}

pub(super) fn choose(door: &Door, allow: &[&str], refuse: &[&str]) -> Promise {
    door.choose(&list(allow), &list(refuse), &"question".into(), &"en".into(), &"".into(), false)
}

pub(super) fn items(door: &Door) -> Vec<String> {
    door.view(&"events".into())
        .unchecked_into::<Array>()
        .iter()
        .map(|event| field(&event, "item"))
        .collect()
}

pub(super) async fn opened(site: &str) -> Door {
    let door = closed(site);
    done(door.open()).await.expect("it opens");
    door
}

pub(super) fn closed(site: &str) -> Door {
    let policy = format!(r#"{{"version":1,"site":"{site}","notice":{{"version":"1"}}}}"#);
    let policy = JSON::parse(&policy).expect("the policy is JSON");
    let door = Door::new(&policy, &"http://shop.example".into(), false, false);
    let door = door.map_err(JsValue::from).expect("the policy is fine");
    door.load(common::pack().into(), false).expect("the pack opens");
    door
}

pub(super) async fn erased(site: &str) {
    done(opened(site).await.erase()).await.expect("it erases");
    assert!(!clear_text().contains(site));
}

/// The name of a shop that no other row uses.
pub(super) fn shop() -> String {
    thread_local!(static SHOPS: Cell<u32> = const { Cell::new(0) });
    let number = SHOPS.with(|shops| shops.replace(shops.get() + 1));
    format!("bad.{number}.")
}
