import assert from "node:assert/strict";
import { test } from "node:test";
import type { Homekept } from "../homekept.js";
import { insideOf } from "../internal.js";
import { furnish } from "../open.js";
import { settled } from "../testing/browser.js";
import { asDoor, POLICY } from "../testing/fake-door.js";
import { LedgerDoor } from "../testing/ledger-door.js";
import type { Method, Purpose } from "../wasm/homekept.js";
import { consentFrom } from "./callback.js";
import { globalPrivacyControl } from "./gpc.js";

test("a yes allows what the policy maps by its text, and nothing else", async () => {
  const { door, hk } = opened({ learn: HASH });
  const { tell } = consentFrom(hk, ["learn", "remember"]);
  tell({ learn: true, remember: true }, true);
  await settled();
  assert.deepEqual(door.choices_.map(({ purpose, allowed, method, noticeHash }) => [purpose, allowed, method, noticeHash]), [
    ["learn", true, "manager", HASH],
  ]);
  for (const bad of ["", "yes", HASH.slice(1), HASH.toUpperCase()]) {
    const { door, hk } = opened({ learn: bad });
    consentFrom(hk, ["learn"]).tell({ learn: true }, true);
    await settled();
    assert.deepEqual(door.choices_, [], bad);
  }
});

test("SEC-25 a polluted prototype maps no text", async () => {
  const { door, hk } = opened(undefined);
  const polluted = Object.prototype as { learn?: string };
  polluted.learn = HASH;
  try {
    consentFrom(hk, ["learn"]).tell({ learn: true }, true);
    await settled();
  } finally {
    delete polluted.learn;
  }
  assert.deepEqual(door.choices_, []);
});

test("a no is kept in mind, and written where there is something to withdraw", async () => {
  const { door, hk } = opened({ learn: HASH });
  const { tell } = consentFrom(hk, ["learn"]);
  tell({ learn: false }, false);
  await settled();
  assert.deepEqual(choosings(door), []);
  assert.equal(hk.status().ask, false, "who said no to the manager is not asked here");
  tell({ learn: true }, true);
  await settled();
  assert.equal(stateOf(hk, "learn"), "on");
  tell({ learn: false }, true);
  await settled();
  assert.deepEqual(choosings(door), [
    [["learn"], []],
    [[], ["learn"]],
  ]);
  assert.equal(stateOf(hk, "learn"), "off");
});

test("what is told again writes nothing", async () => {
  const { door, hk } = opened({ learn: HASH });
  const { tell } = consentFrom(hk, ["learn"]);
  for (const isNew of [false, true, false, true]) tell({ learn: true }, isNew);
  await settled();
  assert.deepEqual(choosings(door), [[["learn"], []]]);
  await hk.erase();
  for (const view of door.status_.purposes) Object.assign(view, { state: "unasked" });
  tell({ learn: true }, false);
  tell({ learn: true }, true);
  await settled();
  assert.equal(choosings(door).length, 1, "what was erased on this page does not come back on it");
});

test("CON-17 what a manager granted is withheld until it confirms it, and never deleted for its silence", async () => {
  const { door, hk } = opened({ learn: HASH }, [["learn", "manager"]]);
  const before = choosings(door).length;
  assert.equal(hk.status().personal, true);
  const { tell } = consentFrom(hk, ["learn"]);
  await Promise.resolve();
  assert.deepEqual(used(hk, door), { personal: false, plain: true }, "before anything of it has come");
  await settled();
  assert.deepEqual(used(hk, door), { personal: false, plain: true }, "while it is silent");
  assert.equal(stateOf(hk, "learn"), "off");
  await hk.record("view", "dracula");
  assert.deepEqual(door.events_, [], "nothing is learned either");
  tell(undefined, false);
  await settled();
  assert.equal(hk.status().personal, false);
  tell({ learn: true }, false);
  await settled();
  assert.deepEqual(used(hk, door), { personal: true, plain: false });
  await hk.record("view", "dracula");
  assert.equal(door.events_.length, 1);
  assert.equal(choosings(door).length, before, "nothing was written for all that");
});

test("CON-17 an adapter that breaks is as one that is silent", async () => {
  const { hk } = opened({ learn: HASH }, [["learn", "manager"]]);
  const broken = { get learn(): boolean { throw new Error("of the manager"); } };
  consentFrom(hk, ["learn"]).tell(broken, true);
  await settled();
  assert.equal(hk.status().personal, false);
});

test("a person's own yes waits for no manager", async () => {
  const { hk } = opened({ learn: HASH }, [["learn", "preference-center"]]);
  const { tell } = consentFrom(hk, ["learn"]);
  await settled();
  assert.equal(hk.status().personal, true);
  tell({ learn: false }, false);
  await settled();
  assert.equal(stateOf(hk, "learn"), "on", "the no of earlier");
  tell({ learn: false }, true);
  await settled();
  assert.equal(stateOf(hk, "learn"), "off", "a new no");
});

test("of several managers the strictest counts, and a late one is a no", async () => {
  const { door, hk } = opened({ learn: HASH });
  const [first, second] = [consentFrom(hk, ["learn"]), consentFrom(hk, ["learn"])];
  first.tell({ learn: true }, true);
  await settled();
  assert.deepEqual(choosings(door), [], "the other has not spoken");
  second.tell({ learn: true }, false);
  await settled();
  assert.equal(stateOf(hk, "learn"), "on");
  second.tell({ learn: false }, true);
  await settled();
  assert.equal(stateOf(hk, "learn"), "off");
  first.tell({ learn: true }, true);
  await settled();
  assert.equal(stateOf(hk, "learn"), "off", "one yes more does not outweigh the no");
});

test("a manager that comes later is waited for as well", async () => {
  const { hk } = opened({ learn: HASH });
  consentFrom(hk, ["learn"]).tell({ learn: true }, true);
  await settled();
  assert.equal(hk.status().personal, true);
  consentFrom(hk, ["learn"]);
  await settled();
  assert.equal(hk.status().personal, false);
});

test("one that is followed no more is not heard, and what managers granted is withheld", async () => {
  const { door, hk } = opened({ learn: HASH });
  const { tell, stop } = consentFrom(hk, ["learn"]);
  tell({ learn: true }, true);
  await settled();
  assert.equal(hk.status().personal, true);
  stop();
  tell({ learn: false }, true);
  await settled();
  assert.equal(hk.status().personal, false);
  assert.deepEqual(choosings(door), [[["learn"], []]]);
});

test("a yes to another text than the policy names today is withheld, and can be given anew", async () => {
  const { door, hk } = opened({ learn: OTHER }, [["learn", "manager"]]);
  const { tell } = consentFrom(hk, ["learn"]);
  tell({ learn: true }, false);
  await settled();
  assert.equal(hk.status().personal, false);
  tell(undefined, false);
  tell({ learn: true }, true);
  await settled();
  assert.equal(hk.status().personal, true);
  assert.equal(door.choices_.at(-1)?.noticeHash, OTHER);
});

test("CON-12 under Global Privacy Control no manager allows what the signal is about", async () => {
  const hashes = { learn: HASH, remember: HASH };
  const { door, hk } = opened(hashes);
  Object.assign(door.status_, { gpc: true, ask: false });
  const { tell } = consentFrom(hk, ["learn", "remember"]);
  tell({ learn: true, remember: true }, false);
  await settled();
  assert.deepEqual(choosings(door), [], "an answer of earlier");
  tell(undefined, false);
  tell({ learn: true, remember: true }, true);
  await settled();
  assert.deepEqual(choosings(door), [[["remember"], []]], "an answer of now");
});

test("CON-12 the signal as a server saw it withholds, and deletes nothing", async () => {
  const { door, hk } = opened({ learn: HASH }, [["learn", "manager"]]);
  const before = choosings(door).length;
  consentFrom(hk, ["learn"]).tell({ learn: true }, false);
  const stop = globalPrivacyControl(hk, true);
  await settled();
  assert.equal(hk.status().personal, false);
  stop();
  globalPrivacyControl(hk, false);
  globalPrivacyControl(hk);
  await settled();
  assert.equal(hk.status().personal, true);
  assert.equal(choosings(door).length, before);
});

test("what comes before the module is open is heard in its order, and a module that never opens is no matter", async () => {
  const { door, hk } = opened({ learn: HASH });
  let open = (_: Homekept): void => {};
  const { tell } = consentFrom(new Promise((resolve) => (open = resolve)), ["learn"]);
  tell({ learn: true }, false);
  tell({ learn: false }, true);
  await settled();
  open(hk);
  await settled();
  assert.deepEqual(choosings(door), [], "the last word counts");
  tell({ learn: true }, true);
  await settled();
  assert.equal(stateOf(hk, "learn"), "on");
  const { tell: inVain } = consentFrom(Promise.reject(new Error("no network")), ["learn"]);
  inVain({ learn: true }, true);
  await settled();
});

test("what was said before the last word of a manager is passed over, however fast it speaks", async () => {
  const { door, hk } = opened({ learn: HASH }, [["learn", "preference-center"]]);
  const { tell } = consentFrom(hk, ["learn"]);
  const before = choosings(door).length;
  tell(undefined, false);
  tell(undefined, true);
  tell({ learn: false }, true);
  await settled();
  await hk.consent({ allow: ["learn"], method: "preference-center" });
  await settled();
  assert.equal(stateOf(hk, "learn"), "on");
  assert.equal(choosings(door).length, before + 2);
});

test("what could not be stored is withheld", async () => {
  const { door, hk } = opened({ learn: HASH }, [["learn", "manager"]]);
  const { tell } = consentFrom(hk, ["learn"]);
  tell({ learn: true }, false);
  await settled();
  door.choose = () => Promise.reject(Object.assign(new Error("busy"), { code: "storage-busy" }));
  tell({ learn: false }, true);
  await settled();
  assert.equal(hk.status().personal, false);
});

const HASH = "ab".repeat(32);
const OTHER = "cd".repeat(32);

function opened(
  manager: Partial<Record<Purpose, string>> | undefined,
  choices: readonly (readonly [Purpose, Method])[] = [],
): { door: LedgerDoor; hk: Homekept } {
  const door = new LedgerDoor();
  for (const [purpose, method] of choices) void door.choose([purpose], [], method, "en", HASH, false);
  const hk = furnish(asDoor(door), { ...POLICY, ...(manager && { manager }) }, undefined, new Uint8Array(1));
  return { door, hk };
}

function choosings(door: LedgerDoor): unknown[] {
  return door.calls.filter(([name]) => name === "choose").map(([, allow, refuse]) => [allow, refuse]);
}

function stateOf(hk: Homekept, purpose: Purpose): string | undefined {
  return hk.status().purposes.find((view) => view.purpose === purpose)?.state;
}

/** Whether the profile is used: as the status says, and as the ranking is asked. */
function used(hk: Homekept, door: LedgerDoor): { personal: boolean; plain: unknown } {
  insideOf(hk).rank({ slot: "for-you", limit: 1 });
  return { personal: hk.status().personal, plain: door.calls.filter(([name]) => name === "rank").at(-1)?.at(-1) };
}
