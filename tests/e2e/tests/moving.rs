//! My profile in a file: taken along under a passphrase, and brought in where the storage is empty.

use crate::center::KEEP_FILES;
use crate::locks::types;
use homekept_e2e::{Customer, pack, shop, shop_selling};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

const PASSPHRASE: &str = "four grey seals at dawn";

#[tokio::test(flavor = "multi_thread")]
async fn dsr_05_sec_17_a_sealed_file_brings_my_profile_back_after_my_storage_was_cleared() {
    let (me, public, _) = Customer::whose_picks_changed().await;
    me.visits("/preferences").await;
    me.presses("Never again: Gothic fiction").await;
    let (kept, ranked) = (me.reads(KEPT).await, me.reads(RANKED).await);
    let file = takes_along(&me, "sealed").await;
    let bytes = fs::read(&file.0).expect("it is there");
    for canary in ["frankenstein", "Gothic", "bookshop", PASSPHRASE] {
        assert!(!bytes.windows(canary.len()).any(|part| part == canary.as_bytes()), "{canary}");
    }

    // As a browser does that deletes what a site keeps after a week without a visit.
    me.visits("/search?q=ghost").await;
    me.reads(CLEARS).await;
    me.visits("/").await;
    assert_eq!(me.sees_picks().await, public);
    me.presses("Allow all of these").await;
    me.visits("/preferences").await;
    me.presses("Move to another device").await;
    chooses(&me, &file).await;
    types(&me, "move-passphrase", "four grey seals at dusk").await;
    me.presses("Open the file").await;
    me.waits_until(&says("That did not open the file.")).await;
    assert_eq!(me.status().await["events"], json!(0));
    types(&me, "move-passphrase", PASSPHRASE).await;
    me.presses("Open the file").await;
    me.waits_until(&says("In it: 6 entries.")).await;
    assert_eq!(me.meets_barriers().await, Vec::<String>::new());
    me.presses("Add it to what is here").await;
    me.waits_until(&says("Brought in: 6 entries.")).await;
    me.waits_until("return textOf(focused()) === 'Brought in: 6 entries.'").await;
    assert_eq!(me.reads(KEPT).await, kept);
    assert_eq!(me.meets_barriers().await, Vec::<String>::new());

    // It is stored, and a second time brings nothing new.
    me.visits("/preferences").await;
    assert_eq!(me.reads(KEPT).await, kept);
    let contents = me.stores().await.contents;
    assert!(!contents.contains("frankenstein") && !contents.contains(PASSPHRASE));
    me.presses("Move to another device").await;
    opens(&me, &file).await;
    me.presses("Add it to what is here").await;
    me.waits_until(&says("Here already: 6 entries.")).await;
    assert_eq!(me.reads(KEPT).await, kept);
    assert_eq!(me.reads(RANKED).await, ranked);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn con_07_what_i_do_not_allow_here_stays_out_and_nothing_is_allowed_by_a_file() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/preferences").await;
    me.presses("Never again: Gothic fiction").await;
    let file = takes_along(&me, "barred").await;
    me.reads("await (await module_()).consent({ refuse: ['learn', 'remember'] })").await;

    // Nothing is allowed: there is nothing to bring it into, and the page says what to do.
    me.visits("/preferences").await;
    me.presses("Move to another device").await;
    opens(&me, &file).await;
    me.waits_until(&says("To bring something in, allow “Remember what I tell you” above.")).await;
    me.presses("Remember what I tell you").await;
    me.presses("Add it to what is here").await;
    me.waits_until(&says("Brought in: 1 entry.")).await;
    assert!(me.sees().await.contains("Left out, since you do not allow it here: 5 entries."));
    let status = me.status().await;
    assert_eq!((&status["events"], &status["stated"]), (&json!(0), &json!(1)), "{status}");
    let states: Vec<&Value> = status["purposes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|purpose| &purpose["state"])
        .collect();
    assert_eq!(states[..2], [&json!("on"), &json!("off")]);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dsr_05_my_download_comes_in_as_it_is_and_is_refused_once_it_was_changed() {
    let me = Customer::who_reads_gothic().await;
    let other = me.opens_another_tab("/preferences").await;
    me.visits("/preferences").await;
    me.reads(KEEP_FILES).await;
    me.presses("Download my data").await;
    me.waits_until("return made.length === 1").await;
    let text = me.reads("return made[0].text()").await;
    let text = text.as_str().expect("a text");
    let before = me.reads(KEPT).await;
    me.reads("await (await module_()).forget({ all: true })").await;
    me.reads("await (await module_()).record('view', 'moby-dick')").await;

    me.presses("Move to another device").await;
    let whole = write(text, "whole.json");
    for (number, (changed, told)) in [
        (text.replace("frankenstein", "frankenstone"), "This file was changed after it was made."),
        (
            text.replace("\"homekept\": 1", "\"homekept\": 2"),
            "This file was changed after it was made.",
        ),
        (
            without_checksum(text, |file| file["homekept"] = json!(2)),
            "A newer version made this file.",
        ),
        (
            without_checksum(text, |file| file["site"] = json!("teashop")),
            "This file is from another site: teashop.",
        ),
        (
            without_checksum(text, |file| drop(file["events"].take())),
            "There is no profile in this file.",
        ),
        ("{}".to_owned(), "There is no profile in this file."),
        ("GIF89a".to_owned(), "There is no profile in this file."),
    ]
    .into_iter()
    .enumerate()
    {
        let file = write(&changed, &format!("changed-{number}.json"));
        chooses(&me, &file).await;
        me.presses("Open the file").await;
        me.waits_until(&says(told)).await;
    }
    assert_eq!(me.status().await["events"], json!(1), "nothing came of those");

    chooses(&me, &whole).await;
    me.presses("Open the file").await;
    me.presses("Put it in place of what is here").await;
    me.presses("Replace it now").await;
    me.waits_until(&says("Brought in: 5 entries.")).await;
    assert_eq!(me.reads(KEPT).await, before);
    // The other tab knows of it.
    me.turns_to(&other).await;
    me.waits_until("return (await module_()).status().events === 5").await;
    assert_eq!(me.reads(KEPT).await, before);
    me.leaves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_file_takes_a_passphrase_of_some_length_and_a_gesture() {
    let me = Customer::in_shop(shop(Tweaks::default())).await;
    me.visits("/preferences").await;
    me.presses("Remember what I tell you").await;
    me.presses("Move to another device").await;
    types(&me, "move-new", "short").await;
    me.presses("Make a sealed file").await;
    me.waits_until(&says("Use 8 characters or more.")).await;
    let field = "return focused().id";
    assert_eq!(me.reads(field).await, json!("move-new"));
    me.leaves().await;
}

/// Under the same content security policy, with a passphrase set on the same page before: each takes a
/// worker, and a page lets nobody make two policies of one name.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_build_has_it_too_in_its_language() {
    let (me, folder) = without_a_build("whole", &BESIDE).await;
    me.visits("/assets/mine.html").await;
    me.presses("Merken, was ich angebe").await;
    me.reads("await (await module_()).record('like', 'dracula')").await;
    me.presses("Mit einer Passphrase sperren").await;
    types(&me, "passphrase-new", PASSPHRASE).await;
    me.presses("Diese Sperre nutzen").await;
    me.waits_until("return named('Sperre ändern')[0] !== undefined").await;

    me.reads(KEEP_FILES).await;
    me.presses("Auf ein anderes Gerät umziehen").await;
    types(&me, "move-new", PASSPHRASE).await;
    me.presses("Verschlüsselte Datei erstellen").await;
    me.waits_until("return made.length === 1").await;
    me.presses("Als Tabelle herunterladen").await;
    me.waits_until("return made.length === 2").await;
    let table = me.reads("return made[1].text()").await;
    assert!(table.as_str().is_some_and(|table| table.contains("\"like\",\"dracula\"")), "{table}");
    me.leaves().await;
    let _ = fs::remove_dir_all(folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn my_download_comes_though_the_part_for_machines_does_not() {
    let (me, folder) =
        without_a_build("part", &["homekept.iife.js", "homekept.wasm", "messages/de.js"]).await;
    me.visits("/assets/mine.html").await;
    me.presses("Merken, was ich angebe").await;
    me.reads("await (await module_()).record('like', 'dracula')").await;
    me.reads(KEEP_FILES).await;
    me.presses("Meine Daten herunterladen").await;
    me.waits_until("return made.length === 1").await;
    let file = me.reads("return JSON.parse(await made[0].text())").await;
    assert_eq!(file["events"][0]["item"], json!("dracula"));
    assert!(file["checksum"].is_null() && file["@context"].is_null(), "{file:#}");
    me.presses("Auf ein anderes Gerät umziehen").await;
    me.waits_until(&says("(module-unreachable)")).await;
    me.leaves().await;
    let _ = fs::remove_dir_all(folder);
}

/// A shop that serves these files beside a page in German.
async fn without_a_build(name: &str, beside: &[&str]) -> (Customer, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join(format!("target/demo/e2e-moving-{name}-{}", std::process::id()));
    fs::create_dir_all(folder.join("messages")).expect("a folder can be made");
    for file in beside {
        fs::copy(root.join("www/dist").join(file), folder.join(file)).expect("`cargo xtask build`");
    }
    fs::write(folder.join("mine.html"), WITHOUT_A_BUILD).expect("a file can be written");
    let files = folder.clone();
    let shop = shop_selling(pack().to_vec(), |options| options.assets = files);
    (Customer::in_shop(shop).await, folder)
}

/// A file that is gone when it was used.
pub(crate) struct Kept(PathBuf);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

pub(crate) fn write(content: impl AsRef<[u8]>, name: &str) -> Kept {
    let place = std::env::temp_dir().join(format!("homekept-moving-{}-{name}", std::process::id()));
    fs::write(&place, content).expect("a file can be written");
    Kept(place)
}

/// Makes a sealed file in the preference center.
async fn takes_along(me: &Customer, name: &str) -> Kept {
    me.reads(KEEP_FILES).await;
    me.presses("Move to another device").await;
    types(me, "move-new", PASSPHRASE).await;
    me.presses("Make a sealed file").await;
    me.waits_until("return made.length === 1").await;
    let bytes = me.reads("return [...new Uint8Array(await made[0].arrayBuffer())]").await;
    let bytes: Vec<u8> = serde_json::from_value(bytes).expect("they are bytes");
    write(bytes, &format!("{name}.hks"))
}

/// Chooses a file, as somebody does by the browser's own window.
pub(crate) async fn chooses(me: &Customer, file: &Kept) {
    let find = "return all('homekept-preferences')[0].shadowRoot.getElementById('move-file')";
    me.waits_until(&format!("{find} !== null")).await;
    let field = me.finds(find, json!([])).await;
    field.send_keys(file.0.to_string_lossy()).await.expect("a file can be chosen");
    me.waits_until("return named('Open the file')[0]?.disabled === false").await;
}

async fn opens(me: &Customer, file: &Kept) {
    chooses(me, file).await;
    types(me, "move-passphrase", PASSPHRASE).await;
    me.presses("Open the file").await;
    me.waits_until(&says("In it: ")).await;
}

fn without_checksum(text: &str, change: impl Fn(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(text).expect("JSON");
    file.as_object_mut().expect("an object").remove("checksum");
    change(&mut file);
    file.to_string()
}

fn says(text: &str) -> String {
    format!(
        "return all('homekept-preferences')[0].shadowRoot.querySelector('.center').textContent
           .replace(/\\s+/g, ' ').includes({})",
        json!(text)
    )
}

const BESIDE: [&str; 8] = [
    "homekept.iife.js",
    "homekept.wasm",
    "lock.wasm",
    "lock-worker.js",
    "transfer.wasm",
    "moving-alone.js",
    "messages/de.js",
    "messages/moving-de.js",
];
const WITHOUT_A_BUILD: &str = r#"<!doctype html>
<html lang="de">
  <title>Eine Seite ohne Build</title>
  <script src="/assets/homekept.iife.js" data-homekept-policy="/homekept.json"></script>
  <homekept-preferences></homekept-preferences>
</html>"#;
/// Everything that is kept and inferred, but for the choices.
const KEPT: &str = "const hk = await module_();
    return [hk.status().events, hk.status().stated, all('.row[data-key] .text').map(textOf),
      all('.rows[data-entries] .text').map(textOf)]";
const RANKED: &str =
    "return (await module_()).rank({ slot: 'for-you', limit: 8 }).map(({ id }) => id)";
const CLEARS: &str = "localStorage.clear();
    for (const { name } of await indexedDB.databases()) {
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = request.onerror = request.onblocked = resolve;
      });
    }";
