//! IndexedDB under the conformance suite.

use super::conformance::conforms;
use super::page::databases;
use homekept::browser::IndexedDb;
use homekept::vault::Store;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn indexed_db_conforms() {
    conforms(&IndexedDb::new("test-conformance")).await;
    assert!(!databases().await.contains("test-conformance"));
}

#[wasm_bindgen_test]
async fn con_01_looking_for_a_vault_makes_no_database() {
    let store = IndexedDb::new("test-looking");
    assert_eq!(store.load().await, Ok(None));
    assert!(!databases().await.contains("test-looking"));
}

#[wasm_bindgen_test]
async fn sec_13_another_pages_connection_does_not_block_erasing() {
    use homekept::vault::{Expect, Generation, StoreError};
    let (one, two) = (IndexedDb::new("test-blocking"), IndexedDb::new("test-blocking"));
    let generation = Generation { epoch: 1, header: vec![1], snapshot: vec![2] };
    assert_eq!(one.replace(&Expect::Nothing, &generation).await, Ok(()));
    assert!(two.load().await.expect("it reads").is_some());
    assert_eq!(one.erase().await, Ok(vec![]));
    assert_eq!(two.append(1, &[0; 16], b"late").await, Err(StoreError::Gone));
    assert!(!databases().await.contains("test-blocking"));
}
