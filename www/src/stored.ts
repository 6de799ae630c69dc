/**
 * Values of a site's database that the module itself does not read; `src/browser/indexed_db.rs` draws
 * all of it. Every write looks and acts in one transaction, in which nothing but IndexedDB is awaited:
 * what another page wrote meanwhile is seen before anything is changed.
 */

/**
 * Looks at these names in `meta`, and changes what `act` names, to `undefined` where it goes. Gives
 * what was found; nothing where there is no database, or where `act` gives nothing since it found
 * something else than it had read.
 */
export async function exchange<Kept extends object>(
  database: string,
  names: readonly (keyof Kept & string)[],
  act: (found: Kept) => Partial<Kept> | undefined,
): Promise<Kept | undefined> {
  const opened = await connect(database);
  if (!opened) return undefined;
  let callOff = (): void => {};
  // WebKit would have every page after this one wait until it comes back.
  const leave = (): void => callOff();
  addEventListener("pagehide", leave);
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction("meta", "readwrite");
      const meta = transaction.objectStore("meta");
      const looks = names.map((name) => [name, meta.get(name)] as const);
      let done: Kept | undefined;
      looks.at(-1)![1].onsuccess = () => {
        const found = Object.fromEntries(looks.map(([name, { result }]) => [name, result])) as Kept;
        const next = act(found);
        for (const [name, value] of Object.entries(next ?? {})) {
          if (value === undefined) meta.delete(name);
          else meta.put(value, name);
        }
        if (next) done = found;
      };
      transaction.oncomplete = () => resolve(done);
      transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
      callOff = () => {
        try {
          transaction.abort();
        } catch {
          // It has come to its end.
        }
      };
    });
  } finally {
    removeEventListener("pagehide", leave);
    opened.close();
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
