//! What stands behind the door: the engine, the keeper, and how a command
//! becomes durable.

use super::custody::DeviceCustody;
use super::door::{Shape, write};
use super::error::Thrown;
use super::indexed_db::IndexedDb;
use super::marker::{Mark, Marker};
use super::platform::{PlatformDice, now};
use super::queue::Queue;
use crate::consent::Refusal;
use crate::engine::view::{EraseView, StatusView, Storage};
use crate::engine::{Command, Engine, Save};
use crate::policy::Policy;
use crate::vault::{Contents, Keeper, Scope, StoreError, VaultError};
use core::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// One page's personalization of one site.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) engine: RefCell<Engine>,
    pub(super) database: IndexedDb,
    keeper: RefCell<Option<DeviceKeeper>>,
    marker: Marker,
    pub(super) queue: Queue,
    /// The page is inside a frame, where nothing is stored.
    framed: bool,
    /// Why nothing is stored on the device, where that is so.
    memory: Cell<Option<&'static str>>,
    /// That is because the vault would not open.
    unread: Cell<bool>,
    /// Some records would not open; the rest is in use.
    damaged: Cell<bool>,
    /// Something was forgotten that storage still holds: write everything anew.
    rewrite: Cell<bool>,
    /// A vault was here, and is not known to be gone.
    stored: Cell<bool>,
}

/// Something that waits for its turn.
#[derive(Debug)]
pub(super) enum Task {
    /// Open what this browser keeps.
    Open,
    /// Change what is remembered.
    Apply(Command),
    /// Lock, or unlock.
    Lock(bool),
    /// Erase everything.
    Erase,
}

/// What the vault has to do.
#[derive(Debug)]
enum Deed {
    Nothing,
    /// Add this batch to the journal.
    Append(Vec<u8>),
    /// Start a generation, or the vault, that holds this snapshot alone.
    Rewrite(Vec<u8>),
    /// Erase everything, and keep the refusal alone.
    Erase(Option<Refusal>),
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
            keeper: RefCell::new(Some(Keeper::new(database.clone(), custody, scope))),
            database,
            marker: Marker::new(&name),
            queue: Queue::new(),
            framed,
            memory: Cell::new(framed.then_some(FRAMED)),
            unread: Cell::new(false),
            damaged: Cell::new(false),
            rewrite: Cell::new(false),
            stored: Cell::new(false),
        }
    }

    /// Does a task, and comes back when it is durable; one at a time.
    pub(super) async fn run(&self, task: &Task) -> Result<JsValue, Thrown> {
        let mut keeper = self.keeper.take().expect("one turn at a time");
        let done = self.carry_out(&mut keeper, task).await;
        self.keeper.replace(Some(keeper));
        let leftovers = done?;
        Ok(match task {
            Task::Erase => {
                write(Shape::Erase, &EraseView { erased: leftovers.is_empty(), leftovers })
            }
            Task::Open | Task::Lock(_) | Task::Apply(_) => write(Shape::Status, &self.status()),
        })
    }

    /// Decides, and performs. Where another page was faster, takes over what it
    /// wrote, and does it again. Returns what an erasure left behind.
    async fn carry_out(
        &self,
        keeper: &mut DeviceKeeper,
        task: &Task,
    ) -> Result<Vec<String>, Thrown> {
        if let Task::Lock(locks) = task {
            self.turn_key(keeper, *locks)?;
        }
        let opens = matches!(task, Task::Open | Task::Lock(_));
        // Another page may have locked or erased meanwhile, and this one not have heard of it.
        let changed = match self.marker.read() {
            Mark::Locked => true,
            Mark::None | Mark::Refused(_) => keeper.is_open(),
            Mark::Open | Mark::Unreadable => false,
        };
        let is_here = if opens || changed { self.look(keeper) } else { true };
        if opens && !is_here {
            return Ok(Vec::new());
        }
        // What was forgotten here and is stored still must not come back by being read.
        let mut behind = opens && !self.rewrite.get();
        for tries in 0..TRIES {
            if behind {
                match keeper.open().await {
                    Ok(contents) => {
                        self.start_afresh();
                        self.restore(contents);
                    }
                    // The stored bytes stay as they are; this page does without, and without what
                    // it knew: another page may have just begun to erase it.
                    Err(error) if opens => {
                        self.engine.borrow_mut().clear(None);
                        self.unread.set(true);
                        return Ok(self.do_without(error));
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            let deed = self.decide(keeper, task, tries > 0)?;
            match self.perform(keeper, &deed).await {
                Ok(leftovers) => return Ok(leftovers),
                Err(VaultError::Store(StoreError::Stale | StoreError::Gone)) => behind = true,
                // The next command tries again.
                Err(_) if opens => return Ok(Vec::new()),
                // A deletion that storage did not carry out must be known.
                Err(error) if self.rewrite.get() => return Err(error.into()),
                Err(error) => return Ok(self.do_without(error)),
            }
        }
        Err(VaultError::Store(StoreError::Stale).into())
    }

    /// Locks the vault, or unlocks it, where there is one. A page that keeps
    /// its profile in memory forgets it when it locks.
    fn turn_key(&self, keeper: &DeviceKeeper, locks: bool) -> Result<(), Thrown> {
        let turned = match self.marker.read() {
            Mark::Open | Mark::Locked => self.marker.write(locks),
            // Whoever is told that it is locked goes away from the computer.
            Mark::Unreadable if keeper.is_open() => None,
            Mark::Unreadable | Mark::None | Mark::Refused(_) => Some(()),
        };
        turned.ok_or(VaultError::Store(StoreError::Unavailable))?;
        if locks && self.memory.get().is_some() {
            self.engine.borrow_mut().clear(None);
        }
        Ok(())
    }

    /// Whether a vault is open here. Before any choice this one look at the
    /// marker is all that happens.
    fn look(&self, keeper: &mut DeviceKeeper) -> bool {
        let mut engine = self.engine.borrow_mut();
        // Nothing that this page remembers was ever stored, or is to be read.
        let apart = self.memory.get().is_some() && !self.unread.get() && !keeper.is_open();
        match self.marker.read() {
            Mark::Locked => {
                engine.lock();
                self.rewrite.set(false);
            }
            _ if apart => {
                engine.unlock();
                return false;
            }
            Mark::Open => return true,
            // Erased, perhaps by another page while this one was away.
            Mark::None | Mark::Unreadable => engine.clear(None),
            Mark::Refused(refusal) => engine.clear(Some(refusal)),
        }
        self.start_afresh();
        keeper.close();
        // With the data key goes what would unwrap it again.
        let _ = self.database.key_and_lock.take();
        false
    }

    /// What stood in the way of storage is over, as far as can be known.
    fn start_afresh(&self) {
        self.unread.set(false);
        self.memory.set(self.framed.then_some(FRAMED));
    }

    /// Changes what is remembered, and says what the vault has to do for it. Where a race was `lost`,
    /// a journal may grow beyond its length: to fold it while another page keeps adding to it would
    /// lose time after time.
    fn decide(&self, keeper: &DeviceKeeper, task: &Task, lost: bool) -> Result<Deed, Thrown> {
        let mut engine = self.engine.borrow_mut();
        let save = match task {
            // Whoever has a copy of the key from before may not read what comes now.
            Task::Open | Task::Lock(_)
                if engine.retire(now()) | matches!(task, Task::Lock(false)) =>
            {
                Save::Rewrite
            }
            Task::Open | Task::Lock(_) => Save::Nothing,
            Task::Apply(command) => engine.apply(command, now(), &mut PlatformDice)?,
            Task::Erase => {
                engine.clear(None);
                self.rewrite.set(true);
                return Ok(Deed::Erase(None));
            }
        };
        if matches!(save, Save::Rewrite | Save::Erase(_)) {
            self.rewrite.set(true);
        }
        let rewrites = self.rewrite.get();
        Ok(match save {
            Save::Erase(refusal) => Deed::Erase(Some(refusal)),
            // What is stored must go all the same, when something was forgotten.
            _ if self.memory.get().is_some() && !(rewrites && keeper.is_open()) => Deed::Nothing,
            Save::Nothing if !rewrites => Deed::Nothing,
            _ if !engine.keeps_anything() => Deed::Erase(None),
            Save::Append(batch)
                if !rewrites
                    && keeper.is_open()
                    && (lost || keeper.journal_len() < MOST_RECORDS) =>
            {
                Deed::Append(batch)
            }
            Save::Nothing | Save::Append(_) | Save::Rewrite => Deed::Rewrite(engine.snapshot()),
        })
    }

    /// Returns what an erasure left behind.
    async fn perform(
        &self,
        keeper: &mut DeviceKeeper,
        deed: &Deed,
    ) -> Result<Vec<String>, VaultError> {
        let mut leftovers = Vec::new();
        let starts = matches!(deed, Deed::Rewrite(_)) && !keeper.is_open();
        let marked = matches!(self.marker.read(), Mark::Open | Mark::Locked);
        self.stored.set(marked || self.stored.get());
        if self.must_erase(deed, starts && !marked, &mut leftovers) {
            match keeper.erase().await {
                Ok(left) => leftovers.extend(left),
                // Where nothing could be stored there is nothing to erase.
                Err(VaultError::Store(StoreError::Unavailable)) if !self.stored.get() => {}
                Err(error) => return Err(error),
            }
        }
        match deed {
            Deed::Nothing => {}
            Deed::Erase(refusal) => self.settle(refusal.as_ref()),
            Deed::Append(batch) => keeper.append(batch, &mut PlatformDice).await?,
            Deed::Rewrite(snapshot) => {
                if starts {
                    self.marker.write(false).ok_or(StoreError::Unavailable)?;
                }
                let written = keeper.rewrite(snapshot, &mut PlatformDice).await;
                self.note(written, starts && !marked)?;
            }
        }
        Ok(leftovers)
    }

    /// Whether everything goes first: when it was asked for, and when a vault
    /// starts where there is no marker, since whatever is there is then left
    /// of an erasure that was cut short.
    fn must_erase(&self, deed: &Deed, anew: bool, leftovers: &mut Vec<String>) -> bool {
        if matches!(deed, Deed::Erase(_)) {
            if !self.marker.remove() {
                leftovers.push("localStorage".into());
            }
            return true;
        }
        anew
    }

    /// Everything is erased: a new start, but for a refusal.
    fn settle(&self, refusal: Option<&Refusal>) {
        self.rewrite.set(false);
        self.stored.set(false);
        if let Some(refusal) = refusal {
            self.marker.refuse(refusal);
        } else {
            self.damaged.set(false);
            self.start_afresh();
        }
    }

    /// A new generation was written, or not.
    fn note(&self, written: Result<(), VaultError>, started: bool) -> Result<(), VaultError> {
        match written {
            Ok(()) => self.rewrite.set(false),
            Err(VaultError::Store(StoreError::Stale)) => {}
            Err(_) if started => {
                self.marker.remove();
            }
            Err(_) => {}
        }
        written
    }

    /// Takes over what the vault holds.
    fn restore(&self, contents: Option<Contents>) {
        let mut engine = self.engine.borrow_mut();
        match contents {
            Some(contents) => {
                let unread = engine.restore(&contents.batches);
                self.damaged.set(unread + contents.damaged > 0);
            }
            None => engine.clear(None),
        }
    }

    /// From now on this page remembers in memory only.
    fn do_without(&self, error: VaultError) -> Vec<String> {
        self.memory.set(Some(error.code()));
        Vec::new()
    }

    pub(super) fn status(&self) -> StatusView {
        let memory = self.memory.get();
        let storage = if memory.is_some() { Storage::Memory } else { Storage::Device };
        let damaged = self.damaged.get().then_some(VaultError::Damaged.code());
        let mut view = self.engine.borrow().status(storage, memory.or(damaged), now());
        // The answer may be in what could not be read.
        view.ask &= !self.unread.get();
        view
    }
}

const PREFIX: &str = "homekept:";
const FRAMED: &str = "storage-framed";
/// A journal longer than this is folded into a new snapshot.
const MOST_RECORDS: usize = 64;
/// Each lost race lets another page's write through, so a few are enough.
const TRIES: usize = 16;
