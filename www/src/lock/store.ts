/**
 * The part of a site's database that locks are about; `src/browser/indexed_db.rs` draws all of it.
 * Every write looks and acts in one transaction, in which nothing but IndexedDB is awaited: what
 * another page wrote meanwhile is seen before anything is changed.
 */
import type { Passkey } from "./passkey.js";

/** What is kept, as far as locks go. */
export interface Kept {
  /** Encrypts and decrypts the data key; not there while a lock is shut. */
  readonly key?: CryptoKey | undefined;
  readonly header?: Uint8Array | undefined;
  /** What brings the key back; not there where it is this device's own. */
  readonly lock?: Uint8Array | undefined;
  /** What a passkey is asked for by, where one of the lock's ways is a passkey. */
  readonly passkey?: Passkey | undefined;
  /** How many tries failed in a row, and when the last one was. */
  readonly tries?: readonly [number, number] | undefined;
}

/** Reads it; nothing where there is no database, and none is made. */
export async function read(name: string): Promise<Kept> {
  return (await change(name, () => ({}))) ?? {};
}

/**
 * Changes what `act` names, to `undefined` where it goes. Gives what was found; nothing where there
 * is no database, or where `act` gives nothing since it found something else than it had read.
 */
export async function change(
  name: string,
  act: (found: Kept) => Partial<Kept> | undefined,
): Promise<Kept | undefined> {
  const database = await connect(name);
  if (!database) return undefined;
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction("meta", "readwrite");
      const meta = transaction.objectStore("meta");
      const looks = NAMES.map((name) => [name, meta.get(name)] as const);
      let done: Kept | undefined;
      looks.at(-1)![1].onsuccess = () => {
        const found: Kept = Object.fromEntries(looks.map(([name, { result }]) => [name, result]));
        const next = act(found);
        for (const [name, value] of Object.entries(next ?? {})) {
          if (value === undefined) meta.delete(name);
          else meta.put(value, name);
        }
        if (next) done = found;
      };
      transaction.oncomplete = () => resolve(done);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Whether two records are the same bytes, or both are not there. */
export function areSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one?.length === other?.length && !one?.some((byte, at) => byte !== other?.[at]);
}

/** Opens a database that is there. */
async function connect(name: string): Promise<IDBDatabase | undefined> {
  // To open one that is not there would make it.
  const all = (await globalThis.indexedDB?.databases()) ?? [];
  if (!all.some((database) => database.name === name)) return undefined;
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    // Erased since it was listed: nothing half made is left.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => {
      const database = request.result;
      // Another page wants to delete the database: do not stand in its way.
      database.onversionchange = () => database.close();
      resolve(database);
    };
    request.onerror = () => (request.error?.name === "AbortError" ? resolve(undefined) : reject(request.error));
  });
}

const NAMES = ["key", "header", "lock", "passkey", "tries"] as const;
