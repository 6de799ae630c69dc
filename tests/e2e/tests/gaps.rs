//! The table of what engines have and lack, held against each of them and against its copy for
//! people.

use homekept_e2e::gaps::{FEATURES, Feature, Probe};
use homekept_e2e::{Customer, Engine, Setup, shop};
use homekept_shop::Tweaks;
use serde_json::{Value, json};
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn sec_29_this_engine_has_what_the_table_says_and_lacks_what_it_says() {
    // A browser that has been used grants more: the shops of all tests are one site to it.
    let me = Customer::in_shop_with(shop(Tweaks::default()), Setup::default()).await;
    let prf = prf(&me).await;
    let mut wrong = Vec::new();
    for feature in FEATURES {
        me.visits("/about").await;
        let found = match feature.probe {
            Probe::PrfOnCreate => prf["made"] == json!(true),
            Probe::PrfOnGet => prf["used"] == json!(true),
            probe => is_there(&me, probe).await,
        };
        if found != feature.is_here() {
            let Feature { what, .. } = feature;
            wrong.push(format!("{what}: {}", if found { "is here now" } else { "is not here" }));
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}; the passkey: {prf}", Engine::under_test());
    me.leaves_with_the_browser().await;
}

#[test]
fn sec_29_the_table_for_people_is_the_same_table() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/browsers.md");
    let text = std::fs::read_to_string(file).expect("docs/browsers.md is there");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    let expected: Vec<String> = FEATURES.iter().map(|feature| row(feature)).collect();
    assert_eq!(rows, expected, "\n{}", expected.join("\n"));
}

fn row(feature: &Feature) -> String {
    let Feature { what, meaning, .. } = feature;
    let marks = Engine::ALL.map(|engine| if feature.is_in(engine) { "yes" } else { "no" });
    format!("| {what} | {} | {meaning} |", marks.join(" | "))
}

async fn is_there(me: &Customer, probe: Probe) -> bool {
    match probe {
        Probe::Script(script) => {
            let script = format!("try {{ {script} }} catch {{ return false }}");
            me.reads(&script).await == json!(true)
        }
        Probe::ForcedColours => {
            let found = me.could_prefer(&[("forced-colors", "active")]).await;
            me.prefers(&[]).await;
            found
        }
        Probe::BackForwardCache => {
            let mut kept = 0;
            for _ in 0..RETURNS {
                me.visits("/about").await;
                me.reads("globalThis.left = true").await;
                me.waits_until_the_page_asks_for_nothing().await;
                me.visits("/browse").await;
                me.goes_back().await;
                let left = me.reads("return globalThis.left === true").await;
                kept += usize::from(left == json!(true));
            }
            kept == RETURNS || kept > 0 && Engine::under_test().lets_go_of_pages()
        }
        Probe::FrontTab => {
            me.reads(
                "globalThis.changes = []; document.addEventListener('visibilitychange',
                () => changes.push(document.visibilityState))",
            )
            .await;
            let first = me.tab().await;
            me.opens_another_tab("/about").await;
            me.closes_tab_for(&first).await;
            me.reads(
                "for (let tries = 0; tries < 20 && !changes.includes('hidden'); tries += 1) {
                  await new Promise((resolve) => setTimeout(resolve, 50));
                }
                return changes.includes('hidden')",
            )
            .await
                == json!(true)
        }
        Probe::Restyling => {
            me.visits("/").await;
            let moves = "return all('homekept-picks .cover').some((cover) =>
                /[1-9]/.test(getComputedStyle(cover).transitionDuration))";
            assert_eq!(me.reads(moves).await, json!(true), "something can move at all");
            me.prefers(&[("prefers-reduced-motion", "reduce")]).await;
            let still = me.reads(moves).await == json!(false);
            me.prefers(&[]).await;
            still
        }
        Probe::KeepingFrame => crate::framed::a_vault_opens().await,
        Probe::PrfOnCreate | Probe::PrfOnGet => unreachable!("one passkey answers both"),
    }
}

/// Makes a passkey with WebDriver's virtual authenticator and uses it, where there is one.
async fn prf(me: &Customer) -> Value {
    if me.browser.adds_an_authenticator().await.is_none() {
        return json!({});
    }
    // A passkey belongs to a name, not to an address.
    let port = me.shop.address.port();
    let page = format!("http://localhost:{port}/about");
    me.browser.driver.goto(&page).await.expect("the page loads");
    me.reads(PRF).await
}

/// How often a page is left and returned to.
const RETURNS: usize = 3;

const PRF: &str = r#"
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const extensions = { prf: { eval: { first: random(32) } } };
// Nobody is there to answer a question that the browser might ask.
const soon = (credential) => Promise.race([credential, new Promise((_, reject) => setTimeout(reject, 7000))]);
const secret = (credential) =>
  Boolean(credential.getClientExtensionResults().prf?.results?.first?.byteLength);
const told = {};
try {
  const made = await soon(navigator.credentials.create({ publicKey: {
    challenge: random(32),
    rp: { name: "probe" },
    user: { id: random(16), name: "probe", displayName: "probe" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    extensions,
  } }));
  told.made = secret(made);
  const used = await soon(navigator.credentials.get({ publicKey: {
    challenge: random(32),
    allowCredentials: [{ type: "public-key", id: made.rawId }],
    userVerification: "required",
    extensions,
  } }));
  told.used = secret(used);
} catch (error) {
  told.error = String(error);
}
return told;
"#;
