import assert from "node:assert/strict";
import { test } from "node:test";
import { HomekeptError, type ErrorCode } from "./errors.js";
import type { Homekept } from "./homekept.js";
import { insideOf } from "./internal.js";
import { furnish } from "./open.js";
import { asDoor, FakeDoor, POLICY } from "./testing/fake-door.js";
import type { PickView } from "./wasm/homekept.js";

test("a site's choice arrives complete, and the change is told", async () => {
  const { door, hk } = opened();
  let changes = 0;
  const stop = hk.on("change", () => changes++);
  await hk.consent({ allow: ["learn"] });
  assert.deepEqual(door.calls.find(([name]) => name === "choose"), [
    ...["choose", ["learn"], [], "site", "en", "", false],
  ]);
  assert.equal(changes, 1);
  stop();
  await hk.pause(true);
  assert.equal(changes, 1);
});

test("SEC-25 a polluted prototype allows nothing", async () => {
  const { door, hk } = opened();
  const polluted = Object.prototype as { allow?: string[]; all?: boolean };
  polluted.allow = ["learn", "remember"];
  polluted.all = true;
  try {
    await hk.consent({ refuse: ["learn"] });
    await hk.forget({ item: "a" });
    await rejects(hk.forget({}), "request-invalid");
  } finally {
    delete polluted.allow;
    delete polluted.all;
  }
  assert.deepEqual(door.calls.find(([name]) => name === "choose")?.slice(1, 3), [[], ["learn"]]);
  const forgotten = door.calls.filter(([name]) => name === "forget");
  assert.deepEqual(forgotten, [["forget", undefined, "a", undefined]]);
});

test("SEC-22 the page gets counts and status, and no interest and no event", () => {
  const { door, hk } = opened();
  door.interests_ = [{ kind: "subject", label: "canary", strength: 1, events: [1] }];
  door.events_ = [{ id: 1, kind: "view", item: "canary", minute: 1, under: "learn" }];
  assert.deepEqual(hk.profile(), { personal: false, events: 1, interests: 1, stated: 0 });
  const names = new Set<string>();
  for (let at: object = hk; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const name of Reflect.ownKeys(at)) names.add(String(name));
  }
  assert.deepEqual([...names].sort(), SURFACE);
});

test("a page says what may appear, and gets nothing where that is too little", () => {
  const { door, hk } = opened();
  door.picks = picks("a", "b", "c");
  assert.deepEqual(ids(hk.rank({ slot: "for-you", limit: 9, within: ["c", "a", "z"] })), ["a", "c"]);
  assert.deepEqual(ids(hk.rank({ slot: "for-you", limit: 9, min: 3 })), ["a", "b", "c"]);
  assert.deepEqual(hk.rank({ slot: "for-you", limit: 9, exclude: ["b"], min: 3 }), []);
  const last = door.calls.at(-1);
  assert.deepEqual(last, ["rank", "for-you", 9, [], ["b"], undefined, false]);
});

test("no item stands at two places of a page", () => {
  const { door, hk } = opened();
  door.picks = picks("a", "b", "c", "d");
  const at = (place: string | undefined, limit: number): string[] =>
    ids(hk.rank({ slot: "for-you", limit, place }));
  assert.deepEqual(at("top", 2), ["a", "b"]);
  assert.deepEqual(at("side", 2), ["c", "d"]);
  // Asked again, a place gives up what it had, and takes what is free.
  assert.deepEqual(at("top", 1), ["a"]);
  assert.deepEqual(at("foot", 9), ["b"]);
  // Without a place nothing is left out, and nothing is claimed.
  assert.deepEqual(at(undefined, 9), ["a", "b", "c", "d"]);
  // Too few are none, and claim nothing.
  assert.deepEqual(hk.rank({ slot: "for-you", limit: 9, place: "top", min: 2 }), []);
  assert.deepEqual(at("new", 9), ["a"]);
  // A list that is put in order keeps its items, wherever else they stand.
  const within = ["a", "b"];
  assert.deepEqual(ids(hk.rank({ slot: "re-rank", limit: 9, within, place: "list" })), ["a", "b"]);
});

test("what the page calls sold out is picked no more, and listeners hear of it", () => {
  const { door, hk } = opened();
  door.picks = picks("a", "b", "c");
  let changes = 0;
  hk.on("change", () => changes++);
  hk.soldOut(["b"]);
  assert.equal(changes, 1);
  assert.deepEqual(ids(hk.rank({ slot: "for-you", limit: 9, exclude: ["c"] })), ["a"]);
  hk.soldOut([]);
  assert.deepEqual(ids(hk.rank({ slot: "for-you", limit: 9 })), ["a", "b", "c"]);
});

test("a profile is locked and opened again, and the status says which", async () => {
  const { hk } = opened();
  assert.equal((await hk.lock()).locked, true);
  assert.equal(hk.status().locked, true);
  assert.equal((await hk.unlock()).locked, false);
});

test("a log-out counts where the module broke down", async () => {
  const kept = new Map([["homekept:bookshop", "open"]]);
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  Object.defineProperty(globalThis, "localStorage", { value: localStorage, configurable: true });
  const { door, hk } = opened();
  // It breaks down in the midst of locking; then it is down already.
  door.set = () => new Promise(() => {});
  const locking = hk.lock();
  insideOf(hk).stop();
  await rejects(locking, "stopped");
  assert.equal(kept.get("homekept:bookshop"), "locked");
  kept.set("homekept:bookshop", "open");
  await rejects(hk.lock(), "stopped");
  assert.equal(kept.get("homekept:bookshop"), "locked");
  // Where nothing is kept there is nothing to lock.
  kept.clear();
  await rejects(hk.lock(), "stopped");
  assert.deepEqual([...kept], []);
});

test("SEC-22 an export needs the customer's own gesture", () => {
  const { hk } = opened();
  const activation = { isActive: false };
  Object.defineProperty(globalThis, "navigator", { value: { userActivation: activation }, configurable: true });
  throws(() => hk.export(), "gesture-required");
  activation.isActive = true;
  assert.equal(hk.export().site, "bookshop");
  Object.defineProperty(globalThis, "navigator", { value: undefined, configurable: true });
  throws(() => hk.export(), "gesture-required");
});

test("what the core refuses arrives as a HomekeptError with the core's code", async () => {
  const { door, hk } = opened();
  door.failure = Object.assign(new Error("item-unknown"), { code: "item-unknown" });
  throws(() => hk.rank({ slot: "for-you", limit: 1 }), "item-unknown");
  door.failure = Object.assign(new Error(), { code: "storage-failed" });
  await rejects(hk.record("view", "a"), "storage-failed");
  // It goes on working: nothing was wrong with the module itself.
  assert.equal(hk.problem, undefined);
  assert.deepEqual(hk.rank({ slot: "for-you", limit: 1 }), []);
});

test("a module that panics is retired, and is never called again", async () => {
  const { door, hk } = opened();
  let changes = 0;
  hk.on("change", () => changes++);
  door.failure = new WebAssembly.RuntimeError("unreachable");
  throws(() => hk.rank({ slot: "for-you", limit: 1 }), "stopped");
  assert.equal(hk.problem, "stopped");
  assert.equal(changes, 1);
  const calls = door.calls.length;
  throws(() => hk.status(), "stopped");
  await rejects(hk.record("view", "a"), "stopped");
  assert.equal(door.calls.length, calls);
});

test("who waits for a module that panics meanwhile is told", async () => {
  const { door, hk } = opened();
  door.record = () => new Promise(() => {});
  const waiting = hk.record("view", "a");
  insideOf(hk).stop();
  await rejects(waiting, "stopped");
});

test("a pack that is missing or broken leaves consent and erasure at work", async () => {
  for (const [pack, failure, code] of [
    [new HomekeptError("pack-unreachable"), undefined, "pack-unreachable"],
    [new Uint8Array(3), { code: "pack-truncated" }, "pack-truncated"],
  ] as const) {
    const door = new FakeDoor();
    door.failure = failure;
    const hk = furnish(asDoor(door), POLICY, "en", pack);
    assert.equal(hk.problem, code);
    throws(() => hk.rank({ slot: "for-you", limit: 1 }), code);
    assert.equal((await hk.consent({ refuse: ["learn"] })).personal, false);
    assert.deepEqual(await hk.erase(), { erased: true, leftovers: [] });
  }
});

/** The public surface: a name more is a decision, not an accident. */
const SURFACE = [
  "about",
  "consent",
  "constructor",
  "erase",
  "export",
  "forget",
  "lock",
  "on",
  "pause",
  "plain",
  "problem",
  "profile",
  "rank",
  "record",
  "soldOut",
  "sponsored",
  "status",
  "turn",
  "unlock",
];

function opened(): { door: FakeDoor; hk: Homekept } {
  const door = new FakeDoor();
  return { door, hk: furnish(asDoor(door), POLICY, "en", new Uint8Array(1)) };
}

function picks(...ids: string[]): PickView[] {
  const bare = { url: "/", display: [], facets: [], reasons: [], score: 1, personal: false, sponsored: false };
  return ids.map((id) => ({ ...bare, id, title: id }));
}

function ids(picks: readonly PickView[]): string[] {
  return picks.map(({ id }) => id);
}

function throws(deed: () => unknown, code: ErrorCode): void {
  assert.throws(deed, (error) => error instanceof HomekeptError && error.code === code);
}

function rejects(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof HomekeptError && error.code === code);
}
