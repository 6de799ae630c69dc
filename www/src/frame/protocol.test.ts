import assert from "node:assert/strict";
import { test } from "node:test";
import { isAsk, isHello, isRank, isTell } from "./protocol.js";

const RANK = { slot: "re-rank", limit: 2, within: ["emma", "typhoon"] };

test("SEC-26 what either side says is understood", () => {
  assert.ok(isHello({ homekept: "frame", version: 1 }));
  assert.ok(isRank({ slot: "for-you", limit: 100, within: [] }));
  for (const asked of [
    { id: 0, ask: "rank", request: RANK },
    { id: 1, ask: "rank", request: { slot: "basket", limit: 8, current: ["emma"], within: ["typhoon"], min: 2 } },
    { id: 2, ask: "record", kind: "view", item: "emma" },
    { id: 3, ask: "show", view: "preferences" },
  ]) {
    // As it arrives: a copy, with prototypes of the receiver's own.
    assert.ok(isAsk(structuredClone(asked)), JSON.stringify(asked));
    assert.ok(!isTell(asked));
  }
  for (const told of [
    { tell: "status", status: { asks: true, personal: false } },
    { tell: "ids", id: 1, ids: ["emma"] },
    { tell: "done", id: 2 },
    { tell: "failed", id: 3, code: "rate-limited" },
    { tell: "failed", code: "frame-refused" },
  ]) {
    assert.ok(isTell(structuredClone(told)), JSON.stringify(told));
    assert.ok(!isAsk(told));
  }
});

test("SEC-26 whatever has another shape is no message", () => {
  const rank = (change: object): object => ({ id: 1, ask: "rank", request: { ...RANK, ...change } });
  const lent = Object.create({ id: 1, ask: "record", kind: "view", item: "emma" }) as object;
  const shapes: readonly unknown[] = [
    ...[null, undefined, 0, 1, "rank", true, [], {}, [RANK], new Map([["ask", "rank"]]), lent],
    ...["export", "events", "profile", "status", "consent", "erase", "forget"].map((ask) => ({ id: 1, ask })),
    { ask: "rank", request: RANK },
    ...[-1, 1.5, NaN, Infinity, "1", null, 2 ** 53].map((id) => ({ id, ask: "rank", request: RANK })),
    { id: 1, ask: "rank", request: RANK, more: undefined },
    { id: 1, ask: "rank" },
    ...["continue", "", 7, ["for-you"]].map((slot) => rank({ slot })),
    ...[0, 101, 1.5, "7", NaN].map((limit) => rank({ limit })),
    ...["within", "current"].flatMap((name) =>
      ["emma", [1], [""], ["x".repeat(257)], Array<string>(501).fill("emma"), { length: 0 }].map((list) => rank({ [name]: list })),
    ),
    rank({ within: undefined }),
    rank({ within: Array<string>(101).fill("emma") }),
    // Else it would be told of items that it has not named.
    { id: 1, ask: "rank", request: { slot: "for-you", limit: 8 } },
    rank({ exclude: [] }),
    rank({ min: -1 }),
    rank({ plain: true }),
    rank({ place: {} }),
    JSON.parse('{"id":1,"ask":"rank","request":{"slot":"for-you","limit":1,"within":[],"__proto__":{}}}'),
    ...["like", "dislike", "dismiss", "shown", ""].map((kind) => ({ id: 1, ask: "record", kind, item: "emma" })),
    { id: 1, ask: "record", kind: "view", item: { toString: () => "emma" } },
    { id: 1, ask: "show", view: "everything" },
  ];
  for (const shape of shapes) assert.ok(!isAsk(shape), JSON.stringify(shape));
  for (const shape of [
    ...[null, 1, [], {}, { tell: "ids", id: 1 }, { tell: "done" }, { tell: "failed", code: "<b>" }, { tell: "failed", code: "" }],
    { tell: "ids", id: 1, ids: [{ id: "emma", reasons: [] }] },
    { tell: "status", status: { asks: true, personal: true, events: 5 } },
    { tell: "status", status: { asks: 1, personal: true } },
  ]) {
    assert.ok(!isTell(shape), JSON.stringify(shape));
  }
  for (const shape of [null, {}, "frame", { homekept: "frame" }, { homekept: "frame", version: 2 }, { homekept: "frame", version: "1" }]) {
    assert.ok(!isHello(shape), JSON.stringify(shape));
  }
});

test("SEC-25 a polluted prototype lends no field", () => {
  const polluted = Object.prototype as { item?: string; min?: unknown };
  polluted.item = "emma";
  polluted.min = "none of a number";
  try {
    assert.ok(!isAsk({ id: 1, ask: "record", kind: "view" }));
    assert.ok(isRank({ slot: "for-you", limit: 1, within: [] }));
  } finally {
    delete polluted.item;
    delete polluted.min;
  }
});
