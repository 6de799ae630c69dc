import assert from "node:assert/strict";
import { test } from "node:test";
import type { InterestView, StatusView } from "../../wasm/homekept.js";
import { FakeDoor } from "../../testing/fake-door.js";
import { fadingOf } from "./fading.js";

const interest = (part: Partial<InterestView>): InterestView => ({
  kind: "subject",
  label: "Gothic fiction",
  strength: 0.5,
  events: [1],
  ...part,
});
const status = (memory: number): StatusView => ({ ...new FakeDoor().status_, memory });

test("an interest fades as the core would have it: what is behind it halves with each half-life", () => {
  // Half of the strongest comes of 3 views; of 1.5 a third, of 0.75 a fifth.
  const { strengthIn, gone } = fadingOf(interest({}), status(0), 0, 365);
  for (const [days, strength] of [[0, 1 / 2], [30, 1 / 3], [60, 1 / 5]] as const) {
    assert.ok(Math.abs(strengthIn(days) - strength) < 1e-9, `${days}`);
  }
  // It counts down to a tenth: a third of a view.
  assert.ok(Math.abs((gone ?? 0) - 30 * Math.log2(9)) < 1e-9, `${gone}`);
  assert.equal(strengthIn((gone ?? 0) + 1), 0);
});

test("a dial towards long memory makes it last twice as long a step, its last entry's end no longer", () => {
  const ends = [-2, -1, 0, 1].map((memory) => fadingOf(interest({}), status(memory), 0, 365).gone ?? 0);
  for (const [step, end] of ends.entries()) {
    if (step > 0) assert.ok(Math.abs(end / (ends[step - 1] ?? 0) - 2) < 1e-9, `${ends}`);
  }
  assert.equal(fadingOf(interest({}), status(2), 60, 90).gone, 30);
  assert.equal(fadingOf(interest({}), status(2), 91, 90).gone, 0);
});

test("what was stated stays as it is", () => {
  const { strengthIn, gone } = fadingOf(interest({ stance: "less", strength: -0.8 }), status(0), 0, 90);
  assert.equal(gone, undefined);
  assert.equal(strengthIn(1000), -0.8);
});
