//! Storage that fails once, in each of the ways that a browser has.

use wasm_bindgen::prelude::wasm_bindgen;

/// One way in which one call fails.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault {
    /// `Owner.method`, or `window.property`.
    pub(crate) place: &'static str,
    /// How: see the script below.
    pub(crate) way: &'static str,
    /// The name of the `DOMException`.
    pub(crate) error: &'static str,
    /// Which call of that method, counted from 1.
    pub(crate) call: u32,
}

impl Fault {
    /// The same at a later call.
    pub(crate) const fn call(self, call: u32) -> Fault {
        Fault { call, ..self }
    }

    /// Lets it happen.
    pub(crate) fn begin(&self) {
        begin(self.place, self.way, self.error, self.call);
    }
}

const fn fault(place: &'static str, way: &'static str, error: &'static str) -> Fault {
    Fault { place, way, error, call: 1 }
}

pub(crate) const fn throws(place: &'static str, error: &'static str) -> Fault {
    fault(place, "throws", error)
}

pub(crate) const fn rejects(place: &'static str, error: &'static str) -> Fault {
    fault(place, "rejects", error)
}

pub(crate) const fn errors(place: &'static str, error: &'static str) -> Fault {
    fault(place, "errors", error)
}

pub(crate) const fn aborts(place: &'static str, error: &'static str) -> Fault {
    fault(place, "aborts", error)
}

pub(crate) const fn nothing(place: &'static str) -> Fault {
    fault(place, "nothing", "")
}

pub(crate) const fn silent(place: &'static str) -> Fault {
    fault(place, "silent", "")
}

pub(crate) const fn vanishes(place: &'static str) -> Fault {
    fault(place, "vanishes", "")
}

pub(crate) const fn gone(place: &'static str) -> Fault {
    fault(place, "gone", "")
}

#[wasm_bindgen(inline_js = r#"
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
"#)]
extern "C" {
    fn begin(place: &str, way: &str, error: &str, call: u32);
    pub(crate) fn mend_all() -> u32;
    pub(crate) fn bothered() -> String;
    pub(crate) async fn hold(name: &str, version: u32);
    pub(crate) fn hurry();
    pub(crate) async fn hold_up(name: &str);
    pub(crate) async fn deleted();
    pub(crate) fn let_go();
    pub(crate) async fn put_into(name: &str, store: &str, key: &str, value: &str);
}
