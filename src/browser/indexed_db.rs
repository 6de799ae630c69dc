//! The store on IndexedDB.
//!
//! ```text
//! database `homekept:SITE`, version 1
//!   meta:     "key" CryptoKey | "epoch" number | "header" bytes | "snapshot" bytes
//!   journal:  record id (16 bytes) -> record bytes
//! ```
//!
//! Nothing that is not IndexedDB is awaited inside a transaction: it would
//! commit under our hands.

use crate::vault::{Expect, Generation, Kept, RecordId, Store, StoreError};
use core::cell::RefCell;
use js_sys::{Array, JsString, Promise, Reflect, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, Event, IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// One site's database; clones share the connection.
#[derive(Debug, Clone)]
pub struct IndexedDb {
    name: Rc<str>,
    connection: Rc<RefCell<Option<IdbDatabase>>>,
}

impl IndexedDb {
    /// The database of this name; nothing is opened yet.
    pub fn new(name: &str) -> IndexedDb {
        IndexedDb { name: name.into(), connection: Rc::default() }
    }

    /// Reads one value of `meta`; `undefined` when it or the database is missing.
    pub(super) async fn meta(&self, key: &str) -> Result<JsValue, StoreError> {
        let Some(database) = self.connect(false).await? else {
            return Ok(JsValue::UNDEFINED);
        };
        let (_, meta, _) = begin(&database, IdbTransactionMode::Readonly)?;
        value(&meta.get(&key.into()).map_err(failure)?).await
    }

    /// Writes one value of `meta`, making the database if need be.
    pub(super) async fn put_meta(&self, key: &str, value: &JsValue) -> Result<(), StoreError> {
        let database = self.connect(true).await?.ok_or(StoreError::Failed)?;
        let (transaction, meta, _) = begin(&database, IdbTransactionMode::Readwrite)?;
        put(&meta, value, &key.into())?;
        committed(&transaction).await
    }

    /// The connection; `None` when there is no database and none is wanted.
    async fn connect(&self, make: bool) -> Result<Option<IdbDatabase>, StoreError> {
        if let Some(database) = self.connection.borrow().as_ref() {
            return Ok(Some(database.clone()));
        }
        let request = factory()?.open_with_u32(&self.name, 1).map_err(failure)?;
        loop {
            let event = event_of(&request, &["upgradeneeded", "success", "error", "blocked"]).await;
            match event.as_str() {
                "upgradeneeded" if make => {
                    let database: IdbDatabase = request.result().map_err(failure)?.unchecked_into();
                    for store in STORES {
                        database.create_object_store(store).map_err(failure)?;
                    }
                }
                // Opening would make an empty database: call it off.
                "upgradeneeded" => {
                    if let Some(transaction) = request.transaction() {
                        let _ = transaction.abort();
                    }
                    event_of(&request, &["error", "success"]).await;
                    return Ok(None);
                }
                "success" => break,
                "blocked" => {}
                _ => return Err(error_of(request.error())),
            }
        }
        let database: IdbDatabase = request.result().map_err(failure)?.unchecked_into();
        // Another page wants to delete the database: do not stand in its way.
        let closing = database.clone();
        let on_change = Closure::<dyn Fn()>::new(move || closing.close());
        database.set_onversionchange(Some(on_change.as_ref().unchecked_ref()));
        on_change.forget();
        self.connection.replace(Some(database.clone()));
        Ok(Some(database))
    }

    /// A connection that another page's erasure has closed is of no more use.
    fn forget_connection(&self) {
        if let Some(database) = self.connection.take() {
            database.close();
        }
    }

    /// Begins a transaction, on a new connection when the old one was closed.
    async fn transaction(
        &self,
        mode: IdbTransactionMode,
    ) -> Result<(IdbTransaction, IdbObjectStore, IdbObjectStore), StoreError> {
        let database = self.connect(false).await?.ok_or(StoreError::Gone)?;
        if let Ok(begun) = begin(&database, mode) {
            return Ok(begun);
        }
        self.forget_connection();
        begin(&self.connect(false).await?.ok_or(StoreError::Gone)?, mode)
    }
}

impl Store for IndexedDb {
    async fn load(&self) -> Result<Option<Kept>, StoreError> {
        let (_, meta, journal) = match self.transaction(IdbTransactionMode::Readonly).await {
            Err(StoreError::Gone) => return Ok(None),
            begun => begun?,
        };
        let get = |key: &str| meta.get(&key.into()).map_err(failure);
        let (epoch, header, snapshot) = (get(EPOCH)?, get(HEADER)?, get(SNAPSHOT)?);
        let keys = journal.get_all_keys().map_err(failure)?;
        let records = journal.get_all().map_err(failure)?;

        // Requests of one transaction come in order: the last one's result
        // means that all are there.
        let records: Array = value(&records).await?.unchecked_into();
        let done = |request: &IdbRequest| request.result().map_err(failure);
        let (epoch, header) = (done(&epoch)?, done(&header)?);
        if epoch.is_undefined() && header.is_undefined() {
            return Ok(None);
        }
        let keys = ids(&done(&keys)?);
        Ok(Some(Kept {
            header: bytes(&header),
            high_water: epoch.as_f64().unwrap_or(0.0) as u32,
            snapshot: bytes(&done(&snapshot)?),
            journal: keys.into_iter().zip(records.iter().map(|record| bytes(&record))).collect(),
        }))
    }

    async fn append(&self, epoch: u32, id: &RecordId, record: &[u8]) -> Result<(), StoreError> {
        let (transaction, meta, journal) = self.transaction(IdbTransactionMode::Readwrite).await?;
        let found = value(&meta.get(&EPOCH.into()).map_err(failure)?).await?;
        match found.as_f64() {
            Some(found) if found as u32 == epoch => {}
            Some(_) => return Err(StoreError::Stale),
            None => return Err(StoreError::Gone),
        }
        put(&journal, &Uint8Array::from(record), &Uint8Array::from(&id[..]))?;
        committed(&transaction).await
    }

    async fn replace(&self, expect: &Expect, next: &Generation) -> Result<(), StoreError> {
        if *expect == Expect::Nothing {
            self.connect(true).await?;
        }
        let (transaction, meta, journal) = self.transaction(IdbTransactionMode::Readwrite).await?;
        let epoch = meta.get(&EPOCH.into()).map_err(failure)?;
        let keys = journal.get_all_keys().map_err(failure)?;
        let keys = ids(&value(&keys).await?);
        let epoch = epoch.result().map_err(failure)?.as_f64().map(|epoch| epoch as u32);
        match (expect, epoch) {
            (Expect::Nothing, None) => {}
            (Expect::Generation { epoch: expected, journal }, Some(epoch))
                if *expected == epoch
                    && keys.len() == journal.len()
                    && keys.iter().all(|id| journal.contains(id)) => {}
            (Expect::Generation { .. }, None) => return Err(StoreError::Gone),
            _ => return Err(StoreError::Stale),
        }
        put(&meta, &Uint8Array::from(&next.header[..]), &HEADER.into())?;
        put(&meta, &Uint8Array::from(&next.snapshot[..]), &SNAPSHOT.into())?;
        put(&meta, &next.epoch.into(), &EPOCH.into())?;
        journal.clear().map_err(failure)?;
        committed(&transaction).await
    }

    async fn erase(&self) -> Result<Vec<String>, StoreError> {
        // The key first: what may be left of the rest can then not be read.
        if let Ok((transaction, meta, _)) = self.transaction(IdbTransactionMode::Readwrite).await {
            meta.clear().map_err(failure)?;
            let _ = committed(&transaction).await;
        }
        self.forget_connection();
        let factory = factory()?;
        let request = factory.delete_database(&self.name).map_err(failure)?;
        while let event = event_of(&request, &["success", "error", "blocked"]).await
            && event != "success"
        {
            // Blocked by another page that is about to close: success follows.
            if event == "error" {
                return Err(error_of(request.error()));
            }
        }
        let databases = JsFuture::from(databases(&factory)?).await.map_err(failure)?;
        let names = databases.unchecked_into::<Array>();
        let is_ours = |database: &JsValue| {
            Reflect::get(database, &"name".into())
                .is_ok_and(|name| name.as_string().as_deref() == Some(&self.name))
        };
        Ok(if names.iter().any(|name| is_ours(&name)) {
            vec![self.name.to_string()]
        } else {
            vec![]
        })
    }
}

fn begin(
    database: &IdbDatabase,
    mode: IdbTransactionMode,
) -> Result<(IdbTransaction, IdbObjectStore, IdbObjectStore), StoreError> {
    let names = Array::of2(&META.into(), &JOURNAL.into());
    let transaction =
        database.transaction_with_str_sequence_and_mode(&names, mode).map_err(failure)?;
    let meta = transaction.object_store(META).map_err(failure)?;
    let journal = transaction.object_store(JOURNAL).map_err(failure)?;
    Ok((transaction, meta, journal))
}

fn put(store: &IdbObjectStore, value: &JsValue, key: &JsValue) -> Result<(), StoreError> {
    store.put_with_key(value, key).map(|_| ()).map_err(failure)
}

/// The result of a request, when it has come.
async fn value(request: &IdbRequest) -> Result<JsValue, StoreError> {
    match event_of(request, &["success", "error"]).await.as_str() {
        "success" => request.result().map_err(failure),
        _ => Err(error_of(request.error())),
    }
}

async fn committed(transaction: &IdbTransaction) -> Result<(), StoreError> {
    match event_of(transaction, &["complete", "abort"]).await.as_str() {
        "complete" => Ok(()),
        _ => Err(error_of(Ok(transaction.error()))),
    }
}

/// The type of the next of `events` at `target`. Handlers are set as
/// properties: one each, replaced by the next wait.
async fn event_of(target: &JsValue, events: &[&str]) -> String {
    let promise = Promise::new(&mut |resolve, _| {
        for event in events {
            let mut property = String::from("on");
            property.push_str(event);
            let _ = Reflect::set(target, &JsString::from(property), &resolve);
        }
    });
    let event = JsFuture::from(promise).await;
    event.map_or_else(|_| String::new(), |event| event.unchecked_into::<Event>().type_())
}

fn factory() -> Result<IdbFactory, StoreError> {
    web_sys::window()
        .and_then(|window| window.indexed_db().ok().flatten())
        .ok_or(StoreError::Unavailable)
}

/// `indexedDB.databases()`, which web-sys does not bind.
fn databases(factory: &IdbFactory) -> Result<Promise, StoreError> {
    let method = Reflect::get(factory, &"databases".into()).map_err(failure)?;
    let method: js_sys::Function = method.dyn_into().map_err(|_| StoreError::Failed)?;
    Ok(method.call0(factory).map_err(failure)?.unchecked_into())
}

fn failure(thrown: JsValue) -> StoreError {
    match thrown.dyn_into() {
        Ok(exception) => error_of(Ok(Some(exception))),
        Err(_) => StoreError::Failed,
    }
}

fn error_of(error: Result<Option<DomException>, JsValue>) -> StoreError {
    let name = error.ok().flatten().map(|exception| exception.name());
    match name.as_deref() {
        Some("QuotaExceededError") => StoreError::Full,
        Some("DataCloneError") => StoreError::KeyRefused,
        Some("SecurityError" | "InvalidAccessError") => StoreError::Unavailable,
        _ => StoreError::Failed,
    }
}

fn bytes(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}

/// Journal keys; one that is no record id was not written by us, and is read
/// as the zero id, under which nothing opens.
fn ids(keys: &JsValue) -> Vec<RecordId> {
    let keys: &Array = keys.unchecked_ref();
    keys.iter().map(|key| bytes(&key).try_into().unwrap_or_default()).collect()
}

const META: &str = "meta";
const JOURNAL: &str = "journal";
const STORES: [&str; 2] = [META, JOURNAL];
const EPOCH: &str = "epoch";
const HEADER: &str = "header";
const SNAPSHOT: &str = "snapshot";
