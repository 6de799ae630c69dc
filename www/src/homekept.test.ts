import assert from "node:assert/strict";
import { test } from "node:test";
import { HomekeptError, type ErrorCode } from "./errors.js";
import type { Homekept } from "./homekept.js";
import { insideOf } from "./internal.js";
import { furnish } from "./open.js";
import { asDoor, FakeDoor, POLICY } from "./testing/fake-door.js";

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
  assert.ok(door.calls.some(([name]) => name === "forget_item"));
  assert.ok(!door.calls.some(([name]) => name === "forget_learned"));
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
  "consent",
  "constructor",
  "erase",
  "export",
  "forget",
  "on",
  "pause",
  "plain",
  "problem",
  "profile",
  "rank",
  "record",
  "status",
];

function opened(): { door: FakeDoor; hk: Homekept } {
  const door = new FakeDoor();
  return { door, hk: furnish(asDoor(door), POLICY, "en", new Uint8Array(1)) };
}

function throws(deed: () => unknown, code: ErrorCode): void {
  assert.throws(deed, (error) => error instanceof HomekeptError && error.code === code);
}

function rejects(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  return assert.rejects(promise, (error) => error instanceof HomekeptError && error.code === code);
}
