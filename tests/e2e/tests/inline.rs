//! The module inside of the script: nothing is fetched but the script, the policy and the pack.

use crate::bundled::{self, PAGE};
use homekept_e2e::{Customer, pack, shop_selling};
use serde_json::json;
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_in_one_script_has_picks_and_fetches_no_module() {
    let folder = bundled::page("inline", OPEN, "", &[]);
    let files = folder.clone();
    let shop = shop_selling(pack().to_vec(), |options| options.assets = files);
    let me = Customer::in_shop(shop).await;
    me.visits(PAGE).await;
    me.presses("Allow all of these").await;
    me.reads_gothic().await;
    me.visits(PAGE).await;
    me.waits_until("return all('.label').some((label) => textOf(label).includes('Personalised'))")
        .await;
    let fetched = "return performance.getEntriesByType('resource')
        .map(({ name }) => new URL(name).pathname.replace(/^.*\\./, ''))
        .filter((kind) => kind !== 'ico').sort()";
    assert_eq!(me.reads(fetched).await, json!(["hkp", "js", "json"]), "but for a browser's icon");
    me.leaves().await;
    let _ = fs::remove_dir_all(folder);
}

const OPEN: &str = r#"import { open } from "homekept/inline";"#;
