//! The shop's policy and the published schema agree, and the schema refuses
//! what the core refuses.

use boon::{Compiler, Schemas};
use homekept_shop::{Shop, ShopOptions};
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
    let shop = Shop::start(ShopOptions::new(pack, std::env::temp_dir())).expect("it opens");
    let policy: Value = serde_json::from_str(&shop.policy()).expect("it is JSON");
    assert!(is_valid(&policy), "{policy}");

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
    ] {
        let mut changed = policy.clone();
        changed[field] = bad;
        assert!(!is_valid(&changed), "{changed}");
    }
}
