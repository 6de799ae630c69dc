//! The vault in a frame of another origin of the site's: what the shop's page gets of it, and what a
//! hostile script on that page does not.

use homekept_e2e::gaps::KEEPING_FRAMES;
use homekept_e2e::{Customer, pack, shop_selling, shop_with_vault};
use homekept_shop::Tweaks;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn sec_26_my_profile_is_kept_in_a_frame_and_the_shop_gets_an_order_alone() {
    if KEEPING_FRAMES.skips_this_test() {
        return;
    }
    let (shop, vault) = shop_with_vault();
    shop.set_tweaks(Tweaks { extra_script: Some(WATCH.to_owned()), ..Tweaks::default() });
    vault.set_tweaks(Tweaks { extra_script: Some(WATCH.to_owned()), ..Tweaks::default() });
    let me = Customer::in_shop(shop).await;
    me.goes_to("/").await;
    let public = order(&me).await;
    assert!(public.len() > 10, "{public:?}");
    says_yes_in_the_frame(&me).await;
    for book in GOTHIC {
        looks_at(&me, book).await;
    }

    // Nobody else's order, of the very cards that the server sent.
    me.goes_to("/").await;
    me.waits_until_with(&format!("return String({ORDER}) !== args[0]"), json!([public.join(",")]))
        .await;
    let mine = order(&me).await;
    let sorted = |mut ids: Vec<String>| {
        ids.sort();
        ids
    };
    assert_eq!(sorted(mine), sorted(public.clone()));
    // The shop's own origin keeps nothing; neither page broke its policy.
    assert!(me.stores().await.places.is_empty(), "{:?}", me.stores().await.places);
    assert_eq!(me.reads("return violations").await, json!([]));

    opens_the_center(&me).await;
    let status = me.status().await;
    assert_eq!((&status["events"], &status["storage"]), (&json!(5), &json!("device")), "{status}");
    let stored = me.stores().await;
    assert!(stored.places.contains(&"database homekept:bookshop".to_owned()), "{stored:?}");
    for canary in CANARIES {
        assert!(!stored.contents.contains(canary), "{canary} stands in clear");
    }

    // All that the profile has goes where it is.
    me.presses("Erase everything").await;
    me.presses("Erase everything now").await;
    assert!(me.sees().await.contains("All is erased."));
    assert!(me.stores().await.places.is_empty(), "{:?}", me.stores().await.places);
    assert_eq!(me.reads("return violations").await, json!([]));
    leaves_the_frame(&me).await;
    me.goes_to("/").await;
    me.waits_until("return document.querySelector('iframe')?.hidden === false").await;
    assert_eq!(order(&me).await, public);
    assert!(me.stores().await.places.is_empty());
    me.leaves().await;
    vault.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_26_a_hostile_script_on_the_shops_page_reads_no_canary_of_my_profile() {
    if KEEPING_FRAMES.skips_this_test() {
        return;
    }
    let (shop, vault) = shop_with_vault();
    let me = Customer::in_shop(shop).await;
    me.goes_to("/").await;
    says_yes_in_the_frame(&me).await;
    for book in GOTHIC {
        looks_at(&me, book).await;
    }
    opens_the_center(&me).await;
    me.presses("More of Gothic fiction").await;
    let before = me.reads(PROFILE).await;
    assert_eq!(before["events"].as_array().map(Vec::len), Some(5), "{before}");
    assert!(before.to_string().contains("Gothic fiction"), "{before}");

    // It is there before the shop's own script, and has had its hands on everything that one uses.
    me.shop.set_tweaks(Tweaks { extra_script: Some(HOSTILE.to_owned()), ..Tweaks::default() });
    leaves_the_frame(&me).await;
    me.goes_to("/about").await;
    me.waits_until("return stolen.length > 0 && loot.some((line) => line.startsWith('heard'))")
        .await;
    let loot = me.reads_with("return await attack(args[0])", json!([vault.origin()])).await;
    let loot = loot.as_str().expect("a text");
    // It did hear what a page may hear, and was refused by the browser where it looked further.
    assert!(loot.contains(r#"heard: {"tell":"ids""#) && loot.contains("emma"), "{loot}");
    assert!(loot.contains("document: refused"), "{loot}");
    assert!(loot.contains("asked of the stolen port: 30"), "{loot}");
    for canary in CANARIES {
        assert!(!loot.contains(canary), "{canary} is in {loot}");
    }
    // No id is told that it did not name itself.
    let named = ["emma", "dubliners", "moby-dick", "walden", "persuasion", "lord-jim", "typhoon"];
    for line in loot.lines().filter_map(|line| line.strip_prefix("heard: ")) {
        let told: Value = serde_json::from_str(line).expect("a message");
        for id in told["ids"].as_array().into_iter().flatten() {
            assert!(named.iter().any(|name| id == name), "{id} in {told}");
        }
    }
    let stolen = ["interest", "reason", "score", "stated", "events", "choices", "minute"];
    for line in loot.lines().filter(|line| line.starts_with("heard")) {
        for word in stolen {
            assert!(!line.contains(word), "{word} was told: {line}");
        }
    }

    // And the profile is what it was.
    me.shop.set_tweaks(Tweaks::default());
    opens_the_center(&me).await;
    assert_eq!(me.reads(PROFILE).await, before);
    me.leaves().await;
    vault.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_26_a_page_that_asks_too_often_is_told_so_and_a_new_frame_does_not_help() {
    if KEEPING_FRAMES.skips_this_test() {
        return;
    }
    let (shop, vault) = shop_with_vault();
    shop.set_tweaks(Tweaks { extra_script: Some(HOSTILE.to_owned()), ..Tweaks::default() });
    let me = Customer::in_shop(shop).await;
    me.goes_to("/").await;
    says_yes_in_the_frame(&me).await;
    looks_at(&me, "frankenstein").await;
    me.goes_to("/about").await;
    me.waits_until("return stolen.length > 0 && loot.some((line) => line.startsWith('heard'))")
        .await;
    let told = me.reads_with("return await asksTooOften(args[0])", json!([vault.origin()])).await;
    let answered = |told: &Value| told["ids"].as_u64().unwrap_or(0);
    assert!((25..=31).contains(&answered(&told["first"])), "{told}");
    assert_eq!(told["first"]["rate-limited"], json!(60 - answered(&told["first"])), "{told}");
    // A second's worth of what fills up again, and no thirty of its own.
    assert!(answered(&told["anew"]) <= 5, "{told}");
    assert!(told["anew"]["rate-limited"].as_u64() >= Some(55), "{told}");
    me.leaves().await;
    vault.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_26_a_page_of_another_origin_is_not_answered() {
    if KEEPING_FRAMES.skips_this_test() {
        return;
    }
    let (shop, vault) = shop_with_vault();
    // It has the same page and the same frame, and the vault does not name it.
    let stranger = shop_selling(pack().to_vec(), |options| {
        options.vault = Some(vault.origin());
        options.tweaks = Tweaks { extra_script: Some(HOSTILE.to_owned()), ..Tweaks::default() };
    });
    let me = Customer::in_shop(shop).await;
    me.goes_to("/").await;
    says_yes_in_the_frame(&me).await;
    looks_at(&me, "frankenstein").await;

    let front = format!("{}/", stranger.origin());
    me.browser.driver.goto(&front).await.expect("the page loads");
    me.waits_until("return document.readyState === 'complete'").await;
    let public = order(&me).await;
    let loot = me.reads_with("return await attack(args[0])", json!([vault.origin()])).await;
    let loot = loot.as_str().expect("a text");
    assert!(loot.contains("asked of the stolen port") && !loot.contains("heard: "), "{loot}");
    assert_eq!(order(&me).await, public);
    // Its own script gives up, and takes the frame away.
    me.waits_until("return document.querySelector('iframe[title]') === null").await;

    opens_the_center(&me).await;
    assert_eq!(me.status().await["events"], json!(1));
    me.leaves().await;
    stranger.stop();
    vault.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_whose_vault_is_closed_is_an_ordinary_shop() {
    let (shop, vault) = shop_with_vault();
    vault.stop();
    let me = Customer::in_shop(shop).await;
    me.goes_to("/").await;
    let public = order(&me).await;
    me.waits_until("return document.readyState === 'complete'").await;
    me.waits_until("return document.querySelector('iframe') === null").await;
    assert_eq!(order(&me).await, public);
    me.leaves().await;
}

/// Whether a vault in a frame opens; where it does not, the page has no frame, and is as it was.
pub(crate) async fn a_vault_opens() -> bool {
    let (shop, vault) = shop_with_vault();
    let me = Customer::in_shop(shop).await;
    me.goes_to("/").await;
    let public = order(&me).await;
    me.waits_until("return document.querySelector('iframe')?.hidden !== true").await;
    let opens = me.reads("return document.querySelector('iframe') !== null").await == json!(true);
    assert_eq!(order(&me).await, public);
    assert!(me.stores().await.places.is_empty());
    me.leaves().await;
    vault.stop();
    opens
}

#[tokio::test(flavor = "multi_thread")]
async fn sec_18_sec_26_a_vault_opens_only_where_the_browser_lets_its_frame_keep_something() {
    assert_eq!(a_vault_opens().await, KEEPING_FRAMES.is_here());
}

/// Two origins of one site: the shop, and the vault that its pages have in a frame.
async fn says_yes_in_the_frame(me: &Customer) {
    enters_the_frame(me).await;
    me.presses("Allow all of these").await;
    me.waits_until("return (await module_()).status().storage === 'device'").await;
    leaves_the_frame(me).await;
}

/// Opens an item's page, and stays until the frame has said that it is recorded.
async fn looks_at(me: &Customer, book: &str) {
    me.goes_to(&format!("/item/{book}")).await;
    me.waits_until("return document.body.dataset.visited === 'kept'").await;
}

/// Opens the page with the preference center, and looks into its frame.
async fn opens_the_center(me: &Customer) {
    leaves_the_frame(me).await;
    me.goes_to("/preferences").await;
    enters_the_frame(me).await;
    me.rests().await;
}

/// Looks into the frame, once it shows something.
async fn enters_the_frame(me: &Customer) {
    me.waits_until("return document.querySelector('iframe')?.hidden === false").await;
    let frame = me.finds("return document.querySelector('iframe')", json!([])).await;
    frame.enter_frame().await.expect("it is a frame");
    me.waits_until("return places().length > 0 && Boolean(await module_())").await;
}

async fn leaves_the_frame(me: &Customer) {
    me.browser.driver.enter_default_frame().await.expect("there is a page around it");
}

/// The ids in the page's lists, in their order.
async fn order(me: &Customer) -> Vec<String> {
    let ids = me.reads(&format!("return {ORDER}")).await;
    ids.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

const ORDER: &str =
    "[...document.querySelectorAll('homekept-picks > .cards > [data-homekept-item]')]
    .map((card) => card.dataset.homekeptItem)";

const GOTHIC: [&str; 5] = ["frankenstein", "dracula", "castle-of-otranto", "carmilla", "monk"];
/// What stands in the profile, and on no page that a hostile script is on here.
const CANARIES: [&str; 5] = ["Gothic", "Otranto", "castle-of-otranto", "carmilla", "Carmilla"];

/// All of the profile, as the export has it, but for the minute.
const PROFILE: &str = "const homekept = await module_();
    const center = places().find(({ localName }) => localName === 'homekept-preferences');
    return center.inside.ask((door) => ({
      events: door.view('events'), choices: door.view('choices'),
      // How strong each is goes down from minute to minute.
      interests: door.view('interests').map(({ strength, ...interest }) => interest) }))";

const WATCH: &str = "globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`), true);";

/// A script that runs before the shop's own, and keeps all that it hears in `loot`.
const HOSTILE: &str = r#"
globalThis.loot = [];
globalThis.stolen = [];
const note = (what, value) => {
  let text = "refused";
  try { text = typeof value === "string" ? value : JSON.stringify(value) ?? String(value); } catch {}
  loot.push(`${what}: ${text}`);
};
const nap = (time) => new Promise((resolve) => setTimeout(resolve, time));
const Channel = globalThis.MessageChannel;
globalThis.MessageChannel = class extends Channel {
  constructor() {
    super();
    stolen.push(this.port1);
    this.port1.addEventListener("message", ({ data }) => note("heard", data));
  }
};
const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (...said) {
  note("said", said[0]);
  return Reflect.apply(post, this, said);
};
const get = globalThis.fetch;
globalThis.fetch = async (...asked) => {
  const answer = await get(...asked);
  note("fetched", await answer.clone().text().catch(String));
  return answer;
};
for (const type of ["message", "messageerror", "storage"]) {
  addEventListener(type, (event) => note(`the window heard a ${type}`, event.data ?? event.newValue), true);
}
const news = new BroadcastChannel("homekept:bookshop");
news.onmessage = ({ data }) => note("news", data);

const within = ["emma", "dubliners", "moby-dick", "walden", "persuasion", "lord-jim", "typhoon"];
const rank = (id, more = {}) =>
  ({ id, ask: "rank", request: { slot: "re-rank", limit: within.length, within, ...more } });
const hello = (more = {}) => ({ homekept: "frame", version: 1, ...more });

/** A frame of its own, whose first word it has. */
const frameOf = async (origin) => {
  const frame = document.createElement("iframe");
  frame.src = `${origin}/vault`;
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await arrived;
  port1.start();
  frame.contentWindow.postMessage(hello(), "*", [port2]);
  return { frame, port: port1 };
};

globalThis.attack = async (origin) => {
  const frame = document.querySelector("iframe");
  note("document", frame.contentDocument ? "open" : "refused");
  const inside = ["document", "localStorage", "sessionStorage", "indexedDB", "caches", "homekept", "name"];
  for (const name of inside) {
    try { note(name, String(frame.contentWindow[name])); } catch { note(name, "refused"); }
  }
  try { frame.contentWindow.eval("1"); note("eval", "open"); } catch { note("eval", "refused"); }

  // Shapes of all kinds, with ports and without, at the window.
  const odd = [null, 0, "hello", [], {}, [hello()], hello({ version: 2 }), hello({ more: 1 }),
    { homekept: "frame" }, JSON.parse('{"__proto__":{"homekept":"frame","version":1}}'), hello()];
  for (const shape of odd) {
    for (const many of [0, 1, 2]) {
      const channels = Array.from({ length: many }, () => new MessageChannel());
      for (const { port1 } of channels) port1.start();
      frame.contentWindow.postMessage(shape, "*", channels.map(({ port2 }) => port2));
      for (const { port1 } of channels) {
        port1.postMessage(rank(1));
        port1.postMessage({ id: 2, ask: "export" });
      }
    }
  }
  await nap(300);

  // At the port that the shop's own script has, and at one in a frame of its own.
  const own = await frameOf(origin);
  await nap(1500);
  const asks = [
    ...["export", "events", "profile", "status", "interests", "choices", "forget", "erase", "consent", "view"].map(
      (ask, at) => ({ id: 1000 + at, ask })),
    { id: 1100, ask: "record", kind: "dislike", item: "emma" },
    { id: 1101, ask: "record", kind: "shown", item: "[]" },
    { id: 1102, ask: "record", kind: "view", item: "emma", more: true },
    { id: 1103, ask: "record", kind: "view", item: { toString: "emma" } },
    { id: 1104, ask: "record", kind: "view" },
    { id: 1105, ask: "show", view: "everything" },
    rank(1106, { slot: "continue" }), rank(1107, { limit: 1e9 }), rank(1108, { limit: "7" }),
    rank(1109, { within: Array(101).fill("emma") }), rank(1110, { plain: true }), rank(1111, { place: {} }),
    rank(1112, { within: [{}] }), rank(1117, { within: undefined }), rank(-1),
    { id: 1118, ask: "rank", request: { slot: "for-you", limit: 100 } }, rank(NaN), rank("1"), { ...rank(1113), door: "view" },
    rank(1114, { within: ["x".repeat(1e6)] }), rank(1119, { exclude: [] }), [rank(1115)], null, undefined, 7, "rank", new Map(), [],
    JSON.parse('{"id":1116,"ask":"rank","__proto__":{"request":{"slot":"for-you","limit":9}}}'),
  ];
  const ports = [...new Set([...stolen.slice(0, 1), own.port])];
  for (const port of ports) for (const asked of asks) port.postMessage(asked);
  // What it may ask: every slot that there is, until it is told to wait.
  for (let id = 1; id <= 30; id += 1) {
    const slot = ["for-you", "re-rank", "like-this", "basket"][id % 4];
    const current = [within[id % within.length]];
    const request = { slot, limit: 100, within, ...(id % 4 > 1 ? { current } : {}) };
    for (const port of ports) port.postMessage({ id, ask: "rank", request });
  }
  note("asked of the stolen port", 30);
  await nap(1500);

  // What lies in storage here, and what can be fetched or run here.
  for (const { name } of await indexedDB.databases()) note("database", name);
  note("localStorage", { ...localStorage });
  note("sessionStorage", { ...sessionStorage });
  for (const path of ["/homekept.json", "/vault"]) {
    await get(origin + path).then((answer) => answer.text()).then((text) => note(path, text), () => note(path, "refused"));
  }
  await import("/assets/vault.js").catch(() => {});
  const opened = window.open(`${origin}/vault`);
  await nap(500);
  try { note("window", opened?.document ? opened.document.body.innerHTML : "refused"); } catch { note("window", "refused"); }
  opened?.close();
  own.frame.remove();
  return loot.join("\n");
};

globalThis.asksTooOften = async (origin) => {
  const count = (port) => {
    const counts = {};
    port.addEventListener("message", ({ data }) => {
      const name = data.tell === "failed" ? data.code : data.tell;
      counts[name] = (counts[name] ?? 0) + 1;
    });
    return counts;
  };
  const asked = (port) => { for (let id = 1; id <= 60; id += 1) post.call(port, rank(5000 + id)); };
  const settled = async (counts) => {
    for (let tries = 0; tries < 100 && (counts.ids ?? 0) + (counts["rate-limited"] ?? 0) < 60; tries += 1) await nap(100);
  };
  const first = count(stolen[0]);
  asked(stolen[0]);
  await settled(first);
  document.querySelector("iframe").remove();
  const { port } = await frameOf(origin);
  const anew = count(port);
  asked(port);
  await settled(anew);
  return { first, anew };
};
"#;
