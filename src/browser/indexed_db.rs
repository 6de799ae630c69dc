//! The store on IndexedDB.
//!
//! ```text
//! database `homekept:SITE`, version 1
//!   meta:     "key" CryptoKey | "epoch" number | "header" bytes | "snapshot" bytes
//!             "spare" the same bytes as "snapshot", which are read where those are damaged
//!             and where there is a lock, written by `www/src/lock`:
//!             "lock" bytes | "tries" a count, and milliseconds since 1970
//!             "passkey" its id and its salt, where one of the lock's ways is a passkey
//!             and where measuring is allowed, written by `www/src/signals`:
//!             "signals" bytes | "signals-key" CryptoKey
//!   journal:  record id (16 bytes) -> record bytes
//! ```
//!
//! Everything is one transaction that looks, acts and waits until it is
//! complete. There is one function for it, since each async function is a state
//! machine of its own; what differs is handed in as data and as plain closures.
//! Nothing that is not IndexedDB is awaited inside: it would commit under our hands.
//!
//! A vault that is locked by more than the marker has a header and no key. What brings the key
//! back is not understood here, only told from another: a generation belongs under one of them.

use super::js::{bytes, field};
use super::waiting::promised;
use crate::vault::{Expect, Generation, Kept, RecordId, Store, StoreError};
use core::cell::RefCell;
use js_sys::{Array, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

/// One site's database; clones share the connection.
#[derive(Debug, Clone)]
pub struct IndexedDb {
    name: Rc<str>,
    /// The wrapping key of the generation that was read, or that comes next, and the lock that was read
    /// with it. Of one transaction with the header: another page's next generation has another key.
    pub(super) key_and_lock: Rc<RefCell<[JsValue; 2]>>,
    connection: Rc<RefCell<Option<IdbDatabase>>>,
}

/// What a transaction looks at before it acts.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// A value of `meta`.
    At(&'static str),
    /// The names of the journal's records.
    Names,
    /// The journal's records, in the order of their names.
    Records,
}

/// A transaction under way.
#[derive(Debug)]
struct Stores {
    transaction: IdbTransaction,
    meta: IdbObjectStore,
    journal: IdbObjectStore,
}

/// Acts on what was found; where it refuses, nothing is changed.
type Act<'a> = &'a mut dyn FnMut(&Stores, &[JsValue]) -> Result<(), StoreError>;

impl IndexedDb {
    /// The database of this name; nothing is opened yet.
    pub fn new(name: &str) -> IndexedDb {
        IndexedDb { name: name.into(), key_and_lock: Rc::default(), connection: Rc::default() }
    }

    /// One transaction: looks, acts, and is complete. With `make`, it makes
    /// the database where there is none, which is [`StoreError::Gone`] otherwise.
    async fn transact(
        &self,
        make: bool,
        write: bool,
        looks: &[Look],
        act: Act<'_>,
    ) -> Result<(), StoreError> {
        let mut fresh = false;
        let stores = loop {
            let known = self.connection.borrow().clone();
            let database = match known {
                Some(database) => database,
                None => {
                    fresh = true;
                    let found = promised(Ok(connect(&self.name, make))).await.map_err(failure)?;
                    // What comes is a database, or nothing.
                    if found.is_undefined() {
                        return Err(StoreError::Gone);
                    }
                    let database: IdbDatabase = found.unchecked_into();
                    self.connection.replace(Some(database.clone()));
                    database
                }
            };
            match Stores::begin(&database, write) {
                Ok(stores) => break stores,
                Err(error) if fresh => return Err(failure(error)),
                // Another page's erasure has closed the old connection.
                Err(_) => self.forget_connection(),
            }
        };
        let requests = stores.look(looks).map_err(failure)?;
        if let Some(last) = requests.last() {
            // They come in order: the last one's success means that all are there.
            event(last, "onsuccess", "onerror").await?;
        }
        let found: Vec<JsValue> =
            requests.iter().map(|request| request.result().unwrap_or_default()).collect();
        if let Err(refused) = act(&stores, &found) {
            let _ = stores.transaction.abort();
            return Err(refused);
        }
        // Nothing more is asked: it ends also where the page is put away before it hears.
        #[allow(deprecated, reason = "by its bindings; the standard and every engine have it")]
        let _ = stores.transaction.commit();
        event(&stores.transaction, "oncomplete", "onabort").await
    }

    /// Lets go of the database: the page is put away.
    pub(super) fn let_go(&self) {
        // Caught by its glue alone, which is shorter then; it does not throw.
        let _ = leave();
        self.forget_connection();
    }

    /// Closes the connection, once what is under way is complete; the next transaction opens another.
    fn forget_connection(&self) {
        if let Some(database) = self.connection.take() {
            database.close();
        }
    }
}

impl Store for IndexedDb {
    async fn load(&self) -> Result<Option<Kept>, StoreError> {
        let looks = [
            Look::At(EPOCH),
            Look::At(HEADER),
            Look::At(SNAPSHOT),
            Look::At(KEY),
            Look::At(LOCK),
            Look::At(SPARE),
            Look::Names,
            Look::Records,
        ];
        let mut kept = None;
        let _ = self.key_and_lock.take();
        let mut act = |_: &Stores, found: &[JsValue]| {
            self.key_and_lock.borrow_mut().clone_from_slice(&found[3..5]);
            kept = read(found)?;
            Ok(())
        };
        match self.transact(false, false, &looks, &mut act).await {
            Ok(()) | Err(StoreError::Gone) => Ok(kept),
            Err(error) => Err(error),
        }
    }

    async fn append(&self, epoch: u32, id: &RecordId, record: &[u8]) -> Result<(), StoreError> {
        self.transact(false, true, &[Look::At(EPOCH)], &mut |stores, found| match found[0].as_f64()
        {
            Some(found) if found as u32 == epoch => {
                put(&stores.journal, &Uint8Array::from(record), &Uint8Array::from(&id[..]))
            }
            Some(_) => Err(StoreError::Stale),
            None => Err(StoreError::Gone),
        })
        .await
    }

    async fn replace(&self, expect: &Expect, next: &Generation) -> Result<(), StoreError> {
        let first = *expect == Expect::Nothing;
        let looks = [Look::At(EPOCH), Look::At(LOCK), Look::Names];
        self.transact(first, true, &looks, &mut |stores, found| {
            check(expect, found)?;
            let [key, lock] = &*self.key_and_lock.borrow();
            // Another page's lock has another wrapping key.
            if bytes(lock) != bytes(&found[1]) {
                return Err(StoreError::Stale);
            }
            if lock.is_undefined() {
                put(&stores.meta, key, &KEY.into())?;
            }
            put(&stores.meta, &Uint8Array::from(&next.header[..]), &HEADER.into())?;
            for name in [SNAPSHOT, SPARE] {
                put(&stores.meta, &Uint8Array::from(&next.snapshot[..]), &name.into())?;
            }
            put(&stores.meta, &next.epoch.into(), &EPOCH.into())?;
            clear(&stores.journal)
        })
        .await
    }

    async fn erase(&self) -> Result<Vec<String>, StoreError> {
        let _ = self.key_and_lock.take();
        // The key first: what may be left of the rest can then not be read.
        let _ = self.transact(false, true, &[], &mut |stores, _| clear(&stores.meta)).await;
        self.forget_connection();
        let is_left = promised(Ok(drop(&self.name))).await.map_err(failure)?;
        let mut leftovers = Vec::new();
        if is_left == JsValue::TRUE {
            leftovers.push(self.name.to_string());
        }
        Ok(leftovers)
    }
}

impl Stores {
    fn begin(database: &IdbDatabase, write: bool) -> Result<Stores, JsValue> {
        let transaction = begin(database, write)?;
        let meta = transaction.object_store(META)?;
        let journal = transaction.object_store(JOURNAL)?;
        Ok(Stores { transaction, meta, journal })
    }

    fn look(&self, looks: &[Look]) -> Result<Vec<IdbRequest>, JsValue> {
        let mut requests = Vec::new();
        for look in looks {
            requests.push(match look {
                Look::At(key) => self.meta.get(&(*key).into())?,
                Look::Names => self.journal.get_all_keys()?,
                Look::Records => self.journal.get_all()?,
            });
        }
        Ok(requests)
    }
}

/// What `load` found; `None` where no vault was ever started.
fn read(found: &[JsValue]) -> Result<Option<Kept>, StoreError> {
    let [epoch, header, snapshot, _, _, spare, names, records] = found else { return Ok(None) };
    if epoch.is_undefined() && header.is_undefined() {
        return Ok(None);
    }
    let mut journal = Vec::new();
    for (id, record) in ids(names)?.into_iter().zip(list(records)?) {
        journal.push((id, bytes(&record)));
    }
    Ok(Some(Kept {
        header: bytes(header),
        high_water: epoch.as_f64().unwrap_or_default() as u32,
        snapshot: bytes(snapshot),
        spare: bytes(spare),
        journal,
    }))
}

/// Whether epoch and journal are those that a new generation expects.
fn check(expect: &Expect, found: &[JsValue]) -> Result<(), StoreError> {
    match (expect, found[0].as_f64()) {
        (Expect::Nothing, None) => Ok(()),
        (Expect::Generation { .. }, None) => Err(StoreError::Gone),
        (Expect::Generation { epoch, journal }, Some(found_epoch))
            if *epoch == found_epoch as u32 =>
        {
            let ids = ids(&found[2])?;
            let same = ids.len() == journal.len() && ids.iter().all(|id| journal.contains(id));
            if same { Ok(()) } else { Err(StoreError::Stale) }
        }
        _ => Err(StoreError::Stale),
    }
}

fn put(store: &IdbObjectStore, value: &JsValue, key: &JsValue) -> Result<(), StoreError> {
    store.put_with_key(value, key).map(|_| ()).map_err(failure)
}

fn clear(store: &IdbObjectStore) -> Result<(), StoreError> {
    store.clear().map(|_| ()).map_err(failure)
}

/// Waits for one of these events, by their handlers' names, at a request or a transaction.
async fn event(target: &JsValue, good: &str, bad: &str) -> Result<(), StoreError> {
    promised(Ok(happens(target, good, bad))).await.map(|_| ()).map_err(failure)
}

#[wasm_bindgen(module = "/src/browser/indexed_db.js")]
extern "C" {
    fn connect(name: &str, make: bool) -> Promise;
    #[wasm_bindgen(catch)]
    fn begin(database: &IdbDatabase, write: bool) -> Result<IdbTransaction, JsValue>;
    fn drop(name: &str) -> Promise;
    fn happens(target: &JsValue, good: &str, bad: &str) -> Promise;
    #[wasm_bindgen(catch)]
    fn leave() -> Result<(), JsValue>;
}

/// What an exception means here.
pub(super) fn failure(error: JsValue) -> StoreError {
    match field(&error, "name").as_string().as_deref() {
        Some("QuotaExceededError") => StoreError::Full,
        Some("DataCloneError") => StoreError::KeyRefused,
        Some("TimeoutError") => StoreError::Silent,
        // Another page may have written meanwhile.
        Some("PageLeft") => StoreError::Stale,
        // The last two where there is no IndexedDB, or no WebCrypto outside a secure context.
        Some("SecurityError" | "ReferenceError" | "TypeError") => StoreError::Unavailable,
        _ => StoreError::Failed,
    }
}

/// Journal keys; one that is no record id was not written by us, and is read
/// as the zero id, under which nothing opens.
fn ids(keys: &JsValue) -> Result<Vec<RecordId>, StoreError> {
    let mut ids = Vec::new();
    for key in list(keys)? {
        ids.push(bytes(&key).try_into().unwrap_or_default());
    }
    Ok(ids)
}

/// What a request for many gave.
fn list(values: &JsValue) -> Result<Vec<JsValue>, StoreError> {
    let values = values.dyn_ref::<Array>().ok_or(StoreError::Failed)?;
    Ok(values.iter().collect())
}

const META: &str = "meta";
const JOURNAL: &str = "journal";
/// The wrapping key.
const KEY: &str = "key";
/// What brings that back, where it is not simply here.
const LOCK: &str = "lock";
const EPOCH: &str = "epoch";
const HEADER: &str = "header";
const SNAPSHOT: &str = "snapshot";
const SPARE: &str = "spare";
