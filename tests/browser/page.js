// What the tests do and see in the page. It is one file: with a seventh to load before the tests
// begin, Chromium sometimes waited for ever for the runner's server.

const opened = (name) => new Promise((resolve, reject) => {
  const request = indexedDB.open(name);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const text = (value) => {
  if (value instanceof ArrayBuffer) value = new Uint8Array(value);
  if (value instanceof Uint8Array) return String.fromCharCode(...value);
  return String(value);
};
export async function names() {
  return (await indexedDB.databases()).map((database) => database.name).join();
}
export function clear_text() {
  return [localStorage, sessionStorage].flatMap((s) => Object.entries(s)).join() + document.cookie;
}
/** Every key and value of a database, bytes as Latin-1. */
export async function dump(name) {
  const database = await opened(name);
  // WebKit lists one whose making was called off, and opening it makes it, empty.
  if (database.objectStoreNames.length === 0) return database.close() ?? "";
  const transaction = database.transaction([...database.objectStoreNames]);
  const parts = [];
  for (const store of database.objectStoreNames) {
    const cursor = transaction.objectStore(store).openCursor();
    await new Promise((resolve) => {
      cursor.onsuccess = () => {
        if (!cursor.result) return resolve();
        parts.push(store, text(cursor.result.key), text(cursor.result.value));
        cursor.result.continue();
      };
    });
  }
  database.close();
  return parts.join("\n");
}
/** Flips one bit of every record of a store whose key is `key`, or of all. */
export async function flip(name, store, key) {
  const database = await opened(name);
  const transaction = database.transaction(store, "readwrite");
  const cursor = transaction.objectStore(store).openCursor();
  cursor.onsuccess = () => {
    if (!cursor.result) return;
    if (key === "" || cursor.result.key === key) {
      const bytes = cursor.result.value;
      bytes[bytes.length - 1] ^= 1;
      cursor.result.update(bytes);
    }
    cursor.result.continue();
  };
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  database.close();
}
export async function export_is_refused(name) {
  const database = await opened(name);
  const request = database.transaction("meta").objectStore("meta").get("key");
  const key = await new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  if (!(key instanceof CryptoKey) || key.extractable) return false;
  return crypto.subtle.exportKey("raw", key).then(() => false, () => true);
}
const gcm = async (key, usage) => crypto.subtle.importKey("raw", key, "AES-GCM", false, [usage]);
export async function web_seal(key, iv, additionalData, plain) {
  const parameters = { name: "AES-GCM", iv, additionalData };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, await gcm(key, "encrypt"), plain));
}
export async function web_open(key, iv, additionalData, sealed) {
  const parameters = { name: "AES-GCM", iv, additionalData };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, await gcm(key, "decrypt"), sealed));
}
const broken = new Map();
/** Puts something that throws in the place of a method, until `mend`. */
export function break_method(owner, method, error) {
  const prototype = globalThis[owner].prototype;
  broken.set(prototype, [method, prototype[method]]);
  prototype[method] = function () { throw new DOMException("broken by a test", error); };
}
export function mend() {
  for (const [prototype, [method, original]] of broken) prototype[method] = original;
  broken.clear();
}
export async function fetch_bytes(url) {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

// Storage that fails once, in each of the ways that a browser has.

const made = (error) => new DOMException("by a test", error);
const ways = {
  /** The method throws. */
  throws: (error) => { throw made(error); },
  /** The promise is not kept. */
  rejects: (error) => Promise.reject(made(error)),
  /** The request fires "error". */
  errors: (error) => ({
    error: made(error),
    get result() { throw made("InvalidStateError"); },
    transaction: null,
    set onerror(handler) { setTimeout(handler); },
  }),
  /** The request succeeds, and then its transaction is aborted, as on a full disk. */
  aborts(error, call) {
    const request = call();
    const { transaction } = request;
    Object.defineProperty(transaction, "error", { get: () => (error ? made(error) : null) });
    // The browser may still fail what it was told to commit; a script could not abort it then.
    transaction.commit = () => {};
    request.addEventListener("success", () => transaction.abort());
    return request;
  },
  /** The request succeeds with nothing. */
  nothing(_, call) {
    const request = call();
    Object.defineProperty(request, "result", { value: undefined });
    return request;
  },
  /** Nothing ever comes of it. */
  silent: (_, __, ___, name) => (name === "databases" ? new Promise(() => {}) : {}),
  /** The request succeeds, and nothing was done. */
  vanishes: (_, __, self) => self.count(),
};
let mending = () => {};
let calls = 0;
let fallen = false;
export function begin(place, way, error, nth) {
  calls = 0;
  fallen = false;
  const [owner, name] = place.split(".");
  const prototype = owner === "window" ? window : globalThis[owner].prototype;
  if (owner === "window" || way === "gone") {
    const before = Object.getOwnPropertyDescriptor(prototype, name);
    const get = () => { fallen = true; if (way === "throws") throw made(error); };
    Object.defineProperty(prototype, name, { configurable: true, get });
    mending = () => {
      delete prototype[name];
      if (before) Object.defineProperty(prototype, name, before);
    };
    return;
  }
  const original = prototype[name];
  prototype[name] = function (...values) {
    const call = () => original.apply(this, values);
    if (++calls !== nth) return call();
    fallen = true;
    return ways[way](error, call, this, name);
  };
  if (way === "silent") hurry();
  mending = () => { prototype[name] = original; };
}
const { setTimeout } = globalThis;
/** From now on, until all is mended, whoever waits for a time waits for a hundredth of it. */
export function hurry() {
  globalThis.setTimeout = (handler, time, ...values) => setTimeout(handler, time / 100, ...values);
}
/** Ends the fault; gives how often the method was called, and 0 where the fault never came. */
export function mend_all() {
  globalThis.setTimeout = setTimeout;
  mending();
  mending = () => {};
  return fallen ? Math.max(calls, 1) : 0;
}
let troubles = [];
addEventListener("error", (event) => troubles.push(String(event.error ?? event.message)));
addEventListener("unhandledrejection", (event) => troubles.push(String(event.reason)));
/** What the page was bothered with since the last look. */
export function bothered() {
  return troubles.splice(0).join();
}
/** Something in the page that holds the database, and does not let go when asked to. */
export async function hold(name, version) {
  const request = indexedDB.open(name, version);
  await new Promise((resolve, reject) => { request.onsuccess = resolve; request.onerror = reject; });
  globalThis.held = request.result;
}
/** The same while somebody waits to delete it: whoever opens it waits behind that. */
export async function hold_up(name) {
  await hold(name, 1);
  const request = indexedDB.deleteDatabase(name);
  await new Promise((resolve) => { request.onblocked = resolve; });
  globalThis.deletion = new Promise((resolve) => { request.onsuccess = resolve; });
}
export async function deleted() {
  await globalThis.deletion;
}
export function let_go() {
  globalThis.held?.close();
  delete globalThis.held;
}
/** Puts values of other types in the place of what the module stores. */
export async function put_into(name, store, key, value) {
  const request = indexedDB.open(name);
  await new Promise((resolve) => { request.onsuccess = resolve; });
  const transaction = request.result.transaction(store, "readwrite");
  const [k, v] = [key, value].map((text) => Function(`return ${text}`)());
  transaction.objectStore(store).put(v, k);
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  request.result.close();
}
