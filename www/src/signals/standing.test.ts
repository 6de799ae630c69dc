import assert from "node:assert/strict";
import { test } from "node:test";
import { consentFrom } from "../consent/callback.js";
import { insideOf } from "../internal.js";
import { furnish } from "../open.js";
import { settled } from "../testing/browser.js";
import { asDoor, POLICY } from "../testing/fake-door.js";
import { LedgerDoor } from "../testing/ledger-door.js";
import type { Purpose } from "../wasm/homekept.js";
import { standing } from "./standing.js";

test("SIG-15 a page answers for who allows measuring, and for nobody else", async () => {
  const { door, inside } = opened(["measure"]);
  assert.equal(standing(inside), "on");
  for (const rests of [{ paused: true }, { locked: true }, { off: true }, { storage: "memory" as const }]) {
    const { door, inside } = opened(["measure"]);
    Object.assign(door.status_, rests);
    assert.equal(standing(inside), "rest", JSON.stringify(rests));
  }
  await door.choose([], ["measure"], "preference-center", "en", HASH, false);
  assert.equal(standing(inside), "off");
  assert.equal(standing(opened([]).inside), "off");
});

test("CON-17 what a manager allowed earlier sends nothing until it confirms it, and loses nothing", async () => {
  const { hk, inside } = opened(["measure"]);
  const { tell } = consentFrom(hk, ["measure"]);
  await Promise.resolve();
  assert.equal(standing(inside), "rest", "before anything of it has come");
  await settled();
  assert.equal(standing(inside), "rest", "while it is silent");
  tell({ measure: true }, false);
  await settled();
  assert.equal(standing(inside), "on");
  tell({ measure: false }, true);
  await settled();
  assert.equal(standing(inside), "off", "its no empties what waits");
});

test("CON-17 while a manager withholds another purpose, nothing is answered out of the profile", async () => {
  const { hk, inside } = opened(["learn"], ["measure"]);
  const { tell } = consentFrom(hk, ["learn"]);
  await settled();
  assert.equal(standing(inside), "rest");
  tell({ learn: true }, false);
  await settled();
  assert.equal(standing(inside), "on");
});

/** A page of a site that asks: on an earlier one a manager heard a yes, and the preference center did. */
function opened(toManager: readonly Purpose[], here: readonly Purpose[] = []) {
  const door = new LedgerDoor();
  // Something else stays allowed: a last no would erase everything.
  for (const purpose of ["remember", ...here] as const) {
    void door.choose([purpose], [], "preference-center", "en", HASH, false);
  }
  for (const purpose of toManager) void door.choose([purpose], [], "manager", "en", HASH, false);
  Object.assign(door.status_, { storage: "device" });
  const signals = { collector: "/signals", floor: 1000, measures: [] };
  const manager = { measure: HASH, learn: HASH };
  const hk = furnish(asDoor(door), { ...POLICY, manager, signals }, undefined, new Uint8Array(1));
  return { door, hk, inside: insideOf(hk) };
}

const HASH = "ab".repeat(32);
