import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { Homekept } from "./homekept.js";
import { insideOf } from "./internal.js";
import { activation } from "./life.js";
import { furnish } from "./open.js";
import { asDoor, FakeDoor, POLICY } from "./testing/fake-door.js";

test("an erase, a lock and a refusal reach every other tab at once, hidden ones too, and come back to none", async () => {
  const deeds: ((hk: Homekept) => Promise<unknown>)[] = [
    (hk) => hk.erase(),
    (hk) => hk.lock(),
    (hk) => hk.unlock(),
    (hk) => hk.consent({ refuse: ["learn"] }),
    (hk) => hk.forget({ all: true }),
    (hk) => hk.pause(true),
  ];
  for (const deed of deeds) {
    const [mine, seen, hidden] = [tab(), tab(), tab("hidden")];
    await deed(mine.hk);
    await until(() => seen.readings > 0 && hidden.readings > 0);
    await quiet();
    assert.deepEqual([seen.readings, hidden.readings], [1, 1], String(deed));
    assert.equal(mine.readings, 0, "no echo");
    closeAll();
  }
});

test("a deed that failed may have been done in part: the other tabs look", async () => {
  const [mine, other] = [tab(), tab()];
  mine.door.failure = Object.assign(new Error(), { code: "storage-failed" });
  await assert.rejects(mine.hk.erase());
  await until(() => other.readings === 1);
});

test("what is added is gathered by tabs that are looked at, and waits in the others", async () => {
  const [mine, seen, hidden] = [tab(), tab(), tab("hidden")];
  mine.door.status_.storage = "device";
  for (let n = 0; n < 20; n++) await mine.hk.record("view", "a");
  await until(() => seen.readings > 0);
  await quiet();
  assert.ok(seen.readings < 5, `${seen.readings} readings of 20 additions`);
  assert.deepEqual([mine.readings, hidden.readings], [0, 0]);
  hidden.looks("visible");
  await until(() => hidden.readings === 1);
});

test("what is not kept is not told", async () => {
  const [mine, other] = [tab(), tab()];
  await mine.hk.record("view", "a");
  await quiet(300);
  assert.equal(other.readings, 0);
});

test("a marker that another tab wrote is read, and no other key is", async () => {
  const mine = tab();
  const wrote = (key: string | null): unknown =>
    mine.page.dispatchEvent(Object.assign(new Event("storage"), { key }));
  wrote("basket");
  await quiet();
  assert.equal(mine.readings, 0);
  wrote("homekept:bookshop");
  // All of it was cleared.
  wrote(null);
  await until(() => mine.readings === 2);
});

test("a page that is put away lets go of its channel, and reads anew before it shows anything", async () => {
  const [mine, other] = [tab(), tab()];
  const inside = insideOf(mine.hk);
  const told: boolean[] = [];
  mine.hk.on("change", () => told.push(inside.away));
  mine.page.dispatchEvent(new Event("pagehide"));
  assert.deepEqual(told, [true]);
  await other.hk.lock();
  await quiet();
  assert.equal(mine.readings, 0);

  mine.page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  assert.equal(inside.away, true, "not shown before it is read");
  await until(() => !inside.away);
  assert.equal(mine.readings, 1);
  assert.deepEqual(told, [true, true, false]);
  // The channel is there again.
  await other.hk.unlock();
  await until(() => mine.readings === 2);
});

test("a page that loads for the first time reads once", async () => {
  const mine = tab();
  mine.page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: false }));
  await quiet();
  assert.equal(mine.readings, 0);
});

test("a tab whose module broke down reads nothing more, and hides nothing", async () => {
  const [mine, other] = [tab(), tab()];
  insideOf(mine.hk).stop();
  await other.hk.erase();
  mine.looks("visible");
  mine.page.dispatchEvent(new Event("pagehide"));
  mine.page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await quiet();
  assert.equal(mine.readings, 0);
  assert.equal(insideOf(mine.hk).away, false);
});

test("a page that is prepared ahead waits until it is looked at", async () => {
  const page = Object.assign(new EventTarget(), { prerendering: true });
  put("document", page);
  let looked = false;
  const waiting = activation().then(() => (looked = true));
  await quiet();
  assert.equal(looked, false);
  page.dispatchEvent(new Event("prerenderingchange"));
  await waiting;
  put("document", { prerendering: false });
  await activation();
  put("document", undefined);
  await activation();
});

interface Tab {
  readonly hk: Homekept;
  readonly door: FakeDoor;
  /** The window's events. */
  readonly page: EventTarget;
  looks(state: DocumentVisibilityState): void;
  /** How often what is kept was read. */
  readonly readings: number;
}

/** A tab of the site: a window and a document of its own, and the channel of all. */
function tab(state: DocumentVisibilityState = "visible"): Tab {
  const page = new EventTarget();
  const document = Object.assign(new EventTarget(), {
    visibilityState: state,
    documentElement: { lang: "en" },
  });
  put("document", document);
  put("addEventListener", page.addEventListener.bind(page));
  const door = new FakeDoor();
  const hk = furnish(asDoor(door), POLICY, "en", new Uint8Array(1));
  open.push(page);
  return {
    hk,
    door,
    page,
    looks: (state) => {
      document.visibilityState = state;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    get readings() {
      return door.calls.filter(([name]) => name === "open").length;
    },
  };
}

const open: EventTarget[] = [];

/** An open channel would keep the test running. */
function closeAll(): void {
  for (const page of open.splice(0)) page.dispatchEvent(new Event("pagehide"));
}

afterEach(() => {
  closeAll();
  for (const name of ["document", "addEventListener"]) put(name, undefined);
});

function put(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!holds()) {
    assert.ok(Date.now() < end, `in vain: ${holds}`);
    await quiet(5);
  }
}

/** Time enough for what should not come. */
function quiet(milliseconds = 100): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
