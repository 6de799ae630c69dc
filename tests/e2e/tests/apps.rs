//! The packed package in apps of others (`tests/apps`), built by their bundlers or by none: the
//! page asks, learns, and shows picks, from the files that the app ships. The package's tests build
//! the apps; where they have not run, there is nothing to open here.

use homekept_e2e::{Customer, shop_selling};
use serde_json::json;
use std::env;
use std::path::PathBuf;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_build_has_picks() {
    leaves(has_picks("script").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_vite_built_has_picks() {
    leaves(has_picks("vite").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_webpack_built_has_picks() {
    leaves(has_picks("webpack").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_in_react_has_picks() {
    has_picks_in_react("react").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "an older React: `cargo xtask test --long` builds it"]
async fn a_page_in_react_18_has_picks() {
    has_picks_in_react("react-18").await;
}

async fn leaves(customer: Option<Customer>) {
    if let Some(me) = customer {
        me.leaves().await;
    }
}

/// By the element as a component, and by the hook, on a page that a server rendered.
async fn has_picks_in_react(app: &str) {
    let Some(me) = has_picks(app).await else { return };
    let [drawn, reason, mismatch] = [
        "return all('section li').length",
        "return all('section li small')[0].textContent.length > 0",
        "return document.querySelector('[data-mismatch]')?.dataset.mismatch ?? null",
    ];
    me.waits_until("return all('section h2')[0].textContent === 'Chosen for you'").await;
    assert_eq!(me.reads(drawn).await, json!(3), "the hook's picks");
    assert_eq!(me.reads(reason).await, json!(true), "each says why it is there");
    let shown = "const [element] = all('homekept-picks');
        const ids = [...cards(element), ...all('section li')]
            .map((card) => card.querySelector('a').getAttribute('href'));
        return [ids.length, new Set(ids).size]";
    assert_eq!(me.reads(shown).await, json!([7, 7]), "no book stands at two places");
    assert_eq!(me.reads(mismatch).await, json!(null), "React finds what it would have drawn");
    me.leaves().await;
}

/// A customer who has looked around, and has picks of their own; nobody where the app is not built.
async fn has_picks(app: &str) -> Option<Customer> {
    let files = built(app)?;
    let shop = shop_selling(homekept_e2e::pack().to_vec(), |options| options.assets = files);
    let me = Customer::in_shop(shop).await;
    me.visits(PAGE).await;
    assert_eq!(me.reads(SHOWN).await, json!(["Emma"]), "what the server chose");
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits(PAGE).await;
    me.waits_until("return all('homekept-picks')[0].shadowRoot.querySelectorAll('li').length > 1")
        .await;
    assert!(me.sees().await.contains("Personalised for you"));
    let modules = "return performance.getEntriesByType('resource').map(({ name }) => name)
        .filter((name) => name.includes('.wasm')).length";
    assert_eq!(me.reads(modules).await, json!(1), "the module comes once, and nothing else does");
    Some(me)
}

/// The files that an app ships.
fn built(app: &str) -> Option<PathBuf> {
    let files = env::var_os("HOMEKEPT_APPS").map(|apps| PathBuf::from(apps).join(app).join("dist"));
    let files = files.filter(|files| files.join("index.html").exists());
    if files.is_none() {
        #[allow(clippy::print_stdout, reason = "that is how a test says that it was skipped")]
        {
            println!("skipped: {app}: not built, `cargo xtask test --only package` does");
        }
    }
    files
}

const PAGE: &str = "/assets/index.html";
const SHOWN: &str = "return all('homekept-picks li').map((item) => item.textContent.trim())";
