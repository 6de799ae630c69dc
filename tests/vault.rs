//! The vault from outside, on the memory twin: races, crashes, tampering.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a failing test says where")]

mod conformance;

use futures_executor::block_on;
use homekept::vault::memory::{CountingDice, MemoryCustody, MemoryStore};
use homekept::vault::{
    Contents, Expect, Generation, Keeper, Kept, RecordId, Scope, Store, StoreError, VaultError,
};
use std::rc::Rc;

#[test]
fn the_memory_twin_conforms() {
    block_on(conformance::conforms(&MemoryStore::default()));
}

/// A store that two pages share.
#[derive(Debug, Clone, Default)]
struct Shared(Rc<MemoryStore>);

impl Store for Shared {
    async fn load(&self) -> Result<Option<Kept>, StoreError> {
        self.0.load().await
    }
    async fn append(&self, epoch: u32, id: &RecordId, record: &[u8]) -> Result<(), StoreError> {
        self.0.append(epoch, id, record).await
    }
    async fn replace(&self, expect: &Expect, next: &Generation) -> Result<(), StoreError> {
        self.0.replace(expect, next).await
    }
    async fn erase(&self) -> Result<Vec<String>, StoreError> {
        self.0.erase().await
    }
}

type TestKeeper = Keeper<Shared, MemoryCustody>;

fn keeper(store: &Shared) -> TestKeeper {
    let scope = Scope { origin: "https://shop.example".into(), site: "bookshop".into() };
    Keeper::new(store.clone(), MemoryCustody::default(), scope)
}

fn open(keeper: &mut TestKeeper) -> Result<Option<Contents>, VaultError> {
    block_on(keeper.open())
}

fn batches(store: &Shared) -> Vec<Vec<u8>> {
    let mut batches = open(&mut keeper(store)).unwrap().unwrap().batches;
    batches.sort();
    batches
}

/// A vault with a snapshot and two journal records.
fn vault() -> (Shared, TestKeeper, CountingDice) {
    let (store, mut dice) = (Shared::default(), CountingDice::default());
    let mut keeper = keeper(&store);
    block_on(keeper.create(b"snapshot", &mut dice)).unwrap();
    block_on(keeper.append(b"one", &mut dice)).unwrap();
    block_on(keeper.append(b"two", &mut dice)).unwrap();
    (store, keeper, dice)
}

#[test]
fn what_was_put_in_comes_out_in_another_page() {
    let (store, ..) = vault();
    assert_eq!(batches(&store), [&b"one"[..], b"snapshot", b"two"]);
}

#[test]
fn sec_03_a_new_generation_has_a_new_key_and_nothing_of_the_old() {
    let (store, mut keeper, mut dice) = vault();
    let before = block_on(store.load()).unwrap().unwrap();
    block_on(keeper.compact(b"all", &mut dice)).unwrap();
    let after = block_on(store.load()).unwrap().unwrap();
    assert_eq!(batches(&store), [b"all"]);
    assert_eq!((after.journal.len(), after.high_water), (0, before.high_water + 1));
    assert_ne!(before.header[9..17], after.header[9..17], "key ids");
    // A saved old snapshot does not open beside the new header.
    store.0.tamper(|kept| {
        let kept = kept.as_mut().unwrap();
        (kept.snapshot, kept.spare) = (before.snapshot, before.spare);
    });
    assert_eq!(open(&mut self::keeper(&store)), Err(VaultError::Damaged));
}

#[test]
fn sec_11_two_tabs_with_a_thousand_events_each_give_two_thousand() {
    let (store, mut dice) = (Shared::default(), CountingDice::default());
    let (mut one, mut two) = (keeper(&store), keeper(&store));
    block_on(one.create(b"", &mut dice)).unwrap();
    open(&mut two).unwrap();
    for n in 0..1_000u32 {
        for (tab, keeper) in [(1u8, &mut one), (2, &mut two)] {
            let event = [&[tab][..], &n.to_le_bytes()].concat();
            // A page that lost a race opens again and repeats, as the door does.
            while let Err(error) = block_on(keeper.append(&event, &mut dice)) {
                assert_eq!(error, VaultError::Store(StoreError::Stale));
                open(keeper).unwrap();
            }
            if n % 100 == 99 {
                let contents = open(keeper).unwrap().unwrap();
                block_on(keeper.compact(&frame(&contents.batches), &mut dice)).unwrap();
            }
        }
    }
    let mut events: Vec<Vec<u8>> =
        batches(&store).iter().flat_map(|batch| unframe(batch)).collect();
    events.sort();
    events.dedup();
    assert_eq!(events.len(), 2_000);
}

/// Events of five bytes one behind the other, whatever batch they came from.
fn frame(batches: &[Vec<u8>]) -> Vec<u8> {
    batches.concat()
}

fn unframe(batch: &[u8]) -> Vec<Vec<u8>> {
    batch.chunks(5).map(<[u8]>::to_vec).collect()
}

#[test]
fn a_compaction_that_has_not_read_everything_is_refused() {
    let (store, mut one, mut dice) = vault();
    let mut two = keeper(&store);
    open(&mut two).unwrap();
    block_on(two.append(b"three", &mut dice)).unwrap();
    let lost = block_on(one.compact(b"without three", &mut dice));
    assert_eq!(lost, Err(VaultError::Store(StoreError::Stale)));
    assert_eq!(batches(&store), [&b"one"[..], b"snapshot", b"three", b"two"]);
}

#[test]
fn sec_13_nothing_brings_erased_data_back() {
    let (store, mut one, mut dice) = vault();
    let mut two = keeper(&store);
    open(&mut two).unwrap();
    assert_eq!(block_on(one.erase()), Ok(vec![]));
    let gone = Err(VaultError::Store(StoreError::Gone));
    assert_eq!(block_on(two.append(b"late", &mut dice)), gone);
    assert_eq!(block_on(two.compact(b"late", &mut dice)), gone);
    assert_eq!(open(&mut two), Ok(None));
}

#[test]
fn sec_09_a_tampered_journal_record_is_counted_and_the_rest_opens() {
    let (store, ..) = vault();
    store.0.tamper(|kept| kept.as_mut().unwrap().journal[0].1[40] ^= 1);
    let contents = open(&mut keeper(&store)).unwrap().unwrap();
    assert_eq!((contents.batches.len(), contents.damaged), (2, 1));
    let kept = block_on(store.load()).unwrap().unwrap();
    assert_eq!(kept.journal.len(), 2, "opening deletes nothing");
}

#[test]
fn sec_04_two_records_that_change_places_open_no_more() {
    let (store, ..) = vault();
    store.0.tamper(|kept| {
        let journal = &mut kept.as_mut().unwrap().journal;
        let first = journal[0].1.clone();
        journal[0].1 = std::mem::replace(&mut journal[1].1, first);
    });
    assert_eq!(open(&mut keeper(&store)).unwrap().unwrap().damaged, 2);
}

#[test]
fn sec_09_a_tampered_snapshot_or_header_closes_the_vault_and_changes_nothing() {
    let (store, ..) = vault();
    let before = block_on(store.load()).unwrap();
    let damage: [fn(&mut Kept); 4] = [
        |kept| (kept.snapshot[50], kept.spare[60]) = (0, 0),
        |kept| (kept.snapshot, kept.spare) = (Vec::new(), kept.snapshot[..20].to_vec()),
        |kept| kept.header[30] ^= 1,
        |kept| kept.header.clear(),
    ];
    for tamper in damage {
        store.0.tamper(|kept| {
            *kept = before.clone();
            tamper(kept.as_mut().unwrap());
        });
        let tampered = block_on(store.load());
        assert_eq!(open(&mut keeper(&store)), Err(VaultError::Damaged));
        assert_eq!(block_on(store.load()), tampered);
    }
}

#[test]
fn sec_09_where_one_of_the_snapshots_two_copies_is_damaged_nothing_is_lost() {
    let (store, ..) = vault();
    let before = block_on(store.load()).unwrap();
    let damage: [fn(&mut Kept); 4] = [
        |kept| kept.snapshot[50] ^= 1,
        |kept| kept.snapshot[2] ^= 1,
        |kept| kept.snapshot.clear(),
        |kept| kept.spare[50] ^= 1,
    ];
    for tamper in damage {
        store.0.tamper(|kept| {
            *kept = before.clone();
            tamper(kept.as_mut().unwrap());
        });
        assert_eq!(batches(&store), [&b"one"[..], b"snapshot", b"two"]);
        let mut keeper = keeper(&store);
        open(&mut keeper).unwrap();
        block_on(keeper.compact(b"all", &mut CountingDice::seeded(1))).unwrap();
        let Kept { snapshot, spare, .. } = block_on(store.load()).unwrap().unwrap();
        assert_eq!(snapshot, spare, "both are whole again");
    }
}

#[test]
fn sec_10_an_older_header_under_the_high_water_mark_is_refused() {
    let (store, mut keeper, mut dice) = vault();
    let old = block_on(store.load()).unwrap().unwrap();
    block_on(keeper.compact(b"newer", &mut dice)).unwrap();
    store.0.tamper(|kept| {
        let kept = kept.as_mut().unwrap();
        (kept.header, kept.snapshot, kept.spare) = (old.header, old.snapshot, old.spare);
    });
    assert_eq!(open(&mut self::keeper(&store)), Err(VaultError::RolledBack));
}

#[test]
fn sec_05_a_newer_format_is_named_and_left_alone() {
    let (store, ..) = vault();
    store.0.tamper(|kept| kept.as_mut().unwrap().header[2] = 2);
    let before = block_on(store.load());
    assert_eq!(open(&mut keeper(&store)), Err(VaultError::UnknownVersion { found: 2 }));
    assert_eq!(block_on(store.load()), before);
}

#[test]
fn sec_15_a_store_that_fails_once_loses_nothing() {
    let (store, mut keeper, mut dice) = vault();
    for error in [StoreError::Full, StoreError::Failed, StoreError::Unavailable] {
        store.0.fail_next(error);
        assert_eq!(block_on(keeper.append(b"x", &mut dice)), Err(error.into()));
        store.0.fail_next(error);
        assert_eq!(block_on(keeper.compact(b"x", &mut dice)), Err(error.into()));
        assert_eq!(batches(&store), [&b"one"[..], b"snapshot", b"two"]);
    }
    block_on(keeper.append(b"three", &mut dice)).unwrap();
    assert_eq!(batches(&store).len(), 4);
}

#[test]
fn sec_15_a_vault_that_cannot_be_read_back_is_not_started() {
    let (store, mut dice) = (Shared::default(), CountingDice::default());
    let mut keeper = keeper(&store);
    store.0.fail_next(StoreError::KeyRefused);
    assert!(block_on(keeper.create(b"x", &mut dice)).is_err());
    assert_eq!(block_on(store.load()), Ok(None));
    assert!(!keeper.is_open());
}
