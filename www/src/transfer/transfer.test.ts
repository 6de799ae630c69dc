/** Moving house as far as a page does it: with the module that merges, and a door that answers as told. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, mock, test } from "node:test";
import { HomekeptError, type ErrorCode } from "../errors.js";
import type { Homekept } from "../homekept.js";
import { furnish } from "../open.js";
import { asDoor, FakeDoor, POLICY } from "../testing/fake-door.js";
import { packageFolder } from "../testing/package.js";
import { serveModules } from "../testing/serve.js";
import type { StatusView } from "../wasm/homekept.js";
import { bringIn, documentOf, isSealed, openFile, sealedFile, type Arrival } from "./index.js";

const GOLDEN = readFileSync(new URL("../tests/golden/export-v1.json", packageFolder));
/** The door takes any bytes for one. */
const PACK = new Uint8Array(1);
/** A week after that was made. */
mock.timers.enable({ apis: ["Date"], now: (29_900_321 + 7 * 1_440) * 60_000 });

/** Loses as many races against another tab as it is told. */
class Racing extends FakeDoor {
  lost = 0;
  code = "request-invalid";
  readonly given: (readonly [old: Uint8Array, next: Uint8Array])[] = [];

  override async exchange(old: Uint8Array, next: Uint8Array): Promise<StatusView> {
    this.given.push([old, next]);
    if (this.given.length > this.lost) return super.exchange(old, next);
    throw Object.assign(new Error(this.code), { code: this.code });
  }
}

let door: Racing;
let hk: Homekept;

beforeEach(() => {
  door = new Racing();
  hk = furnish(asDoor(door), POLICY, "en", PACK);
  gesture(false);
});

test("a module that did not come, or is none, is asked for again", async () => {
  // Node fetches no files.
  await rejects(openFile(GOLDEN), "module-unreachable");
  const fetched = mock.method(globalThis, "fetch", async () => new Response("<!doctype html>"));
  await rejects(openFile(GOLDEN), "module-refused");
  fetched.mock.mockImplementation(async () => new Response("gone", { status: 404 }));
  await rejects(openFile(GOLDEN), "module-unreachable");
  fetched.mock.restore();
  serveModules();
  assert.equal((await openFile(GOLDEN)).site, "bookshop");
});

test("DSR-05 what is here and what a file says become one snapshot, of what is allowed", async () => {
  const arrival = await openFile(GOLDEN);
  assert.equal(arrival.site, "bookshop");
  assert.equal(arrival.minute, 29_900_321);
  assert.deepEqual(Object.keys(arrival), ["site", "minute", "entries"], "no item and no interest");
  const counts = async (...purposes: ("learn" | "remember")[]): Promise<readonly number[]> => {
    allow(...purposes);
    const { brought, known, barred, expired, status } = await bringIn(hk, arrival, "add");
    assert.equal(status.purposes.length, 4);
    return [brought, known, barred, expired];
  };
  const all = arrival.entries;
  assert.ok(all > 3);
  assert.deepEqual(await counts("learn", "remember"), [all, 0, 0, 0]);
  assert.deepEqual(await counts(), [0, 0, all, 0]);
  const [brought = 0, , barred = 0] = await counts("remember");
  assert.ok(brought > 0 && barred > 0);
  assert.equal(brought + barred, all);
  const [whole, none, some] = door.given.map(([old, next]) => [old, next.length] as const);
  assert.equal(whole?.[0], door.kept_, "it is made from what was there");
  assert.ok((whole?.[1] ?? 0) > (some?.[1] ?? 0) && (some?.[1] ?? 0) > (none?.[1] ?? 0));

  // Brought in twice, everything is known.
  door.kept_ = new Uint8Array(door.given[0]?.[1] ?? []);
  assert.deepEqual(await counts("learn", "remember"), [0, all, 0, 0]);
});

test("SEC-19 what is older than the policy keeps things stays out, and what was stated does not", async () => {
  allow("learn", "remember");
  const arrival = await openFile(GOLDEN);
  mock.timers.setTime((29_900_321 + 91 * 1_440) * 60_000);
  try {
    const { brought, expired } = await bringIn(hk, arrival, "add");
    assert.ok(brought > 0 && expired > 0);
    assert.equal(brought + expired, arrival.entries);
    // As long as the policy says.
    hk = furnish(asDoor(door), { ...POLICY, retentionDays: 365 }, "en", PACK);
    assert.equal((await bringIn(hk, arrival, "add")).expired, 0);
  } finally {
    mock.timers.setTime((29_900_321 + 7 * 1_440) * 60_000);
  }
});

test("what was kept or forgotten meanwhile counts: it is made anew from that, four times at the most", async () => {
  allow("learn", "remember");
  const arrival = await openFile(GOLDEN);
  for (const lost of [1, 3]) {
    door.given.length = 0;
    door.lost = lost;
    assert.equal((await bringIn(hk, arrival, "replace")).brought, arrival.entries);
    assert.equal(door.given.length, lost + 1);
  }
  const asked = door.calls.filter(([name]) => name === "kept").length;
  assert.equal(asked, 2 + 4, "what is kept is looked at before each try");

  door.given.length = 0;
  door.lost = 4;
  await rejects(bringIn(hk, arrival, "add"), "storage-busy");
  assert.equal(door.given.length, 4);
  assert.equal(hk.problem, undefined);
});

test("what the core or the storage refuses is not tried again", async () => {
  allow("learn");
  const arrival = await openFile(GOLDEN);
  door.lost = 1;
  for (const code of ["consent-required", "storage-failed", "vault-gone"] as const) {
    door.code = code;
    door.given.length = 0;
    await rejects(bringIn(hk, arrival, "add"), code);
    // What storage refused is not to be in use on this page either.
    const [, undone] = door.given;
    assert.deepEqual(undone?.[1], code === "storage-failed" ? door.kept_ : undefined, code);
  }
});

test("nothing comes in while the profile is locked, or the site has switched everything off", async () => {
  const arrival = await openFile(GOLDEN);
  for (const [more, code] of [
    [{ locked: true }, "vault-locked"],
    [{ off: true }, "switched-off"],
  ] as const) {
    allow("learn", "remember");
    door.status_ = { ...door.status_, ...more };
    for (const way of ["add", "replace"] as const) await rejects(bringIn(hk, arrival, way), code);
  }
  assert.deepEqual(door.given, []);
});

test("only what was read from a file comes in", async () => {
  allow("learn", "remember");
  const arrival = await openFile(GOLDEN);
  for (const none of [{ ...arrival }, { site: "bookshop", minute: 1, entries: 9 }, {}, null, undefined, 1, "x"]) {
    await rejects(bringIn(hk, none as Arrival, "add"), "request-invalid");
  }
  assert.deepEqual(door.given, []);
});

test("a file that is not taken in says why by its code", async () => {
  allow("learn", "remember");
  const golden = JSON.parse(GOLDEN.toString());
  delete golden.checksum;
  const bytesOf = (more: object): Uint8Array => new TextEncoder().encode(JSON.stringify({ ...golden, ...more }));
  await rejects(openFile(bytesOf({ homekept: 2 })), "file-newer");
  await rejects(openFile(bytesOf({ events: "all" })), "file-malformed");
  await rejects(openFile(bytesOf({ more: "x".repeat(4 << 20) })), "file-too-large");
  await rejects(openFile(new Uint8Array((5 << 20) + 1)), "file-too-large");
  await rejects(openFile(new Uint8Array([0xff, 0xfe])), "file-malformed");
  await rejects(openFile(new Uint8Array()), "file-malformed");
  const bring = async (more: object): Promise<unknown> => bringIn(hk, await openFile(bytesOf(more)), "add");
  await rejects(bring({ site: "teashop" }), "file-foreign");
  const now = Math.floor(Date.now() / 60_000);
  await rejects(bring({ minute: now + 1_441 }), "file-early");
  await bring({ minute: now + 1_440 });
  assert.equal(door.given.length, 1);
});

test("SEC-17 a sealed file takes a passphrase of some length, and the customer's own gesture", async () => {
  for (const short of ["", "short", "1234567", "\u{1F511}".repeat(7)]) {
    await rejects(sealedFile(hk, short), "passphrase-short");
  }
  await rejects(sealedFile(hk, "four grey seals"), "gesture-required");
});

test("SEC-17 a sealed file opens by its passphrase, and by nothing else", async () => {
  const end = await workHere();
  try {
    gesture(true);
    door.events_ = [{ id: 7, kind: "view", item: "frankenstein", minute: 29_900_000, under: "learn" }];
    door.interests_ = [];
    const file = await sealedFile(hk, "four grey seals");
    assert.ok(isSealed(file) && !isSealed(GOLDEN));
    assert.ok(!Buffer.from(file).includes("frankenstein"));
    assert.equal((await openFile(file, "four grey seals")).entries, 1);
    await rejects(openFile(file, "four grey seal"), "unlock-failed");
    await rejects(openFile(file), "unlock-failed");
    await rejects(openFile(file.slice(0, -1), "four grey seals"), "unlock-failed");
    const later = new Uint8Array(file);
    later[2] = 2;
    await rejects(openFile(later, "four grey seals"), "file-newer");
    // The text inside is a file like the plain one, with its checksum.
    assert.match(JSON.parse(await documentOf(hk.export())).checksum, /^sha256:/);
  } finally {
    end();
  }
});

test("a browser without workers says so", async () => {
  gesture(true);
  await rejects(sealedFile(hk, "four grey seals"), "module-refused");
});

function allow(...purposes: readonly ("learn" | "remember")[]): void {
  const state = (purpose: string): "on" | "off" => ((purposes as readonly string[]).includes(purpose) ? "on" : "off");
  const all = door.status_.purposes.map((view) => ({ ...view, state: state(view.purpose) }));
  door.status_ = { ...door.status_, purposes: all, locked: false, off: false };
}

function gesture(isActive: boolean): void {
  Object.defineProperty(globalThis, "navigator", { value: { userActivation: { isActive } }, configurable: true });
}

/** Has a worker's work done in this thread, by the worker's own script; gives what ends that. */
async function workHere(): Promise<() => void> {
  const scope = globalThis as { Worker?: unknown; onmessage?: unknown; postMessage?: unknown };
  scope.onmessage = null;
  await import("../lock/worker.js");
  const work = scope.onmessage as unknown as (event: { data: unknown }) => void;
  scope.Worker = class {
    onmessage?: (event: { data: unknown }) => void;
    postMessage(job: unknown): void {
      scope.postMessage = (data: unknown) => this.onmessage?.({ data });
      work({ data: job });
    }
    terminate(): void {}
  };
  return () => {
    for (const name of ["Worker", "onmessage", "postMessage"] as const) delete scope[name];
  };
}

async function rejects(done: Promise<unknown>, code: ErrorCode): Promise<void> {
  await assert.rejects(done, (error) => error instanceof HomekeptError && error.code === code, code);
}
