//! The packed package in apps of others (`tests/apps`), built by their bundlers or by none: the
//! page asks, learns, and shows picks, from the files that the app ships. The package's tests build
//! the apps; where they have not run, there is nothing to open here.

use homekept_e2e::{Customer, shop_selling};
use serde_json::json;
use std::env;
use std::path::PathBuf;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_build_has_picks() {
    has_picks("script").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_vite_built_has_picks() {
    has_picks("vite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_webpack_built_has_picks() {
    has_picks("webpack").await;
}

async fn has_picks(app: &str) {
    let Some(files) = built(app) else { return };
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
    me.leaves().await;
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
