/**
 * Waiting for IndexedDB, with an end to it. A browser sets none: what it never answers would have
 * everything that is asked of the module later wait for ever.
 */

/** Milliseconds. What takes longer on a slow device is not worth a customer's waiting. */
const LONGEST = 10_000;

/** Opens a database, and makes it where there is none if that is what it is opened for. */
export const open = (name, making) => Object.assign(indexedDB.open(name, 1), { making });

/**
 * Resolves at the next of the events `good` of a request or a transaction; rejects at `bad`.
 * While a database is made, the page is not kept when it is left: WebKit would put it away in
 * the midst of that, and have the pages after it wait until it comes back.
 */
export const happens = (target, good, bad) => {
  if (target.making) addEventListener("unload", nothing);
  const event = new Promise((resolve, reject) => {
    for (const name of good.split(" ")) target[name] = resolve;
    target[bad] = () => reject(target.error);
  });
  return inTime(event, () => {
    // What is opened late must not stand in the way of anybody's erasure, nor be half made.
    target.onupgradeneeded = () => target.transaction.abort();
    target.onsuccess = () => target.result?.close?.();
    // What is asked of it is not done late either; one that was over meanwhile is left alone.
    try {
      (target.transaction ?? target).abort();
    } catch {}
  }).finally(() => removeEventListener("unload", nothing));
};

/** Whether the browser knows a database of this name. */
export const isListed = async (name) =>
  (await inTime(indexedDB.databases())).some((database) => database.name === name);

const inTime = (promise, giveUp = nothing) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      giveUp();
      reject(new DOMException("no answer", "TimeoutError"));
    }, LONGEST);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

const nothing = () => {};
