//! The store's memory twin, a custodian and dice for tests that replay.
//! Leaves out durability: it is what the conformance suite compares against.

use super::cipher::{self, DataKey};
use super::keeper::Custody;
use super::store::{Expect, Generation, Kept, RecordId, Store, StoreError};
use crate::dice::{Dice, NoDice};
use core::cell::{Cell, RefCell};

/// Holds one generation in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: RefCell<Option<Kept>>,
    failure: Cell<Option<StoreError>>,
}

impl MemoryStore {
    /// Lets the next call fail, as a browser's storage may.
    pub fn fail_next(&self, error: StoreError) {
        self.failure.set(Some(error));
    }

    /// Reaches into the store, as somebody with the disk could.
    pub fn tamper(&self, change: impl FnOnce(&mut Option<Kept>)) {
        change(&mut self.kept.borrow_mut());
    }

    fn try_failure(&self) -> Result<(), StoreError> {
        self.failure.take().map_or(Ok(()), Err)
    }
}

impl Store for MemoryStore {
    async fn load(&self) -> Result<Option<Kept>, StoreError> {
        self.try_failure()?;
        Ok(self.kept.borrow().clone())
    }

    async fn append(&self, epoch: u32, id: &RecordId, record: &[u8]) -> Result<(), StoreError> {
        self.try_failure()?;
        let mut kept = self.kept.borrow_mut();
        let kept = kept.as_mut().ok_or(StoreError::Gone)?;
        if kept.high_water != epoch {
            return Err(StoreError::Stale);
        }
        kept.journal.push((*id, record.to_vec()));
        Ok(())
    }

    async fn replace(&self, expect: &Expect, next: &Generation) -> Result<(), StoreError> {
        self.try_failure()?;
        let mut kept = self.kept.borrow_mut();
        match (expect, kept.as_ref()) {
            (Expect::Nothing, None) => {}
            (Expect::Nothing, Some(_)) => return Err(StoreError::Stale),
            (Expect::Generation { .. }, None) => return Err(StoreError::Gone),
            (Expect::Generation { epoch, journal }, Some(found)) => {
                let same = found.high_water == *epoch
                    && found.journal.len() == journal.len()
                    && found.journal.iter().all(|(id, _)| journal.contains(id));
                if !same {
                    return Err(StoreError::Stale);
                }
            }
        }
        *kept = Some(Kept {
            header: next.header.clone(),
            high_water: next.epoch,
            snapshot: next.snapshot.clone(),
            spare: next.snapshot.clone(),
            journal: Vec::new(),
        });
        Ok(())
    }

    async fn erase(&self) -> Result<Vec<String>, StoreError> {
        self.try_failure()?;
        *self.kept.borrow_mut() = None;
        Ok(Vec::new())
    }
}

/// A custodian whose wrapping key lies in memory.
#[derive(Debug)]
pub struct MemoryCustody {
    key: DataKey,
}

impl Default for MemoryCustody {
    fn default() -> Self {
        MemoryCustody { key: DataKey::new([0x5a; 32]) }
    }
}

impl Custody for MemoryCustody {
    async fn wrap(
        &self,
        key: &DataKey,
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<[u8; 48], StoreError> {
        cipher::seal(&self.key, nonce, aad, key.dangerous_bytes())
            .try_into()
            .map_err(|_| StoreError::Failed)
    }

    async fn unwrap(
        &self,
        wrapped: &[u8; 48],
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<Option<DataKey>, StoreError> {
        let bytes = cipher::open(&self.key, nonce, aad, wrapped);
        Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map(DataKey::new))
    }
}

/// Dice that replay: a counter, spread over the bytes by SplitMix64 (Steele,
/// Lea and Flood 2014), so that golden files come out the same each time.
#[derive(Debug, Default, Clone)]
pub struct CountingDice {
    state: u64,
}

impl CountingDice {
    /// Dice that begin elsewhere: neighbouring seeds far from each other, so
    /// that simulations with them have nothing in common.
    pub fn seeded(seed: u64) -> CountingDice {
        CountingDice { state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d) }
    }

    /// The next 64 bits.
    pub fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Dice for CountingDice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
