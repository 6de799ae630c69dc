import assert from "node:assert/strict";
import { test } from "node:test";
import { Limits } from "./limits.js";

const NOW = 1_800_000_000_000;

class Kept {
  readonly values = new Map<string, string>();
  getItem = (key: string): string | null => this.values.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.values.set(key, value);
  removeItem = (key: string): void => void this.values.delete(key);
}

function taken(limits: Limits, what: "rank" | "record", now: number, keep = true): number {
  return Array.from({ length: 100 }, () => limits.take(what, now, keep)).filter(Boolean).length;
}

test("thirty rankings and sixty events a minute, each by itself", () => {
  const limits = new Limits("asked", new Kept(), NOW);
  assert.deepEqual([taken(limits, "rank", NOW), taken(limits, "record", NOW)], [30, 60]);
  assert.deepEqual([taken(limits, "rank", NOW + 20_000), taken(limits, "record", NOW + 20_000)], [10, 20]);
  assert.equal(taken(limits, "rank", NOW + 3_600_000), 30, "no more than a minute's worth is saved up");
});

test("a frame that is made anew goes on where the one before was", () => {
  const kept = new Kept();
  assert.equal(taken(new Limits("asked", kept, NOW), "rank", NOW), 30);
  assert.equal(taken(new Limits("asked", kept, NOW + 2_000), "rank", NOW + 2_000), 1);
  // Two at a time take from one purse.
  const [one, other] = [new Limits("asked", kept, NOW + 60_000), new Limits("asked", kept, NOW + 60_000)];
  const both = Array.from({ length: 50 }, () => [one, other].map((limits) => limits.take("rank", NOW + 60_000, true)));
  assert.equal(both.flat().filter(Boolean).length, 29);
  one.clear();
  assert.equal(kept.values.size, 0);
});

test("a clock that is put back, and storage that fails or holds anything else, give nothing", () => {
  const kept = new Kept();
  const limits = new Limits("asked", kept, NOW);
  taken(limits, "rank", NOW);
  assert.equal(taken(limits, "rank", NOW - 3_600_000), 0);
  for (const text of ["", "NaN NaN NaN", "30", "99 99 99", `1e9 1e9 ${NOW}`, `30 60 ${NOW * 2}`]) {
    kept.values.set("asked", text);
    assert.ok(taken(new Limits("asked", kept, NOW), "rank", NOW, false) <= 30, text);
  }
  const broken = new Limits("asked", { getItem: fail, setItem: fail, removeItem: fail }, NOW);
  assert.equal(taken(broken, "rank", NOW), 30);
  broken.clear();
});

test("where nothing may be kept nothing is", () => {
  const kept = new Kept();
  taken(new Limits("asked", kept, NOW), "rank", NOW, false);
  assert.equal(kept.values.size, 0);
});

function fail(): never {
  throw new DOMException("no", "SecurityError");
}
