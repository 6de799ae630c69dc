//! The shop's policy and the published schema agree, and the schema refuses
//! what the core refuses.

use boon::{Compiler, Schemas};
use homekept_shop::{Parts, Shop, ShopOptions};
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_shops_policy_is_valid_and_what_the_core_refuses_is_not() {
    let schema =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/schema/homekept.schema.json");
    let mut schemas = Schemas::new();
    let compiled = Compiler::new()
        .compile(&schema.to_string_lossy(), &mut schemas)
        .expect("the schema is a schema");
    let is_valid = |policy: &Value| schemas.validate(policy, compiled).is_ok();

    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/pack-v1.hkp");
    let pack = std::fs::read(golden).expect("the golden pack is there");
    let policy_of = |parts: Option<Parts>| -> Value {
        let options = ShopOptions { parts, ..ShopOptions::new(pack.clone(), std::env::temp_dir()) };
        let shop = Shop::start(options).expect("it opens");
        serde_json::from_str(&shop.policy()).expect("it is JSON")
    };
    let policy = policy_of(None);
    assert!(is_valid(&policy), "{policy}");
    let parts = Parts { head: pack.clone(), folder: std::env::temp_dir(), count: 7 };
    let in_parts = policy_of(Some(parts));
    assert!(is_valid(&in_parts) && in_parts["pack"]["shards"]["count"] == 7, "{in_parts}");

    for (field, bad) in [
        ("version", json!(2)),
        ("site", json!("My Shop")),
        ("notice", json!({ "version": "" })),
        ("purposes", json!(["sell"])),
        ("retentionDays", json!(0)),
        ("retentionDays", json!(366)),
        ("boost", json!(0.2)),
        ("off", json!("no")),
        ("pack", json!({})),
        (
            "pack",
            json!({ "url": "/packs/a.hkp", "shards": { "url": "/packs/a/0.hkp", "count": 7 } }),
        ),
        ("pack", json!({ "url": "/packs/a.hkp", "shards": { "url": "/packs/a/{shard}.hkp" } })),
        ("pack", json!({ "url": "/packs/a.hkp", "shards": { "url": "/{shard}.hkp", "count": 0 } })),
    ] {
        let mut changed = policy.clone();
        changed[field] = bad;
        assert!(!is_valid(&changed), "{changed}");
    }
}
