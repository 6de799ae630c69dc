//! The developer's overlay: it shows what is known and every number behind the picks, and it hears
//! a request that tells what was picked.

use crate::bundled::{self, PAGE};
use homekept_e2e::{Customer, pack, shop_selling};
use serde_json::json;
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_sees_every_number_and_every_request_that_tells() {
    let folder = bundled::page("devtools", OPEN, MORE, &["homekept.wasm", "explain.wasm"]);
    let files = folder.clone();
    let shop = shop_selling(pack().to_vec(), |options| options.assets = files);
    let me = Customer::in_shop(shop).await;
    me.visits(PAGE).await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits(&format!("{PAGE}?open")).await;
    me.waits_until("return all('.label').some((label) => textOf(label).includes('Personalised'))")
        .await;

    // What is explained is what the page gets.
    me.waits_until(&format!("{ROOM}('Picks').querySelector('caption') !== null")).await;
    let caption = me.reads(&format!("{ROOM}('Picks').querySelector('caption').textContent")).await;
    assert_eq!(caption, json!("as the page gets them"));
    let heads = format!("{ROOM}('Picks').querySelector('thead').textContent");
    assert_eq!(me.reads(&heads).await, json!(HEADS));
    let best = format!("{ROOM}('Picks').querySelector('tbody').rows[0].cells[1].textContent > 0");
    assert_eq!(me.reads(&best).await, json!(true));

    let text = |name| format!("{ROOM}('{name}').textContent");
    let status = me.reads(&text("Status")).await.to_string();
    assert!(status.contains("learnon") && status.contains("keptdevice"), "{status}");
    let events = format!("{ROOM}('Events').querySelectorAll('tr').length");
    assert_eq!(me.reads(&events).await, json!(5));
    let interests = me.reads(&text("Interests")).await.to_string();
    assert!(interests.contains("Gothic fiction"), "{interests}");

    // The promise is kept, until somebody breaks it.
    let network = me.reads(&text("Network")).await.to_string();
    assert!(network.contains("no request tells what was picked"), "{network}");
    let link = me.finds("return all('a[href]', places()[0].shadowRoot)[1]", json!([])).await;
    me.presses_element(&link).await;
    me.waits_until(
        "return performance.getEntriesByType('resource').some(({ name }) => name.includes('/item/'))",
    )
    .await;
    me.rests().await;
    let network = me.reads(&text("Network")).await.to_string();
    assert!(network.contains("no request tells what was picked"), "it was pressed: {network}");
    me.reads(
        "const [link] = all('a[href]', places()[0].shadowRoot);
        new Image().src = '/images/cover' + new URL(link.href).pathname + '.png'",
    )
    .await;
    me.waits_until(&format!(
        "{}.includes('requests that tell what was picked: 1')",
        text("Network")
    ))
    .await;
    me.leaves().await;
    let _ = fs::remove_dir_all(folder);
}

/// The cells of a section of the overlay, by its heading; the argument follows.
const ROOM: &str = "return ((name) => [...document.querySelector('homekept-devtools')?.shadowRoot
    .querySelectorAll('section') ?? []].find((section) =>
      section.querySelector('h2').textContent === name).querySelector('div'))";

const HEADS: &str =
    "itemscoretransitionrevisitinterestlike thisalikepopularityplacedampingrawbaseapartfitsboost";

const OPEN: &str = r#"
import { open } from "homekept";
import { devtools } from "homekept/devtools";
"#;

/// A click goes nowhere: a page that stays fetches what its customer pressed.
const MORE: &str = r#"
devtools(opened, { open: location.search === "?open" });
addEventListener("click", (event) => {
  const link = event.composedPath().find((node) => node.href);
  if (!link) return;
  event.preventDefault();
  fetch(link.href);
});
"#;
