import assert from "node:assert/strict";
import { test } from "node:test";
import { hueOf } from "./template.js";

test("a hue is the sum of a text's bytes, the same wherever it is worked out", () => {
  const check = (text: string, hue: number): void => assert.equal(hueOf(text), hue, text);
  check("", 0);
  check("1", 1);
  check("ab", (97 + 98) % 12);
  check("é", (0xc3 + 0xa9) % 12);
});
