//! What every store must do, run on each: the memory twin natively, IndexedDB
//! in a real browser.

use homekept::vault::{Expect, Generation, Kept, RecordId, Store, StoreError};

/// Runs the whole suite on an empty store; leaves it empty.
pub(crate) async fn conforms(store: &impl Store) {
    an_empty_store_holds_nothing(store).await;
    a_generation_comes_back_whole(store).await;
    a_journal_grows_and_is_emptied(store).await;
    a_lost_race_changes_nothing(store).await;
    an_erased_store_holds_nothing(store).await;
}

async fn an_empty_store_holds_nothing(store: &impl Store) {
    assert_eq!(store.load().await, Ok(None));
    assert_eq!(store.append(1, &id(1), b"x").await, Err(StoreError::Gone));
    let expect = Expect::Generation { epoch: 1, journal: vec![] };
    assert_eq!(store.replace(&expect, &generation(2)).await, Err(StoreError::Gone));
    assert_eq!(store.load().await, Ok(None), "a refused write leaves nothing behind");
}

async fn a_generation_comes_back_whole(store: &impl Store) {
    assert_eq!(store.replace(&Expect::Nothing, &generation(1)).await, Ok(()));
    assert_eq!(store.load().await, Ok(Some(kept(1, &[]))));
    assert_eq!(
        store.replace(&Expect::Nothing, &generation(1)).await,
        Err(StoreError::Stale),
        "a vault is never started over another"
    );
}

async fn a_journal_grows_and_is_emptied(store: &impl Store) {
    for n in 1..=3 {
        assert_eq!(store.append(1, &id(n), &record(n)).await, Ok(()));
    }
    assert_eq!(sorted(store.load().await), Some(kept(1, &[1, 2, 3])));
    let journal = vec![id(3), id(1), id(2)];
    let expect = Expect::Generation { epoch: 1, journal };
    assert_eq!(store.replace(&expect, &generation(2)).await, Ok(()));
    assert_eq!(store.load().await, Ok(Some(kept(2, &[]))));
}

async fn a_lost_race_changes_nothing(store: &impl Store) {
    assert_eq!(store.append(1, &id(9), b"late").await, Err(StoreError::Stale));
    assert_eq!(store.append(2, &id(4), &record(4)).await, Ok(()));
    for (epoch, journal) in [(1, vec![id(4)]), (2, vec![]), (2, vec![id(5)])] {
        let expect = Expect::Generation { epoch, journal };
        assert_eq!(store.replace(&expect, &generation(3)).await, Err(StoreError::Stale));
    }
    assert_eq!(sorted(store.load().await), Some(kept(2, &[4])));
}

async fn an_erased_store_holds_nothing(store: &impl Store) {
    assert_eq!(store.erase().await, Ok(vec![]));
    assert_eq!(store.load().await, Ok(None));
    assert_eq!(store.append(2, &id(4), b"x").await, Err(StoreError::Gone));
    assert_eq!(store.erase().await, Ok(vec![]), "erasing nothing is no error");
}

fn id(n: u8) -> RecordId {
    [n; 16]
}

fn record(n: u8) -> Vec<u8> {
    vec![n; 100 * usize::from(n)]
}

fn generation(epoch: u32) -> Generation {
    let Kept { header, snapshot, .. } = kept(epoch, &[]);
    Generation { epoch, header, snapshot }
}

fn kept(epoch: u32, journal: &[u8]) -> Kept {
    Kept {
        header: vec![0xaa, epoch as u8],
        high_water: epoch,
        snapshot: vec![0xbb; epoch as usize],
        spare: vec![0xbb; epoch as usize],
        journal: journal.iter().map(|n| (id(*n), record(*n))).collect(),
    }
}

fn sorted(loaded: Result<Option<Kept>, StoreError>) -> Option<Kept> {
    let mut kept = loaded.ok()??;
    kept.journal.sort();
    Some(kept)
}
