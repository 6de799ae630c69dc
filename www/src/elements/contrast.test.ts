import assert from "node:assert/strict";
import { test } from "node:test";
import { channelsOf, contrastOf, over, type Colour } from "./contrast.js";

test("colours are read in each form in which browsers tell them", () => {
  const violet = { red: 1, green: 0, blue: 0.2, alpha: 0.5 };
  for (const text of ["color(srgb 1 0 0.2 / 0.5)", "rgba(255, 0, 51, 0.5)", "rgb(255 0 51 / 0.5)"]) {
    assert.deepEqual(channelsOf(text), violet, text);
  }
  assert.deepEqual(channelsOf("rgb(0, 0, 0)"), { red: 0, green: 0, blue: 0, alpha: 1 });
  assert.deepEqual(channelsOf("color(srgb 1e-7 0 1)"), { red: 1e-7, green: 0, blue: 1, alpha: 1 });
  for (const text of ["oklch(0.7 0.1 20)", "color(display-p3 1 0 0)", "none", "", "rgb(1, 2)"]) {
    assert.equal(channelsOf(text), undefined, text);
  }
});

// From https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, and greys that are known for standing at 4.5.
test("contrast is that of WCAG", () => {
  const [black, white] = [read("rgb(0, 0, 0)"), read("rgb(255, 255, 255)")];
  assert.equal(contrastOf(black, white), 21);
  assert.equal(contrastOf(white, black), 21);
  assert.equal(contrastOf(white, white), 1);
  assert.ok(contrastOf(read("rgb(118, 118, 118)"), white) >= 4.5);
  assert.ok(contrastOf(read("rgb(119, 119, 119)"), white) < 4.5);
});

test("what shines through is mixed with what is behind it", () => {
  const [black, white] = [read("rgb(0, 0, 0)"), read("rgb(255, 255, 255)")];
  assert.deepEqual(over({ ...black, alpha: 0 }, white), white);
  assert.deepEqual(over(black, white), black);
  assert.equal(over({ ...black, alpha: 0.5 }, white).green, 0.5);
});

function read(text: string): Colour {
  const colour = channelsOf(text);
  assert.ok(colour, text);
  return colour;
}
