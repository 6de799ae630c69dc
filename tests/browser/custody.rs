//! Keys: WebCrypto and the module's cipher are the same cipher, and the key
//! that protects the others cannot be taken away.

use super::faults::put_into;
use super::page::{key_cannot_be_exported, web_crypto_opens, web_crypto_seals};
use homekept::browser::{DeviceCustody, IndexedDb};
use homekept::vault::cipher::{DataKey, open, seal};
use homekept::vault::{Custody, Expect, Generation, Store, StoreError};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn sec_02_webcrypto_opens_what_the_module_sealed_and_the_other_way_round() {
    let (bytes, nonce, aad) = ([7; 32], [9; 12], b"bound");
    let key = DataKey::new(bytes);
    for length in [0, 1, 64, 1_000] {
        let plain = vec![0xa5; length];
        let sealed = seal(&key, &nonce, aad, &plain);
        assert_eq!(web_crypto_opens(&bytes, &nonce, aad, &sealed).await, plain);
        assert_eq!(web_crypto_seals(&bytes, &nonce, aad, &plain).await, sealed);
        assert_eq!(open(&key, &nonce, aad, &sealed), Some(plain));
    }
}

#[wasm_bindgen_test]
async fn sec_03_the_wrapping_key_wraps_comes_back_and_cannot_be_exported() {
    let database = IndexedDb::new("test-custody");
    let wrapped = wraps(&database).await;
    assert_eq!(database.replace(&Expect::Nothing, &generation(1)).await, Ok(()));
    assert!(key_cannot_be_exported("test-custody").await);

    let later = IndexedDb::new("test-custody");
    assert!(opens(&later, &wrapped).await);
    let elsewhere = DeviceCustody::new(later.clone()).unwrap(&wrapped, &NONCE, b"there").await;
    assert!(elsewhere.expect("it answers").is_none());

    assert_eq!(database.erase().await, Ok(vec![]));
    assert!(!opens(&later, &wrapped).await);
}

#[wasm_bindgen_test]
async fn sec_12_each_generation_has_a_wrapping_key_of_its_own() {
    let database = IndexedDb::new("test-rotation");
    let first = wraps(&database).await;
    assert_eq!(database.replace(&Expect::Nothing, &generation(1)).await, Ok(()));
    let second = wraps(&database).await;
    // Until the generation is there, nothing has changed.
    let other = IndexedDb::new("test-rotation");
    assert!(opens(&other, &first).await && !opens(&other, &second).await);
    assert_eq!(database.replace(&after(1), &generation(2)).await, Ok(()));
    assert!(!opens(&other, &first).await && opens(&other, &second).await);

    // One that a lock brings back is known to that lock, and stays.
    put_into("test-rotation", "meta", "'lock'", "new Uint8Array(1)").await;
    assert!(opens(&database, &second).await);
    let third = wraps(&database).await;
    assert_eq!(database.replace(&after(2), &generation(3)).await, Ok(()));
    assert!(opens(&other, &second).await && opens(&other, &third).await);
    assert_eq!(database.erase().await, Ok(vec![]));
}

#[wasm_bindgen_test]
async fn sec_11_a_generation_does_not_undo_a_lock_that_another_tab_set_meanwhile() {
    let database = IndexedDb::new("test-lock-race");
    let first = wraps(&database).await;
    assert_eq!(database.replace(&Expect::Nothing, &generation(1)).await, Ok(()));
    for lock in ["new Uint8Array([1])", "new Uint8Array([2])"] {
        wraps(&database).await;
        put_into("test-lock-race", "meta", "'lock'", lock).await;
        let late = database.replace(&after(1), &generation(2)).await;
        assert_eq!(late, Err(StoreError::Stale), "{lock}");
        assert!(opens(&database, &first).await, "nothing has changed");
    }
    wraps(&database).await;
    assert_eq!(database.replace(&after(1), &generation(2)).await, Ok(()));
    assert_eq!(database.erase().await, Ok(vec![]));
}

#[wasm_bindgen_test]
async fn sec_07_no_key_of_the_devices_is_made_under_a_lock() {
    // A lock and no key: another page has just locked the vault.
    let database = IndexedDb::new("test-locked");
    assert_eq!(database.replace(&Expect::Nothing, &generation(1)).await, Ok(()));
    put_into("test-locked", "meta", "'lock'", "new Uint8Array(1)").await;
    put_into("test-locked", "meta", "'key'", "undefined").await;
    assert!(!opens(&database, &[0; 48]).await);
    let refused = DeviceCustody::new(database.clone()).wrap(&data_key(), &NONCE, b"here").await;
    assert_eq!(refused, Err(StoreError::KeyRefused));
    assert_eq!(database.erase().await, Ok(vec![]));
}

async fn wraps(database: &IndexedDb) -> [u8; 48] {
    let custody = DeviceCustody::new(database.clone());
    custody.wrap(&data_key(), &NONCE, b"here").await.expect("it wraps")
}

/// Whether what is stored now opens it.
async fn opens(database: &IndexedDb, wrapped: &[u8; 48]) -> bool {
    database.load().await.expect("it reads");
    let custody = DeviceCustody::new(database.clone());
    let opened = custody.unwrap(wrapped, &NONCE, b"here").await.expect("it answers");
    opened.map(|key| *key.dangerous_bytes()) == Some(*data_key().dangerous_bytes())
}

fn data_key() -> DataKey {
    DataKey::new([3; 32])
}

fn generation(epoch: u8) -> Generation {
    Generation { epoch: epoch.into(), header: vec![epoch], snapshot: vec![2] }
}

fn after(epoch: u32) -> Expect {
    Expect::Generation { epoch, journal: vec![] }
}

const NONCE: [u8; 12] = [4; 12];
