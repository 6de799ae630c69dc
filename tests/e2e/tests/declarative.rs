//! A page that says in its markup what happens on it: the script's tag names the policy, and there
//! is no script beside it.

use homekept_e2e::{Customer, pack, shop_selling};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_script_of_its_own_learns_and_has_picks() {
    let (me, folder) = in_a_shop_of_markup("learns").await;
    me.visits(PAGE).await;
    // Long enough to be seen; nothing is kept before a choice.
    longer_than_a_glance().await;
    assert_eq!(events(&me).await, json!(0));
    me.presses("Allow all of these").await;

    me.visits(PAGE).await;
    me.waits_until(&format!("{LOOKED_AT}.length === 1")).await;
    longer_than_a_glance().await;
    assert_eq!(looked_at(&me).await, json!(["dracula"]), "what is further down was not seen");
    assert_eq!(events(&me).await, json!(1), "seen for long is seen once");

    // Passed by in a hurry is not seen; stayed at is.
    me.reads(
        "scrollTo(0, 1e6); await new Promise((then) => setTimeout(then, 300)); scrollTo(0, 0)",
    )
    .await;
    longer_than_a_glance().await;
    assert_eq!(events(&me).await, json!(1));
    me.reads("scrollTo(0, 1e6)").await;
    me.waits_until(&format!("{LOOKED_AT}.length === 2")).await;
    assert_eq!(looked_at(&me).await, json!(["carmilla", "dracula"]));

    // A script that presses the button is no customer.
    me.reads("document.querySelector('button').click()").await;
    me.rests().await;
    assert_eq!(events(&me).await, json!(2));
    me.presses("Add to basket").await;
    me.waits_until("return (await module_()).status().events === 3").await;

    // And the picks follow.
    me.visits(PAGE).await;
    me.waits_until(
        "return all('.label').some((label) => textOf(label).includes('Personalised for you'))",
    )
    .await;
    gone(me, &folder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_never_loads_anew_is_followed() {
    let (me, folder) = in_a_shop_of_markup("followed").await;
    me.visits(PAGE).await;
    me.presses("Allow all of these").await;
    // What was seen before the choice stays unwritten.
    me.visits(PAGE).await;
    me.waits_until(&format!("{LOOKED_AT}.length === 1")).await;
    // The next page: another address, other items in the same elements, a list of picks more.
    let turn = "history.pushState({}, '', '?page=2');
        document.querySelector('header').dataset.homekeptItem = 'monk';
        const picks = document.createElement('homekept-picks');
        picks.setAttribute('kind', 'continue');
        const data = document.createElement('script');
        data.type = 'application/ld+json';
        data.append(JSON.stringify({ '@type': 'Product', sku: 'frankenstein' }));
        document.body.append(picks, data)";
    me.reads(turn).await;
    me.waits_until(&format!("{LOOKED_AT}.length === 3")).await;
    let mut seen = looked_at(&me).await;
    seen.as_array_mut().expect("a list").sort_by_key(ToString::to_string);
    assert_eq!(seen, json!(["dracula", "frankenstein", "monk"]));
    assert_eq!(me.reads("return Boolean(places().at(-1).homekept)").await, json!(true));
    // Back at the first one, what is seen again counts again.
    me.reads("document.querySelector('header').dataset.homekeptItem = 'dracula'; history.back()")
        .await;
    me.waits_until("return (await module_()).status().events >= 4").await;
    gone(me, &folder).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_else_is_read_from_a_page() {
    let (me, folder) = in_a_shop_of_markup("reads").await;
    me.visits("/assets/bare.html").await;
    assert_eq!(me.reads("return typeof homekept.watchPage").await, json!("function"));
    let found = me.reads(SPY).await;
    assert_eq!(found["recorded"], json!(["view dracula", "view emma"]));
    assert_eq!(found["attributes"], json!(["data-homekept-event", "data-homekept-item"]));
    assert_eq!(found["texts"], json!(["script"]));
    assert_eq!(found["other"], json!([]));
    // The spy is awake.
    let woken =
        me.reads("document.title; document.querySelector('input').value; return spied.other").await;
    assert_eq!(woken, json!(["title", "value"]));
    gone(me, &folder).await;
}

/// Notes what is read while a page is watched for two seconds.
const SPY: &str = r#"
globalThis.spied = { recorded: [], attributes: new Set(), texts: new Set(), other: [] };
const getAttribute = Element.prototype.getAttribute;
Element.prototype.getAttribute = function (name) {
  spied.attributes.add(name);
  return getAttribute.call(this, name);
};
const watch = (owner, name, note) => {
  const { get, set } = Object.getOwnPropertyDescriptor(owner, name);
  const spy = function () { note(this); return get.call(this); };
  Object.defineProperty(owner, name, { get: spy, set, configurable: true });
};
for (const { prototype } of [Node, HTMLScriptElement]) {
  // Where there are Trusted Types a script has one of its own.
  if (Object.hasOwn(prototype, "textContent")) {
    watch(prototype, "textContent", (node) => spied.texts.add(node.localName));
  }
}
for (const [owner, name] of [
  [Document.prototype, "title"], [Document.prototype, "cookie"], [Document.prototype, "referrer"],
  [HTMLInputElement.prototype, "value"], [HTMLElement.prototype, "innerText"],
  [Element.prototype, "innerHTML"], [HTMLAnchorElement.prototype, "href"],
  [HTMLElement.prototype, "dataset"], [Element.prototype, "attributes"], [Element.prototype, "id"],
  [Element.prototype, "className"], [HTMLImageElement.prototype, "src"],
]) watch(owner, name, () => spied.other.push(name));
const hk = { record: async (kind, item) => { spied.recorded.push(`${kind} ${item}`); } };
const stop = homekept.watchPage(hk, { jsonLd: true });
await new Promise((resolve) => setTimeout(resolve, 2000));
stop();
const { recorded, attributes, texts, other } = spied;
return { recorded: recorded.sort(), attributes: [...attributes].sort(), texts: [...texts], other };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn ui_06_a_page_without_a_build_finds_its_language_beside_the_script() {
    let (me, folder) = in_a_shop_of_markup("german").await;
    me.visits("/assets/german.html").await;
    me.waits_until("return named('All dies erlauben').length === 1").await;
    let texts = me.shop.requests().into_iter().map(|request| request.path_and_query);
    let texts: Vec<String> = texts.filter(|path| path.contains("/messages/")).collect();
    assert_eq!(texts, ["/assets/messages/de.js"]);
    gone(me, &folder).await;
}

async fn in_a_shop_of_markup(name: &str) -> (Customer, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join(format!("target/demo/e2e-markup-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    for file in ["homekept.iife.js", "homekept.wasm"] {
        fs::copy(root.join("www/dist").join(file), folder.join(file)).expect("`cargo xtask build`");
    }
    let messages = Path::new("messages/de.js");
    fs::create_dir_all(folder.join("messages")).expect("a folder can be made");
    fs::copy(root.join("www/dist").join(messages), folder.join(messages)).expect("it was built");
    let german = ITEM.replace(r#"lang="en""#, r#"lang="de""#);
    for (file, text) in
        [("item.html", ITEM), ("german.html", &german), ("bare.html", BARE), ("page.css", STYLE)]
    {
        fs::write(folder.join(file), text).expect("a file can be written");
    }
    let files = folder.clone();
    let shop = shop_selling(pack().to_vec(), |options| options.assets = files);
    (Customer::in_shop(shop).await, folder)
}

/// What is in view for a second is seen.
async fn longer_than_a_glance() {
    tokio::time::sleep(Duration::from_millis(1500)).await;
}

async fn gone(me: Customer, folder: &Path) {
    me.leaves().await;
    let _ = fs::remove_dir_all(folder);
}

async fn events(me: &Customer) -> Value {
    me.status().await["events"].clone()
}

async fn looked_at(me: &Customer) -> Value {
    me.reads(LOOKED_AT).await
}

const PAGE: &str = "/assets/item.html";
const LOOKED_AT: &str =
    "return (await module_()).rank({ slot: 'continue', limit: 9 }).map(({ id }) => id)";

const ITEM: &str = r#"<!doctype html>
<html lang="en">
  <title>A page that says what it is about</title>
  <link rel="stylesheet" href="page.css" />
  <script defer src="homekept.iife.js" data-homekept-policy="/homekept.json" data-homekept-json-ld></script>
  <header data-homekept-item="dracula" data-homekept-event="view"><h1>Dracula</h1></header>
  <div data-homekept-item="dracula">
    <button data-homekept-event="cart">Add to basket</button>
  </div>
  <homekept-picks kind="for-you" limit="4">
    <ul><li>Emma</li><li>Persuasion</li><li>Lord Jim</li><li>Typhoon</li></ul>
    <template><li><a data-bind-href data-bind="title"></a> <i data-bind="reason"></i></li></template>
  </homekept-picks>
  <homekept-consent></homekept-consent>
  <div class="far"></div>
  <p data-homekept-item="carmilla" data-homekept-event="view">Carmilla</p>
</html>
"#;

const BARE: &str = r#"<!doctype html>
<html lang="en">
  <title>Nobody's business</title>
  <script src="homekept.iife.js"></script>
  <script type="application/ld+json">{ "@type": "Product", "sku": "emma" }</script>
  <p id="secret" class="secret" data-homekept-item="dracula" data-homekept-event="view">A secret</p>
  <form><input name="card" value="4111 1111" /></form>
  <a href="/account?name=me">My account</a>
</html>
"#;

const STYLE: &str = ".far { height: 3000px; }\n";
