//! What a store may give back: cut, changed, moved, or written by another Homekept.
//! Whatever it is, opening changes no stored byte.

use super::all;
use super::storage::{Watched, opened, scope, vault};
use futures_executor::block_on;
use homekept::vault::cipher::DataKey;
use homekept::vault::memory::MemoryCustody;
use homekept::vault::{Custody, Keeper, Kept, Scope, Store, StoreError, VaultError};

row!("vault-damaged", a_header_of_no_bytes, after(|kept| kept.header.clear()));
row!("vault-damaged", a_header_cut_anywhere, {
    all((0..HEADER).map(|length| after(|kept| kept.header.truncate(length))))
});
row!("vault-damaged", a_header_with_a_byte_too_many, after(|kept| kept.header.push(0)));
row!("vault-damaged", a_header_that_is_none, after(|kept| kept.header[0] = b'X'));
row!("vault-version-unknown", a_header_of_a_newer_version_suite_or_lock, {
    all([2, 3, 4].map(|at| after(|kept| kept.header[at] = 2)))
});
row!("vault-rolled-back", a_header_of_an_older_or_a_later_generation, {
    all([0, 2, 255].map(|epoch| after(|kept| kept.header[5] = epoch)))
});
row!("vault-damaged", a_header_with_any_bit_flipped_in_its_key, {
    all((9..HEADER).map(|at| after(|kept| kept.header[at] ^= 1 << (at % 8))))
});
row!("nothing lost", a_snapshot_cut_anywhere_beside_its_spare, {
    all((0..snapshot()).map(|length| after(|kept| kept.snapshot.truncate(length))))
});
row!("nothing lost", a_snapshot_with_any_bit_flipped_beside_its_spare, {
    all((0..snapshot()).map(|at| after(|kept| kept.snapshot[at] ^= 1 << (at % 8))))
});
row!("nothing lost", a_spare_with_any_bit_flipped_beside_its_snapshot, {
    all((0..snapshot()).map(|at| after(|kept| kept.spare[at] ^= 1 << (at % 8))))
});
row!("vault-damaged", a_snapshot_of_no_bytes, after(|kept| twice(kept, Vec::clear)));
row!("vault-damaged", a_snapshot_cut_anywhere, {
    all((0..snapshot()).map(|length| after(|kept| twice(kept, |copy| copy.truncate(length)))))
});
row!("vault-damaged", a_snapshot_with_a_byte_too_many, {
    after(|kept| twice(kept, |copy| copy.push(0)))
});
row!("vault-damaged", a_snapshot_with_any_bit_flipped_behind_its_version, {
    all((6..snapshot()).map(|at| after(|kept| twice(kept, |copy| copy[at] ^= 1 << (at % 8)))))
});
row!("vault-version-unknown", a_snapshot_of_a_newer_version_suite_or_schema, {
    all([2, 3, 5].map(|at| after(|kept| twice(kept, |copy| copy[at] = 9))))
});
row!("vault-damaged", a_journal_record_in_the_place_of_the_snapshot, {
    after(|kept| {
        let record = kept.journal[0].1.clone();
        twice(kept, |copy| copy.clone_from(&record));
    })
});
row!("passed over", a_journal_record_of_no_bytes, after(|kept| kept.journal[0].1.clear()));
row!("passed over", a_journal_record_cut_anywhere, {
    all((0..100).map(|length| after(|kept| kept.journal[0].1.truncate(length))))
});
row!("passed over", a_journal_record_with_any_bit_flipped_behind_its_version, {
    all((6..100).map(|at| after(|kept| kept.journal[0].1[at] ^= 1 << (at % 8))))
});
row!("passed over", a_journal_record_under_another_name, after(|kept| kept.journal[0].0[0] ^= 1));
row!("passed over", the_snapshot_in_the_place_of_a_journal_record, {
    after(|kept| kept.journal[0].1 = kept.snapshot.clone())
});
row!("vault-version-unknown", a_journal_record_of_a_newer_version_suite_or_schema, {
    all([2, 3, 5].map(|at| after(|kept| kept.journal[0].1[at] = 9)))
});
row!("vault-damaged", a_vault_of_another_site_or_origin, {
    let elsewhere = [
        Scope { site: "other".into(), ..scope() },
        Scope { origin: "https://other.example".into(), ..scope() },
        // The same letters, cut elsewhere.
        Scope { origin: [&scope().origin, "b"].concat(), site: "ookshop".into() },
    ];
    all(elsewhere.map(|scope| code(Keeper::new(vault().0, MemoryCustody::default(), scope))))
});
row!("vault-damaged", a_vault_whose_wrapping_key_is_gone, {
    code(Keeper::new(vault().0, Forgetful, scope()))
});

/// Changes the snapshot, and the same once more that is kept in case it is damaged.
fn twice(kept: &mut Kept, change: impl Fn(&mut Vec<u8>)) {
    change(&mut kept.snapshot);
    change(&mut kept.spare);
}

/// How many bytes a snapshot has.
fn snapshot() -> usize {
    block_on(vault().0.load()).unwrap().unwrap().snapshot.len()
}

/// What opening a vault of a snapshot and two records answers after a change.
fn after(change: impl FnOnce(&mut Kept)) -> &'static str {
    let (store, ..) = vault();
    store.0.tamper(|kept| change(kept.as_mut().unwrap()));
    let before = block_on(store.load());
    let answer = match opened(&store) {
        Ok(Some(contents)) if contents.damaged == 0 => {
            assert_eq!(contents.batches.len(), 3, "all of it is used");
            "nothing lost"
        }
        Ok(Some(contents)) => {
            assert_eq!((contents.batches.len(), contents.damaged), (2, 1), "the rest is used");
            "passed over"
        }
        Ok(None) => "no vault",
        Err(error) => error.code(),
    };
    assert_eq!(block_on(store.load()), before, "opening changes nothing");
    answer
}

fn code<C: Custody>(mut keeper: Keeper<Watched, C>) -> &'static str {
    block_on(keeper.open()).map_or_else(|error: VaultError| error.code(), |_| "opened")
}

/// A browser that kept the vault and lost the key.
#[derive(Debug)]
struct Forgetful;

impl Custody for Forgetful {
    async fn wrap(&self, _: &DataKey, _: &[u8; 12], _: &[u8]) -> Result<[u8; 48], StoreError> {
        Err(StoreError::KeyRefused)
    }
    async fn unwrap(
        &self,
        _: &[u8; 48],
        _: &[u8; 12],
        _: &[u8],
    ) -> Result<Option<DataKey>, StoreError> {
        Ok(None)
    }
}

const HEADER: usize = 77;
