//! What I take along is what is documented.

use boon::{Compiler, Schemas};
use homekept_e2e::Customer;
use serde_json::json;
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn dsr_05_my_download_is_of_the_published_form_and_holds_what_i_did() {
    let me = Customer::who_reads_gothic().await;
    me.visits("/preferences").await;
    me.presses("Never again: Gothic fiction").await;
    me.reads(
        "globalThis.made = []; const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { made.push(blob); return make.call(URL, blob); }",
    )
    .await;
    me.presses("Download my data").await;
    me.waits_until("return made.length === 1").await;
    let file = me.reads("return JSON.parse(await made[0].text())").await;
    assert!(file["checksum"].is_string() && file["@context"].is_object(), "{file:#}");

    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/schema/export.schema.json");
    let mut schemas = Schemas::new();
    let export = Compiler::new().compile(&schema.to_string_lossy(), &mut schemas);
    let export = export.expect("the schema is a schema");
    let judged = schemas.validate(&file, export);
    assert!(judged.is_ok(), "{judged:?}\n{file:#}");
    assert_eq!(file["site"], json!("bookshop"));
    assert_eq!(file["events"].as_array().map(Vec::len), Some(5));
    let never = file["interests"].as_array().into_iter().flatten();
    let never: Vec<_> = never.filter(|interest| interest["stance"] == json!("never")).collect();
    assert_eq!(never.len(), 1);
    assert_eq!(never[0]["label"], json!("Gothic fiction"));
    me.leaves().await;
}
