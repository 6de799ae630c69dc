//! The keeper: opens the vault, adds to it, starts new generations, erases.
//! Leaves out waiting: it runs over any [`Store`] and any [`Custody`].

use super::cipher::DataKey;
use super::envelope::{self, Binding, Kind, Scope};
use super::header::Header;
use super::store::{Expect, Generation, Kept, RecordId, Store, StoreError};
use crate::dice::{Dice, NoDice, draw};

/// Keeps the key that protects the data key: in a browser a WebCrypto key that
/// script can use but not copy.
#[allow(async_fn_in_trait)]
pub trait Custody {
    /// Encrypts the data key (AES-256-GCM) of the generation that is stored next: under a new wrapping
    /// key, which comes with it, unless somebody has to bring that back (SEC-12).
    ///
    /// # Errors
    /// [`StoreError::KeyRefused`] when the browser will not keep one.
    async fn wrap(
        &self,
        key: &DataKey,
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<[u8; 48], StoreError>;

    /// Decrypts it; `None` when the key is gone or anything differs.
    ///
    /// # Errors
    /// [`StoreError`] when the browser fails.
    async fn unwrap(
        &self,
        wrapped: &[u8; 48],
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<Option<DataKey>, StoreError>;
}

/// Keeps sealed bytes for one site.
#[derive(Debug)]
pub struct Keeper<S, C> {
    store: S,
    custody: C,
    scope: Scope,
    open: Option<Open>,
}

/// The generation in force, as this page last saw it.
#[derive(Debug)]
struct Open {
    key: DataKey,
    key_id: [u8; 8],
    epoch: u32,
    /// Journal records that this page has read or written.
    journal: Vec<RecordId>,
}

/// What the vault holds, opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// The snapshot, then each journal record, in no particular order.
    pub batches: Vec<Vec<u8>>,
    /// How many journal records would not open; they are left where they are
    /// until the next generation.
    pub damaged: usize,
}

impl<S: Store, C: Custody> Keeper<S, C> {
    /// A keeper that has not opened anything yet.
    pub fn new(store: S, custody: C, scope: Scope) -> Self {
        Keeper { store, custody, scope, open: None }
    }

    /// Opens the vault, or opens it again after somebody else wrote.
    /// `None` when there is none.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::RolledBack`] and
    /// [`VaultError::UnknownVersion`] leave the stored bytes untouched.
    pub async fn open(&mut self) -> Result<Option<Contents>, VaultError> {
        self.open = None;
        let Some(kept) = self.store.load().await? else {
            return Ok(None);
        };
        let header = Header::decode(&kept.header)?;
        if header.epoch != kept.high_water {
            return Err(VaultError::RolledBack);
        }
        let aad = Header::aad(&self.scope, header.epoch, &header.key_id);
        let key = self
            .custody
            .unwrap(&header.wrapped, &header.nonce, &aad)
            .await?
            .ok_or(VaultError::Damaged)?;
        let open = Open {
            key,
            key_id: header.key_id,
            epoch: header.epoch,
            journal: kept.journal.iter().map(|(id, _)| *id).collect(),
        };
        let contents = self.read(&kept, &open)?;
        self.open = Some(open);
        Ok(Some(contents))
    }

    /// Starts a vault that holds `content`, and reads it back before it counts:
    /// some browsers store a key that they cannot give back.
    ///
    /// # Errors
    /// [`VaultError::Store`] with [`StoreError::Stale`] when another page was
    /// faster: open that one instead.
    pub async fn create(&mut self, content: &[u8], dice: &mut impl Dice) -> Result<(), VaultError> {
        self.renew(Expect::Nothing, content, dice).await
    }

    /// Seals `content` into the journal.
    ///
    /// # Errors
    /// [`StoreError::Stale`] inside when the generation is no longer in force.
    pub async fn append(&mut self, content: &[u8], dice: &mut impl Dice) -> Result<(), VaultError> {
        let open = self.open.as_mut().ok_or(VaultError::Store(StoreError::Gone))?;
        let id: RecordId = draw(dice)?;
        let binding = open.binding(&self.scope, Kind::Journal, &id);
        let record = envelope::seal(content, &binding, &open.key, dice)?;
        self.store.append(open.epoch, &id, &record).await?;
        open.journal.push(id);
        Ok(())
    }

    /// Puts a new generation, sealed under a new key and holding only
    /// `content`, in the place of everything before it.
    ///
    /// # Errors
    /// [`StoreError::Stale`] inside when something was written that this page
    /// has not read.
    pub async fn compact(
        &mut self,
        content: &[u8],
        dice: &mut impl Dice,
    ) -> Result<(), VaultError> {
        let open = self.open.as_ref().ok_or(VaultError::Store(StoreError::Gone))?;
        self.renew(open.expected(), content, dice).await
    }

    /// [`Keeper::compact`] where the vault is open, [`Keeper::create`] otherwise.
    ///
    /// # Errors
    /// Theirs.
    pub async fn rewrite(
        &mut self,
        content: &[u8],
        dice: &mut impl Dice,
    ) -> Result<(), VaultError> {
        let expect = self.open.as_ref().map_or(Expect::Nothing, Open::expected);
        self.renew(expect, content, dice).await
    }

    /// Removes everything, and drops the key. Returns what is still there.
    ///
    /// # Errors
    /// [`VaultError::Store`] when the browser fails; the key is dropped all the same.
    pub async fn erase(&mut self) -> Result<Vec<String>, VaultError> {
        self.open = None;
        Ok(self.store.erase().await?)
    }

    /// Drops the key; what is stored stays.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// How many records the journal holds, as far as this page knows.
    pub fn journal_len(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.journal.len())
    }

    /// Whether the vault is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The store, for tests that look behind it.
    pub fn store(&self) -> &S {
        &self.store
    }

    async fn renew(
        &mut self,
        expect: Expect,
        content: &[u8],
        dice: &mut impl Dice,
    ) -> Result<(), VaultError> {
        let (open, nonce, snapshot) = self.prepare(&expect, content, dice)?;
        let aad = Header::aad(&self.scope, open.epoch, &open.key_id);
        let wrapped = self.custody.wrap(&open.key, &nonce, &aad).await?;
        let (epoch, key_id) = (open.epoch, open.key_id);
        let header = Header { epoch, key_id, nonce, wrapped }.encode();
        self.store.replace(&expect, &Generation { epoch, header, snapshot }).await?;
        if expect != Expect::Nothing {
            self.open = Some(open);
            return Ok(());
        }
        let why = match self.open().await {
            Ok(Some(contents)) if contents.holds(content) => return Ok(()),
            // It could not be asked, which says nothing of the key.
            Err(VaultError::Store(error)) => error,
            _ => StoreError::KeyRefused,
        };
        self.open = None;
        self.store.erase().await?;
        Err(VaultError::Store(why))
    }

    /// The key of the next generation, the nonce that it is wrapped under, and
    /// the snapshot that it seals.
    fn prepare(
        &self,
        expect: &Expect,
        content: &[u8],
        dice: &mut impl Dice,
    ) -> Result<(Open, [u8; 12], Vec<u8>), VaultError> {
        let epoch = match expect {
            Expect::Nothing => Some(1),
            Expect::Generation { epoch, .. } => epoch.checked_add(1),
        };
        let open = Open {
            key: DataKey::new(draw(dice)?),
            key_id: draw(dice)?,
            epoch: epoch.ok_or(VaultError::RolledBack)?,
            journal: Vec::new(),
        };
        let nonce = draw(dice)?;
        let binding = open.binding(&self.scope, Kind::Snapshot, &SNAPSHOT);
        let snapshot = envelope::seal(content, &binding, &open.key, dice)?;
        Ok((open, nonce, snapshot))
    }

    fn read(&self, kept: &Kept, open: &Open) -> Result<Contents, VaultError> {
        let binding = open.binding(&self.scope, Kind::Snapshot, &SNAPSHOT);
        let snapshot = envelope::open(&kept.snapshot, &binding, &open.key)
            .or_else(|error| envelope::open(&kept.spare, &binding, &open.key).map_err(|_| error))?;
        let mut contents = Contents { batches: vec![snapshot], damaged: 0 };
        for (id, record) in &kept.journal {
            match envelope::open(record, &open.binding(&self.scope, Kind::Journal, id), &open.key) {
                Ok(batch) => contents.batches.push(batch),
                Err(VaultError::Damaged) => contents.damaged += 1,
                Err(newer) => return Err(newer),
            }
        }
        Ok(contents)
    }
}

impl Contents {
    fn holds(&self, content: &[u8]) -> bool {
        self.batches.iter().any(|batch| batch == content)
    }
}

impl Open {
    /// What is in force as far as this page knows, to be replaced.
    fn expected(&self) -> Expect {
        Expect::Generation { epoch: self.epoch, journal: self.journal.clone() }
    }

    fn binding<'a>(&'a self, scope: &'a Scope, kind: Kind, id: &'a RecordId) -> Binding<'a> {
        Binding { scope, kind, id, epoch: self.epoch, key_id: &self.key_id }
    }
}

/// Why the vault did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum VaultError {
    /// Sealed bytes would not open: changed, cut, or not of this place.
    Damaged,
    /// The header is older than one that was already there.
    RolledBack,
    /// A newer Homekept wrote it; the bytes are left alone.
    UnknownVersion {
        /// The number found.
        found: u8,
    },
    /// The platform gives no randomness.
    NoDice,
    /// The store did not do it.
    Store(StoreError),
}

impl VaultError {
    /// Its stable code.
    pub fn code(&self) -> &'static str {
        match self {
            VaultError::Damaged => "vault-damaged",
            VaultError::RolledBack => "vault-rolled-back",
            VaultError::UnknownVersion { found: _ } => "vault-version-unknown",
            VaultError::NoDice => "no-randomness",
            VaultError::Store(StoreError::Stale) => "storage-busy",
            VaultError::Store(StoreError::Gone) => "vault-gone",
            VaultError::Store(StoreError::Unavailable) => "storage-unavailable",
            VaultError::Store(StoreError::Full) => "storage-full",
            VaultError::Store(StoreError::KeyRefused) => "key-not-storable",
            VaultError::Store(StoreError::Silent) => "storage-silent",
            VaultError::Store(StoreError::Failed) => "storage-failed",
        }
    }
}

impl From<StoreError> for VaultError {
    fn from(error: StoreError) -> Self {
        VaultError::Store(error)
    }
}

impl From<NoDice> for VaultError {
    fn from(_: NoDice) -> Self {
        VaultError::NoDice
    }
}

/// The snapshot's place has one name, the same for everyone.
const SNAPSHOT: RecordId = [0; 16];
