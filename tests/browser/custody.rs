//! Keys: WebCrypto and the module's cipher are the same cipher, and the key
//! that protects the others cannot be taken away.

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
    let (key, nonce) = (DataKey::new([3; 32]), [4; 12]);
    let custody = DeviceCustody::new(database.clone());
    let wrapped = custody.wrap(&key, &nonce, b"here").await.expect("it wraps");
    assert!(key_cannot_be_exported("test-custody").await);

    let later = DeviceCustody::new(IndexedDb::new("test-custody"));
    let unwrapped = later.unwrap(&wrapped, &nonce, b"here").await.expect("it answers");
    assert_eq!(unwrapped.map(|key| *key.dangerous_bytes()), Some([3; 32]));
    let elsewhere = later.unwrap(&wrapped, &nonce, b"there").await.expect("it answers");
    assert!(elsewhere.is_none());

    assert_eq!(database.erase().await, Ok(vec![]));
    let gone = later.unwrap(&wrapped, &nonce, b"here").await.expect("it answers");
    assert!(gone.is_none());
}

#[wasm_bindgen_test]
async fn sec_07_no_key_of_the_devices_is_made_under_a_lock() {
    // A header and no key: another page has just locked the vault.
    let database = IndexedDb::new("test-locked");
    let generation = Generation { epoch: 1, header: vec![1], snapshot: vec![2] };
    assert_eq!(database.replace(&Expect::Nothing, &generation).await, Ok(()));
    let custody = DeviceCustody::new(database.clone());
    let refused = custody.wrap(&DataKey::new([3; 32]), &[4; 12], b"here").await;
    assert_eq!(refused, Err(StoreError::KeyRefused));
    let unwrapped = custody.unwrap(&[0; 48], &[4; 12], b"here").await.expect("it answers");
    assert!(unwrapped.is_none());
    assert_eq!(database.erase().await, Ok(vec![]));
}
