/**
 * What takes a database its time: opening it, deleting it, and waiting for what is asked of it. A
 * browser sets no end to that; one answer that never came would hold up whatever is asked later.
 */

/** Milliseconds. What takes longer on a slow device is not worth a customer's waiting. */
const LONGEST = 10_000;

/** As `src/browser/indexed_db.rs` draws them. */
const STORES = ["meta", "journal"];

/**
 * Opens a database. Where there is none, it is made if that is wished, and nothing comes of it if
 * not. While it is made, the page is not kept when it is left: Chromium would put it away in the
 * midst of that, and have the pages after it wait until it comes back.
 */
export const connect = async (name, makes) => {
  // WebKit lists a database whose making was called off, so one that is not there is not opened.
  if (!makes && !(await isListed(name))) return;
  const request = indexedDB.open(name, 1);
  let isMissing = false;
  request.onupgradeneeded = () => {
    try {
      for (const store of makes && STORES) request.result.createObjectStore(store);
    } catch {
      // Gone since it was listed, or the browser fails: nothing half made is left.
      isMissing = !makes;
      request.transaction.abort();
    }
  };
  try {
    if (makes) addEventListener("unload", nothing);
    await happens(request, "onsuccess", "onerror");
  } catch (error) {
    if (isMissing) return;
    throw error;
  } finally {
    removeEventListener("unload", nothing);
  }
  // Another page wants to delete the database: do not stand in its way.
  const database = request.result;
  database.onversionchange = () => database.close();
  return database;
};

/** Begins a transaction. */
export const begin = (database, writes) =>
  database.transaction(STORES, writes ? "readwrite" : "readonly");

/** Deletes a database; gives whether it is still there. */
export const drop = async (name) => {
  // Other pages close when they are told, and success follows. One that does not would have us
  // wait for ever; what is left is then said.
  await happens(indexedDB.deleteDatabase(name), "onsuccess onblocked", "onerror");
  return isListed(name);
};

/**
 * Waits for the next of the events `good` at a request or a transaction; fails at `bad`. Handlers
 * are properties: one each, replaced by the next wait.
 */
export const happens = (target, good, bad) =>
  inTime(
    new Promise((resolve, reject) => {
      for (const name of good.split(" ")) target[name] = resolve;
      target[bad] = () => reject(target.error);
      callOff = () => {
        try {
          (target.transaction ?? target).abort();
        } catch {
          // It was over, or is told to commit, or nothing can be called off: it comes to its end.
          return;
        }
        target[bad] = nothing;
        afterwards(() => reject({ name: "PageLeft" }));
      };
      if (isAway) callOff();
    }),
    () => {
      // What is opened late must not stand in the way of anybody's erasure, nor be half made.
      target.onupgradeneeded = () => target.transaction.abort();
      target.onsuccess = () => target.result?.close?.();
      callOff();
    },
  );

/**
 * The page is put away: what it is in the midst of is called off, and fails once it is taken back.
 * WebKit would have every page after it wait until then.
 */
export const leave = () => {
  isAway = true;
  afterwards(() => (isAway = false));
  callOff();
};

let isAway = false;
let callOff = () => {};
/** A page that is put away does nothing until it is back. */
const afterwards = (deed) => setTimeout(deed);

const isListed = async (name) =>
  (await inTime(indexedDB.databases())).some((database) => database.name === name);

const inTime = (promise, giveUp = nothing) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      giveUp();
      reject({ name: "TimeoutError" });
    }, LONGEST);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

const nothing = () => {};
