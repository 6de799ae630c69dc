//! Every operation of store and custody failing once, with every error that it
//! knows. What was acknowledged before is there when storage works again, nothing
//! is stored that is not sealed, and nobody tries again in a loop.

use super::all;
use core::cell::{Cell, RefCell};
use futures_executor::block_on;
use homekept::dice::{Dice, NoDice};
use homekept::vault::cipher::DataKey;
use homekept::vault::memory::{CountingDice, MemoryCustody, MemoryStore};
use homekept::vault::{
    Contents, Custody, Expect, Generation, Keeper, Kept, RecordId, Scope, Store, StoreError,
    VaultError,
};
use std::rc::Rc;

row!(
    "its own storage code",
    opening_where_reading_fails,
    failing(Call::Load, &mut |page| { block_on(page.keeper.open()).map(|_| ()) })
);
row!(
    "its own storage code",
    opening_where_the_key_cannot_be_asked,
    failing(Call::Unwrap, &mut |page| { block_on(page.keeper.open()).map(|_| ()) })
);
row!(
    "its own storage code",
    adding_where_adding_fails,
    failing(Call::Append, &mut |page| page.add())
);
row!(
    "its own storage code",
    rewriting_where_replacing_fails,
    failing(Call::Replace, &mut |page| page.rewrite())
);
row!(
    "its own storage code",
    rewriting_where_the_key_cannot_be_used,
    failing(Call::Wrap, &mut |page| page.rewrite())
);
row!(
    "its own storage code",
    erasing_where_erasing_fails,
    failing(Call::Erase, &mut |page| { block_on(page.keeper.erase()).map(|_| ()) })
);
row!("its own storage code", starting_where_replacing_fails, starting(Call::Replace));
row!("its own storage code", starting_where_the_key_cannot_be_used, starting(Call::Wrap));
row!("its own storage code", starting_where_reading_back_fails, starting(Call::Load));
row!("its own storage code", starting_where_the_key_cannot_be_asked_back, starting(Call::Unwrap));
row!("key-not-storable", starting_where_reading_back_gives_nothing, {
    let (store, custody) = (Watched::default(), Watching::default());
    store.0.loses_what_it_is_given();
    let answer = block_on(keeper(&store, &custody).create(SECRET, &mut CountingDice::default()));
    assert_eq!(block_on(store.load()), Ok(None), "no vault is started");
    code(answer)
});
row!("key-not-storable", starting_where_the_key_comes_back_as_another, {
    let (store, custody) = (Watched::default(), Watching::default());
    custody.0.forgets.set(true);
    let answer = block_on(keeper(&store, &custody).create(SECRET, &mut CountingDice::default()));
    assert_eq!(block_on(store.load()), Ok(None), "no vault is started");
    code(answer)
});
row!("storage-busy", adding_to_a_generation_that_another_page_replaced, {
    let mut page = Page::new();
    let mut other = keeper(&page.store, &Watching::default());
    block_on(other.open()).unwrap();
    block_on(other.compact(b"theirs", &mut page.dice)).unwrap();
    code(page.add())
});
row!("vault-gone", adding_to_a_vault_that_another_page_erased, {
    let mut page = Page::new();
    block_on(keeper(&page.store, &Watching::default()).erase()).unwrap();
    all([code(page.add()), code(page.rewrite())])
});
row!("vault-gone", adding_before_the_vault_is_open, {
    let (store, ..) = vault();
    code(block_on(
        keeper(&store, &Watching::default()).append(SECRET, &mut CountingDice::default()),
    ))
});
row!("no-randomness", sealing_where_the_platform_gives_no_randomness, {
    // Whichever draw it is that fails: of a name, a key, its number, a nonce.
    all((0..2)
        .map(|draws| {
            let mut page = Page::new();
            let before = block_on(page.store.load());
            let answer = block_on(page.keeper.append(SECRET, &mut Tired(draws)));
            assert_eq!(block_on(page.store.load()), before);
            code(answer)
        })
        .chain((0..4).map(|draws| {
            let mut page = Page::new();
            let before = block_on(page.store.load());
            let answer = block_on(page.keeper.compact(SECRET, &mut Tired(draws)));
            assert_eq!(block_on(page.store.load()), before);
            code(answer)
        })))
});

/// One page with a vault open.
struct Page {
    keeper: Keeper<Watched, Watching>,
    store: Watched,
    custody: Watching,
    dice: CountingDice,
}

impl Page {
    fn new() -> Page {
        let (store, dice) = vault();
        let custody = Watching::default();
        let mut keeper = keeper(&store, &custody);
        block_on(keeper.open()).unwrap();
        Page { keeper, store, custody, dice }
    }

    fn add(&mut self) -> Result<(), VaultError> {
        block_on(self.keeper.append(SECRET, &mut self.dice))
    }

    fn rewrite(&mut self) -> Result<(), VaultError> {
        block_on(self.keeper.compact(SECRET, &mut self.dice))
    }

    /// Lets one kind of call fail, once.
    fn fail(&self, call: Call, error: StoreError) {
        self.store.0.failing.set(Some((call, error)));
        self.custody.0.failing.set(Some((call, error)));
        self.store.0.calls.borrow_mut().clear();
        self.custody.0.calls.borrow_mut().clear();
    }
}

/// Lets `call` fail once with each error, and looks at what `deed` comes to.
fn failing(call: Call, deed: &mut dyn FnMut(&mut Page) -> Result<(), VaultError>) -> String {
    for error in ERRORS {
        let mut page = Page::new();
        let before = block_on(page.store.load());
        page.fail(call, error);
        assert_eq!(deed(&mut page), Err(VaultError::Store(error)), "it says what it was");
        page.tries_once(call);

        let after = block_on(page.store.load());
        assert_eq!(after, before, "nothing was changed");
        // Storage works again: what was there opens, and the same deed is done.
        assert_eq!(sorted(opened(&page.store)), [&b"one"[..], b"snapshot", b"two"]);
        block_on(page.keeper.open()).unwrap();
        assert_eq!(deed(&mut page), Ok(()));
        is_sealed(&page.store);
    }
    OF_ITS_OWN.into()
}

/// The same where there is no vault yet.
fn starting(call: Call) -> String {
    for error in ERRORS {
        let (store, custody) = (Watched::default(), Watching::default());
        let keeper = keeper(&store, &custody);
        let mut page = Page { keeper, store, custody, dice: CountingDice::default() };
        page.fail(call, error);
        let answer = block_on(page.keeper.create(SECRET, &mut page.dice));
        assert_eq!(answer, Err(VaultError::Store(error)), "it says what it was");
        page.tries_once(call);

        assert_eq!(block_on(page.store.load()), Ok(None), "half a vault is none");
        assert!(!page.keeper.is_open());
        assert_eq!(block_on(page.keeper.create(SECRET, &mut page.dice)), Ok(()));
        is_sealed(&page.store);
    }
    OF_ITS_OWN.into()
}

impl Page {
    fn tries_once(&self, call: Call) {
        let calls = [&self.store.0.calls, &self.custody.0.calls];
        let tried =
            calls.iter().flat_map(|calls| calls.borrow().clone()).filter(|tried| *tried == call);
        assert_eq!(tried.count(), 1, "no second try: {call:?}");
    }
}

/// Neither what was put in nor what was to be put in can be read in the store.
fn is_sealed(store: &Watched) {
    let Some(kept) = block_on(store.load()).unwrap() else { return };
    let everything = format!("{kept:?}");
    for word in [SECRET, b"snapshot", b"one"] {
        let listed = format!("{word:?}");
        assert!(!everything.contains(listed.trim_matches(['[', ']'])));
    }
}

fn sorted(contents: Result<Option<Contents>, VaultError>) -> Vec<Vec<u8>> {
    let mut batches = contents.unwrap().unwrap().batches;
    batches.sort();
    batches
}

fn code(answer: Result<(), VaultError>) -> &'static str {
    answer.map_or_else(|error| error.code(), |()| "done")
}

/// A vault with a snapshot and two journal records.
pub(super) fn vault() -> (Watched, CountingDice) {
    let (store, mut dice) = (Watched::default(), CountingDice::default());
    let mut keeper = keeper(&store, &Watching::default());
    block_on(keeper.create(b"snapshot", &mut dice)).unwrap();
    block_on(keeper.append(b"one", &mut dice)).unwrap();
    block_on(keeper.append(b"two", &mut dice)).unwrap();
    (store, dice)
}

/// What another page finds.
pub(super) fn opened(store: &Watched) -> Result<Option<Contents>, VaultError> {
    block_on(keeper(store, &Watching::default()).open())
}

pub(super) fn scope() -> Scope {
    Scope { origin: "https://shop.example".into(), site: SITE.into() }
}

fn keeper(store: &Watched, custody: &Watching) -> Keeper<Watched, Watching> {
    Keeper::new(store.clone(), custody.clone(), scope())
}

/// A call on the store or on the key's custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Load,
    Append,
    Replace,
    Erase,
    Wrap,
    Unwrap,
}

/// The memory twin, shared by pages, watched, and failing when told to.
#[derive(Debug, Clone, Default)]
pub(super) struct Watched(pub(super) Rc<Inner>);

#[derive(Debug, Default)]
pub(super) struct Inner {
    store: MemoryStore,
    failing: Cell<Option<(Call, StoreError)>>,
    calls: RefCell<Vec<Call>>,
    loses: Cell<bool>,
}

impl Inner {
    pub(super) fn tamper(&self, change: impl FnOnce(&mut Option<Kept>)) {
        self.store.tamper(change);
    }

    /// From now on a write succeeds, and leaves nothing.
    fn loses_what_it_is_given(&self) {
        self.loses.set(true);
    }

    fn called(&self, call: Call) {
        self.calls.borrow_mut().push(call);
        if let Some((failing, error)) = self.failing.get()
            && failing == call
        {
            self.failing.set(None);
            self.store.fail_next(error);
        }
    }
}

impl Store for Watched {
    async fn load(&self) -> Result<Option<Kept>, StoreError> {
        self.0.called(Call::Load);
        self.0.store.load().await
    }
    async fn append(&self, epoch: u32, id: &RecordId, record: &[u8]) -> Result<(), StoreError> {
        self.0.called(Call::Append);
        self.0.store.append(epoch, id, record).await
    }
    async fn replace(&self, expect: &Expect, next: &Generation) -> Result<(), StoreError> {
        self.0.called(Call::Replace);
        if self.0.loses.get() {
            return Ok(());
        }
        self.0.store.replace(expect, next).await
    }
    async fn erase(&self) -> Result<Vec<String>, StoreError> {
        self.0.called(Call::Erase);
        self.0.store.erase().await
    }
}

/// Custody in memory, watched, and failing when told to.
#[derive(Debug, Clone, Default)]
struct Watching(Rc<Watch>);

#[derive(Debug, Default)]
struct Watch {
    custody: MemoryCustody,
    failing: Cell<Option<(Call, StoreError)>>,
    calls: RefCell<Vec<Call>>,
    forgets: Cell<bool>,
}

impl Watch {
    fn called(&self, call: Call) -> Result<(), StoreError> {
        self.calls.borrow_mut().push(call);
        match self.failing.get() {
            Some((failing, error)) if failing == call => {
                self.failing.set(None);
                Err(error)
            }
            _ => Ok(()),
        }
    }
}

impl Custody for Watching {
    async fn wrap(
        &self,
        key: &DataKey,
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<[u8; 48], StoreError> {
        self.0.called(Call::Wrap)?;
        self.0.custody.wrap(key, nonce, aad).await
    }
    async fn unwrap(
        &self,
        wrapped: &[u8; 48],
        nonce: &[u8; 12],
        aad: &[u8],
    ) -> Result<Option<DataKey>, StoreError> {
        self.0.called(Call::Unwrap)?;
        if self.0.forgets.get() {
            return Ok(None);
        }
        self.0.custody.unwrap(wrapped, nonce, aad).await
    }
}

/// Dice that fall so often and no more.
struct Tired(usize);

impl Dice for Tired {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoDice> {
        self.0 = self.0.checked_sub(1).ok_or(NoDice)?;
        bytes.fill(7);
        Ok(())
    }
}

/// What a browser may answer. Lost races have rows of their own.
const ERRORS: [StoreError; 5] = [
    StoreError::Unavailable,
    StoreError::Full,
    StoreError::KeyRefused,
    StoreError::Silent,
    StoreError::Failed,
];
const SITE: &str = "bookshop";
const SECRET: &[u8] = b"looked at: frankenstein";
const OF_ITS_OWN: &str = "its own storage code";
