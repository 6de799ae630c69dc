//! What stands behind the door: the engine, the keeper, and how a command
//! becomes durable.

use super::custody::DeviceCustody;
use super::door::write;
use super::error::Thrown;
use super::indexed_db::IndexedDb;
use super::marker::{Mark, Marker};
use super::platform::{PlatformDice, now};
use super::queue::Queue;
use crate::engine::view::{EraseView, StatusView, Storage};
use crate::engine::{Command, Engine, Save};
use crate::policy::Policy;
use crate::vault::{Keeper, Scope, StoreError, VaultError};
use core::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// One page's personalization of one site.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) engine: RefCell<Engine>,
    keeper: RefCell<Option<DeviceKeeper>>,
    marker: Marker,
    queue: Queue,
    /// Why nothing is stored on the device, where that is so.
    memory: Cell<Option<&'static str>>,
    /// Some records would not open; the rest is in use.
    damaged: Cell<bool>,
    /// Something was forgotten that storage still holds: write everything anew.
    rewrite: Cell<bool>,
}

/// Something that waits for its turn.
#[derive(Debug)]
pub(super) enum Task {
    /// Open what this browser keeps.
    Open,
    /// Change what is remembered.
    Apply(Command),
    /// Erase everything.
    Erase,
}

type DeviceKeeper = Keeper<IndexedDb, DeviceCustody>;

impl Room {
    /// A room whose vault is still closed.
    pub(super) fn new(policy: Policy, origin: String, gpc: bool, framed: bool) -> Room {
        let name = [PREFIX, &policy.site].concat();
        let database = IndexedDb::new(&name);
        let scope = Scope { origin, site: policy.site.clone() };
        let custody = DeviceCustody::new(database.clone());
        Room {
            engine: RefCell::new(Engine::new(policy, gpc)),
            keeper: RefCell::new(Some(Keeper::new(database, custody, scope))),
            marker: Marker::new(&name),
            queue: Queue::new(),
            memory: Cell::new(framed.then_some("storage-framed")),
            damaged: Cell::new(false),
            rewrite: Cell::new(false),
        }
    }

    /// Does a task when its turn has come, and comes back when it is durable.
    pub(super) async fn run(&self, task: Task) -> Result<JsValue, Thrown> {
        let _turn = self.queue.turn().await;
        let mut keeper = self.take_keeper();
        let done = match task {
            Task::Open => self.open(&mut keeper).await.map(|()| None),
            Task::Apply(command) => self.apply(&mut keeper, &command).await.map(|()| None),
            Task::Erase => self.erase(&mut keeper).await.map(Some),
        };
        self.keeper.replace(Some(keeper));
        Ok(match done? {
            None => write(&self.status()),
            Some(erased) => write(&erased),
        })
    }

    /// Before any choice this is one look at the marker, and nothing else.
    async fn open(&self, keeper: &mut DeviceKeeper) -> Result<(), Thrown> {
        if self.memory.get().is_some() {
            return Ok(());
        }
        match self.marker.read() {
            Mark::None => {}
            Mark::Refused(refusal) => self.engine.borrow_mut().clear(Some(refusal)),
            Mark::Open => {
                if let Err(error) = self.restore(keeper).await {
                    // The stored bytes stay as they are; this page does without.
                    self.memory.set(Some(error.code()));
                } else if self.engine.borrow_mut().retire(now()) {
                    // Should it fail, the next command tries again.
                    self.rewrite.set(true);
                    let _ = self.save(keeper, Save::Rewrite).await;
                }
            }
        }
        Ok(())
    }

    async fn apply(&self, keeper: &mut DeviceKeeper, command: &Command) -> Result<(), Thrown> {
        for _ in 0..TRIES {
            let save = self.engine.borrow_mut().apply(command, now(), &mut PlatformDice)?;
            let deletes = matches!(save, Save::Rewrite | Save::Erase(_)) || self.rewrite.get();
            match self.save(keeper, save).await {
                Ok(()) => return Ok(()),
                // Another page was faster: take over what it wrote, do it again.
                Err(VaultError::Store(StoreError::Stale | StoreError::Gone)) => {
                    self.restore(keeper).await?;
                }
                // A deletion that storage did not carry out must be known.
                Err(error) if deletes => {
                    self.rewrite.set(true);
                    return Err(error.into());
                }
                Err(error) => {
                    self.memory.set(Some(error.code()));
                    return Ok(());
                }
            }
        }
        Err(VaultError::Store(StoreError::Stale).into())
    }

    /// Erases everything and reads back what is left.
    async fn erase(&self, keeper: &mut DeviceKeeper) -> Result<EraseView, Thrown> {
        self.engine.borrow_mut().clear(None);
        let mut leftovers = Vec::new();
        if !self.marker.remove() {
            leftovers.push("localStorage".into());
        }
        leftovers.extend(keeper.erase().await?);
        self.rewrite.set(false);
        self.damaged.set(false);
        self.memory.set(None);
        Ok(EraseView { erased: leftovers.is_empty(), leftovers })
    }

    pub(super) fn status(&self) -> StatusView {
        let memory = self.memory.get();
        let storage = if memory.is_some() { Storage::Memory } else { Storage::Device };
        let damaged = self.damaged.get().then_some(VaultError::Damaged.code());
        self.engine.borrow().status(storage, memory.or(damaged), now())
    }

    async fn save(&self, keeper: &mut DeviceKeeper, save: Save) -> Result<(), VaultError> {
        let save = if self.rewrite.get() && save == Save::Nothing { Save::Rewrite } else { save };
        match save {
            Save::Nothing => Ok(()),
            Save::Erase(refusal) => {
                self.marker.remove();
                keeper.erase().await?;
                self.marker.refuse(&refusal);
                self.rewrite.set(false);
                Ok(())
            }
            _ if self.memory.get().is_some() => Ok(()),
            Save::Append(batch)
                if keeper.is_open()
                    && !self.rewrite.get()
                    && keeper.journal_len() < MOST_RECORDS =>
            {
                keeper.append(&batch, &mut PlatformDice).await
            }
            Save::Append(_) | Save::Rewrite => {
                let snapshot = self.engine.borrow().snapshot();
                if keeper.is_open() {
                    keeper.compact(&snapshot, &mut PlatformDice).await?;
                } else {
                    self.create(keeper, &snapshot).await?;
                }
                self.rewrite.set(false);
                Ok(())
            }
        }
    }

    /// Starts the vault. Without a marker, whatever is there is left of an
    /// erasure that was cut short, and goes first.
    async fn create(&self, keeper: &mut DeviceKeeper, snapshot: &[u8]) -> Result<(), VaultError> {
        if !matches!(self.marker.read(), Mark::Open) {
            keeper.erase().await?;
        }
        self.marker.open().ok_or(StoreError::Unavailable)?;
        let created = keeper.create(snapshot, &mut PlatformDice).await;
        if created.as_ref().is_err_and(|error| *error != StoreError::Stale.into()) {
            self.marker.remove();
        }
        created
    }

    async fn restore(&self, keeper: &mut DeviceKeeper) -> Result<(), VaultError> {
        match keeper.open().await? {
            Some(contents) => {
                let unread = self.engine.borrow_mut().restore(&contents.batches);
                self.damaged.set(unread + contents.damaged > 0);
            }
            None => self.engine.borrow_mut().clear(None),
        }
        Ok(())
    }

    /// The queue gives out one turn at a time, so the keeper is always here.
    fn take_keeper(&self) -> DeviceKeeper {
        self.keeper.take().expect("one turn at a time")
    }
}

const PREFIX: &str = "homekept:";
/// A journal longer than this is folded into a new snapshot.
const MOST_RECORDS: usize = 64;
/// Each lost race lets another page's write through, so a few are enough.
const TRIES: usize = 16;
