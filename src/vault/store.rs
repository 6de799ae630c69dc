//! What a store must do: hold one generation, whole or not at all.
//! Leaves out keys and contents: a store sees sealed bytes.

/// The name of a record: 16 random bytes, so that names tell nothing (SEC-08).
pub type RecordId = [u8; 16];

/// Everything a store holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The header's bytes.
    pub header: Vec<u8>,
    /// The highest epoch ever written: a header below it was rolled back.
    pub high_water: u32,
    /// The sealed snapshot.
    pub snapshot: Vec<u8>,
    /// The same once more, in case that one is damaged; empty where an earlier Homekept wrote.
    pub spare: Vec<u8>,
    /// The sealed journal.
    pub journal: Vec<(RecordId, Vec<u8>)>,
}

/// A generation that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// Its epoch, one above the one it follows.
    pub epoch: u32,
    /// The header's bytes.
    pub header: Vec<u8>,
    /// The sealed snapshot, to be kept twice.
    pub snapshot: Vec<u8>,
}

/// What a new generation expects to find, and replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// No vault.
    Nothing,
    /// Exactly this epoch and these journal records: another one means that
    /// somebody wrote in between, and would be lost.
    Generation {
        /// Its epoch.
        epoch: u32,
        /// Its journal, in any order.
        journal: Vec<RecordId>,
    },
}

/// A place that keeps sealed bytes. Every call is one transaction: after a
/// crash it happened, or it did not.
///
/// The futures need not be `Send`: a page has one thread.
#[allow(async_fn_in_trait)]
pub trait Store {
    /// Reads everything; `None` when there is no vault.
    ///
    /// # Errors
    /// See [`StoreError`].
    async fn load(&self) -> Result<Option<Kept>, StoreError>;

    /// Adds one record to the journal of generation `epoch`.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when another generation is in force,
    /// [`StoreError::Gone`] when none is.
    async fn append(&self, epoch: u32, id: &RecordId, record: &[u8]) -> Result<(), StoreError>;

    /// Puts `next` in the place of what `expect` names; the journal is empty then.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when something else is there,
    /// [`StoreError::Gone`] when nothing is.
    async fn replace(&self, expect: &Expect, next: &Generation) -> Result<(), StoreError>;

    /// Removes everything, keys first. Returns what is still there.
    ///
    /// # Errors
    /// See [`StoreError`].
    async fn erase(&self) -> Result<Vec<String>, StoreError>;
}

/// Why a store did not do it. Nothing was changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else wrote in between: read again and try again.
    Stale,
    /// There is no vault any more: it was erased.
    Gone,
    /// The browser gives no storage here.
    Unavailable,
    /// The quota is used up.
    Full,
    /// The browser would not store the key.
    KeyRefused,
    /// The browser did not answer in time.
    Silent,
    /// The browser failed.
    Failed,
}
