//! The sealed envelope, the keys, the journal and the snapshot; the store
//! trait and its memory twin.
//! Leaves out what the sealed bytes say (profile, consent), and IndexedDB and
//! WebCrypto themselves, which live behind the door.

pub mod cipher;
mod envelope;
mod header;
mod keeper;
pub mod lock;
pub mod memory;
mod one_block;
mod store;

pub use envelope::{Binding, Kind, Scope};
pub use header::Header;
pub use keeper::{Contents, Custody, Keeper, VaultError};
pub use store::{Expect, Generation, Kept, RecordId, Store, StoreError};
