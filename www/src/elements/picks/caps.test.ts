import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, tired, today, type Shown } from "./caps.js";

/** What a shop shows which would always show the same: the first of its items that are not tired. */
function simulate(days: number, visitsADay: number, limit: number): Map<number, Map<string, number>> {
  const items = Array.from({ length: 60 }, (_, number) => `item-${number}`);
  const byDay = new Map<number, Map<string, number>>();
  let shown: Shown[] = [];
  for (let day = 20_000; day < 20_000 + days; day += 1) {
    const times = new Map<string, number>();
    for (let visit = 0; visit < visitsADay; visit += 1) {
      const without = new Set(tired(shown, "for-you", day));
      const picks = items.filter((item) => !without.has(item)).slice(0, limit);
      assert.equal(picks.length, limit);
      for (const pick of picks) times.set(pick, (times.get(pick) ?? 0) + 1);
      // The kept numbers cross storage as text.
      shown = JSON.parse(JSON.stringify(counted(shown, "for-you", picks, day))) as Shown[];
    }
    byDay.set(day, times);
  }
  return byDay;
}

test("FAIR-13 an item is shown at most three times a day, and ten times in any fourteen days", () => {
  for (const [visits, limit] of [[1, 8], [2, 4], [7, 3], [12, 2]] as const) {
    const byDay = simulate(40, visits, limit);
    const days = [...byDay.keys()];
    let most = 0;
    for (const day of days) {
      const sums = new Map<string, number>();
      for (const other of days.filter((other) => other > day - 14 && other <= day)) {
        for (const [item, times] of byDay.get(other) ?? []) sums.set(item, (sums.get(item) ?? 0) + times);
      }
      for (const times of byDay.get(day)?.values() ?? []) assert.ok(times <= 3);
      for (const times of sums.values()) {
        assert.ok(times <= 10, `${times} of ${visits} visits a day`);
        most = Math.max(most, times);
      }
    }
    assert.equal(most, 10, "the cap is reached, and no more is taken away than it asks");
  }
});

test("each slot counts by itself, and what is too old or of the future does not count", () => {
  let shown: Shown[] = [];
  for (let time = 0; time < 3; time += 1) shown = counted(shown, "for-you", ["mug"], 100);
  assert.deepEqual(tired(shown, "for-you", 100), ["mug"]);
  assert.deepEqual(tired(shown, "like-this", 100), []);
  assert.deepEqual(tired(shown, "for-you", 101), []);
  const ten = [{ slot: "for-you", day: 100, items: { mug: 10 } }] as const;
  assert.deepEqual([113, 114, 99].map((day) => tired(ten, "for-you", day).length), [1, 0, 0]);
  assert.deepEqual(counted(ten, "for-you", ["cup"], 114), [{ slot: "for-you", day: 114, items: { cup: 1 } }]);
});

test("an id that is the name of something else is an id", () => {
  const shown = counted(counted([], "for-you", ["__proto__", "constructor"], 7), "for-you", ["__proto__"], 7);
  const again = JSON.parse(JSON.stringify(shown)) as Shown[];
  assert.deepEqual(Object.entries(again[0]?.items ?? {}), [["__proto__", 2], ["constructor", 1]]);
});

test("what is kept stays small, and the oldest days make room", () => {
  let shown: Shown[] = [];
  for (let day = 1; day <= 14; day += 1) {
    shown = counted(shown, "for-you", Array.from({ length: 50 }, (_, number) => `item-${number}`), day);
  }
  assert.deepEqual(shown.map(({ day }) => day), [14, 13, 12, 11, 10, 9]);
  assert.ok(JSON.stringify(shown).length < 8_192);
});

test("a day is one of the customer's own calendar", () => {
  const now = new Date(2026, 10, 26, 23, 59);
  assert.equal(today(new Date(2026, 10, 27, 0, 1)), today(now) + 1);
  assert.equal(today(new Date(2026, 10, 26, 0, 1)), today(now));
});
