//! Databases that somebody else has had in hand.

use super::deed::{Deed, choose, closed, customer, erased, goes_on, items, opened, shop, told};
use crate::faults::{bothered, deleted, hold, hold_up, hurry, let_go, mend_all, put_into};
use crate::page::{clear_text, databases, done, dump_of};
use wasm_bindgen::JsValue;

pub(super) async fn while_locked() -> String {
    let site = shop();
    let door = customer(&site, Deed::Lock).await;
    Deed::Lock.is_done(&door).await.expect("it locks");
    let mut answers: Vec<String> = Vec::new();
    for change in [
        choose(&door, &[], &["learn"]),
        door.set(&"paused".into(), true),
        door.set(&"plain".into(), true),
        door.state(&"subject".into(), &"All about sea".into(), &"never".into()),
        door.forget(&1.0.into(), &JsValue::UNDEFINED, &JsValue::UNDEFINED),
        door.forget(&JsValue::UNDEFINED, &"gothic-0".into(), &JsValue::UNDEFINED),
        door.forget(&JsValue::UNDEFINED, &JsValue::UNDEFINED, &true.into()),
    ] {
        let answer = done(change).await.map_or_else(|code| code, |_| "nothing lost".into());
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    goes_on(Deed::Lock, &door, "locked").await;
    done(door.set(&"locked".into(), false)).await.expect("it unlocks");
    assert_eq!(items(&door), ["sea-0", "gothic-0"], "nothing was changed");
    erased(&site).await;
    answers.join(", ")
}

pub(super) async fn held_while_erasing() -> String {
    let site = shop();
    let door = customer(&site, Deed::Erase).await;
    hold(&format!("homekept:{site}"), 1).await;
    let outcome = Deed::Erase.is_done(&door).await;
    let answer = told(Deed::Erase, &door, outcome);
    assert!(!clear_text().contains(&site), "the marker is gone");
    let_go();
    // The browser deletes it once it can; what waits behind that is answered then.
    erased(&site).await;
    assert!(!databases().await.contains(&site));
    answer
}

pub(super) async fn held_up_while_opening() -> String {
    let site = shop();
    let name = format!("homekept:{site}");
    drop(customer(&site, Deed::Open).await);
    hold_up(&name).await;
    let door = closed(&site);
    hurry();
    let outcome = Deed::Open.is_done(&door).await;
    mend_all();
    let answer = told(Deed::Open, &door, outcome);
    goes_on(Deed::Record, &door, "held up").await;
    let_go();
    deleted().await;
    // The page's own request comes now, and makes nothing; nor is it in anybody's way.
    assert_eq!(items(&opened(&site).await), Vec::<String>::new());
    erased(&site).await;
    assert!(!databases().await.contains(&name));
    answer
}

pub(super) async fn of_a_later_version() -> String {
    let site = shop();
    drop(customer(&site, Deed::Open).await);
    hold(&format!("homekept:{site}"), 2).await;
    let_go();
    let before = dump_of(&format!("homekept:{site}")).await;
    let door = closed(&site);
    let outcome = Deed::Open.is_done(&door).await;
    let answer = told(Deed::Open, &door, outcome);
    goes_on(Deed::Record, &door, "a later version").await;
    assert_eq!(dump_of(&format!("homekept:{site}")).await, before, "it is left alone");
    erased(&site).await;
    answer
}

/// What opening answers where a value is one of these (in JavaScript).
pub(super) async fn all_altered(store: &str, key: &str, values: &[&str]) -> String {
    let mut answers: Vec<String> = Vec::new();
    for value in values {
        let answer = altered(store, &format!("'{key}'"), value).await;
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    answers.join(", ")
}

/// What opening answers where the journal has a record under one of these keys.
pub(super) async fn all_aliens(keys: &[&str]) -> String {
    let mut answers: Vec<String> = Vec::new();
    for key in keys {
        for value in ["new Uint8Array(126)", "-1", "'x'", "null", "1e300"] {
            let answer = altered("journal", key, value).await;
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        }
    }
    answers.join(", ")
}

async fn altered(store: &str, key: &str, value: &str) -> String {
    let what = format!("{value} at {key}");
    let site = shop();
    drop(customer(&site, Deed::Open).await);
    put_into(&format!("homekept:{site}"), store, key, value).await;
    let door = closed(&site);
    let outcome = Deed::Open.is_done(&door).await;
    let answer = told(Deed::Open, &door, outcome);
    goes_on(Deed::Record, &door, &what).await;
    assert_eq!(bothered(), "", "{what}");
    erased(&site).await;
    answer
}
