/**
 * Values of a site's database that the module itself does not write, or not alone; `src/browser/indexed_db.rs` draws
 * all of it. Every write looks and acts in one transaction, in which nothing but IndexedDB is awaited:
 * what another page wrote meanwhile is seen before anything is changed. What takes longer than the
 * module waits for IndexedDB is called off. What fails is thrown with its code (docs/errors.md).
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
  for (;;) {
    const over = AbortSignal.timeout?.(PATIENCE);
    const silence = new Promise<never>((_, reject) => {
      over?.addEventListener("abort", () => reject(over.reason));
    });
    const found = await Promise.race([exchangeOnce(database, names, act, over), silence]).catch(fail);
    if (found !== LEFT) return found;
    // A page that is put away does nothing until it is back.
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Whether two records are the same bytes, or both are not there. */
export function areSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one?.length === other?.length && !one?.some((byte, at) => byte !== other?.[at]);
}

/** As `exchange`, or `LEFT` where it was put away or `over` in the midst of it: nothing was changed then. */
async function exchangeOnce<Kept extends object>(
  database: string,
  names: readonly (keyof Kept & string)[],
  act: (found: Kept) => Partial<Kept> | undefined,
  over: AbortSignal | undefined,
): Promise<Kept | undefined | typeof LEFT> {
  const opened = await connect(database);
  if (!opened) return undefined;
  if (over?.aborted) {
    opened.close();
    return LEFT;
  }
  let leave = (): void => {};
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction("meta", "readwrite");
      leave = () => callOff(transaction);
      addEventListener("pagehide", leave);
      document.addEventListener("freeze", leave);
      over?.addEventListener("abort", leave);
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
      // Nothing but `callOff` aborts without an error.
      transaction.onabort = () => (transaction.error ? reject(transaction.error) : resolve(LEFT));
    });
  } finally {
    removeEventListener("pagehide", leave);
    document.removeEventListener("freeze", leave);
    opened.close();
  }
}

/** As the module throws it: the facade would grow by sharing its class. `asHomekeptError` makes one of it. */
function fail({ name }: Error): never {
  throw { code: CODES[name] ?? "storage-failed" };
}

/** WebKit puts a page away in the midst of a transaction, and has every page after it wait until it is back. */
function callOff(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It is over.
  }
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

const LEFT = Symbol("the page was left");
/** In milliseconds, as long as `src/browser/indexed_db.js` waits. */
const PATIENCE = 10_000;
/** By the browser's name for it. */
const CODES: Readonly<Record<string, string>> = {
  TimeoutError: "storage-silent",
  QuotaExceededError: "storage-full",
};
